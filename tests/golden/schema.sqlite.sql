-- index ix_asset_estate
CREATE INDEX ix_asset_estate ON asset(estate_id,network)

-- index ix_bank_movement_draft
CREATE INDEX ix_bank_movement_draft ON bank_movement(book_id,draft_id)

-- index ix_bank_movement_voucher
CREATE INDEX ix_bank_movement_voucher ON bank_movement(book_id,voucher_id)

-- index ix_benefit_move_due
CREATE INDEX ix_benefit_move_due ON benefit_move(book_id,plan_id,sub_id)

-- index ix_carried_move_sub
CREATE INDEX ix_carried_move_sub ON carried_move(book_id,sub_id)

-- index ix_deposit_plan_sub
CREATE INDEX ix_deposit_plan_sub ON deposit_plan(book_id,sub_id,plan_no)

-- index ix_deposit_voucher
CREATE INDEX ix_deposit_voucher ON deposit(book_id,voucher_id)

-- index ix_draft_deposit_draft
CREATE INDEX ix_draft_deposit_draft ON draft_deposit(book_id,draft_id)

-- index ix_earmark_case
CREATE INDEX ix_earmark_case ON earmark(book_id,case_id,sub_id,part,amount_fen)

-- index ix_house_part_event
CREATE INDEX ix_house_part_event ON house_part(book_id,event_no)

-- index ix_lost_payment_refund
CREATE INDEX ix_lost_payment_refund ON lost_payment(book_id,lost_event,lost_no)

-- index ix_notice_campaign
CREATE INDEX ix_notice_campaign ON notice(book_id,campaign_id,sub_id)

-- index ix_notice_delivery_notice
CREATE INDEX ix_notice_delivery_notice ON notice_delivery(book_id,notice_id)

-- index ix_payee_name
CREATE INDEX ix_payee_name ON payee(name,payee_id)

-- index ix_receipt_use_lot
CREATE INDEX ix_receipt_use_lot ON receipt_use(book_id,lot_no,no)

-- index ix_receipt_use_voucher
CREATE INDEX ix_receipt_use_voucher ON receipt_use(book_id,voucher_id,sub_id)

-- index ix_receipt_void_lot
CREATE INDEX ix_receipt_void_lot ON receipt_void(book_id,lot_no,no)

-- index ix_rule_value_custodian
CREATE INDEX ix_rule_value_custodian ON rule_value(custodian_id,rule)

-- index ix_sub_account_estate
CREATE INDEX ix_sub_account_estate ON sub_account(book_id,estate_id,sub_id)

-- index ix_sub_close_event
CREATE INDEX ix_sub_close_event ON sub_close(book_id,event)

-- index ix_usage_payment_draft
CREATE INDEX ix_usage_payment_draft ON usage_payment(book_id,draft_id)

-- index ix_usage_payment_invoice
CREATE INDEX ix_usage_payment_invoice ON usage_payment(payee,invoice)

-- index ix_voucher_estate
CREATE INDEX ix_voucher_estate ON voucher(book_id,estate_id,voucher_id)

-- index ix_voucher_event
CREATE INDEX ix_voucher_event ON voucher(book_id,event)

-- table account
CREATE TABLE account(
  chart TEXT NOT NULL CONSTRAINT fk_account_chart REFERENCES chart,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  class TEXT NOT NULL CONSTRAINT ck_account_class CHECK(class IN('ASSET','LIABILITY','NET_ASSET','INCOME','EXPENDITURE')),
  side TEXT NOT NULL CONSTRAINT ck_account_side CHECK(side IN('D','C')),
  control INTEGER NOT NULL CONSTRAINT ck_account_control CHECK(control IN(0,1,2)),
  names_bank INTEGER NOT NULL CONSTRAINT ck_account_names_bank CHECK(names_bank IN(0,1)),
  PRIMARY KEY(chart,account)
) STRICT, WITHOUT ROWID

-- table account_rule
CREATE TABLE account_rule(
  chart TEXT NOT NULL,
  account TEXT NOT NULL,
  fund_type TEXT NOT NULL CONSTRAINT ck_account_rule_fund_type CHECK(fund_type IN('','C','P')),
  valid_from TEXT NOT NULL CONSTRAINT ck_account_rule_valid_from CHECK(valid_from IS date(valid_from,'+0 days') AND substr(valid_from,9)='01'),
  closes_to TEXT,
  names_estate INTEGER NOT NULL CONSTRAINT ck_account_rule_names_estate CHECK(names_estate IN(0,1)),
  source TEXT NOT NULL,
  confidence TEXT NOT NULL CONSTRAINT ck_account_rule_confidence CHECK(confidence IN('T','S','C','M','D','R')),
  PRIMARY KEY(chart,account,fund_type,valid_from),
  CONSTRAINT fk_account_rule_account FOREIGN KEY(chart,account) REFERENCES account,
  CONSTRAINT fk_account_rule_closes_to FOREIGN KEY(chart,closes_to) REFERENCES account
) STRICT, WITHOUT ROWID

-- table account_snapshot
CREATE TABLE account_snapshot(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  account TEXT NOT NULL,
  estate_id INTEGER NOT NULL,
  bank_account_id INTEGER NOT NULL,
  balance_fen INTEGER NOT NULL,
  PRIMARY KEY(book_id,period,close_no,account,estate_id,bank_account_id)
) STRICT, WITHOUT ROWID

-- table asset
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

-- table asset_cost
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

-- table asset_holding
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

-- table asset_paper
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

-- table balance_root
CREATE TABLE balance_root(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  estate_id INTEGER NOT NULL,
  leaf_count INTEGER NOT NULL,
  root BLOB NOT NULL CONSTRAINT ck_balance_root_root CHECK(length(root)=32),
  PRIMARY KEY(book_id,period,close_no,estate_id)
) STRICT, WITHOUT ROWID

-- table bank_account
CREATE TABLE bank_account(
  bank_account_id INTEGER NOT NULL PRIMARY KEY,
  custodian_id INTEGER NOT NULL CONSTRAINT fk_bank_account_custodian REFERENCES custodian,
  fund_type TEXT NOT NULL CONSTRAINT ck_bank_account_fund_type CHECK(fund_type IN('C','P')),
  number TEXT NOT NULL CONSTRAINT uq_bank_account_number UNIQUE
) STRICT

-- table bank_movement
CREATE TABLE bank_movement(
  book_id INTEGER NOT NULL CONSTRAINT fk_bank_movement_book REFERENCES book,
  bank_account_id INTEGER NOT NULL CONSTRAINT fk_bank_movement_bank_account REFERENCES bank_account,
  bank_ref TEXT NOT NULL CONSTRAINT ck_bank_movement_ref CHECK(bank_ref<>''),
  turn INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_bank_movement_kind CHECK(kind<>''),
  moved_on TEXT NOT NULL CONSTRAINT ck_bank_movement_moved_on CHECK(moved_on IS date(moved_on,'+0 days')),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_bank_movement_amount CHECK(amount_fen<>0),
  counterparty TEXT,
  draft_id INTEGER,
  voucher_id INTEGER,
  PRIMARY KEY(book_id,bank_account_id,bank_ref,turn),
  CONSTRAINT fk_bank_movement_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT fk_bank_movement_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT ck_bank_movement_one CHECK((draft_id IS NULL)<>(voucher_id IS NULL))
) STRICT, WITHOUT ROWID

-- table benefit_due
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

-- table benefit_move
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

-- table benefit_plan
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

-- table book
CREATE TABLE book(
  book_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_book_code UNIQUE,
  kind TEXT NOT NULL CONSTRAINT ck_book_kind CHECK(kind IN('FUND','PROJECT','OPERATOR','COMMON')),
  custodian_id INTEGER NOT NULL CONSTRAINT fk_book_custodian REFERENCES custodian,
  fund_type TEXT NOT NULL CONSTRAINT ck_book_fund_type CHECK(fund_type IN('','C','P') AND (kind<>'FUND' OR fund_type<>'')),
  chart TEXT NOT NULL CONSTRAINT fk_book_chart REFERENCES chart,
  salt BLOB NOT NULL CONSTRAINT ck_book_salt CHECK(length(salt)=32),
  reopening INTEGER NOT NULL CONSTRAINT ck_book_reopening CHECK(reopening IN(0,1))
) STRICT

-- table book_head
CREATE TABLE book_head(
  book_id INTEGER NOT NULL PRIMARY KEY CONSTRAINT fk_book_head_book REFERENCES book,
  log_size INTEGER NOT NULL,
  frontier_size INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  CONSTRAINT ck_book_head_frontier CHECK(frontier_size BETWEEN 0 AND log_size)
) STRICT

-- table campaign
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

