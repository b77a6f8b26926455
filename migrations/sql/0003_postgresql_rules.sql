-- Rules (规则) that a custodian set for itself, and who confirmed them. Nothing here ever changes:
-- what held on a day must be told years later. The place whose rules are followed is a rule too.

CREATE TABLE rule_value(
  set_id integer NOT NULL PRIMARY KEY,
  custodian_id integer NOT NULL CONSTRAINT fk_rule_value_custodian REFERENCES custodian,
  rule text COLLATE "C" NOT NULL,
  valid_from date NOT NULL,
  value text COLLATE "C" NOT NULL CONSTRAINT ck_rule_value_value CHECK(value<>''),
  source text COLLATE "C" NOT NULL CONSTRAINT ck_rule_value_source CHECK(source<>''),
  confidence text COLLATE "C" NOT NULL CONSTRAINT ck_rule_value_confidence CHECK(confidence IN('T','S','M','D','R')),
  reason text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  single smallint NOT NULL CONSTRAINT ck_rule_value_single CHECK(single IN(0,1))
)

CREATE INDEX ix_rule_value_custodian ON rule_value(custodian_id,rule)

CREATE TABLE rule_confirm(
  set_id integer NOT NULL PRIMARY KEY CONSTRAINT fk_rule_confirm_rule_value REFERENCES rule_value,
  who text COLLATE "C" NOT NULL CONSTRAINT fk_rule_confirm_login REFERENCES login,
  at text COLLATE "C" NOT NULL
)

CREATE TRIGGER rule_value_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_value FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER rule_confirm_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_confirm FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_rule_value_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.set_id<>1+coalesce((SELECT max(set_id) FROM rule_value),0) THEN
    PERFORM wxzj_refuse('sealed','rules set follow one another'); END IF;
  IF NEW.single=1 AND EXISTS(SELECT 1 FROM login) THEN
    PERFORM wxzj_refuse('rule_unconfirmed','a second person confirms once there are users'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER rule_value_next BEFORE INSERT ON rule_value FOR EACH ROW EXECUTE FUNCTION wxzj_rule_value_next()

CREATE FUNCTION wxzj_rule_confirm_apart() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM rule_value WHERE set_id=NEW.set_id AND who=NEW.who) THEN
    PERFORM wxzj_refuse('confirmer_is_proposer','whoever set a rule does not confirm it'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER rule_confirm_apart BEFORE INSERT ON rule_confirm FOR EACH ROW EXECUTE FUNCTION wxzj_rule_confirm_apart()
