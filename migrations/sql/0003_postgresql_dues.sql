-- What was due at first, where the rulebook settled it: a standard that changes later changes no
-- due that is fixed. And plans by which a household pays in parts or later.

CREATE TABLE household_due(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  due_fen bigint NOT NULL CONSTRAINT ck_household_due_fixed CHECK(due_fen>0),
  rule text COLLATE "C" NOT NULL,
  rate bigint NOT NULL,
  source text COLLATE "C" NOT NULL,
  fixed_on date NOT NULL,
  change_id integer NOT NULL,
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT fk_household_due_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_household_due_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
)

-- The last plan of a household counts; one without a step ends it.
CREATE TABLE deposit_plan(
  book_id integer NOT NULL,
  plan_no integer NOT NULL,
  sub_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_deposit_plan_kind CHECK(kind IN('INSTALMENTS','DEFERRED','ENDED')),
  total_fen bigint NOT NULL CONSTRAINT ck_deposit_plan_total CHECK(total_fen>=0),
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_deposit_plan_reason CHECK(reason<>''),
  made_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,plan_no),
  CONSTRAINT fk_deposit_plan_household FOREIGN KEY(book_id,sub_id) REFERENCES household
)

CREATE INDEX ix_deposit_plan_sub ON deposit_plan(book_id,sub_id,plan_no)

CREATE TABLE deposit_plan_step(
  book_id integer NOT NULL,
  plan_no integer NOT NULL,
  step_no integer NOT NULL,
  due_on date NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT ck_deposit_plan_step_amount CHECK(amount_fen>0),
  PRIMARY KEY(book_id,plan_no,step_no),
  CONSTRAINT fk_deposit_plan_step_plan FOREIGN KEY(book_id,plan_no) REFERENCES deposit_plan
)

CREATE TRIGGER household_due_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON household_due FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER deposit_plan_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON deposit_plan FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER deposit_plan_step_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON deposit_plan_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_deposit_plan_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.plan_no<>1+coalesce((SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','plans follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER deposit_plan_next BEFORE INSERT ON deposit_plan FOR EACH ROW EXECUTE FUNCTION wxzj_deposit_plan_next()

CREATE FUNCTION wxzj_deposit_plan_step_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.plan_no<>(SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id)
      OR NEW.step_no<>1+coalesce((SELECT max(step_no) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0) THEN
    PERFORM wxzj_refuse('sealed','a step belongs to the newest plan'); END IF;
  IF NEW.amount_fen+coalesce((SELECT sum(amount_fen) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0)
      >(SELECT total_fen FROM deposit_plan WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no) THEN
    PERFORM wxzj_refuse('plan_over_total','the steps come to more than the plan'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER deposit_plan_step_next BEFORE INSERT ON deposit_plan_step FOR EACH ROW EXECUTE FUNCTION wxzj_deposit_plan_step_next()