-- table campaign_ballot
CREATE TABLE campaign_ballot(
  book_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  ballot_no INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  choice TEXT NOT NULL CONSTRAINT ck_campaign_ballot_choice CHECK(choice IN('agree','against','abstain','object')),
  channel TEXT,
  proxy TEXT,
  cast_on TEXT NOT NULL CONSTRAINT ck_campaign_ballot_cast_on CHECK(cast_on IS date(cast_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,code,ballot_no),
  CONSTRAINT fk_campaign_ballot_elector FOREIGN KEY(book_id,code,sub_id) REFERENCES campaign_elector
) STRICT, WITHOUT ROWID

-- table campaign_due
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

-- table campaign_elector
CREATE TABLE campaign_elector(
  book_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  sub_id INTEGER NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_campaign_elector_area CHECK(area>=0),
  head_no INTEGER NOT NULL CONSTRAINT ck_campaign_elector_head_no CHECK(head_no>=1),
  heads INTEGER CONSTRAINT ck_campaign_elector_heads CHECK(heads>=0),
  PRIMARY KEY(book_id,code,sub_id),
  CONSTRAINT fk_campaign_elector_electorate FOREIGN KEY(book_id,code) REFERENCES campaign_electorate DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_campaign_elector_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

-- table campaign_electorate
CREATE TABLE campaign_electorate(
  book_id INTEGER NOT NULL CONSTRAINT fk_campaign_electorate_book REFERENCES book,
  code TEXT NOT NULL,
  led_by INTEGER NOT NULL,
  frozen_on TEXT NOT NULL CONSTRAINT ck_campaign_electorate_frozen_on CHECK(frozen_on IS date(frozen_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,code)
) STRICT, WITHOUT ROWID

-- table campaign_step
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

-- table campaign_waiver
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

-- table carried_move
CREATE TABLE carried_move(
  book_id INTEGER NOT NULL,
  event_no INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  part INTEGER NOT NULL CONSTRAINT ck_carried_move_part CHECK(part IN(0,1)),
  value_on TEXT NOT NULL CONSTRAINT ck_carried_move_value_on CHECK(value_on IS date(value_on,'+0 days')),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_carried_move_amount CHECK(amount_fen<>0),
  PRIMARY KEY(book_id,event_no,sub_id,part,value_on),
  CONSTRAINT fk_carried_move_event FOREIGN KEY(book_id,event_no) REFERENCES house_event DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_carried_move_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

-- table chart
CREATE TABLE chart(
  chart TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID

-- table close_log
CREATE TABLE close_log(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_close_log_act CHECK(act IN('CLOSE','REOPEN','LOCK')),
  who TEXT NOT NULL,
  second TEXT,
  reason TEXT,
  at TEXT NOT NULL,
  log_size INTEGER NOT NULL,
  root BLOB NOT NULL,
  balance_root BLOB NOT NULL,
  master_digest BLOB NOT NULL,
  statement_digest BLOB NOT NULL,
  checkpoint TEXT NOT NULL,
  PRIMARY KEY(book_id,period,close_no,act),
  CONSTRAINT fk_close_log_month FOREIGN KEY(book_id,period) REFERENCES month,
  CONSTRAINT ck_close_log_second CHECK(act='CLOSE' OR (second IS NOT NULL AND second<>who AND reason IS NOT NULL AND reason<>''))
) STRICT, WITHOUT ROWID

-- table custodian
CREATE TABLE custodian(
  custodian_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_custodian_code UNIQUE,
  name TEXT NOT NULL
) STRICT

-- table custody
CREATE TABLE custody(
  book_id INTEGER NOT NULL CONSTRAINT fk_custody_book REFERENCES book,
  event TEXT NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_custody_estate REFERENCES estate,
  to_book_id INTEGER NOT NULL CONSTRAINT fk_custody_to_book REFERENCES book,
  ordered_on TEXT NOT NULL CONSTRAINT ck_custody_ordered_on CHECK(ordered_on IS date(ordered_on,'+0 days')),
  notice_on TEXT NOT NULL CONSTRAINT ck_custody_notice_on CHECK(notice_on IS date(notice_on,'+0 days') AND notice_on<=ordered_on),
  resolution TEXT NOT NULL CONSTRAINT ck_custody_resolution CHECK(resolution<>''),
  evidence BLOB NOT NULL CONSTRAINT ck_custody_evidence CHECK(length(evidence)=32),
  fund_fen INTEGER NOT NULL CONSTRAINT ck_custody_fund CHECK(fund_fen>=0),
  undistributed_fen INTEGER NOT NULL CONSTRAINT ck_custody_undistributed CHECK(undistributed_fen>=0),
  settled_fen INTEGER NOT NULL CONSTRAINT ck_custody_settled CHECK(settled_fen>=0),
  PRIMARY KEY(book_id,event),
  CONSTRAINT ck_custody_to_book CHECK(to_book_id<>book_id)
) STRICT, WITHOUT ROWID

-- table deposit
CREATE TABLE deposit(
  book_id INTEGER NOT NULL,
  deposit_key TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  bank_account_id INTEGER NOT NULL,
  dated_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  payer_class INTEGER NOT NULL,
  payer TEXT,
  bank_ref TEXT,
  receipt TEXT,
  import_id TEXT NOT NULL CONSTRAINT fk_deposit_import REFERENCES import_file,
  PRIMARY KEY(book_id,deposit_key,attempt),
  CONSTRAINT fk_deposit_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_deposit_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

-- table deposit_plan
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

-- table deposit_plan_step
CREATE TABLE deposit_plan_step(
  book_id INTEGER NOT NULL,
  plan_no INTEGER NOT NULL,
  step_no INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_deposit_plan_step_amount CHECK(amount_fen>0),
  PRIMARY KEY(book_id,plan_no,step_no),
  CONSTRAINT fk_deposit_plan_step_plan FOREIGN KEY(book_id,plan_no) REFERENCES deposit_plan
) STRICT, WITHOUT ROWID

-- table distribution
CREATE TABLE distribution(
  book_id INTEGER NOT NULL CONSTRAINT fk_distribution_book REFERENCES book,
  distribution_id INTEGER NOT NULL,
  estate_id INTEGER NOT NULL,
  first_on TEXT NOT NULL CONSTRAINT ck_distribution_first_on CHECK(first_on IS date(first_on,'+0 days')),
  last_on TEXT NOT NULL CONSTRAINT ck_distribution_last_on CHECK(last_on IS date(last_on,'+0 days')),
  method TEXT NOT NULL CONSTRAINT ck_distribution_method CHECK(method IN('pooled','rate_table','flat')),
  dated_on TEXT NOT NULL CONSTRAINT ck_distribution_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  total_fen INTEGER NOT NULL CONSTRAINT ck_distribution_total CHECK(total_fen>0),
  weight INTEGER NOT NULL,
  sub_count INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  terms TEXT NOT NULL,
  maker TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY(book_id,distribution_id),
  CONSTRAINT ck_distribution_period CHECK(first_on<=last_on AND last_on<=dated_on)
) STRICT

-- table draft
CREATE TABLE draft(
  book_id INTEGER NOT NULL CONSTRAINT fk_draft_book REFERENCES book,
  draft_id INTEGER NOT NULL,
  state TEXT NOT NULL CONSTRAINT ck_draft_state CHECK(state IN('DRAFT','CHECKED','RETURNED','POSTED')),
  dated_on TEXT NOT NULL CONSTRAINT ck_draft_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  summary TEXT NOT NULL,
  debit_fen INTEGER NOT NULL,
  body TEXT NOT NULL,
  maker TEXT NOT NULL,
  checker TEXT,
  reason TEXT,
  voucher_id INTEGER,
  made_at TEXT NOT NULL,
  PRIMARY KEY(book_id,draft_id),
  CONSTRAINT ck_draft_checker CHECK(checker<>maker)
) STRICT, WITHOUT ROWID

-- table draft_deposit
CREATE TABLE draft_deposit(
  book_id INTEGER NOT NULL,
  deposit_key TEXT NOT NULL,
  draft_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  bank_account_id INTEGER NOT NULL,
  dated_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  payer_class INTEGER NOT NULL,
  payer TEXT,
  bank_ref TEXT,
  receipt TEXT,
  import_id TEXT NOT NULL,
  PRIMARY KEY(book_id,deposit_key),
  CONSTRAINT fk_draft_deposit_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT fk_draft_deposit_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT fk_draft_deposit_import FOREIGN KEY(import_id) REFERENCES import_file
) STRICT, WITHOUT ROWID

-- table draft_house
CREATE TABLE draft_house(
  book_id INTEGER NOT NULL,
  draft_id INTEGER NOT NULL,
  plan TEXT NOT NULL,
  PRIMARY KEY(book_id,draft_id),
  CONSTRAINT fk_draft_house_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft
) STRICT, WITHOUT ROWID

-- table duty_grant
CREATE TABLE duty_grant(
  grant_id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT fk_duty_grant_login REFERENCES login,
  duty TEXT NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_duty_grant_act CHECK(act IN('GRANT','REVOKE')),
  who TEXT NOT NULL,
  reason TEXT,
  at TEXT NOT NULL,
  CONSTRAINT ck_duty_grant_self CHECK(who<>name OR act='REVOKE'),
  CONSTRAINT ck_duty_grant_reason CHECK(act='GRANT' OR (reason IS NOT NULL AND reason<>''))
) STRICT

-- table earmark
CREATE TABLE earmark(
  book_id INTEGER NOT NULL,
  earmark_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_earmark_amount CHECK(amount_fen<>0),
  PRIMARY KEY(book_id,earmark_id),
  CONSTRAINT fk_earmark_balance FOREIGN KEY(book_id,sub_id,part) REFERENCES sub_balance
) STRICT, WITHOUT ROWID

-- table estate
CREATE TABLE estate(
  estate_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_estate_code UNIQUE,
  name TEXT NOT NULL,
  custodian_id INTEGER NOT NULL CONSTRAINT fk_estate_custodian REFERENCES custodian
) STRICT

-- table floor_grant
CREATE TABLE floor_grant(
  book_id INTEGER NOT NULL,
  grant_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  floor_fen INTEGER NOT NULL CONSTRAINT ck_floor_grant_floor CHECK(floor_fen<=0),
  who TEXT NOT NULL,
  second TEXT NOT NULL,
  reason TEXT NOT NULL CONSTRAINT ck_floor_grant_reason CHECK(reason<>''),
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,grant_id),
  CONSTRAINT ck_floor_grant_second CHECK(second<>who),
  CONSTRAINT fk_floor_grant_balance FOREIGN KEY(book_id,sub_id,part) REFERENCES sub_balance
) STRICT, WITHOUT ROWID

-- table handover
CREATE TABLE handover(
  handover_id INTEGER NOT NULL PRIMARY KEY,
  giver TEXT NOT NULL CONSTRAINT fk_handover_giver REFERENCES login,
  taker TEXT NOT NULL CONSTRAINT fk_handover_taker REFERENCES login,
  supervisor TEXT NOT NULL CONSTRAINT fk_handover_supervisor REFERENCES login,
  handed_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  is_absent INTEGER NOT NULL CONSTRAINT ck_handover_absent CHECK(is_absent IN(0,1)),
  items TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT ck_handover_people CHECK(giver<>taker AND giver<>supervisor AND taker<>supervisor)
) STRICT

-- table handover_signed
CREATE TABLE handover_signed(
  handover_id INTEGER NOT NULL CONSTRAINT fk_handover_signed_handover REFERENCES handover,
  sign_no INTEGER NOT NULL,
  name TEXT NOT NULL CONSTRAINT fk_handover_signed_login REFERENCES login,
  at TEXT NOT NULL,
  PRIMARY KEY(handover_id,sign_no),
  CONSTRAINT uq_handover_signed_name UNIQUE(handover_id,name)
) STRICT

-- table house_event
CREATE TABLE house_event(
  book_id INTEGER NOT NULL,
  event_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_house_event_act CHECK(act IN('SPLIT','MERGE','RECUT','KIND','RESALE','LOST')),
  dated_on TEXT NOT NULL CONSTRAINT ck_house_event_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  area_gap INTEGER NOT NULL,
  reason TEXT NOT NULL CONSTRAINT ck_house_event_reason CHECK(reason<>''),
  voucher_id INTEGER,
  change_id INTEGER NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,event_no),
  CONSTRAINT fk_house_event_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_house_event_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
) STRICT, WITHOUT ROWID

-- table house_part
CREATE TABLE house_part(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  event_no INTEGER NOT NULL,
  role TEXT NOT NULL CONSTRAINT ck_house_part_role CHECK(role IN('FROM','INTO','SELF')),
  dated_on TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_before TEXT,
  area INTEGER NOT NULL,
  due_fen INTEGER NOT NULL,
  principal_fen INTEGER NOT NULL,
  earnings_fen INTEGER NOT NULL,
  before_fen INTEGER NOT NULL,
  owner_fen INTEGER NOT NULL,
  selling_unit_fen INTEGER NOT NULL,
  developer_fen INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id,event_no),
  CONSTRAINT fk_house_part_event FOREIGN KEY(book_id,event_no) REFERENCES house_event DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_house_part_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

-- table household
CREATE TABLE household(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_household_estate REFERENCES estate,
  building TEXT NOT NULL,
  unit TEXT NOT NULL,
  room TEXT NOT NULL,
  floor TEXT,
  lift INTEGER CONSTRAINT ck_household_lift CHECK(lift IN(0,1)),
  kind TEXT NOT NULL CONSTRAINT ck_household_kind CHECK(kind IN('commodity','sold_public','non_home','unsold_commodity','unsold_public')),
  usage TEXT,
  area INTEGER NOT NULL CONSTRAINT ck_household_area CHECK(area>0),
  share_area INTEGER,
  vote_area INTEGER,
  heads INTEGER,
  price_fen INTEGER,
  standard_fen INTEGER,
  due_fen INTEGER NOT NULL CONSTRAINT ck_household_due CHECK(due_fen>=0),
  deposited_before_fen INTEGER NOT NULL CONSTRAINT ck_household_deposited_before CHECK(deposited_before_fen>=0),
  selling_unit TEXT,
  change_id INTEGER NOT NULL, structure TEXT CONSTRAINT ck_household_structure CHECK(structure IN('multi_storey','high_rise')),
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT uq_household_door UNIQUE(book_id,estate_id,building,unit,room),
  CONSTRAINT fk_household_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT fk_household_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
) STRICT, WITHOUT ROWID

-- table household_due
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

-- table household_freeze
CREATE TABLE household_freeze(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  freeze_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_household_freeze_act CHECK(act IN('FREEZE','UNFREEZE')),
  dated_on TEXT NOT NULL CONSTRAINT ck_household_freeze_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT NOT NULL CONSTRAINT ck_household_freeze_reason CHECK(reason<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  change_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id,freeze_no),
  CONSTRAINT ck_household_freeze_turn CHECK((act='FREEZE')=(freeze_no%2=1)),
  CONSTRAINT fk_household_freeze_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_household_freeze_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
) STRICT, WITHOUT ROWID

-- table import_file
CREATE TABLE import_file(
  import_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID

-- table investment
CREATE TABLE investment(
  book_id INTEGER NOT NULL CONSTRAINT fk_investment_book REFERENCES book,
  investment_id INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_investment_kind CHECK(kind IN('term','bond')),
  bank_account_id INTEGER NOT NULL CONSTRAINT fk_investment_bank_account REFERENCES bank_account,
  ref TEXT NOT NULL,
  name TEXT NOT NULL,
  principal_fen INTEGER NOT NULL CONSTRAINT ck_investment_principal CHECK(principal_fen>0),
  rate_ppm INTEGER NOT NULL CONSTRAINT ck_investment_rate CHECK(rate_ppm BETWEEN 0 AND 1000000),
  start_on TEXT NOT NULL CONSTRAINT ck_investment_start_on CHECK(start_on IS date(start_on,'+0 days')),
  due_on TEXT NOT NULL CONSTRAINT ck_investment_due_on CHECK(due_on IS date(due_on,'+0 days')),
  consent TEXT,
  maker TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY(book_id,investment_id),
  CONSTRAINT uq_investment_ref UNIQUE(book_id,ref),
  CONSTRAINT ck_investment_days CHECK(start_on<due_on),
  CONSTRAINT ck_investment_consent CHECK(kind='term' OR (consent IS NOT NULL AND consent<>''))
) STRICT

-- table line
CREATE TABLE line(
  book_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL CONSTRAINT ck_line_line_no CHECK(line_no>=1),
  account TEXT NOT NULL,
  side TEXT NOT NULL CONSTRAINT ck_line_side CHECK(side IN('D','C')),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_line_amount CHECK(amount_fen<>0 AND amount_fen BETWEEN -1000000000000000 AND 1000000000000000),
  estate_id INTEGER CONSTRAINT fk_line_estate REFERENCES estate,
  bank_account_id INTEGER CONSTRAINT fk_line_bank_account REFERENCES bank_account,
  detail TEXT,
  PRIMARY KEY(book_id,voucher_id,line_no),
  CONSTRAINT fk_line_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID

-- table login
CREATE TABLE login(
  name TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID

-- table lost_payment
CREATE TABLE lost_payment(
  book_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  lost_event TEXT NOT NULL,
  lost_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_lost_payment_amount CHECK(amount_fen<>0),
  since INTEGER,
  until INTEGER,
  PRIMARY KEY(book_id,event,lost_no),
  CONSTRAINT fk_lost_payment_refund FOREIGN KEY(book_id,lost_event,lost_no) REFERENCES lost_refund,
  CONSTRAINT ck_lost_payment_until CHECK(until IS NULL OR until>since)
) STRICT, WITHOUT ROWID

-- table lost_refund
CREATE TABLE lost_refund(
  book_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  lost_no INTEGER NOT NULL CONSTRAINT ck_lost_refund_no CHECK(lost_no>=1),
  sub_id INTEGER NOT NULL,
  payee_class TEXT NOT NULL CONSTRAINT ck_lost_refund_payee_class CHECK(payee_class IN('OWNER','SELLING_UNIT','TREASURY')),
  payee TEXT NOT NULL,
  principal_fen INTEGER NOT NULL CONSTRAINT ck_lost_refund_principal CHECK(principal_fen>=0),
  earnings_fen INTEGER NOT NULL CONSTRAINT ck_lost_refund_earnings CHECK(earnings_fen>=0),
  amount_fen INTEGER NOT NULL CONSTRAINT ck_lost_refund_amount CHECK(amount_fen>0 AND amount_fen=principal_fen+earnings_fen),
  since INTEGER,
  until INTEGER,
  PRIMARY KEY(book_id,event,lost_no),
  CONSTRAINT fk_lost_refund_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_lost_refund_until CHECK(until IS NULL OR until>since)
) STRICT, WITHOUT ROWID

-- table master_change
CREATE TABLE master_change(
  book_id INTEGER NOT NULL CONSTRAINT fk_master_change_book REFERENCES book,
  change_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  content BLOB NOT NULL CONSTRAINT ck_master_change_content CHECK(length(content)=32),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  leaf BLOB NOT NULL CONSTRAINT ck_master_change_leaf CHECK(length(leaf)=32),
  leaf_version INTEGER NOT NULL,
  PRIMARY KEY(book_id,change_id)
) STRICT, WITHOUT ROWID

-- table month
CREATE TABLE month(
  book_id INTEGER NOT NULL CONSTRAINT fk_month_book REFERENCES book,
  period INTEGER NOT NULL CONSTRAINT ck_month_period CHECK(period BETWEEN 190001 AND 299912 AND period%100 BETWEEN 1 AND 12),
  state TEXT NOT NULL CONSTRAINT ck_month_state CHECK(state IN('OPEN','CLOSED','LOCKED')),
  close_no INTEGER NOT NULL CONSTRAINT ck_month_close_no CHECK(close_no>=0),
  PRIMARY KEY(book_id,period)
) STRICT, WITHOUT ROWID

-- table notice
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

-- table notice_delivery
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

-- table number
CREATE TABLE number(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  word TEXT NOT NULL,
  last_no INTEGER NOT NULL,
  PRIMARY KEY(book_id,period,word),
  CONSTRAINT fk_number_month FOREIGN KEY(book_id,period) REFERENCES month
) STRICT, WITHOUT ROWID

-- table operator
CREATE TABLE operator(
  operator_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_operator_code UNIQUE,
  name TEXT NOT NULL,
  networks TEXT NOT NULL CONSTRAINT ck_operator_networks CHECK(networks<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

-- table payee
CREATE TABLE payee(
  payee_id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  bank TEXT NOT NULL,
  account TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT

-- table payee_confirmed
CREATE TABLE payee_confirmed(
  payee_id INTEGER NOT NULL PRIMARY KEY CONSTRAINT fk_payee_confirmed_payee REFERENCES payee,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

-- table plant_defect
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

-- table plant_handover
CREATE TABLE plant_handover(
  handover_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_plant_handover_code UNIQUE,
  estate_id INTEGER NOT NULL CONSTRAINT fk_plant_handover_estate REFERENCES estate,
  operator_id INTEGER NOT NULL CONSTRAINT fk_plant_handover_operator REFERENCES operator,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT

-- table plant_item
CREATE TABLE plant_item(
  handover_id INTEGER NOT NULL,
  asset_id INTEGER NOT NULL,
  PRIMARY KEY(handover_id,asset_id),
  CONSTRAINT fk_plant_item_handover FOREIGN KEY(handover_id) REFERENCES plant_handover,
  CONSTRAINT fk_plant_item_asset FOREIGN KEY(asset_id) REFERENCES asset
) STRICT, WITHOUT ROWID

-- table plant_step
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

-- table project
CREATE TABLE project(
  project_id INTEGER NOT NULL,
  code TEXT NOT NULL CONSTRAINT ck_project_code CHECK(code<>''),
  custodian_id INTEGER NOT NULL CONSTRAINT fk_project_custodian REFERENCES custodian,
  name TEXT NOT NULL,
  unit TEXT,
  veteran INTEGER NOT NULL CONSTRAINT ck_project_veteran CHECK(veteran IN(0,1)),
  stored_on TEXT NOT NULL CONSTRAINT ck_project_stored_on CHECK(stored_on IS date(stored_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id),
  CONSTRAINT uq_project_code UNIQUE(code)
) STRICT, WITHOUT ROWID

-- table project_budget
CREATE TABLE project_budget(
  project_id INTEGER NOT NULL,
  item_no INTEGER NOT NULL,
  budget_no INTEGER NOT NULL,
  budget_fen INTEGER NOT NULL CONSTRAINT ck_project_budget_budget CHECK(budget_fen>=0),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_budget_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,item_no,budget_no),
  CONSTRAINT fk_project_budget_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
) STRICT, WITHOUT ROWID

-- table project_estate
CREATE TABLE project_estate(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_estate_project REFERENCES project,
  estate_no INTEGER NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_project_estate_estate REFERENCES estate,
  built_year INTEGER NOT NULL CONSTRAINT ck_project_estate_built_year CHECK(built_year BETWEEN 1840 AND 2100),
  building_count INTEGER NOT NULL CONSTRAINT ck_project_estate_building_count CHECK(building_count>=0),
  household_count INTEGER NOT NULL CONSTRAINT ck_project_estate_household_count CHECK(household_count>=0),
  area INTEGER NOT NULL CONSTRAINT ck_project_estate_area CHECK(area>=0),
  PRIMARY KEY(project_id,estate_no),
  CONSTRAINT uq_project_estate_estate UNIQUE(project_id,estate_id)
) STRICT, WITHOUT ROWID

-- table project_grant
CREATE TABLE project_grant(
  project_id INTEGER NOT NULL,
  source_no INTEGER NOT NULL,
  grant_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_project_grant_amount CHECK(amount_fen<>0),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_grant_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_project_grant_until_on CHECK(until_on IS date(until_on,'+0 days')),
  evidence TEXT NOT NULL CONSTRAINT ck_project_grant_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,source_no,grant_no),
  CONSTRAINT fk_project_grant_source FOREIGN KEY(project_id,source_no) REFERENCES project_source
) STRICT, WITHOUT ROWID

-- table project_item
CREATE TABLE project_item(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_item_project REFERENCES project,
  item_no INTEGER NOT NULL,
  estate_id INTEGER CONSTRAINT fk_project_item_estate REFERENCES estate,
  work TEXT NOT NULL,
  class TEXT NOT NULL CONSTRAINT ck_project_item_class CHECK(class IN('basic','improve','upgrade')),
  network TEXT,
  title TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,item_no)
) STRICT, WITHOUT ROWID

-- table project_match
CREATE TABLE project_match(
  project_id INTEGER NOT NULL,
  match_no INTEGER NOT NULL,
  source_no INTEGER NOT NULL,
  item_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_project_match_amount CHECK(amount_fen<>0),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_match_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,match_no),
  CONSTRAINT fk_project_match_source FOREIGN KEY(project_id,source_no) REFERENCES project_source,
  CONSTRAINT fk_project_match_item FOREIGN KEY(project_id,item_no) REFERENCES project_item
) STRICT, WITHOUT ROWID

-- table project_source
CREATE TABLE project_source(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_source_project REFERENCES project,
  source_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  payer TEXT NOT NULL,
  borrower TEXT,
  rank INTEGER NOT NULL,
  classes TEXT,
  network TEXT,
  cap_fen INTEGER CONSTRAINT ck_project_source_cap CHECK(cap_fen>=0),
  cap_permille INTEGER CONSTRAINT ck_project_source_cap_permille CHECK(cap_permille BETWEEN 0 AND 1000),
  from_on TEXT NOT NULL CONSTRAINT ck_project_source_from_on CHECK(from_on IS date(from_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_project_source_until_on CHECK(until_on IS date(until_on,'+0 days')),
  memo INTEGER NOT NULL CONSTRAINT ck_project_source_memo CHECK(memo IN(0,1)),
  of_no INTEGER,
  evidence TEXT NOT NULL CONSTRAINT ck_project_source_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,source_no),
  CONSTRAINT fk_project_source_of FOREIGN KEY(project_id,of_no) REFERENCES project_source,
  CONSTRAINT ck_project_source_days CHECK(until_on>=from_on),
  CONSTRAINT ck_project_source_memo_of CHECK(of_no IS NULL OR memo=1)
) STRICT, WITHOUT ROWID

-- table project_step
CREATE TABLE project_step(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_step_project REFERENCES project,
  step_no INTEGER NOT NULL,
  state TEXT NOT NULL CONSTRAINT ck_project_step_state CHECK(state IN('STORED','PLANNED','STARTED','COMPLETED','HANDED_OVER','CLOSED','WITHDRAWN')),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_step_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  year INTEGER CONSTRAINT ck_project_step_year CHECK(year BETWEEN 2000 AND 2100),
  from_on TEXT CONSTRAINT ck_project_step_from_on CHECK(from_on IS date(from_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_project_step_until_on CHECK(until_on IS date(until_on,'+0 days')),
  evidence TEXT CONSTRAINT ck_project_step_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,step_no),
  CONSTRAINT ck_project_step_days CHECK(until_on>=from_on),
  CONSTRAINT ck_project_step_shown CHECK(evidence IS NOT NULL OR step_no=1),
  CONSTRAINT ck_project_step_planned CHECK((year IS NOT NULL)=(state='PLANNED'))
) STRICT, WITHOUT ROWID

-- table project_survey
CREATE TABLE project_survey(
  project_id INTEGER NOT NULL CONSTRAINT fk_project_survey_project REFERENCES project,
  survey_no INTEGER NOT NULL,
  wish_permille INTEGER NOT NULL CONSTRAINT ck_project_survey_wish_permille CHECK(wish_permille BETWEEN 0 AND 1000),
  dated_on TEXT NOT NULL CONSTRAINT ck_project_survey_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  evidence TEXT NOT NULL CONSTRAINT ck_project_survey_evidence CHECK(evidence<>''),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(project_id,survey_no)
) STRICT, WITHOUT ROWID

-- table reach_grant
CREATE TABLE reach_grant(
  grant_id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT fk_reach_grant_login REFERENCES login,
  custodian_id INTEGER CONSTRAINT fk_reach_grant_custodian REFERENCES custodian,
  estate_id INTEGER CONSTRAINT fk_reach_grant_estate REFERENCES estate,
  household TEXT,
  act TEXT NOT NULL CONSTRAINT ck_reach_grant_act CHECK(act IN('GRANT','REVOKE')),
  who TEXT NOT NULL,
  reason TEXT,
  at TEXT NOT NULL,
  CONSTRAINT ck_reach_grant_place CHECK((custodian_id IS NOT NULL)+(estate_id IS NOT NULL)+(household IS NOT NULL)=1),
  CONSTRAINT ck_reach_grant_self CHECK(who<>name OR act='REVOKE'),
  CONSTRAINT ck_reach_grant_reason CHECK(act='GRANT' OR (reason IS NOT NULL AND reason<>''))
) STRICT

-- table receipt_lot
CREATE TABLE receipt_lot(
  book_id INTEGER NOT NULL CONSTRAINT fk_receipt_lot_book REFERENCES book,
  lot_no INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_receipt_lot_kind CHECK(kind<>''),
  prefix TEXT NOT NULL,
  width INTEGER NOT NULL CONSTRAINT ck_receipt_lot_width CHECK(width BETWEEN 1 AND 18),
  first_no INTEGER NOT NULL CONSTRAINT ck_receipt_lot_first CHECK(first_no>=0),
  last_no INTEGER NOT NULL,
  received_on TEXT NOT NULL,
  keeper TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,lot_no),
  CONSTRAINT ck_receipt_lot_order CHECK(last_no>=first_no)
) STRICT, WITHOUT ROWID

-- table receipt_use
CREATE TABLE receipt_use(
  book_id INTEGER NOT NULL,
  receipt TEXT NOT NULL,
  use_no INTEGER NOT NULL,
  lot_no INTEGER NOT NULL,
  no INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  deposit_key TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,receipt,use_no),
  CONSTRAINT fk_receipt_use_lot FOREIGN KEY(book_id,lot_no) REFERENCES receipt_lot,
  CONSTRAINT fk_receipt_use_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_receipt_use_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

-- table receipt_void
CREATE TABLE receipt_void(
  book_id INTEGER NOT NULL,
  receipt TEXT NOT NULL,
  lot_no INTEGER NOT NULL,
  no INTEGER NOT NULL,
  reason TEXT NOT NULL CONSTRAINT ck_receipt_void_reason CHECK(reason<>''),
  voided_on TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,receipt),
  CONSTRAINT fk_receipt_void_lot FOREIGN KEY(book_id,lot_no) REFERENCES receipt_lot
) STRICT, WITHOUT ROWID

-- table rule_confirm
CREATE TABLE rule_confirm(
  set_id INTEGER NOT NULL PRIMARY KEY CONSTRAINT fk_rule_confirm_rule_value REFERENCES rule_value,
  who TEXT NOT NULL CONSTRAINT fk_rule_confirm_login REFERENCES login,
  at TEXT NOT NULL
) STRICT

-- table rule_value
CREATE TABLE rule_value(
  set_id INTEGER NOT NULL PRIMARY KEY,
  custodian_id INTEGER NOT NULL CONSTRAINT fk_rule_value_custodian REFERENCES custodian,
  rule TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  value TEXT NOT NULL CONSTRAINT ck_rule_value_value CHECK(value<>''),
  source TEXT NOT NULL CONSTRAINT ck_rule_value_source CHECK(source<>''),
  confidence TEXT NOT NULL CONSTRAINT ck_rule_value_confidence CHECK(confidence IN('T','S','M','D','R')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  single INTEGER NOT NULL CONSTRAINT ck_rule_value_single CHECK(single IN(0,1))
) STRICT

-- table share
CREATE TABLE share(
  book_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  part INTEGER NOT NULL CONSTRAINT ck_share_part CHECK(part IN(0,1)),
  line_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CONSTRAINT ck_share_amount CHECK(amount_fen<>0 AND amount_fen BETWEEN -10000000000000 AND 10000000000000),
  payer_class INTEGER CONSTRAINT ck_share_payer_class CHECK(payer_class IN(1,2,3)),
  PRIMARY KEY(book_id,voucher_id,sub_id,part)
) STRICT, WITHOUT ROWID

-- table snapshot
CREATE TABLE snapshot(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  moment INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id,part,period,close_no)
) STRICT, WITHOUT ROWID

-- table statement
CREATE TABLE statement(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  form TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BLOB NOT NULL CONSTRAINT ck_statement_digest CHECK(length(digest)=32),
  PRIMARY KEY(book_id,period,close_no,form)
) STRICT, WITHOUT ROWID

-- table sub_account
CREATE TABLE sub_account(
  book_id INTEGER NOT NULL CONSTRAINT fk_sub_account_book REFERENCES book,
  sub_id INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT ck_sub_account_kind CHECK(kind IN('HOUSEHOLD','SELLING_UNIT','DEVELOPER','SUSPENSE','COMMON_INCOME','CLEARING')),
  control TEXT NOT NULL,
  code TEXT NOT NULL,
  estate_id INTEGER CONSTRAINT fk_sub_account_estate REFERENCES estate,
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT uq_sub_account_code UNIQUE(book_id,code),
  CONSTRAINT ck_sub_account_estate CHECK(estate_id IS NOT NULL OR kind='SUSPENSE')
) STRICT, WITHOUT ROWID

-- table sub_balance
CREATE TABLE sub_balance(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  part INTEGER NOT NULL CONSTRAINT ck_sub_balance_part CHECK(part IN(0,1)),
  amount_fen INTEGER NOT NULL,
  moment INTEGER NOT NULL,
  received_fen INTEGER NOT NULL,
  earmark_fen INTEGER NOT NULL CONSTRAINT ck_sub_balance_earmark CHECK(earmark_fen>=0),
  floor_fen INTEGER NOT NULL CONSTRAINT ck_sub_balance_floor CHECK(floor_fen<=0),
  voucher_id INTEGER NOT NULL,
  earmark_id INTEGER NOT NULL,
  grant_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id,part),
  CONSTRAINT fk_sub_balance_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_sub_balance_overdraft CHECK(amount_fen-earmark_fen>=floor_fen)
) STRICT, WITHOUT ROWID

-- table sub_close
CREATE TABLE sub_close(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  cause TEXT NOT NULL CONSTRAINT ck_sub_close_cause CHECK(cause IN('LOST','CUSTODY','EMPTY','SPLIT','MERGE','RECUT','RESALE')),
  closed_on TEXT NOT NULL CONSTRAINT ck_sub_close_closed_on CHECK(closed_on IS date(closed_on,'+0 days')),
  reason TEXT NOT NULL CONSTRAINT ck_sub_close_reason CHECK(reason<>''),
  since INTEGER,
  until INTEGER,
  PRIMARY KEY(book_id,sub_id,event),
  CONSTRAINT fk_sub_close_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_sub_close_until CHECK(until IS NULL OR until>since)
) STRICT, WITHOUT ROWID

-- table title
CREATE TABLE title(
  book_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  title_no INTEGER NOT NULL,
  owner TEXT NOT NULL,
  id_no TEXT,
  phone TEXT,
  owned_from TEXT CONSTRAINT ck_title_owned_from CHECK(owned_from IS date(owned_from,'+0 days')),
  owned_until TEXT CONSTRAINT ck_title_owned_until CHECK(owned_until IS date(owned_until,'+0 days')),
  share_num INTEGER NOT NULL,
  share_den INTEGER NOT NULL,
  change_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id,title_no),
  CONSTRAINT fk_title_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_title_change FOREIGN KEY(book_id,change_id) REFERENCES master_change,
  CONSTRAINT ck_title_share CHECK(share_num BETWEEN 1 AND share_den)
) STRICT, WITHOUT ROWID

-- table trail
CREATE TABLE trail(
  book_id INTEGER NOT NULL,
  trail_id TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY(book_id,trail_id)
) STRICT, WITHOUT ROWID

-- table turnover
CREATE TABLE turnover(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  account TEXT NOT NULL,
  estate_id INTEGER NOT NULL,
  bank_account_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  debit_fen INTEGER NOT NULL,
  credit_fen INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,period,account,estate_id,bank_account_id,kind)
) STRICT, WITHOUT ROWID

-- table usage_asset
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

-- table usage_ballot
CREATE TABLE usage_ballot(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  ballot_no INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  choice TEXT NOT NULL CONSTRAINT ck_usage_ballot_choice CHECK(choice IN('agree','against','abstain','object')),
  channel TEXT,
  proxy TEXT,
  cast_on TEXT NOT NULL CONSTRAINT ck_usage_ballot_cast_on CHECK(cast_on IS date(cast_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,ballot_no),
  CONSTRAINT fk_usage_ballot_elector FOREIGN KEY(book_id,case_id,sub_id) REFERENCES usage_elector
) STRICT, WITHOUT ROWID

-- table usage_basis
CREATE TABLE usage_basis(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  basis TEXT NOT NULL CONSTRAINT ck_usage_basis_basis CHECK(basis IN('area','equal','coefficient','agreed')),
  weights TEXT,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT fk_usage_basis_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

-- table usage_bearer
CREATE TABLE usage_bearer(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_usage_bearer_area CHECK(area>=0),
  weight INTEGER NOT NULL CONSTRAINT ck_usage_bearer_weight CHECK(weight>=0),
  deposited_fen INTEGER NOT NULL,
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_bearer_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_bearer_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
) STRICT, WITHOUT ROWID

-- table usage_case
CREATE TABLE usage_case(
  book_id INTEGER NOT NULL CONSTRAINT fk_usage_case_book REFERENCES book,
  case_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  estate_id INTEGER NOT NULL CONSTRAINT fk_usage_case_estate REFERENCES estate,
  title TEXT NOT NULL,
  path TEXT NOT NULL,
  state TEXT NOT NULL,
  total_fen INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  scope TEXT NOT NULL,
  payee TEXT NOT NULL,
  consent TEXT,
  drafted_on TEXT NOT NULL CONSTRAINT ck_usage_case_drafted_on CHECK(drafted_on IS date(drafted_on,'+0 days')),
  approved_on TEXT CONSTRAINT ck_usage_case_approved_on CHECK(approved_on IS date(approved_on,'+0 days')),
  drafted_by TEXT NOT NULL,
  approved_by TEXT,
  voucher_id INTEGER,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT uq_usage_case_code UNIQUE(book_id,code)
) STRICT, WITHOUT ROWID

-- table usage_dispute
CREATE TABLE usage_dispute(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  dispute_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_usage_dispute_act CHECK(act IN('TOLD','CONFIRMED')),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_dispute_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT NOT NULL CONSTRAINT ck_usage_dispute_reason CHECK(reason<>''),
  paper_no INTEGER,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,sub_id,dispute_no),
  CONSTRAINT ck_usage_dispute_turn CHECK((act='TOLD')=(dispute_no%2=1)),
  CONSTRAINT fk_usage_dispute_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_dispute_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_usage_dispute_paper FOREIGN KEY(book_id,case_id,paper_no) REFERENCES usage_paper
) STRICT, WITHOUT ROWID

-- table usage_elector
CREATE TABLE usage_elector(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  area INTEGER NOT NULL CONSTRAINT ck_usage_elector_area CHECK(area>=0),
  head_no INTEGER NOT NULL CONSTRAINT ck_usage_elector_head_no CHECK(head_no>=1),
  heads INTEGER CONSTRAINT ck_usage_elector_heads CHECK(heads>=0),
  PRIMARY KEY(book_id,case_id,sub_id),
  CONSTRAINT fk_usage_elector_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_elector_household FOREIGN KEY(book_id,sub_id) REFERENCES household
) STRICT, WITHOUT ROWID

-- table usage_electorate
CREATE TABLE usage_electorate(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  frozen_on TEXT NOT NULL CONSTRAINT ck_usage_electorate_frozen_on CHECK(frozen_on IS date(frozen_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT fk_usage_electorate_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

-- table usage_event
CREATE TABLE usage_event(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  event_no INTEGER NOT NULL,
  act TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_event_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,event_no),
  CONSTRAINT fk_usage_event_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

-- table usage_paper
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

-- table usage_payee
CREATE TABLE usage_payee(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  payee_no INTEGER NOT NULL,
  act TEXT NOT NULL CONSTRAINT ck_usage_payee_act CHECK(act IN('NAME','CONFIRM')),
  payee TEXT NOT NULL,
  part TEXT NOT NULL,
  paper TEXT NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_payee_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,payee_no),
  CONSTRAINT fk_usage_payee_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case
) STRICT, WITHOUT ROWID

-- table usage_payment
CREATE TABLE usage_payment(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  payment_no INTEGER NOT NULL,
  stage TEXT,
  kind TEXT NOT NULL CONSTRAINT ck_usage_payment_kind CHECK(kind IN('whole','advance','progress','final','retention','returned','recovered','covered')),
  amount_fen INTEGER NOT NULL,
  fund_fen INTEGER NOT NULL,
  bank_account_id INTEGER CONSTRAINT fk_usage_payment_bank REFERENCES bank_account,
  payee TEXT NOT NULL,
  invoice TEXT,
  ordered_on TEXT NOT NULL CONSTRAINT ck_usage_payment_ordered_on CHECK(ordered_on IS date(ordered_on,'+0 days')),
  to_state TEXT NOT NULL,
  reason TEXT,
  returns_no INTEGER,
  repeats_no INTEGER,
  voucher_id INTEGER,
  draft_id INTEGER,
  who TEXT NOT NULL,
  request_key TEXT,
  PRIMARY KEY(book_id,case_id,payment_no),
  CONSTRAINT fk_usage_payment_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_payment_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_usage_payment_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft,
  CONSTRAINT ck_usage_payment_returns CHECK((kind='returned')=(returns_no IS NOT NULL)),
  CONSTRAINT ck_usage_payment_paper CHECK((voucher_id IS NULL)<>(draft_id IS NULL))
) STRICT, WITHOUT ROWID

-- table usage_settlement
CREATE TABLE usage_settlement(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  settlement_no INTEGER NOT NULL,
  final_fen INTEGER NOT NULL CONSTRAINT ck_usage_settlement_final CHECK(final_fen>=0),
  audited_fen INTEGER,
  audit_paper TEXT,
  retained_fen INTEGER NOT NULL CONSTRAINT ck_usage_settlement_retained CHECK(retained_fen BETWEEN 0 AND final_fen),
  retained_until TEXT CONSTRAINT ck_usage_settlement_retained_until CHECK(retained_until IS date(retained_until,'+0 days')),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_settlement_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  payment_no INTEGER,
  reason TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,settlement_no),
  CONSTRAINT fk_usage_settlement_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT ck_usage_settlement_until CHECK((retained_fen=0)=(retained_until IS NULL))
) STRICT, WITHOUT ROWID

-- table usage_share
CREATE TABLE usage_share(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  share_no INTEGER NOT NULL,
  payer TEXT NOT NULL,
  sub_id INTEGER,
  area INTEGER NOT NULL,
  share_fen INTEGER NOT NULL CONSTRAINT ck_usage_share_share CHECK(share_fen>=0),
  principal_fen INTEGER NOT NULL CONSTRAINT ck_usage_share_principal CHECK(principal_fen>=0),
  earnings_fen INTEGER NOT NULL CONSTRAINT ck_usage_share_earnings CHECK(earnings_fen>=0),
  to_collect_fen INTEGER NOT NULL CONSTRAINT ck_usage_share_to_collect CHECK(to_collect_fen>=0),
  PRIMARY KEY(book_id,case_id,share_no),
  CONSTRAINT fk_usage_share_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_share_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_usage_share_adds_up CHECK(share_fen=principal_fen+earnings_fen+to_collect_fen)
) STRICT, WITHOUT ROWID

-- table usage_step
CREATE TABLE usage_step(
  book_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  step_no INTEGER NOT NULL,
  step TEXT NOT NULL CONSTRAINT ck_usage_step_step CHECK(step IN('plan','publicity','works','applied','committee_ok','keeper_ok','filed','result_publicity')),
  dated_on TEXT NOT NULL CONSTRAINT ck_usage_step_dated_on CHECK(dated_on IS date(dated_on,'+0 days')),
  until_on TEXT CONSTRAINT ck_usage_step_until_on CHECK(until_on IS date(until_on,'+0 days')),
  paper_no INTEGER,
  note TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(book_id,case_id,step_no),
  CONSTRAINT fk_usage_step_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_step_paper FOREIGN KEY(book_id,case_id,paper_no) REFERENCES usage_paper,
  CONSTRAINT ck_usage_step_until CHECK((until_on IS NOT NULL)=(step IN('publicity','result_publicity')) AND (until_on IS NULL OR until_on>=dated_on))
) STRICT, WITHOUT ROWID

-- table usage_weight
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

-- table voucher
CREATE TABLE voucher(
  book_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  word TEXT NOT NULL,
  no INTEGER NOT NULL CONSTRAINT ck_voucher_no CHECK(no>=1),
  kind TEXT NOT NULL,
  dated_on TEXT NOT NULL CONSTRAINT ck_voucher_dated_on CHECK(dated_on IS date(dated_on,'+0 days') AND CAST(strftime('%Y%m',dated_on) AS INTEGER)=period),
  value_on TEXT NOT NULL CONSTRAINT ck_voucher_value_on CHECK(value_on IS date(value_on,'+0 days')),
  estate_id INTEGER CONSTRAINT fk_voucher_estate REFERENCES estate,
  summary TEXT NOT NULL,
  attachment_count INTEGER NOT NULL CONSTRAINT ck_voucher_attachment_count CHECK(attachment_count>=0),
  line_count INTEGER NOT NULL CONSTRAINT ck_voucher_line_count CHECK(line_count>=2),
  share_count INTEGER NOT NULL CONSTRAINT ck_voucher_share_count CHECK(share_count>=0),
  debit_fen INTEGER NOT NULL,
  request_key TEXT NOT NULL,
  event TEXT,
  reverses INTEGER,
  corrects INTEGER,
  case_id INTEGER,
  maker TEXT NOT NULL,
  checker TEXT,
  poster TEXT,
  posted_at TEXT NOT NULL,
  evidence BLOB CONSTRAINT ck_voucher_evidence CHECK(length(evidence)=32),
  leaf BLOB NOT NULL CONSTRAINT ck_voucher_leaf CHECK(length(leaf)=32),
  leaf_version INTEGER NOT NULL,
  PRIMARY KEY(book_id,voucher_id),
  CONSTRAINT uq_voucher_number UNIQUE(book_id,period,word,no),
  CONSTRAINT uq_voucher_request_key UNIQUE(book_id,request_key),
  CONSTRAINT uq_voucher_reverses UNIQUE(book_id,reverses),
  CONSTRAINT fk_voucher_month FOREIGN KEY(book_id,period) REFERENCES month,
  CONSTRAINT fk_voucher_reverses FOREIGN KEY(book_id,reverses) REFERENCES voucher,
  CONSTRAINT ck_voucher_checker CHECK(checker<>maker)
) STRICT, WITHOUT ROWID

-- trigger account_delete
CREATE TRIGGER account_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT,'wxzj:sealed an account is never deleted'); END

-- trigger account_insert
CREATE TRIGGER account_insert BEFORE INSERT ON account WHEN EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.account)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an account is never replaced'); END

-- trigger account_rule_delete
CREATE TRIGGER account_rule_delete BEFORE DELETE ON account_rule BEGIN SELECT RAISE(ABORT,'wxzj:sealed a closing rule is never deleted'); END

-- trigger account_rule_insert
CREATE TRIGGER account_rule_insert BEFORE INSERT ON account_rule BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a closing rule is never replaced')
    WHERE EXISTS(SELECT 1 FROM account_rule WHERE chart=NEW.chart AND account=NEW.account AND fund_type=NEW.fund_type AND valid_from=NEW.valid_from);
  SELECT RAISE(ABORT,'wxzj:closing_rule_wrong income and expenditure close to an account that sub-accounts are controlled by, and nothing else closes')
    WHERE NOT EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.account)
    OR (NEW.closes_to IS NOT NULL AND NOT EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.closes_to))
    OR (NEW.closes_to IS NOT NULL)<>(SELECT class IN('INCOME','EXPENDITURE') FROM account WHERE chart=NEW.chart AND account=NEW.account)
    OR EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.closes_to AND (class<>'NET_ASSET' OR control=0));
  SELECT RAISE(ABORT,'wxzj:rule_in_the_past a closing rule may not reach back into months with vouchers')
    WHERE EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id
      WHERE b.chart=NEW.chart AND t.account=NEW.account AND t.period>=CAST(strftime('%Y%m',NEW.valid_from) AS INTEGER));
END

-- trigger account_rule_update
CREATE TRIGGER account_rule_update BEFORE UPDATE ON account_rule BEGIN SELECT RAISE(ABORT,'wxzj:sealed a closing rule never changes: date a new one'); END

-- trigger account_snapshot_delete
CREATE TRIGGER account_snapshot_delete BEFORE DELETE ON account_snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

-- trigger account_snapshot_insert
CREATE TRIGGER account_snapshot_insert BEFORE INSERT ON account_snapshot
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM account_snapshot WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND account=NEW.account AND estate_id=NEW.estate_id AND bank_account_id=NEW.bank_account_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand snapshots belong to the close in hand'); END

-- trigger account_snapshot_update
CREATE TRIGGER account_snapshot_update BEFORE UPDATE ON account_snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

-- trigger account_update
CREATE TRIGGER account_update BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT,'wxzj:sealed an account never changes: open another'); END

-- trigger asset_cost_delete
CREATE TRIGGER asset_cost_delete BEFORE DELETE ON asset_cost BEGIN SELECT RAISE(ABORT,'wxzj:sealed a cost is followed by another, never changed'); END

-- trigger asset_cost_insert
CREATE TRIGGER asset_cost_insert BEFORE INSERT ON asset_cost WHEN NEW.cost_no<(SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id) OR NEW.cost_no>1+coalesce((SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id),0)
      OR EXISTS(SELECT 1 FROM asset_cost WHERE asset_id=NEW.asset_id AND cost_no=NEW.cost_no AND (source=NEW.source OR at<>NEW.at OR evidence<>NEW.evidence))
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed costs follow one another, each written at once'); END

-- trigger asset_cost_update
CREATE TRIGGER asset_cost_update BEFORE UPDATE ON asset_cost BEGIN SELECT RAISE(ABORT,'wxzj:sealed a cost is followed by another, never changed'); END

-- trigger asset_delete
CREATE TRIGGER asset_delete BEFORE DELETE ON asset BEGIN SELECT RAISE(ABORT,'wxzj:sealed an asset stays in the register'); END

-- trigger asset_holding_delete
CREATE TRIGGER asset_holding_delete BEFORE DELETE ON asset_holding BEGIN SELECT RAISE(ABORT,'wxzj:sealed who held an asset stays'); END

-- trigger asset_holding_insert
CREATE TRIGGER asset_holding_insert BEFORE INSERT ON asset_holding BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed holders follow one another')
    WHERE NEW.turn_no<>1+coalesce((SELECT max(turn_no) FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role),0);
  SELECT RAISE(ABORT,'wxzj:asset_dates a holder begins after the one before')
    WHERE EXISTS(SELECT 1 FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role AND since>=NEW.since);
  SELECT RAISE(ABORT,'wxzj:handover_state a holder changes on the day of a switch')
    WHERE NEW.turn_no>1 AND NOT EXISTS(SELECT 1 FROM plant_step s JOIN plant_item i ON i.handover_id=s.handover_id AND i.asset_id=NEW.asset_id JOIN plant_handover p ON p.handover_id=s.handover_id
        WHERE s.handover_id=NEW.handover_id AND s.state='RESPONSIBILITY_SWITCHED' AND s.dated_on=NEW.since AND p.operator_id=NEW.operator_id);
END

-- trigger asset_holding_update
CREATE TRIGGER asset_holding_update BEFORE UPDATE ON asset_holding BEGIN SELECT RAISE(ABORT,'wxzj:sealed who held an asset stays'); END

-- trigger asset_insert
CREATE TRIGGER asset_insert BEFORE INSERT ON asset BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed assets follow one another')
    WHERE NEW.asset_id<>1+coalesce((SELECT max(asset_id) FROM asset),0);
  SELECT RAISE(ABORT,'wxzj:asset_unheld an asset has an owner and a keeper')
    WHERE 2<>(SELECT count(*) FROM asset_holding WHERE asset_id=NEW.asset_id AND turn_no=1);
END

-- trigger asset_paper_delete
CREATE TRIGGER asset_paper_delete BEFORE DELETE ON asset_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper of an asset stays'); END

-- trigger asset_paper_insert
CREATE TRIGGER asset_paper_insert BEFORE INSERT ON asset_paper WHEN NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM asset_paper WHERE asset_id=NEW.asset_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed papers follow one another'); END

-- trigger asset_paper_update
CREATE TRIGGER asset_paper_update BEFORE UPDATE ON asset_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper of an asset stays'); END

-- trigger asset_update
CREATE TRIGGER asset_update BEFORE UPDATE ON asset
  WHEN NEW.asset_id IS NOT OLD.asset_id OR NEW.code IS NOT OLD.code OR NEW.estate_id IS NOT OLD.estate_id OR NEW.network IS NOT OLD.network OR NEW.name IS NOT OLD.name OR NEW.location IS NOT OLD.location OR NEW.boundary IS NOT OLD.boundary OR NEW.quantity_milli IS NOT OLD.quantity_milli OR NEW.unit IS NOT OLD.unit OR NEW.maker IS NOT OLD.maker OR NEW.registered_on IS NOT OLD.registered_on OR NEW.who IS NOT OLD.who OR NEW.at IS NOT OLD.at
    OR (OLD.in_service_on IS NOT NULL AND NEW.in_service_on IS NOT OLD.in_service_on) OR (OLD.warranty_until IS NOT NULL AND NEW.warranty_until IS NOT OLD.warranty_until)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an asset stays as it was registered'); END

-- trigger balance_root_delete
CREATE TRIGGER balance_root_delete BEFORE DELETE ON balance_root BEGIN SELECT RAISE(ABORT,'wxzj:sealed a root never changes'); END

-- trigger balance_root_insert
CREATE TRIGGER balance_root_insert BEFORE INSERT ON balance_root
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM balance_root WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND estate_id=NEW.estate_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand roots belong to the close in hand'); END

-- trigger balance_root_update
CREATE TRIGGER balance_root_update BEFORE UPDATE ON balance_root BEGIN SELECT RAISE(ABORT,'wxzj:sealed a root never changes'); END

-- trigger bank_account_delete
CREATE TRIGGER bank_account_delete BEFORE DELETE ON bank_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a bank account is never deleted'); END

-- trigger bank_account_insert
CREATE TRIGGER bank_account_insert BEFORE INSERT ON bank_account WHEN EXISTS(SELECT 1 FROM bank_account WHERE bank_account_id=NEW.bank_account_id OR number=NEW.number)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a bank account is never replaced'); END

-- trigger bank_account_update
CREATE TRIGGER bank_account_update BEFORE UPDATE ON bank_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a bank account never changes'); END

-- trigger bank_movement_delete
CREATE TRIGGER bank_movement_delete BEFORE DELETE ON bank_movement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a movement of the bank never changes'); END

-- trigger bank_movement_insert
CREATE TRIGGER bank_movement_insert BEFORE INSERT ON bank_movement BEGIN
  SELECT RAISE(ABORT,'wxzj:bank_ref_used the number of this bank account stands already')
    WHERE NEW.turn<>1+coalesce((SELECT max(turn) FROM bank_movement
      WHERE book_id=NEW.book_id AND bank_account_id=NEW.bank_account_id AND bank_ref=NEW.bank_ref),0)
    OR EXISTS(SELECT 1 FROM bank_movement m LEFT JOIN draft d ON d.book_id=m.book_id AND d.draft_id=m.draft_id
      WHERE m.book_id=NEW.book_id AND m.bank_account_id=NEW.bank_account_id AND m.bank_ref=NEW.bank_ref
        AND (d.state IN('DRAFT','CHECKED') OR (d.draft_id IS NULL OR d.state='POSTED')
          AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=m.book_id AND r.reverses=coalesce(m.voucher_id,d.voucher_id))));
  SELECT RAISE(ABORT,'wxzj:bank_account_wrong the bank account is not of this book')
    WHERE NOT EXISTS(SELECT 1 FROM bank_account a JOIN book b ON b.custodian_id=a.custodian_id AND b.fund_type=a.fund_type
      WHERE a.bank_account_id=NEW.bank_account_id AND b.book_id=NEW.book_id);
  SELECT RAISE(ABORT,'wxzj:bank_movement_unbooked a movement stands beside a fresh draft, or a voucher of its account')
    WHERE NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT')
      AND NOT EXISTS(SELECT 1 FROM line l JOIN voucher v ON v.book_id=l.book_id AND v.voucher_id=l.voucher_id
        WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND l.bank_account_id=NEW.bank_account_id);
