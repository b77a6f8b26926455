-- Who leaves the fund: sub-accounts that are closed, and what is owed for houses that were lost.
-- A row names the event of the voucher that it goes with. While that voucher waits, or was returned,
-- the row counts for nothing; the seal writes into `since` the place in the log from which it counts,
-- and a reversal writes `until`.

CREATE TABLE sub_close(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  cause TEXT NOT NULL CONSTRAINT ck_sub_close_cause CHECK(cause IN('LOST','CUSTODY','EMPTY','SPLIT','MERGE','RECUT','RESALE')),
  closed_on TEXT NOT NULL CONSTRAINT ck_sub_close_closed_on CHECK(closed_on IS date(closed_on,'+0 days')),
  reason TEXT NOT NULL CONSTRAINT ck_sub_close_reason CHECK(reason<>''),
  since INTEGER,
  until INTEGER,
  PRIMARY KEY(book_id,sub_id,event),
  CONSTRAINT fk_sub_close_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_sub_close_until CHECK(until IS NULL OR until>since)
) STRICT, WITHOUT ROWID

CREATE INDEX ix_sub_close_event ON sub_close(book_id,event)

-- What is owed to one payee for one sub-account of a lost house: the register behind 2001.
CREATE TABLE lost_refund(
  book_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  lost_no INTEGER NOT NULL CONSTRAINT ck_lost_refund_no CHECK(lost_no>=1),
  sub_id INTEGER NOT NULL,
  payee_class TEXT NOT NULL CONSTRAINT ck_lost_refund_payee_class CHECK(payee_class IN('OWNER','SELLING_UNIT','TREASURY')),
  payee TEXT NOT NULL,
  principal_fen INTEGER NOT NULL CONSTRAINT ck_lost_refund_principal CHECK(principal_fen>=0),
  earnings_fen INTEGER NOT NULL CONSTRAINT ck_lost_refund_earnings CHECK(earnings_fen>=0),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_lost_refund_amount CHECK(amount_fen>0 AND amount_fen=principal_fen+earnings_fen),
  since INTEGER,
  until INTEGER,
  PRIMARY KEY(book_id,event,lost_no),
  CONSTRAINT fk_lost_refund_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_lost_refund_until CHECK(until IS NULL OR until>since)
) STRICT, WITHOUT ROWID

-- Money of the register that went to a payee (+), or came back from the bank (-).
CREATE TABLE lost_payment(
  book_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  lost_event TEXT NOT NULL,
  lost_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_lost_payment_amount CHECK(amount_fen<>0),
  since INTEGER,
  until INTEGER,
  PRIMARY KEY(book_id,event,lost_no),
  CONSTRAINT fk_lost_payment_refund FOREIGN KEY(book_id,lost_event,lost_no) REFERENCES lost_refund,
  CONSTRAINT ck_lost_payment_until CHECK(until IS NULL OR until>since)
) STRICT, WITHOUT ROWID

CREATE INDEX ix_lost_payment_refund ON lost_payment(book_id,lost_event,lost_no)

-- A sub-account that holds nothing may be closed at once, with an entry in the log of master data.
CREATE TRIGGER sub_close_insert BEFORE INSERT ON sub_close BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a closed sub-account is never written over')
    WHERE EXISTS(SELECT 1 FROM sub_close WHERE book_id=NEW.book_id AND event=NEW.event AND sub_id=NEW.sub_id);
  SELECT RAISE(ABORT,'wxzj:register_wrong a row begins without effect, or with an entry in the log where nothing is held')
    WHERE NEW.until IS NOT NULL OR (NEW.since IS NOT NULL AND (
      NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
      OR EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND (amount_fen<>0 OR earmark_fen<>0))));
END

