-- A deposit that waits in a draft to be checked; posting the draft moves it to `deposit`, and
-- returning the draft deletes it, so that the deposit may be brought again.

CREATE TABLE draft_deposit(
  book_id integer NOT NULL,
  deposit_key text COLLATE "C" NOT NULL,
  draft_id integer NOT NULL,
  attempt integer NOT NULL,
  sub_id integer NOT NULL,
  bank_account_id integer NOT NULL,
  dated_on date NOT NULL,
  amount_fen bigint NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  payer_class smallint NOT NULL,
  payer text COLLATE "C",
  bank_ref text COLLATE "C",
  receipt text COLLATE "C",
  import_id text COLLATE "C" NOT NULL CONSTRAINT fk_draft_deposit_import REFERENCES import_file,
  PRIMARY KEY(book_id,deposit_key),
  CONSTRAINT fk_draft_deposit_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT fk_draft_deposit_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
)

CREATE INDEX ix_draft_deposit_draft ON draft_deposit(book_id,draft_id)
