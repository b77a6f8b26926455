-- Houses that become other houses (分割, 合并, 小区调整): which went into which, on which day, and
-- with what. A house that went has its sub-account closed (`sub_close`). Parts and carried
-- movements are written first, the event last: its row is the seal over them.

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

CREATE INDEX ix_house_part_event ON house_part(book_id,event_no)

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

CREATE INDEX ix_carried_move_sub ON carried_move(book_id,sub_id)

CREATE TABLE draft_house(
  book_id INTEGER NOT NULL,
  draft_id INTEGER NOT NULL,
  plan TEXT NOT NULL,
  PRIMARY KEY(book_id,draft_id),
  CONSTRAINT fk_draft_house_draft FOREIGN KEY(book_id,draft_id) REFERENCES draft
) STRICT, WITHOUT ROWID

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

CREATE TRIGGER house_event_update BEFORE UPDATE ON house_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

CREATE TRIGGER house_event_delete BEFORE DELETE ON house_event BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

CREATE TRIGGER house_part_insert BEFORE INSERT ON house_part
  WHEN EXISTS(SELECT 1 FROM house_event WHERE book_id=NEW.book_id AND event_no=NEW.event_no)
    OR EXISTS(SELECT 1 FROM house_part WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND event_no=NEW.event_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed nothing is added to an event of a house'); END

CREATE TRIGGER house_part_update BEFORE UPDATE ON house_part BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

CREATE TRIGGER house_part_delete BEFORE DELETE ON house_part BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

CREATE TRIGGER carried_move_insert BEFORE INSERT ON carried_move
  WHEN EXISTS(SELECT 1 FROM house_event WHERE book_id=NEW.book_id AND event_no=NEW.event_no)
    OR EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no AND sub_id=NEW.sub_id AND part=NEW.part AND value_on=NEW.value_on)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed nothing is added to an event of a house'); END

CREATE TRIGGER carried_move_update BEFORE UPDATE ON carried_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

CREATE TRIGGER carried_move_delete BEFORE DELETE ON carried_move BEGIN SELECT RAISE(ABORT,'wxzj:sealed an event of a house never changes'); END

CREATE TRIGGER draft_house_insert BEFORE INSERT ON draft_house
  WHEN EXISTS(SELECT 1 FROM draft_house WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id)
    OR NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT')
  BEGIN SELECT RAISE(ABORT,'wxzj:draft_state a plan lies beside a fresh draft, once'); END

CREATE TRIGGER draft_house_update BEFORE UPDATE ON draft_house BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiting plan never changes'); END

CREATE TRIGGER draft_house_delete BEFORE DELETE ON draft_house BEGIN SELECT RAISE(ABORT,'wxzj:sealed a waiting plan never changes'); END
