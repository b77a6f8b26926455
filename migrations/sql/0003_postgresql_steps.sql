-- The steps of a case between its draft and its approval, and after it; the last row of a step counts.

CREATE TABLE usage_step(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  step_no integer NOT NULL,
  step text COLLATE "C" NOT NULL CONSTRAINT ck_usage_step_step CHECK(step IN('plan','publicity','works','applied','committee_ok','keeper_ok','filed','result_publicity')),
  dated_on date NOT NULL,
  until_on date,
  paper_no integer,
  note text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,step_no),
  CONSTRAINT fk_usage_step_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_step_paper FOREIGN KEY(book_id,case_id,paper_no) REFERENCES usage_paper,
  CONSTRAINT ck_usage_step_until CHECK((until_on IS NOT NULL)=(step IN('publicity','result_publicity')) AND (until_on IS NULL OR until_on>=dated_on))
)

CREATE TRIGGER usage_step_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_usage_step_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.step_no<>1+coalesce((SELECT max(step_no) FROM usage_step WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
      OR (NEW.step='result_publicity')<>EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('step_wrong','not the next step, or on the wrong side of the approval'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_step_next BEFORE INSERT ON usage_step FOR EACH ROW EXECUTE FUNCTION wxzj_usage_step_next()
