-- How far users reach (办理范围): given and taken away again, in their order. Nothing here ever
-- changes: who could see which estate on a day must be told years later.

CREATE TABLE reach_grant(
  grant_id integer NOT NULL PRIMARY KEY,
  name text COLLATE "C" NOT NULL CONSTRAINT fk_reach_grant_login REFERENCES login,
  custodian_id integer CONSTRAINT fk_reach_grant_custodian REFERENCES custodian,
  estate_id integer CONSTRAINT fk_reach_grant_estate REFERENCES estate,
  household text COLLATE "C",
  act text COLLATE "C" NOT NULL CONSTRAINT ck_reach_grant_act CHECK(act IN('GRANT','REVOKE')),
  who text COLLATE "C" NOT NULL,
  reason text COLLATE "C",
  at text COLLATE "C" NOT NULL,
  CONSTRAINT ck_reach_grant_place CHECK(num_nonnulls(custodian_id,estate_id,household)=1),
  CONSTRAINT ck_reach_grant_self CHECK(who<>name OR act='REVOKE'),
  CONSTRAINT ck_reach_grant_reason CHECK(act='GRANT' OR (reason IS NOT NULL AND reason<>''))
)

CREATE TRIGGER reach_grant_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON reach_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_reach_grant_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM reach_grant),0) THEN
    PERFORM wxzj_refuse('sealed','grants follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER reach_grant_next BEFORE INSERT ON reach_grant FOR EACH ROW EXECUTE FUNCTION wxzj_reach_grant_next()
