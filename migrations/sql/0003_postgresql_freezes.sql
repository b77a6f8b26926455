-- Sub-accounts that a court or a dispute freezes, and frees again: the last row of each says which.

CREATE TABLE household_freeze(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  freeze_no integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_household_freeze_act CHECK(act IN('FREEZE','UNFREEZE')),
  dated_on date NOT NULL,
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_household_freeze_reason CHECK(reason<>''),
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  change_id integer NOT NULL,
  PRIMARY KEY(book_id,sub_id,freeze_no),
  CONSTRAINT ck_household_freeze_turn CHECK((act='FREEZE')=(freeze_no%2=1)),
  CONSTRAINT fk_household_freeze_household FOREIGN KEY(book_id,sub_id) REFERENCES household,
  CONSTRAINT fk_household_freeze_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
)

CREATE TRIGGER household_freeze_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON household_freeze FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_household_freeze_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.freeze_no<>1+coalesce((SELECT max(freeze_no) FROM household_freeze WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id),0) THEN
    PERFORM wxzj_refuse('sealed','freezes follow one another'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER household_freeze_next BEFORE INSERT ON household_freeze FOR EACH ROW EXECUTE FUNCTION wxzj_household_freeze_next()
