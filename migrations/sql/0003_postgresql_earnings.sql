-- Runs that gave earnings out (收益分配). A row is written once: what a run was reckoned by must be
-- told years later. Whether it stands, its vouchers and drafts tell, which name its event.

CREATE TABLE distribution(
  book_id integer NOT NULL CONSTRAINT fk_distribution_book REFERENCES book,
  distribution_id integer NOT NULL,
  estate_id integer NOT NULL,
  first_on date NOT NULL,
  last_on date NOT NULL,
  method text COLLATE "C" NOT NULL CONSTRAINT ck_distribution_method CHECK(method IN('pooled','rate_table','flat')),
  dated_on date NOT NULL,
  total_fen bigint NOT NULL CONSTRAINT ck_distribution_total CHECK(total_fen>0),
  weight bigint NOT NULL,
  sub_count integer NOT NULL,
  as_of integer NOT NULL,
  terms text COLLATE "C" NOT NULL,
  maker text COLLATE "C" NOT NULL,
  made_at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,distribution_id),
  CONSTRAINT ck_distribution_period CHECK(first_on<=last_on AND last_on<=dated_on)
)

CREATE TRIGGER distribution_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON distribution FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_distribution_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.distribution_id<>1+coalesce((SELECT max(distribution_id) FROM distribution WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','distributions follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER distribution_next BEFORE INSERT ON distribution FOR EACH ROW EXECUTE FUNCTION wxzj_distribution_next()

-- Term deposits and treasury bonds (165号令 art. 26): what was bought. How much of it is still held,
-- its vouchers tell, which name its event.
CREATE TABLE investment(
  book_id integer NOT NULL CONSTRAINT fk_investment_book REFERENCES book,
  investment_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL CONSTRAINT ck_investment_kind CHECK(kind IN('term','bond')),
  bank_account_id integer NOT NULL CONSTRAINT fk_investment_bank_account REFERENCES bank_account,
  ref text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  principal_fen bigint NOT NULL CONSTRAINT ck_investment_principal CHECK(principal_fen>0),
  rate_ppm integer NOT NULL CONSTRAINT ck_investment_rate CHECK(rate_ppm BETWEEN 0 AND 1000000),
  start_on date NOT NULL,
  due_on date NOT NULL,
  consent text COLLATE "C",
  maker text COLLATE "C" NOT NULL,
  made_at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,investment_id),
  CONSTRAINT uq_investment_ref UNIQUE(book_id,ref),
  CONSTRAINT ck_investment_days CHECK(start_on<due_on),
  CONSTRAINT ck_investment_consent CHECK(kind='term' OR (consent IS NOT NULL AND consent<>''))
)

CREATE TRIGGER investment_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON investment FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_investment_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.investment_id<>1+coalesce((SELECT max(investment_id) FROM investment WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','investments follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER investment_next BEFORE INSERT ON investment FOR EACH ROW EXECUTE FUNCTION wxzj_investment_next()
