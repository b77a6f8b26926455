-- Rules (规则) that a custodian set for itself, and who confirmed them. Nothing here ever changes:
-- what held on a day must be told years later. The place whose rules are followed is a rule too.

CREATE TABLE rule_value(
  set_id INTEGER NOT NULL PRIMARY KEY,
  custodian_id INTEGER NOT NULL CONSTRAINT fk_rule_value_custodian REFERENCES custodian,
  rule TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  value TEXT NOT NULL CONSTRAINT ck_rule_value_value CHECK(value<>''),
  source TEXT NOT NULL CONSTRAINT ck_rule_value_source CHECK(source<>''),
  confidence TEXT NOT NULL CONSTRAINT ck_rule_value_confidence CHECK(confidence IN('T','S','M','D','R')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  single INTEGER NOT NULL CONSTRAINT ck_rule_value_single CHECK(single IN(0,1))
) STRICT

CREATE INDEX ix_rule_value_custodian ON rule_value(custodian_id,rule)

CREATE TABLE rule_confirm(
  set_id INTEGER NOT NULL PRIMARY KEY CONSTRAINT fk_rule_confirm_rule_value REFERENCES rule_value,
  who TEXT NOT NULL CONSTRAINT fk_rule_confirm_login REFERENCES login,
  at TEXT NOT NULL
) STRICT

CREATE TRIGGER rule_value_update BEFORE UPDATE ON rule_value BEGIN SELECT RAISE(ABORT,'wxzj:sealed a rule is set anew by a row of its own'); END

CREATE TRIGGER rule_value_delete BEFORE DELETE ON rule_value BEGIN SELECT RAISE(ABORT,'wxzj:sealed a rule is set anew by a row of its own'); END

CREATE TRIGGER rule_value_insert BEFORE INSERT ON rule_value BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed rules set follow one another') WHERE NEW.set_id<>1+coalesce((SELECT max(set_id) FROM rule_value),0);
  SELECT RAISE(ABORT,'wxzj:rule_unconfirmed a second person confirms once there are users') WHERE NEW.single=1 AND EXISTS(SELECT 1 FROM login);
END

CREATE TRIGGER rule_confirm_update BEFORE UPDATE ON rule_confirm BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

CREATE TRIGGER rule_confirm_delete BEFORE DELETE ON rule_confirm BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

CREATE TRIGGER rule_confirm_insert BEFORE INSERT ON rule_confirm BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a rule is confirmed once') WHERE EXISTS(SELECT 1 FROM rule_confirm WHERE set_id=NEW.set_id);
  SELECT RAISE(ABORT,'wxzj:confirmer_is_proposer whoever set a rule does not confirm it') WHERE EXISTS(SELECT 1 FROM rule_value WHERE set_id=NEW.set_id AND who=NEW.who);
END
