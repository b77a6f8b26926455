-- Shares of a case that a household disputes (争议), and how each dispute ended: the last row of each says which.

CREATE TABLE usage_dispute(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  dispute_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_usage_dispute_act CHECK(act IN('TOLD','CONFIRMED')),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_dispute_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT NOT NULL CONSTRAINT ck_usage_dispute_reason CHECK(reason<>''),
  paper_no INTEGER,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,sub_id,dispute_no),
  CONSTRAINT ck_usage_dispute_turn CHECK((act='TOLD')=(dispute_no%2=1)),
  CONSTRAINT fk_usage_dispute_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_dispute_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_usage_dispute_paper FOREIGN KEY(book_id,case_id,paper_no) REFERENCES usage_paper
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_dispute_insert BEFORE INSERT ON usage_dispute
  WHEN NEW.dispute_no<>1+coalesce((SELECT max(dispute_no) FROM usage_dispute WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed disputes follow one another'); END

CREATE TRIGGER usage_dispute_update BEFORE UPDATE ON usage_dispute BEGIN SELECT RAISE(ABORT,'wxzj:sealed a dispute ends by a row of its own'); END

CREATE TRIGGER usage_dispute_delete BEFORE DELETE ON usage_dispute BEGIN SELECT RAISE(ABORT,'wxzj:sealed a dispute ends by a row of its own'); END
