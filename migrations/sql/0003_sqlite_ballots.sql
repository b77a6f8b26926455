-- Who may vote on a case, frozen on a day: homes first, the electorate's own row last. Ballots are
-- added until the vote is recorded; the last one of a home counts, the earlier ones stay.

CREATE TABLE usage_electorate(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  frozen_on TEXT NOT NULL CONSTRAINT ck_usage_electorate_frozen_on CHECK(frozen_on IS date(frozen_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT fk_usage_electorate_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

CREATE TABLE usage_elector(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_usage_elector_area CHECK(area>=0),
  head_no INTEGER NOT NULL CONSTRAINT ck_usage_elector_head_no CHECK(head_no>=1),
  heads INTEGER CONSTRAINT ck_usage_elector_heads CHECK(heads>=0),
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_elector_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_elector_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

CREATE TABLE usage_ballot(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  ballot_no INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  choice TEXT NOT NULL CONSTRAINT ck_usage_ballot_choice CHECK(choice IN('agree','against','abstain','object')),
  channel TEXT,
  proxy TEXT,
  cast_on TEXT NOT NULL CONSTRAINT ck_usage_ballot_cast_on CHECK(cast_on IS date(cast_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,ballot_no),
  CONSTRAINT fk_usage_ballot_elector FOREIGN KEY(book_id,case_id,sub_id) REFERENCES usage_elector
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_electorate_insert BEFORE INSERT ON usage_electorate
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate is frozen once, before the vote'); END

CREATE TRIGGER usage_electorate_update BEFORE UPDATE ON usage_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER usage_electorate_delete BEFORE DELETE ON usage_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER usage_elector_insert BEFORE INSERT ON usage_elector
  WHEN EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
    OR EXISTS(SELECT 1 FROM usage_elector WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER usage_elector_update BEFORE UPDATE ON usage_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER usage_elector_delete BEFORE DELETE ON usage_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER usage_ballot_insert BEFORE INSERT ON usage_ballot
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR NOT EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
    OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM usage_ballot WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:ballot_wrong not the next ballot, or the vote is over'); END

CREATE TRIGGER usage_ballot_update BEFORE UPDATE ON usage_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END

CREATE TRIGGER usage_ballot_delete BEFORE DELETE ON usage_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END
