-- What the database itself refuses, on SQLite. Statements are parted by one empty line.
-- Every message begins with `wxzj:` and a stable word; docs/triggers.md names the attack each stops.

-- 1 · The seal: checks before the voucher row, moves the kept figures after it ------------------

CREATE TRIGGER voucher_seal BEFORE INSERT ON voucher BEGIN
  SELECT RAISE(ABORT,'wxzj:voucher_exists this voucher, number, request or reversal is there already')
    WHERE EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND no=NEW.no)
    OR EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND request_key=NEW.request_key)
    OR EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND reverses=NEW.reverses);
  SELECT RAISE(ABORT,'wxzj:voucher_word_unknown kind or word of the voucher')
    WHERE NEW.kind NOT IN('GENERAL','OPENING','DISTRIBUTION','CUSTODY','ADJUST','CARRY','CLOSING') OR NEW.word NOT IN('收','付','转','结');
  SELECT RAISE(ABORT,'wxzj:month_closed the month is not open, or its close is in hand')
    WHERE NOT EXISTS(SELECT 1 FROM month m WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN'
      AND NOT EXISTS(SELECT 1 FROM close_log c WHERE c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'));
  SELECT RAISE(ABORT,'wxzj:log_gap not the next place in the log')
    WHERE NEW.voucher_id IS NOT (SELECT log_size+1 FROM book_head WHERE book_id=NEW.book_id);
  SELECT RAISE(ABORT,'wxzj:number_gap not the next number')
    WHERE NEW.no<>1+coalesce((SELECT last_no FROM number WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word),0)
    OR NEW.no<>1+coalesce((SELECT max(no) FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word),0);
  SELECT RAISE(ABORT,'wxzj:maker_missing the maker is no user')
    WHERE EXISTS(SELECT 1 FROM login) AND NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.maker);
  SELECT RAISE(ABORT,'wxzj:checker_missing checker and poster are demanded, and are users, once there are users')
    WHERE NEW.kind NOT IN('CARRY','CLOSING') AND EXISTS(SELECT 1 FROM login)
    AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.checker) AND EXISTS(SELECT 1 FROM login WHERE name=NEW.poster));
  SELECT RAISE(ABORT,'wxzj:unbalanced lines do not balance or do not match the voucher')
    WHERE NOT (SELECT count(*)=NEW.line_count AND sum(CASE side WHEN 'D' THEN amount_fen ELSE -amount_fen END)=0
        AND sum(CASE side WHEN 'D' THEN amount_fen ELSE 0 END)=NEW.debit_fen
      FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id);
  SELECT RAISE(ABORT,'wxzj:account_unknown an account is not of the chart of this book')
    WHERE EXISTS(SELECT 1 FROM line l WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND NOT EXISTS(SELECT 1 FROM book b JOIN account_rule r ON r.chart=b.chart AND r.fund_type=b.fund_type
        WHERE b.book_id=NEW.book_id AND r.account=l.account AND r.valid_from<=NEW.dated_on));
  SELECT RAISE(ABORT,'wxzj:estate_unknown there is no such estate')
    WHERE (NEW.estate_id IS NOT NULL AND NOT EXISTS(SELECT 1 FROM estate WHERE estate_id=NEW.estate_id))
    OR EXISTS(SELECT 1 FROM line l WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND l.estate_id IS NOT NULL
      AND NOT EXISTS(SELECT 1 FROM estate WHERE estate_id=l.estate_id));
  SELECT RAISE(ABORT,'wxzj:estate_wrong a line names an estate it may not, or none')
    WHERE EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND ((NEW.kind NOT IN('CARRY','CLOSING') AND l.estate_id IS NOT NULL AND l.estate_id IS NOT NEW.estate_id)
        OR (r.names_estate=1 AND l.estate_id IS NULL AND NEW.kind NOT IN('CARRY','CLOSING')
          AND NOT EXISTS(SELECT 1 FROM share s WHERE s.book_id=l.book_id AND s.voucher_id=l.voucher_id AND s.line_no=l.line_no))));
  SELECT RAISE(ABORT,'wxzj:bank_account_wrong a bank line names no account of this book, or another line names one')
    WHERE EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id JOIN account a ON a.chart=b.chart AND a.account=l.account
      LEFT JOIN bank_account k ON k.bank_account_id=l.bank_account_id
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND (a.names_bank<>(l.bank_account_id IS NOT NULL)
        OR (l.bank_account_id IS NOT NULL AND (k.custodian_id IS NOT b.custodian_id OR k.fund_type IS NOT b.fund_type))));
  SELECT RAISE(ABORT,'wxzj:shares_differ shares are missing, forbidden, or do not add up to their line')
    WHERE EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      JOIN account c ON c.chart=r.chart AND c.account=coalesce(r.closes_to,r.account)
      LEFT JOIN (SELECT line_no,sum(amount_fen) AS held FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY line_no) s ON s.line_no=l.line_no
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      AND CASE WHEN NEW.kind IN('CARRY','CLOSING') OR c.control=0 THEN s.held IS NOT NULL
        WHEN c.control=1 THEN s.held IS NOT (CASE l.side WHEN 'C' THEN l.amount_fen ELSE -l.amount_fen END)
        ELSE s.held IS NOT NULL AND s.held<>(CASE l.side WHEN 'C' THEN l.amount_fen ELSE -l.amount_fen END) END);
  SELECT RAISE(ABORT,'wxzj:share_count_wrong a share has no line, or the count differs')
    WHERE NEW.share_count<>(SELECT count(*) FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM share s WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id
      AND NOT EXISTS(SELECT 1 FROM line l WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND l.line_no=s.line_no));
  SELECT RAISE(ABORT,'wxzj:sub_account_wrong a sub-account of another control account or estate')
    WHERE NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s
      JOIN line l ON l.book_id=s.book_id AND l.voucher_id=s.voucher_id AND l.line_no=s.line_no
      JOIN book b ON b.book_id=s.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      LEFT JOIN sub_account u ON u.book_id=s.book_id AND u.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id
      AND (u.control IS NOT coalesce(r.closes_to,r.account) OR u.estate_id IS NOT l.estate_id));
  SELECT RAISE(ABORT,'wxzj:carry_wrong a closing voucher moves each account to its target and nothing else')
    WHERE NEW.kind IN('CARRY','CLOSING') AND EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account a ON a.chart=b.chart AND a.account=l.account
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id
      GROUP BY coalesce(r.closes_to,r.account),l.estate_id
      HAVING sum(CASE l.side WHEN 'D' THEN l.amount_fen ELSE -l.amount_fen END)<>0 OR max(a.class IN('ASSET','LIABILITY')));
  SELECT RAISE(ABORT,'wxzj:reversal_wrong a reversal is the mirror of a voucher that is no reversal itself')
    WHERE NEW.reverses IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher o WHERE o.book_id=NEW.book_id AND o.voucher_id=NEW.reverses
      AND o.voucher_id<NEW.voucher_id AND o.reverses IS NULL AND o.kind=NEW.kind AND o.line_count=NEW.line_count AND o.share_count=NEW.share_count
      AND o.line_count=(SELECT count(*) FROM line l JOIN line m ON m.book_id=l.book_id AND m.line_no=l.line_no AND m.account=l.account AND m.side=l.side
        AND m.amount_fen=-l.amount_fen AND m.estate_id IS l.estate_id AND m.bank_account_id IS l.bank_account_id AND m.detail IS l.detail
        WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND m.voucher_id=NEW.reverses)
      AND o.share_count=(SELECT count(*) FROM share s JOIN share t ON t.book_id=s.book_id AND t.sub_id=s.sub_id AND t.part=s.part AND t.line_no=s.line_no
        AND t.amount_fen=-s.amount_fen AND t.payer_class IS s.payer_class
        WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND t.voucher_id=NEW.reverses));
  SELECT RAISE(ABORT,'wxzj:correction_wrong a correction replaces a voucher that was reversed')
    WHERE NEW.corrects IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id<NEW.voucher_id AND reverses=NEW.corrects);
