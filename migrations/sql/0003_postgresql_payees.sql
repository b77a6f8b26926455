-- Payees and their bank details (收款账户): written down by one person, confirmed by another,
-- never edited. The newest confirmed row is in force.

CREATE TABLE payee(
  payee_id integer NOT NULL PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  bank text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  made_by text COLLATE "C" NOT NULL,
  made_at text COLLATE "C" NOT NULL
)

CREATE INDEX ix_payee_name ON payee(name,payee_id)

CREATE TABLE payee_confirmed(
  payee_id integer NOT NULL PRIMARY KEY CONSTRAINT fk_payee_confirmed_payee REFERENCES payee,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL
)

CREATE TRIGGER payee_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON payee FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER payee_confirmed_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON payee_confirmed FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_payee_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.payee_id<>1+coalesce((SELECT max(payee_id) FROM payee),0) THEN
    PERFORM wxzj_refuse('sealed','payees follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER payee_next BEFORE INSERT ON payee FOR EACH ROW EXECUTE FUNCTION wxzj_payee_next()

CREATE FUNCTION wxzj_payee_own() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM payee p WHERE p.payee_id=NEW.payee_id
      AND (p.made_by=NEW.who OR (NEW.who='' AND EXISTS(SELECT 1 FROM login)))) THEN
    PERFORM wxzj_refuse('payee_own','bank details are confirmed by somebody else'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER payee_own BEFORE INSERT ON payee_confirmed FOR EACH ROW EXECUTE FUNCTION wxzj_payee_own()
