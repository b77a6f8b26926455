-- The store and the yearly plan of renovation projects.

-- Renovation projects (改造项目): the store of projects (项目储备库). A project belongs to the custodian whose
-- body keeps it. Nothing here ever changes: what becomes of a project is a row of its own.
CREATE TABLE project(
  project_id integer NOT NULL,
  code text COLLATE "C" NOT NULL CONSTRAINT ck_project_code CHECK(code<>''),
  custodian_id integer NOT NULL CONSTRAINT fk_project_custodian REFERENCES custodian,
  name text COLLATE "C" NOT NULL,
  unit text COLLATE "C",
  veteran smallint NOT NULL CONSTRAINT ck_project_veteran CHECK(veteran IN(0,1)),
  stored_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id),
  CONSTRAINT uq_project_code UNIQUE(code)
)

-- The estates of a project, with the four factors of the subsidy: estates, buildings, households, area
-- in 0.01 m².
CREATE TABLE project_estate(
  project_id integer NOT NULL CONSTRAINT fk_project_estate_project REFERENCES project,
  estate_no integer NOT NULL,
  estate_id integer NOT NULL CONSTRAINT fk_project_estate_estate REFERENCES estate,
  built_year integer NOT NULL CONSTRAINT ck_project_estate_built_year CHECK(built_year BETWEEN 1840 AND 2100),
  building_count integer NOT NULL CONSTRAINT ck_project_estate_building_count CHECK(building_count>=0),
  household_count integer NOT NULL CONSTRAINT ck_project_estate_household_count CHECK(household_count>=0),
  area bigint NOT NULL CONSTRAINT ck_project_estate_area CHECK(area>=0),
  PRIMARY KEY(project_id,estate_no),
  CONSTRAINT uq_project_estate_estate UNIQUE(project_id,estate_id)
)

-- The works of a project (改造内容): cost lines to which money is matched, of one class each.
CREATE TABLE project_item(
  project_id integer NOT NULL CONSTRAINT fk_project_item_project REFERENCES project,
  item_no integer NOT NULL,
  estate_id integer CONSTRAINT fk_project_item_estate REFERENCES estate,
  work text COLLATE "C" NOT NULL,
  class text COLLATE "C" NOT NULL CONSTRAINT ck_project_item_class CHECK(class IN('basic','improve','upgrade')),
  network text COLLATE "C",
  title text COLLATE "C" NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,item_no)
)

-- What a cost line may cost; the newest row is in force.
CREATE TABLE project_budget(
  project_id integer NOT NULL,
  item_no integer NOT NULL,
  budget_no integer NOT NULL,
  budget_fen bigint NOT NULL CONSTRAINT ck_project_budget_budget CHECK(budget_fen>=0),
  dated_on date NOT NULL,
  reason text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,item_no,budget_no),
  CONSTRAINT fk_project_budget_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
)

-- How many of the residents wish for a project, and what shows it; the newest row counts.
CREATE TABLE project_survey(
  project_id integer NOT NULL CONSTRAINT fk_project_survey_project REFERENCES project,
  survey_no integer NOT NULL,
  wish_permille integer NOT NULL CONSTRAINT ck_project_survey_wish_permille CHECK(wish_permille BETWEEN 0 AND 1000),
  dated_on date NOT NULL,
  evidence text COLLATE "C" NOT NULL CONSTRAINT ck_project_survey_evidence CHECK(evidence<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,survey_no)
)

-- What became of a project, step by step, each with its day and what shows it.
CREATE TABLE project_step(
  project_id integer NOT NULL CONSTRAINT fk_project_step_project REFERENCES project,
  step_no integer NOT NULL,
  state text COLLATE "C" NOT NULL CONSTRAINT ck_project_step_state CHECK(state IN('STORED','PLANNED','STARTED','COMPLETED','HANDED_OVER','CLOSED','WITHDRAWN')),
  dated_on date NOT NULL,
  year integer CONSTRAINT ck_project_step_year CHECK(year BETWEEN 2000 AND 2100),
  from_on date,
  until_on date,
  evidence text COLLATE "C" CONSTRAINT ck_project_step_evidence CHECK(evidence<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,step_no),
  CONSTRAINT ck_project_step_days CHECK(until_on>=from_on),
  CONSTRAINT ck_project_step_shown CHECK(evidence IS NOT NULL OR step_no=1),
  CONSTRAINT ck_project_step_planned CHECK((year IS NOT NULL)=(state='PLANNED'))
)

CREATE TRIGGER project_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.project_id<>1+coalesce((SELECT max(project_id) FROM project),0) THEN
    PERFORM wxzj_refuse('sealed','projects follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_next BEFORE INSERT ON project FOR EACH ROW EXECUTE FUNCTION wxzj_project_next()

CREATE TRIGGER project_estate_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_estate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_estate_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.estate_no<>1+coalesce((SELECT max(estate_no) FROM project_estate WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','estates of a project follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_estate_next BEFORE INSERT ON project_estate FOR EACH ROW EXECUTE FUNCTION wxzj_project_estate_next()

CREATE TRIGGER project_item_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_item FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_item_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.item_no<>1+coalesce((SELECT max(item_no) FROM project_item WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','cost lines follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_item_next BEFORE INSERT ON project_item FOR EACH ROW EXECUTE FUNCTION wxzj_project_item_next()

CREATE TRIGGER project_budget_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_budget FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_budget_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.budget_no<>1+coalesce((SELECT max(budget_no) FROM project_budget WHERE project_id=NEW.project_id AND item_no=NEW.item_no),0) THEN
    PERFORM wxzj_refuse('sealed','budgets follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_budget_next BEFORE INSERT ON project_budget FOR EACH ROW EXECUTE FUNCTION wxzj_project_budget_next()

CREATE TRIGGER project_survey_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_survey FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_survey_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.survey_no<>1+coalesce((SELECT max(survey_no) FROM project_survey WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','surveys follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_survey_next BEFORE INSERT ON project_survey FOR EACH ROW EXECUTE FUNCTION wxzj_project_survey_next()

CREATE TRIGGER project_step_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_step_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.step_no<>1+coalesce((SELECT max(step_no) FROM project_step WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','steps follow one another'); END IF;
  IF coalesce((SELECT state FROM project_step WHERE project_id=NEW.project_id ORDER BY step_no DESC LIMIT 1),'')||'>'||NEW.state
      NOT IN('>STORED','STORED>PLANNED','STORED>WITHDRAWN','PLANNED>STORED','PLANNED>STARTED','PLANNED>WITHDRAWN','STARTED>COMPLETED','COMPLETED>HANDED_OVER','COMPLETED>CLOSED','HANDED_OVER>CLOSED') THEN
    PERFORM wxzj_refuse('project_state','a project does not go from one state to any other'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_step_next BEFORE INSERT ON project_step FOR EACH ROW EXECUTE FUNCTION wxzj_project_step_next()