CREATE TRIGGER sub_close_update BEFORE UPDATE ON sub_close
  WHEN (NEW.book_id,NEW.event,NEW.sub_id,NEW.cause,NEW.closed_on,NEW.reason) IS NOT (OLD.book_id,OLD.event,OLD.sub_id,OLD.cause,OLD.closed_on,OLD.reason)
    OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since=OLD.since AND OLD.until IS NULL AND (
        EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)
        OR (EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.until)
          AND (NEW.cause='CUSTODY' OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=OLD.since)))
        OR (NEW.cause='CUSTODY' AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND kind='CUSTODY'))))
      OR (OLD.since IS NULL AND NEW.until IS NULL AND NEW.cause='CUSTODY' AND EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
        AND NOT EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND (amount_fen<>0 OR earmark_fen<>0))))
  BEGIN SELECT RAISE(ABORT,'wxzj:register_wrong a row takes effect with its voucher, and ends with the reversal'); END

CREATE TRIGGER sub_close_delete BEFORE DELETE ON sub_close BEGIN SELECT RAISE(ABORT,'wxzj:sealed a closed sub-account is never forgotten'); END

CREATE TRIGGER lost_refund_insert BEFORE INSERT ON lost_refund BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed what is owed is never written over')
    WHERE EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event AND lost_no=NEW.lost_no);
  SELECT RAISE(ABORT,'wxzj:register_wrong a row begins without effect, before its voucher')
    WHERE NEW.since IS NOT NULL OR NEW.until IS NOT NULL;
END

CREATE TRIGGER lost_refund_update BEFORE UPDATE ON lost_refund
  WHEN (NEW.book_id,NEW.event,NEW.lost_no,NEW.sub_id,NEW.payee_class,NEW.payee,NEW.principal_fen,NEW.earnings_fen,NEW.amount_fen)
      IS NOT (OLD.book_id,OLD.event,OLD.lost_no,OLD.sub_id,OLD.payee_class,OLD.payee,OLD.principal_fen,OLD.earnings_fen,OLD.amount_fen)
    OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since=OLD.since AND OLD.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)))
  BEGIN SELECT RAISE(ABORT,'wxzj:register_wrong a row takes effect with its voucher, and ends with the reversal'); END

CREATE TRIGGER lost_refund_delete BEFORE DELETE ON lost_refund BEGIN SELECT RAISE(ABORT,'wxzj:sealed what is owed is never forgotten'); END

CREATE TRIGGER lost_payment_insert BEFORE INSERT ON lost_payment BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a payment is never written over')
    WHERE EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event AND lost_no=NEW.lost_no);
  SELECT RAISE(ABORT,'wxzj:register_wrong a row begins without effect, before its voucher')
    WHERE NEW.since IS NOT NULL OR NEW.until IS NOT NULL;
END

CREATE TRIGGER lost_payment_update BEFORE UPDATE ON lost_payment
  WHEN (NEW.book_id,NEW.event,NEW.lost_event,NEW.lost_no,NEW.amount_fen) IS NOT (OLD.book_id,OLD.event,OLD.lost_event,OLD.lost_no,OLD.amount_fen)
    OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since=OLD.since AND OLD.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)))
  BEGIN SELECT RAISE(ABORT,'wxzj:register_wrong a row takes effect with its voucher, and ends with the reversal'); END

CREATE TRIGGER lost_payment_delete BEFORE DELETE ON lost_payment BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payment is never forgotten'); END

-- Shares come first: the sub-accounts of a voucher are few beside those that are closed.
CREATE TRIGGER voucher_leaves BEFORE INSERT ON voucher BEGIN
  SELECT RAISE(ABORT,'wxzj:sub_account_closed a sub-account that was closed bears nothing more')
    WHERE NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s CROSS JOIN sub_close c ON c.book_id=s.book_id AND c.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND c.since IS NOT NULL AND c.until IS NULL AND c.since IS NOT NEW.reverses AND NOT (c.cause='CUSTODY' AND NEW.kind='CUSTODY'));
  SELECT RAISE(ABORT,'wxzj:sub_account_not_empty a sub-account is closed at nothing, with nothing set aside')
    WHERE NEW.event IS NOT NULL AND NEW.reverses IS NULL AND EXISTS(SELECT 1 FROM sub_close c
      CROSS JOIN sub_balance b ON b.book_id=c.book_id AND b.sub_id=c.sub_id
      WHERE c.book_id=NEW.book_id AND c.event=NEW.event AND c.since IS NULL AND c.cause<>'CUSTODY' AND (b.earmark_fen<>0
        OR 0<>b.amount_fen+coalesce((SELECT s.amount_fen FROM share s WHERE s.book_id=b.book_id AND s.voucher_id=NEW.voucher_id AND s.sub_id=b.sub_id AND s.part=b.part),0)));
  SELECT RAISE(ABORT,'wxzj:lost_register_wrong 2001 moves by what the register says of this event')
    WHERE NEW.event IS NOT NULL AND NEW.reverses IS NULL
      AND (EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event) OR EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
      AND (SELECT coalesce(sum(CASE side WHEN 'C' THEN amount_fen ELSE -amount_fen END),0) FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND account='2001')
        <>coalesce((SELECT sum(amount_fen) FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL),0)
        -coalesce((SELECT sum(amount_fen) FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL),0);
