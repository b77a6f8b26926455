-- Where the money of renovation projects comes from, and what it pays for.

-- The sources of a project's money (资金来源), in the order of `rank`. A memo counts in no total: money
-- paid to a person, labour, or what another source holds already (`of_no`).
CREATE TABLE project_source(
  project_id integer NOT NULL CONSTRAINT fk_project_source_project REFERENCES project,
  source_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  payer text COLLATE "C" NOT NULL,
  borrower text COLLATE "C",
  rank integer NOT NULL,
  classes text COLLATE "C",
  network text COLLATE "C",
  cap_fen bigint CONSTRAINT ck_project_source_cap CHECK(cap_fen>=0),
  cap_permille integer CONSTRAINT ck_project_source_cap_permille CHECK(cap_permille BETWEEN 0 AND 1000),
  from_on date NOT NULL,
  until_on date,
  memo smallint NOT NULL CONSTRAINT ck_project_source_memo CHECK(memo IN(0,1)),
  of_no integer,
  evidence text COLLATE "C" NOT NULL CONSTRAINT ck_project_source_evidence CHECK(evidence<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,source_no),
  CONSTRAINT fk_project_source_of FOREIGN KEY(project_id,of_no) REFERENCES project_source,
  CONSTRAINT ck_project_source_days CHECK(until_on>=from_on),
  CONSTRAINT ck_project_source_memo_of CHECK(of_no IS NULL OR memo=1)
)

-- What a source gives, takes back, or puts off, each by a document of its own.
CREATE TABLE project_grant(
  project_id integer NOT NULL,
  source_no integer NOT NULL,
  grant_no integer NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT ck_project_grant_amount CHECK(amount_fen<>0),
  dated_on date NOT NULL,
  until_on date,
  evidence text COLLATE "C" NOT NULL CONSTRAINT ck_project_grant_evidence CHECK(evidence<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,source_no,grant_no),
  CONSTRAINT fk_project_grant_source FOREIGN KEY(project_id,source_no) REFERENCES project_source
)

-- Which source pays for which cost line (资金匹配); what is taken off again is a negative row.
CREATE TABLE project_match(
  project_id integer NOT NULL,
  match_no integer NOT NULL,
  source_no integer NOT NULL,
  item_no integer NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT ck_project_match_amount CHECK(amount_fen<>0),
  dated_on date NOT NULL,
  reason text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(project_id,match_no),
  CONSTRAINT fk_project_match_source FOREIGN KEY(project_id,source_no) REFERENCES project_source,
  CONSTRAINT fk_project_match_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
)

CREATE TRIGGER project_source_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_source FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_source_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.source_no<>1+coalesce((SELECT max(source_no) FROM project_source WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','sources follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_source_next BEFORE INSERT ON project_source FOR EACH ROW EXECUTE FUNCTION wxzj_project_source_next()

CREATE TRIGGER project_grant_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_grant_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.grant_no<>1+coalesce((SELECT max(grant_no) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no),0) THEN
    PERFORM wxzj_refuse('sealed','grants follow one another'); END IF;
  IF NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      <(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no) THEN
    PERFORM wxzj_refuse('source_matched','what is matched is not taken back'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_grant_next BEFORE INSERT ON project_grant FOR EACH ROW EXECUTE FUNCTION wxzj_project_grant_next()

CREATE TRIGGER project_match_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON project_match FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_project_match_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.match_no<>1+coalesce((SELECT max(match_no) FROM project_match WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','matches follow one another'); END IF;
  IF NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
        >(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      OR NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND item_no=NEW.item_no)<0
      OR EXISTS(SELECT 1 FROM project_source WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND memo=1) THEN
    PERFORM wxzj_refuse('source_exhausted','a source pays no more than it grants, and no line less than nothing'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER project_match_next BEFORE INSERT ON project_match FOR EACH ROW EXECUTE FUNCTION wxzj_project_match_next()
