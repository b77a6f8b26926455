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

-- What was checked is what is posted: a draft never changes what it says.
CREATE TRIGGER draft_sealed BEFORE UPDATE OF book_id,draft_id,dated_on,summary,debit_fen,body,maker,made_at ON draft FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER draft_stays BEFORE DELETE OR TRUNCATE ON draft FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_draft_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF OLD.state IN('POSTED','RETURNED')
      AND (NEW.state,NEW.checker,NEW.reason,NEW.voucher_id) IS DISTINCT FROM (OLD.state,OLD.checker,OLD.reason,OLD.voucher_id) THEN
    PERFORM wxzj_refuse('draft_state','a posted or returned draft stays so'); END IF;
  IF NEW.state='POSTED' AND NOT EXISTS(SELECT 1 FROM voucher
      WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND request_key='draft:'||NEW.draft_id) THEN
    PERFORM wxzj_refuse('draft_unposted','a draft is posted with its voucher only'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER draft_step BEFORE UPDATE ON draft FOR EACH ROW EXECUTE FUNCTION wxzj_draft_step()

CREATE TRIGGER draft_deposit_sealed BEFORE UPDATE OR TRUNCATE ON draft_deposit FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_draft_deposit_waits() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP='DELETE' THEN
    IF EXISTS(SELECT 1 FROM draft WHERE book_id=OLD.book_id AND draft_id=OLD.draft_id AND state IN('DRAFT','CHECKED')) THEN
      PERFORM wxzj_refuse('draft_state','a deposit waits as long as its draft'); END IF;
    RETURN OLD;
  END IF;
  IF NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT') THEN
    PERFORM wxzj_refuse('draft_state','a deposit is added to a fresh draft only'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER draft_deposit_waits BEFORE DELETE ON draft_deposit FOR EACH ROW EXECUTE FUNCTION wxzj_draft_deposit_waits()

CREATE TRIGGER draft_deposit_fresh BEFORE INSERT ON draft_deposit FOR EACH ROW EXECUTE FUNCTION wxzj_draft_deposit_waits()
