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
