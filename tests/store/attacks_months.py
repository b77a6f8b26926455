"""Attacks on months: to close, reopen and lock them out of turn, to add to what is closed."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, raw

USERS: Final = (
    "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('乙','乙','2026-01-01T00:00:00Z')",
)
REOPENING_ON: Final = "UPDATE book SET reopening=1 WHERE book_id=1"
REOPENING_BOOK: Final = (
    "INSERT INTO book SELECT 9,'F9-C',kind,custodian_id,fund_type,chart,salt,1"
    " FROM book WHERE book_id=1"
)
# What lets reopening be switched on by hand; with it off, the guards behind it are tried.
LOCKS: Final = {"without_sqlite": ("book_update",), "without_postgresql": ("book_sealed",)}
CARRIED: Final = raw(
    lines=("'3001','D',20000,1,NULL,NULL", "'5001','C',20000,1,NULL,NULL"),
    shares=(),
    debit_fen="20000",
    kind="'CLOSING'",
    word="'结'",
    estate_id="NULL",
    request_key="'carried'",
)


def log(period: int, close_no: int = 1, act: str = "CLOSE", **changed: str) -> str:
    """Return the statement that writes a row of the close log of F1-C, changed as said."""
    row = {
        "book_id": "1",
        "period": str(period),
        "close_no": str(close_no),
        "act": f"'{act}'",
        "who": "'甲'",
        "second": "NULL" if act == "CLOSE" else "'乙'",
        "reason": "NULL" if act == "CLOSE" else "'更正'",
        "at": "'2026-03-01T00:00:00Z'",
        "log_size": "(SELECT log_size FROM book_head WHERE book_id=1)",
        **dict.fromkeys(("root", "balance_root", "master_digest", "statement_digest"), "$DIGEST"),
        "checkpoint": "'wxzj'",
        **changed,
    }
    return f"INSERT INTO close_log({','.join(row)}) VALUES({','.join(row.values())})"


def step(period: int, state: str, close_no: int = 1) -> str:
    """Return the statement that changes the state of a month of F1-C."""
    return (
        f"UPDATE month SET state='{state}',close_no={close_no} WHERE book_id=1 AND period={period}"
    )


def _step(name: str, sql: str, word: str, **more: tuple[str, ...]) -> Attack:
    """Return an attack on the row of a month."""
    return Attack(name, (sql,), word, f"month_update:{word}", f"month_step:{word}", **more)


def _log(name: str, sql: str, word: str, **more: tuple[str, ...]) -> Attack:
    """Return an attack on the close log."""
    guard = f"close_log_insert:{word}"
    return Attack(name, (sql,), word, guard, guard, **more)


STEPS: Final = (
    _step("reopen a month by hand", step(202601, "OPEN"), "close_log_missing"),
    _step("close a month by hand", step(202602, "CLOSED"), "close_log_missing"),
    _step("lock a month by hand", step(202601, "LOCKED"), "close_log_missing"),
    _step(
        "lock a month that is open",
        step(202602, "LOCKED", 0),
        "month_step",
        without_sqlite=("month_update:close_log_missing",),
        without_postgresql=("month_step:close_log_missing",),
    ),
    _step(
        "turn a month into another",
        "UPDATE month SET period=202603 WHERE book_id=1 AND period=202602",
        "month_step",
        without_sqlite=("month_update:close_log_missing",),
        without_postgresql=("foreign keys", "month_step:close_log_missing"),
    ),
    _step(
        "reopen a month with an old permission, now that the next is closed",
        step(202601, "OPEN"),
        "month_order",
        before=(
            REOPENING_ON,
            log(202601, act="REOPEN"),
            *CARRIED,
            log(202602),
            step(202602, "CLOSED"),
        ),
        **LOCKS,
    ),
    Attack(
        "leave a month out",
        ("INSERT INTO month VALUES(1,202604,'OPEN',0)",),
        "month_order",
        sqlite="month_insert",
        postgresql="month_step:month_order",
    ),
    Attack(
        "begin before the first month",
        ("INSERT INTO month VALUES(1,202512,'OPEN',0)",),
        "month_order",
        sqlite="month_insert",
        postgresql="month_step:month_order",
    ),
    Attack(
        "open a month that is closed already",
        ("INSERT INTO month VALUES(1,202603,'CLOSED',1)",),
        "month_order",
        sqlite="month_insert",
        postgresql="month_step:month_order",
    ),
)
LOGS: Final = (
    _log("close a closed month again", log(202601, 2), "month_step"),
    _log(
        "close a month before the one ahead of it",
        log(202603),
        "month_order",
        before=(*CARRIED, "INSERT INTO month VALUES(1,202603,'OPEN',0)"),
    ),
    _log(
        "reopen a month behind a closed one",
        log(202601, act="REOPEN"),
        "month_order",
        before=(REOPENING_ON, *CARRIED, log(202602), step(202602, "CLOSED")),
        **LOCKS,
    ),
    _log(
        "lock a month before the one ahead of it",
        log(202602, act="LOCK"),
        "month_order",
        before=(*CARRIED, log(202602), step(202602, "CLOSED")),
    ),
    _log("reopen where reopening is off", log(202601, act="REOPEN"), "reopening_off"),
    Attack(
        "switch reopening on, then reopen a month with two invented names",
        (REOPENING_ON, log(202601, act="REOPEN"), step(202601, "OPEN")),
        "sealed",
        sqlite="book_update",
        postgresql="book_sealed",
    ),
    Attack(
        "begin a book with reopening on",
        (REOPENING_BOOK,),
        "reopening_off",
        sqlite="book_reopening",
        postgresql="book_reopening",
    ),
    _log(
        "close over a part of the log",
        log(202602, log_size="3"),
        "log_gap",
        before=CARRIED,
    ),
    _log("close a month with income and expenditure in it", log(202602), "not_carried"),
    _log(
        "close as nobody, now that there are users",
        log(202602, who="'丙'"),
        "second_missing",
        before=(*CARRIED, *USERS),
    ),
    _log(
        "reopen with an invented second person",
        log(202601, act="REOPEN", second="'丙'"),
        "second_missing",
        before=(REOPENING_ON, *USERS),
        **LOCKS,
    ),
    Attack(
        "reopen alone",
        (log(202601, act="REOPEN", second="'甲'"),),
        "ck_close_log_second",
        sqlite="ck_close_log_second",
        postgresql="ck_close_log_second",
        before=(REOPENING_ON,),
        **LOCKS,
    ),
    Attack(
        "reopen without a reason",
        (log(202601, act="REOPEN", reason="''"),),
        "ck_close_log_second",
        sqlite="ck_close_log_second",
        postgresql="ck_close_log_second",
        before=(REOPENING_ON,),
        **LOCKS,
    ),
)
# What a close writes, for a month that is closed and for one whose close is not in hand.
WRITTEN: Final = tuple(
    Attack(
        f"{how} {table}",
        (f"INSERT INTO {table} VALUES({values.format(key=key)})",),
        "close_in_hand",
        sqlite=f"{table}_insert",
        postgresql=f"{table}_insert",
    )
    for table, values in (
        ("snapshot", "1,1,1,{key},77,0"),
        ("account_snapshot", "1,{key},'4901',0,0,77"),
        ("balance_root", "1,{key},2,1,$DIGEST"),
        ("statement", "1,{key},'09','[]',$DIGEST"),
    )
    for how, key in (("add to a close's", "202601,2"), ("write ahead of a close", "202602,1"))
)
IN_HAND: Final = (
    Attack(
        "post into a month whose close is in hand",
        raw(),
        "month_closed",
        sqlite="voucher_seal:month_closed",
        postgresql="voucher_seal:month_closed",
        before=(*CARRIED, log(202602)),
    ),
    Attack(
        "have a table of one's own stand for the close log",
        (step(202602, "CLOSED"),),
        "close_log_missing",
        postgresql="path:wxzj_month_step",
        before=(
            (
                "CREATE TEMP TABLE close_log AS"
                " SELECT 1 AS book_id,202602 AS period,1 AS close_no,'CLOSE' AS act"
            ),
        ),
    ),
)

ATTACKS: Final = (*STEPS, *LOGS, *WRITTEN, *IN_HAND)
