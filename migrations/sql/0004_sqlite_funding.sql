-- Where the money of renovation projects comes from, and what it pays for.

-- The sources of a project's money (资金来源), in the order of `rank`. A memo counts in no total: money
-- paid to a person, labour, or what another source holds already (`of_no`).
CREATE TABLE project_source(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_source_project REFERENCES project,
  source_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  payer TEXT NOT NULL,
  borrower TEXT,
  rank INTEGER NOT NULL,
  classes TEXT,
  network TEXT,
  cap_fen INTEGER CONSTRAINT ck_project_source_cap CHECK(cap_fen>=0),
  cap_permille INTEGER CONSTRAINT ck_project_source_cap_permille CHECK(cap_permille BETWEEN 0 AND 1000),
  from_on TEXT NOT NULL CONSTRAINT ck_project_source_from_on CHECK(from_on IS date(from_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_project_source_until_on CHECK(until_on IS date(until_on,'+0 days')),
  memo INTEGER NOT NULL CONSTRAINT ck_project_source_memo CHECK(memo IN(0,1)),
  of_no INTEGER,
  evidence TEXT NOT NULL CONSTRAINT ck_project_source_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,source_no),
  CONSTRAINT fk_project_source_of FOREIGN KEY(project_id,of_no) REFERENCES project_source,
  CONSTRAINT ck_project_source_days CHECK(until_on>=from_on),
  CONSTRAINT ck_project_source_memo_of CHECK(of_no IS NULL OR memo=1)
) STRICT, WITHOUT ROWID

-- What a source gives, takes back, or puts off, each by a document of its own.
CREATE TABLE project_grant(
  project_id INTEGER NOT NULL,
  source_no INTEGER NOT NULL,
  grant_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_project_grant_amount CHECK(amount_fen<>0),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_grant_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_project_grant_until_on CHECK(until_on IS date(until_on,'+0 days')),
  evidence TEXT NOT NULL CONSTRAINT ck_project_grant_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,source_no,grant_no),
  CONSTRAINT fk_project_grant_source FOREIGN KEY(project_id,source_no) REFERENCES project_source
) STRICT, WITHOUT ROWID

-- Which source pays for which cost line (资金匹配); what is taken off again is a negative row.
CREATE TABLE project_match(
  project_id INTEGER NOT NULL,
  match_no INTEGER NOT NULL,
  source_no INTEGER NOT NULL,
  item_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_project_match_amount CHECK(amount_fen<>0),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_match_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,match_no),
  CONSTRAINT fk_project_match_source FOREIGN KEY(project_id,source_no) REFERENCES project_source,
  CONSTRAINT fk_project_match_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
) STRICT, WITHOUT ROWID

CREATE TRIGGER project_source_update BEFORE UPDATE ON project_source BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_source_delete BEFORE DELETE ON project_source BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_source_insert BEFORE INSERT ON project_source BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed sources follow one another')
    WHERE NEW.source_no<>1+coalesce((SELECT max(source_no) FROM project_source WHERE project_id=NEW.project_id),0);
END

CREATE TRIGGER project_grant_update BEFORE UPDATE ON project_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_grant_delete BEFORE DELETE ON project_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_grant_insert BEFORE INSERT ON project_grant BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed grants follow one another')
    WHERE NEW.grant_no<>1+coalesce((SELECT max(grant_no) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no),0);
  SELECT RAISE(ABORT,'wxzj:source_matched what is matched is not taken back')
    WHERE NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      <(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no);
END

CREATE TRIGGER project_match_update BEFORE UPDATE ON project_match BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_match_delete BEFORE DELETE ON project_match BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER project_match_insert BEFORE INSERT ON project_match BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed matches follow one another')
    WHERE NEW.match_no<>1+coalesce((SELECT max(match_no) FROM project_match WHERE project_id=NEW.project_id),0);
  SELECT RAISE(ABORT,'wxzj:source_exhausted a source pays no more than it grants, and no line less than nothing')
    WHERE NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
        >(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      OR NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND item_no=NEW.item_no)<0
      OR EXISTS(SELECT 1 FROM project_source WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND memo=1);
END
