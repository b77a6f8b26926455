-- How an approved case is paid: by what its bearers bear (frozen), every step, every payment, every
-- settlement. Nothing here ever changes: a payment that came back stands beside its return.

CREATE TABLE usage_bearer(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  sub_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  area integer NOT NULL CONSTRAINT ck_usage_bearer_area CHECK(area>=0),
  weight bigint NOT NULL CONSTRAINT ck_usage_bearer_weight CHECK(weight>=0),
  deposited_fen bigint NOT NULL,
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_bearer_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_bearer_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
)

CREATE FUNCTION wxzj_usage_bearer() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('scope_frozen','who bears a case is frozen by its approval'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_bearer_fresh BEFORE INSERT ON usage_bearer FOR EACH ROW EXECUTE FUNCTION wxzj_usage_bearer()

CREATE TRIGGER usage_bearer_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_bearer FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE TABLE usage_event(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  event_no integer NOT NULL,
  act text COLLATE "C" NOT NULL,
  from_state text COLLATE "C" NOT NULL,
  to_state text COLLATE "C" NOT NULL,
  dated_on date NOT NULL,
  reason text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,event_no),
  CONSTRAINT fk_usage_event_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
)

CREATE FUNCTION wxzj_usage_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.event_no<>1+coalesce((SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('sealed','the steps of a case follow one another'); END IF;
  IF NEW.from_state IS DISTINCT FROM (SELECT state FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id) THEN
    PERFORM wxzj_refuse('usage_state','a step begins where its case is'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_event_next BEFORE INSERT ON usage_event FOR EACH ROW EXECUTE FUNCTION wxzj_usage_event()

CREATE TRIGGER usage_event_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_event FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- From its approval on a case moves by a lawful step that is on record.
CREATE FUNCTION wxzj_usage_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF OLD.approved_on IS NULL OR NEW.state=OLD.state THEN RETURN NEW; END IF;
  IF NOT NEW.state=ANY(CASE OLD.state
      WHEN 'APPROVED' THEN ARRAY['PAYING','PAID','RETAINED','CANCELLED','SUSPENDED']
      WHEN 'PAYING' THEN ARRAY['APPROVED','PAID','RETAINED','RECOVERING','SUSPENDED']
      WHEN 'RETAINED' THEN ARRAY['APPROVED','PAYING','PAID','REOPENED','SUSPENDED']
      WHEN 'PAID' THEN ARRAY['APPROVED','PAYING','RETAINED','REOPENED']
      WHEN 'SUSPENDED' THEN ARRAY['APPROVED','PAYING','RETAINED']
      WHEN 'REOPENED' THEN ARRAY['PAID','RETAINED']
      WHEN 'RECOVERING' THEN ARRAY['RECOVERED','WRITTEN_OFF']
      WHEN 'RECOVERED' THEN ARRAY['RECOVERING']
      ELSE ARRAY[]::text[] END) THEN
    PERFORM wxzj_refuse('usage_state','a case does not move so'); END IF;
  IF NOT EXISTS(SELECT 1 FROM usage_event e WHERE e.book_id=NEW.book_id AND e.case_id=NEW.case_id AND e.from_state=OLD.state AND e.to_state=NEW.state
      AND e.event_no=(SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id)) THEN
    PERFORM wxzj_refuse('usage_unrecorded','a case moves with its step on record'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_case_step BEFORE UPDATE ON usage_case FOR EACH ROW EXECUTE FUNCTION wxzj_usage_step()

CREATE TABLE usage_payment(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  payment_no integer NOT NULL,
  stage text COLLATE "C",
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_usage_payment_kind CHECK(kind IN('whole','advance','progress','final','retention','returned','recovered','covered')),
  amount_fen bigint NOT NULL,
  fund_fen bigint NOT NULL,
  bank_account_id integer CONSTRAINT fk_usage_payment_bank REFERENCES bank_account,
  payee text COLLATE "C" NOT NULL,
  invoice text COLLATE "C",
  ordered_on date NOT NULL,
  to_state text COLLATE "C" NOT NULL,
  reason text COLLATE "C",
  returns_no integer,
  repeats_no integer,
  voucher_id integer,
  draft_id integer,
  who text COLLATE "C" NOT NULL,
  request_key text COLLATE "C",
  PRIMARY KEY(book_id,case_id,payment_no),
  CONSTRAINT fk_usage_payment_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_payment_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_usage_payment_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT ck_usage_payment_returns CHECK((kind='returned')=(returns_no IS NOT NULL)),
  CONSTRAINT ck_usage_payment_paper CHECK((voucher_id IS NULL)<>(draft_id IS NULL))
)

CREATE INDEX ix_usage_payment_draft ON usage_payment(book_id,draft_id)

CREATE INDEX ix_usage_payment_invoice ON usage_payment(payee,invoice)

CREATE FUNCTION wxzj_usage_payment() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('usage_unapproved','only an approved case is paid'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_payment_approved BEFORE INSERT ON usage_payment FOR EACH ROW EXECUTE FUNCTION wxzj_usage_payment()

CREATE TRIGGER usage_payment_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_payment FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE usage_settlement(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  settlement_no integer NOT NULL,
  final_fen bigint NOT NULL CONSTRAINT ck_usage_settlement_final CHECK(final_fen>=0),
  audited_fen bigint,
  audit_paper text COLLATE "C",
  retained_fen bigint NOT NULL CONSTRAINT ck_usage_settlement_retained CHECK(retained_fen BETWEEN 0 AND final_fen),
  retained_until date,
  dated_on date NOT NULL,
  payment_no integer,
  reason text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,settlement_no),
  CONSTRAINT fk_usage_settlement_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_usage_settlement_until CHECK((retained_fen=0)=(retained_until IS NULL))
)

CREATE TRIGGER usage_settlement_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_settlement FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- Who else may be paid for a case: supervision, design, price audit, insurance, whoever advanced it.
CREATE TABLE usage_payee(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  payee_no integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_usage_payee_act CHECK(act IN('NAME','CONFIRM')),
  payee text COLLATE "C" NOT NULL,
  part text COLLATE "C" NOT NULL,
  paper text COLLATE "C" NOT NULL,
  dated_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,payee_no),
  CONSTRAINT fk_usage_payee_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
)

CREATE FUNCTION wxzj_usage_payee() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.payee_no<>1+coalesce((SELECT max(payee_no) FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('sealed','payees of a case follow one another'); END IF;
  IF NEW.act='CONFIRM' AND EXISTS(SELECT 1 FROM login)
      AND EXISTS(SELECT 1 FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND payee=NEW.payee AND act='NAME' AND who=NEW.who) THEN
    PERFORM wxzj_refuse('confirmer_is_proposer','whoever named a payee does not confirm it'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_payee_next BEFORE INSERT ON usage_payee FOR EACH ROW EXECUTE FUNCTION wxzj_usage_payee()

CREATE TRIGGER usage_payee_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_payee FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')
