-- What the database itself refuses, on PostgreSQL. Statements are parted by one empty line.
-- Every message begins with `wxzj:` and a stable word; docs/triggers.md names the attack each stops.
-- Functions that move kept figures run with the owner's rights, for working roles may not write them.
-- All functions keep the search path of this migration, or a temporary table would stand for ours.

CREATE FUNCTION wxzj_refuse(word text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'wxzj:% %', word, message USING ERRCODE='23514';
END$$

-- The rules of a book in force on a day: one row an account.
CREATE FUNCTION wxzj_rules(of_book integer, on_day date)
RETURNS TABLE(account text, class text, names_bank smallint, names_estate smallint, closes_to text, target text, control smallint)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON(r.account) r.account, a.class, a.names_bank, r.names_estate, r.closes_to, coalesce(r.closes_to,r.account), c.control
  FROM book b JOIN account_rule r ON r.chart=b.chart AND r.fund_type=b.fund_type AND r.valid_from<=on_day
    JOIN account a ON a.chart=r.chart AND a.account=r.account
    JOIN account c ON c.chart=r.chart AND c.account=coalesce(r.closes_to,r.account)
  WHERE b.book_id=of_book ORDER BY r.account, r.valid_from DESC
$$

-- 1 · The seal: checks the lines and shares of the voucher row, then moves the kept figures ------

CREATE FUNCTION wxzj_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan=off AS $$
DECLARE
  n bigint; m bigint; s numeric; d numeric; bad text; st text;
BEGIN
  IF NEW.kind NOT IN('GENERAL','OPENING','DISTRIBUTION','CUSTODY','ADJUST','CARRY','CLOSING') OR NEW.word NOT IN('收','付','转','结') THEN
    PERFORM wxzj_refuse('voucher_word_unknown','kind or word of the voucher'); END IF;
  -- against a close in flight: it holds this row for update
  SELECT state INTO st FROM month WHERE book_id=NEW.book_id AND period=NEW.period FOR SHARE;
  IF st IS DISTINCT FROM 'OPEN' OR EXISTS(SELECT 1 FROM month x JOIN close_log c ON c.book_id=x.book_id AND c.period=x.period AND c.close_no=x.close_no+1 AND c.act='CLOSE'
      WHERE x.book_id=NEW.book_id AND x.period=NEW.period) THEN PERFORM wxzj_refuse('month_closed','the month is not open, or its close is in hand'); END IF;
  -- one voucher of a book after the other
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id AND log_size=NEW.voucher_id-1 FOR UPDATE;
  IF NOT FOUND THEN PERFORM wxzj_refuse('log_gap','not the next place in the log'); END IF;
  SELECT max(no) INTO n FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND voucher_id<>NEW.voucher_id AND no<NEW.no;
  IF NEW.no<>coalesce(n,0)+1 THEN PERFORM wxzj_refuse('number_gap','not the next number'); END IF;
  IF NEW.no=1 THEN INSERT INTO number VALUES(NEW.book_id,NEW.period,NEW.word,1) ON CONFLICT DO NOTHING;
  ELSE UPDATE number SET last_no=NEW.no WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND last_no=NEW.no-1; END IF;
  IF NOT FOUND THEN PERFORM wxzj_refuse('number_gap','not the next number'); END IF;
  IF EXISTS(SELECT 1 FROM login) THEN
    IF NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.maker) THEN PERFORM wxzj_refuse('maker_missing','the maker is no user'); END IF;
    IF NEW.kind NOT IN('CARRY','CLOSING') AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.checker) AND EXISTS(SELECT 1 FROM login WHERE name=NEW.poster)) THEN
      PERFORM wxzj_refuse('checker_missing','checker and poster are demanded, and are users, once there are users'); END IF;
  END IF;
  SELECT count(*),sum(CASE side WHEN 'D' THEN amount_fen ELSE -amount_fen END),coalesce(sum(amount_fen) FILTER(WHERE side='D'),0)
    INTO n,s,d FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id;
  IF n<>NEW.line_count OR s IS DISTINCT FROM 0 OR d<>NEW.debit_fen THEN PERFORM wxzj_refuse('unbalanced','lines do not balance or do not match the voucher'); END IF;
  -- each line against the rules in force and its shares; the first fault in a fixed order is told
  SELECT min(CASE
      WHEN r.account IS NULL THEN '1account_unknown'
      WHEN NOT carry AND l.estate_id IS NOT NULL AND l.estate_id IS DISTINCT FROM NEW.estate_id THEN '2estate_wrong'
      WHEN NOT carry AND r.names_estate=1 AND l.estate_id IS NULL AND x.held IS NULL THEN '2estate_wrong'
      WHEN (r.names_bank=1)<>(l.bank_account_id IS NOT NULL) THEN '3bank_account_wrong'
      WHEN k.custodian_id<>b.custodian_id OR k.fund_type<>b.fund_type THEN '3bank_account_wrong'
      WHEN (carry OR r.control=0) AND x.held IS NOT NULL THEN '4shares_differ'
      WHEN NOT carry AND r.control=1 AND x.held IS DISTINCT FROM w.want THEN '4shares_differ'
      WHEN NOT carry AND r.control=2 AND x.held IS NOT NULL AND x.held<>w.want THEN '4shares_differ' END),
    coalesce(sum(x.n),0)
    INTO bad,m
    FROM line l CROSS JOIN (SELECT NEW.kind IN('CARRY','CLOSING') AS carry) q
      CROSS JOIN LATERAL (SELECT CASE l.side WHEN 'C' THEN l.amount_fen ELSE -l.amount_fen END AS want) w
      JOIN book b ON b.book_id=l.book_id
      LEFT JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      LEFT JOIN bank_account k ON k.bank_account_id=l.bank_account_id
      LEFT JOIN (SELECT line_no,sum(amount_fen) AS held,count(*) AS n FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY line_no) x ON x.line_no=l.line_no
    WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id;
  IF bad IS NOT NULL THEN PERFORM wxzj_refuse(substr(bad,2),'a line breaks a rule of its account'); END IF;
  SELECT count(*) INTO n FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id;
  IF n<>NEW.share_count OR m<>n THEN PERFORM wxzj_refuse('share_count_wrong','a share has no line, or the count differs'); END IF;
  IF NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s JOIN line l ON l.book_id=s.book_id AND l.voucher_id=s.voucher_id AND l.line_no=s.line_no
      JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      LEFT JOIN sub_account u ON u.book_id=s.book_id AND u.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND (u.control IS DISTINCT FROM r.target OR u.estate_id IS DISTINCT FROM l.estate_id)) THEN
    PERFORM wxzj_refuse('sub_account_wrong','a sub-account of another control account or estate'); END IF;
  IF NEW.kind IN('CARRY','CLOSING') AND EXISTS(SELECT 1 FROM line l JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id GROUP BY r.target,l.estate_id
      HAVING sum(CASE l.side WHEN 'D' THEN l.amount_fen ELSE -l.amount_fen END)<>0 OR bool_or(r.class IN('ASSET','LIABILITY'))) THEN
    PERFORM wxzj_refuse('carry_wrong','a closing voucher moves each account to its target and nothing else'); END IF;
  IF NEW.reverses IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher o WHERE o.book_id=NEW.book_id AND o.voucher_id=NEW.reverses
      AND o.voucher_id<NEW.voucher_id AND o.reverses IS NULL AND o.kind=NEW.kind AND o.line_count=NEW.line_count AND o.share_count=NEW.share_count
      AND o.line_count=(SELECT count(*) FROM line l JOIN line m ON m.book_id=l.book_id AND m.line_no=l.line_no AND m.account=l.account AND m.side=l.side
        AND m.amount_fen=-l.amount_fen AND m.estate_id IS NOT DISTINCT FROM l.estate_id AND m.bank_account_id IS NOT DISTINCT FROM l.bank_account_id AND m.detail IS NOT DISTINCT FROM l.detail
        WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND m.voucher_id=NEW.reverses)
      AND o.share_count=(SELECT count(*) FROM share s JOIN share t ON t.book_id=s.book_id AND t.sub_id=s.sub_id AND t.part=s.part AND t.line_no=s.line_no
        AND t.amount_fen=-s.amount_fen AND t.payer_class IS NOT DISTINCT FROM s.payer_class
        WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND t.voucher_id=NEW.reverses)) THEN
    PERFORM wxzj_refuse('reversal_wrong','a reversal is the mirror of a voucher that is no reversal itself'); END IF;
  IF NEW.corrects IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id<NEW.voucher_id AND reverses=NEW.corrects) THEN
    PERFORM wxzj_refuse('correction_wrong','a correction replaces a voucher that was reversed'); END IF;
  INSERT INTO turnover AS t(book_id,period,account,estate_id,bank_account_id,kind,debit_fen,credit_fen,voucher_id)
    SELECT book_id,NEW.period,account,coalesce(estate_id,0),coalesce(bank_account_id,0),NEW.kind,
      coalesce(sum(amount_fen) FILTER(WHERE side='D'),0),coalesce(sum(amount_fen) FILTER(WHERE side='C'),0),NEW.voucher_id
    FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY book_id,account,coalesce(estate_id,0),coalesce(bank_account_id,0) ORDER BY 3,4,5
    ON CONFLICT(book_id,period,account,estate_id,bank_account_id,kind) DO UPDATE
      SET debit_fen=t.debit_fen+excluded.debit_fen,credit_fen=t.credit_fen+excluded.credit_fen,voucher_id=excluded.voucher_id;
  IF NEW.share_count>0 THEN
    UPDATE sub_balance b SET amount_fen=b.amount_fen+s.amount_fen,moment=b.moment+s.amount_fen*(NEW.value_on-DATE '1970-01-01'),
        received_fen=b.received_fen+(CASE WHEN s.payer_class IS NULL THEN 0 ELSE s.amount_fen END),voucher_id=NEW.voucher_id
      FROM share s WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND b.book_id=NEW.book_id AND b.sub_id=s.sub_id AND b.part=s.part;
    GET DIAGNOSTICS n=ROW_COUNT;
    IF n<>NEW.share_count THEN PERFORM wxzj_refuse('sub_account_unknown','a share did not reach its balance'); END IF;
  END IF;
  IF NEW.kind IN('CARRY','CLOSING') AND NEW.reverses IS NULL AND EXISTS(SELECT 1 FROM line l JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND r.closes_to IS NOT NULL
      AND 0<>(SELECT sum(t.debit_fen-t.credit_fen) FROM turnover t WHERE t.book_id=l.book_id AND t.period=NEW.period AND t.account=l.account AND t.estate_id=coalesce(l.estate_id,0))) THEN
    PERFORM wxzj_refuse('carry_wrong','a closing voucher carries the whole balance of an account'); END IF;
  -- The log moves last: until then this voucher is the one beyond its head, and only then may kept
  -- figures move. Nobody but the seal ever sees such a voucher.
  UPDATE book_head SET log_size=NEW.voucher_id WHERE book_id=NEW.book_id;
  RETURN NULL;
