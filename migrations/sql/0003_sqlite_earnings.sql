-- Runs that gave earnings out (收益分配). A row is written once: what a run was reckoned by must be
-- told years later. Whether it stands, its vouchers and drafts tell, which name its event.

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

CREATE TRIGGER distribution_update BEFORE UPDATE ON distribution BEGIN SELECT RAISE(ABORT,'wxzj:sealed a distribution never changes'); END

CREATE TRIGGER distribution_delete BEFORE DELETE ON distribution BEGIN SELECT RAISE(ABORT,'wxzj:sealed a distribution is never deleted'); END

CREATE TRIGGER distribution_insert BEFORE INSERT ON distribution WHEN NEW.distribution_id<>1+coalesce((SELECT max(distribution_id) FROM distribution WHERE book_id=NEW.book_id),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed distributions follow one another'); END

-- Term deposits and treasury bonds (165号令 art. 26): what was bought. How much of it is still held,
-- its vouchers tell, which name its event.
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

CREATE TRIGGER investment_update BEFORE UPDATE ON investment BEGIN SELECT RAISE(ABORT,'wxzj:sealed an investment never changes'); END

CREATE TRIGGER investment_delete BEFORE DELETE ON investment BEGIN SELECT RAISE(ABORT,'wxzj:sealed an investment is never deleted'); END

CREATE TRIGGER investment_insert BEFORE INSERT ON investment WHEN NEW.investment_id<>1+coalesce((SELECT max(investment_id) FROM investment WHERE book_id=NEW.book_id),0)
  OR EXISTS(SELECT 1 FROM investment WHERE book_id=NEW.book_id AND ref=NEW.ref)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed investments follow one another, each certificate once'); END
