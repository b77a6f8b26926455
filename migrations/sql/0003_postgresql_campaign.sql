-- Campaigns of refilling the fund (续筹方案): whose balance ran low, what each household is to pay,
-- what was decided, who was told and when. No money moves here: on a cash basis only what arrives
-- is booked, and what was collected is read from the journal.

-- One campaign of an estate, a row in each book that it touches, under one code. The row is the seal
-- of its list: it is written last and says how many households there are and what they owe together.
CREATE TABLE campaign(
  book_id integer NOT NULL CONSTRAINT fk_campaign_book REFERENCES book,
  campaign_id integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  estate_id integer NOT NULL CONSTRAINT fk_campaign_estate REFERENCES estate,
  scope text COLLATE "C" NOT NULL,
  chosen text COLLATE "C" NOT NULL CONSTRAINT ck_campaign_chosen CHECK(chosen IN('LOW','ALL')),
  target text COLLATE "C" NOT NULL CONSTRAINT ck_campaign_target CHECK(target IN('initial','current_standard','ratio','decided')),
  permille integer CONSTRAINT ck_campaign_permille CHECK(permille BETWEEN 1 AND 1000),
  standard_fen bigint CONSTRAINT ck_campaign_standard CHECK(standard_fen>0),
  total_fen bigint CONSTRAINT ck_campaign_total CHECK(total_fen>0),
  times integer NOT NULL CONSTRAINT ck_campaign_times CHECK(times BETWEEN 1 AND 120),
  every_months integer NOT NULL CONSTRAINT ck_campaign_every_months CHECK(every_months BETWEEN 1 AND 120),
  pay_days integer NOT NULL CONSTRAINT ck_campaign_pay_days CHECK(pay_days BETWEEN 0 AND 3650),
  planned_on date NOT NULL,
  replaces text COLLATE "C",
  household_count integer NOT NULL CONSTRAINT ck_campaign_household_count CHECK(household_count>0),
  due_fen bigint NOT NULL CONSTRAINT ck_campaign_due CHECK(due_fen>0),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,campaign_id),
  CONSTRAINT uq_campaign_code UNIQUE(book_id,code)
)

CREATE TABLE campaign_due(
  book_id integer NOT NULL,
  campaign_id integer NOT NULL,
  sub_id integer NOT NULL,
  rule text COLLATE "C" NOT NULL CONSTRAINT ck_campaign_due_rule CHECK(rule IN('REFILL','BUILD_UP')),
  area integer NOT NULL,
  initial_fen bigint NOT NULL,
  balance_fen bigint NOT NULL,
  due_fen bigint NOT NULL CONSTRAINT ck_campaign_due_due CHECK(due_fen>0),
  PRIMARY KEY(book_id,campaign_id,sub_id),
  CONSTRAINT fk_campaign_due_campaign FOREIGN KEY(book_id,campaign_id) REFERENCES campaign DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_campaign_due_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
)

-- What became of a campaign, step by step: decided by vote or by rule, then stopped.
CREATE TABLE campaign_step(
  book_id integer NOT NULL,
  campaign_id integer NOT NULL,
  step_no integer NOT NULL,
  state text COLLATE "C" NOT NULL CONSTRAINT ck_campaign_step_state CHECK(state IN('VOTED','BY_RULE','STOPPED','REPLACED')),
  dated_on date NOT NULL,
  first_due_on date,
  vote text COLLATE "C",
  reason text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,campaign_id,step_no),
  CONSTRAINT fk_campaign_step_campaign FOREIGN KEY(book_id,campaign_id) REFERENCES campaign
)

-- What a household need not pay (减免): asked for by one person and granted by another.
CREATE TABLE campaign_waiver(
  book_id integer NOT NULL,
  waiver_id integer NOT NULL,
  campaign_id integer NOT NULL,
  sub_id integer NOT NULL,
  asks integer,
  amount_fen bigint NOT NULL CONSTRAINT ck_campaign_waiver_amount CHECK(amount_fen>0),
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_campaign_waiver_reason CHECK(reason<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,waiver_id),
  CONSTRAINT uq_campaign_waiver_asks UNIQUE(book_id,asks),
  CONSTRAINT fk_campaign_waiver_due FOREIGN KEY(book_id,campaign_id,sub_id) REFERENCES campaign_due,
  CONSTRAINT fk_campaign_waiver_asks FOREIGN KEY(book_id,asks) REFERENCES campaign_waiver
)

