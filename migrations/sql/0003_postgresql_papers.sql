-- The papers of a case by the digest of their files, which lie beside the database. Nothing is ever
-- taken out.

CREATE TABLE usage_paper(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  paper_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  sha256 bytea NOT NULL CONSTRAINT ck_usage_paper_sha256 CHECK(length(sha256)=32),
  size bigint NOT NULL CONSTRAINT ck_usage_paper_size CHECK(size>0),
  dated_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,case_id,paper_no),
  CONSTRAINT fk_usage_paper_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
)

CREATE TRIGGER usage_paper_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_paper FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_usage_paper_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM usage_paper WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('sealed','papers follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_paper_next BEFORE INSERT ON usage_paper FOR EACH ROW EXECUTE FUNCTION wxzj_usage_paper_next()