END

CREATE TRIGGER voucher_left AFTER INSERT ON voucher WHEN NEW.event IS NOT NULL BEGIN
  UPDATE sub_close SET since=NEW.voucher_id WHERE NEW.reverses IS NULL AND book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  UPDATE sub_close SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  UPDATE lost_refund SET since=NEW.voucher_id WHERE NEW.reverses IS NULL AND book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  UPDATE lost_refund SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  UPDATE lost_payment SET since=NEW.voucher_id WHERE NEW.reverses IS NULL AND book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  UPDATE lost_payment SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  SELECT RAISE(ABORT,'wxzj:lost_overpaid more is paid than is owed, or less than nothing')
    WHERE (EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event) OR EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
    AND EXISTS(SELECT 1 FROM lost_refund r
      WHERE r.book_id=NEW.book_id AND (r.event=NEW.event
        OR (r.event,r.lost_no) IN(SELECT lost_event,lost_no FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
      AND (SELECT coalesce(sum(p.amount_fen),0) FROM lost_payment p WHERE p.book_id=r.book_id AND p.lost_event=r.event AND p.lost_no=r.lost_no AND p.since IS NOT NULL AND p.until IS NULL)
        NOT BETWEEN 0 AND (CASE WHEN r.since IS NOT NULL AND r.until IS NULL THEN r.amount_fen ELSE 0 END));
END

-- An estate that goes over to another keeper's book, and on what ground. What is still to come is
-- what the sub-accounts that its event closed still hold.
CREATE TABLE custody(
  book_id INTEGER NOT NULL CONSTRAINT fk_custody_book REFERENCES book,
  event TEXT NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_custody_estate REFERENCES estate,
  to_book_id INTEGER NOT NULL CONSTRAINT fk_custody_to_book REFERENCES book,
  ordered_on TEXT NOT NULL CONSTRAINT ck_custody_ordered_on CHECK(ordered_on IS date(ordered_on,'+0 days')),
  notice_on TEXT NOT NULL CONSTRAINT ck_custody_notice_on CHECK(notice_on IS date(notice_on,'+0 days') AND notice_on<=ordered_on),
  resolution TEXT NOT NULL CONSTRAINT ck_custody_resolution CHECK(resolution<>''),
  evidence BLOB NOT NULL CONSTRAINT ck_custody_evidence CHECK(length(evidence)=32),
  fund_fen INTEGER NOT NULL CONSTRAINT ck_custody_fund CHECK(fund_fen>=0),
  undistributed_fen INTEGER NOT NULL CONSTRAINT ck_custody_undistributed CHECK(undistributed_fen>=0),
  settled_fen INTEGER NOT NULL CONSTRAINT ck_custody_settled CHECK(settled_fen>=0),
  PRIMARY KEY(book_id,event),
  CONSTRAINT ck_custody_to_book CHECK(to_book_id<>book_id)
) STRICT, WITHOUT ROWID

CREATE TRIGGER custody_insert BEFORE INSERT ON custody WHEN EXISTS(SELECT 1 FROM custody WHERE book_id=NEW.book_id AND event=NEW.event)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over is never written over'); END

CREATE TRIGGER custody_update BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over never changes'); END

CREATE TRIGGER custody_delete BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over is never forgotten'); END
