-- Who leaves the fund: sub-accounts that are closed, and what is owed for houses that were lost.
-- A row names the event of the voucher that it goes with. While that voucher waits, or was returned,
-- the row counts for nothing; the seal writes into `since` the place in the log from which it counts,
-- and a reversal writes `until`.

CREATE TABLE sub_close(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  event text COLLATE "C" NOT NULL,
  cause text COLLATE "C" NOT NULL CONSTRAINT ck_sub_close_cause CHECK(cause IN('LOST','CUSTODY','EMPTY','SPLIT','MERGE','RECUT','RESALE')),
  closed_on date NOT NULL,
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_sub_close_reason CHECK(reason<>''),
  since integer,
  until integer,
  PRIMARY KEY(book_id,sub_id,event),
  CONSTRAINT fk_sub_close_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_sub_close_until CHECK(until IS NULL OR until>since)
)

CREATE INDEX ix_sub_close_event ON sub_close(book_id,event)

-- What is owed to one payee for one sub-account of a lost house: the register behind 2001.
CREATE TABLE lost_refund(
  book_id integer NOT NULL,
  event text COLLATE "C" NOT NULL,
  lost_no integer NOT NULL CONSTRAINT ck_lost_refund_no CHECK(lost_no>=1),
  sub_id integer NOT NULL,
  payee_class text COLLATE "C" NOT NULL CONSTRAINT ck_lost_refund_payee_class CHECK(payee_class IN('OWNER','SELLING_UNIT','TREASURY')),
  payee text COLLATE "C" NOT NULL,
  principal_fen bigint NOT NULL CONSTRAINT ck_lost_refund_principal CHECK(principal_fen>=0),
  earnings_fen bigint NOT NULL CONSTRAINT ck_lost_refund_earnings CHECK(earnings_fen>=0),
  amount_fen bigint NOT NULL CONSTRAINT ck_lost_refund_amount CHECK(amount_fen>0 AND amount_fen=principal_fen+earnings_fen),
  since integer,
  until integer,
  PRIMARY KEY(book_id,event,lost_no),
  CONSTRAINT fk_lost_refund_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_lost_refund_until CHECK(until IS NULL OR until>since)
)

-- Money of the register that went to a payee (+), or came back from the bank (-).
CREATE TABLE lost_payment(
  book_id integer NOT NULL,
  event text COLLATE "C" NOT NULL,
  lost_event text COLLATE "C" NOT NULL,
  lost_no integer NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT ck_lost_payment_amount CHECK(amount_fen<>0),
  since integer,
  until integer,
  PRIMARY KEY(book_id,event,lost_no),
  CONSTRAINT fk_lost_payment_refund FOREIGN KEY(book_id,lost_event,lost_no) REFERENCES lost_refund,
  CONSTRAINT ck_lost_payment_until CHECK(until IS NULL OR until>since)
)

CREATE INDEX ix_lost_payment_refund ON lost_payment(book_id,lost_event,lost_no)

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sub_close','lost_refund','lost_payment'] LOOP
    EXECUTE format('CREATE TRIGGER %s_stays BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny(''sealed'')',t,t);
  END LOOP;
END$$

-- A sub-account that holds nothing may be closed at once, with an entry in the log of master data.
CREATE FUNCTION wxzj_leaving_begins() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.until IS NOT NULL OR (NEW.since IS NOT NULL AND (TG_TABLE_NAME<>'sub_close'
      OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
      OR EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=(to_jsonb(NEW)->>'sub_id')::integer AND (amount_fen<>0 OR earmark_fen<>0)))) THEN
    PERFORM wxzj_refuse('register_wrong','a row begins without effect, or with an entry in the log where nothing is held'); END IF;
  RETURN NEW;
END$$

