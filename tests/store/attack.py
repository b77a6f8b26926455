"""Attacks on the guards: raw SQL over a plain connection, and guards taken off one at a time.

An attack that is refused proves little: something else may have refused it. So each names the
guard that it is about, and the control takes just that guard off: then the attack must go through
and commit. A guard is named

* `voucher_update`: a trigger;
* `voucher_seal:unbalanced`: one of the refusals of a trigger, by its word;
* `ck_line_amount`, `uq_…`, `fk_…`: a constraint (a CHECK on SQLite falls with all others);
* `path:wxzj_month_step`: the search path that a function of PostgreSQL keeps;
* `foreign keys`: all of them. A plain SQLite connection looks at none anyway.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final, Protocol

import psycopg

from ledger.store import schema
from ledger.store.database import Dialect

_DIGEST: Final = {
    "sqlite": "zeroblob(32)",
    "postgresql": r"decode(repeat('00',32),'hex')",
}


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack and the guard that stops it.

    Attributes:
        name: what the attacker tries, as a sentence.
        sql: the statements of the attack; the last of them, or the commit, is refused.
        word: the stable word of the refusal, or the name of the constraint.
        sqlite, postgresql: the guard on each database; empty where the attack is not made there.
        before: what is lawful and prepares the attack.
        without: guards that are off from the beginning, so that no other stands before this one.
    """

    name: str
    sql: tuple[str, ...]
    word: str
    sqlite: str = ""
    postgresql: str = ""
    before: tuple[str, ...] = ()
    without_sqlite: tuple[str, ...] = ()
    without_postgresql: tuple[str, ...] = ()

    def guard(self, dialect: Dialect) -> str:
        """Return the guard on `dialect`."""
        return self.sqlite if dialect == "sqlite" else self.postgresql

    def without(self, dialect: Dialect) -> tuple[str, ...]:
        """Return the guards that are off from the beginning."""
        return self.without_sqlite if dialect == "sqlite" else self.without_postgresql


# ---- plain connections ----


class Plain(Protocol):
    """What both drivers' connections can do."""

    def execute(self, query: Any, /) -> Any:
        """Run a statement."""

    def close(self) -> None:
        """End the connection."""


def connect(dialect: Dialect, where: str) -> Plain:
    """Connect as any other program would: no setting of ours is on."""
    if dialect == "sqlite":
        return sqlite3.connect(where, isolation_level=None)
    return psycopg.connect(where, autocommit=True)


def run(connection: Plain, dialect: Dialect, statements: Sequence[str]) -> None:
    """Run `statements`."""
    for statement in statements:
        connection.execute(statement.replace("$DIGEST", _DIGEST[dialect]))


def contents(connection: Plain) -> dict[str, list[str]]:
    """Return all rows of all tables, as text."""
    return {
        name: sorted(repr(tuple(row)) for row in connection.execute(f'SELECT * FROM "{name}"'))
        for name in schema.metadata.tables
    }


# ---- taking guards off ----


def take_off(connection: Plain, dialect: Dialect, guard: str) -> None:
    """Take `guard` off, as its owner can."""
    if dialect == "sqlite":
        _take_off_sqlite(connection, guard)
    else:
        for statement in _off_postgresql(connection, guard):
            connection.execute(statement)


def _take_off_sqlite(connection: Plain, guard: str) -> None:
    if guard == "foreign keys":
        return
    if guard.startswith("ck_"):
        connection.execute("PRAGMA ignore_check_constraints=ON")
        return
    trigger, _, word = guard.partition(":")
    query = f"SELECT sql FROM sqlite_master WHERE type='trigger' AND name='{trigger}'"
    (text,) = connection.execute(query).fetchone()
    connection.execute(f"DROP TRIGGER {trigger}")
    if word:
        softened = re.sub(rf"RAISE\(ABORT,'wxzj:{word} [^']*'\)", "0", text)
        assert softened != text, guard
        connection.execute(softened)


def _off_postgresql(connection: Plain, guard: str) -> Iterator[str]:
    if guard == "foreign keys":
        for table, name in connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype='f'"
        ).fetchall():
            yield f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'
        return
    if guard.startswith("path:"):
        yield f"ALTER FUNCTION {guard.removeprefix('path:')} RESET search_path"
        return
    if guard.startswith(("ck_", "fk_", "uq_")):
        query = f"SELECT conrelid::regclass::text FROM pg_constraint WHERE conname='{guard}'"
        (table,) = connection.execute(query).fetchone()
        yield f"ALTER TABLE {table} DROP CONSTRAINT {guard}"
        return
    trigger, _, word = guard.partition(":")
    table, function = connection.execute(
        "SELECT tgrelid::regclass::text, tgfoid::regproc::text FROM pg_trigger"
        f" WHERE NOT tgisinternal AND tgname='{trigger}'"
    ).fetchone()
    if not word:
        yield f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"
        return
    query = f"SELECT pg_get_functiondef('{function}'::regproc)"
    (text,) = connection.execute(query).fetchone()
    softened = text.replace(f"wxzj_refuse('{word}'", "concat('off'")
    softened = re.sub(rf"'\d{word}'", "NULL", softened)
    assert softened != text, guard
    yield softened


