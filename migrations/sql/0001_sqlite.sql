-- The first schema on SQLite 3.40 and later. Statements are parted by one empty line.
-- Who may reach what is said in docs/triggers.md; here each table says what must stay true of it.

CREATE TABLE custodian(
  custodian_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_custodian_code UNIQUE,
  name TEXT NOT NULL
) STRICT

CREATE TABLE estate(
  estate_id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT uq_estate_code UNIQUE,
  name TEXT NOT NULL,
  custodian_id INTEGER NOT NULL CONSTRAINT fk_estate_custodian REFERENCES custodian
) STRICT

CREATE TABLE bank_account(
  bank_account_id INTEGER NOT NULL PRIMARY KEY,
  custodian_id INTEGER NOT NULL CONSTRAINT fk_bank_account_custodian REFERENCES custodian,
  fund_type TEXT NOT NULL CONSTRAINT ck_bank_account_fund_type CHECK(fund_type IN('C','P')),
  number TEXT NOT NULL CONSTRAINT uq_bank_account_number UNIQUE
) STRICT

CREATE TABLE chart(
  chart TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID

-- control: 1 = what households hold, 2 = what is not yet given out, 0 = no sub-accounts.
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

-- Where an account closes to is dated data. Whether its lines demand shares follows from it.
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

CREATE TABLE login(
  name TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID

CREATE TABLE import_file(
  import_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID

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

-- The head of the book's log. log_size moves with a voucher or a change of master data only;
-- the frontier follows the leaves and may lag behind them.
CREATE TABLE book_head(
  book_id INTEGER NOT NULL PRIMARY KEY CONSTRAINT fk_book_head_book REFERENCES book,
  log_size INTEGER NOT NULL,
  frontier_size INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  CONSTRAINT ck_book_head_frontier CHECK(frontier_size BETWEEN 0 AND log_size)
) STRICT

CREATE TABLE month(
  book_id INTEGER NOT NULL CONSTRAINT fk_month_book REFERENCES book,
  period INTEGER NOT NULL CONSTRAINT ck_month_period CHECK(period BETWEEN 190001 AND 299912 AND period%100 BETWEEN 1 AND 12),
  state TEXT NOT NULL CONSTRAINT ck_month_state CHECK(state IN('OPEN','CLOSED','LOCKED')),
  close_no INTEGER NOT NULL CONSTRAINT ck_month_close_no CHECK(close_no>=0),
  PRIMARY KEY(book_id,period)
) STRICT, WITHOUT ROWID

CREATE TABLE number(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  word TEXT NOT NULL,
  last_no INTEGER NOT NULL,
  PRIMARY KEY(book_id,period,word),
  CONSTRAINT fk_number_month FOREIGN KEY(book_id,period) REFERENCES month
) STRICT, WITHOUT ROWID

-- A change of master data (households, owners, areas) is a leaf of the book's log.
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

CREATE INDEX ix_sub_account_estate ON sub_account(book_id,estate_id,sub_id)

-- Kept by the seal: amount, moment (sum of amount times day since 1970-01-01), money ever received.
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
  change_id INTEGER NOT NULL,
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT uq_household_door UNIQUE(book_id,estate_id,building,unit,room),
  CONSTRAINT fk_household_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT fk_household_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
) STRICT, WITHOUT ROWID

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

-- The voucher row is the seal of its lines and shares: it is written last.
-- voucher_id is the place in the book's log. Words that may grow are checked by the trigger.
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

-- A household's history reads the vouchers of its estate.
CREATE INDEX ix_voucher_estate ON voucher(book_id,estate_id,voucher_id)

-- A red-letter line has a negative amount on the same side.
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

-- A positive amount is what the sub-account gains. The key says: a voucher touches a part once.
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

-- Kept by the seal: movement of a month by account and dimension; 0 stands for none.
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

-- Money of an approved case that no other case may spend; released by a negative row.
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

CREATE INDEX ix_earmark_case ON earmark(book_id,case_id,sub_id,part,amount_fen)

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

-- Closing balances of the sub-accounts that moved in the month, all of them in December.
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

-- Closing balances of every account, debit positive; 0 stands for none.
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

-- Root over the salted balances of an estate's sub-accounts, where they moved in the month.
CREATE TABLE balance_root(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  estate_id INTEGER NOT NULL,
  leaf_count INTEGER NOT NULL,
  root BLOB NOT NULL CONSTRAINT ck_balance_root_root CHECK(length(root)=32),
  PRIMARY KEY(book_id,period,close_no,estate_id)
) STRICT, WITHOUT ROWID

CREATE TABLE statement(
  book_id INTEGER NOT NULL,
  period INTEGER NOT NULL,
  close_no INTEGER NOT NULL,
  form TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BLOB NOT NULL CONSTRAINT ck_statement_digest CHECK(length(digest)=32),
  PRIMARY KEY(book_id,period,close_no,form)
) STRICT, WITHOUT ROWID

-- One row a deposit that was taken in, beside its share: the bank's and the receipt's words.
-- attempt grows only where the voucher of the attempt before was reversed.
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

-- Without it every voucher that is sealed would look through all deposits of its book.
CREATE INDEX ix_deposit_voucher ON deposit(book_id,voucher_id)

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

-- The frozen scope of a case: who bears what. sub_id is empty where the payer holds no sub-account.
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

-- The operation log. book_id is 0 where the act touched no single book.
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
