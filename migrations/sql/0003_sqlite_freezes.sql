-- Sub-accounts that a court or a dispute freezes, and frees again: the last row of each says which.

CREATE TABLE household_freeze(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  freeze_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_household_freeze_act CHECK(act IN('FREEZE','UNFREEZE')),
  dated_on TEXT NOT NULL CONSTRAINT ck_household_freeze_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT NOT NULL CONSTRAINT ck_household_freeze_reason CHECK(reason<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  change_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id,freeze_no),
  CONSTRAINT ck_household_freeze_turn CHECK((act='FREEZE')=(freeze_no%2=1)),
  CONSTRAINT fk_household_freeze_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_household_freeze_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
) STRICT, WITHOUT ROWID

CREATE TRIGGER household_freeze_insert BEFORE INSERT ON household_freeze
  WHEN NEW.freeze_no<>1+coalesce((SELECT max(freeze_no) FROM household_freeze WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed freezes follow one another'); END

CREATE TRIGGER household_freeze_update BEFORE UPDATE ON household_freeze BEGIN SELECT RAISE(ABORT,'wxzj:sealed a freeze ends by a row of its own'); END

CREATE TRIGGER household_freeze_delete BEFORE DELETE ON household_freeze BEGIN SELECT RAISE(ABORT,'wxzj:sealed a freeze ends by a row of its own'); END
