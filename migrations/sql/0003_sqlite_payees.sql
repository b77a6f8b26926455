-- Payees and their bank details (收款账户): written down by one person, confirmed by another,
-- never edited. The newest confirmed row is in force.

CREATE TABLE payee(
  payee_id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  bank TEXT NOT NULL,
  account TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT

CREATE INDEX ix_payee_name ON payee(name,payee_id)

CREATE TABLE payee_confirmed(
  payee_id INTEGER NOT NULL PRIMARY KEY CONSTRAINT fk_payee_confirmed_payee REFERENCES payee,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

CREATE TRIGGER payee_update BEFORE UPDATE ON payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed bank details are changed by a row of their own'); END

CREATE TRIGGER payee_delete BEFORE DELETE ON payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed bank details are changed by a row of their own'); END

CREATE TRIGGER payee_insert BEFORE INSERT ON payee WHEN NEW.payee_id<>1+coalesce((SELECT max(payee_id) FROM payee),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed payees follow one another'); END

CREATE TRIGGER payee_confirmed_update BEFORE UPDATE ON payee_confirmed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

CREATE TRIGGER payee_confirmed_delete BEFORE DELETE ON payee_confirmed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

CREATE TRIGGER payee_confirmed_insert BEFORE INSERT ON payee_confirmed BEGIN
  SELECT RAISE(ABORT,'wxzj:payee_own bank details are confirmed by somebody else') FROM payee p
    WHERE p.payee_id=NEW.payee_id AND (p.made_by=NEW.who OR (NEW.who='' AND EXISTS(SELECT 1 FROM login)));
END
