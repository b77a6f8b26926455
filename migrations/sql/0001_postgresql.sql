-- The first schema on PostgreSQL 15 and later. Statements are parted by one empty line.
-- Who may reach what is said in docs/triggers.md; here each table says what must stay true of it.

CREATE TABLE custodian(
  custodian_id integer NOT NULL PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT uq_custodian_code UNIQUE,
  name text COLLATE "C" NOT NULL
)

CREATE TABLE estate(
  estate_id integer NOT NULL PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT uq_estate_code UNIQUE,
  name text COLLATE "C" NOT NULL,
  custodian_id integer NOT NULL CONSTRAINT fk_estate_custodian REFERENCES custodian
)

CREATE TABLE bank_account(
  bank_account_id integer NOT NULL PRIMARY KEY,
  custodian_id integer NOT NULL CONSTRAINT fk_bank_account_custodian REFERENCES custodian,
  fund_type text COLLATE "C" NOT NULL CONSTRAINT ck_bank_account_fund_type CHECK(fund_type IN('C','P')),
  number text COLLATE "C" NOT NULL CONSTRAINT uq_bank_account_number UNIQUE
)

CREATE TABLE chart(
  chart text COLLATE "C" NOT NULL PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL
)

-- control: 1 = what households hold, 2 = what is not yet given out, 0 = no sub-accounts.
CREATE TABLE account(
  chart text COLLATE "C" NOT NULL CONSTRAINT fk_account_chart REFERENCES chart,
  account text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  name_en text COLLATE "C" NOT NULL,
  class text COLLATE "C" NOT NULL CONSTRAINT ck_account_class CHECK(class IN('ASSET','LIABILITY','NET_ASSET','INCOME','EXPENDITURE')),
  side text COLLATE "C" NOT NULL CONSTRAINT ck_account_side CHECK(side IN('D','C')),
  control smallint NOT NULL CONSTRAINT ck_account_control CHECK(control IN(0,1,2)),
  names_bank smallint NOT NULL CONSTRAINT ck_account_names_bank CHECK(names_bank IN(0,1)),
  PRIMARY KEY(chart,account)
)

-- Where an account closes to is dated data. Whether its lines demand shares follows from it.
CREATE TABLE account_rule(
  chart text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  fund_type text COLLATE "C" NOT NULL CONSTRAINT ck_account_rule_fund_type CHECK(fund_type IN('','C','P')),
  valid_from date NOT NULL CONSTRAINT ck_account_rule_valid_from CHECK(extract(day FROM valid_from)=1),
  closes_to text COLLATE "C",
  names_estate smallint NOT NULL CONSTRAINT ck_account_rule_names_estate CHECK(names_estate IN(0,1)),
  source text COLLATE "C" NOT NULL,
  confidence text COLLATE "C" NOT NULL CONSTRAINT ck_account_rule_confidence CHECK(confidence IN('T','S','C','M','D','R')),
  PRIMARY KEY(chart,account,fund_type,valid_from),
  CONSTRAINT fk_account_rule_account FOREIGN KEY(chart,account) REFERENCES account,
  CONSTRAINT fk_account_rule_closes_to FOREIGN KEY(chart,closes_to) REFERENCES account
)

CREATE TABLE login(
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  display_name text COLLATE "C" NOT NULL,
  created_at text COLLATE "C" NOT NULL
)

CREATE TABLE import_file(
  import_id text COLLATE "C" NOT NULL PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  row_count integer NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL
)

CREATE TABLE book(
  book_id integer NOT NULL PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT uq_book_code UNIQUE,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_book_kind CHECK(kind IN('FUND','PROJECT','OPERATOR','COMMON')),
  custodian_id integer NOT NULL CONSTRAINT fk_book_custodian REFERENCES custodian,
  fund_type text COLLATE "C" NOT NULL CONSTRAINT ck_book_fund_type CHECK(fund_type IN('','C','P') AND (kind<>'FUND' OR fund_type<>'')),
  chart text COLLATE "C" NOT NULL CONSTRAINT fk_book_chart REFERENCES chart,
  salt bytea NOT NULL CONSTRAINT ck_book_salt CHECK(length(salt)=32),
  reopening smallint NOT NULL CONSTRAINT ck_book_reopening CHECK(reopening IN(0,1))
)