END

-- trigger bank_movement_update
CREATE TRIGGER bank_movement_update BEFORE UPDATE ON bank_movement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a movement of the bank never changes'); END

-- trigger benefit_due_delete
CREATE TRIGGER benefit_due_delete BEFORE DELETE ON benefit_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a plan never changes'); END

-- trigger benefit_due_insert
CREATE TRIGGER benefit_due_insert BEFORE INSERT ON benefit_due
  WHEN EXISTS(SELECT 1 FROM benefit_plan WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a plan never grows'); END

-- trigger benefit_due_update
CREATE TRIGGER benefit_due_update BEFORE UPDATE ON benefit_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a plan never changes'); END

-- trigger benefit_move_delete
CREATE TRIGGER benefit_move_delete BEFORE DELETE ON benefit_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger benefit_move_insert
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

-- trigger benefit_move_update
CREATE TRIGGER benefit_move_update BEFORE UPDATE ON benefit_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger benefit_plan_delete
CREATE TRIGGER benefit_plan_delete BEFORE DELETE ON benefit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger benefit_plan_insert
CREATE TRIGGER benefit_plan_insert BEFORE INSERT ON benefit_plan BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed plans follow one another')
    WHERE NEW.plan_id<>1+coalesce((SELECT max(plan_id) FROM benefit_plan WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:benefit_list the list does not add up to its plan')
    WHERE (NEW.household_count,NEW.book_fen) IS NOT (SELECT count(*),coalesce(sum(due_fen),0) FROM benefit_due
      WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id);
END

-- trigger benefit_plan_update
CREATE TRIGGER benefit_plan_update BEFORE UPDATE ON benefit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger book_delete
CREATE TRIGGER book_delete BEFORE DELETE ON book BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book is never deleted'); END

-- trigger book_head_delete
CREATE TRIGGER book_head_delete BEFORE DELETE ON book_head BEGIN SELECT RAISE(ABORT,'wxzj:sealed the log is never deleted'); END

-- trigger book_head_insert
CREATE TRIGGER book_head_insert BEFORE INSERT ON book_head
  WHEN NEW.log_size<>0 OR NEW.frontier_size<>0 OR EXISTS(SELECT 1 FROM book_head WHERE book_id=NEW.book_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal the log begins empty, once'); END

-- trigger book_head_update
CREATE TRIGGER book_head_update BEFORE UPDATE ON book_head
  WHEN NEW.book_id<>OLD.book_id OR NEW.frontier_size<OLD.frontier_size
    OR (NEW.frontier_size=OLD.frontier_size AND NEW.frontier<>OLD.frontier)
    OR (NEW.log_size<>OLD.log_size AND (NEW.log_size<>OLD.log_size+1
      OR NOT (EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.log_size)
        OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.log_size))))
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal the log moves with a voucher or a change of master data'); END

-- trigger book_insert
CREATE TRIGGER book_insert BEFORE INSERT ON book WHEN EXISTS(SELECT 1 FROM book WHERE book_id=NEW.book_id OR code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book is never replaced'); END

-- trigger book_open
CREATE TRIGGER book_open AFTER INSERT ON book BEGIN INSERT INTO book_head VALUES(NEW.book_id,0,0,x''); END

-- trigger book_reopening
CREATE TRIGGER book_reopening BEFORE INSERT ON book WHEN NEW.reopening<>0
  BEGIN SELECT RAISE(ABORT,'wxzj:reopening_off a book begins with reopening off'); END

-- trigger book_update
CREATE TRIGGER book_update BEFORE UPDATE ON book BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book never changes'); END

-- trigger campaign_ballot_delete
CREATE TRIGGER campaign_ballot_delete BEFORE DELETE ON campaign_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END

-- trigger campaign_ballot_insert
CREATE TRIGGER campaign_ballot_insert BEFORE INSERT ON campaign_ballot
  WHEN EXISTS(SELECT 1 FROM campaign_electorate e JOIN campaign c ON c.book_id=e.led_by AND c.code=e.code
      JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id WHERE e.book_id=NEW.book_id AND e.code=NEW.code)
    OR NOT EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
    OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM campaign_ballot WHERE book_id=NEW.book_id AND code=NEW.code),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:ballot_wrong not the next ballot, or the vote is over'); END

-- trigger campaign_ballot_update
CREATE TRIGGER campaign_ballot_update BEFORE UPDATE ON campaign_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END

-- trigger campaign_delete
CREATE TRIGGER campaign_delete BEFORE DELETE ON campaign BEGIN SELECT RAISE(ABORT,'wxzj:sealed a campaign is stopped, never deleted'); END

-- trigger campaign_due_delete
CREATE TRIGGER campaign_due_delete BEFORE DELETE ON campaign_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a campaign never changes'); END

-- trigger campaign_due_insert
CREATE TRIGGER campaign_due_insert BEFORE INSERT ON campaign_due
  WHEN EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a campaign never grows'); END

-- trigger campaign_due_update
CREATE TRIGGER campaign_due_update BEFORE UPDATE ON campaign_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed the list of a campaign never changes'); END

-- trigger campaign_elector_delete
CREATE TRIGGER campaign_elector_delete BEFORE DELETE ON campaign_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger campaign_elector_insert
CREATE TRIGGER campaign_elector_insert BEFORE INSERT ON campaign_elector
  WHEN EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
    OR EXISTS(SELECT 1 FROM campaign_elector WHERE book_id=NEW.book_id AND code=NEW.code AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger campaign_elector_update
CREATE TRIGGER campaign_elector_update BEFORE UPDATE ON campaign_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger campaign_electorate_delete
CREATE TRIGGER campaign_electorate_delete BEFORE DELETE ON campaign_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger campaign_electorate_insert
CREATE TRIGGER campaign_electorate_insert BEFORE INSERT ON campaign_electorate
  WHEN EXISTS(SELECT 1 FROM campaign c JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id
      WHERE c.book_id=NEW.led_by AND c.code=NEW.code)
    OR NOT EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.led_by AND code=NEW.code)
    OR EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate is frozen once, before the vote'); END

-- trigger campaign_electorate_update
CREATE TRIGGER campaign_electorate_update BEFORE UPDATE ON campaign_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger campaign_insert
CREATE TRIGGER campaign_insert BEFORE INSERT ON campaign BEGIN
  SELECT RAISE(ABORT,'wxzj:campaign_list the list does not add up to its campaign')
    WHERE (NEW.household_count,NEW.due_fen) IS NOT (SELECT count(*),coalesce(sum(due_fen),0) FROM campaign_due
      WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id);
  SELECT RAISE(ABORT,'wxzj:sealed campaigns follow one another')
    WHERE NEW.campaign_id<>1+coalesce((SELECT max(campaign_id) FROM campaign WHERE book_id=NEW.book_id),0);
END

-- trigger campaign_step_delete
CREATE TRIGGER campaign_step_delete BEFORE DELETE ON campaign_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

-- trigger campaign_step_insert
CREATE TRIGGER campaign_step_insert BEFORE INSERT ON campaign_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed steps follow one another')
    WHERE NEW.step_no<>1+(SELECT count(*) FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id);
  SELECT RAISE(ABORT,'wxzj:campaign_state the campaign is not in a state for this step')
    WHERE NEW.step_no>1 AND (NEW.state<>'STOPPED' OR EXISTS(SELECT 1 FROM campaign_step
      WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id AND state IN('STOPPED','REPLACED')));
END

-- trigger campaign_step_update
CREATE TRIGGER campaign_step_update BEFORE UPDATE ON campaign_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

-- trigger campaign_update
CREATE TRIGGER campaign_update BEFORE UPDATE ON campaign BEGIN SELECT RAISE(ABORT,'wxzj:sealed a campaign never changes'); END

-- trigger campaign_waiver_delete
CREATE TRIGGER campaign_waiver_delete BEFORE DELETE ON campaign_waiver BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiver never changes'); END

-- trigger campaign_waiver_insert
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

-- trigger campaign_waiver_update
CREATE TRIGGER campaign_waiver_update BEFORE UPDATE ON campaign_waiver BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiver never changes'); END

-- trigger carried_move_delete
CREATE TRIGGER carried_move_delete BEFORE DELETE ON carried_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

-- trigger carried_move_insert
CREATE TRIGGER carried_move_insert BEFORE INSERT ON carried_move
  WHEN EXISTS(SELECT 1 FROM house_event WHERE book_id=NEW.book_id AND event_no=NEW.event_no)
    OR EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no AND sub_id=NEW.sub_id AND part=NEW.part AND value_on=NEW.value_on)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed nothing is added to an event of a house'); END

-- trigger carried_move_update
CREATE TRIGGER carried_move_update BEFORE UPDATE ON carried_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

-- trigger close_log_delete
CREATE TRIGGER close_log_delete BEFORE DELETE ON close_log BEGIN SELECT RAISE(ABORT,'wxzj:sealed the close log never changes'); END

-- trigger close_log_insert
CREATE TRIGGER close_log_insert BEFORE INSERT ON close_log BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed the close log never changes')
    WHERE EXISTS(SELECT 1 FROM close_log WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND act=NEW.act);
  SELECT RAISE(ABORT,'wxzj:month_step not a lawful step of a month')
    WHERE NOT EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period=NEW.period
      AND ((NEW.act='CLOSE' AND state='OPEN' AND close_no=NEW.close_no-1) OR (NEW.act<>'CLOSE' AND state='CLOSED' AND close_no=NEW.close_no)));
  SELECT RAISE(ABORT,'wxzj:month_order earlier months come first, and only the latest closed month may be reopened')
    WHERE (NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state='OPEN'))
    OR (NEW.act='REOPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN'))
    OR (NEW.act='LOCK' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state<>'LOCKED'));
  SELECT RAISE(ABORT,'wxzj:reopening_off reopening is off for this book')
    WHERE NEW.act='REOPEN' AND NOT EXISTS(SELECT 1 FROM book WHERE book_id=NEW.book_id AND reopening=1);
  SELECT RAISE(ABORT,'wxzj:log_gap the checkpoint does not cover the whole log')
    WHERE NEW.act='CLOSE' AND NEW.log_size IS NOT (SELECT log_size FROM book_head WHERE book_id=NEW.book_id);
  SELECT RAISE(ABORT,'wxzj:not_carried income and expenditure are not carried over')
    WHERE NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id JOIN account a ON a.chart=b.chart AND a.account=t.account
      WHERE t.book_id=NEW.book_id AND t.period=NEW.period AND a.class IN('INCOME','EXPENDITURE')
      GROUP BY t.account,t.estate_id HAVING sum(t.debit_fen)<>sum(t.credit_fen));
  SELECT RAISE(ABORT,'wxzj:second_missing whoever closes, reopens or locks, and the second person, are users')
    WHERE EXISTS(SELECT 1 FROM login) AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.who)
      AND (NEW.second IS NULL OR EXISTS(SELECT 1 FROM login WHERE name=NEW.second)));