END

-- The log moves last: until then this voucher is the one beyond its head, and only then may kept
-- figures move. Nobody but the seal ever sees such a voucher.
CREATE TRIGGER voucher_post AFTER INSERT ON voucher BEGIN
  INSERT INTO number VALUES(NEW.book_id,NEW.period,NEW.word,NEW.no) ON CONFLICT DO UPDATE SET last_no=excluded.last_no;
  INSERT INTO turnover SELECT book_id,NEW.period,account,coalesce(estate_id,0),coalesce(bank_account_id,0),NEW.kind,
      sum(CASE side WHEN 'D' THEN amount_fen ELSE 0 END),sum(CASE side WHEN 'C' THEN amount_fen ELSE 0 END),NEW.voucher_id
    FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY account,coalesce(estate_id,0),coalesce(bank_account_id,0)
    ON CONFLICT DO UPDATE SET debit_fen=debit_fen+excluded.debit_fen,credit_fen=credit_fen+excluded.credit_fen,voucher_id=excluded.voucher_id;
  UPDATE sub_balance SET amount_fen=sub_balance.amount_fen+s.amount_fen,
      moment=moment+s.amount_fen*(unixepoch(NEW.value_on)/86400),
      received_fen=received_fen+(CASE WHEN s.payer_class IS NULL THEN 0 ELSE s.amount_fen END),voucher_id=NEW.voucher_id
    FROM share s WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id
      AND sub_balance.book_id=NEW.book_id AND sub_balance.sub_id=s.sub_id AND sub_balance.part=s.part;
  SELECT RAISE(ABORT,'wxzj:sub_account_unknown a share did not reach its balance') WHERE changes()<>NEW.share_count;
  SELECT RAISE(ABORT,'wxzj:carry_wrong a closing voucher carries the whole balance of an account')
    WHERE NEW.kind IN('CARRY','CLOSING') AND NEW.reverses IS NULL AND EXISTS(SELECT 1 FROM line l JOIN book b ON b.book_id=l.book_id
      JOIN account_rule r ON r.chart=b.chart AND r.account=l.account AND r.fund_type=b.fund_type
        AND r.valid_from=(SELECT max(valid_from) FROM account_rule x WHERE x.chart=r.chart AND x.account=r.account AND x.fund_type=r.fund_type AND x.valid_from<=NEW.dated_on)
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND r.closes_to IS NOT NULL
      AND 0<>(SELECT sum(t.debit_fen-t.credit_fen) FROM turnover t WHERE t.book_id=l.book_id AND t.period=NEW.period AND t.account=l.account AND t.estate_id=coalesce(l.estate_id,0)));
  UPDATE book_head SET log_size=NEW.voucher_id WHERE book_id=NEW.book_id;
