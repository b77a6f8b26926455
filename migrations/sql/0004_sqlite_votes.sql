-- Who may vote on a campaign, frozen on a day: homes first, the electorate's own row last. A home has
-- its vote also where nobody in its book is to pay: the rows are known by the campaign's code, and
-- `led_by` is a book in which the campaign itself stands. Ballots are added until the vote is
-- recorded; the last one of a home counts, the earlier ones stay.

CREATE TABLE campaign_electorate(
  book_id INTEGER NOT NULL CONSTRAINT fk_campaign_electorate_book REFERENCES book,
  code TEXT NOT NULL,
  led_by INTEGER NOT NULL,
  frozen_on TEXT NOT NULL CONSTRAINT ck_campaign_electorate_frozen_on CHECK(frozen_on IS date(frozen_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,code)
) STRICT, WITHOUT ROWID

CREATE TABLE campaign_elector(
  book_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  sub_id INTEGER NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_campaign_elector_area CHECK(area>=0),
  head_no INTEGER NOT NULL CONSTRAINT ck_campaign_elector_head_no CHECK(head_no>=1),
  heads INTEGER CONSTRAINT ck_campaign_elector_heads CHECK(heads>=0),
  PRIMARY KEY(book_id,code,sub_id),
  CONSTRAINT fk_campaign_elector_electorate FOREIGN KEY(book_id,code) REFERENCES campaign_electorate DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_campaign_elector_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

CREATE TABLE campaign_ballot(
  book_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  ballot_no INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  choice TEXT NOT NULL CONSTRAINT ck_campaign_ballot_choice CHECK(choice IN('agree','against','abstain','object')),
  channel TEXT,
  proxy TEXT,
  cast_on TEXT NOT NULL CONSTRAINT ck_campaign_ballot_cast_on CHECK(cast_on IS date(cast_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,code,ballot_no),
  CONSTRAINT fk_campaign_ballot_elector FOREIGN KEY(book_id,code,sub_id) REFERENCES campaign_elector
) STRICT, WITHOUT ROWID

CREATE TRIGGER campaign_electorate_insert BEFORE INSERT ON campaign_electorate
  WHEN EXISTS(SELECT 1 FROM campaign c JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id
      WHERE c.book_id=NEW.led_by AND c.code=NEW.code)
    OR NOT EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.led_by AND code=NEW.code)
    OR EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate is frozen once, before the vote'); END

CREATE TRIGGER campaign_electorate_update BEFORE UPDATE ON campaign_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER campaign_electorate_delete BEFORE DELETE ON campaign_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER campaign_elector_insert BEFORE INSERT ON campaign_elector
  WHEN EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
    OR EXISTS(SELECT 1 FROM campaign_elector WHERE book_id=NEW.book_id AND code=NEW.code AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER campaign_elector_update BEFORE UPDATE ON campaign_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER campaign_elector_delete BEFORE DELETE ON campaign_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

CREATE TRIGGER campaign_ballot_insert BEFORE INSERT ON campaign_ballot
  WHEN EXISTS(SELECT 1 FROM campaign_electorate e JOIN campaign c ON c.book_id=e.led_by AND c.code=e.code
      JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id WHERE e.book_id=NEW.book_id AND e.code=NEW.code)
    OR NOT EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
    OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM campaign_ballot WHERE book_id=NEW.book_id AND code=NEW.code),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:ballot_wrong not the next ballot, or the vote is over'); END

CREATE TRIGGER campaign_ballot_update BEFORE UPDATE ON campaign_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END

CREATE TRIGGER campaign_ballot_delete BEFORE DELETE ON campaign_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END