END

-- trigger close_log_update
CREATE TRIGGER close_log_update BEFORE UPDATE ON close_log BEGIN SELECT RAISE(ABORT,'wxzj:sealed the close log never changes'); END

-- trigger custodian_delete
CREATE TRIGGER custodian_delete BEFORE DELETE ON custodian BEGIN SELECT RAISE(ABORT,'wxzj:sealed a custodian is never deleted'); END

-- trigger custodian_insert
CREATE TRIGGER custodian_insert BEFORE INSERT ON custodian WHEN EXISTS(SELECT 1 FROM custodian WHERE custodian_id=NEW.custodian_id OR code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a custodian is never replaced'); END

-- trigger custodian_update
CREATE TRIGGER custodian_update BEFORE UPDATE ON custodian WHEN NEW.custodian_id<>OLD.custodian_id OR NEW.code<>OLD.code
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a custodian keeps its code'); END

-- trigger custody_delete
CREATE TRIGGER custody_delete BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over is never forgotten'); END

-- trigger custody_insert
CREATE TRIGGER custody_insert BEFORE INSERT ON custody WHEN EXISTS(SELECT 1 FROM custody WHERE book_id=NEW.book_id AND event=NEW.event)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over is never written over'); END

-- trigger custody_update
CREATE TRIGGER custody_update BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over never changes'); END

-- trigger deposit_delete
CREATE TRIGGER deposit_delete BEFORE DELETE ON deposit WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a booked deposit is never deleted'); END

-- trigger deposit_open
CREATE TRIGGER deposit_open BEFORE INSERT ON deposit BEGIN
  SELECT RAISE(ABORT,'wxzj:voucher_sealed no deposit is added to a posted voucher')
    WHERE EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id);
  SELECT RAISE(ABORT,'wxzj:deposit_exists the deposit is booked already')
    WHERE EXISTS(SELECT 1 FROM deposit WHERE book_id=NEW.book_id AND deposit_key=NEW.deposit_key AND attempt=NEW.attempt)
    OR NEW.attempt<>1+(SELECT count(*) FROM deposit d JOIN voucher r ON r.book_id=d.book_id AND r.reverses=d.voucher_id WHERE d.book_id=NEW.book_id AND d.deposit_key=NEW.deposit_key);
