-- What was agreed of single doors of a case: by what they bear its cost, or why they have no part
-- in it. Written when the case is drafted, and never again.

CREATE TABLE usage_weight(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  sub_id integer NOT NULL,
  num integer CONSTRAINT ck_usage_weight_num CHECK(num>=0),
  den integer CONSTRAINT ck_usage_weight_den CHECK(den>=1),
  area integer CONSTRAINT ck_usage_weight_area CHECK(area>=0),
  excluded text COLLATE "C" CONSTRAINT ck_usage_weight_excluded CHECK(excluded<>''),
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_weight_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_weight_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT ck_usage_weight_ratio CHECK((num IS NULL)=(den IS NULL)),
  CONSTRAINT ck_usage_weight_said CHECK(num IS NOT NULL OR area IS NOT NULL OR excluded IS NOT NULL)
)

CREATE TRIGGER usage_weight_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_weight FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE FUNCTION wxzj_usage_drafted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED') THEN
    PERFORM wxzj_refuse('scope_frozen','how a case is divided stands with its draft'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_weight_fresh BEFORE INSERT ON usage_weight FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

-- By what a case is divided: what owners vote on is what is approved.
CREATE TABLE usage_basis(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  basis text COLLATE "C" NOT NULL CONSTRAINT ck_usage_basis_basis CHECK(basis IN('area','equal','coefficient','agreed')),
  weights text COLLATE "C",
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT fk_usage_basis_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
)

CREATE TRIGGER usage_basis_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_basis FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE TRIGGER usage_basis_fresh BEFORE INSERT ON usage_basis FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()
