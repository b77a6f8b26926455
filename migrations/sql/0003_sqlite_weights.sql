-- What was agreed of single doors of a case: by what they bear its cost, or why they have no part
-- in it. Written when the case is drafted, and never again.

CREATE TABLE usage_weight(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  num INTEGER CONSTRAINT ck_usage_weight_num CHECK(num>=0),
  den INTEGER CONSTRAINT ck_usage_weight_den CHECK(den>=1),
  area INTEGER CONSTRAINT ck_usage_weight_area CHECK(area>=0),
  excluded TEXT CONSTRAINT ck_usage_weight_excluded CHECK(excluded<>''),
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_weight_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_weight_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT ck_usage_weight_ratio CHECK((num IS NULL)=(den IS NULL)),
  CONSTRAINT ck_usage_weight_said CHECK(num IS NOT NULL OR area IS NOT NULL OR excluded IS NOT NULL)
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_weight_insert BEFORE INSERT ON usage_weight
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_weight WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what was agreed of a door stands with the draft of its case'); END

CREATE TRIGGER usage_weight_update BEFORE UPDATE ON usage_weight BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what was agreed of a door never changes'); END

CREATE TRIGGER usage_weight_delete BEFORE DELETE ON usage_weight BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what was agreed of a door never changes'); END

-- By what a case is divided: what owners vote on is what is approved.
CREATE TABLE usage_basis(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  basis TEXT NOT NULL CONSTRAINT ck_usage_basis_basis CHECK(basis IN('area','equal','coefficient','agreed')),
  weights TEXT,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT fk_usage_basis_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_basis_insert BEFORE INSERT ON usage_basis
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_basis WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the basis of a case stands with its draft'); END

CREATE TRIGGER usage_basis_update BEFORE UPDATE ON usage_basis BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the basis of a case never changes'); END

CREATE TRIGGER usage_basis_delete BEFORE DELETE ON usage_basis BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the basis of a case never changes'); END