-- The register of notices (催交通知登记簿).
CREATE TABLE notice(
  book_id integer NOT NULL,
  notice_id integer NOT NULL,
  campaign_id integer NOT NULL,
  sub_id integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_notice_kind CHECK(kind IN('NOTICE','URGE','PUBLIC')),
  urge_no integer NOT NULL CONSTRAINT ck_notice_urge_no CHECK(urge_no>=0),
  dated_on date NOT NULL,
  open_fen bigint NOT NULL CONSTRAINT ck_notice_open CHECK(open_fen>0),
  now_fen bigint NOT NULL CONSTRAINT ck_notice_now CHECK(now_fen BETWEEN 1 AND open_fen),
  pay_until date NOT NULL,
  owner text COLLATE "C",
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,notice_id),
  CONSTRAINT uq_notice_code UNIQUE(book_id,code),
  CONSTRAINT fk_notice_due FOREIGN KEY(book_id,campaign_id,sub_id) REFERENCES campaign_due
)

CREATE INDEX ix_notice_campaign ON notice(book_id,campaign_id,sub_id)

CREATE TABLE notice_delivery(
  book_id integer NOT NULL,
  delivery_id integer NOT NULL,
  notice_id integer NOT NULL,
  delivered_on date NOT NULL,
  manner text COLLATE "C" NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,delivery_id),
  CONSTRAINT fk_notice_delivery_notice FOREIGN KEY(book_id,notice_id) REFERENCES notice
)

CREATE INDEX ix_notice_delivery_notice ON notice_delivery(book_id,notice_id)

CREATE FUNCTION wxzj_campaign_seal() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM campaign_due WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id
      HAVING count(*)=NEW.household_count AND sum(due_fen)=NEW.due_fen) THEN
    PERFORM wxzj_refuse('campaign_list','the list does not add up to its campaign'); END IF;
  IF NEW.campaign_id<>1+coalesce((SELECT max(campaign_id) FROM campaign WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','campaigns follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_seal BEFORE INSERT ON campaign FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_seal()

CREATE FUNCTION wxzj_campaign_due_fresh() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id) THEN
    PERFORM wxzj_refuse('sealed','the list of a campaign never grows'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_due_fresh BEFORE INSERT ON campaign_due FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_due_fresh()

CREATE FUNCTION wxzj_campaign_step_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.step_no<>1+(SELECT count(*) FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id) THEN
    PERFORM wxzj_refuse('sealed','steps follow one another'); END IF;
  IF NEW.step_no>1 AND (NEW.state<>'STOPPED' OR EXISTS(SELECT 1 FROM campaign_step
      WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id AND state IN('STOPPED','REPLACED'))) THEN
    PERFORM wxzj_refuse('campaign_state','the campaign is not in a state for this step'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_step_next BEFORE INSERT ON campaign_step FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_step_next()

CREATE FUNCTION wxzj_campaign_waiver_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.waiver_id<>1+coalesce((SELECT max(waiver_id) FROM campaign_waiver WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','waivers follow one another'); END IF;
  IF NEW.asks IS NOT NULL AND NOT EXISTS(SELECT 1 FROM campaign_waiver
      WHERE book_id=NEW.book_id AND waiver_id=NEW.asks AND asks IS NULL AND campaign_id=NEW.campaign_id
        AND sub_id=NEW.sub_id AND amount_fen=NEW.amount_fen) THEN
    PERFORM wxzj_refuse('waiver_differs','a waiver is granted as it was asked for'); END IF;
  IF EXISTS(SELECT 1 FROM campaign_waiver WHERE book_id=NEW.book_id AND waiver_id=NEW.asks AND who=NEW.who)
      AND EXISTS(SELECT 1 FROM login) THEN
    PERFORM wxzj_refuse('waiver_self','whoever asked for a waiver does not grant it'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_waiver_next BEFORE INSERT ON campaign_waiver FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_waiver_next()

CREATE FUNCTION wxzj_notice_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.notice_id<>1+coalesce((SELECT max(notice_id) FROM notice WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','notices follow one another'); END IF;
  IF coalesce((SELECT state FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id ORDER BY step_no DESC LIMIT 1),'')
      NOT IN('VOTED','BY_RULE') THEN
    PERFORM wxzj_refuse('campaign_state','notices are given while a campaign is in force'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER notice_next BEFORE INSERT ON notice FOR EACH ROW EXECUTE FUNCTION wxzj_notice_next()

CREATE FUNCTION wxzj_notice_delivery_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.delivery_id<>1+coalesce((SELECT max(delivery_id) FROM notice_delivery WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','deliveries follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER notice_delivery_next BEFORE INSERT ON notice_delivery FOR EACH ROW EXECUTE FUNCTION wxzj_notice_delivery_next()

CREATE TRIGGER campaign_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER campaign_due_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign_due FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER campaign_step_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER campaign_waiver_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign_waiver FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER notice_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER notice_delivery_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON notice_delivery FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')
