-- Duties (岗位) given to users and taken away again, in their order. Nothing here ever changes:
-- who could do what on a day must be told years later.

CREATE TABLE duty_grant(
  grant_id integer NOT NULL PRIMARY KEY,
  name text COLLATE "C" NOT NULL CONSTRAINT fk_duty_grant_login REFERENCES login,
  duty text COLLATE "C" NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_duty_grant_act CHECK(act IN('GRANT','REVOKE')),
  who text COLLATE "C" NOT NULL,
  reason text COLLATE "C",
  at text COLLATE "C" NOT NULL,
  CONSTRAINT ck_duty_grant_self CHECK(who<>name OR act='REVOKE'),
  CONSTRAINT ck_duty_grant_reason CHECK(act='GRANT' OR (reason IS NOT NULL AND reason<>''))
)

CREATE TRIGGER duty_grant_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON duty_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_duty_grant_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM duty_grant),0) THEN
    PERFORM wxzj_refuse('sealed','grants follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER duty_grant_next BEFORE INSERT ON duty_grant FOR EACH ROW EXECUTE FUNCTION wxzj_duty_grant_next()