-- The head of the book's log. log_size moves with a voucher or a change of master data only;
-- the frontier follows the leaves and may lag behind them.
CREATE TABLE book_head(
  book_id integer NOT NULL PRIMARY KEY CONSTRAINT fk_book_head_book REFERENCES book,
  log_size integer NOT NULL,
  frontier_size integer NOT NULL,
  frontier bytea NOT NULL,
  CONSTRAINT ck_book_head_frontier CHECK(frontier_size BETWEEN 0 AND log_size)
) WITH(fillfactor=60)

CREATE TABLE month(
  book_id integer NOT NULL CONSTRAINT fk_month_book REFERENCES book,
  period integer NOT NULL CONSTRAINT ck_month_period CHECK(period BETWEEN 190001 AND 299912 AND period%100 BETWEEN 1 AND 12),
  state text COLLATE "C" NOT NULL CONSTRAINT ck_month_state CHECK(state IN('OPEN','CLOSED','LOCKED')),
  close_no integer NOT NULL CONSTRAINT ck_month_close_no CHECK(close_no>=0),
  PRIMARY KEY(book_id,period)
) WITH(fillfactor=60)

CREATE TABLE number(
  book_id integer NOT NULL,
  period integer NOT NULL,
  word text COLLATE "C" NOT NULL,
  last_no integer NOT NULL,
  PRIMARY KEY(book_id,period,word),
  CONSTRAINT fk_number_month FOREIGN KEY(book_id,period) REFERENCES month
) WITH(fillfactor=60)

-- A change of master data (households, owners, areas) is a leaf of the book's log.
CREATE TABLE master_change(
  book_id integer NOT NULL CONSTRAINT fk_master_change_book REFERENCES book,
  change_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  summary text COLLATE "C" NOT NULL,
  row_count integer NOT NULL,
  content bytea NOT NULL CONSTRAINT ck_master_change_content CHECK(length(content)=32),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  leaf bytea NOT NULL CONSTRAINT ck_master_change_leaf CHECK(length(leaf)=32),
  leaf_version integer NOT NULL,
  PRIMARY KEY(book_id,change_id)
)

CREATE TABLE sub_account(
  book_id integer NOT NULL CONSTRAINT fk_sub_account_book REFERENCES book,
  sub_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_sub_account_kind CHECK(kind IN('HOUSEHOLD','SELLING_UNIT','DEVELOPER','SUSPENSE','COMMON_INCOME','CLEARING')),
  control text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  estate_id integer CONSTRAINT fk_sub_account_estate REFERENCES estate,
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT uq_sub_account_code UNIQUE(book_id,code),
  CONSTRAINT ck_sub_account_estate CHECK(estate_id IS NOT NULL OR kind='SUSPENSE')
)

CREATE INDEX ix_sub_account_estate ON sub_account(book_id,estate_id,sub_id)

-- Kept by the seal: amount, moment (sum of amount times day since 1970-01-01), money ever received.
CREATE TABLE sub_balance(
  amount_fen bigint NOT NULL,
  moment bigint NOT NULL,
  received_fen bigint NOT NULL,
  earmark_fen bigint NOT NULL CONSTRAINT ck_sub_balance_earmark CHECK(earmark_fen>=0),
  floor_fen bigint NOT NULL CONSTRAINT ck_sub_balance_floor CHECK(floor_fen<=0),
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  voucher_id integer NOT NULL,
  earmark_id integer NOT NULL,
  grant_id integer NOT NULL,
  part smallint NOT NULL CONSTRAINT ck_sub_balance_part CHECK(part IN(0,1)),
  PRIMARY KEY(book_id,sub_id,part),
  CONSTRAINT fk_sub_balance_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_sub_balance_overdraft CHECK(amount_fen-earmark_fen>=floor_fen)
) WITH(fillfactor=60)

CREATE TABLE household(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  estate_id integer NOT NULL CONSTRAINT fk_household_estate REFERENCES estate,
  building text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  room text COLLATE "C" NOT NULL,
  floor text COLLATE "C",
  lift smallint CONSTRAINT ck_household_lift CHECK(lift IN(0,1)),
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_household_kind CHECK(kind IN('commodity','sold_public','non_home','unsold_commodity','unsold_public')),
  usage text COLLATE "C",
  area integer NOT NULL CONSTRAINT ck_household_area CHECK(area>0),
  share_area integer,
  vote_area integer,
  heads integer,
  price_fen bigint,
  standard_fen bigint,
  due_fen bigint NOT NULL CONSTRAINT ck_household_due CHECK(due_fen>=0),
  deposited_before_fen bigint NOT NULL CONSTRAINT ck_household_deposited_before CHECK(deposited_before_fen>=0),
  selling_unit text COLLATE "C",
  change_id integer NOT NULL,
  PRIMARY KEY(book_id,sub_id),
  CONSTRAINT uq_household_door UNIQUE(book_id,estate_id,building,unit,room),
  CONSTRAINT fk_household_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT fk_household_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
)

