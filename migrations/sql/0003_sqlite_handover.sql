-- 会计工作交接: one user's work goes to another under the eyes of a third. Lists and signatures stay.

CREATE TABLE handover(
  handover_id INTEGER NOT NULL PRIMARY KEY,
  giver TEXT NOT NULL CONSTRAINT fk_handover_giver REFERENCES login,
  taker TEXT NOT NULL CONSTRAINT fk_handover_taker REFERENCES login,
  supervisor TEXT NOT NULL CONSTRAINT fk_handover_supervisor REFERENCES login,
  handed_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  is_absent INTEGER NOT NULL CONSTRAINT ck_handover_absent CHECK(is_absent IN(0,1)),
  items TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT ck_handover_people CHECK(giver<>taker AND giver<>supervisor AND taker<>supervisor)
) STRICT

CREATE TABLE handover_signed(
  handover_id INTEGER NOT NULL CONSTRAINT fk_handover_signed_handover REFERENCES handover,
  sign_no INTEGER NOT NULL,
  name TEXT NOT NULL CONSTRAINT fk_handover_signed_login REFERENCES login,
  at TEXT NOT NULL,
  PRIMARY KEY(handover_id,sign_no),
  CONSTRAINT uq_handover_signed_name UNIQUE(handover_id,name)
) STRICT

CREATE TRIGGER handover_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a list of what is handed over stays'); END

CREATE TRIGGER handover_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a list of what is handed over stays'); END

CREATE TRIGGER handover_insert BEFORE INSERT ON handover WHEN NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM handover),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed lists follow one another'); END

CREATE TRIGGER handover_signed_update BEFORE UPDATE ON handover_signed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a signature stays'); END

CREATE TRIGGER handover_signed_delete BEFORE DELETE ON handover_signed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a signature stays'); END

CREATE TRIGGER handover_signed_insert BEFORE INSERT ON handover_signed WHEN NEW.sign_no<>1+(SELECT count(*) FROM handover_signed WHERE handover_id=NEW.handover_id)
  OR NEW.name NOT IN(SELECT giver FROM handover WHERE handover_id=NEW.handover_id UNION SELECT taker FROM handover WHERE handover_id=NEW.handover_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed giver and taker sign, one after the other'); END