END

-- trigger deposit_plan_delete
CREATE TRIGGER deposit_plan_delete BEFORE DELETE ON deposit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed a plan never changes'); END

-- trigger deposit_plan_insert
CREATE TRIGGER deposit_plan_insert BEFORE INSERT ON deposit_plan WHEN NEW.plan_no<>1+coalesce((SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed plans follow one another'); END

-- trigger deposit_plan_step_delete
CREATE TRIGGER deposit_plan_step_delete BEFORE DELETE ON deposit_plan_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

-- trigger deposit_plan_step_insert
CREATE TRIGGER deposit_plan_step_insert BEFORE INSERT ON deposit_plan_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a step belongs to the newest plan')
    WHERE NEW.plan_no<>(SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id)
    OR NEW.step_no<>1+coalesce((SELECT max(step_no) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0);
  SELECT RAISE(ABORT,'wxzj:plan_over_total the steps come to more than the plan')
    WHERE NEW.amount_fen+coalesce((SELECT sum(amount_fen) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0)
      >(SELECT total_fen FROM deposit_plan WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no);
END

-- trigger deposit_plan_step_update
CREATE TRIGGER deposit_plan_step_update BEFORE UPDATE ON deposit_plan_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step never changes'); END

-- trigger deposit_plan_update
CREATE TRIGGER deposit_plan_update BEFORE UPDATE ON deposit_plan BEGIN SELECT RAISE(ABORT,'wxzj:sealed a plan never changes'); END

-- trigger deposit_ref
CREATE TRIGGER deposit_ref BEFORE INSERT ON deposit WHEN NEW.bank_ref IS NOT NULL BEGIN
  SELECT RAISE(ABORT,'wxzj:bank_ref_used the number of this bank account stands already')
    WHERE EXISTS(SELECT 1 FROM bank_movement m LEFT JOIN draft d ON d.book_id=m.book_id AND d.draft_id=m.draft_id
      WHERE m.book_id=NEW.book_id AND m.bank_account_id=NEW.bank_account_id AND m.bank_ref=NEW.bank_ref
        AND (d.state IN('DRAFT','CHECKED') OR (d.draft_id IS NULL OR d.state='POSTED')
          AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=m.book_id AND r.reverses=coalesce(m.voucher_id,d.voucher_id)))
        AND NOT EXISTS(SELECT 1 FROM draft_deposit w WHERE w.book_id=m.book_id AND w.deposit_key=NEW.deposit_key AND w.draft_id=m.draft_id));
END

-- trigger deposit_update
CREATE TRIGGER deposit_update BEFORE UPDATE ON deposit BEGIN SELECT RAISE(ABORT,'wxzj:sealed a deposit never changes'); END

-- trigger distribution_delete
CREATE TRIGGER distribution_delete BEFORE DELETE ON distribution BEGIN SELECT RAISE(ABORT,'wxzj:sealed a distribution is never deleted'); END

-- trigger distribution_insert
CREATE TRIGGER distribution_insert BEFORE INSERT ON distribution WHEN NEW.distribution_id<>1+coalesce((SELECT max(distribution_id) FROM distribution WHERE book_id=NEW.book_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed distributions follow one another'); END

-- trigger distribution_update
CREATE TRIGGER distribution_update BEFORE UPDATE ON distribution BEGIN SELECT RAISE(ABORT,'wxzj:sealed a distribution never changes'); END

-- trigger draft_delete
CREATE TRIGGER draft_delete BEFORE DELETE ON draft BEGIN SELECT RAISE(ABORT,'wxzj:sealed a draft is returned, never deleted'); END

-- trigger draft_deposit_delete
CREATE TRIGGER draft_deposit_delete BEFORE DELETE ON draft_deposit
  WHEN EXISTS(SELECT 1 FROM draft WHERE book_id=OLD.book_id AND draft_id=OLD.draft_id AND state IN('DRAFT','CHECKED'))
  BEGIN SELECT RAISE(ABORT,'wxzj:draft_state a deposit waits as long as its draft'); END

-- trigger draft_deposit_insert
CREATE TRIGGER draft_deposit_insert BEFORE INSERT ON draft_deposit BEGIN
  SELECT RAISE(ABORT,'wxzj:deposit_exists the deposit waits already')
    WHERE EXISTS(SELECT 1 FROM draft_deposit WHERE book_id=NEW.book_id AND deposit_key=NEW.deposit_key);
  SELECT RAISE(ABORT,'wxzj:draft_state a deposit is added to a fresh draft only')
    WHERE NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT');
END

-- trigger draft_deposit_update
CREATE TRIGGER draft_deposit_update BEFORE UPDATE ON draft_deposit BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiting deposit never changes'); END

-- trigger draft_house_delete
CREATE TRIGGER draft_house_delete BEFORE DELETE ON draft_house BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiting plan never changes'); END

-- trigger draft_house_insert
CREATE TRIGGER draft_house_insert BEFORE INSERT ON draft_house
  WHEN EXISTS(SELECT 1 FROM draft_house WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id)
    OR NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT')
  BEGIN SELECT RAISE(ABORT,'wxzj:draft_state a plan lies beside a fresh draft, once'); END

-- trigger draft_house_update
CREATE TRIGGER draft_house_update BEFORE UPDATE ON draft_house BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiting plan never changes'); END

-- trigger draft_insert
CREATE TRIGGER draft_insert BEFORE INSERT ON draft WHEN EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a draft is never replaced'); END

-- trigger draft_update
CREATE TRIGGER draft_update BEFORE UPDATE ON draft BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a draft never changes what it says')
    WHERE (NEW.book_id,NEW.draft_id,NEW.dated_on,NEW.summary,NEW.debit_fen,NEW.body,NEW.maker,NEW.made_at)
      IS NOT (OLD.book_id,OLD.draft_id,OLD.dated_on,OLD.summary,OLD.debit_fen,OLD.body,OLD.maker,OLD.made_at);
  SELECT RAISE(ABORT,'wxzj:draft_state a posted or returned draft stays so')
    WHERE OLD.state IN('POSTED','RETURNED')
      AND (NEW.state,NEW.checker,NEW.reason,NEW.voucher_id) IS NOT (OLD.state,OLD.checker,OLD.reason,OLD.voucher_id);
  SELECT RAISE(ABORT,'wxzj:draft_unposted a draft is posted with its voucher only')
    WHERE NEW.state='POSTED' AND NOT EXISTS(SELECT 1 FROM voucher
      WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND request_key='draft:'||NEW.draft_id);
END

-- trigger duty_grant_delete
CREATE TRIGGER duty_grant_delete BEFORE DELETE ON duty_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a duty is taken away by a row of its own'); END

-- trigger duty_grant_insert
CREATE TRIGGER duty_grant_insert BEFORE INSERT ON duty_grant WHEN NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM duty_grant),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed grants follow one another'); END

-- trigger duty_grant_update
CREATE TRIGGER duty_grant_update BEFORE UPDATE ON duty_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a duty is taken away by a row of its own'); END

-- trigger earmark_delete
CREATE TRIGGER earmark_delete BEFORE DELETE ON earmark BEGIN SELECT RAISE(ABORT,'wxzj:sealed an earmark never changes'); END

-- trigger earmark_insert
CREATE TRIGGER earmark_insert BEFORE INSERT ON earmark BEGIN
  SELECT RAISE(ABORT,'wxzj:earmark_wrong not the next earmark, or more is released than was set aside')
    WHERE NEW.earmark_id<>1+coalesce((SELECT max(earmark_id) FROM earmark WHERE book_id=NEW.book_id),0)
    OR 0>NEW.amount_fen+coalesce((SELECT sum(amount_fen) FROM earmark WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id AND part=NEW.part),0);
END

-- trigger earmark_keep
CREATE TRIGGER earmark_keep AFTER INSERT ON earmark BEGIN
  UPDATE sub_balance SET earmark_fen=earmark_fen+NEW.amount_fen,earmark_id=NEW.earmark_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  SELECT RAISE(ABORT,'wxzj:sub_account_unknown an earmark did not reach its balance') WHERE changes()<>1;
END

-- trigger earmark_update
CREATE TRIGGER earmark_update BEFORE UPDATE ON earmark BEGIN SELECT RAISE(ABORT,'wxzj:sealed an earmark never changes'); END

-- trigger estate_delete
CREATE TRIGGER estate_delete BEFORE DELETE ON estate BEGIN SELECT RAISE(ABORT,'wxzj:sealed an estate is never deleted'); END

-- trigger estate_insert
CREATE TRIGGER estate_insert BEFORE INSERT ON estate WHEN EXISTS(SELECT 1 FROM estate WHERE estate_id=NEW.estate_id OR code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an estate is never replaced'); END

-- trigger estate_update
CREATE TRIGGER estate_update BEFORE UPDATE ON estate WHEN NEW.estate_id<>OLD.estate_id OR NEW.code<>OLD.code
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an estate keeps the code that stands in vouchers'); END

-- trigger floor_grant_delete
CREATE TRIGGER floor_grant_delete BEFORE DELETE ON floor_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a granted floor never changes'); END

-- trigger floor_grant_insert
CREATE TRIGGER floor_grant_insert BEFORE INSERT ON floor_grant
  WHEN NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM floor_grant WHERE book_id=NEW.book_id),0)
    OR (EXISTS(SELECT 1 FROM login) AND (NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.who) OR NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.second)))
  BEGIN SELECT RAISE(ABORT,'wxzj:floor_wrong not the next grant, or its two people are not users'); END

-- trigger floor_grant_keep
CREATE TRIGGER floor_grant_keep AFTER INSERT ON floor_grant BEGIN
  UPDATE sub_balance SET floor_fen=NEW.floor_fen,grant_id=NEW.grant_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  SELECT RAISE(ABORT,'wxzj:sub_account_unknown a granted floor did not reach its balance') WHERE changes()<>1;
END

-- trigger floor_grant_update
CREATE TRIGGER floor_grant_update BEFORE UPDATE ON floor_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a granted floor never changes'); END

-- trigger handover_delete
CREATE TRIGGER handover_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a list of what is handed over stays'); END

-- trigger handover_insert
CREATE TRIGGER handover_insert BEFORE INSERT ON handover WHEN NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM handover),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed lists follow one another'); END

-- trigger handover_signed_delete
CREATE TRIGGER handover_signed_delete BEFORE DELETE ON handover_signed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a signature stays'); END

-- trigger handover_signed_insert
CREATE TRIGGER handover_signed_insert BEFORE INSERT ON handover_signed WHEN NEW.sign_no<>1+(SELECT count(*) FROM handover_signed WHERE handover_id=NEW.handover_id)
  OR NEW.name NOT IN(SELECT giver FROM handover WHERE handover_id=NEW.handover_id UNION SELECT taker FROM handover WHERE handover_id=NEW.handover_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed giver and taker sign, one after the other'); END

-- trigger handover_signed_update
CREATE TRIGGER handover_signed_update BEFORE UPDATE ON handover_signed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a signature stays'); END

-- trigger handover_update
CREATE TRIGGER handover_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a list of what is handed over stays'); END

-- trigger house_event_delete
CREATE TRIGGER house_event_delete BEFORE DELETE ON house_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

-- trigger house_event_seal
CREATE TRIGGER house_event_seal BEFORE INSERT ON house_event BEGIN
  SELECT RAISE(ABORT,'wxzj:house_event_gap events of houses follow one another')
    WHERE NEW.event_no<>1+coalesce((SELECT max(event_no) FROM house_event WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:house_unequal what houses become holds what they held')
    WHERE NEW.act IN('SPLIT','MERGE','RECUT') AND (SELECT sum(CASE role WHEN 'INTO' THEN area ELSE -area END)=NEW.area_gap
        AND sum(CASE role WHEN 'INTO' THEN due_fen ELSE -due_fen END)=0
        AND sum(CASE role WHEN 'INTO' THEN principal_fen ELSE -principal_fen END)=0
        AND sum(CASE role WHEN 'INTO' THEN earnings_fen ELSE -earnings_fen END)=0
        AND sum(CASE role WHEN 'INTO' THEN before_fen ELSE -before_fen END)=0
        AND sum(CASE role WHEN 'INTO' THEN owner_fen ELSE -owner_fen END)=0
        AND sum(CASE role WHEN 'INTO' THEN selling_unit_fen ELSE -selling_unit_fen END)=0
        AND sum(CASE role WHEN 'INTO' THEN developer_fen ELSE -developer_fen END)=0
        AND min(dated_on)=NEW.dated_on AND max(dated_on)=NEW.dated_on
      FROM house_part WHERE book_id=NEW.book_id AND event_no=NEW.event_no AND role<>'SELF') IS NOT 1;
  SELECT RAISE(ABORT,'wxzj:house_unequal movements are carried over whole, day by day')
    WHERE EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no GROUP BY part,value_on HAVING sum(amount_fen)<>0)
    OR EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no GROUP BY sub_id,part HAVING sum(amount_fen)<>0);
  SELECT RAISE(ABORT,'wxzj:house_not_closed a house goes with its sub-account closed')
    WHERE EXISTS(SELECT 1 FROM house_part p WHERE p.book_id=NEW.book_id AND p.event_no=NEW.event_no AND p.role='FROM'
      AND NOT EXISTS(SELECT 1 FROM sub_close c WHERE c.book_id=p.book_id AND c.sub_id=p.sub_id AND c.since IS NOT NULL AND c.until IS NULL));
END

-- trigger house_event_update
CREATE TRIGGER house_event_update BEFORE UPDATE ON house_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

-- trigger house_part_delete
CREATE TRIGGER house_part_delete BEFORE DELETE ON house_part BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

-- trigger house_part_insert
CREATE TRIGGER house_part_insert BEFORE INSERT ON house_part
  WHEN EXISTS(SELECT 1 FROM house_event WHERE book_id=NEW.book_id AND event_no=NEW.event_no)
    OR EXISTS(SELECT 1 FROM house_part WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND event_no=NEW.event_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed nothing is added to an event of a house'); END

-- trigger house_part_update
CREATE TRIGGER house_part_update BEFORE UPDATE ON house_part BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

-- trigger household_delete
CREATE TRIGGER household_delete BEFORE DELETE ON household BEGIN SELECT RAISE(ABORT,'wxzj:sealed a household is never deleted'); END

-- trigger household_due_delete
CREATE TRIGGER household_due_delete BEFORE DELETE ON household_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed a due that is fixed stays so'); END

-- trigger household_due_insert
CREATE TRIGGER household_due_insert BEFORE INSERT ON household_due WHEN EXISTS(SELECT 1 FROM household_due WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a due that is fixed stays so'); END

-- trigger household_due_update
CREATE TRIGGER household_due_update BEFORE UPDATE ON household_due BEGIN SELECT RAISE(ABORT,'wxzj:sealed a due that is fixed stays so'); END

-- trigger household_freeze_delete
CREATE TRIGGER household_freeze_delete BEFORE DELETE ON household_freeze BEGIN SELECT RAISE(ABORT,'wxzj:sealed a freeze ends by a row of its own'); END

-- trigger household_freeze_insert
CREATE TRIGGER household_freeze_insert BEFORE INSERT ON household_freeze
  WHEN NEW.freeze_no<>1+coalesce((SELECT max(freeze_no) FROM household_freeze WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed freezes follow one another'); END

-- trigger household_freeze_update
CREATE TRIGGER household_freeze_update BEFORE UPDATE ON household_freeze BEGIN SELECT RAISE(ABORT,'wxzj:sealed a freeze ends by a row of its own'); END

-- trigger household_insert
CREATE TRIGGER household_insert BEFORE INSERT ON household
  WHEN EXISTS(SELECT 1 FROM household WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id)
    OR EXISTS(SELECT 1 FROM household WHERE book_id=NEW.book_id AND estate_id=NEW.estate_id AND building=NEW.building AND unit=NEW.unit AND room=NEW.room)
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a household comes with an entry in the log, and is never replaced'); END

-- trigger household_update
CREATE TRIGGER household_update BEFORE UPDATE ON household
  WHEN NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.change_id<=OLD.change_id
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
    OR EXISTS(SELECT 1 FROM household WHERE book_id=NEW.book_id AND estate_id=NEW.estate_id AND building=NEW.building AND unit=NEW.unit AND room=NEW.room AND sub_id<>NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a household changes with an entry in the log only'); END

-- trigger import_file_delete
CREATE TRIGGER import_file_delete BEFORE DELETE ON import_file BEGIN SELECT RAISE(ABORT,'wxzj:sealed an import never changes'); END

-- trigger import_file_insert
CREATE TRIGGER import_file_insert BEFORE INSERT ON import_file WHEN EXISTS(SELECT 1 FROM import_file WHERE import_id=NEW.import_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an import is never replaced'); END

-- trigger import_file_update
CREATE TRIGGER import_file_update BEFORE UPDATE ON import_file BEGIN SELECT RAISE(ABORT,'wxzj:sealed an import never changes'); END

-- trigger investment_delete
CREATE TRIGGER investment_delete BEFORE DELETE ON investment BEGIN SELECT RAISE(ABORT,'wxzj:sealed an investment is never deleted'); END

-- trigger investment_insert
CREATE TRIGGER investment_insert BEFORE INSERT ON investment WHEN NEW.investment_id<>1+coalesce((SELECT max(investment_id) FROM investment WHERE book_id=NEW.book_id),0)
  OR EXISTS(SELECT 1 FROM investment WHERE book_id=NEW.book_id AND ref=NEW.ref)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed investments follow one another, each certificate once'); END

-- trigger investment_update
CREATE TRIGGER investment_update BEFORE UPDATE ON investment BEGIN SELECT RAISE(ABORT,'wxzj:sealed an investment never changes'); END

-- trigger line_delete
CREATE TRIGGER line_delete BEFORE DELETE ON line WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a line of a posted voucher is never deleted'); END

-- trigger line_open
CREATE TRIGGER line_open BEFORE INSERT ON line
  WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND line_no=NEW.line_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:voucher_sealed no line is added to a posted voucher'); END

-- trigger line_update
CREATE TRIGGER line_update BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT,'wxzj:sealed a line never changes'); END

-- trigger login_delete
CREATE TRIGGER login_delete BEFORE DELETE ON login BEGIN SELECT RAISE(ABORT,'wxzj:sealed without users nobody would be checked'); END

-- trigger login_insert
CREATE TRIGGER login_insert BEFORE INSERT ON login WHEN EXISTS(SELECT 1 FROM login WHERE name=NEW.name)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a user is never replaced'); END

-- trigger login_update
CREATE TRIGGER login_update BEFORE UPDATE ON login WHEN NEW.name<>OLD.name OR NEW.created_at<>OLD.created_at
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a user keeps the name that stands in vouchers'); END

-- trigger lost_payment_delete
CREATE TRIGGER lost_payment_delete BEFORE DELETE ON lost_payment BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payment is never forgotten'); END

-- trigger lost_payment_insert
CREATE TRIGGER lost_payment_insert BEFORE INSERT ON lost_payment BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a payment is never written over')
    WHERE EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event AND lost_no=NEW.lost_no);
  SELECT RAISE(ABORT,'wxzj:register_wrong a row begins without effect, before its voucher')
    WHERE NEW.since IS NOT NULL OR NEW.until IS NOT NULL;
END

-- trigger lost_payment_update
CREATE TRIGGER lost_payment_update BEFORE UPDATE ON lost_payment
  WHEN (NEW.book_id,NEW.event,NEW.lost_event,NEW.lost_no,NEW.amount_fen) IS NOT (OLD.book_id,OLD.event,OLD.lost_event,OLD.lost_no,OLD.amount_fen)
    OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since=OLD.since AND OLD.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)))
  BEGIN SELECT RAISE(ABORT,'wxzj:register_wrong a row takes effect with its voucher, and ends with the reversal'); END

-- trigger lost_refund_delete
CREATE TRIGGER lost_refund_delete BEFORE DELETE ON lost_refund BEGIN SELECT RAISE(ABORT,'wxzj:sealed what is owed is never forgotten'); END

-- trigger lost_refund_insert
CREATE TRIGGER lost_refund_insert BEFORE INSERT ON lost_refund BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed what is owed is never written over')
    WHERE EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event AND lost_no=NEW.lost_no);
  SELECT RAISE(ABORT,'wxzj:register_wrong a row begins without effect, before its voucher')
    WHERE NEW.since IS NOT NULL OR NEW.until IS NOT NULL;
END

-- trigger lost_refund_update
CREATE TRIGGER lost_refund_update BEFORE UPDATE ON lost_refund
  WHEN (NEW.book_id,NEW.event,NEW.lost_no,NEW.sub_id,NEW.payee_class,NEW.payee,NEW.principal_fen,NEW.earnings_fen,NEW.amount_fen)
      IS NOT (OLD.book_id,OLD.event,OLD.lost_no,OLD.sub_id,OLD.payee_class,OLD.payee,OLD.principal_fen,OLD.earnings_fen,OLD.amount_fen)
    OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since=OLD.since AND OLD.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)))
  BEGIN SELECT RAISE(ABORT,'wxzj:register_wrong a row takes effect with its voucher, and ends with the reversal'); END

