-- Receipts for deposits (专用票据): received in lots, used once, or void. Nothing here ever changes:
-- a receipt is used or void by a row of its own.

CREATE TABLE receipt_lot(
  book_id INTEGER NOT NULL CONSTRAINT fk_receipt_lot_book REFERENCES book,
  lot_no INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_receipt_lot_kind CHECK(kind<>''),
  prefix TEXT NOT NULL,
  width INTEGER NOT NULL CONSTRAINT ck_receipt_lot_width CHECK(width BETWEEN 1 AND 18),
  first_no INTEGER NOT NULL CONSTRAINT ck_receipt_lot_first CHECK(first_no>=0),
  last_no INTEGER NOT NULL,
  received_on TEXT NOT NULL,
  keeper TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,lot_no),
  CONSTRAINT ck_receipt_lot_order CHECK(last_no>=first_no)
) STRICT, WITHOUT ROWID

-- A receipt may be used again where the voucher of its earlier use was cancelled.
CREATE TABLE receipt_use(
  book_id INTEGER NOT NULL,
  receipt TEXT NOT NULL,
  use_no INTEGER NOT NULL,
  lot_no INTEGER NOT NULL,
  no INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  deposit_key TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,receipt,use_no),
  CONSTRAINT fk_receipt_use_lot FOREIGN KEY(book_id,lot_no) REFERENCES receipt_lot,
  CONSTRAINT fk_receipt_use_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_receipt_use_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

CREATE INDEX ix_receipt_use_lot ON receipt_use(book_id,lot_no,no)

CREATE INDEX ix_receipt_use_voucher ON receipt_use(book_id,voucher_id,sub_id)

CREATE TABLE receipt_void(
  book_id INTEGER NOT NULL,
  receipt TEXT NOT NULL,
  lot_no INTEGER NOT NULL,
  no INTEGER NOT NULL,
  reason TEXT NOT NULL CONSTRAINT ck_receipt_void_reason CHECK(reason<>''),
  voided_on TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,receipt),
  CONSTRAINT fk_receipt_void_lot FOREIGN KEY(book_id,lot_no) REFERENCES receipt_lot
) STRICT, WITHOUT ROWID

CREATE INDEX ix_receipt_void_lot ON receipt_void(book_id,lot_no,no)

CREATE TRIGGER receipt_lot_insert BEFORE INSERT ON receipt_lot BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed lots of receipts follow one another')
    WHERE NEW.lot_no<>1+coalesce((SELECT max(lot_no) FROM receipt_lot WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:receipt_overlap receipts of this lot were received already')
    WHERE EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND prefix=NEW.prefix AND width=NEW.width AND first_no<=NEW.last_no AND last_no>=NEW.first_no);
END

CREATE TRIGGER receipt_lot_update BEFORE UPDATE ON receipt_lot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a lot of receipts never changes'); END

CREATE TRIGGER receipt_lot_delete BEFORE DELETE ON receipt_lot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a lot of receipts never changes'); END

CREATE TRIGGER receipt_use_insert BEFORE INSERT ON receipt_use BEGIN
  SELECT RAISE(ABORT,'wxzj:receipt_unknown the receipt was never received')
    WHERE NOT EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND lot_no=NEW.lot_no AND NEW.no BETWEEN first_no AND last_no
      AND NEW.receipt=prefix||substr('000000000000000000'||NEW.no,-width));
  SELECT RAISE(ABORT,'wxzj:receipt_voided a void receipt is not used')
    WHERE EXISTS(SELECT 1 FROM receipt_void WHERE book_id=NEW.book_id AND receipt=NEW.receipt);
  SELECT RAISE(ABORT,'wxzj:receipt_used a receipt is used once, again only where its voucher was cancelled')
    WHERE NEW.use_no<>1+coalesce((SELECT max(use_no) FROM receipt_use WHERE book_id=NEW.book_id AND receipt=NEW.receipt),0)
    OR EXISTS(SELECT 1 FROM receipt_use u WHERE u.book_id=NEW.book_id AND u.receipt=NEW.receipt
      AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=u.book_id AND reverses=u.voucher_id));
END

CREATE TRIGGER receipt_use_update BEFORE UPDATE ON receipt_use BEGIN SELECT RAISE(ABORT,'wxzj:sealed the use of a receipt never changes'); END

CREATE TRIGGER receipt_use_delete BEFORE DELETE ON receipt_use BEGIN SELECT RAISE(ABORT,'wxzj:sealed the use of a receipt never changes'); END

CREATE TRIGGER receipt_void_insert BEFORE INSERT ON receipt_void BEGIN
  SELECT RAISE(ABORT,'wxzj:receipt_unknown the receipt was never received')
    WHERE NOT EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND lot_no=NEW.lot_no AND NEW.no BETWEEN first_no AND last_no
      AND NEW.receipt=prefix||substr('000000000000000000'||NEW.no,-width));
  SELECT RAISE(ABORT,'wxzj:sealed a receipt is void once')
    WHERE EXISTS(SELECT 1 FROM receipt_void WHERE book_id=NEW.book_id AND receipt=NEW.receipt);
END

CREATE TRIGGER receipt_void_update BEFORE UPDATE ON receipt_void BEGIN SELECT RAISE(ABORT,'wxzj:sealed a void receipt stays void'); END

CREATE TRIGGER receipt_void_delete BEFORE DELETE ON receipt_void BEGIN SELECT RAISE(ABORT,'wxzj:sealed a void receipt stays void'); END

-- What was given back or moved of a deposit is found by the beginning of its event.
CREATE INDEX ix_voucher_event ON voucher(book_id,event)
