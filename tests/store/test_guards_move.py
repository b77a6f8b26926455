"""What the triggers do besides refusing, and what they let pass."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import psycopg
import pytest

from ledger.store.database import Dialect
from tests.store.attack import Plain, connect, contents, raw, run, take_off
from tests.store.attacks_kept import next_change
from tests.store.conftest import Worlds

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
# A lawful statement, and the kept tables that move with it.
MOVES = {
    "voucher_post": (raw(), {"sub_balance", "turnover", "number", "book_head"}),
    "book_open": (
        ("INSERT INTO book VALUES(9,'F9','COMMON',1,'','FUND',$DIGEST,0)",),
        {"book_head"},
    ),
    "master_change_log": ((next_change("log_size+1"),), {"book_head"}),
    "sub_account_open": (
        ("INSERT INTO sub_account VALUES(1,99,'HOUSEHOLD','3001','x',1)",),
        {"sub_balance"},
    ),
    "earmark_keep": (("INSERT INTO earmark VALUES(1,2,2,1,0,5)",), {"sub_balance"}),
    "floor_grant_keep": (
        ("INSERT INTO floor_grant VALUES(1,2,1,0,-5,'甲','乙','x','x')",),
        {"sub_balance"},
    ),
}
KEPT = {"sub_balance", "turnover", "number", "book_head"}


def moved_by(connection: Plain, dialect: Dialect, sql: Sequence[str]) -> set[str]:
    before = contents(connection)
    run(connection, dialect, sql)
    after = contents(connection)
    return {name for name in KEPT if before[name] != after[name]}


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize("trigger", MOVES)
def test_a_trigger_moves_what_is_kept_and_without_it_nothing_moves(
    dialect: Dialect, trigger: str, worlds: Worlds
) -> None:
    sql, kept = MOVES[trigger]
    name = "voucher_seal" if (dialect, trigger) == ("postgresql", "voucher_post") else trigger
    with closing(connect(dialect, worlds(dialect))) as connection:
        connection.execute("BEGIN")
        assert moved_by(connection, dialect, sql) == kept
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")
        take_off(connection, dialect, name)
        assert moved_by(connection, dialect, sql) == set()
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("dialect", BOTH)
def test_the_seal_moves_amount_moment_and_money_received(dialect: Dialect, worlds: Worlds) -> None:
    balance = (
        "SELECT amount_fen,moment,received_fen FROM sub_balance"
        " WHERE book_id=1 AND sub_id=1 AND part=0"
    )
    with closing(connect(dialect, worlds(dialect))) as connection:
        amount, moment, received = connection.execute(balance).fetchone()
        connection.execute("BEGIN")
        run(connection, dialect, raw(value_on="'2026-01-31'"))
        connection.execute("COMMIT")
        day = 20484  # 2026-01-31, counted from 1970-01-01
        assert connection.execute(balance).fetchone() == (
            amount + 1000,
            moment + 1000 * day,
            received + 1000,
        )


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE estate SET name='新名',custodian_id=2 WHERE estate_id=1",
        "UPDATE custodian SET name='新名' WHERE custodian_id=1",
        "UPDATE usage_case SET state='DRAFTED' WHERE case_id=2",
        "UPDATE usage_case SET total_fen=30000 WHERE case_id=2",
        "UPDATE usage_share SET share_fen=1,principal_fen=1 WHERE case_id=2 AND share_no=1",
        "INSERT INTO month VALUES(1,202603,'OPEN',0)",
        "INSERT INTO account_rule VALUES('FUND','5901','C','2027-01-01','3001',1,'x','R')",
        "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    ],
)
def test_what_may_change_changes(dialect: Dialect, sql: str, worlds: Worlds) -> None:
    with closing(connect(dialect, worlds(dialect))) as connection:
        before = contents(connection)
        connection.execute(sql)
        assert contents(connection) != before


def test_what_an_attacker_leaves_on_sqlite_counts_for_nothing_and_can_be_cleared(
    worlds: Worlds,
) -> None:
    """Without foreign keys a refused voucher's lines can be kept, and stand in the next's way."""
    with closing(sqlite3.connect(worlds("sqlite"), isolation_level=None)) as connection:
        before = contents(connection)
        connection.execute("BEGIN")
        with pytest.raises(sqlite3.IntegrityError, match="wxzj:unbalanced "):
            run(connection, "sqlite", raw(debit_fen="7"))
        connection.execute("COMMIT")
        left = {name for name, rows in contents(connection).items() if rows != before[name]}
        assert left == {"line", "share"}
        with pytest.raises(sqlite3.IntegrityError, match="wxzj:voucher_sealed "):
            run(connection, "sqlite", raw())
        assert connection.execute("PRAGMA foreign_key_check").fetchall()
        for table in ("share", "line"):
            connection.execute(
                f"DELETE FROM {table} WHERE voucher_id>(SELECT log_size FROM book_head"
                f" WHERE book_head.book_id={table}.book_id)"
            )
        assert contents(connection) == before
        run(connection, "sqlite", raw())


@pytest.mark.postgresql
def test_a_share_without_a_voucher_can_be_cleared_on_postgresql(worlds: Worlds) -> None:
    """A share has no foreign key there either: it would cost more than all guards together."""
    with closing(psycopg.connect(worlds("postgresql"), autocommit=True)) as connection:
        before = contents(connection)
        run(connection, "postgresql", raw(lines=())[:1])
        with pytest.raises(psycopg.errors.CheckViolation, match="wxzj:share_count_wrong "):
            run(connection, "postgresql", ["BEGIN", *raw(shares=())])
        connection.execute("ROLLBACK")
        connection.execute("DELETE FROM share WHERE voucher_id=99 OR sub_id=1 AND voucher_id>9")
        assert contents(connection) == before


@pytest.mark.postgresql
def test_a_working_role_posts_by_inserting_and_can_do_nothing_else(worlds: Worlds) -> None:
    where = worlds("postgresql")
    role = f"wxzj_officer_{secrets.token_hex(4)}"
    with closing(psycopg.connect(where, autocommit=True)) as connection:
        connection.execute(f"CREATE ROLE {role}")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        connection.execute(f"GRANT INSERT ON voucher, line, share TO {role}")
        connection.execute(f"SET ROLE {role}")
        connection.execute("BEGIN")
        assert moved_by(connection, "postgresql", raw()) == KEPT
        connection.execute("COMMIT")
        for statement in (
            "UPDATE sub_balance SET amount_fen=0",
            "UPDATE book_head SET log_size=0",
            "UPDATE month SET state='OPEN'",
            "INSERT INTO turnover SELECT * FROM turnover",
            "DELETE FROM share",
            "TRUNCATE voucher",
            "ALTER TABLE voucher DISABLE TRIGGER ALL",
            "SET session_replication_role=replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        connection.execute("RESET ROLE")
        connection.execute(f"DROP OWNED BY {role}")
        connection.execute(f"DROP ROLE {role}")
