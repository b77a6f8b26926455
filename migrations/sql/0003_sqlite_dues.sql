-- What was due at first, where the rulebook settled it: a standard that changes later changes no
-- due that is fixed. And plans by which a household pays in parts or later.

CREATE TABLE household_due(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  due_fen INTEGER NOT NULL CONSTRAINT ck_household_due_fixed CHECK(due_fen>0),
  rule TEXT NOT NULL,
  rate INTEGER NOT NULL,
  source TEXT NOT NULL,
  fixed_on TEXT NOT NULL,
  change_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT fk_household_due_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_household_due_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
) STRICT, WITHOUT ROWID

-- The last plan of a household counts; one without a step ends it.
CREATE TABLE deposit_plan(
  book_id INTEGER NOT NULL,
  plan_no INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_deposit_plan_kind CHECK(kind IN('INSTALMENTS','DEFERRED','ENDED')),
  total_fen INTEGER NOT NULL CONSTRAINT ck_deposit_plan_total CHECK(total_fen>=0),
  reason TEXT NOT NULL CONSTRAINT ck_deposit_plan_reason CHECK(reason<>''),
  made_on TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,plan_no),
  CONSTRAINT fk_deposit_plan_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

CREATE INDEX ix_deposit_plan_sub ON deposit_plan(book_id,sub_id,plan_no)

CREATE TABLE deposit_plan_step(
  book_id INTEGER NOT NULL,
  plan_no INTEGER NOT NULL,
  step_no INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_deposit_plan_step_amount CHECK(amount_fen>0),
  PRIMARY KEY(book_id,plan_no,step_no),
  CONSTRAINT fk_deposit_plan_step_plan FOREIGN KEY(book_id,plan_no) REFERENCES deposit_plan
) STRICT, WITHOUT ROWID

CREATE TRIGGER household_due_insert BEFORE INSERT ON household_due WHEN EXISTS(SELECT 1 FROM household_due WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a due that is fixed stays so'); END

CREATE TRIGGER household_due_update BEFORE UPDATE ON household_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed a due that is fixed stays so'); END

CREATE TRIGGER household_due_delete BEFORE DELETE ON household_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed a due that is fixed stays so'); END

CREATE TRIGGER deposit_plan_insert BEFORE INSERT ON deposit_plan WHEN NEW.plan_no<>1+coalesce((SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed plans follow one another'); END

CREATE TRIGGER deposit_plan_update BEFORE UPDATE ON deposit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed a plan never changes'); END

CREATE TRIGGER deposit_plan_delete BEFORE DELETE ON deposit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed a plan never changes'); END

CREATE TRIGGER deposit_plan_step_insert BEFORE INSERT ON deposit_plan_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a step belongs to the newest plan')
    WHERE NEW.plan_no<>(SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id)
    OR NEW.step_no<>1+coalesce((SELECT max(step_no) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0);
  SELECT RAISE(ABORT,'wxzj:plan_over_total the steps come to more than the plan')
    WHERE NEW.amount_fen+coalesce((SELECT sum(amount_fen) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0)
      >(SELECT total_fen FROM deposit_plan WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no);
END

CREATE TRIGGER deposit_plan_step_update BEFORE UPDATE ON deposit_plan_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

CREATE TRIGGER deposit_plan_step_delete BEFORE DELETE ON deposit_plan_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END
