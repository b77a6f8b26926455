-- How an approved case is paid: by what its bearers bear (frozen), every step, every payment, every
-- settlement. Nothing here ever changes: a payment that came back stands beside its return.

CREATE TABLE usage_bearer(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_usage_bearer_area CHECK(area>=0),
  weight INTEGER NOT NULL CONSTRAINT ck_usage_bearer_weight CHECK(weight>=0),
  deposited_fen INTEGER NOT NULL,
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_bearer_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_bearer_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_bearer_insert BEFORE INSERT ON usage_bearer
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL)
    OR EXISTS(SELECT 1 FROM usage_bearer WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen who bears a case is frozen by its approval'); END

CREATE TRIGGER usage_bearer_update BEFORE UPDATE ON usage_bearer BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen who bears a case never changes'); END

CREATE TRIGGER usage_bearer_delete BEFORE DELETE ON usage_bearer BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen who bears a case never changes'); END

CREATE TABLE usage_event(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  event_no INTEGER NOT NULL,
  act TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_event_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,event_no),
  CONSTRAINT fk_usage_event_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_event_insert BEFORE INSERT ON usage_event BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed the steps of a case follow one another')
    WHERE NEW.event_no<>1+coalesce((SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0);
  SELECT RAISE(ABORT,'wxzj:usage_state a step begins where its case is')
    WHERE NEW.from_state IS NOT (SELECT state FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id);
END

CREATE TRIGGER usage_event_update BEFORE UPDATE ON usage_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

CREATE TRIGGER usage_event_delete BEFORE DELETE ON usage_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

-- From its approval on a case moves by a lawful step that is on record.
CREATE TRIGGER usage_case_step BEFORE UPDATE OF state ON usage_case WHEN OLD.approved_on IS NOT NULL AND NEW.state<>OLD.state BEGIN
  SELECT RAISE(ABORT,'wxzj:usage_state a case does not move so') WHERE NEW.state NOT IN(
    SELECT value FROM json_each(CASE OLD.state
      WHEN 'APPROVED' THEN '["PAYING","PAID","RETAINED","CANCELLED","SUSPENDED"]'
      WHEN 'PAYING' THEN '["APPROVED","PAID","RETAINED","RECOVERING","SUSPENDED"]'
      WHEN 'RETAINED' THEN '["APPROVED","PAYING","PAID","REOPENED","SUSPENDED"]'
      WHEN 'PAID' THEN '["APPROVED","PAYING","RETAINED","REOPENED"]'
      WHEN 'SUSPENDED' THEN '["APPROVED","PAYING","RETAINED"]'
      WHEN 'REOPENED' THEN '["PAID","RETAINED"]'
      WHEN 'RECOVERING' THEN '["RECOVERED","WRITTEN_OFF"]'
      WHEN 'RECOVERED' THEN '["RECOVERING"]'
      ELSE '[]' END));
  SELECT RAISE(ABORT,'wxzj:usage_unrecorded a case moves with its step on record')
    WHERE NOT EXISTS(SELECT 1 FROM usage_event e WHERE e.book_id=NEW.book_id AND e.case_id=NEW.case_id AND e.from_state=OLD.state AND e.to_state=NEW.state
      AND e.event_no=(SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id));
END

CREATE TABLE usage_payment(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  payment_no INTEGER NOT NULL,
  stage TEXT,
  kind TEXT NOT NULL CONSTRAINT ck_usage_payment_kind CHECK(kind IN('whole','advance','progress','final','retention','returned','recovered','covered')),
  amount_fen INTEGER NOT NULL,
  fund_fen INTEGER NOT NULL,
  bank_account_id INTEGER CONSTRAINT fk_usage_payment_bank REFERENCES bank_account,
  payee TEXT NOT NULL,
  invoice TEXT,
  ordered_on TEXT NOT NULL CONSTRAINT ck_usage_payment_ordered_on CHECK(ordered_on IS date(ordered_on,'+0 days')),
  to_state TEXT NOT NULL,
  reason TEXT,
  returns_no INTEGER,
  repeats_no INTEGER,
  voucher_id INTEGER,
  draft_id INTEGER,
  who TEXT NOT NULL,
  request_key TEXT,
  PRIMARY KEY(book_id,case_id,payment_no),
  CONSTRAINT fk_usage_payment_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_payment_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_usage_payment_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT ck_usage_payment_returns CHECK((kind='returned')=(returns_no IS NOT NULL)),
  CONSTRAINT ck_usage_payment_paper CHECK((voucher_id IS NULL)<>(draft_id IS NULL))
) STRICT, WITHOUT ROWID

CREATE INDEX ix_usage_payment_draft ON usage_payment(book_id,draft_id)

CREATE INDEX ix_usage_payment_invoice ON usage_payment(payee,invoice)

CREATE TRIGGER usage_payment_insert BEFORE INSERT ON usage_payment BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a payment of a case stands once')
    WHERE EXISTS(SELECT 1 FROM usage_payment WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND payment_no=NEW.payment_no);
  SELECT RAISE(ABORT,'wxzj:usage_unapproved only an approved case is paid')
    WHERE NOT EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL);
END

CREATE TRIGGER usage_payment_update BEFORE UPDATE ON usage_payment BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payment of a case never changes'); END

CREATE TRIGGER usage_payment_delete BEFORE DELETE ON usage_payment BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payment of a case never changes'); END

CREATE TABLE usage_settlement(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  settlement_no INTEGER NOT NULL,
  final_fen INTEGER NOT NULL CONSTRAINT ck_usage_settlement_final CHECK(final_fen>=0),
  audited_fen INTEGER,
  audit_paper TEXT,
  retained_fen INTEGER NOT NULL CONSTRAINT ck_usage_settlement_retained CHECK(retained_fen BETWEEN 0 AND final_fen),
  retained_until TEXT CONSTRAINT ck_usage_settlement_retained_until CHECK(retained_until IS date(retained_until,'+0 days')),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_settlement_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  payment_no INTEGER,
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,settlement_no),
  CONSTRAINT fk_usage_settlement_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_usage_settlement_until CHECK((retained_fen=0)=(retained_until IS NULL))
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_settlement_insert BEFORE INSERT ON usage_settlement
  WHEN EXISTS(SELECT 1 FROM usage_settlement WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND settlement_no=NEW.settlement_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a settlement stands once'); END

CREATE TRIGGER usage_settlement_update BEFORE UPDATE ON usage_settlement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a settlement never changes'); END

CREATE TRIGGER usage_settlement_delete BEFORE DELETE ON usage_settlement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a settlement never changes'); END

-- Who else may be paid for a case: supervision, design, price audit, insurance, whoever advanced it.
CREATE TABLE usage_payee(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  payee_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_usage_payee_act CHECK(act IN('NAME','CONFIRM')),
  payee TEXT NOT NULL,
  part TEXT NOT NULL,
  paper TEXT NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_payee_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,payee_no),
  CONSTRAINT fk_usage_payee_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_payee_insert BEFORE INSERT ON usage_payee BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed payees of a case follow one another')
    WHERE NEW.payee_no<>1+coalesce((SELECT max(payee_no) FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0);
  SELECT RAISE(ABORT,'wxzj:confirmer_is_proposer whoever named a payee does not confirm it')
    WHERE NEW.act='CONFIRM' AND EXISTS(SELECT 1 FROM login) AND EXISTS(SELECT 1 FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND payee=NEW.payee AND act='NAME' AND who=NEW.who);
END

CREATE TRIGGER usage_payee_update BEFORE UPDATE ON usage_payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payee that was named stays'); END

CREATE TRIGGER usage_payee_delete BEFORE DELETE ON usage_payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payee that was named stays'); END
