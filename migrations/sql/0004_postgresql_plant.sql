-- Utility plant (专营设施设备): operators, the register of assets, who owns and who keeps each of them
-- from which day on, what it cost by source, and how it is handed over. Nothing here is ever edited.

CREATE TABLE operator(
  operator_id integer NOT NULL PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT uq_operator_code UNIQUE,
  name text COLLATE "C" NOT NULL,
  networks text COLLATE "C" NOT NULL CONSTRAINT ck_operator_networks CHECK(networks<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL
)

CREATE FUNCTION wxzj_operator() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.operator_id<>1+coalesce((SELECT max(operator_id) FROM operator),0) THEN
    PERFORM wxzj_refuse('sealed','operators follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER operator_next BEFORE INSERT ON operator FOR EACH ROW EXECUTE FUNCTION wxzj_operator()

CREATE TRIGGER operator_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON operator FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE plant_handover(
  handover_id integer NOT NULL PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT uq_plant_handover_code UNIQUE,
  estate_id integer NOT NULL CONSTRAINT fk_plant_handover_estate REFERENCES estate,
  operator_id integer NOT NULL CONSTRAINT fk_plant_handover_operator REFERENCES operator,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL
)

CREATE FUNCTION wxzj_plant_handover() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM plant_handover),0) THEN
    PERFORM wxzj_refuse('sealed','hand-overs follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER plant_handover_next BEFORE INSERT ON plant_handover FOR EACH ROW EXECUTE FUNCTION wxzj_plant_handover()

CREATE TRIGGER plant_handover_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON plant_handover FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE asset(
  asset_id integer NOT NULL PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT uq_asset_code UNIQUE,
  estate_id integer NOT NULL CONSTRAINT fk_asset_estate REFERENCES estate,
  network text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  location text COLLATE "C" NOT NULL,
  boundary text COLLATE "C",
  quantity_milli bigint NOT NULL CONSTRAINT ck_asset_quantity CHECK(quantity_milli>0),
  unit text COLLATE "C" NOT NULL,
  maker text COLLATE "C",
  in_service_on date,
  warranty_until date,
  registered_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL
)

CREATE FUNCTION wxzj_asset() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.asset_id<>1+coalesce((SELECT max(asset_id) FROM asset),0) THEN
    PERFORM wxzj_refuse('sealed','assets follow one another'); END IF;
  IF 2<>(SELECT count(*) FROM asset_holding WHERE asset_id=NEW.asset_id AND turn_no=1) THEN
    PERFORM wxzj_refuse('asset_unheld','an asset has an owner and a keeper'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER asset_next BEFORE INSERT ON asset FOR EACH ROW EXECUTE FUNCTION wxzj_asset()

-- Only what was not known yet is filled in: the day it came into use, the end of the warranty.
CREATE FUNCTION wxzj_asset_filled() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.asset_id IS DISTINCT FROM OLD.asset_id OR NEW.code IS DISTINCT FROM OLD.code OR NEW.estate_id IS DISTINCT FROM OLD.estate_id OR NEW.network IS DISTINCT FROM OLD.network OR NEW.name IS DISTINCT FROM OLD.name OR NEW.location IS DISTINCT FROM OLD.location OR NEW.boundary IS DISTINCT FROM OLD.boundary OR NEW.quantity_milli IS DISTINCT FROM OLD.quantity_milli OR NEW.unit IS DISTINCT FROM OLD.unit OR NEW.maker IS DISTINCT FROM OLD.maker OR NEW.registered_on IS DISTINCT FROM OLD.registered_on OR NEW.who IS DISTINCT FROM OLD.who OR NEW.at IS DISTINCT FROM OLD.at
      OR (OLD.in_service_on IS NOT NULL AND NEW.in_service_on IS DISTINCT FROM OLD.in_service_on) OR (OLD.warranty_until IS NOT NULL AND NEW.warranty_until IS DISTINCT FROM OLD.warranty_until) THEN
    PERFORM wxzj_refuse('sealed','an asset stays as it was registered'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER asset_filled BEFORE UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION wxzj_asset_filled()

CREATE TRIGGER asset_stays BEFORE DELETE OR TRUNCATE ON asset FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE asset_holding(
  asset_id integer NOT NULL,
  role text COLLATE "C" NOT NULL CONSTRAINT ck_asset_holding_role CHECK(role IN('OWNER','KEEPER')),
  turn_no integer NOT NULL,
  holder text COLLATE "C" NOT NULL CONSTRAINT ck_asset_holding_holder CHECK(holder IN('OWNERS','GOVERNMENT','OPERATOR')),
  operator_id integer CONSTRAINT fk_asset_holding_operator REFERENCES operator,
  since date NOT NULL,
  handover_id integer CONSTRAINT fk_asset_holding_handover REFERENCES plant_handover,
  reason text COLLATE "C" NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(asset_id,role,turn_no),
  CONSTRAINT fk_asset_holding_asset FOREIGN KEY(asset_id) REFERENCES asset DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT ck_asset_holding_operator CHECK((holder='OPERATOR')=(operator_id IS NOT NULL)),
  CONSTRAINT ck_asset_holding_turn CHECK((turn_no=1)=(handover_id IS NULL))
)

CREATE FUNCTION wxzj_asset_holding() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.turn_no<>1+coalesce((SELECT max(turn_no) FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role),0) THEN
    PERFORM wxzj_refuse('sealed','holders follow one another'); END IF;
  IF EXISTS(SELECT 1 FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role AND since>=NEW.since) THEN
    PERFORM wxzj_refuse('asset_dates','a holder begins after the one before'); END IF;
  IF NEW.turn_no>1 AND NOT EXISTS(SELECT 1 FROM plant_step s JOIN plant_item i ON i.handover_id=s.handover_id AND i.asset_id=NEW.asset_id JOIN plant_handover p ON p.handover_id=s.handover_id
        WHERE s.handover_id=NEW.handover_id AND s.state='RESPONSIBILITY_SWITCHED' AND s.dated_on=NEW.since AND p.operator_id=NEW.operator_id) THEN
    PERFORM wxzj_refuse('handover_state','a holder changes on the day of a switch'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER asset_holding_next BEFORE INSERT ON asset_holding FOR EACH ROW EXECUTE FUNCTION wxzj_asset_holding()

CREATE TRIGGER asset_holding_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON asset_holding FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE asset_cost(
  asset_id integer NOT NULL,
  cost_no integer NOT NULL,
  source text COLLATE "C" NOT NULL CONSTRAINT ck_asset_cost_source CHECK(source<>''),
  amount_fen bigint NOT NULL CONSTRAINT ck_asset_cost_amount CHECK(amount_fen>0),
  evidence text COLLATE "C" NOT NULL CONSTRAINT ck_asset_cost_evidence CHECK(evidence IN('final','provisional','valuation','nominal')),
  sha256 bytea,
  dated_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(asset_id,cost_no,source),
  CONSTRAINT fk_asset_cost_asset FOREIGN KEY(asset_id) REFERENCES asset
)

CREATE FUNCTION wxzj_asset_cost() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.cost_no<(SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id) OR NEW.cost_no>1+coalesce((SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id),0)
      OR EXISTS(SELECT 1 FROM asset_cost WHERE asset_id=NEW.asset_id AND cost_no=NEW.cost_no AND (source=NEW.source OR at<>NEW.at OR evidence<>NEW.evidence)) THEN
    PERFORM wxzj_refuse('sealed','costs follow one another, each written at once'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER asset_cost_next BEFORE INSERT ON asset_cost FOR EACH ROW EXECUTE FUNCTION wxzj_asset_cost()

CREATE TRIGGER asset_cost_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON asset_cost FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE asset_paper(
  asset_id integer NOT NULL,
  paper_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_asset_paper_kind CHECK(kind IN('drawing','settlement','valuation','warranty','photo','other')),
  name text COLLATE "C" NOT NULL,
  sha256 bytea NOT NULL,
  size bigint NOT NULL,
  dated_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(asset_id,paper_no),
  CONSTRAINT fk_asset_paper_asset FOREIGN KEY(asset_id) REFERENCES asset
)

CREATE FUNCTION wxzj_asset_paper() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM asset_paper WHERE asset_id=NEW.asset_id),0) THEN
    PERFORM wxzj_refuse('sealed','papers follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER asset_paper_next BEFORE INSERT ON asset_paper FOR EACH ROW EXECUTE FUNCTION wxzj_asset_paper()

CREATE TRIGGER asset_paper_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON asset_paper FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE plant_item(
  handover_id integer NOT NULL,
  asset_id integer NOT NULL,
  PRIMARY KEY(handover_id,asset_id),
  CONSTRAINT fk_plant_item_handover FOREIGN KEY(handover_id) REFERENCES plant_handover,
  CONSTRAINT fk_plant_item_asset FOREIGN KEY(asset_id) REFERENCES asset
)

CREATE FUNCTION wxzj_plant_item() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id) OR EXISTS(SELECT 1 FROM plant_item WHERE handover_id=NEW.handover_id AND asset_id=NEW.asset_id) THEN
    PERFORM wxzj_refuse('sealed','what is handed over stands with its beginning'); END IF;
  IF EXISTS(SELECT 1 FROM plant_item i JOIN plant_step s ON s.handover_id=i.handover_id WHERE i.asset_id=NEW.asset_id
        AND s.step_no=(SELECT max(step_no) FROM plant_step WHERE handover_id=i.handover_id) AND s.state NOT IN('NOT_TRANSFERRED','RESPONSIBILITY_SWITCHED','BOOKED_BY_OPERATOR')) THEN
    PERFORM wxzj_refuse('asset_promised','the asset is being handed over already'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER plant_item_next BEFORE INSERT ON plant_item FOR EACH ROW EXECUTE FUNCTION wxzj_plant_item()

CREATE TRIGGER plant_item_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON plant_item FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE plant_step(
  handover_id integer NOT NULL,
  step_no integer NOT NULL,
  state text COLLATE "C" NOT NULL,
  dated_on date NOT NULL,
  body text COLLATE "C" NOT NULL,
  paper text COLLATE "C",
  sha256 bytea,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(handover_id,step_no),
  CONSTRAINT fk_plant_step_handover FOREIGN KEY(handover_id) REFERENCES plant_handover,
  CONSTRAINT ck_plant_step_paper CHECK((paper IS NULL)=(sha256 IS NULL))
)

CREATE FUNCTION wxzj_plant_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.step_no<>1+coalesce((SELECT max(step_no) FROM plant_step WHERE handover_id=NEW.handover_id),0) THEN
    PERFORM wxzj_refuse('sealed','steps follow one another'); END IF;
  IF NOT NEW.state=ANY(CASE coalesce((SELECT state FROM plant_step WHERE handover_id=NEW.handover_id ORDER BY step_no DESC LIMIT 1),'')
      WHEN '' THEN ARRAY['SURVEYED','BUILT']
      WHEN 'SURVEYED' THEN ARRAY['DESIGN_AGREED','NOT_TRANSFERRED']
      WHEN 'DESIGN_AGREED' THEN ARRAY['BUILT','NOT_TRANSFERRED']
      WHEN 'BUILT' THEN ARRAY['JOINT_ACCEPTANCE','REJECTED','NOT_TRANSFERRED']
      WHEN 'REJECTED' THEN ARRAY['JOINT_ACCEPTANCE','REJECTED','NOT_TRANSFERRED']
      WHEN 'JOINT_ACCEPTANCE' THEN ARRAY['OWNERS_DECIDED','AGREEMENT_SIGNED','NOT_TRANSFERRED']
      WHEN 'OWNERS_DECIDED' THEN ARRAY['AGREEMENT_SIGNED','NOT_TRANSFERRED']
      WHEN 'AGREEMENT_SIGNED' THEN ARRAY['HANDED_OVER','NOT_TRANSFERRED']
      WHEN 'HANDED_OVER' THEN ARRAY['RESPONSIBILITY_SWITCHED']
      WHEN 'RESPONSIBILITY_SWITCHED' THEN ARRAY['BOOKED_BY_OPERATOR']
      WHEN 'NOT_TRANSFERRED' THEN ARRAY['JOINT_ACCEPTANCE','REJECTED']
      ELSE ARRAY[]::text[] END) THEN
    PERFORM wxzj_refuse('handover_state','a hand-over does not move so'); END IF;
  IF EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id AND dated_on>NEW.dated_on) THEN
    PERFORM wxzj_refuse('handover_dates','a step is not dated before the last'); END IF;
  IF NEW.state IN('JOINT_ACCEPTANCE','HANDED_OVER') AND EXISTS(SELECT 1 FROM plant_defect d WHERE d.handover_id=NEW.handover_id AND d.act='FOUND'
        AND NOT EXISTS(SELECT 1 FROM plant_defect m WHERE m.handover_id=d.handover_id AND m.defect_no=d.defect_no AND m.act='MENDED')) THEN
    PERFORM wxzj_refuse('handover_defects','defects are mended first'); END IF;
  IF NEW.state='RESPONSIBILITY_SWITCHED' AND EXISTS(SELECT 1 FROM login)
        AND EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id AND state='AGREEMENT_SIGNED' AND who=NEW.who) THEN
    PERFORM wxzj_refuse('handover_own','somebody else than who recorded the agreement switches the duty'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER plant_step_next BEFORE INSERT ON plant_step FOR EACH ROW EXECUTE FUNCTION wxzj_plant_step()

CREATE TRIGGER plant_step_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON plant_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE plant_defect(
  handover_id integer NOT NULL,
  defect_no integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_plant_defect_act CHECK(act IN('FOUND','MENDED')),
  asset_id integer NOT NULL,
  what text COLLATE "C" NOT NULL,
  days integer NOT NULL CONSTRAINT ck_plant_defect_days CHECK(days>=0),
  dated_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(handover_id,defect_no,act),
  CONSTRAINT fk_plant_defect_item FOREIGN KEY(handover_id,asset_id) REFERENCES plant_item
)

CREATE FUNCTION wxzj_plant_defect() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF (NEW.act='FOUND' AND NEW.defect_no<>1+coalesce((SELECT max(defect_no) FROM plant_defect WHERE handover_id=NEW.handover_id),0))
      OR (NEW.act='MENDED' AND (NOT EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='FOUND' AND dated_on<=NEW.dated_on)
        OR EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='MENDED'))) THEN
    PERFORM wxzj_refuse('sealed','a defect is found, then mended, once'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER plant_defect_next BEFORE INSERT ON plant_defect FOR EACH ROW EXECUTE FUNCTION wxzj_plant_defect()

CREATE TRIGGER plant_defect_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON plant_defect FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TABLE usage_asset(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  item_no integer NOT NULL,
  asset_id integer CONSTRAINT fk_usage_asset_asset REFERENCES asset,
  network text COLLATE "C",
  PRIMARY KEY(book_id,case_id,item_no),
  CONSTRAINT fk_usage_asset_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_usage_asset_named CHECK((asset_id IS NULL)<>(network IS NULL))
)

CREATE TRIGGER usage_asset_fresh BEFORE INSERT ON usage_asset FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

CREATE TRIGGER usage_asset_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_asset FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE INDEX ix_asset_estate ON asset(estate_id,network)

-- 165号令 art. 25 (2): what an operator keeps, the fund does not pay; what was finished before, it may.
CREATE FUNCTION wxzj_usage_payment_keeper() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.kind IN('whole','advance','progress','final') AND NEW.fund_fen>0
      AND EXISTS(SELECT 1 FROM usage_case c JOIN usage_asset u ON u.book_id=c.book_id AND u.case_id=c.case_id
        JOIN asset a ON a.asset_id=u.asset_id OR (a.network=u.network AND a.estate_id=c.estate_id)
        JOIN asset_holding h ON h.asset_id=a.asset_id AND h.role='KEEPER' AND h.holder='OPERATOR' AND h.since<=NEW.ordered_on
      WHERE c.book_id=NEW.book_id AND c.case_id=NEW.case_id
        AND NOT EXISTS(SELECT 1 FROM asset_holding n WHERE n.asset_id=h.asset_id AND n.role='KEEPER' AND n.since>h.since AND n.since<=NEW.ordered_on)
        AND NOT EXISTS(SELECT 1 FROM usage_paper p WHERE p.book_id=c.book_id AND p.case_id=c.case_id AND p.kind='acceptance' AND p.dated_on<h.since)) THEN
    PERFORM wxzj_refuse('asset_operated','an operator keeps what the case repairs'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_payment_keeper BEFORE INSERT ON usage_payment FOR EACH ROW EXECUTE FUNCTION wxzj_usage_payment_keeper()
