-- Who may vote on a campaign, frozen on a day: homes first, the electorate's own row last. A home has
-- its vote also where nobody in its book is to pay: the rows are known by the campaign's code, and
-- `led_by` is a book in which the campaign itself stands. Ballots are added until the vote is
-- recorded; the last one of a home counts, the earlier ones stay.

CREATE TABLE campaign_electorate(
  book_id integer NOT NULL CONSTRAINT fk_campaign_electorate_book REFERENCES book,
  code text COLLATE "C" NOT NULL,
  led_by integer NOT NULL,
  frozen_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,code)
)

CREATE TABLE campaign_elector(
  book_id integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  sub_id integer NOT NULL,
  area integer NOT NULL CONSTRAINT ck_campaign_elector_area CHECK(area>=0),
  head_no integer NOT NULL CONSTRAINT ck_campaign_elector_head_no CHECK(head_no>=1),
  heads integer CONSTRAINT ck_campaign_elector_heads CHECK(heads>=0),
  PRIMARY KEY(book_id,code,sub_id),
  CONSTRAINT fk_campaign_elector_electorate FOREIGN KEY(book_id,code) REFERENCES campaign_electorate DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_campaign_elector_household FOREIGN KEY(book_id,sub_id) REFERENCES household
)

CREATE TABLE campaign_ballot(
  book_id integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  ballot_no integer NOT NULL,
  sub_id integer NOT NULL,
  choice text COLLATE "C" NOT NULL CONSTRAINT ck_campaign_ballot_choice CHECK(choice IN('agree','against','abstain','object')),
  channel text COLLATE "C",
  proxy text COLLATE "C",
  cast_on date NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,code,ballot_no),
  CONSTRAINT fk_campaign_ballot_elector FOREIGN KEY(book_id,code,sub_id) REFERENCES campaign_elector
)

CREATE TRIGGER campaign_electorate_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign_electorate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE FUNCTION wxzj_campaign_electorate() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign c JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id
      WHERE c.book_id=NEW.led_by AND c.code=NEW.code)
      OR NOT EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.led_by AND code=NEW.code) THEN
    PERFORM wxzj_refuse('scope_frozen','an electorate is frozen once, before the vote'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_electorate_fresh BEFORE INSERT ON campaign_electorate FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_electorate()

CREATE TRIGGER campaign_elector_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign_elector FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE FUNCTION wxzj_campaign_elector() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code) THEN
    PERFORM wxzj_refuse('scope_frozen','an electorate never changes'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_elector_fresh BEFORE INSERT ON campaign_elector FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_elector()

CREATE TRIGGER campaign_ballot_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON campaign_ballot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_campaign_ballot() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign_electorate e JOIN campaign c ON c.book_id=e.led_by AND c.code=e.code
        JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id WHERE e.book_id=NEW.book_id AND e.code=NEW.code)
      OR NOT EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
      OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM campaign_ballot WHERE book_id=NEW.book_id AND code=NEW.code),0) THEN
    PERFORM wxzj_refuse('ballot_wrong','not the next ballot, or the vote is over'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER campaign_ballot_next BEFORE INSERT ON campaign_ballot FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_ballot()