CREATE TABLE title(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  title_no integer NOT NULL,
  owner text COLLATE "C" NOT NULL,
  id_no text COLLATE "C",
  phone text COLLATE "C",
  owned_from date,
  owned_until date,
  share_num integer NOT NULL,
  share_den integer NOT NULL,
  change_id integer NOT NULL,
  PRIMARY KEY(book_id,sub_id,title_no),
  CONSTRAINT fk_title_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_title_change FOREIGN KEY(book_id,change_id) REFERENCES master_change,
  CONSTRAINT ck_title_share CHECK(share_num BETWEEN 1 AND share_den)
)

-- The voucher row is the seal of its lines and shares: it is written last.
-- voucher_id is the place in the book's log. Words that may grow are checked by the trigger.
CREATE TABLE voucher(
  book_id integer NOT NULL,
  voucher_id integer NOT NULL,
  period integer NOT NULL,
  word text COLLATE "C" NOT NULL,
  no integer NOT NULL CONSTRAINT ck_voucher_no CHECK(no>=1),
  kind text COLLATE "C" NOT NULL,
  dated_on date NOT NULL CONSTRAINT ck_voucher_dated_on CHECK(extract(year FROM dated_on)*100+extract(month FROM dated_on)=period),
  value_on date NOT NULL,
  estate_id integer CONSTRAINT fk_voucher_estate REFERENCES estate,
  summary text COLLATE "C" NOT NULL,
  attachment_count integer NOT NULL CONSTRAINT ck_voucher_attachment_count CHECK(attachment_count>=0),
  line_count integer NOT NULL CONSTRAINT ck_voucher_line_count CHECK(line_count>=2),
  share_count integer NOT NULL CONSTRAINT ck_voucher_share_count CHECK(share_count>=0),
  debit_fen bigint NOT NULL,
  request_key text COLLATE "C" NOT NULL,
  event text COLLATE "C",
  reverses integer,
  corrects integer,
  case_id integer,
  maker text COLLATE "C" NOT NULL,
  checker text COLLATE "C",
  poster text COLLATE "C",
  posted_at text COLLATE "C" NOT NULL,
  evidence bytea CONSTRAINT ck_voucher_evidence CHECK(length(evidence)=32),
  leaf bytea NOT NULL CONSTRAINT ck_voucher_leaf CHECK(length(leaf)=32),
  leaf_version integer NOT NULL,
  PRIMARY KEY(book_id,voucher_id),
  CONSTRAINT uq_voucher_number UNIQUE(book_id,period,word,no),
  CONSTRAINT uq_voucher_request_key UNIQUE(book_id,request_key),
  CONSTRAINT uq_voucher_reverses UNIQUE(book_id,reverses),
  CONSTRAINT fk_voucher_month FOREIGN KEY(book_id,period) REFERENCES month,
  CONSTRAINT fk_voucher_reverses FOREIGN KEY(book_id,reverses) REFERENCES voucher,
  CONSTRAINT ck_voucher_checker CHECK(checker<>maker)
)

-- A household's history reads the vouchers of its estate.
CREATE INDEX ix_voucher_estate ON voucher(book_id,estate_id,voucher_id)

-- A red-letter line has a negative amount on the same side.
CREATE TABLE line(
  book_id integer NOT NULL,
  voucher_id integer NOT NULL,
  line_no integer NOT NULL CONSTRAINT ck_line_line_no CHECK(line_no>=1),
  account text COLLATE "C" NOT NULL,
  side text COLLATE "C" NOT NULL CONSTRAINT ck_line_side CHECK(side IN('D','C')),
  amount_fen bigint NOT NULL CONSTRAINT ck_line_amount CHECK(amount_fen<>0 AND amount_fen BETWEEN -1000000000000000 AND 1000000000000000),
  estate_id integer CONSTRAINT fk_line_estate REFERENCES estate,
  bank_account_id integer CONSTRAINT fk_line_bank_account REFERENCES bank_account,
  detail text COLLATE "C",
  PRIMARY KEY(book_id,voucher_id,line_no),
  CONSTRAINT fk_line_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher DEFERRABLE INITIALLY DEFERRED
)

