-- Campaigns of refilling the fund (续筹方案): whose balance ran low, what each household is to pay,
-- what was decided, who was told and when. No money moves here: on a cash basis only what arrives
-- is booked, and what was collected is read from the journal.

-- One campaign of an estate, a row in each book that it touches, under one code. The row is the seal
-- of its list: it is written last and says how many households there are and what they owe together.
CREATE TABLE campaign(
  book_id INTEGER NOT NULL CONSTRAINT fk_campaign_book REFERENCES book,
  campaign_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_campaign_estate REFERENCES estate,
  scope TEXT NOT NULL,
  chosen TEXT NOT NULL CONSTRAINT ck_campaign_chosen CHECK(chosen IN('LOW','ALL')),
  target TEXT NOT NULL CONSTRAINT ck_campaign_target CHECK(target IN('initial','current_standard','ratio','decided')),
  permille INTEGER CONSTRAINT ck_campaign_permille CHECK(permille BETWEEN 1 AND 1000),
  standard_fen INTEGER CONSTRAINT ck_campaign_standard CHECK(standard_fen>0),
  total_fen INTEGER CONSTRAINT ck_campaign_total CHECK(total_fen>0),
  times INTEGER NOT NULL CONSTRAINT ck_campaign_times CHECK(times BETWEEN 1 AND 120),
  every_months INTEGER NOT NULL CONSTRAINT ck_campaign_every_months CHECK(every_months BETWEEN 1 AND 120),
  pay_days INTEGER NOT NULL CONSTRAINT ck_campaign_pay_days CHECK(pay_days BETWEEN 0 AND 3650),
  planned_on TEXT NOT NULL CONSTRAINT ck_campaign_planned_on CHECK(planned_on IS date(planned_on,'+0 days')),
  replaces TEXT,
  household_count INTEGER NOT NULL CONSTRAINT ck_campaign_household_count CHECK(household_count>0),
  due_fen INTEGER NOT NULL CONSTRAINT ck_campaign_due CHECK(due_fen>0),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,campaign_id),
  CONSTRAINT uq_campaign_code UNIQUE(book_id,code)
) STRICT, WITHOUT ROWID

CREATE TABLE campaign_due(
  book_id INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  rule TEXT NOT NULL CONSTRAINT ck_campaign_due_rule CHECK(rule IN('REFILL','BUILD_UP')),
  area INTEGER NOT NULL,
  initial_fen INTEGER NOT NULL,
  balance_fen INTEGER NOT NULL,
  due_fen INTEGER NOT NULL CONSTRAINT ck_campaign_due_due CHECK(due_fen>0),
  PRIMARY KEY(book_id,campaign_id,sub_id),
  CONSTRAINT fk_campaign_due_campaign FOREIGN KEY(book_id,campaign_id) REFERENCES campaign DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_campaign_due_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

-- What became of a campaign, step by step: decided by vote or by rule, then stopped.
CREATE TABLE campaign_step(
  book_id INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  step_no INTEGER NOT NULL,
  state TEXT NOT NULL CONSTRAINT ck_campaign_step_state CHECK(state IN('VOTED','BY_RULE','STOPPED','REPLACED')),
  dated_on TEXT NOT NULL CONSTRAINT ck_campaign_step_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  first_due_on TEXT CONSTRAINT ck_campaign_step_first_due_on CHECK(first_due_on IS date(first_due_on,'+0 days')),
  vote TEXT,
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,campaign_id,step_no),
  CONSTRAINT fk_campaign_step_campaign FOREIGN KEY(book_id,campaign_id) REFERENCES campaign
) STRICT, WITHOUT ROWID

-- What a household need not pay (减免): asked for by one person and granted by another.
CREATE TABLE campaign_waiver(
  book_id INTEGER NOT NULL,
  waiver_id INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  asks INTEGER,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_campaign_waiver_amount CHECK(amount_fen>0),
  reason TEXT NOT NULL CONSTRAINT ck_campaign_waiver_reason CHECK(reason<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,waiver_id),
  CONSTRAINT uq_campaign_waiver_asks UNIQUE(book_id,asks),
  CONSTRAINT fk_campaign_waiver_due FOREIGN KEY(book_id,campaign_id,sub_id) REFERENCES campaign_due,
  CONSTRAINT fk_campaign_waiver_asks FOREIGN KEY(book_id,asks) REFERENCES campaign_waiver
) STRICT, WITHOUT ROWID

-- The register of notices (催交通知登记簿).
CREATE TABLE notice(
  book_id INTEGER NOT NULL,
  notice_id INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_notice_kind CHECK(kind IN('NOTICE','URGE','PUBLIC')),
  urge_no INTEGER NOT NULL CONSTRAINT ck_notice_urge_no CHECK(urge_no>=0),
  dated_on TEXT NOT NULL CONSTRAINT ck_notice_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  open_fen INTEGER NOT NULL CONSTRAINT ck_notice_open CHECK(open_fen>0),
  now_fen INTEGER NOT NULL CONSTRAINT ck_notice_now CHECK(now_fen BETWEEN 1 AND open_fen),
  pay_until TEXT NOT NULL CONSTRAINT ck_notice_pay_until CHECK(pay_until IS date(pay_until,'+0 days')),
  owner TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,notice_id),
  CONSTRAINT uq_notice_code UNIQUE(book_id,code),
  CONSTRAINT fk_notice_due FOREIGN KEY(book_id,campaign_id,sub_id) REFERENCES campaign_due
) STRICT, WITHOUT ROWID