# ---- vouchers in raw SQL ----

# The place of the next voucher of a book in its log, wherever it stands.
_NEXT: Final = "(SELECT log_size+{ahead} FROM book_head WHERE book_id={book_id})"


_LINES: Final = ("'1001','D',1000,NULL,1,NULL", "'4001','C',1000,1,NULL,NULL")
_SHARES: Final = ("1,0,2,1000,1",)


def raw(
    *,
    lines: tuple[str, ...] = _LINES,
    shares: tuple[str, ...] = _SHARES,
    verb: str = "INSERT",
    ahead: int = 1,
    **columns: str,
) -> tuple[str, ...]:
    """Return the statements of a deposit of 10.00 by household 1 in February, changed as said.

    Args:
        lines: `account, side, amount_fen, estate_id, bank_account_id, detail`, as SQL.
        shares: `sub_id, part, line_no, amount_fen, payer_class`, as SQL.
        verb: `INSERT`, or one of SQLite's other ways to insert the voucher row.
        ahead: how far beyond the head of the log.
        columns: of the voucher row, as SQL, instead of what would be right.
    """
    row = {
        "book_id": "1",
        "period": "202602",
        "word": "'收'",
        "kind": "'GENERAL'",
        "dated_on": "'2026-02-20'",
        "value_on": "'2026-02-20'",
        "estate_id": "1",
        "summary": "'raw'",
        "attachment_count": "0",
        "line_count": str(len(lines)),
        "share_count": str(len(shares)),
        "debit_fen": "1000",
        "request_key": "'raw'",
        "maker": "'甲'",
        "posted_at": "'2026-02-20T00:00:00Z'",
        "leaf": "$DIGEST",
        "leaf_version": "1",
        **columns,
    }
    book_id, period, word = row["book_id"], row["period"], row["word"]
    place = _NEXT.format(book_id=book_id, ahead=ahead)
    row.setdefault("voucher_id", place)
    row.setdefault(
        "no",
        "(SELECT coalesce(max(no),0)+1 FROM voucher"
        f" WHERE book_id={book_id} AND period={period} AND word={word})",
    )
    body = [
        "INSERT INTO line(book_id,voucher_id,line_no,account,side,amount_fen,estate_id,"
        f"bank_account_id,detail) VALUES({book_id},{place},{n},{line})"
        for n, line in enumerate(lines, start=1)
    ]
    body += [
        "INSERT INTO share(book_id,voucher_id,sub_id,part,line_no,amount_fen,payer_class)"
        f" VALUES({book_id},{place},{share})"
        for share in shares
    ]
    names, values = ",".join(row), ",".join(row.values())
    return (*body, f"{verb} INTO voucher({names}) VALUES({values})")


def replaced(table: str, where: str, **changed: str) -> str:
    """Return the statement that writes a row over itself, changed; SQLite alone knows it."""
    names = [column.name for column in schema.metadata.tables[table].columns]
    values = ",".join(changed.get(name, name) for name in names)
    into = f"{table}({','.join(names)})"
    return f"INSERT OR REPLACE INTO {into} SELECT {values} FROM {table} WHERE {where}"


def attempt(dialect: Dialect, where: str, attack: Attack, *, guarded: bool, commit: bool) -> str:
    """Make `attack`; return the refusal, or an empty text where it went through.

    Args:
        dialect: which database it is.
        where: a copy of the world, for the driver.
        attack: what is tried.
        guarded: False to take its guard off.
        commit: False to leave the world as it is: all that a commit would still look at is looked
            at, and then the transaction is given up.

    Raises:
        AssertionError: where it went through and yet changed nothing.
    """
    with closing(connect(dialect, where)) as connection:
        connection.execute("BEGIN")
        for guard in (*attack.without(dialect), *(() if guarded else (attack.guard(dialect),))):
            take_off(connection, dialect, guard)
        run(connection, dialect, attack.before)
        if commit:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
        before = contents(connection)
        try:
            run(connection, dialect, attack.sql)
            connection.execute("COMMIT" if commit else "SET CONSTRAINTS ALL IMMEDIATE")
        except (sqlite3.Error, psycopg.Error) as error:
            connection.execute("ROLLBACK")
            return str(error)
        assert contents(connection) != before, "it went through and changed nothing"
        if not commit:
            connection.execute("ROLLBACK")
        return ""
