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
