-- 会计工作交接: one user's work goes to another under the eyes of a third. Lists and signatures stay.

CREATE TABLE handover(
  handover_id integer NOT NULL PRIMARY KEY,
  giver text COLLATE "C" NOT NULL CONSTRAINT fk_handover_giver REFERENCES login,
  taker text COLLATE "C" NOT NULL CONSTRAINT fk_handover_taker REFERENCES login,
  supervisor text COLLATE "C" NOT NULL CONSTRAINT fk_handover_supervisor REFERENCES login,
  handed_on date NOT NULL,
  reason text COLLATE "C" NOT NULL,
  is_absent smallint NOT NULL CONSTRAINT ck_handover_absent CHECK(is_absent IN(0,1)),
  items text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  CONSTRAINT ck_handover_people CHECK(giver<>taker AND giver<>supervisor AND taker<>supervisor)
)

CREATE TABLE handover_signed(
  handover_id integer NOT NULL CONSTRAINT fk_handover_signed_handover REFERENCES handover,
  sign_no integer NOT NULL,
  name text COLLATE "C" NOT NULL CONSTRAINT fk_handover_signed_login REFERENCES login,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(handover_id,sign_no),
  CONSTRAINT uq_handover_signed_name UNIQUE(handover_id,name)
)

CREATE TRIGGER handover_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON handover FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER handover_signed_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON handover_signed FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_handover_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM handover),0) THEN
    PERFORM wxzj_refuse('sealed','lists follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER handover_next BEFORE INSERT ON handover FOR EACH ROW EXECUTE FUNCTION wxzj_handover_next()

CREATE FUNCTION wxzj_handover_sign() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.sign_no<>1+(SELECT count(*) FROM handover_signed WHERE handover_id=NEW.handover_id)
    OR NOT EXISTS(SELECT 1 FROM handover WHERE handover_id=NEW.handover_id AND NEW.name IN(giver,taker)) THEN
    PERFORM wxzj_refuse('sealed','giver and taker sign, one after the other'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER handover_sign BEFORE INSERT ON handover_signed FOR EACH ROW EXECUTE FUNCTION wxzj_handover_sign()