END

-- 2 · Still open? --------------------------------------------------------------------------------

CREATE TRIGGER line_open BEFORE INSERT ON line
  WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND line_no=NEW.line_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:voucher_sealed no line is added to a posted voucher'); END

CREATE TRIGGER share_open BEFORE INSERT ON share
  WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id)
    OR EXISTS(SELECT 1 FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND sub_id=NEW.sub_id AND part=NEW.part)
  BEGIN SELECT RAISE(ABORT,'wxzj:voucher_sealed no share is added to a posted voucher'); END

CREATE TRIGGER deposit_open BEFORE INSERT ON deposit BEGIN
  SELECT RAISE(ABORT,'wxzj:voucher_sealed no deposit is added to a posted voucher')
    WHERE EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id);
  SELECT RAISE(ABORT,'wxzj:deposit_exists the deposit is booked already')
    WHERE EXISTS(SELECT 1 FROM deposit WHERE book_id=NEW.book_id AND deposit_key=NEW.deposit_key AND attempt=NEW.attempt)
    OR NEW.attempt<>1+(SELECT count(*) FROM deposit d JOIN voucher r ON r.book_id=d.book_id AND r.reverses=d.voucher_id WHERE d.book_id=NEW.book_id AND d.deposit_key=NEW.deposit_key);
END

-- 3 · Nothing sealed changes (orphan lines that another tool left may be deleted) ---------------

CREATE TRIGGER voucher_update BEFORE UPDATE ON voucher BEGIN SELECT RAISE(ABORT,'wxzj:sealed a posted voucher never changes'); END

CREATE TRIGGER voucher_delete BEFORE DELETE ON voucher BEGIN SELECT RAISE(ABORT,'wxzj:sealed a posted voucher is never deleted'); END

CREATE TRIGGER line_update BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT,'wxzj:sealed a line never changes'); END

CREATE TRIGGER line_delete BEFORE DELETE ON line WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a line of a posted voucher is never deleted'); END

CREATE TRIGGER share_update BEFORE UPDATE ON share BEGIN SELECT RAISE(ABORT,'wxzj:sealed a share never changes'); END

CREATE TRIGGER share_delete BEFORE DELETE ON share WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a share of a posted voucher is never deleted'); END

CREATE TRIGGER deposit_update BEFORE UPDATE ON deposit BEGIN SELECT RAISE(ABORT,'wxzj:sealed a deposit never changes'); END

CREATE TRIGGER deposit_delete BEFORE DELETE ON deposit WHEN EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a booked deposit is never deleted'); END

CREATE TRIGGER close_log_update BEFORE UPDATE ON close_log BEGIN SELECT RAISE(ABORT,'wxzj:sealed the close log never changes'); END

CREATE TRIGGER close_log_delete BEFORE DELETE ON close_log BEGIN SELECT RAISE(ABORT,'wxzj:sealed the close log never changes'); END

CREATE TRIGGER snapshot_update BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

CREATE TRIGGER snapshot_delete BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

CREATE TRIGGER account_snapshot_update BEFORE UPDATE ON account_snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

CREATE TRIGGER account_snapshot_delete BEFORE DELETE ON account_snapshot BEGIN SELECT RAISE(ABORT,'wxzj:sealed a snapshot never changes'); END

CREATE TRIGGER balance_root_update BEFORE UPDATE ON balance_root BEGIN SELECT RAISE(ABORT,'wxzj:sealed a root never changes'); END

CREATE TRIGGER balance_root_delete BEFORE DELETE ON balance_root BEGIN SELECT RAISE(ABORT,'wxzj:sealed a root never changes'); END

CREATE TRIGGER statement_update BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a frozen statement never changes'); END

CREATE TRIGGER statement_delete BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT,'wxzj:sealed a frozen statement never changes'); END

CREATE TRIGGER trail_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT,'wxzj:sealed the operation log never changes'); END

CREATE TRIGGER trail_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT,'wxzj:sealed the operation log never changes'); END