-- trigger master_change_delete
CREATE TRIGGER master_change_delete BEFORE DELETE ON master_change BEGIN SELECT RAISE(ABORT,'wxzj:sealed a change of master data is never deleted'); END

-- trigger master_change_insert
CREATE TRIGGER master_change_insert BEFORE INSERT ON master_change BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a change of master data is never replaced') WHERE EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id);
  SELECT RAISE(ABORT,'wxzj:log_gap not the next place in the log') WHERE NEW.change_id IS NOT (SELECT log_size+1 FROM book_head WHERE book_id=NEW.book_id);
END

-- trigger master_change_log
CREATE TRIGGER master_change_log AFTER INSERT ON master_change BEGIN UPDATE book_head SET log_size=NEW.change_id WHERE book_id=NEW.book_id; END

-- trigger master_change_update
CREATE TRIGGER master_change_update BEFORE UPDATE ON master_change BEGIN SELECT RAISE(ABORT,'wxzj:sealed a change of master data is never changed'); END

-- trigger month_delete
CREATE TRIGGER month_delete BEFORE DELETE ON month BEGIN SELECT RAISE(ABORT,'wxzj:sealed a month is never deleted'); END

-- trigger month_insert
CREATE TRIGGER month_insert BEFORE INSERT ON month
  WHEN NEW.state<>'OPEN' OR NEW.close_no<>0
    OR NEW.period<>coalesce((SELECT max(CASE WHEN period%100=12 THEN period+89 ELSE period+1 END) FROM month WHERE book_id=NEW.book_id),NEW.period)
  BEGIN SELECT RAISE(ABORT,'wxzj:month_order months open one after another'); END

-- trigger month_update
CREATE TRIGGER month_update BEFORE UPDATE ON month BEGIN
  SELECT RAISE(ABORT,'wxzj:month_step not a lawful step of a month')
    WHERE NEW.book_id<>OLD.book_id OR NEW.period<>OLD.period OR NOT ((OLD.state='OPEN' AND NEW.state='CLOSED' AND NEW.close_no=OLD.close_no+1)
      OR (OLD.state='CLOSED' AND NEW.state IN('OPEN','LOCKED') AND NEW.close_no=OLD.close_no));
  SELECT RAISE(ABORT,'wxzj:close_log_missing a month changes with its row in the close log only')
    WHERE NOT EXISTS(SELECT 1 FROM close_log WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no
      AND act=CASE NEW.state WHEN 'CLOSED' THEN 'CLOSE' WHEN 'OPEN' THEN 'REOPEN' ELSE 'LOCK' END);
  SELECT RAISE(ABORT,'wxzj:month_order only the latest closed month may be reopened')
    WHERE NEW.state='OPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN');
END

-- trigger notice_delete
CREATE TRIGGER notice_delete BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT,'wxzj:sealed a notice never changes'); END

-- trigger notice_delivery_delete
CREATE TRIGGER notice_delivery_delete BEFORE DELETE ON notice_delivery BEGIN SELECT RAISE(ABORT,'wxzj:sealed a delivery never changes'); END

-- trigger notice_delivery_insert
CREATE TRIGGER notice_delivery_insert BEFORE INSERT ON notice_delivery
  WHEN NEW.delivery_id<>1+coalesce((SELECT max(delivery_id) FROM notice_delivery WHERE book_id=NEW.book_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed deliveries follow one another'); END

-- trigger notice_delivery_update
CREATE TRIGGER notice_delivery_update BEFORE UPDATE ON notice_delivery BEGIN SELECT RAISE(ABORT,'wxzj:sealed a delivery never changes'); END

-- trigger notice_insert
CREATE TRIGGER notice_insert BEFORE INSERT ON notice BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed notices follow one another')
    WHERE NEW.notice_id<>1+coalesce((SELECT max(notice_id) FROM notice WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:campaign_state notices are given while a campaign is in force')
    WHERE (SELECT state FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id ORDER BY step_no DESC LIMIT 1)
      IS NOT 'VOTED' AND (SELECT state FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id ORDER BY step_no DESC LIMIT 1)
      IS NOT 'BY_RULE';
END

-- trigger notice_update
CREATE TRIGGER notice_update BEFORE UPDATE ON notice BEGIN SELECT RAISE(ABORT,'wxzj:sealed a notice never changes'); END

-- trigger number_delete
CREATE TRIGGER number_delete BEFORE DELETE ON number BEGIN SELECT RAISE(ABORT,'wxzj:sealed numbers are never deleted'); END

-- trigger number_insert
CREATE TRIGGER number_insert BEFORE INSERT ON number
  WHEN NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND no=NEW.last_no)
    OR NEW.last_no<>1+coalesce((SELECT last_no FROM number WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal numbers move with a voucher only'); END

-- trigger number_update
CREATE TRIGGER number_update BEFORE UPDATE ON number
  WHEN NEW.last_no<>OLD.last_no+1 OR NEW.book_id<>OLD.book_id OR NEW.period<>OLD.period OR NEW.word<>OLD.word
    OR NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND no=NEW.last_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal numbers move with a voucher only'); END

-- trigger operator_delete
CREATE TRIGGER operator_delete BEFORE DELETE ON operator BEGIN SELECT RAISE(ABORT,'wxzj:sealed operators stay as they were registered'); END

-- trigger operator_insert
CREATE TRIGGER operator_insert BEFORE INSERT ON operator WHEN NEW.operator_id<>1+coalesce((SELECT max(operator_id) FROM operator),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed operators follow one another'); END

-- trigger operator_update
CREATE TRIGGER operator_update BEFORE UPDATE ON operator BEGIN SELECT RAISE(ABORT,'wxzj:sealed operators stay as they were registered'); END

-- trigger payee_confirmed_delete
CREATE TRIGGER payee_confirmed_delete BEFORE DELETE ON payee_confirmed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

-- trigger payee_confirmed_insert
CREATE TRIGGER payee_confirmed_insert BEFORE INSERT ON payee_confirmed BEGIN
  SELECT RAISE(ABORT,'wxzj:payee_own bank details are confirmed by somebody else') FROM payee p
    WHERE p.payee_id=NEW.payee_id AND (p.made_by=NEW.who OR (NEW.who='' AND EXISTS(SELECT 1 FROM login)));
END

-- trigger payee_confirmed_update
CREATE TRIGGER payee_confirmed_update BEFORE UPDATE ON payee_confirmed BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

-- trigger payee_delete
CREATE TRIGGER payee_delete BEFORE DELETE ON payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed bank details are changed by a row of their own'); END

-- trigger payee_insert
CREATE TRIGGER payee_insert BEFORE INSERT ON payee WHEN NEW.payee_id<>1+coalesce((SELECT max(payee_id) FROM payee),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed payees follow one another'); END

-- trigger payee_update
CREATE TRIGGER payee_update BEFORE UPDATE ON payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed bank details are changed by a row of their own'); END

-- trigger plant_defect_delete
CREATE TRIGGER plant_defect_delete BEFORE DELETE ON plant_defect BEGIN SELECT RAISE(ABORT,'wxzj:sealed a defect stays on the list'); END

-- trigger plant_defect_insert
CREATE TRIGGER plant_defect_insert BEFORE INSERT ON plant_defect WHEN (NEW.act='FOUND' AND NEW.defect_no<>1+coalesce((SELECT max(defect_no) FROM plant_defect WHERE handover_id=NEW.handover_id),0))
      OR (NEW.act='MENDED' AND (NOT EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='FOUND' AND dated_on<=NEW.dated_on)
        OR EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='MENDED')))
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a defect is found, then mended, once'); END

-- trigger plant_defect_update
CREATE TRIGGER plant_defect_update BEFORE UPDATE ON plant_defect BEGIN SELECT RAISE(ABORT,'wxzj:sealed a defect stays on the list'); END

-- trigger plant_handover_delete
CREATE TRIGGER plant_handover_delete BEFORE DELETE ON plant_handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over stays'); END

-- trigger plant_handover_insert
CREATE TRIGGER plant_handover_insert BEFORE INSERT ON plant_handover WHEN NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM plant_handover),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed hand-overs follow one another'); END

-- trigger plant_handover_update
CREATE TRIGGER plant_handover_update BEFORE UPDATE ON plant_handover BEGIN SELECT RAISE(ABORT,'wxzj:sealed a hand-over stays'); END

-- trigger plant_item_delete
CREATE TRIGGER plant_item_delete BEFORE DELETE ON plant_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed what is handed over stands with its beginning'); END

-- trigger plant_item_insert
CREATE TRIGGER plant_item_insert BEFORE INSERT ON plant_item BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed what is handed over stands with its beginning')
    WHERE EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id) OR EXISTS(SELECT 1 FROM plant_item WHERE handover_id=NEW.handover_id AND asset_id=NEW.asset_id);
  SELECT RAISE(ABORT,'wxzj:asset_promised the asset is being handed over already')
    WHERE EXISTS(SELECT 1 FROM plant_item i JOIN plant_step s ON s.handover_id=i.handover_id WHERE i.asset_id=NEW.asset_id
        AND s.step_no=(SELECT max(step_no) FROM plant_step WHERE handover_id=i.handover_id) AND s.state NOT IN('NOT_TRANSFERRED','RESPONSIBILITY_SWITCHED','BOOKED_BY_OPERATOR'));
END

-- trigger plant_item_update
CREATE TRIGGER plant_item_update BEFORE UPDATE ON plant_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed what is handed over stands with its beginning'); END

-- trigger plant_step_delete
CREATE TRIGGER plant_step_delete BEFORE DELETE ON plant_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

-- trigger plant_step_insert
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

-- trigger plant_step_update
CREATE TRIGGER plant_step_update BEFORE UPDATE ON plant_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

-- trigger project_budget_delete
CREATE TRIGGER project_budget_delete BEFORE DELETE ON project_budget BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_budget_insert
CREATE TRIGGER project_budget_insert BEFORE INSERT ON project_budget BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed budgets follow one another')
    WHERE NEW.budget_no<>1+coalesce((SELECT max(budget_no) FROM project_budget WHERE project_id=NEW.project_id AND item_no=NEW.item_no),0);
END

-- trigger project_budget_update
CREATE TRIGGER project_budget_update BEFORE UPDATE ON project_budget BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_delete
CREATE TRIGGER project_delete BEFORE DELETE ON project BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_estate_delete
CREATE TRIGGER project_estate_delete BEFORE DELETE ON project_estate BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_estate_insert
CREATE TRIGGER project_estate_insert BEFORE INSERT ON project_estate BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed estates of a project follow one another')
    WHERE NEW.estate_no<>1+coalesce((SELECT max(estate_no) FROM project_estate WHERE project_id=NEW.project_id),0);
END

-- trigger project_estate_update
CREATE TRIGGER project_estate_update BEFORE UPDATE ON project_estate BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_grant_delete
CREATE TRIGGER project_grant_delete BEFORE DELETE ON project_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_grant_insert
CREATE TRIGGER project_grant_insert BEFORE INSERT ON project_grant BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed grants follow one another')
    WHERE NEW.grant_no<>1+coalesce((SELECT max(grant_no) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no),0);
  SELECT RAISE(ABORT,'wxzj:source_matched what is matched is not taken back')
    WHERE NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      <(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no);
END

-- trigger project_grant_update
CREATE TRIGGER project_grant_update BEFORE UPDATE ON project_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_insert
CREATE TRIGGER project_insert BEFORE INSERT ON project BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed projects follow one another')
    WHERE NEW.project_id<>1+coalesce((SELECT max(project_id) FROM project),0);
END

-- trigger project_item_delete
CREATE TRIGGER project_item_delete BEFORE DELETE ON project_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_item_insert
CREATE TRIGGER project_item_insert BEFORE INSERT ON project_item BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed cost lines follow one another')
    WHERE NEW.item_no<>1+coalesce((SELECT max(item_no) FROM project_item WHERE project_id=NEW.project_id),0);
END

-- trigger project_item_update
CREATE TRIGGER project_item_update BEFORE UPDATE ON project_item BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_match_delete
CREATE TRIGGER project_match_delete BEFORE DELETE ON project_match BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_match_insert
CREATE TRIGGER project_match_insert BEFORE INSERT ON project_match BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed matches follow one another')
    WHERE NEW.match_no<>1+coalesce((SELECT max(match_no) FROM project_match WHERE project_id=NEW.project_id),0);
  SELECT RAISE(ABORT,'wxzj:source_exhausted a source pays no more than it grants, and no line less than nothing')
    WHERE NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
        >(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      OR NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND item_no=NEW.item_no)<0
      OR EXISTS(SELECT 1 FROM project_source WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND memo=1);
END

-- trigger project_match_update
CREATE TRIGGER project_match_update BEFORE UPDATE ON project_match BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_source_delete
CREATE TRIGGER project_source_delete BEFORE DELETE ON project_source BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_source_insert
CREATE TRIGGER project_source_insert BEFORE INSERT ON project_source BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed sources follow one another')
    WHERE NEW.source_no<>1+coalesce((SELECT max(source_no) FROM project_source WHERE project_id=NEW.project_id),0);
END

-- trigger project_source_update
CREATE TRIGGER project_source_update BEFORE UPDATE ON project_source BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_step_delete
CREATE TRIGGER project_step_delete BEFORE DELETE ON project_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_step_insert
CREATE TRIGGER project_step_insert BEFORE INSERT ON project_step BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed steps follow one another')
    WHERE NEW.step_no<>1+coalesce((SELECT max(step_no) FROM project_step WHERE project_id=NEW.project_id),0);
  SELECT RAISE(ABORT,'wxzj:project_state a project does not go from one state to any other')
    WHERE coalesce((SELECT state FROM project_step WHERE project_id=NEW.project_id ORDER BY step_no DESC LIMIT 1),'')||'>'||NEW.state
      NOT IN('>STORED','STORED>PLANNED','STORED>WITHDRAWN','PLANNED>STORED','PLANNED>STARTED','PLANNED>WITHDRAWN','STARTED>COMPLETED','COMPLETED>HANDED_OVER','COMPLETED>CLOSED','HANDED_OVER>CLOSED');
END

-- trigger project_step_update
CREATE TRIGGER project_step_update BEFORE UPDATE ON project_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_survey_delete
CREATE TRIGGER project_survey_delete BEFORE DELETE ON project_survey BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_survey_insert
CREATE TRIGGER project_survey_insert BEFORE INSERT ON project_survey BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed surveys follow one another')
    WHERE NEW.survey_no<>1+coalesce((SELECT max(survey_no) FROM project_survey WHERE project_id=NEW.project_id),0);
END

-- trigger project_survey_update
CREATE TRIGGER project_survey_update BEFORE UPDATE ON project_survey BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger project_update
CREATE TRIGGER project_update BEFORE UPDATE ON project BEGIN SELECT RAISE(ABORT,'wxzj:sealed this register only grows'); END

-- trigger reach_grant_delete
CREATE TRIGGER reach_grant_delete BEFORE DELETE ON reach_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a reach is taken away by a row of its own'); END

-- trigger reach_grant_insert
CREATE TRIGGER reach_grant_insert BEFORE INSERT ON reach_grant WHEN NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM reach_grant),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed grants follow one another'); END

-- trigger reach_grant_update
CREATE TRIGGER reach_grant_update BEFORE UPDATE ON reach_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a reach is taken away by a row of its own'); END

-- trigger receipt_lot_delete
CREATE TRIGGER receipt_lot_delete BEFORE DELETE ON receipt_lot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a lot of receipts never changes'); END

-- trigger receipt_lot_insert
CREATE TRIGGER receipt_lot_insert BEFORE INSERT ON receipt_lot BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed lots of receipts follow one another')
    WHERE NEW.lot_no<>1+coalesce((SELECT max(lot_no) FROM receipt_lot WHERE book_id=NEW.book_id),0);
  SELECT RAISE(ABORT,'wxzj:receipt_overlap receipts of this lot were received already')
    WHERE EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND prefix=NEW.prefix AND width=NEW.width AND first_no<=NEW.last_no AND last_no>=NEW.first_no);
END

-- trigger receipt_lot_update
CREATE TRIGGER receipt_lot_update BEFORE UPDATE ON receipt_lot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a lot of receipts never changes'); END

-- trigger receipt_use_delete
CREATE TRIGGER receipt_use_delete BEFORE DELETE ON receipt_use BEGIN SELECT RAISE(ABORT,'wxzj:sealed the use of a receipt never changes'); END

-- trigger receipt_use_insert
CREATE TRIGGER receipt_use_insert BEFORE INSERT ON receipt_use BEGIN
  SELECT RAISE(ABORT,'wxzj:receipt_unknown the receipt was never received')
    WHERE NOT EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND lot_no=NEW.lot_no AND NEW.no BETWEEN first_no AND last_no
      AND NEW.receipt=prefix||substr('000000000000000000'||NEW.no,-width));
  SELECT RAISE(ABORT,'wxzj:receipt_voided a void receipt is not used')
    WHERE EXISTS(SELECT 1 FROM receipt_void WHERE book_id=NEW.book_id AND receipt=NEW.receipt);
  SELECT RAISE(ABORT,'wxzj:receipt_used a receipt is used once, again only where its voucher was cancelled')
    WHERE NEW.use_no<>1+coalesce((SELECT max(use_no) FROM receipt_use WHERE book_id=NEW.book_id AND receipt=NEW.receipt),0)
    OR EXISTS(SELECT 1 FROM receipt_use u WHERE u.book_id=NEW.book_id AND u.receipt=NEW.receipt
      AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=u.book_id AND reverses=u.voucher_id));
END

-- trigger receipt_use_update
CREATE TRIGGER receipt_use_update BEFORE UPDATE ON receipt_use BEGIN SELECT RAISE(ABORT,'wxzj:sealed the use of a receipt never changes'); END

