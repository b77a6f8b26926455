-- A deposit that waits in a draft to be checked; posting the draft moves it to `deposit`, and
-- returning the draft deletes it, so that the deposit may be brought again.

CREATE TABLE draft_deposit(
  book_id INTEGER NOT NULL,
  deposit_key TEXT NOT NULL,
  draft_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  bank_account_id INTEGER NOT NULL,
  dated_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  payer_class INTEGER NOT NULL,
  payer TEXT,
  bank_ref TEXT,
  receipt TEXT,
  import_id TEXT NOT NULL,
  PRIMARY KEY(book_id,deposit_key),
  CONSTRAINT fk_draft_deposit_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT fk_draft_deposit_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT fk_draft_deposit_import FOREIGN KEY(import_id) REFERENCES import_file
) STRICT, WITHOUT ROWID

CREATE INDEX ix_draft_deposit_draft ON draft_deposit(book_id,draft_id)

-- What was checked is what is posted: a draft never changes what it says.
CREATE TRIGGER draft_update BEFORE UPDATE ON draft BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a draft never changes what it says')
    WHERE (NEW.book_id,NEW.draft_id,NEW.dated_on,NEW.summary,NEW.debit_fen,NEW.body,NEW.maker,NEW.made_at)
      IS NOT (OLD.book_id,OLD.draft_id,OLD.dated_on,OLD.summary,OLD.debit_fen,OLD.body,OLD.maker,OLD.made_at);
  SELECT RAISE(ABORT,'wxzj:draft_state a posted or returned draft stays so')
    WHERE OLD.state IN('POSTED','RETURNED')
      AND (NEW.state,NEW.checker,NEW.reason,NEW.voucher_id) IS NOT (OLD.state,OLD.checker,OLD.reason,OLD.voucher_id);
  SELECT RAISE(ABORT,'wxzj:draft_unposted a draft is posted with its voucher only')
    WHERE NEW.state='POSTED' AND NOT EXISTS(SELECT 1 FROM voucher
      WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND request_key='draft:'||NEW.draft_id);
END

CREATE TRIGGER draft_delete BEFORE DELETE ON draft BEGIN SELECT RAISE(ABORT,'wxzj:sealed a draft is returned, never deleted'); END

CREATE TRIGGER draft_insert BEFORE INSERT ON draft WHEN EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a draft is never replaced'); END

CREATE TRIGGER draft_deposit_update BEFORE UPDATE ON draft_deposit BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiting deposit never changes'); END

CREATE TRIGGER draft_deposit_delete BEFORE DELETE ON draft_deposit
  WHEN EXISTS(SELECT 1 FROM draft WHERE book_id=OLD.book_id AND draft_id=OLD.draft_id AND state IN('DRAFT','CHECKED'))
  BEGIN SELECT RAISE(ABORT,'wxzj:draft_state a deposit waits as long as its draft'); END

CREATE TRIGGER draft_deposit_insert BEFORE INSERT ON draft_deposit BEGIN
  SELECT RAISE(ABORT,'wxzj:deposit_exists the deposit waits already')
    WHERE EXISTS(SELECT 1 FROM draft_deposit WHERE book_id=NEW.book_id AND deposit_key=NEW.deposit_key);
  SELECT RAISE(ABORT,'wxzj:draft_state a deposit is added to a fresh draft only')
    WHERE NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT');
END