CREATE TRIGGER trail_insert BEFORE INSERT ON trail WHEN EXISTS(SELECT 1 FROM trail WHERE book_id=NEW.book_id AND trail_id=NEW.trail_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed the operation log never changes'); END

CREATE TRIGGER master_change_update BEFORE UPDATE ON master_change BEGIN SELECT RAISE(ABORT,'wxzj:sealed a change of master data is never changed'); END

CREATE TRIGGER master_change_delete BEFORE DELETE ON master_change BEGIN SELECT RAISE(ABORT,'wxzj:sealed a change of master data is never deleted'); END

CREATE TRIGGER earmark_update BEFORE UPDATE ON earmark BEGIN SELECT RAISE(ABORT,'wxzj:sealed an earmark never changes'); END

CREATE TRIGGER earmark_delete BEFORE DELETE ON earmark BEGIN SELECT RAISE(ABORT,'wxzj:sealed an earmark never changes'); END

CREATE TRIGGER floor_grant_update BEFORE UPDATE ON floor_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a granted floor never changes'); END

CREATE TRIGGER floor_grant_delete BEFORE DELETE ON floor_grant BEGIN SELECT RAISE(ABORT,'wxzj:sealed a granted floor never changes'); END

CREATE TRIGGER import_file_insert BEFORE INSERT ON import_file WHEN EXISTS(SELECT 1 FROM import_file WHERE import_id=NEW.import_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an import is never replaced'); END

CREATE TRIGGER import_file_update BEFORE UPDATE ON import_file BEGIN SELECT RAISE(ABORT,'wxzj:sealed an import never changes'); END

CREATE TRIGGER import_file_delete BEFORE DELETE ON import_file BEGIN SELECT RAISE(ABORT,'wxzj:sealed an import never changes'); END

-- 4 · Kept figures move by a sealed row only -----------------------------------------------------

CREATE TRIGGER book_head_insert BEFORE INSERT ON book_head
  WHEN NEW.log_size<>0 OR NEW.frontier_size<>0 OR EXISTS(SELECT 1 FROM book_head WHERE book_id=NEW.book_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal the log begins empty, once'); END

CREATE TRIGGER book_head_update BEFORE UPDATE ON book_head
  WHEN NEW.book_id<>OLD.book_id OR NEW.frontier_size<OLD.frontier_size
    OR (NEW.frontier_size=OLD.frontier_size AND NEW.frontier<>OLD.frontier)
    OR (NEW.log_size<>OLD.log_size AND (NEW.log_size<>OLD.log_size+1
      OR NOT (EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.log_size)
        OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.log_size))))
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal the log moves with a voucher or a change of master data'); END

CREATE TRIGGER book_head_delete BEFORE DELETE ON book_head BEGIN SELECT RAISE(ABORT,'wxzj:sealed the log is never deleted'); END

CREATE TRIGGER number_insert BEFORE INSERT ON number
  WHEN NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND no=NEW.last_no)
    OR NEW.last_no<>1+coalesce((SELECT last_no FROM number WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word),0)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal numbers move with a voucher only'); END

CREATE TRIGGER number_update BEFORE UPDATE ON number
  WHEN NEW.last_no<>OLD.last_no+1 OR NEW.book_id<>OLD.book_id OR NEW.period<>OLD.period OR NEW.word<>OLD.word
    OR NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND no=NEW.last_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal numbers move with a voucher only'); END

CREATE TRIGGER number_delete BEFORE DELETE ON number BEGIN SELECT RAISE(ABORT,'wxzj:sealed numbers are never deleted'); END

CREATE TRIGGER turnover_insert BEFORE INSERT ON turnover
  WHEN NOT EXISTS(SELECT 1 FROM book_head h JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1
    WHERE h.book_id=NEW.book_id AND v.voucher_id=NEW.voucher_id AND v.period=NEW.period AND v.kind=NEW.kind)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal turnover moves by a sealed line only'); END

CREATE TRIGGER turnover_update BEFORE UPDATE ON turnover
  WHEN (NEW.book_id,NEW.period,NEW.account,NEW.estate_id,NEW.bank_account_id,NEW.kind) IS NOT (OLD.book_id,OLD.period,OLD.account,OLD.estate_id,OLD.bank_account_id,OLD.kind)
    OR NOT EXISTS(SELECT 1 FROM book_head h JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1
      WHERE h.book_id=NEW.book_id AND v.voucher_id=NEW.voucher_id AND v.period=NEW.period AND v.kind=NEW.kind)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal turnover moves by a sealed line only'); END

CREATE TRIGGER turnover_delete BEFORE DELETE ON turnover BEGIN SELECT RAISE(ABORT,'wxzj:sealed turnover is never deleted'); END

CREATE TRIGGER sub_balance_insert BEFORE INSERT ON sub_balance
  WHEN NEW.amount_fen<>0 OR NEW.moment<>0 OR NEW.received_fen<>0 OR NEW.earmark_fen<>0 OR NEW.floor_fen<>0 OR NEW.voucher_id<>0 OR NEW.earmark_id<>0 OR NEW.grant_id<>0
    OR EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part)
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal a balance begins at nothing, once'); END