-- trigger receipt_void_delete
CREATE TRIGGER receipt_void_delete BEFORE DELETE ON receipt_void BEGIN SELECT RAISE(ABORT,'wxzj:sealed a void receipt stays void'); END

-- trigger receipt_void_insert
CREATE TRIGGER receipt_void_insert BEFORE INSERT ON receipt_void BEGIN
  SELECT RAISE(ABORT,'wxzj:receipt_unknown the receipt was never received')
    WHERE NOT EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND lot_no=NEW.lot_no AND NEW.no BETWEEN first_no AND last_no
      AND NEW.receipt=prefix||substr('000000000000000000'||NEW.no,-width));
  SELECT RAISE(ABORT,'wxzj:sealed a receipt is void once')
    WHERE EXISTS(SELECT 1 FROM receipt_void WHERE book_id=NEW.book_id AND receipt=NEW.receipt);
END

-- trigger receipt_void_update
CREATE TRIGGER receipt_void_update BEFORE UPDATE ON receipt_void BEGIN SELECT RAISE(ABORT,'wxzj:sealed a void receipt stays void'); END

-- trigger rule_confirm_delete
CREATE TRIGGER rule_confirm_delete BEFORE DELETE ON rule_confirm BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

-- trigger rule_confirm_insert
CREATE TRIGGER rule_confirm_insert BEFORE INSERT ON rule_confirm BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a rule is confirmed once') WHERE EXISTS(SELECT 1 FROM rule_confirm WHERE set_id=NEW.set_id);
  SELECT RAISE(ABORT,'wxzj:confirmer_is_proposer whoever set a rule does not confirm it') WHERE EXISTS(SELECT 1 FROM rule_value WHERE set_id=NEW.set_id AND who=NEW.who);
END

-- trigger rule_confirm_update
CREATE TRIGGER rule_confirm_update BEFORE UPDATE ON rule_confirm BEGIN SELECT RAISE(ABORT,'wxzj:sealed a confirmation stays'); END

-- trigger rule_value_delete
CREATE TRIGGER rule_value_delete BEFORE DELETE ON rule_value BEGIN SELECT RAISE(ABORT,'wxzj:sealed a rule is set anew by a row of its own'); END

-- trigger rule_value_insert
CREATE TRIGGER rule_value_insert BEFORE INSERT ON rule_value BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed rules set follow one another') WHERE NEW.set_id<>1+coalesce((SELECT max(set_id) FROM rule_value),0);
  SELECT RAISE(ABORT,'wxzj:rule_unconfirmed a second person confirms once there are users') WHERE NEW.single=1 AND EXISTS(SELECT 1 FROM login);
END

-- trigger rule_value_update
CREATE TRIGGER rule_value_update BEFORE UPDATE ON rule_value BEGIN SELECT RAISE(ABORT,'wxzj:sealed a rule is set anew by a row of its own'); END

-- trigger share_delete
CREATE TRIGGER share_delete BEFORE DELETE ON share WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a share of a posted voucher is never deleted'); END

-- trigger share_open
CREATE TRIGGER share_open BEFORE INSERT ON share
  WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND sub_id=NEW.sub_id AND part=NEW.part)
  BEGIN SELECT RAISE(ABORT,'wxzj:voucher_sealed no share is added to a posted voucher'); END

-- trigger share_update
CREATE TRIGGER share_update BEFORE UPDATE ON share BEGIN SELECT RAISE(ABORT,'wxzj:sealed a share never changes'); END

-- trigger snapshot_delete
CREATE TRIGGER snapshot_delete BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

-- trigger snapshot_insert
CREATE TRIGGER snapshot_insert BEFORE INSERT ON snapshot
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM snapshot WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part AND period=NEW.period AND close_no=NEW.close_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand snapshots belong to the close in hand'); END

-- trigger snapshot_update
CREATE TRIGGER snapshot_update BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

-- trigger statement_delete
CREATE TRIGGER statement_delete BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a frozen statement never changes'); END

-- trigger statement_insert
CREATE TRIGGER statement_insert BEFORE INSERT ON statement
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM statement WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND form=NEW.form)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand statements are frozen by the close in hand'); END

-- trigger statement_update
CREATE TRIGGER statement_update BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a frozen statement never changes'); END

-- trigger sub_account_delete
CREATE TRIGGER sub_account_delete BEFORE DELETE ON sub_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a sub-account is never deleted'); END

-- trigger sub_account_insert
CREATE TRIGGER sub_account_insert BEFORE INSERT ON sub_account BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a sub-account is never replaced') WHERE EXISTS(SELECT 1 FROM sub_account WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id)
    OR EXISTS(SELECT 1 FROM sub_account WHERE book_id=NEW.book_id AND code=NEW.code);
  SELECT RAISE(ABORT,'wxzj:sub_account_wrong the control account does not fit the kind')
    WHERE NOT EXISTS(SELECT 1 FROM book b JOIN account a ON a.chart=b.chart AND a.account=NEW.control
      WHERE b.book_id=NEW.book_id AND a.control=(CASE NEW.kind WHEN 'COMMON_INCOME' THEN 2 ELSE 1 END));
END

-- trigger sub_account_open
CREATE TRIGGER sub_account_open AFTER INSERT ON sub_account BEGIN
  INSERT INTO sub_balance VALUES(NEW.book_id,NEW.sub_id,0,0,0,0,0,0,0,0,0),(NEW.book_id,NEW.sub_id,1,0,0,0,0,0,0,0,0);
END

-- trigger sub_account_update
CREATE TRIGGER sub_account_update BEFORE UPDATE ON sub_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a sub-account never changes'); END

-- trigger sub_balance_delete
CREATE TRIGGER sub_balance_delete BEFORE DELETE ON sub_balance BEGIN SELECT RAISE(ABORT,'wxzj:sealed a balance is never deleted'); END

-- trigger sub_balance_floor
CREATE TRIGGER sub_balance_floor BEFORE UPDATE ON sub_balance WHEN NEW.amount_fen-NEW.earmark_fen<NEW.floor_fen
  BEGIN SELECT RAISE(ABORT,'wxzj:overdraft a sub-account holds less than its floor and what is set aside'); END

-- trigger sub_balance_insert
CREATE TRIGGER sub_balance_insert BEFORE INSERT ON sub_balance
  WHEN NEW.amount_fen<>0 OR NEW.moment<>0 OR NEW.received_fen<>0 OR NEW.earmark_fen<>0 OR NEW.floor_fen<>0 OR NEW.voucher_id<>0 OR NEW.earmark_id<>0 OR NEW.grant_id<>0
    OR EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal a balance begins at nothing, once'); END

-- trigger sub_balance_update
CREATE TRIGGER sub_balance_update BEFORE UPDATE ON sub_balance
  WHEN NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.part<>OLD.part
    OR NOT (
      (NEW.voucher_id>OLD.voucher_id AND NEW.earmark_fen=OLD.earmark_fen AND NEW.earmark_id=OLD.earmark_id AND NEW.floor_fen=OLD.floor_fen AND NEW.grant_id=OLD.grant_id
        AND EXISTS(SELECT 1 FROM share s JOIN voucher v ON v.book_id=s.book_id AND v.voucher_id=s.voucher_id
          WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND s.sub_id=NEW.sub_id AND s.part=NEW.part
          AND s.amount_fen=NEW.amount_fen-OLD.amount_fen AND s.amount_fen*(unixepoch(v.value_on)/86400)=NEW.moment-OLD.moment
          AND NEW.received_fen-OLD.received_fen=(CASE WHEN s.payer_class IS NULL THEN 0 ELSE s.amount_fen END)))
      OR (NEW.voucher_id=OLD.voucher_id AND NEW.amount_fen=OLD.amount_fen AND NEW.moment=OLD.moment AND NEW.received_fen=OLD.received_fen
        AND ((NEW.earmark_id>OLD.earmark_id AND NEW.floor_fen=OLD.floor_fen AND NEW.grant_id=OLD.grant_id
            AND EXISTS(SELECT 1 FROM earmark e WHERE e.book_id=NEW.book_id AND e.earmark_id=NEW.earmark_id AND e.sub_id=NEW.sub_id AND e.part=NEW.part AND e.amount_fen=NEW.earmark_fen-OLD.earmark_fen))
          OR (NEW.grant_id>OLD.grant_id AND NEW.earmark_fen=OLD.earmark_fen AND NEW.earmark_id=OLD.earmark_id
            AND EXISTS(SELECT 1 FROM floor_grant g WHERE g.book_id=NEW.book_id AND g.grant_id=NEW.grant_id AND g.sub_id=NEW.sub_id AND g.part=NEW.part AND g.floor_fen=NEW.floor_fen)))))
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal a balance moves by a sealed share, an earmark or a granted floor only'); END

-- trigger sub_close_delete
CREATE TRIGGER sub_close_delete BEFORE DELETE ON sub_close BEGIN SELECT RAISE(ABORT,'wxzj:sealed a closed sub-account is never forgotten'); END

-- trigger sub_close_insert
CREATE TRIGGER sub_close_insert BEFORE INSERT ON sub_close BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a closed sub-account is never written over')
    WHERE EXISTS(SELECT 1 FROM sub_close WHERE book_id=NEW.book_id AND event=NEW.event AND sub_id=NEW.sub_id);
  SELECT RAISE(ABORT,'wxzj:register_wrong a row begins without effect, or with an entry in the log where nothing is held')
    WHERE NEW.until IS NOT NULL OR (NEW.since IS NOT NULL AND (
      NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
      OR EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND (amount_fen<>0 OR earmark_fen<>0))));
END

-- trigger sub_close_update
CREATE TRIGGER sub_close_update BEFORE UPDATE ON sub_close
  WHEN (NEW.book_id,NEW.event,NEW.sub_id,NEW.cause,NEW.closed_on,NEW.reason) IS NOT (OLD.book_id,OLD.event,OLD.sub_id,OLD.cause,OLD.closed_on,OLD.reason)
    OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since=OLD.since AND OLD.until IS NULL AND (
        EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)
        OR (EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.until)
          AND (NEW.cause='CUSTODY' OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=OLD.since)))
        OR (NEW.cause='CUSTODY' AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND kind='CUSTODY'))))
      OR (OLD.since IS NULL AND NEW.until IS NULL AND NEW.cause='CUSTODY' AND EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
        AND NOT EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND (amount_fen<>0 OR earmark_fen<>0))))
  BEGIN SELECT RAISE(ABORT,'wxzj:register_wrong a row takes effect with its voucher, and ends with the reversal'); END

-- trigger title_delete
CREATE TRIGGER title_delete BEFORE DELETE ON title BEGIN SELECT RAISE(ABORT,'wxzj:sealed a title is never deleted'); END

-- trigger title_insert
CREATE TRIGGER title_insert BEFORE INSERT ON title
  WHEN EXISTS(SELECT 1 FROM title WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND title_no=NEW.title_no)
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a title comes with an entry in the log, and is never replaced'); END

-- trigger title_update
CREATE TRIGGER title_update BEFORE UPDATE ON title
  WHEN NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.title_no<>OLD.title_no OR NEW.change_id<=OLD.change_id
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a title changes with an entry in the log only'); END

-- trigger trail_delete
CREATE TRIGGER trail_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT,'wxzj:sealed the operation log never changes'); END

-- trigger trail_insert
CREATE TRIGGER trail_insert BEFORE INSERT ON trail WHEN EXISTS(SELECT 1 FROM trail WHERE book_id=NEW.book_id AND trail_id=NEW.trail_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed the operation log never changes'); END

-- trigger trail_update
CREATE TRIGGER trail_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT,'wxzj:sealed the operation log never changes'); END

-- trigger turnover_delete
CREATE TRIGGER turnover_delete BEFORE DELETE ON turnover BEGIN SELECT RAISE(ABORT,'wxzj:sealed turnover is never deleted'); END

-- trigger turnover_insert
CREATE TRIGGER turnover_insert BEFORE INSERT ON turnover
  WHEN NOT EXISTS(SELECT 1 FROM book_head h JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1
    WHERE h.book_id=NEW.book_id AND v.voucher_id=NEW.voucher_id AND v.period=NEW.period AND v.kind=NEW.kind)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal turnover moves by a sealed line only'); END

-- trigger turnover_update
CREATE TRIGGER turnover_update BEFORE UPDATE ON turnover
  WHEN (NEW.book_id,NEW.period,NEW.account,NEW.estate_id,NEW.bank_account_id,NEW.kind) IS NOT (OLD.book_id,OLD.period,OLD.account,OLD.estate_id,OLD.bank_account_id,OLD.kind)
    OR NOT EXISTS(SELECT 1 FROM book_head h JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1
      WHERE h.book_id=NEW.book_id AND v.voucher_id=NEW.voucher_id AND v.period=NEW.period AND v.kind=NEW.kind)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal turnover moves by a sealed line only'); END

-- trigger usage_asset_delete
CREATE TRIGGER usage_asset_delete BEFORE DELETE ON usage_asset BEGIN SELECT RAISE(ABORT,'wxzj:sealed what a case repairs stands with its draft'); END

-- trigger usage_asset_insert
CREATE TRIGGER usage_asset_insert BEFORE INSERT ON usage_asset
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_asset WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND item_no=NEW.item_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what a case repairs stands with its draft'); END

-- trigger usage_asset_update
CREATE TRIGGER usage_asset_update BEFORE UPDATE ON usage_asset BEGIN SELECT RAISE(ABORT,'wxzj:sealed what a case repairs stands with its draft'); END

-- trigger usage_ballot_delete
CREATE TRIGGER usage_ballot_delete BEFORE DELETE ON usage_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END

-- trigger usage_ballot_insert
CREATE TRIGGER usage_ballot_insert BEFORE INSERT ON usage_ballot
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR NOT EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
    OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM usage_ballot WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:ballot_wrong not the next ballot, or the vote is over'); END

-- trigger usage_ballot_update
CREATE TRIGGER usage_ballot_update BEFORE UPDATE ON usage_ballot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a ballot is followed by another, never changed'); END

-- trigger usage_basis_delete
CREATE TRIGGER usage_basis_delete BEFORE DELETE ON usage_basis BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the basis of a case never changes'); END

-- trigger usage_basis_insert
CREATE TRIGGER usage_basis_insert BEFORE INSERT ON usage_basis
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_basis WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the basis of a case stands with its draft'); END

-- trigger usage_basis_update
CREATE TRIGGER usage_basis_update BEFORE UPDATE ON usage_basis BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the basis of a case never changes'); END

-- trigger usage_bearer_delete
CREATE TRIGGER usage_bearer_delete BEFORE DELETE ON usage_bearer BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen who bears a case never changes'); END

