-- The store and the yearly plan of renovation projects.

-- Renovation projects (改造项目): the store of projects (项目储备库). A project belongs to the custodian whose
-- body keeps it. Nothing here ever changes: what becomes of a project is a row of its own.
CREATE TABLE project(
  project_id INTEGER NOT NULL,
  code TEXT NOT NULL CONSTRAINT ck_project_code CHECK(code<>''),
  custodian_id INTEGER NOT NULL CONSTRAINT fk_project_custodian REFERENCES custodian,
  name TEXT NOT NULL,
  unit TEXT,
  veteran INTEGER NOT NULL CONSTRAINT ck_project_veteran CHECK(veteran IN(0,1)),
  stored_on TEXT NOT NULL CONSTRAINT ck_project_stored_on CHECK(stored_on IS date(stored_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id),
  CONSTRAINT uq_project_code UNIQUE(code)
) STRICT, WITHOUT ROWID

-- The estates of a project, with the four factors of the subsidy: estates, buildings, households, area
-- in 0.01 m².
CREATE TABLE project_estate(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_estate_project REFERENCES project,
  estate_no INTEGER NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_project_estate_estate REFERENCES estate,
  built_year INTEGER NOT NULL CONSTRAINT ck_project_estate_built_year CHECK(built_year BETWEEN 1840 AND 2100),
  building_count INTEGER NOT NULL CONSTRAINT ck_project_estate_building_count CHECK(building_count>=0),
  household_count INTEGER NOT NULL CONSTRAINT ck_project_estate_household_count CHECK(household_count>=0),
  area INTEGER NOT NULL CONSTRAINT ck_project_estate_area CHECK(area>=0),
  PRIMARY KEY(project_id,estate_no),
  CONSTRAINT uq_project_estate_estate UNIQUE(project_id,estate_id)
) STRICT, WITHOUT ROWID

-- The works of a project (改造内容): cost lines to which money is matched, of one class each.
CREATE TABLE project_item(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_item_project REFERENCES project,
  item_no INTEGER NOT NULL,
  estate_id INTEGER CONSTRAINT fk_project_item_estate REFERENCES estate,
  work TEXT NOT NULL,
  class TEXT NOT NULL CONSTRAINT ck_project_item_class CHECK(class IN('basic','improve','upgrade')),
  network TEXT,
  title TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,item_no)
) STRICT, WITHOUT ROWID

-- What a cost line may cost; the newest row is in force.
CREATE TABLE project_budget(
  project_id INTEGER NOT NULL,
  item_no INTEGER NOT NULL,
  budget_no INTEGER NOT NULL,
  budget_fen INTEGER NOT NULL CONSTRAINT ck_project_budget_budget CHECK(budget_fen>=0),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_budget_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,item_no,budget_no),
  CONSTRAINT fk_project_budget_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
) STRICT, WITHOUT ROWID

-- How many of the residents wish for a project, and what shows it; the newest row counts.
CREATE TABLE project_survey(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_survey_project REFERENCES project,
  survey_no INTEGER NOT NULL,
  wish_permille INTEGER NOT NULL CONSTRAINT ck_project_survey_wish_permille CHECK(wish_permille BETWEEN 0 AND 1000),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_survey_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  evidence TEXT NOT NULL CONSTRAINT ck_project_survey_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,survey_no)
) STRICT, WITHOUT ROWID

-- What became of a project, step by step, each with its day and what shows it.
CREATE TABLE project_step(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_step_project REFERENCES project,
  step_no INTEGER NOT NULL,
  state TEXT NOT NULL CONSTRAINT ck_project_step_state CHECK(state IN('STORED','PLANNED','STARTED','COMPLETED','HANDED_OVER','CLOSED','WITHDRAWN')),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_step_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  year INTEGER CONSTRAINT ck_project_step_year CHECK(year BETWEEN 2000 AND 2100),
  from_on TEXT CONSTRAINT ck_project_step_from_on CHECK(from_on IS date(from_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_project_step_until_on CHECK(until_on IS date(until_on,'+0 days')),
  evidence TEXT CONSTRAINT ck_project_step_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,step_no),
  CONSTRAINT ck_project_step_days CHECK(until_on>=from_on),
  CONSTRAINT ck_project_step_shown CHECK(evidence IS NOT NULL OR step_no=1),
  CONSTRAINT ck_project_step_planned CHECK((year IS NOT NULL)=(state='PLANNED'))
) STRICT, WITHOUT ROWID

CREATE TRIGGER project_update BEFORE UPDATE ON project BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_delete BEFORE DELETE ON project BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_insert BEFORE INSERT ON project BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed projects follow one another')
    WHERE NEW.project_id<>1+coalesce((SELECT max(project_id) FROM project),0);
END

CREATE TRIGGER project_estate_update BEFORE UPDATE ON project_estate BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_estate_delete BEFORE DELETE ON project_estate BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_estate_insert BEFORE INSERT ON project_estate BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed estates of a project follow one another')
    WHERE NEW.estate_no<>1+coalesce((SELECT max(estate_no) FROM project_estate WHERE project_id=NEW.project_id),0);
END

CREATE TRIGGER project_item_update BEFORE UPDATE ON project_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_item_delete BEFORE DELETE ON project_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_item_insert BEFORE INSERT ON project_item BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed cost lines follow one another')
    WHERE NEW.item_no<>1+coalesce((SELECT max(item_no) FROM project_item WHERE project_id=NEW.project_id),0);
END

CREATE TRIGGER project_budget_update BEFORE UPDATE ON project_budget BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_budget_delete BEFORE DELETE ON project_budget BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_budget_insert BEFORE INSERT ON project_budget BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed budgets follow one another')
    WHERE NEW.budget_no<>1+coalesce((SELECT max(budget_no) FROM project_budget WHERE project_id=NEW.project_id AND item_no=NEW.item_no),0);
END

CREATE TRIGGER project_survey_update BEFORE UPDATE ON project_survey BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_survey_delete BEFORE DELETE ON project_survey BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_survey_insert BEFORE INSERT ON project_survey BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed surveys follow one another')
    WHERE NEW.survey_no<>1+coalesce((SELECT max(survey_no) FROM project_survey WHERE project_id=NEW.project_id),0);
END

CREATE TRIGGER project_step_update BEFORE UPDATE ON project_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_step_delete BEFORE DELETE ON project_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_step_insert BEFORE INSERT ON project_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed steps follow one another')
    WHERE NEW.step_no<>1+coalesce((SELECT max(step_no) FROM project_step WHERE project_id=NEW.project_id),0);
  SELECT RAISE(ABORT,'wxzj:project_state a project does not go from one state to any other')
    WHERE coalesce((SELECT state FROM project_step WHERE project_id=NEW.project_id ORDER BY step_no DESC LIMIT 1),'')||'>'||NEW.state
      NOT IN('>STORED','STORED>PLANNED','STORED>WITHDRAWN','PLANNED>STORED','PLANNED>STARTED','PLANNED>WITHDRAWN','STARTED>COMPLETED','COMPLETED>HANDED_OVER','COMPLETED>CLOSED','HANDED_OVER>CLOSED');
END