CREATE TRIGGER sub_balance_floor BEFORE UPDATE ON sub_balance WHEN NEW.amount_fen-NEW.earmark_fen<NEW.floor_fen
  BEGIN SELECT RAISE(ABORT,'wxzj:overdraft a sub-account holds less than its floor and what is set aside'); END

CREATE TRIGGER sub_balance_update BEFORE UPDATE ON sub_balance
  WHEN NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.part<>OLD.part
    OR NOT (
      (NEW.voucher_id>OLD.voucher_id AND NEW.earmark_fen=OLD.earmark_fen AND NEW.earmark_id=OLD.earmark_id AND NEW.floor_fen=OLD.floor_fen AND NEW.grant_id=OLD.grant_id
        AND EXISTS(SELECT 1 FROM share s JOIN voucher v ON v.book_id=s.book_id AND v.voucher_id=s.voucher_id
          WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND s.sub_id=NEW.sub_id AND s.part=NEW.part
          AND s.amount_fen=NEW.amount_fen-OLD.amount_fen AND s.amount_fen*(unixepoch(v.value_on)/86400)=NEW.moment-OLD.moment
          AND NEW.received_fen-OLD.received_fen=(CASE WHEN s.payer_class IS NULL THEN 0 ELSE s.amount_fen END)))
      OR (NEW.voucher_id=OLD.voucher_id AND NEW.amount_fen=OLD.amount_fen AND NEW.moment=OLD.moment AND NEW.received_fen=OLD.received_fen
        AND ((NEW.earmark_id>OLD.earmark_id AND NEW.floor_fen=OLD.floor_fen AND NEW.grant_id=OLD.grant_id
            AND EXISTS(SELECT 1 FROM earmark e WHERE e.book_id=NEW.book_id AND e.earmark_id=NEW.earmark_id AND e.sub_id=NEW.sub_id AND e.part=NEW.part AND e.amount_fen=NEW.earmark_fen-OLD.earmark_fen))
          OR (NEW.grant_id>OLD.grant_id AND NEW.earmark_fen=OLD.earmark_fen AND NEW.earmark_id=OLD.earmark_id
            AND EXISTS(SELECT 1 FROM floor_grant g WHERE g.book_id=NEW.book_id AND g.grant_id=NEW.grant_id AND g.sub_id=NEW.sub_id AND g.part=NEW.part AND g.floor_fen=NEW.floor_fen)))))
  BEGIN SELECT RAISE(ABORT,'wxzj:kept_by_seal a balance moves by a sealed share, an earmark or a granted floor only'); END

CREATE TRIGGER sub_balance_delete BEFORE DELETE ON sub_balance BEGIN SELECT RAISE(ABORT,'wxzj:sealed a balance is never deleted'); END

CREATE TRIGGER earmark_insert BEFORE INSERT ON earmark BEGIN
  SELECT RAISE(ABORT,'wxzj:earmark_wrong not the next earmark, or more is released than was set aside')
    WHERE NEW.earmark_id<>1+coalesce((SELECT max(earmark_id) FROM earmark WHERE book_id=NEW.book_id),0)
    OR 0>NEW.amount_fen+coalesce((SELECT sum(amount_fen) FROM earmark WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id AND part=NEW.part),0);
END

CREATE TRIGGER earmark_keep AFTER INSERT ON earmark BEGIN
  UPDATE sub_balance SET earmark_fen=earmark_fen+NEW.amount_fen,earmark_id=NEW.earmark_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  SELECT RAISE(ABORT,'wxzj:sub_account_unknown an earmark did not reach its balance') WHERE changes()<>1;
END

CREATE TRIGGER floor_grant_insert BEFORE INSERT ON floor_grant
  WHEN NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM floor_grant WHERE book_id=NEW.book_id),0)
    OR (EXISTS(SELECT 1 FROM login) AND (NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.who) OR NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.second)))
  BEGIN SELECT RAISE(ABORT,'wxzj:floor_wrong not the next grant, or its two people are not users'); END

CREATE TRIGGER floor_grant_keep AFTER INSERT ON floor_grant BEGIN
  UPDATE sub_balance SET floor_fen=NEW.floor_fen,grant_id=NEW.grant_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  SELECT RAISE(ABORT,'wxzj:sub_account_unknown a granted floor did not reach its balance') WHERE changes()<>1;
END

-- 5 · Books, charts, sub-accounts and households -------------------------------------------------

