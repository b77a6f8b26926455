-- Who benefits pays (谁受益、谁出资): contributions of households to renovation works.

-- What the households of a cost line are to bear (出资方案), a row in each book. The row is the seal of
-- its list: it is written last and says how many there are and what they bear together.
CREATE TABLE benefit_plan(
  book_id integer NOT NULL CONSTRAINT fk_benefit_plan_book REFERENCES book,
  plan_id integer NOT NULL,
  project_id integer NOT NULL,
  item_no integer NOT NULL,
  plan_no integer NOT NULL CONSTRAINT ck_benefit_plan_plan_no CHECK(plan_no>0),
  estate_id integer NOT NULL CONSTRAINT fk_benefit_plan_estate REFERENCES estate,
  scope text COLLATE "C" NOT NULL,
  basis text COLLATE "C" NOT NULL CONSTRAINT ck_benefit_plan_basis CHECK(basis IN('area','equal','coefficient','agreed')),
  resident_fen bigint NOT NULL CONSTRAINT ck_benefit_plan_resident CHECK(resident_fen>0),
  book_fen bigint NOT NULL CONSTRAINT ck_benefit_plan_book CHECK(book_fen>=0),
  household_count integer NOT NULL CONSTRAINT ck_benefit_plan_household_count CHECK(household_count>0),
  digest text COLLATE "C" NOT NULL,
  planned_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,plan_id),
  CONSTRAINT uq_benefit_plan_no UNIQUE(book_id,project_id,item_no,plan_no),
  CONSTRAINT fk_benefit_plan_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
)

-- What each household bears of it, and the whole number that it bears by.
CREATE TABLE benefit_due(
  book_id integer NOT NULL,
  plan_id integer NOT NULL,
  sub_id integer NOT NULL,
  area bigint NOT NULL CONSTRAINT ck_benefit_due_area CHECK(area>=0),
  weight bigint NOT NULL CONSTRAINT ck_benefit_due_weight CHECK(weight>=0),
  due_fen bigint NOT NULL CONSTRAINT ck_benefit_due_due CHECK(due_fen>=0),
  PRIMARY KEY(book_id,plan_id,sub_id),
  CONSTRAINT fk_benefit_due_plan FOREIGN KEY(book_id,plan_id) REFERENCES benefit_plan DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_benefit_due_household FOREIGN KEY(book_id,sub_id) REFERENCES household
)

-- What became of it: paid by the household, asked to be waived, granted by somebody else, or to be
-- paid by a case of the fund.
CREATE TABLE benefit_move(
  book_id integer NOT NULL,
  move_id integer NOT NULL,
  plan_id integer NOT NULL,
  sub_id integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_benefit_move_act CHECK(act IN('PAID','ASKED','GRANTED','FUND')),
  amount_fen bigint NOT NULL CONSTRAINT ck_benefit_move_amount CHECK(amount_fen>0),
  asks integer,
  case_id integer,
  dated_on date NOT NULL,
  evidence text COLLATE "C" NOT NULL CONSTRAINT ck_benefit_move_evidence CHECK(evidence<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,move_id),
  CONSTRAINT uq_benefit_move_asks UNIQUE(book_id,asks),
  CONSTRAINT fk_benefit_move_due FOREIGN KEY(book_id,plan_id,sub_id) REFERENCES benefit_due,
  CONSTRAINT fk_benefit_move_asks FOREIGN KEY(book_id,asks) REFERENCES benefit_move,
  CONSTRAINT fk_benefit_move_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_benefit_move_granted CHECK((asks IS NOT NULL)=(act='GRANTED')),
  CONSTRAINT ck_benefit_move_fund CHECK((case_id IS NOT NULL)=(act='FUND'))
)

CREATE TRIGGER benefit_plan_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON benefit_plan FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_benefit_plan_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.plan_id<>1+coalesce((SELECT max(plan_id) FROM benefit_plan WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','plans follow one another'); END IF;
  IF NOT EXISTS(SELECT 1 FROM benefit_due WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id
      HAVING count(*)=NEW.household_count AND sum(due_fen)=NEW.book_fen) THEN
    PERFORM wxzj_refuse('benefit_list','the list does not add up to its plan'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER benefit_plan_next BEFORE INSERT ON benefit_plan FOR EACH ROW EXECUTE FUNCTION wxzj_benefit_plan_next()

CREATE INDEX ix_benefit_move_due ON benefit_move(book_id,plan_id,sub_id)

CREATE TRIGGER benefit_due_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON benefit_due FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_benefit_due_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM benefit_plan WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id) THEN
    PERFORM wxzj_refuse('sealed','the list of a plan never grows'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER benefit_due_next BEFORE INSERT ON benefit_due FOR EACH ROW EXECUTE FUNCTION wxzj_benefit_due_next()

CREATE TRIGGER benefit_move_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON benefit_move FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_benefit_move_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.move_id<>1+coalesce((SELECT max(move_id) FROM benefit_move WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','moves follow one another'); END IF;
  IF NEW.act IN('PAID','GRANTED') AND NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM benefit_move
        WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id AND act IN('PAID','GRANTED'))
      >(SELECT due_fen FROM benefit_due WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id) THEN
    PERFORM wxzj_refuse('contribution_excessive','no household pays or is let off more than it bears'); END IF;
  IF NEW.asks IS NOT NULL AND NOT EXISTS(SELECT 1 FROM benefit_move WHERE book_id=NEW.book_id AND move_id=NEW.asks
      AND act='ASKED' AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id AND amount_fen=NEW.amount_fen) THEN
    PERFORM wxzj_refuse('waiver_differs','a waiver is granted as it was asked for'); END IF;
  IF EXISTS(SELECT 1 FROM benefit_move WHERE book_id=NEW.book_id AND move_id=NEW.asks AND who=NEW.who)
      AND EXISTS(SELECT 1 FROM login) THEN
    PERFORM wxzj_refuse('waiver_self','whoever asked for a waiver does not grant it'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER benefit_move_next BEFORE INSERT ON benefit_move FOR EACH ROW EXECUTE FUNCTION wxzj_benefit_move_next()
