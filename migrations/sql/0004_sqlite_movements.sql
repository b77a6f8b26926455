-- The bank's numbers of the movements that are booked, or drawn up: one register for all rooms. A row
-- never changes. It stands while its draft waits, or until its voucher is reversed; then the number
-- may be used again, in its next turn.

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

CREATE INDEX ix_bank_movement_voucher ON bank_movement(book_id,voucher_id)

CREATE INDEX ix_bank_movement_draft ON bank_movement(book_id,draft_id)

-- What is in the books already: deposits, and what other rooms said in their summaries.

INSERT INTO bank_movement
SELECT d.book_id,d.bank_account_id,d.bank_ref,1,'deposit',d.dated_on,d.amount_fen,d.payer,NULL,d.voucher_id
FROM deposit d
WHERE d.bank_ref<>'' AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=d.book_id AND r.reverses=d.voucher_id)

INSERT INTO bank_movement
SELECT d.book_id,d.bank_account_id,d.bank_ref,1,'deposit',d.dated_on,d.amount_fen,d.payer,d.draft_id,NULL
FROM draft_deposit d
WHERE d.bank_ref<>'' ON CONFLICT DO NOTHING

INSERT INTO bank_movement
WITH said AS (
  SELECT v.book_id,v.voucher_id,v.dated_on,v.event,v.summary,a.bank_account_id,
    substr(' '||v.summary,instr(' '||v.summary,' '||a.number||' 流水')+length(' '||a.number||' 流水'))||' ' AS rest
  FROM voucher v JOIN book b ON b.book_id=v.book_id
    JOIN bank_account a ON a.custodian_id=b.custodian_id AND a.fund_type=b.fund_type
  WHERE instr(' '||v.summary,' '||a.number||' 流水')>0 AND v.reverses IS NULL
    AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=v.book_id AND r.reverses=v.voucher_id)
), moved AS (
  SELECT s.*,substr(s.rest,1,instr(s.rest,' ')-1) AS bank_ref,
    (SELECT sum(CASE l.side WHEN 'D' THEN l.amount_fen ELSE -l.amount_fen END) FROM line l
      WHERE l.book_id=s.book_id AND l.voucher_id=s.voucher_id AND l.bank_account_id=s.bank_account_id) AS fen
  FROM said s
)
SELECT book_id,bank_account_id,bank_ref,1,
  CASE WHEN event LIKE 'refund:%' THEN 'refund' WHEN event LIKE 'advance:%' THEN 'advance' WHEN event LIKE 'foreign:%' THEN 'foreign'
    WHEN event LIKE 'lost%' THEN 'lost' WHEN summary LIKE '待认领%' THEN 'unclaimed' ELSE 'earnings' END,
  dated_on,fen,NULL,NULL,voucher_id
FROM moved
WHERE fen<>0 AND bank_ref<>'' ORDER BY book_id,voucher_id ON CONFLICT DO NOTHING

INSERT INTO bank_movement
WITH said AS (
  SELECT v.book_id,v.draft_id,v.dated_on,v.body,v.summary,a.bank_account_id,
    substr(' '||v.summary,instr(' '||v.summary,' '||a.number||' 流水')+length(' '||a.number||' 流水'))||' ' AS rest
  FROM draft v JOIN book b ON b.book_id=v.book_id
    JOIN bank_account a ON a.custodian_id=b.custodian_id AND a.fund_type=b.fund_type
  WHERE instr(' '||v.summary,' '||a.number||' 流水')>0 AND v.state IN('DRAFT','CHECKED') AND v.summary NOT LIKE '注销%'
), moved AS (
  SELECT s.*,substr(s.rest,1,instr(s.rest,' ')-1) AS bank_ref,json_extract(s.body,'$.event') AS event,
    (SELECT sum(CASE json_extract(l.value,'$.side') WHEN 'D' THEN json_extract(l.value,'$.amount_fen') ELSE -json_extract(l.value,'$.amount_fen') END)
      FROM json_each(s.body,'$.lines') l WHERE json_extract(l.value,'$.bank_account_id')=s.bank_account_id) AS fen
  FROM said s
)
SELECT book_id,bank_account_id,bank_ref,1,
  CASE WHEN event LIKE 'refund:%' THEN 'refund' WHEN event LIKE 'advance:%' THEN 'advance' WHEN event LIKE 'foreign:%' THEN 'foreign'
    WHEN event LIKE 'lost%' THEN 'lost' WHEN summary LIKE '待认领%' THEN 'unclaimed' ELSE 'earnings' END,
  dated_on,fen,NULL,draft_id,NULL
FROM moved
WHERE fen<>0 AND bank_ref<>'' ORDER BY book_id,draft_id ON CONFLICT DO NOTHING

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

CREATE TRIGGER bank_movement_update BEFORE UPDATE ON bank_movement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a movement of the bank never changes'); END

CREATE TRIGGER bank_movement_delete BEFORE DELETE ON bank_movement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a movement of the bank never changes'); END

-- A deposit does not take the number of another room's movement.
CREATE TRIGGER deposit_ref BEFORE INSERT ON deposit WHEN NEW.bank_ref IS NOT NULL BEGIN
  SELECT RAISE(ABORT,'wxzj:bank_ref_used the number of this bank account stands already')
    WHERE EXISTS(SELECT 1 FROM bank_movement m LEFT JOIN draft d ON d.book_id=m.book_id AND d.draft_id=m.draft_id
      WHERE m.book_id=NEW.book_id AND m.bank_account_id=NEW.bank_account_id AND m.bank_ref=NEW.bank_ref
        AND (d.state IN('DRAFT','CHECKED') OR (d.draft_id IS NULL OR d.state='POSTED')
          AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=m.book_id AND r.reverses=coalesce(m.voucher_id,d.voucher_id)))
        AND NOT EXISTS(SELECT 1 FROM draft_deposit w WHERE w.book_id=m.book_id AND w.deposit_key=NEW.deposit_key AND w.draft_id=m.draft_id));
END