CREATE TRIGGER book_insert BEFORE INSERT ON book WHEN EXISTS(SELECT 1 FROM book WHERE book_id=NEW.book_id OR code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book is never replaced'); END

CREATE TRIGGER book_open AFTER INSERT ON book BEGIN INSERT INTO book_head VALUES(NEW.book_id,0,0,x''); END

-- Not UPDATE OF: a list of columns does not know book_id by its other name, rowid.
CREATE TRIGGER book_update BEFORE UPDATE ON book
  WHEN (NEW.book_id,NEW.code,NEW.kind,NEW.custodian_id,NEW.fund_type,NEW.chart,NEW.salt) IS NOT (OLD.book_id,OLD.code,OLD.kind,OLD.custodian_id,OLD.fund_type,OLD.chart,OLD.salt)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book never changes'); END

CREATE TRIGGER book_delete BEFORE DELETE ON book BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book is never deleted'); END

CREATE TRIGGER login_insert BEFORE INSERT ON login WHEN EXISTS(SELECT 1 FROM login WHERE name=NEW.name)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a user is never replaced'); END

CREATE TRIGGER login_update BEFORE UPDATE ON login WHEN NEW.name<>OLD.name OR NEW.created_at<>OLD.created_at
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a user keeps the name that stands in vouchers'); END

CREATE TRIGGER login_delete BEFORE DELETE ON login BEGIN SELECT RAISE(ABORT,'wxzj:sealed without users nobody would be checked'); END

CREATE TRIGGER custodian_insert BEFORE INSERT ON custodian WHEN EXISTS(SELECT 1 FROM custodian WHERE custodian_id=NEW.custodian_id OR code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a custodian is never replaced'); END

CREATE TRIGGER custodian_update BEFORE UPDATE ON custodian WHEN NEW.custodian_id<>OLD.custodian_id OR NEW.code<>OLD.code
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a custodian keeps its code'); END

CREATE TRIGGER custodian_delete BEFORE DELETE ON custodian BEGIN SELECT RAISE(ABORT,'wxzj:sealed a custodian is never deleted'); END

CREATE TRIGGER estate_insert BEFORE INSERT ON estate WHEN EXISTS(SELECT 1 FROM estate WHERE estate_id=NEW.estate_id OR code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an estate is never replaced'); END

CREATE TRIGGER estate_update BEFORE UPDATE ON estate WHEN NEW.estate_id<>OLD.estate_id OR NEW.code<>OLD.code
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an estate keeps the code that stands in vouchers'); END

CREATE TRIGGER estate_delete BEFORE DELETE ON estate BEGIN SELECT RAISE(ABORT,'wxzj:sealed an estate is never deleted'); END

CREATE TRIGGER account_insert BEFORE INSERT ON account WHEN EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.account)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed an account is never replaced'); END

CREATE TRIGGER account_update BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT,'wxzj:sealed an account never changes: open another'); END

CREATE TRIGGER account_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT,'wxzj:sealed an account is never deleted'); END

CREATE TRIGGER account_rule_insert BEFORE INSERT ON account_rule BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a closing rule is never replaced')
    WHERE EXISTS(SELECT 1 FROM account_rule WHERE chart=NEW.chart AND account=NEW.account AND fund_type=NEW.fund_type AND valid_from=NEW.valid_from);
  SELECT RAISE(ABORT,'wxzj:closing_rule_wrong income and expenditure close to an account that sub-accounts are controlled by, and nothing else closes')
    WHERE NOT EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.account)
    OR (NEW.closes_to IS NOT NULL AND NOT EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.closes_to))
    OR (NEW.closes_to IS NOT NULL)<>(SELECT class IN('INCOME','EXPENDITURE') FROM account WHERE chart=NEW.chart AND account=NEW.account)
    OR EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.closes_to AND (class<>'NET_ASSET' OR control=0));
  SELECT RAISE(ABORT,'wxzj:rule_in_the_past a closing rule may not reach back into months with vouchers')
    WHERE EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id
      WHERE b.chart=NEW.chart AND t.account=NEW.account AND t.period>=CAST(strftime('%Y%m',NEW.valid_from) AS INTEGER));
END

CREATE TRIGGER account_rule_update BEFORE UPDATE ON account_rule BEGIN SELECT RAISE(ABORT,'wxzj:sealed a closing rule never changes: date a new one'); END

CREATE TRIGGER account_rule_delete BEFORE DELETE ON account_rule BEGIN SELECT RAISE(ABORT,'wxzj:sealed a closing rule is never deleted'); END

CREATE TRIGGER bank_account_update BEFORE UPDATE ON bank_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a bank account never changes'); END

CREATE TRIGGER bank_account_delete BEFORE DELETE ON bank_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a bank account is never deleted'); END

CREATE TRIGGER bank_account_insert BEFORE INSERT ON bank_account WHEN EXISTS(SELECT 1 FROM bank_account WHERE bank_account_id=NEW.bank_account_id OR number=NEW.number)
  BEGIN SELECT RAISE(ABORT,'wxzj:sealed a bank account is never replaced'); END

CREATE TRIGGER master_change_insert BEFORE INSERT ON master_change BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a change of master data is never replaced') WHERE EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id);
  SELECT RAISE(ABORT,'wxzj:log_gap not the next place in the log') WHERE NEW.change_id IS NOT (SELECT log_size+1 FROM book_head WHERE book_id=NEW.book_id);
