"""Attacks on kept figures: balances, turnover, numbers, the log, what is set aside, floors."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, replaced


def next_change(place: str) -> str:
    """Return the statement that puts a change of master data at a place of the log of F1-C."""
    return (
        f"INSERT INTO master_change SELECT book_id,(SELECT {place} FROM book_head WHERE book_id=1),"
        "kind,summary,row_count,content,who,at,leaf,leaf_version FROM master_change"
        " WHERE book_id=1 AND change_id=1"
    )


HOUSEHOLD: Final = "WHERE book_id=1 AND sub_id=1 AND part=0"


def _kept(name: str, sql: str, sqlite: str, postgresql: str, **more: tuple[str, ...]) -> Attack:
    """Return an attack on a kept figure."""
    return Attack(name, (sql,), "kept_by_seal", sqlite, postgresql, **more)


BALANCES: Final = tuple(
    _kept(
        f"set a household's {what}",
        f"UPDATE sub_balance SET {change} {HOUSEHOLD}",
        "sub_balance_update",
        "sub_balance_kept",
    )
    for what, change in (
        ("balance", "amount_fen=99999999"),
        ("balance, as the next voucher would", "amount_fen=99999999,voucher_id=voucher_id+9"),
        ("interest integral", "moment=moment*2"),
        ("money ever received", "received_fen=0"),
        ("money set aside", "earmark_fen=1,earmark_id=1"),
        ("floor", "floor_fen=-99999999,grant_id=1"),
    )
)
OTHERS: Final = (
    _kept(
        "give a household's balance to nobody",
        f"UPDATE sub_balance SET sub_id=99 {HOUSEHOLD}",
        "sub_balance_update",
        "sub_balance_kept",
        without_postgresql=("foreign keys",),
    ),
    _kept(
        "write a balance over another",
        replaced("sub_balance", "book_id=1 AND sub_id=1 AND part=0", amount_fen="99999999"),
        "sub_balance_insert",
        "",
    ),
    _kept(
        "set the turnover of an account",
        "UPDATE turnover SET debit_fen=debit_fen+1 WHERE book_id=1 AND account='1001'",
        "turnover_update",
        "turnover_update",
    ),
    _kept(
        "invent turnover",
        "INSERT INTO turnover VALUES(1,202602,'4901',0,0,'GENERAL',0,5000,9)",
        "turnover_insert",
        "turnover_insert",
    ),
    _kept(
        "write turnover over another",
        replaced("turnover", "book_id=1 AND account='1001'", debit_fen="1"),
        "turnover_insert",
        "",
    ),
    _kept(
        "let a number be given twice",
        "UPDATE number SET last_no=0 WHERE book_id=1 AND period=202602",
        "number_update",
        "number_kept",
    ),
    _kept(
        "skip numbers",
        "UPDATE number SET last_no=last_no+5 WHERE book_id=1 AND period=202602",
        "number_update",
        "number_kept",
    ),
    _kept(
        "begin a word without a voucher",
        "INSERT INTO number VALUES(1,202602,'转',3)",
        "number_insert",
        "number_kept",
    ),
)
LOG: Final = (
    _kept(
        "move the head of the log on",
        "UPDATE book_head SET log_size=log_size+1 WHERE book_id=1",
        "book_head_update",
        "book_head_step",
    ),
    _kept(
        "move the head of the log back",
        "UPDATE book_head SET log_size=log_size-1,frontier_size=frontier_size-1 WHERE book_id=1",
        "book_head_update",
        "book_head_step",
    ),
    _kept(
        "write another history into the head of the log",
        "UPDATE book_head SET frontier=$DIGEST WHERE book_id=1",
        "book_head_update",
        "book_head_step",
    ),
    _kept(
        "write the head of the log over itself",
        "INSERT OR REPLACE INTO book_head VALUES(1,0,0,x'')",
        "book_head_insert",
        "",
    ),
    Attack(
        "leave a place of the log out by a change of master data",
        (next_change("log_size+50"),),
        "log_gap",
        sqlite="master_change_insert:log_gap",
        postgresql="master_change_log:log_gap",
        without_sqlite=("book_head_update",),
    ),
)
EARMARKS: Final = (
    Attack(
        "set aside more than there is",
        ("INSERT INTO earmark VALUES(1,2,2,1,0,90001)",),
        "overdraft",
        sqlite="sub_balance_floor",
        postgresql="ck_sub_balance_overdraft",
        without_sqlite=("ck_all",),
    ),
    Attack(
        "release more than was set aside for the case",
        ("INSERT INTO earmark VALUES(1,2,2,3,0,-1)",),
        "earmark_wrong",
        sqlite="earmark_insert",
        postgresql="earmark_keep:earmark_wrong",
    ),
    Attack(
        "leave an earmark's number out",
        ("INSERT INTO earmark VALUES(1,7,2,1,0,1)",),
        "earmark_wrong",
        sqlite="earmark_insert",
        postgresql="earmark_keep:earmark_wrong",
    ),
    Attack(
        "set the money of nobody aside",
        ("INSERT INTO earmark VALUES(1,2,2,99,0,1)",),
        "sub_account_unknown",
        sqlite="earmark_keep",
        postgresql="earmark_keep:sub_account_unknown",
        without_postgresql=("foreign keys",),
    ),
    Attack(
        "grant a floor out of turn",
        ("INSERT INTO floor_grant VALUES(1,9,1,0,-1,'甲','乙','x','x')",),
        "floor_wrong",
        sqlite="floor_grant_insert",
        postgresql="floor_grant_keep:floor_wrong",
    ),
    Attack(
        "grant a floor with an invented second person",
        ("INSERT INTO floor_grant VALUES(1,2,1,0,-1,'甲','丙','x','x')",),
        "floor_wrong",
        sqlite="floor_grant_insert",
        postgresql="floor_grant_keep:floor_wrong",
        before=("INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",),
    ),
    Attack(
        "grant a floor alone",
        ("INSERT INTO floor_grant VALUES(1,2,1,0,-1,'甲','甲','x','x')",),
        "ck_floor_grant_second",
        sqlite="ck_floor_grant_second",
        postgresql="ck_floor_grant_second",
    ),
    Attack(
        "grant a floor to nobody",
        ("INSERT INTO floor_grant VALUES(1,2,99,0,-1,'甲','乙','x','x')",),
        "sub_account_unknown",
        sqlite="floor_grant_keep",
        postgresql="floor_grant_keep:sub_account_unknown",
        without_postgresql=("foreign keys",),
    ),
)
# A trigger of one's own runs deeper than a plain statement, and a temporary table may carry one.
OWN_TRIGGER: Final = (
    "CREATE TEMP TABLE mine(x integer)",
    (
        "CREATE FUNCTION pg_temp.mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" UPDATE sub_balance SET amount_fen=99999999 {HOUSEHOLD}; RETURN NULL; END$$"
    ),
    "CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.mine()",
)
# A function with the owner's rights may be hung on a table of one's own.
BORROWED: Final = tuple(
    Attack(
        f"have the owner's function behind {trigger} do it for a row that is not there",
        (f"INSERT INTO mine {values}",),
        "kept_by_seal",
        postgresql=guard,
        before=(
            f"CREATE TEMP TABLE mine(LIKE {table})",
            f"CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION {function}()",
        ),
    )
    for trigger, table, function, values, guard in (
        (
            "earmark_keep",
            "earmark",
            "wxzj_earmark",
            "VALUES(1,2,99,3,0,-40000)",
            "sub_balance_kept",
        ),
        (
            *("floor_grant_keep", "floor_grant", "wxzj_floor_grant"),
            *("VALUES(1,2,1,0,-99999999,'甲','乙','x','x')", "sub_balance_kept"),
        ),
        (
            *("master_change_log", "master_change", "wxzj_master_change"),
            next_change("log_size+1").removeprefix("INSERT INTO master_change "),
            "book_head_step",
        ),
    )
)
SIDE_DOORS: Final = (
    Attack(
        "set a balance from within a trigger of one's own",
        ("INSERT INTO mine VALUES(1)",),
        "kept_by_seal",
        postgresql="sub_balance_kept",
        before=OWN_TRIGGER,
    ),
    *BORROWED,
    Attack(
        "have a table of one's own stand for the vouchers",
        ("UPDATE book_head SET log_size=log_size+1 WHERE book_id=1",),
        "kept_by_seal",
        postgresql="path:wxzj_head_step",
        before=(
            "CREATE TEMP TABLE voucher AS SELECT 1 AS book_id, generate_series(1,99) AS voucher_id",
        ),
    ),
    Attack(
        "have a function of one's own stand for the one that refuses",
        (
            "CREATE SCHEMA own",
            (
                "CREATE FUNCTION own.wxzj_refuse(word text, message text) RETURNS void"
                " LANGUAGE sql AS $$SELECT$$"
            ),
            "SET LOCAL search_path=own,public",
            "UPDATE number SET last_no=9 WHERE book_id=1 AND period=202602",
            "SET LOCAL search_path=public",
        ),
        "kept_by_seal",
        postgresql="path:wxzj_number_kept",
    ),
)

ATTACKS: Final = (*BALANCES, *OTHERS, *LOG, *EARMARKS, *SIDE_DOORS)
