-- Receipts for deposits (专用票据): received in lots, used once, or void. Nothing here ever changes:
-- a receipt is used or void by a row of its own.

CREATE TABLE receipt_lot(
  book_id integer NOT NULL CONSTRAINT fk_receipt_lot_book REFERENCES book,
  lot_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_receipt_lot_kind CHECK(kind<>''),
  prefix text COLLATE "C" NOT NULL,
  width integer NOT NULL CONSTRAINT ck_receipt_lot_width CHECK(width BETWEEN 1 AND 18),
  first_no bigint NOT NULL CONSTRAINT ck_receipt_lot_first CHECK(first_no>=0),
  last_no bigint NOT NULL,
  received_on date NOT NULL,
  keeper text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,lot_no),
  CONSTRAINT ck_receipt_lot_order CHECK(last_no>=first_no)
)

-- A receipt may be used again where the voucher of its earlier use was cancelled.
CREATE TABLE receipt_use(
  book_id integer NOT NULL,
  receipt text COLLATE "C" NOT NULL,
  use_no integer NOT NULL,
  lot_no integer NOT NULL,
  no bigint NOT NULL,
  voucher_id integer NOT NULL,
  sub_id integer NOT NULL,
  deposit_key text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,receipt,use_no),
  CONSTRAINT fk_receipt_use_lot FOREIGN KEY(book_id,lot_no) REFERENCES receipt_lot,
  CONSTRAINT fk_receipt_use_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_receipt_use_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
)

CREATE INDEX ix_receipt_use_lot ON receipt_use(book_id,lot_no,no)

CREATE INDEX ix_receipt_use_voucher ON receipt_use(book_id,voucher_id,sub_id)

CREATE TABLE receipt_void(
  book_id integer NOT NULL,
  receipt text COLLATE "C" NOT NULL,
  lot_no integer NOT NULL,
  no bigint NOT NULL,
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_receipt_void_reason CHECK(reason<>''),
  voided_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,receipt),
  CONSTRAINT fk_receipt_void_lot FOREIGN KEY(book_id,lot_no) REFERENCES receipt_lot
)

CREATE INDEX ix_receipt_void_lot ON receipt_void(book_id,lot_no,no)

CREATE TRIGGER receipt_lot_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt_lot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER receipt_use_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt_use FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER receipt_void_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt_void FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_receipt_lot_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.lot_no<>1+coalesce((SELECT max(lot_no) FROM receipt_lot WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','lots of receipts follow one another'); END IF;
  IF EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND prefix=NEW.prefix AND width=NEW.width AND first_no<=NEW.last_no AND last_no>=NEW.first_no) THEN
    PERFORM wxzj_refuse('receipt_overlap','receipts of this lot were received already'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER receipt_lot_next BEFORE INSERT ON receipt_lot FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_lot_next()

CREATE FUNCTION wxzj_receipt_known() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND lot_no=NEW.lot_no AND NEW.no BETWEEN first_no AND last_no
      AND NEW.receipt=prefix||right('000000000000000000'||NEW.no,width)) THEN
    PERFORM wxzj_refuse('receipt_unknown','the receipt was never received'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER receipt_use_known BEFORE INSERT ON receipt_use FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_known()

CREATE TRIGGER receipt_void_known BEFORE INSERT ON receipt_void FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_known()

CREATE FUNCTION wxzj_receipt_once() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM receipt_void WHERE book_id=NEW.book_id AND receipt=NEW.receipt) THEN
    PERFORM wxzj_refuse('receipt_voided','a void receipt is not used'); END IF;
  IF NEW.use_no<>1+coalesce((SELECT max(use_no) FROM receipt_use WHERE book_id=NEW.book_id AND receipt=NEW.receipt),0)
      OR EXISTS(SELECT 1 FROM receipt_use u WHERE u.book_id=NEW.book_id AND u.receipt=NEW.receipt
        AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=u.book_id AND reverses=u.voucher_id)) THEN
    PERFORM wxzj_refuse('receipt_used','a receipt is used once, again only where its voucher was cancelled'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER receipt_use_once BEFORE INSERT ON receipt_use FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_once()

-- What was given back or moved of a deposit is found by the beginning of its event.
CREATE INDEX ix_voucher_event ON voucher(book_id,event)
