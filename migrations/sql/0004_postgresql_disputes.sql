-- Shares of a case that a household disputes (争议), and how each dispute ended: the last row of each says which.

CREATE TABLE usage_dispute(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  sub_id integer NOT NULL,
  dispute_no integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_usage_dispute_act CHECK(act IN('TOLD','CONFIRMED')),
  dated_on date NOT NULL,
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_usage_dispute_reason CHECK(reason<>''),
  paper_no integer,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,sub_id,dispute_no),
  CONSTRAINT ck_usage_dispute_turn CHECK((act='TOLD')=(dispute_no%2=1)),
  CONSTRAINT fk_usage_dispute_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_dispute_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_usage_dispute_paper FOREIGN KEY(book_id,case_id,paper_no) REFERENCES usage_paper
)

CREATE TRIGGER usage_dispute_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_dispute FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_usage_dispute_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.dispute_no<>1+coalesce((SELECT max(dispute_no) FROM usage_dispute WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id),0) THEN
    PERFORM wxzj_refuse('sealed','disputes follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_dispute_next BEFORE INSERT ON usage_dispute FOR EACH ROW EXECUTE FUNCTION wxzj_usage_dispute_next()
