-- Duties (岗位) given to users and taken away again, in their order. Nothing here ever changes:
-- who could do what on a day must be told years later.

CREATE TABLE duty_grant(
  grant_id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT fk_duty_grant_login REFERENCES login,
  duty TEXT NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_duty_grant_act CHECK(act IN('GRANT','REVOKE')),
  who TEXT NOT NULL,
  reason TEXT,
  at TEXT NOT NULL,
  CONSTRAINT ck_duty_grant_self CHECK(who<>name OR act='REVOKE'),
  CONSTRAINT ck_duty_grant_reason CHECK(act='GRANT' OR (reason IS NOT NULL AND reason<>''))
) STRICT

CREATE TRIGGER duty_grant_update BEFORE UPDATE ON duty_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a duty is taken away by a row of its own'); END

CREATE TRIGGER duty_grant_delete BEFORE DELETE ON duty_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a duty is taken away by a row of its own'); END

CREATE TRIGGER duty_grant_insert BEFORE INSERT ON duty_grant WHEN NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM duty_grant),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed grants follow one another'); END
