-- Who may vote on a case, frozen on a day: homes first, the electorate's own row last. Ballots are
-- added until the vote is recorded; the last one of a home counts, the earlier ones stay.

CREATE TABLE usage_electorate(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  frozen_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT fk_usage_electorate_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
)

CREATE TABLE usage_elector(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  sub_id integer NOT NULL,
  area integer NOT NULL CONSTRAINT ck_usage_elector_area CHECK(area>=0),
  head_no integer NOT NULL CONSTRAINT ck_usage_elector_head_no CHECK(head_no>=1),
  heads integer CONSTRAINT ck_usage_elector_heads CHECK(heads>=0),
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_elector_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_elector_household FOREIGN KEY(book_id,sub_id) REFERENCES household
)

CREATE TABLE usage_ballot(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  ballot_no integer NOT NULL,
  sub_id integer NOT NULL,
  choice text COLLATE "C" NOT NULL CONSTRAINT ck_usage_ballot_choice CHECK(choice IN('agree','against','abstain','object')),
  channel text COLLATE "C",
  proxy text COLLATE "C",
  cast_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,ballot_no),
  CONSTRAINT fk_usage_ballot_elector FOREIGN KEY(book_id,case_id,sub_id) REFERENCES usage_elector
)

CREATE TRIGGER usage_electorate_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_electorate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE TRIGGER usage_electorate_fresh BEFORE INSERT ON usage_electorate FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

CREATE TRIGGER usage_elector_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_elector FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE FUNCTION wxzj_usage_elector() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id) THEN
    PERFORM wxzj_refuse('scope_frozen','an electorate never changes'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_elector_fresh BEFORE INSERT ON usage_elector FOR EACH ROW EXECUTE FUNCTION wxzj_usage_elector()

CREATE TRIGGER usage_ballot_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_ballot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_usage_ballot() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
      OR NOT EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
      OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM usage_ballot WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('ballot_wrong','not the next ballot, or the vote is over'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_ballot_next BEFORE INSERT ON usage_ballot FOR EACH ROW EXECUTE FUNCTION wxzj_usage_ballot()