-- A positive amount is what the sub-account gains. The key says: a voucher touches a part once.
CREATE TABLE share(
  amount_fen bigint NOT NULL CONSTRAINT ck_share_amount CHECK(amount_fen<>0 AND amount_fen BETWEEN -10000000000000 AND 10000000000000),
  book_id integer NOT NULL,
  voucher_id integer NOT NULL,
  sub_id integer NOT NULL,
  line_no integer NOT NULL,
  part smallint NOT NULL CONSTRAINT ck_share_part CHECK(part IN(0,1)),
  payer_class smallint CONSTRAINT ck_share_payer_class CHECK(payer_class IN(1,2,3)),
  PRIMARY KEY(book_id,voucher_id,sub_id,part)
)

-- Kept by the seal: movement of a month by account and dimension; 0 stands for none.
CREATE TABLE turnover(
  book_id integer NOT NULL,
  period integer NOT NULL,
  account text COLLATE "C" NOT NULL,
  estate_id integer NOT NULL,
  bank_account_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  debit_fen bigint NOT NULL,
  credit_fen bigint NOT NULL,
  voucher_id integer NOT NULL,
  PRIMARY KEY(book_id,period,account,estate_id,bank_account_id,kind)
) WITH(fillfactor=60)

-- Money of an approved case that no other case may spend; released by a negative row.
CREATE TABLE earmark(
  book_id integer NOT NULL,
  earmark_id integer NOT NULL,
  case_id integer NOT NULL,
  sub_id integer NOT NULL,
  part smallint NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT ck_earmark_amount CHECK(amount_fen<>0),
  PRIMARY KEY(book_id,earmark_id),
  CONSTRAINT fk_earmark_balance FOREIGN KEY(book_id,sub_id,part) REFERENCES sub_balance
)

CREATE INDEX ix_earmark_case ON earmark(book_id,case_id,sub_id,part) INCLUDE(amount_fen)

CREATE TABLE floor_grant(
  book_id integer NOT NULL,
  grant_id integer NOT NULL,
  sub_id integer NOT NULL,
  part smallint NOT NULL,
  floor_fen bigint NOT NULL CONSTRAINT ck_floor_grant_floor CHECK(floor_fen<=0),
  who text COLLATE "C" NOT NULL,
  second text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_floor_grant_reason CHECK(reason<>''),
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,grant_id),
  CONSTRAINT ck_floor_grant_second CHECK(second<>who),
  CONSTRAINT fk_floor_grant_balance FOREIGN KEY(book_id,sub_id,part) REFERENCES sub_balance
)

CREATE TABLE close_log(
  book_id integer NOT NULL,
  period integer NOT NULL,
  close_no integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_close_log_act CHECK(act IN('CLOSE','REOPEN','LOCK')),
  who text COLLATE "C" NOT NULL,
  second text COLLATE "C",
  reason text COLLATE "C",
  at text COLLATE "C" NOT NULL,
  log_size integer NOT NULL,
  root bytea NOT NULL,
  balance_root bytea NOT NULL,
  master_digest bytea NOT NULL,
  statement_digest bytea NOT NULL,
  checkpoint text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,period,close_no,act),
  CONSTRAINT fk_close_log_month FOREIGN KEY(book_id,period) REFERENCES month,
  CONSTRAINT ck_close_log_second CHECK(act='CLOSE' OR (second IS NOT NULL AND second<>who AND reason IS NOT NULL AND reason<>''))
)

-- Closing balances of the sub-accounts that moved in the month, all of them in December.
CREATE TABLE snapshot(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  part smallint NOT NULL,
  period integer NOT NULL,
  close_no integer NOT NULL,
  amount_fen bigint NOT NULL,
  moment bigint NOT NULL,
  PRIMARY KEY(book_id,sub_id,part,period,close_no)
)

-- Closing balances of every account, debit positive; 0 stands for none.
CREATE TABLE account_snapshot(
  book_id integer NOT NULL,
  period integer NOT NULL,
  close_no integer NOT NULL,
  account text COLLATE "C" NOT NULL,
  estate_id integer NOT NULL,
  bank_account_id integer NOT NULL,
  balance_fen bigint NOT NULL,
  PRIMARY KEY(book_id,period,close_no,account,estate_id,bank_account_id)
)

-- Root over the salted balances of an estate's sub-accounts, where they moved in the month.
CREATE TABLE balance_root(
  book_id integer NOT NULL,
  period integer NOT NULL,
  close_no integer NOT NULL,
  estate_id integer NOT NULL,
  leaf_count integer NOT NULL,
  root bytea NOT NULL CONSTRAINT ck_balance_root_root CHECK(length(root)=32),
  PRIMARY KEY(book_id,period,close_no,estate_id)
)