-- trigger usage_bearer_insert
CREATE TRIGGER usage_bearer_insert BEFORE INSERT ON usage_bearer
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL)
    OR EXISTS(SELECT 1 FROM usage_bearer WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen who bears a case is frozen by its approval'); END

-- trigger usage_bearer_update
CREATE TRIGGER usage_bearer_update BEFORE UPDATE ON usage_bearer BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen who bears a case never changes'); END

-- trigger usage_case_delete
CREATE TRIGGER usage_case_delete BEFORE DELETE ON usage_case BEGIN SELECT RAISE(ABORT,'wxzj:sealed a case is cancelled, never deleted'); END

-- trigger usage_case_insert
CREATE TRIGGER usage_case_insert BEFORE INSERT ON usage_case 
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
    OR EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen a case is never replaced'); END

-- trigger usage_case_step
CREATE TRIGGER usage_case_step BEFORE UPDATE OF state ON usage_case WHEN OLD.approved_on IS NOT NULL AND NEW.state<>OLD.state BEGIN
  SELECT RAISE(ABORT,'wxzj:usage_state a case does not move so') WHERE NEW.state NOT IN(
    SELECT value FROM json_each(CASE OLD.state
      WHEN 'APPROVED' THEN '["PAYING","PAID","RETAINED","CANCELLED","SUSPENDED"]'
      WHEN 'PAYING' THEN '["APPROVED","PAID","RETAINED","RECOVERING","SUSPENDED"]'
      WHEN 'RETAINED' THEN '["APPROVED","PAYING","PAID","REOPENED","SUSPENDED"]'
      WHEN 'PAID' THEN '["APPROVED","PAYING","RETAINED","REOPENED"]'
      WHEN 'SUSPENDED' THEN '["APPROVED","PAYING","RETAINED"]'
      WHEN 'REOPENED' THEN '["PAID","RETAINED"]'
      WHEN 'RECOVERING' THEN '["RECOVERED","WRITTEN_OFF"]'
      WHEN 'RECOVERED' THEN '["RECOVERING"]'
      ELSE '[]' END));
  SELECT RAISE(ABORT,'wxzj:usage_unrecorded a case moves with its step on record')
    WHERE NOT EXISTS(SELECT 1 FROM usage_event e WHERE e.book_id=NEW.book_id AND e.case_id=NEW.case_id AND e.from_state=OLD.state AND e.to_state=NEW.state
      AND e.event_no=(SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id));
END

-- trigger usage_case_update
CREATE TRIGGER usage_case_update BEFORE UPDATE ON usage_case
  WHEN NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.code<>OLD.code OR NEW.estate_id<>OLD.estate_id
    OR (OLD.approved_on IS NOT NULL AND (NEW.approved_on IS NOT OLD.approved_on OR NEW.approved_by IS NOT OLD.approved_by OR NEW.total_fen<>OLD.total_fen OR NEW.amount_fen<>OLD.amount_fen OR NEW.scope<>OLD.scope))
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

-- trigger usage_dispute_delete
CREATE TRIGGER usage_dispute_delete BEFORE DELETE ON usage_dispute BEGIN SELECT RAISE(ABORT,'wxzj:sealed a dispute ends by a row of its own'); END

-- trigger usage_dispute_insert
CREATE TRIGGER usage_dispute_insert BEFORE INSERT ON usage_dispute
  WHEN NEW.dispute_no<>1+coalesce((SELECT max(dispute_no) FROM usage_dispute WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed disputes follow one another'); END

-- trigger usage_dispute_update
CREATE TRIGGER usage_dispute_update BEFORE UPDATE ON usage_dispute BEGIN SELECT RAISE(ABORT,'wxzj:sealed a dispute ends by a row of its own'); END

-- trigger usage_elector_delete
CREATE TRIGGER usage_elector_delete BEFORE DELETE ON usage_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger usage_elector_insert
CREATE TRIGGER usage_elector_insert BEFORE INSERT ON usage_elector
  WHEN EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
    OR EXISTS(SELECT 1 FROM usage_elector WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger usage_elector_update
CREATE TRIGGER usage_elector_update BEFORE UPDATE ON usage_elector BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger usage_electorate_delete
CREATE TRIGGER usage_electorate_delete BEFORE DELETE ON usage_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger usage_electorate_insert
CREATE TRIGGER usage_electorate_insert BEFORE INSERT ON usage_electorate
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate is frozen once, before the vote'); END

-- trigger usage_electorate_update
CREATE TRIGGER usage_electorate_update BEFORE UPDATE ON usage_electorate BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen an electorate never changes'); END

-- trigger usage_event_delete
CREATE TRIGGER usage_event_delete BEFORE DELETE ON usage_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

-- trigger usage_event_insert
CREATE TRIGGER usage_event_insert BEFORE INSERT ON usage_event BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed the steps of a case follow one another')
    WHERE NEW.event_no<>1+coalesce((SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0);
  SELECT RAISE(ABORT,'wxzj:usage_state a step begins where its case is')
    WHERE NEW.from_state IS NOT (SELECT state FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id);
END

-- trigger usage_event_update
CREATE TRIGGER usage_event_update BEFORE UPDATE ON usage_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step that was taken stays'); END

-- trigger usage_paper_delete
CREATE TRIGGER usage_paper_delete BEFORE DELETE ON usage_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper in the register never changes'); END

-- trigger usage_paper_insert
CREATE TRIGGER usage_paper_insert BEFORE INSERT ON usage_paper
  WHEN NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM usage_paper WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed papers follow one another'); END

-- trigger usage_paper_update
CREATE TRIGGER usage_paper_update BEFORE UPDATE ON usage_paper BEGIN SELECT RAISE(ABORT,'wxzj:sealed a paper in the register never changes'); END

-- trigger usage_payee_delete
CREATE TRIGGER usage_payee_delete BEFORE DELETE ON usage_payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payee that was named stays'); END

-- trigger usage_payee_insert
CREATE TRIGGER usage_payee_insert BEFORE INSERT ON usage_payee BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed payees of a case follow one another')
    WHERE NEW.payee_no<>1+coalesce((SELECT max(payee_no) FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0);
  SELECT RAISE(ABORT,'wxzj:confirmer_is_proposer whoever named a payee does not confirm it')
    WHERE NEW.act='CONFIRM' AND EXISTS(SELECT 1 FROM login) AND EXISTS(SELECT 1 FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND payee=NEW.payee AND act='NAME' AND who=NEW.who);
END

-- trigger usage_payee_update
CREATE TRIGGER usage_payee_update BEFORE UPDATE ON usage_payee BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payee that was named stays'); END

-- trigger usage_payment_delete
CREATE TRIGGER usage_payment_delete BEFORE DELETE ON usage_payment BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payment of a case never changes'); END

-- trigger usage_payment_insert
CREATE TRIGGER usage_payment_insert BEFORE INSERT ON usage_payment BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a payment of a case stands once')
    WHERE EXISTS(SELECT 1 FROM usage_payment WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND payment_no=NEW.payment_no);
  SELECT RAISE(ABORT,'wxzj:usage_unapproved only an approved case is paid')
    WHERE NOT EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL);
END

-- trigger usage_payment_keeper
CREATE TRIGGER usage_payment_keeper BEFORE INSERT ON usage_payment WHEN NEW.kind IN('whole','advance','progress','final') AND NEW.fund_fen>0
    AND EXISTS(SELECT 1 FROM usage_case c JOIN usage_asset u ON u.book_id=c.book_id AND u.case_id=c.case_id
        JOIN asset a ON a.asset_id=u.asset_id OR (a.network=u.network AND a.estate_id=c.estate_id)
        JOIN asset_holding h ON h.asset_id=a.asset_id AND h.role='KEEPER' AND h.holder='OPERATOR' AND h.since<=NEW.ordered_on
      WHERE c.book_id=NEW.book_id AND c.case_id=NEW.case_id
        AND NOT EXISTS(SELECT 1 FROM asset_holding n WHERE n.asset_id=h.asset_id AND n.role='KEEPER' AND n.since>h.since AND n.since<=NEW.ordered_on)
        AND NOT EXISTS(SELECT 1 FROM usage_paper p WHERE p.book_id=c.book_id AND p.case_id=c.case_id AND p.kind='acceptance' AND p.dated_on<h.since))
  BEGIN SELECT RAISE(ABORT,'wxzj:asset_operated an operator keeps what the case repairs'); END

-- trigger usage_payment_update
CREATE TRIGGER usage_payment_update BEFORE UPDATE ON usage_payment BEGIN SELECT RAISE(ABORT,'wxzj:sealed a payment of a case never changes'); END

-- trigger usage_settlement_delete
CREATE TRIGGER usage_settlement_delete BEFORE DELETE ON usage_settlement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a settlement never changes'); END

-- trigger usage_settlement_insert
CREATE TRIGGER usage_settlement_insert BEFORE INSERT ON usage_settlement
  WHEN EXISTS(SELECT 1 FROM usage_settlement WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND settlement_no=NEW.settlement_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a settlement stands once'); END

-- trigger usage_settlement_update
CREATE TRIGGER usage_settlement_update BEFORE UPDATE ON usage_settlement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a settlement never changes'); END

-- trigger usage_share_delete
CREATE TRIGGER usage_share_delete BEFORE DELETE ON usage_share WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=OLD.book_id AND case_id=OLD.case_id AND approved_on IS NOT NULL)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

-- trigger usage_share_insert
CREATE TRIGGER usage_share_insert BEFORE INSERT ON usage_share WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL)
    OR EXISTS(SELECT 1 FROM usage_share WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND share_no=NEW.share_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

-- trigger usage_share_update
CREATE TRIGGER usage_share_update BEFORE UPDATE ON usage_share
  WHEN NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.share_no<>OLD.share_no
    OR EXISTS(SELECT 1 FROM usage_case WHERE book_id=OLD.book_id AND case_id=OLD.case_id AND approved_on IS NOT NULL)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

-- trigger usage_step_delete
CREATE TRIGGER usage_step_delete BEFORE DELETE ON usage_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step is written again, never changed'); END

-- trigger usage_step_insert
CREATE TRIGGER usage_step_insert BEFORE INSERT ON usage_step
  WHEN NEW.step_no<>1+coalesce((SELECT max(step_no) FROM usage_step WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
    OR (NEW.step='result_publicity')<>EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL)
  BEGIN SELECT RAISE(ABORT,'wxzj:step_wrong not the next step, or on the wrong side of the approval'); END

-- trigger usage_step_update
CREATE TRIGGER usage_step_update BEFORE UPDATE ON usage_step BEGIN SELECT RAISE(ABORT,'wxzj:sealed a step is written again, never changed'); END

-- trigger usage_weight_delete
CREATE TRIGGER usage_weight_delete BEFORE DELETE ON usage_weight BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what was agreed of a door never changes'); END

-- trigger usage_weight_insert
CREATE TRIGGER usage_weight_insert BEFORE INSERT ON usage_weight
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
    OR EXISTS(SELECT 1 FROM usage_weight WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what was agreed of a door stands with the draft of its case'); END

-- trigger usage_weight_update
CREATE TRIGGER usage_weight_update BEFORE UPDATE ON usage_weight BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen what was agreed of a door never changes'); END

-- trigger voucher_delete
CREATE TRIGGER voucher_delete BEFORE DELETE ON voucher BEGIN SELECT RAISE(ABORT,'wxzj:sealed a posted voucher is never deleted'); END

-- trigger voucher_leaves
CREATE TRIGGER voucher_leaves BEFORE INSERT ON voucher BEGIN
  SELECT RAISE(ABORT,'wxzj:sub_account_closed a sub-account that was closed bears nothing more')
    WHERE NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s CROSS JOIN sub_close c ON c.book_id=s.book_id AND c.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND c.since IS NOT NULL AND c.until IS NULL AND c.since IS NOT NEW.reverses AND NOT (c.cause='CUSTODY' AND NEW.kind='CUSTODY'));
  SELECT RAISE(ABORT,'wxzj:sub_account_not_empty a sub-account is closed at nothing, with nothing set aside')
    WHERE NEW.event IS NOT NULL AND NEW.reverses IS NULL AND EXISTS(SELECT 1 FROM sub_close c
      CROSS JOIN sub_balance b ON b.book_id=c.book_id AND b.sub_id=c.sub_id
      WHERE c.book_id=NEW.book_id AND c.event=NEW.event AND c.since IS NULL AND c.cause<>'CUSTODY' AND (b.earmark_fen<>0
        OR 0<>b.amount_fen+coalesce((SELECT s.amount_fen FROM share s WHERE s.book_id=b.book_id AND s.voucher_id=NEW.voucher_id AND s.sub_id=b.sub_id AND s.part=b.part),0)));
  SELECT RAISE(ABORT,'wxzj:lost_register_wrong 2001 moves by what the register says of this event')
    WHERE NEW.event IS NOT NULL AND NEW.reverses IS NULL
      AND (EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event) OR EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
      AND (SELECT coalesce(sum(CASE side WHEN 'C' THEN amount_fen ELSE -amount_fen END),0) FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND account='2001')
        <>coalesce((SELECT sum(amount_fen) FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL),0)
        -coalesce((SELECT sum(amount_fen) FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL),0);
END

-- trigger voucher_left
CREATE TRIGGER voucher_left AFTER INSERT ON voucher WHEN NEW.event IS NOT NULL BEGIN
  UPDATE sub_close SET since=NEW.voucher_id WHERE NEW.reverses IS NULL AND book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  UPDATE sub_close SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  UPDATE lost_refund SET since=NEW.voucher_id WHERE NEW.reverses IS NULL AND book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  UPDATE lost_refund SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  UPDATE lost_payment SET since=NEW.voucher_id WHERE NEW.reverses IS NULL AND book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  UPDATE lost_payment SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  SELECT RAISE(ABORT,'wxzj:lost_overpaid more is paid than is owed, or less than nothing')
    WHERE (EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event) OR EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
    AND EXISTS(SELECT 1 FROM lost_refund r
      WHERE r.book_id=NEW.book_id AND (r.event=NEW.event
        OR (r.event,r.lost_no) IN(SELECT lost_event,lost_no FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
      AND (SELECT coalesce(sum(p.amount_fen),0) FROM lost_payment p WHERE p.book_id=r.book_id AND p.lost_event=r.event AND p.lost_no=r.lost_no AND p.since IS NOT NULL AND p.until IS NULL)
        NOT BETWEEN 0 AND (CASE WHEN r.since IS NOT NULL AND r.until IS NULL THEN r.amount_fen ELSE 0 END));
END

-- trigger voucher_post
CREATE TRIGGER voucher_post AFTER INSERT ON voucher BEGIN
  INSERT INTO number VALUES(NEW.book_id,NEW.period,NEW.word,NEW.no) ON CONFLICT DO UPDATE SET last_no=excluded.last_no;
  INSERT INTO turnover SELECT book_id,NEW.period,account,coalesce(estate_id,0),coalesce(bank_account_id,0),NEW.kind,
      sum(CASE side WHEN 'D' THEN amount_fen ELSE 0 END),sum(CASE side WHEN 'C' THEN amount_fen ELSE 0 END),NEW.voucher_id
    FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY account,coalesce(estate_id,0),coalesce(bank_account_id,0)
    ON CONFLICT DO UPDATE SET debit_fen=debit_fen+excluded.debit_fen,credit_fen=credit_fen+excluded.credit_fen,voucher_id=excluded.voucher_id;
  UPDATE sub_balance SET amount_fen=sub_balance.amount_fen+s.amount_fen,
      moment=moment+s.amount_fen*(unixepoch(NEW.value_on)/86400),
      received_fen=received_fen+(CASE WHEN s.payer_class IS NULL THEN 0 ELSE s.amount_fen END),voucher_id=NEW.voucher_id
    FROM share s WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id
      AND sub_balance.book_id=NEW.book_id AND sub_balance.sub_id=s.sub_id AND sub_balance.part=s.part;
  SELECT RAISE(ABORT,'wxzj:sub_account_unknown a share did not reach its balance') WHERE changes()<>NEW.share_count;
  SELECT RAISE(ABORT,'wxzj:carry_wrong a closing voucher carries the whole balance of an account')
    WHERE NEW.kind IN('CARRY','CLOSING') AND NEW.reverses IS NULL AND EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND r.closes_to IS NOT NULL
      AND 0<>(SELECT sum(t.debit_fen-t.credit_fen) FROM turnover t WHERE t.book_id=l.book_id AND t.period=NEW.period AND t.account=l.account AND t.estate_id=coalesce(l.estate_id,0)));
  UPDATE book_head SET log_size=NEW.voucher_id WHERE book_id=NEW.book_id;
END

-- trigger voucher_seal
CREATE TRIGGER voucher_seal BEFORE INSERT ON voucher BEGIN
  SELECT RAISE(ABORT,'wxzj:voucher_exists this voucher, number, request or reversal is there already')
    WHERE EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND no=NEW.no)
    OR EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND request_key=NEW.request_key)
    OR EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND reverses=NEW.reverses);
  SELECT RAISE(ABORT,'wxzj:voucher_word_unknown kind or word of the voucher')
    WHERE NEW.kind NOT IN('GENERAL','OPENING','DISTRIBUTION','CUSTODY','ADJUST','CARRY','CLOSING') OR NEW.word NOT IN('收','付','转','结');
  SELECT RAISE(ABORT,'wxzj:month_closed the month is not open, or its close is in hand')
    WHERE NOT EXISTS(SELECT 1 FROM month m WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN'
      AND NOT EXISTS(SELECT 1 FROM close_log c WHERE c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'));
  SELECT RAISE(ABORT,'wxzj:log_gap not the next place in the log')
    WHERE NEW.voucher_id IS NOT (SELECT log_size+1 FROM book_head WHERE book_id=NEW.book_id);
  SELECT RAISE(ABORT,'wxzj:number_gap not the next number')
    WHERE NEW.no<>1+coalesce((SELECT last_no FROM number WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word),0)
    OR NEW.no<>1+coalesce((SELECT max(no) FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word),0);
  SELECT RAISE(ABORT,'wxzj:maker_missing the maker is no user')
    WHERE EXISTS(SELECT 1 FROM login) AND NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.maker);
  SELECT RAISE(ABORT,'wxzj:checker_missing checker and poster are demanded, and are users, once there are users')
    WHERE NEW.kind NOT IN('CARRY','CLOSING') AND EXISTS(SELECT 1 FROM login)
    AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.checker) AND EXISTS(SELECT 1 FROM login WHERE name=NEW.poster));
  SELECT RAISE(ABORT,'wxzj:unbalanced lines do not balance or do not match the voucher')
    WHERE NOT (SELECT count(*)=NEW.line_count AND sum(CASE side WHEN 'D' THEN amount_fen ELSE -amount_fen END)=0
        AND sum(CASE side WHEN 'D' THEN amount_fen ELSE 0 END)=NEW.debit_fen
      FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id);
  SELECT RAISE(ABORT,'wxzj:account_unknown an account is not of the chart of this book')
    WHERE EXISTS(SELECT 1 FROM line l WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND NOT EXISTS(SELECT 1 FROM book b JOIN account_rule r ON r.chart=b.chart AND r.fund_type=b.fund_type
        WHERE b.book_id=NEW.book_id AND r.account=l.account AND r.valid_from<=NEW.dated_on));
  SELECT RAISE(ABORT,'wxzj:estate_unknown there is no such estate')
    WHERE (NEW.estate_id IS NOT NULL AND NOT EXISTS(SELECT 1 FROM estate WHERE estate_id=NEW.estate_id))
    OR EXISTS(SELECT 1 FROM line l WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND l.estate_id IS NOT NULL
      AND NOT EXISTS(SELECT 1 FROM estate WHERE estate_id=l.estate_id));
  SELECT RAISE(ABORT,'wxzj:estate_wrong a line names an estate it may not, or none')
    WHERE EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND ((NEW.kind NOT IN('CARRY','CLOSING') AND l.estate_id IS NOT NULL AND l.estate_id IS NOT NEW.estate_id)
        OR (r.names_estate=1 AND l.estate_id IS NULL AND NEW.kind NOT IN('CARRY','CLOSING')
          AND NOT EXISTS(SELECT 1 FROM share s WHERE s.book_id=l.book_id AND s.voucher_id=l.voucher_id AND s.line_no=l.line_no))));
  SELECT RAISE(ABORT,'wxzj:bank_account_wrong a bank line names no account of this book, or another line names one')
    WHERE EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id JOIN account a ON a.chart=b.chart AND a.account=l.account
      LEFT JOIN bank_account k ON k.bank_account_id=l.bank_account_id
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND (a.names_bank<>(l.bank_account_id IS NOT NULL)
        OR (l.bank_account_id IS NOT NULL AND (k.custodian_id IS NOT b.custodian_id OR k.fund_type IS NOT b.fund_type))));
  SELECT RAISE(ABORT,'wxzj:shares_differ shares are missing, forbidden, or do not add up to their line')
    WHERE EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      JOIN account c ON c.chart=r.chart AND c.account=coalesce(r.closes_to,r.account)
      LEFT JOIN (SELECT line_no,sum(amount_fen) AS held FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY line_no) s ON s.line_no=l.line_no
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND CASE WHEN NEW.kind IN('CARRY','CLOSING') OR c.control=0 THEN s.held IS NOT NULL
        WHEN c.control=1 THEN s.held IS NOT (CASE l.side WHEN 'C' THEN l.amount_fen ELSE -l.amount_fen END)
        ELSE s.held IS NOT NULL AND s.held<>(CASE l.side WHEN 'C' THEN l.amount_fen ELSE -l.amount_fen END) END);
  SELECT RAISE(ABORT,'wxzj:share_count_wrong a share has no line, or the count differs')
    WHERE NEW.share_count<>(SELECT count(*) FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM share s WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id
      AND NOT EXISTS(SELECT 1 FROM line l WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND l.line_no=s.line_no));
  SELECT RAISE(ABORT,'wxzj:sub_account_wrong a sub-account of another control account or estate')
    WHERE NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s
      JOIN line l ON l.book_id=s.book_id AND l.voucher_id=s.voucher_id AND l.line_no=s.line_no
      JOIN book b ON b.book_id=s.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      LEFT JOIN sub_account u ON u.book_id=s.book_id AND u.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id
      AND (u.control IS NOT coalesce(r.closes_to,r.account) OR u.estate_id IS NOT l.estate_id));
  SELECT RAISE(ABORT,'wxzj:carry_wrong a closing voucher moves each account to its target and nothing else')
    WHERE NEW.kind IN('CARRY','CLOSING') AND EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account a ON a.chart=b.chart AND a.account=l.account
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      GROUP BY coalesce(r.closes_to,r.account),l.estate_id
      HAVING sum(CASE l.side WHEN 'D' THEN l.amount_fen ELSE -l.amount_fen END)<>0 OR max(a.class IN('ASSET','LIABILITY')));
  SELECT RAISE(ABORT,'wxzj:reversal_wrong a reversal is the mirror of a voucher that is no reversal itself')
    WHERE NEW.reverses IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher o WHERE o.book_id=NEW.book_id AND o.voucher_id=NEW.reverses
      AND o.voucher_id<NEW.voucher_id AND o.reverses IS NULL AND o.kind=NEW.kind AND o.line_count=NEW.line_count AND o.share_count=NEW.share_count
      AND o.line_count=(SELECT count(*) FROM line l JOIN line m ON m.book_id=l.book_id AND m.line_no=l.line_no AND m.account=l.account AND m.side=l.side
        AND m.amount_fen=-l.amount_fen AND m.estate_id IS l.estate_id AND m.bank_account_id IS l.bank_account_id AND m.detail IS l.detail
        WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND m.voucher_id=NEW.reverses)
      AND o.share_count=(SELECT count(*) FROM share s JOIN share t ON t.book_id=s.book_id AND t.sub_id=s.sub_id AND t.part=s.part AND t.line_no=s.line_no
        AND t.amount_fen=-s.amount_fen AND t.payer_class IS s.payer_class
        WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND t.voucher_id=NEW.reverses));
  SELECT RAISE(ABORT,'wxzj:correction_wrong a correction replaces a voucher that was reversed')
    WHERE NEW.corrects IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id<NEW.voucher_id AND reverses=NEW.corrects);
END

-- trigger voucher_update
CREATE TRIGGER voucher_update BEFORE UPDATE ON voucher BEGIN SELECT RAISE(ABORT,'wxzj:sealed a posted voucher never changes'); END