END$$

-- AFTER, because what a BEFORE trigger has done survives ON CONFLICT DO NOTHING.
CREATE TRIGGER voucher_seal AFTER INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION wxzj_seal()

-- 2 · Still open? One check a statement; waiting for a seal in flight, for it could be this one's ---

CREATE FUNCTION wxzj_line_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan=off AS $$
DECLARE r record;
BEGIN
  -- As replica the server looks at no foreign key, and rows without a voucher would stay.
  IF current_setting('session_replication_role')='replica' THEN PERFORM wxzj_refuse('voucher_unsealed','nothing is written without foreign keys'); END IF;
  FOR r IN SELECT DISTINCT book_id,voucher_id FROM fresh ORDER BY 1,2 LOOP
    PERFORM 1 FROM book_head WHERE book_id=r.book_id FOR UPDATE;
    PERFORM 1 FROM voucher WHERE book_id=r.book_id AND voucher_id=r.voucher_id;
    IF FOUND THEN PERFORM wxzj_refuse('voucher_sealed','nothing is added to a posted voucher'); END IF;
  END LOOP;
  RETURN NULL;
END$$

CREATE TRIGGER line_open AFTER INSERT ON line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_line_open()

CREATE TRIGGER share_open AFTER INSERT ON share REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_line_open()