END

CREATE TRIGGER master_change_log AFTER INSERT ON master_change BEGIN UPDATE book_head SET log_size=NEW.change_id WHERE book_id=NEW.book_id; END

CREATE TRIGGER sub_account_insert BEFORE INSERT ON sub_account BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed a sub-account is never replaced') WHERE EXISTS(SELECT 1 FROM sub_account WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id)
    OR EXISTS(SELECT 1 FROM sub_account WHERE book_id=NEW.book_id AND code=NEW.code);
  SELECT RAISE(ABORT,'wxzj:sub_account_wrong the control account does not fit the kind')
    WHERE NOT EXISTS(SELECT 1 FROM book b JOIN account a ON a.chart=b.chart AND a.account=NEW.control
      WHERE b.book_id=NEW.book_id AND a.control=(CASE NEW.kind WHEN 'COMMON_INCOME' THEN 2 ELSE 1 END));
END

CREATE TRIGGER sub_account_open AFTER INSERT ON sub_account BEGIN
  INSERT INTO sub_balance VALUES(NEW.book_id,NEW.sub_id,0,0,0,0,0,0,0,0,0),(NEW.book_id,NEW.sub_id,1,0,0,0,0,0,0,0,0);
END

CREATE TRIGGER sub_account_update BEFORE UPDATE ON sub_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a sub-account never changes'); END

CREATE TRIGGER sub_account_delete BEFORE DELETE ON sub_account BEGIN SELECT RAISE(ABORT,'wxzj:sealed a sub-account is never deleted'); END

CREATE TRIGGER household_insert BEFORE INSERT ON household
  WHEN EXISTS(SELECT 1 FROM household WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id)
    OR EXISTS(SELECT 1 FROM household WHERE book_id=NEW.book_id AND estate_id=NEW.estate_id AND building=NEW.building AND unit=NEW.unit AND room=NEW.room)
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a household comes with an entry in the log, and is never replaced'); END

CREATE TRIGGER household_update BEFORE UPDATE ON household
  WHEN NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.change_id<=OLD.change_id
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
    OR EXISTS(SELECT 1 FROM household WHERE book_id=NEW.book_id AND estate_id=NEW.estate_id AND building=NEW.building AND unit=NEW.unit AND room=NEW.room AND sub_id<>NEW.sub_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a household changes with an entry in the log only'); END

CREATE TRIGGER household_delete BEFORE DELETE ON household BEGIN SELECT RAISE(ABORT,'wxzj:sealed a household is never deleted'); END

CREATE TRIGGER title_insert BEFORE INSERT ON title
  WHEN EXISTS(SELECT 1 FROM title WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND title_no=NEW.title_no)
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a title comes with an entry in the log, and is never replaced'); END

CREATE TRIGGER title_update BEFORE UPDATE ON title
  WHEN NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.title_no<>OLD.title_no OR NEW.change_id<=OLD.change_id
    OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.change_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:master_data_guard a title changes with an entry in the log only'); END

CREATE TRIGGER title_delete BEFORE DELETE ON title BEGIN SELECT RAISE(ABORT,'wxzj:sealed a title is never deleted'); END

CREATE TRIGGER usage_share_insert BEFORE INSERT ON usage_share WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL)
    OR EXISTS(SELECT 1 FROM usage_share WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND share_no=NEW.share_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

CREATE TRIGGER usage_share_update BEFORE UPDATE ON usage_share
  WHEN NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.share_no<>OLD.share_no
    OR EXISTS(SELECT 1 FROM usage_case WHERE book_id=OLD.book_id AND case_id=OLD.case_id AND approved_on IS NOT NULL)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

CREATE TRIGGER usage_share_delete BEFORE DELETE ON usage_share WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=OLD.book_id AND case_id=OLD.case_id AND approved_on IS NOT NULL)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

CREATE TRIGGER usage_case_insert BEFORE INSERT ON usage_case 
  WHEN EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
    OR EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND code=NEW.code)
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen a case is never replaced'); END

CREATE TRIGGER usage_case_update BEFORE UPDATE ON usage_case
  WHEN NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.code<>OLD.code OR NEW.estate_id<>OLD.estate_id
    OR (OLD.approved_on IS NOT NULL AND (NEW.approved_on IS NOT OLD.approved_on OR NEW.approved_by IS NOT OLD.approved_by OR NEW.total_fen<>OLD.total_fen OR NEW.amount_fen<>OLD.amount_fen OR NEW.scope<>OLD.scope))
  BEGIN SELECT RAISE(ABORT,'wxzj:scope_frozen the scope of an approved case is frozen'); END

CREATE TRIGGER usage_case_delete BEFORE DELETE ON usage_case BEGIN SELECT RAISE(ABORT,'wxzj:sealed a case is cancelled, never deleted'); END