CREATE TABLE statement(
  book_id integer NOT NULL,
  period integer NOT NULL,
  close_no integer NOT NULL,
  form text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  digest bytea NOT NULL CONSTRAINT ck_statement_digest CHECK(length(digest)=32),
  PRIMARY KEY(book_id,period,close_no,form)
)

-- One row a deposit that was taken in, beside its share: the bank's and the receipt's words.
-- attempt grows only where the voucher of the attempt before was reversed.
CREATE TABLE deposit(
  book_id integer NOT NULL,
  deposit_key text COLLATE "C" NOT NULL,
  attempt integer NOT NULL,
  voucher_id integer NOT NULL,
  sub_id integer NOT NULL,
  bank_account_id integer NOT NULL,
  dated_on date NOT NULL,
  amount_fen bigint NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  payer_class smallint NOT NULL,
  payer text COLLATE "C",
  bank_ref text COLLATE "C",
  receipt text COLLATE "C",
  import_id text COLLATE "C" NOT NULL CONSTRAINT fk_deposit_import REFERENCES import_file,
  PRIMARY KEY(book_id,deposit_key,attempt),
  CONSTRAINT fk_deposit_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_deposit_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
)

-- Without it every voucher that is sealed would look through all deposits of its book.
CREATE INDEX ix_deposit_voucher ON deposit(book_id,voucher_id)

CREATE TABLE draft(
  book_id integer NOT NULL CONSTRAINT fk_draft_book REFERENCES book,
  draft_id integer NOT NULL,
  state text COLLATE "C" NOT NULL CONSTRAINT ck_draft_state CHECK(state IN('DRAFT','CHECKED','RETURNED','POSTED')),
  dated_on date NOT NULL,
  summary text COLLATE "C" NOT NULL,
  debit_fen bigint NOT NULL,
  body text COLLATE "C" NOT NULL,
  maker text COLLATE "C" NOT NULL,
  checker text COLLATE "C",
  reason text COLLATE "C",
  voucher_id integer,
  made_at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,draft_id),
  CONSTRAINT ck_draft_checker CHECK(checker<>maker)
)

CREATE TABLE usage_case(
  book_id integer NOT NULL CONSTRAINT fk_usage_case_book REFERENCES book,
  case_id integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  estate_id integer NOT NULL CONSTRAINT fk_usage_case_estate REFERENCES estate,
  title text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  total_fen bigint NOT NULL,
  amount_fen bigint NOT NULL,
  scope text COLLATE "C" NOT NULL,
  payee text COLLATE "C" NOT NULL,
  consent text COLLATE "C",
  drafted_on date NOT NULL,
  approved_on date,
  drafted_by text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C",
  voucher_id integer,
  PRIMARY KEY(book_id,case_id),
  CONSTRAINT uq_usage_case_code UNIQUE(book_id,code)
)

-- The frozen scope of a case: who bears what. sub_id is empty where the payer holds no sub-account.
CREATE TABLE usage_share(
  book_id integer NOT NULL,
  case_id integer NOT NULL,
  share_no integer NOT NULL,
  payer text COLLATE "C" NOT NULL,
  sub_id integer,
  area integer NOT NULL,
  share_fen bigint NOT NULL CONSTRAINT ck_usage_share_share CHECK(share_fen>=0),
  principal_fen bigint NOT NULL CONSTRAINT ck_usage_share_principal CHECK(principal_fen>=0),
  earnings_fen bigint NOT NULL CONSTRAINT ck_usage_share_earnings CHECK(earnings_fen>=0),
  to_collect_fen bigint NOT NULL CONSTRAINT ck_usage_share_to_collect CHECK(to_collect_fen>=0),
  PRIMARY KEY(book_id,case_id,share_no),
  CONSTRAINT fk_usage_share_case FOREIGN KEY(book_id,case_id) REFERENCES usage_case,
  CONSTRAINT fk_usage_share_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account,
  CONSTRAINT ck_usage_share_adds_up CHECK(share_fen=principal_fen+earnings_fen+to_collect_fen)
)

-- The operation log. book_id is 0 where the act touched no single book.
CREATE TABLE trail(
  book_id integer NOT NULL,
  trail_id text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  who text COLLATE "C" NOT NULL,
  act text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  before text COLLATE "C",
  after text COLLATE "C",
  PRIMARY KEY(book_id,trail_id)
)
