-- How far users reach (办理范围): given and taken away again, in their order. Nothing here ever
-- changes: who could see which estate on a day must be told years later.

CREATE TABLE reach_grant(
  grant_id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT fk_reach_grant_login REFERENCES login,
  custodian_id INTEGER CONSTRAINT fk_reach_grant_custodian REFERENCES custodian,
  estate_id INTEGER CONSTRAINT fk_reach_grant_estate REFERENCES estate,
  household TEXT,
  act TEXT NOT NULL CONSTRAINT ck_reach_grant_act CHECK(act IN('GRANT','REVOKE')),
  who TEXT NOT NULL,
  reason TEXT,
  at TEXT NOT NULL,
  CONSTRAINT ck_reach_grant_place CHECK((custodian_id IS NOT NULL)+(estate_id IS NOT NULL)+(household IS NOT NULL)=1),
  CONSTRAINT ck_reach_grant_self CHECK(who<>name OR act='REVOKE'),
  CONSTRAINT ck_reach_grant_reason CHECK(act='GRANT' OR (reason IS NOT NULL AND reason<>''))
) STRICT

CREATE TRIGGER reach_grant_update BEFORE UPDATE ON reach_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a reach is taken away by a row of its own'); END

CREATE TRIGGER reach_grant_delete BEFORE DELETE ON reach_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a reach is taken away by a row of its own'); END

CREATE TRIGGER reach_grant_insert BEFORE INSERT ON reach_grant WHEN NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM reach_grant),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed grants follow one another'); END