CREATE FUNCTION wxzj_deposit_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan=off AS $$
DECLARE r record;
BEGIN
  -- As replica the server looks at no foreign key, and rows without a voucher would stay.
  IF current_setting('session_replication_role')='replica' THEN PERFORM wxzj_refuse('voucher_unsealed','nothing is written without foreign keys'); END IF;
  FOR r IN SELECT DISTINCT book_id,voucher_id FROM fresh ORDER BY 1,2 LOOP
    PERFORM 1 FROM book_head WHERE book_id=r.book_id FOR UPDATE;
    PERFORM 1 FROM voucher WHERE book_id=r.book_id AND voucher_id=r.voucher_id;
    IF FOUND THEN PERFORM wxzj_refuse('voucher_sealed','nothing is added to a posted voucher'); END IF;
  END LOOP;
  IF EXISTS(SELECT 1 FROM fresh f WHERE f.attempt<>1+(SELECT count(*) FROM deposit d JOIN voucher v ON v.book_id=d.book_id AND v.reverses=d.voucher_id
      WHERE d.book_id=f.book_id AND d.deposit_key=f.deposit_key)) THEN
    PERFORM wxzj_refuse('deposit_exists','the deposit is booked already'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER deposit_open AFTER INSERT ON deposit REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deposit_open()

-- 3 · Nothing sealed changes -----------------------------------------------------------------------

CREATE FUNCTION wxzj_deny() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'wxzj:% % never changes', TG_ARGV[0], TG_TABLE_NAME USING ERRCODE='23514';
END$$

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['voucher','line','deposit','close_log','snapshot','account_snapshot','balance_root','statement','trail',
      'master_change','earmark','floor_grant','import_file','account','account_rule','bank_account','sub_account'] LOOP
    EXECUTE format('CREATE TRIGGER %s_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny(''sealed'')',t,t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['book','month','book_head','number','turnover','sub_balance','household','title','usage_case','login','custodian','estate'] LOOP
    EXECUTE format('CREATE TRIGGER %s_stays BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny(''sealed'')',t,t);
  END LOOP;
END$$

CREATE TRIGGER share_sealed BEFORE UPDATE OR TRUNCATE ON share FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- A share has no foreign key, which would cost more than all else; one that was left without a
-- voucher stands in the way of the next, so it may be deleted.
CREATE FUNCTION wxzj_share_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id) THEN
    PERFORM wxzj_refuse('sealed','a share of a posted voucher is never deleted'); END IF;
  RETURN OLD;
END$$

CREATE TRIGGER share_stays BEFORE DELETE ON share FOR EACH ROW EXECUTE FUNCTION wxzj_share_stays()

CREATE TRIGGER book_sealed BEFORE UPDATE OF book_id,code,kind,custodian_id,fund_type,chart,salt ON book FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER login_sealed BEFORE UPDATE OF name,created_at ON login FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER custodian_sealed BEFORE UPDATE OF custodian_id,code ON custodian FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE TRIGGER estate_sealed BEFORE UPDATE OF estate_id,code ON estate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- 4 · Kept figures move inside the seal only: while a voucher stands beyond the head of its log -----

CREATE FUNCTION wxzj_number_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan=off AS $$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM book_head h JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1
      WHERE h.book_id=NEW.book_id AND v.period=NEW.period AND v.word=NEW.word AND v.no=NEW.last_no) THEN
    PERFORM wxzj_refuse('kept_by_seal','numbers move with a voucher only'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER number_kept BEFORE INSERT OR UPDATE ON number FOR EACH ROW EXECUTE FUNCTION wxzj_number_kept()

CREATE FUNCTION wxzj_turnover_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan=off AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM (SELECT DISTINCT book_id,voucher_id FROM fresh) f WHERE NOT EXISTS(SELECT 1 FROM book_head h
      JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1 WHERE h.book_id=f.book_id AND v.voucher_id=f.voucher_id)) THEN
    PERFORM wxzj_refuse('kept_by_seal','turnover moves by a sealed line only'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER turnover_insert AFTER INSERT ON turnover REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_turnover_kept()

CREATE TRIGGER turnover_update AFTER UPDATE ON turnover REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_turnover_kept()

-- Outside of the seal an earmark or a granted floor moves its own figure, row by row.
CREATE FUNCTION wxzj_sub_balance_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan=off AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM (SELECT DISTINCT book_id,voucher_id FROM fresh) f WHERE NOT EXISTS(SELECT 1 FROM book_head h
      JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1 WHERE h.book_id=f.book_id AND v.voucher_id=f.voucher_id))
    AND EXISTS(SELECT 1 FROM was o FULL JOIN fresh n ON n.book_id=o.book_id AND n.sub_id=o.sub_id AND n.part=o.part
      WHERE (n.voucher_id=o.voucher_id AND n.amount_fen=o.amount_fen AND n.moment=o.moment AND n.received_fen=o.received_fen
        AND ((n.earmark_id>o.earmark_id AND n.floor_fen=o.floor_fen AND n.grant_id=o.grant_id
            AND EXISTS(SELECT 1 FROM earmark e WHERE e.book_id=n.book_id AND e.earmark_id=n.earmark_id AND e.sub_id=n.sub_id AND e.part=n.part AND e.amount_fen=n.earmark_fen-o.earmark_fen))
          OR (n.grant_id>o.grant_id AND n.earmark_fen=o.earmark_fen AND n.earmark_id=o.earmark_id
            AND EXISTS(SELECT 1 FROM floor_grant g WHERE g.book_id=n.book_id AND g.grant_id=n.grant_id AND g.sub_id=n.sub_id AND g.part=n.part AND g.floor_fen=n.floor_fen)))) IS NOT TRUE) THEN
    PERFORM wxzj_refuse('kept_by_seal','a balance moves by a sealed share, an earmark or a granted floor only'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER sub_balance_kept AFTER UPDATE ON sub_balance REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_sub_balance_kept()

CREATE FUNCTION wxzj_head_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.frontier_size<OLD.frontier_size OR (NEW.frontier_size=OLD.frontier_size AND NEW.frontier<>OLD.frontier)
      OR (NEW.log_size<>OLD.log_size AND (NEW.log_size<>OLD.log_size+1 OR NOT (
        EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.log_size)
        OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.log_size)))) THEN
    PERFORM wxzj_refuse('kept_by_seal','the log moves with a voucher or a change of master data'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER book_head_step BEFORE UPDATE ON book_head FOR EACH ROW EXECUTE FUNCTION wxzj_head_step()

CREATE FUNCTION wxzj_earmark() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan=off AS $$
DECLARE n bigint;
BEGIN
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id FOR UPDATE;
  SELECT max(earmark_id) INTO n FROM earmark WHERE book_id=NEW.book_id AND earmark_id<NEW.earmark_id;
  IF NEW.earmark_id<>coalesce(n,0)+1 OR 0>(SELECT sum(amount_fen) FROM earmark WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id AND part=NEW.part) THEN
    PERFORM wxzj_refuse('earmark_wrong','not the next earmark, or more is released than was set aside'); END IF;
  UPDATE sub_balance SET earmark_fen=earmark_fen+NEW.amount_fen,earmark_id=NEW.earmark_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  IF NOT FOUND THEN PERFORM wxzj_refuse('sub_account_unknown','an earmark did not reach its balance'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER earmark_keep AFTER INSERT ON earmark FOR EACH ROW EXECUTE FUNCTION wxzj_earmark()

CREATE FUNCTION wxzj_floor_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan=off AS $$
DECLARE n bigint;
BEGIN
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id FOR UPDATE;
  SELECT max(grant_id) INTO n FROM floor_grant WHERE book_id=NEW.book_id AND grant_id<NEW.grant_id;
  IF NEW.grant_id<>coalesce(n,0)+1 OR (EXISTS(SELECT 1 FROM login) AND (NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.who) OR NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.second))) THEN
    PERFORM wxzj_refuse('floor_wrong','not the next grant, or its two people are not users'); END IF;
  UPDATE sub_balance SET floor_fen=NEW.floor_fen,grant_id=NEW.grant_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  IF NOT FOUND THEN PERFORM wxzj_refuse('sub_account_unknown','a granted floor did not reach its balance'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER floor_grant_keep AFTER INSERT ON floor_grant FOR EACH ROW EXECUTE FUNCTION wxzj_floor_grant()

-- 5 · Books, charts, sub-accounts and households ---------------------------------------------------

CREATE FUNCTION wxzj_book_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO book_head(book_id,log_size,frontier_size,frontier) VALUES(NEW.book_id,0,0,'');
  RETURN NULL;
END$$

CREATE TRIGGER book_open AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION wxzj_book_open()

CREATE FUNCTION wxzj_account_rule() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF (NEW.closes_to IS NOT NULL)<>(SELECT class IN('INCOME','EXPENDITURE') FROM account WHERE chart=NEW.chart AND account=NEW.account)
      OR EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.closes_to AND (class<>'NET_ASSET' OR control=0)) THEN
    PERFORM wxzj_refuse('closing_rule_wrong','income and expenditure close to an account that sub-accounts are controlled by, and nothing else closes'); END IF;
  IF EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id WHERE b.chart=NEW.chart AND t.account=NEW.account
      AND t.period>=extract(year FROM NEW.valid_from)*100+extract(month FROM NEW.valid_from)) THEN
    PERFORM wxzj_refuse('rule_in_the_past','a closing rule may not reach back into months with vouchers'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER account_rule_insert BEFORE INSERT ON account_rule FOR EACH ROW EXECUTE FUNCTION wxzj_account_rule()

CREATE FUNCTION wxzj_master_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE book_head SET log_size=NEW.change_id WHERE book_id=NEW.book_id AND log_size=NEW.change_id-1;
  IF NOT FOUND THEN PERFORM wxzj_refuse('log_gap','not the next place in the log'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER master_change_log AFTER INSERT ON master_change FOR EACH ROW EXECUTE FUNCTION wxzj_master_change()

CREATE FUNCTION wxzj_sub_account_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM fresh f JOIN book b ON b.book_id=f.book_id LEFT JOIN account a ON a.chart=b.chart AND a.account=f.control
      WHERE a.control IS DISTINCT FROM (CASE f.kind WHEN 'COMMON_INCOME' THEN 2 ELSE 1 END)) THEN
    PERFORM wxzj_refuse('sub_account_wrong','the control account does not fit the kind'); END IF;
  INSERT INTO sub_balance(amount_fen,moment,received_fen,earmark_fen,floor_fen,book_id,sub_id,voucher_id,earmark_id,grant_id,part)
    SELECT 0,0,0,0,0,f.book_id,f.sub_id,0,0,0,p.part FROM fresh f CROSS JOIN (VALUES(0::smallint),(1::smallint)) p(part);
  RETURN NULL;
END$$

CREATE TRIGGER sub_account_open AFTER INSERT ON sub_account REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_sub_account_open()

CREATE FUNCTION wxzj_household() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.change_id<=OLD.change_id THEN
    PERFORM wxzj_refuse('master_data_guard','master data change with an entry in the log only'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER household_update BEFORE UPDATE ON household FOR EACH ROW EXECUTE FUNCTION wxzj_household()

CREATE FUNCTION wxzj_title() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.title_no<>OLD.title_no OR NEW.change_id<=OLD.change_id THEN
    PERFORM wxzj_refuse('master_data_guard','master data change with an entry in the log only'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER title_update BEFORE UPDATE ON title FOR EACH ROW EXECUTE FUNCTION wxzj_title()

CREATE FUNCTION wxzj_usage_share() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE r record;
BEGIN
  IF TG_OP='DELETE' THEN r:=OLD; ELSE r:=NEW; END IF;
  IF TG_OP='UPDATE' AND (NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.share_no<>OLD.share_no) THEN
    PERFORM wxzj_refuse('scope_frozen','a share stays in its case'); END IF;
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=r.book_id AND case_id=r.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('scope_frozen','the scope of an approved case is frozen'); END IF;
  RETURN r;
END$$

CREATE TRIGGER usage_share_frozen BEFORE INSERT OR UPDATE OR DELETE ON usage_share FOR EACH ROW EXECUTE FUNCTION wxzj_usage_share()

CREATE TRIGGER usage_share_stays BEFORE TRUNCATE ON usage_share FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

CREATE FUNCTION wxzj_usage_case() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.code<>OLD.code OR NEW.estate_id<>OLD.estate_id
      OR (OLD.approved_on IS NOT NULL AND (NEW.approved_on IS DISTINCT FROM OLD.approved_on OR NEW.approved_by IS DISTINCT FROM OLD.approved_by OR NEW.total_fen<>OLD.total_fen OR NEW.amount_fen<>OLD.amount_fen OR NEW.scope<>OLD.scope)) THEN
    PERFORM wxzj_refuse('scope_frozen','the scope of an approved case is frozen'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER usage_case_frozen BEFORE UPDATE ON usage_case FOR EACH ROW EXECUTE FUNCTION wxzj_usage_case()

-- 6 · Months ---------------------------------------------------------------------------------------

CREATE FUNCTION wxzj_month_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP='INSERT' THEN
    IF NEW.state<>'OPEN' OR NEW.close_no<>0 OR NEW.period<>(SELECT coalesce(max(CASE WHEN period%100=12 THEN period+89 ELSE period+1 END),NEW.period) FROM month WHERE book_id=NEW.book_id) THEN
      PERFORM wxzj_refuse('month_order','months open one after another'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.book_id<>OLD.book_id OR NEW.period<>OLD.period OR NOT ((OLD.state='OPEN' AND NEW.state='CLOSED' AND NEW.close_no=OLD.close_no+1)
      OR (OLD.state='CLOSED' AND NEW.state IN('OPEN','LOCKED') AND NEW.close_no=OLD.close_no)) THEN
    PERFORM wxzj_refuse('month_step','not a lawful step of a month'); END IF;
  IF NOT EXISTS(SELECT 1 FROM close_log WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no
      AND act=CASE NEW.state WHEN 'CLOSED' THEN 'CLOSE' WHEN 'OPEN' THEN 'REOPEN' ELSE 'LOCK' END) THEN
    PERFORM wxzj_refuse('close_log_missing','a month changes with its row in the close log only'); END IF;
  IF NEW.state='OPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN') THEN
    PERFORM wxzj_refuse('month_order','only the latest closed month may be reopened'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER month_step BEFORE INSERT OR UPDATE ON month FOR EACH ROW EXECUTE FUNCTION wxzj_month_step()

CREATE FUNCTION wxzj_close_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM 1 FROM month WHERE book_id=NEW.book_id AND period=NEW.period FOR UPDATE;
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id FOR UPDATE;
  IF NOT EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period=NEW.period
      AND ((NEW.act='CLOSE' AND state='OPEN' AND close_no=NEW.close_no-1) OR (NEW.act<>'CLOSE' AND state='CLOSED' AND close_no=NEW.close_no))) THEN
    PERFORM wxzj_refuse('month_step','not a lawful step of a month'); END IF;
  IF (NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state='OPEN'))
      OR (NEW.act='REOPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN'))
      OR (NEW.act='LOCK' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state<>'LOCKED')) THEN
    PERFORM wxzj_refuse('month_order','earlier months come first, and only the latest closed month may be reopened'); END IF;
  IF NEW.act='REOPEN' AND NOT EXISTS(SELECT 1 FROM book WHERE book_id=NEW.book_id AND reopening=1) THEN
    PERFORM wxzj_refuse('reopening_off','reopening is off for this book'); END IF;
  IF NEW.act='CLOSE' AND NEW.log_size IS DISTINCT FROM (SELECT log_size FROM book_head WHERE book_id=NEW.book_id) THEN
    PERFORM wxzj_refuse('log_gap','the checkpoint does not cover the whole log'); END IF;
  IF NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id JOIN account a ON a.chart=b.chart AND a.account=t.account
      WHERE t.book_id=NEW.book_id AND t.period=NEW.period AND a.class IN('INCOME','EXPENDITURE') GROUP BY t.account,t.estate_id HAVING sum(t.debit_fen)<>sum(t.credit_fen)) THEN
    PERFORM wxzj_refuse('not_carried','income and expenditure are not carried over'); END IF;
  IF EXISTS(SELECT 1 FROM login) AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.who) AND (NEW.second IS NULL OR EXISTS(SELECT 1 FROM login WHERE name=NEW.second))) THEN
    PERFORM wxzj_refuse('second_missing','whoever closes, reopens or locks, and the second person, are users'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER close_log_insert BEFORE INSERT ON close_log FOR EACH ROW EXECUTE FUNCTION wxzj_close_log()

CREATE FUNCTION wxzj_close_in_hand() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS(SELECT 1 FROM (SELECT DISTINCT book_id,period,close_no FROM fresh) f WHERE NOT EXISTS(SELECT 1 FROM month m
      JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=f.book_id AND m.period=f.period AND m.state='OPEN' AND c.close_no=f.close_no)) THEN
    PERFORM wxzj_refuse('close_in_hand',TG_TABLE_NAME||' belongs to the close in hand'); END IF;
  RETURN NULL;
END$$

CREATE TRIGGER snapshot_insert AFTER INSERT ON snapshot REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

CREATE TRIGGER account_snapshot_insert AFTER INSERT ON account_snapshot REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

CREATE TRIGGER balance_root_insert AFTER INSERT ON balance_root REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

CREATE TRIGGER statement_insert AFTER INSERT ON statement REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

-- Also under session_replication_role = replica.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I',c.relname,g.tgname) FROM pg_trigger g JOIN pg_class c ON c.oid=g.tgrelid
      WHERE NOT g.tgisinternal AND c.relnamespace=current_schema()::regnamespace ORDER BY c.relname,g.tgname LOOP EXECUTE t; END LOOP;
END$$
