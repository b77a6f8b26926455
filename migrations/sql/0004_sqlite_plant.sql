-- Utility plant (专营设施设备): operators, the register of assets, who owns and who keeps each of them
-- from which day on, what it cost by source, and how it is handed over. Nothing here is ever edited.

CREATE TABLE operator(
  operator_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_operator_code UNIQUE,
  name TEXT NOT NULL,
  networks TEXT NOT NULL CONSTRAINT ck_operator_networks CHECK(networks<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

CREATE TRIGGER operator_insert BEFORE INSERT ON operator WHEN NEW.operator_id<>1+coalesce((SELECT max(operator_id) FROM operator),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed operators follow one another'); END

CREATE TRIGGER operator_update BEFORE UPDATE ON operator BEGIN SELECT RAISE(ABORT,'wxzj:sealed operators stay as they were registered'); END

CREATE TRIGGER operator_delete BEFORE DELETE ON operator BEGIN SELECT RAISE(ABORT,'wxzj:sealed operators stay as they were registered'); END

CREATE TABLE plant_handover(
  handover_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_plant_handover_code UNIQUE,
  estate_id INTEGER NOT NULL CONSTRAINT fk_plant_handover_estate REFERENCES estate,
  operator_id INTEGER NOT NULL CONSTRAINT fk_plant_handover_operator REFERENCES operator,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

CREATE TRIGGER plant_handover_insert BEFORE INSERT ON plant_handover WHEN NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM plant_handover),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed hand-overs follow one another'); END

CREATE TRIGGER plant_handover_update BEFORE UPDATE ON plant_handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over stays'); END

CREATE TRIGGER plant_handover_delete BEFORE DELETE ON plant_handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over stays'); END

CREATE TABLE asset(
  asset_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_asset_code UNIQUE,
  estate_id INTEGER NOT NULL CONSTRAINT fk_asset_estate REFERENCES estate,
  network TEXT NOT NULL,
  name TEXT NOT NULL,
  location TEXT NOT NULL,
  boundary TEXT,
  quantity_milli INTEGER NOT NULL CONSTRAINT ck_asset_quantity CHECK(quantity_milli>0),
  unit TEXT NOT NULL,
  maker TEXT,
  in_service_on TEXT CONSTRAINT ck_asset_in_service_on CHECK(in_service_on IS date(in_service_on,'+0 days')),
  warranty_until TEXT CONSTRAINT ck_asset_warranty_until CHECK(warranty_until IS date(warranty_until,'+0 days')),
  registered_on TEXT NOT NULL CONSTRAINT ck_asset_registered_on CHECK(registered_on IS date(registered_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

CREATE TRIGGER asset_insert BEFORE INSERT ON asset BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed assets follow one another')
    WHERE NEW.asset_id<>1+coalesce((SELECT max(asset_id) FROM asset),0);
  SELECT RAISE(ABORT,'wxzj:asset_unheld an asset has an owner and a keeper')
    WHERE 2<>(SELECT count(*) FROM asset_holding WHERE asset_id=NEW.asset_id AND turn_no=1);
END

-- Only what was not known yet is filled in: the day it came into use, the end of the warranty.
CREATE TRIGGER asset_update BEFORE UPDATE ON asset
  WHEN NEW.asset_id IS NOT OLD.asset_id OR NEW.code IS NOT OLD.code OR NEW.estate_id IS NOT OLD.estate_id OR NEW.network IS NOT OLD.network OR NEW.name IS NOT OLD.name OR NEW.location IS NOT OLD.location OR NEW.boundary IS NOT OLD.boundary OR NEW.quantity_milli IS NOT OLD.quantity_milli OR NEW.unit IS NOT OLD.unit OR NEW.maker IS NOT OLD.maker OR NEW.registered_on IS NOT OLD.registered_on OR NEW.who IS NOT OLD.who OR NEW.at IS NOT OLD.at
    OR (OLD.in_service_on IS NOT NULL AND NEW.in_service_on IS NOT OLD.in_service_on) OR (OLD.warranty_until IS NOT NULL AND NEW.warranty_until IS NOT OLD.warranty_until)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an asset stays as it was registered'); END

CREATE TRIGGER asset_delete BEFORE DELETE ON asset BEGIN SELECT RAISE(ABORT,'wxzj:sealed an asset stays in the register'); END

CREATE TABLE asset_holding(
  asset_id INTEGER NOT NULL,
  role TEXT NOT NULL CONSTRAINT ck_asset_holding_role CHECK(role IN('OWNER','KEEPER')),
  turn_no INTEGER NOT NULL,
  holder TEXT NOT NULL CONSTRAINT ck_asset_holding_holder CHECK(holder IN('OWNERS','GOVERNMENT','OPERATOR')),
  operator_id INTEGER CONSTRAINT fk_asset_holding_operator REFERENCES operator,
  since TEXT NOT NULL CONSTRAINT ck_asset_holding_since CHECK(since IS date(since,'+0 days')),
  handover_id INTEGER CONSTRAINT fk_asset_holding_handover REFERENCES plant_handover,
  reason TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(asset_id,role,turn_no),
  CONSTRAINT fk_asset_holding_asset FOREIGN KEY(asset_id) REFERENCES asset DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT ck_asset_holding_operator CHECK((holder='OPERATOR')=(operator_id IS NOT NULL)),
  CONSTRAINT ck_asset_holding_turn CHECK((turn_no=1)=(handover_id IS NULL))
) STRICT, WITHOUT ROWID

CREATE TRIGGER asset_holding_insert BEFORE INSERT ON asset_holding BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed holders follow one another')
    WHERE NEW.turn_no<>1+coalesce((SELECT max(turn_no) FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role),0);
  SELECT RAISE(ABORT,'wxzj:asset_dates a holder begins after the one before')
    WHERE EXISTS(SELECT 1 FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role AND since>=NEW.since);
  SELECT RAISE(ABORT,'wxzj:handover_state a holder changes on the day of a switch')
    WHERE NEW.turn_no>1 AND NOT EXISTS(SELECT 1 FROM plant_step s JOIN plant_item i ON i.handover_id=s.handover_id AND i.asset_id=NEW.asset_id JOIN plant_handover p ON p.handover_id=s.handover_id
        WHERE s.handover_id=NEW.handover_id AND s.state='RESPONSIBILITY_SWITCHED' AND s.dated_on=NEW.since AND p.operator_id=NEW.operator_id);
END

CREATE TRIGGER asset_holding_update BEFORE UPDATE ON asset_holding BEGIN SELECT RAISE(ABORT,'wxzj:sealed who held an asset stays'); END

CREATE TRIGGER asset_holding_delete BEFORE DELETE ON asset_holding BEGIN SELECT RAISE(ABORT,'wxzj:sealed who held an asset stays'); END

CREATE TABLE asset_cost(
  asset_id INTEGER NOT NULL,
  cost_no INTEGER NOT NULL,
  source TEXT NOT NULL CONSTRAINT ck_asset_cost_source CHECK(source<>''),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_asset_cost_amount CHECK(amount_fen>0),
  evidence TEXT NOT NULL CONSTRAINT ck_asset_cost_evidence CHECK(evidence IN('final','provisional','valuation','nominal')),
  sha256 BLOB,
  dated_on TEXT NOT NULL CONSTRAINT ck_asset_cost_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(asset_id,cost_no,source),
  CONSTRAINT fk_asset_cost_asset FOREIGN KEY(asset_id) REFERENCES asset
) STRICT, WITHOUT ROWID

CREATE TRIGGER asset_cost_insert BEFORE INSERT ON asset_cost WHEN NEW.cost_no<(SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id) OR NEW.cost_no>1+coalesce((SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id),0)
      OR EXISTS(SELECT 1 FROM asset_cost WHERE asset_id=NEW.asset_id AND cost_no=NEW.cost_no AND (source=NEW.source OR at<>NEW.at OR evidence<>NEW.evidence))
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed costs follow one another, each written at once'); END

CREATE TRIGGER asset_cost_update BEFORE UPDATE ON asset_cost BEGIN SELECT RAISE(ABORT,'wxzj:sealed a cost is followed by another, never changed'); END

CREATE TRIGGER asset_cost_delete BEFORE DELETE ON asset_cost BEGIN SELECT RAISE(ABORT,'wxzj:sealed a cost is followed by another, never changed'); END

CREATE TABLE asset_paper(
  asset_id INTEGER NOT NULL,
  paper_no INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_asset_paper_kind CHECK(kind IN('drawing','settlement','valuation','warranty','photo','other')),
  name TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  size INTEGER NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_asset_paper_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(asset_id,paper_no),
  CONSTRAINT fk_asset_paper_asset FOREIGN KEY(asset_id) REFERENCES asset
) STRICT, WITHOUT ROWID

CREATE TRIGGER asset_paper_insert BEFORE INSERT ON asset_paper WHEN NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM asset_paper WHERE asset_id=NEW.asset_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed papers follow one another'); END

CREATE TRIGGER asset_paper_update BEFORE UPDATE ON asset_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper of an asset stays'); END

CREATE TRIGGER asset_paper_delete BEFORE DELETE ON asset_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper of an asset stays'); END

CREATE TABLE plant_item(
  handover_id INTEGER NOT NULL,
  asset_id INTEGER NOT NULL,
  PRIMARY KEY(handover_id,asset_id),
  CONSTRAINT fk_plant_item_handover FOREIGN KEY(handover_id) REFERENCES plant_handover,
  CONSTRAINT fk_plant_item_asset FOREIGN KEY(asset_id) REFERENCES asset
) STRICT, WITHOUT ROWID

CREATE TRIGGER plant_item_insert BEFORE INSERT ON plant_item BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed what is handed over stands with its beginning')
    WHERE EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id) OR EXISTS(SELECT 1 FROM plant_item WHERE handover_id=NEW.handover_id AND asset_id=NEW.asset_id);
  SELECT RAISE(ABORT,'wxzj:asset_promised the asset is being handed over already')
    WHERE EXISTS(SELECT 1 FROM plant_item i JOIN plant_step s ON s.handover_id=i.handover_id WHERE i.asset_id=NEW.asset_id
        AND s.step_no=(SELECT max(step_no) FROM plant_step WHERE handover_id=i.handover_id) AND s.state NOT IN('NOT_TRANSFERRED','RESPONSIBILITY_SWITCHED','BOOKED_BY_OPERATOR'));
END

CREATE TRIGGER plant_item_update BEFORE UPDATE ON plant_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed what is handed over stands with its beginning'); END

CREATE TRIGGER plant_item_delete BEFORE DELETE ON plant_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed what is handed over stands with its beginning'); END

CREATE TABLE plant_step(
  handover_id INTEGER NOT NULL,
  step_no INTEGER NOT NULL,
  state TEXT NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_plant_step_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  body TEXT NOT NULL,
  paper TEXT,
  sha256 BLOB,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(handover_id,step_no),
  CONSTRAINT fk_plant_step_handover FOREIGN KEY(handover_id) REFERENCES plant_handover,
  CONSTRAINT ck_plant_step_paper CHECK((paper IS NULL)=(sha256 IS NULL))
) STRICT, WITHOUT ROWID

CREATE TRIGGER plant_step_insert BEFORE INSERT ON plant_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed steps follow one another')
    WHERE NEW.step_no<>1+coalesce((SELECT max(step_no) FROM plant_step WHERE handover_id=NEW.handover_id),0);
  SELECT RAISE(ABORT,'wxzj:handover_state a hand-over does not move so')
    WHERE NEW.state NOT IN(SELECT value FROM json_each(CASE coalesce((SELECT state FROM plant_step WHERE handover_id=NEW.handover_id ORDER BY step_no DESC LIMIT 1),'')
      WHEN '' THEN '["SURVEYED","BUILT"]'
      WHEN 'SURVEYED' THEN '["DESIGN_AGREED","NOT_TRANSFERRED"]'
      WHEN 'DESIGN_AGREED' THEN '["BUILT","NOT_TRANSFERRED"]'
      WHEN 'BUILT' THEN '["JOINT_ACCEPTANCE","REJECTED","NOT_TRANSFERRED"]'
      WHEN 'REJECTED' THEN '["JOINT_ACCEPTANCE","REJECTED","NOT_TRANSFERRED"]'
      WHEN 'JOINT_ACCEPTANCE' THEN '["OWNERS_DECIDED","AGREEMENT_SIGNED","NOT_TRANSFERRED"]'
      WHEN 'OWNERS_DECIDED' THEN '["AGREEMENT_SIGNED","NOT_TRANSFERRED"]'
      WHEN 'AGREEMENT_SIGNED' THEN '["HANDED_OVER","NOT_TRANSFERRED"]'
      WHEN 'HANDED_OVER' THEN '["RESPONSIBILITY_SWITCHED"]'
      WHEN 'RESPONSIBILITY_SWITCHED' THEN '["BOOKED_BY_OPERATOR"]'
      WHEN 'NOT_TRANSFERRED' THEN '["JOINT_ACCEPTANCE","REJECTED"]'
      ELSE '[]' END));
  SELECT RAISE(ABORT,'wxzj:handover_dates a step is not dated before the last')
    WHERE EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id AND dated_on>NEW.dated_on);
  SELECT RAISE(ABORT,'wxzj:handover_defects defects are mended first')
    WHERE NEW.state IN('JOINT_ACCEPTANCE','HANDED_OVER') AND EXISTS(SELECT 1 FROM plant_defect d WHERE d.handover_id=NEW.handover_id AND d.act='FOUND'
        AND NOT EXISTS(SELECT 1 FROM plant_defect m WHERE m.handover_id=d.handover_id AND m.defect_no=d.defect_no AND m.act='MENDED'));
  SELECT RAISE(ABORT,'wxzj:handover_own somebody else than who recorded the agreement switches the duty')
    WHERE NEW.state='RESPONSIBILITY_SWITCHED' AND EXISTS(SELECT 1 FROM login)
        AND EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id AND state='AGREEMENT_SIGNED' AND who=NEW.who);
END

CREATE TRIGGER plant_step_update BEFORE UPDATE ON plant_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

CREATE TRIGGER plant_step_delete BEFORE DELETE ON plant_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

CREATE TABLE plant_defect(
  handover_id INTEGER NOT NULL,
  defect_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_plant_defect_act CHECK(act IN('FOUND','MENDED')),
  asset_id INTEGER NOT NULL,
  what TEXT NOT NULL,
  days INTEGER NOT NULL CONSTRAINT ck_plant_defect_days CHECK(days>=0),
  dated_on TEXT NOT NULL CONSTRAINT ck_plant_defect_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(handover_id,defect_no,act),
  CONSTRAINT fk_plant_defect_item FOREIGN KEY(handover_id,asset_id) REFERENCES plant_item
) STRICT, WITHOUT ROWID

CREATE TRIGGER plant_defect_insert BEFORE INSERT ON plant_defect WHEN (NEW.act='FOUND' AND NEW.defect_no<>1+coalesce((SELECT max(defect_no) FROM plant_defect WHERE handover_id=NEW.handover_id),0))
      OR (NEW.act='MENDED' AND (NOT EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='FOUND' AND dated_on<=NEW.dated_on)
        OR EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='MENDED')))
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a defect is found, then mended, once'); END

CREATE TRIGGER plant_defect_update BEFORE UPDATE ON plant_defect BEGIN SELECT RAISE(ABORT,'wxzj:sealed a defect stays on the list'); END

CREATE TRIGGER plant_defect_delete BEFORE DELETE ON plant_defect BEGIN SELECT RAISE(ABORT,'wxzj:sealed a defect stays on the list'); END

CREATE TABLE usage_asset(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  item_no INTEGER NOT NULL,
  asset_id INTEGER CONSTRAINT fk_usage_asset_asset REFERENCES asset,
  network TEXT,
  PRIMARY KEY(book_id,case_id,item_no),
  CONSTRAINT fk_usage_asset_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_usage_asset_named CHECK((asset_id IS NULL)<>(network IS NULL))
) STRICT, WITHOUT ROWID

CREATE TRIGGER usage_asset_insert BEFORE INSERT ON usage_asset
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_asset WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND item_no=NEW.item_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what a case repairs stands with its draft'); END

CREATE TRIGGER usage_asset_update BEFORE UPDATE ON usage_asset BEGIN SELECT RAISE(ABORT,'wxzj:sealed what a case repairs stands with its draft'); END

CREATE TRIGGER usage_asset_delete BEFORE DELETE ON usage_asset BEGIN SELECT RAISE(ABORT,'wxzj:sealed what a case repairs stands with its draft'); END

CREATE INDEX ix_asset_estate ON asset(estate_id,network)

-- 165号令 art. 25 (2): what an operator keeps, the fund does not pay; what was finished before, it may.
CREATE TRIGGER usage_payment_keeper BEFORE INSERT ON usage_payment WHEN NEW.kind IN('whole','advance','progress','final') AND NEW.fund_fen>0
    AND EXISTS(SELECT 1 FROM usage_case c JOIN usage_asset u ON u.book_id=c.book_id AND u.case_id=c.case_id
        JOIN asset a ON a.asset_id=u.asset_id OR (a.network=u.network AND a.estate_id=c.estate_id)
        JOIN asset_holding h ON h.asset_id=a.asset_id AND h.role='KEEPER' AND h.holder='OPERATOR' AND h.since<=NEW.ordered_on
      WHERE c.book_id=NEW.book_id AND c.case_id=NEW.case_id
        AND NOT EXISTS(SELECT 1 FROM asset_holding n WHERE n.asset_id=h.asset_id AND n.role='KEEPER' AND n.since>h.since AND n.since<=NEW.ordered_on)
        AND NOT EXISTS(SELECT 1 FROM usage_paper p WHERE p.book_id=c.book_id AND p.case_id=c.case_id AND p.kind='acceptance' AND p.dated_on<h.since))
  BEGIN SELECT RAISE(ABORT,'wxzj:asset_operated an operator keeps what the case repairs'); END