CREATE INDEX ix_notice_campaign ON notice(book_id,campaign_id,sub_id)

CREATE TABLE notice_delivery(
  book_id INTEGER NOT NULL,
  delivery_id INTEGER NOT NULL,
  notice_id INTEGER NOT NULL,
  delivered_on TEXT NOT NULL CONSTRAINT ck_notice_delivery_delivered_on CHECK(delivered_on IS date(delivered_on,'+0 days')),
  manner TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,delivery_id),
  CONSTRAINT fk_notice_delivery_notice FOREIGN KEY(book_id,notice_id) REFERENCES notice
) STRICT, WITHOUT ROWID

CREATE INDEX ix_notice_delivery_notice ON notice_delivery(book_id,notice_id)

CREATE TRIGGER campaign_insert BEFORE INSERT ON campaign BEGIN
  SELECT RAISE(ABORT,'wxzj:campaign_list the list does not add up to its campaign')
    WHERE (NEW.household_count,NEW.due_fen) IS NOT (SELECT count(*),coalesce(sum(due_fen),0) FROM campaign_due
      WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id);
  SELECT RAISE(ABORT,'wxzj:sealed campaigns follow one another')
    WHERE NEW.campaign_id<>1+coalesce((SELECT max(campaign_id) FROM campaign WHERE book_id=NEW.book_id),0);
END

CREATE TRIGGER campaign_update BEFORE UPDATE ON campaign BEGIN SELECT RAISE(ABORT,'wxzj:sealed a campaign never changes'); END

CREATE TRIGGER campaign_delete BEFORE DELETE ON campaign BEGIN SELECT RAISE(ABORT,'wxzj:sealed a campaign is stopped, never deleted'); END

CREATE TRIGGER campaign_due_insert BEFORE INSERT ON campaign_due
  WHEN EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a campaign never grows'); END

CREATE TRIGGER campaign_due_update BEFORE UPDATE ON campaign_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a campaign never changes'); END

CREATE TRIGGER campaign_due_delete BEFORE DELETE ON campaign_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a campaign never changes'); END

CREATE TRIGGER campaign_step_insert BEFORE INSERT ON campaign_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed steps follow one another')
    WHERE NEW.step_no<>1+(SELECT count(*) FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id);
  SELECT RAISE(ABORT,'wxzj:campaign_state the campaign is not in a state for this step')
    WHERE NEW.step_no>1 AND (NEW.state<>'STOPPED' OR EXISTS(SELECT 1 FROM campaign_step
      WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id AND state IN('STOPPED','REPLACED')));
END

CREATE TRIGGER campaign_step_update BEFORE UPDATE ON campaign_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

CREATE TRIGGER campaign_step_delete BEFORE DELETE ON campaign_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

CREATE TRIGGER campaign_waiver_insert BEFORE INSERT ON campaign_waiver BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed waivers follow one another')
    WHERE NEW.waiver_id<>1+coalesce((SELECT max(waiver_id) FROM campaign_waiver WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:waiver_differs a waiver is granted as it was asked for')
    WHERE NEW.asks IS NOT NULL AND NOT EXISTS(SELECT 1 FROM campaign_waiver
      WHERE book_id=NEW.book_id AND waiver_id=NEW.asks AND asks IS NULL AND campaign_id=NEW.campaign_id
        AND sub_id=NEW.sub_id AND amount_fen=NEW.amount_fen);
  SELECT RAISE(ABORT,'wxzj:waiver_self whoever asked for a waiver does not grant it')
    WHERE EXISTS(SELECT 1 FROM campaign_waiver WHERE book_id=NEW.book_id AND waiver_id=NEW.asks AND who=NEW.who)
      AND EXISTS(SELECT 1 FROM login);
END

CREATE TRIGGER campaign_waiver_update BEFORE UPDATE ON campaign_waiver BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiver never changes'); END

CREATE TRIGGER campaign_waiver_delete BEFORE DELETE ON campaign_waiver BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiver never changes'); END

CREATE TRIGGER notice_insert BEFORE INSERT ON notice BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed notices follow one another')
    WHERE NEW.notice_id<>1+coalesce((SELECT max(notice_id) FROM notice WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:campaign_state notices are given while a campaign is in force')
    WHERE (SELECT state FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id ORDER BY step_no DESC LIMIT 1)
      IS NOT 'VOTED' AND (SELECT state FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id ORDER BY step_no DESC LIMIT 1)
      IS NOT 'BY_RULE';
END

CREATE TRIGGER notice_update BEFORE UPDATE ON notice BEGIN SELECT RAISE(ABORT,'wxzj:sealed a notice never changes'); END

CREATE TRIGGER notice_delete BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT,'wxzj:sealed a notice never changes'); END

CREATE TRIGGER notice_delivery_insert BEFORE INSERT ON notice_delivery
  WHEN NEW.delivery_id<>1+coalesce((SELECT max(delivery_id) FROM notice_delivery WHERE book_id=NEW.book_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed deliveries follow one another'); END

CREATE TRIGGER notice_delivery_update BEFORE UPDATE ON notice_delivery BEGIN SELECT RAISE(ABORT,'wxzj:sealed a delivery never changes'); END

CREATE TRIGGER notice_delivery_delete BEFORE DELETE ON notice_delivery BEGIN SELECT RAISE(ABORT,'wxzj:sealed a delivery never changes'); END