CREATE FUNCTION wxzj_leaving_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF (to_jsonb(NEW)-'since'-'until')<>(to_jsonb(OLD)-'since'-'until') OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since IS NOT DISTINCT FROM OLD.since AND OLD.until IS NULL AND (
        EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)
        OR (EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.until)
          AND (to_jsonb(NEW)->>'cause'='CUSTODY' OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=OLD.since)))
        OR (to_jsonb(NEW)->>'cause'='CUSTODY' AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND kind='CUSTODY'))))
      OR (OLD.since IS NULL AND NEW.until IS NULL AND to_jsonb(NEW)->>'cause'='CUSTODY' AND EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
        AND NOT EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=(to_jsonb(NEW)->>'sub_id')::integer AND (amount_fen<>0 OR earmark_fen<>0)))) THEN
    PERFORM wxzj_refuse('register_wrong','a row takes effect with its voucher, and ends with the reversal'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER sub_close_begins BEFORE INSERT ON sub_close FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_begins()

CREATE TRIGGER sub_close_step BEFORE UPDATE ON sub_close FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_step()

CREATE TRIGGER lost_refund_begins BEFORE INSERT ON lost_refund FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_begins()

CREATE TRIGGER lost_refund_step BEFORE UPDATE ON lost_refund FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_step()

CREATE TRIGGER lost_payment_begins BEFORE INSERT ON lost_payment FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_begins()

CREATE TRIGGER lost_payment_step BEFORE UPDATE ON lost_payment FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_step()

-- After the seal, which sorts before it: the balances have moved.
CREATE FUNCTION wxzj_leaves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan=off AS $$
DECLARE owed numeric; told numeric;
BEGIN
  IF NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s JOIN sub_close c ON c.book_id=s.book_id AND c.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND c.since IS NOT NULL AND c.until IS NULL AND c.since IS DISTINCT FROM NEW.reverses AND NOT (c.cause='CUSTODY' AND NEW.kind='CUSTODY')) THEN
    PERFORM wxzj_refuse('sub_account_closed','a sub-account that was closed bears nothing more'); END IF;
  IF NEW.event IS NULL THEN RETURN NULL; END IF;
  IF NEW.reverses IS NULL THEN
    IF EXISTS(SELECT 1 FROM sub_close c JOIN sub_balance b ON b.book_id=c.book_id AND b.sub_id=c.sub_id
        WHERE c.book_id=NEW.book_id AND c.event=NEW.event AND c.since IS NULL AND c.cause<>'CUSTODY' AND (b.amount_fen<>0 OR b.earmark_fen<>0)) THEN
      PERFORM wxzj_refuse('sub_account_not_empty','a sub-account is closed at nothing, with nothing set aside'); END IF;
    SELECT sum(x.fen) INTO owed FROM (SELECT amount_fen AS fen FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL
      UNION ALL SELECT -amount_fen FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL) x;
    SELECT coalesce(sum(CASE side WHEN 'C' THEN amount_fen ELSE -amount_fen END),0) INTO told FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND account='2001';
    IF owed<>told THEN PERFORM wxzj_refuse('lost_register_wrong','2001 moves by what the register says of this event'); END IF;
    UPDATE sub_close SET since=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
    UPDATE lost_refund SET since=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
    UPDATE lost_payment SET since=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  ELSE
    UPDATE sub_close SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
    UPDATE lost_refund SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
    UPDATE lost_payment SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  END IF;
  IF NOT EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event)
      AND NOT EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event) THEN RETURN NULL; END IF;
  IF EXISTS(SELECT 1 FROM lost_refund r WHERE r.book_id=NEW.book_id AND (r.event=NEW.event
        OR (r.event,r.lost_no) IN(SELECT lost_event,lost_no FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
      AND (SELECT coalesce(sum(p.amount_fen),0) FROM lost_payment p WHERE p.book_id=r.book_id AND p.lost_event=r.event AND p.lost_no=r.lost_no AND p.since IS NOT NULL AND p.until IS NULL)
        NOT BETWEEN 0 AND (CASE WHEN r.since IS NOT NULL AND r.until IS NULL THEN r.amount_fen ELSE 0 END)) THEN
    PERFORM wxzj_refuse('lost_overpaid','more is paid than is owed, or less than nothing'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER voucher_then_leaves AFTER INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION wxzj_leaves()

-- An estate that goes over to another keeper's book, and on what ground. What is still to come is
-- what the sub-accounts that its event closed still hold.
CREATE TABLE custody(
  book_id integer NOT NULL CONSTRAINT fk_custody_book REFERENCES book,
  event text COLLATE "C" NOT NULL,
  estate_id integer NOT NULL CONSTRAINT fk_custody_estate REFERENCES estate,
  to_book_id integer NOT NULL CONSTRAINT fk_custody_to_book REFERENCES book,
  ordered_on date NOT NULL,
  notice_on date NOT NULL CONSTRAINT ck_custody_notice_on CHECK(notice_on<=ordered_on),
  resolution text COLLATE "C" NOT NULL CONSTRAINT ck_custody_resolution CHECK(resolution<>''),
  evidence bytea NOT NULL CONSTRAINT ck_custody_evidence CHECK(length(evidence)=32),
  fund_fen bigint NOT NULL CONSTRAINT ck_custody_fund CHECK(fund_fen>=0),
  undistributed_fen bigint NOT NULL CONSTRAINT ck_custody_undistributed CHECK(undistributed_fen>=0),
  settled_fen bigint NOT NULL CONSTRAINT ck_custody_settled CHECK(settled_fen>=0),
  PRIMARY KEY(book_id,event),
  CONSTRAINT ck_custody_to_book CHECK(to_book_id<>book_id)
)

CREATE TRIGGER custody_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON custody FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')
