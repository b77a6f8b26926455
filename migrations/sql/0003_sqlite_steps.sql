-- The steps of a case between its draft and its approval, and after it; the last row of a step counts.

CREATE TABLE usage_step(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  step_no INTEGER NOT NULL,
  step TEXT NOT NULL CONSTRAINT ck_usage_step_step CHECK(step IN('plan','publicity','works','applied','committee_ok','keeper_ok','filed','result_publicity')),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_step_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_usage_step_until_on CHECK(until_on IS date(until_on,'+0 days')),
  paper_no INTEGER,
  note TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,step_no),
  CONSTRAINT fk_usage_step_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_step_paper FOREIGN KEY(book_id,case_id,paper_no) REFERENCES usage_paper,
  CONSTRAINT ck_usage_step_until CHECK((until_on IS NOT NULL)=(step IN('publicity','result_publicity')) AND (until_on IS NULL OR until_on>=dated_on))
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_step_insert BEFORE INSERT ON usage_step
  WHEN NEW.step_no<>1+coalesce((SELECT max(step_no) FROM usage_step WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
    OR (NEW.step='result_publicity')<>EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL)
  BEGIN SELECT RAISE(ABORT,'wxzj:step_wrong not the next step, or on the wrong side of the approval'); END

CREATE TRIGGER usage_step_update BEFORE UPDATE ON usage_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step is written again, never changed'); END

CREATE TRIGGER usage_step_delete BEFORE DELETE ON usage_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step is written again, never changed'); END
