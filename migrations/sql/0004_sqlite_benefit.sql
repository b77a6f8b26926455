-- Who benefits pays (谁受益、谁出资): contributions of households to renovation works.

-- What the households of a cost line are to bear (出资方案), a row in each book. The row is the seal of
-- its list: it is written last and says how many there are and what they bear together.
CREATE TABLE benefit_plan(
  book_id INTEGER NOT NULL CONSTRAINT fk_benefit_plan_book REFERENCES book,
  plan_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  item_no INTEGER NOT NULL,
  plan_no INTEGER NOT NULL CONSTRAINT ck_benefit_plan_plan_no CHECK(plan_no>0),
  estate_id INTEGER NOT NULL CONSTRAINT fk_benefit_plan_estate REFERENCES estate,
  scope TEXT NOT NULL,
  basis TEXT NOT NULL CONSTRAINT ck_benefit_plan_basis CHECK(basis IN('area','equal','coefficient','agreed')),
  resident_fen INTEGER NOT NULL CONSTRAINT ck_benefit_plan_resident CHECK(resident_fen>0),
  book_fen INTEGER NOT NULL CONSTRAINT ck_benefit_plan_book CHECK(book_fen>=0),
  household_count INTEGER NOT NULL CONSTRAINT ck_benefit_plan_household_count CHECK(household_count>0),
  digest TEXT NOT NULL,
  planned_on TEXT NOT NULL CONSTRAINT ck_benefit_plan_planned_on CHECK(planned_on IS date(planned_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,plan_id),
  CONSTRAINT uq_benefit_plan_no UNIQUE(book_id,project_id,item_no,plan_no),
  CONSTRAINT fk_benefit_plan_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
) STRICT, WITHOUT ROWID

-- What each household bears of it, and the whole number that it bears by.
CREATE TABLE benefit_due(
  book_id INTEGER NOT NULL,
  plan_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_benefit_due_area CHECK(area>=0),
  weight INTEGER NOT NULL CONSTRAINT ck_benefit_due_weight CHECK(weight>=0),
  due_fen INTEGER NOT NULL CONSTRAINT ck_benefit_due_due CHECK(due_fen>=0),
  PRIMARY KEY(book_id,plan_id,sub_id),
  CONSTRAINT fk_benefit_due_plan FOREIGN KEY(book_id,plan_id) REFERENCES benefit_plan DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_benefit_due_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

-- What became of it: paid by the household, asked to be waived, granted by somebody else, or to be
-- paid by a case of the fund.
CREATE TABLE benefit_move(
  book_id INTEGER NOT NULL,
  move_id INTEGER NOT NULL,
  plan_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_benefit_move_act CHECK(act IN('PAID','ASKED','GRANTED','FUND')),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_benefit_move_amount CHECK(amount_fen>0),
  asks INTEGER,
  case_id INTEGER,
  dated_on TEXT NOT NULL CONSTRAINT ck_benefit_move_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  evidence TEXT NOT NULL CONSTRAINT ck_benefit_move_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,move_id),
  CONSTRAINT uq_benefit_move_asks UNIQUE(book_id,asks),
  CONSTRAINT fk_benefit_move_due FOREIGN KEY(book_id,plan_id,sub_id) REFERENCES benefit_due,
  CONSTRAINT fk_benefit_move_asks FOREIGN KEY(book_id,asks) REFERENCES benefit_move,
  CONSTRAINT fk_benefit_move_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_benefit_move_granted CHECK((asks IS NOT NULL)=(act='GRANTED')),
  CONSTRAINT ck_benefit_move_fund CHECK((case_id IS NOT NULL)=(act='FUND'))
) STRICT, WITHOUT ROWID

CREATE TRIGGER benefit_plan_update BEFORE UPDATE ON benefit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER benefit_plan_delete BEFORE DELETE ON benefit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER benefit_plan_insert BEFORE INSERT ON benefit_plan BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed plans follow one another')
    WHERE NEW.plan_id<>1+coalesce((SELECT max(plan_id) FROM benefit_plan WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:benefit_list the list does not add up to its plan')
    WHERE (NEW.household_count,NEW.book_fen) IS NOT (SELECT count(*),coalesce(sum(due_fen),0) FROM benefit_due
      WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id);
END

CREATE INDEX ix_benefit_move_due ON benefit_move(book_id,plan_id,sub_id)

CREATE TRIGGER benefit_due_update BEFORE UPDATE ON benefit_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a plan never changes'); END

CREATE TRIGGER benefit_due_delete BEFORE DELETE ON benefit_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a plan never changes'); END

CREATE TRIGGER benefit_due_insert BEFORE INSERT ON benefit_due
  WHEN EXISTS(SELECT 1 FROM benefit_plan WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a plan never grows'); END

CREATE TRIGGER benefit_move_update BEFORE UPDATE ON benefit_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER benefit_move_delete BEFORE DELETE ON benefit_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

CREATE TRIGGER benefit_move_insert BEFORE INSERT ON benefit_move BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed moves follow one another')
    WHERE NEW.move_id<>1+coalesce((SELECT max(move_id) FROM benefit_move WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:contribution_excessive no household pays or is let off more than it bears')
    WHERE NEW.act IN('PAID','GRANTED') AND NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM benefit_move
        WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id AND act IN('PAID','GRANTED'))
      >(SELECT due_fen FROM benefit_due WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id);
  SELECT RAISE(ABORT,'wxzj:waiver_differs a waiver is granted as it was asked for')
    WHERE NEW.asks IS NOT NULL AND NOT EXISTS(SELECT 1 FROM benefit_move WHERE book_id=NEW.book_id AND move_id=NEW.asks
      AND act='ASKED' AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id AND amount_fen=NEW.amount_fen);
  SELECT RAISE(ABORT,'wxzj:waiver_self whoever asked for a waiver does not grant it')
    WHERE EXISTS(SELECT 1 FROM benefit_move WHERE book_id=NEW.book_id AND move_id=NEW.asks AND who=NEW.who)
      AND EXISTS(SELECT 1 FROM login);
END