-- 6 · Months -------------------------------------------------------------------------------------

CREATE TRIGGER month_insert BEFORE INSERT ON month
  WHEN NEW.state<>'OPEN' OR NEW.close_no<>0
    OR NEW.period<>coalesce((SELECT max(CASE WHEN period%100=12 THEN period+89 ELSE period+1 END) FROM month WHERE book_id=NEW.book_id),NEW.period)
  BEGIN SELECT RAISE(ABORT,'wxzj:month_order months open one after another'); END

CREATE TRIGGER month_update BEFORE UPDATE ON month BEGIN
  SELECT RAISE(ABORT,'wxzj:month_step not a lawful step of a month')
    WHERE NEW.book_id<>OLD.book_id OR NEW.period<>OLD.period OR NOT ((OLD.state='OPEN' AND NEW.state='CLOSED' AND NEW.close_no=OLD.close_no+1)
      OR (OLD.state='CLOSED' AND NEW.state IN('OPEN','LOCKED') AND NEW.close_no=OLD.close_no));
  SELECT RAISE(ABORT,'wxzj:close_log_missing a month changes with its row in the close log only')
    WHERE NOT EXISTS(SELECT 1 FROM close_log WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no
      AND act=CASE NEW.state WHEN 'CLOSED' THEN 'CLOSE' WHEN 'OPEN' THEN 'REOPEN' ELSE 'LOCK' END);
  SELECT RAISE(ABORT,'wxzj:month_order only the latest closed month may be reopened')
    WHERE NEW.state='OPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN');
END

CREATE TRIGGER month_delete BEFORE DELETE ON month BEGIN SELECT RAISE(ABORT,'wxzj:sealed a month is never deleted'); END

CREATE TRIGGER close_log_insert BEFORE INSERT ON close_log BEGIN
  SELECT RAISE(ABORT,'wxzj:sealed the close log never changes')
    WHERE EXISTS(SELECT 1 FROM close_log WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND act=NEW.act);
  SELECT RAISE(ABORT,'wxzj:month_step not a lawful step of a month')
    WHERE NOT EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period=NEW.period
      AND ((NEW.act='CLOSE' AND state='OPEN' AND close_no=NEW.close_no-1) OR (NEW.act<>'CLOSE' AND state='CLOSED' AND close_no=NEW.close_no)));
  SELECT RAISE(ABORT,'wxzj:month_order earlier months come first, and only the latest closed month may be reopened')
    WHERE (NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state='OPEN'))
    OR (NEW.act='REOPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN'))
    OR (NEW.act='LOCK' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state<>'LOCKED'));
  SELECT RAISE(ABORT,'wxzj:reopening_off reopening is off for this book')
    WHERE NEW.act='REOPEN' AND NOT EXISTS(SELECT 1 FROM book WHERE book_id=NEW.book_id AND reopening=1);
  SELECT RAISE(ABORT,'wxzj:log_gap the checkpoint does not cover the whole log')
    WHERE NEW.act='CLOSE' AND NEW.log_size IS NOT (SELECT log_size FROM book_head WHERE book_id=NEW.book_id);
  SELECT RAISE(ABORT,'wxzj:not_carried income and expenditure are not carried over')
    WHERE NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id JOIN account a ON a.chart=b.chart AND a.account=t.account
      WHERE t.book_id=NEW.book_id AND t.period=NEW.period AND a.class IN('INCOME','EXPENDITURE')
      GROUP BY t.account,t.estate_id HAVING sum(t.debit_fen)<>sum(t.credit_fen));
  SELECT RAISE(ABORT,'wxzj:second_missing whoever closes, reopens or locks, and the second person, are users')
    WHERE EXISTS(SELECT 1 FROM login) AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.who)
      AND (NEW.second IS NULL OR EXISTS(SELECT 1 FROM login WHERE name=NEW.second)));
END

CREATE TRIGGER snapshot_insert BEFORE INSERT ON snapshot
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM snapshot WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part AND period=NEW.period AND close_no=NEW.close_no)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand snapshots belong to the close in hand'); END

CREATE TRIGGER account_snapshot_insert BEFORE INSERT ON account_snapshot
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM account_snapshot WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND account=NEW.account AND estate_id=NEW.estate_id AND bank_account_id=NEW.bank_account_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand snapshots belong to the close in hand'); END

CREATE TRIGGER balance_root_insert BEFORE INSERT ON balance_root
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM balance_root WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND estate_id=NEW.estate_id)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand roots belong to the close in hand'); END

CREATE TRIGGER statement_insert BEFORE INSERT ON statement
  WHEN NOT EXISTS(SELECT 1 FROM month m JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=NEW.book_id AND m.period=NEW.period AND m.state='OPEN' AND c.close_no=NEW.close_no)
    OR EXISTS(SELECT 1 FROM statement WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no AND form=NEW.form)
  BEGIN SELECT RAISE(ABORT,'wxzj:close_in_hand statements are frozen by the close in hand'); END
