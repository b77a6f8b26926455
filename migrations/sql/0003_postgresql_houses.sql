-- Houses that become other houses (分割, 合并, 小区调整): which went into which, on which day, and
-- with what. A house that went has its sub-account closed (`sub_close`). Parts and carried
-- movements are written first, the event last: its row is the seal over them.

CREATE TABLE house_event(
  book_id integer NOT NULL,
  event_no integer NOT NULL,
  act text COLLATE "C" NOT NULL CONSTRAINT ck_house_event_act CHECK(act IN('SPLIT','MERGE','RECUT','KIND','RESALE','LOST')),
  dated_on date NOT NULL,
  area_gap integer NOT NULL,
  reason text COLLATE "C" NOT NULL CONSTRAINT ck_house_event_reason CHECK(reason<>''),
  voucher_id integer,
  change_id integer NOT NULL,
  who text COLLATE "C" NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,event_no),
  CONSTRAINT fk_house_event_voucher FOREIGN KEY(book_id,voucher_id) REFERENCES voucher,
  CONSTRAINT fk_house_event_change FOREIGN KEY(book_id,change_id) REFERENCES master_change
)

CREATE TABLE house_part(
  book_id integer NOT NULL,
  sub_id integer NOT NULL,
  event_no integer NOT NULL,
  role text COLLATE "C" NOT NULL CONSTRAINT ck_house_part_role CHECK(role IN('FROM','INTO','SELF')),
  dated_on date NOT NULL,
  kind text COLLATE "C" NOT NULL,
  kind_before text COLLATE "C",
  area integer NOT NULL,
  due_fen bigint NOT NULL,
  principal_fen bigint NOT NULL,
  earnings_fen bigint NOT NULL,
  before_fen bigint NOT NULL,
  owner_fen bigint NOT NULL,
  selling_unit_fen bigint NOT NULL,
  developer_fen bigint NOT NULL,
  PRIMARY KEY(book_id,sub_id,event_no),
  CONSTRAINT fk_house_part_event FOREIGN KEY(book_id,event_no) REFERENCES house_event DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_house_part_household FOREIGN KEY(book_id,sub_id) REFERENCES household
)

CREATE INDEX ix_house_part_event ON house_part(book_id,event_no)

CREATE TABLE carried_move(
  book_id integer NOT NULL,
  event_no integer NOT NULL,
  sub_id integer NOT NULL,
  part smallint NOT NULL CONSTRAINT ck_carried_move_part CHECK(part IN(0,1)),
  value_on date NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT ck_carried_move_amount CHECK(amount_fen<>0),
  PRIMARY KEY(book_id,event_no,sub_id,part,value_on),
  CONSTRAINT fk_carried_move_event FOREIGN KEY(book_id,event_no) REFERENCES house_event DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_carried_move_sub_account FOREIGN KEY(book_id,sub_id) REFERENCES sub_account
)

CREATE INDEX ix_carried_move_sub ON carried_move(book_id,sub_id)

CREATE TABLE draft_house(
  book_id integer NOT NULL,
  draft_id integer NOT NULL,
  plan text COLLATE "C" NOT NULL,
  PRIMARY KEY(book_id,draft_id),
  CONSTRAINT fk_draft_house_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft
)

CREATE FUNCTION wxzj_house_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.event_no<>1+coalesce((SELECT max(event_no) FROM house_event WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('house_event_gap','events of houses follow one another'); END IF;
  IF NEW.act IN('SPLIT','MERGE','RECUT') AND (SELECT sum(CASE role WHEN 'INTO' THEN area ELSE -area END)=NEW.area_gap
      AND sum(CASE role WHEN 'INTO' THEN due_fen ELSE -due_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN principal_fen ELSE -principal_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN earnings_fen ELSE -earnings_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN before_fen ELSE -before_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN owner_fen ELSE -owner_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN selling_unit_fen ELSE -selling_unit_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN developer_fen ELSE -developer_fen END)=0
      AND min(dated_on)=NEW.dated_on AND max(dated_on)=NEW.dated_on
    FROM house_part WHERE book_id=NEW.book_id AND event_no=NEW.event_no AND role<>'SELF') IS NOT TRUE THEN
    PERFORM wxzj_refuse('house_unequal','what houses become holds what they held'); END IF;
  IF EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no GROUP BY part,value_on HAVING sum(amount_fen)<>0)
      OR EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no GROUP BY sub_id,part HAVING sum(amount_fen)<>0) THEN
    PERFORM wxzj_refuse('house_unequal','movements are carried over whole, day by day'); END IF;
  IF EXISTS(SELECT 1 FROM house_part p WHERE p.book_id=NEW.book_id AND p.event_no=NEW.event_no AND p.role='FROM'
      AND NOT EXISTS(SELECT 1 FROM sub_close c WHERE c.book_id=p.book_id AND c.sub_id=p.sub_id AND c.since IS NOT NULL AND c.until IS NULL)) THEN
    PERFORM wxzj_refuse('house_not_closed','a house goes with its sub-account closed'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER house_event_seal BEFORE INSERT ON house_event FOR EACH ROW EXECUTE FUNCTION wxzj_house_event()

CREATE TRIGGER house_event_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON house_event FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_house_open() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM fresh n JOIN house_event e ON e.book_id=n.book_id AND e.event_no=n.event_no) THEN
    PERFORM wxzj_refuse('sealed','nothing is added to an event of a house'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER house_part_open AFTER INSERT ON house_part REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_house_open()

CREATE TRIGGER house_part_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON house_part FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER carried_move_open AFTER INSERT ON carried_move REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_house_open()

CREATE TRIGGER carried_move_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON carried_move FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_draft_house() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT') THEN
    PERFORM wxzj_refuse('draft_state','a plan lies beside a fresh draft, once'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER draft_house_fresh BEFORE INSERT ON draft_house FOR EACH ROW EXECUTE FUNCTION wxzj_draft_house()

CREATE TRIGGER draft_house_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_house FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')
