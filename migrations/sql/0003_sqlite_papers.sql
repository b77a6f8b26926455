-- The papers of a case by the digest of their files, which lie beside the database. Nothing is ever
-- taken out.

CREATE TABLE usage_paper(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  paper_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 BLOB NOT NULL CONSTRAINT ck_usage_paper_sha256 CHECK(length(sha256)=32),
  size INTEGER NOT NULL CONSTRAINT ck_usage_paper_size CHECK(size>0),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_paper_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,paper_no),
  CONSTRAINT fk_usage_paper_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_paper_insert BEFORE INSERT ON usage_paper
  WHEN NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM usage_paper WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed papers follow one another'); END

CREATE TRIGGER usage_paper_update BEFORE UPDATE ON usage_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper in the register never changes'); END

CREATE TRIGGER usage_paper_delete BEFORE DELETE ON usage_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper in the register never changes'); END
