"""Somebody who owns the file: takes the guards off, changes things, puts the guards back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ledger.closing.verify import verify_books
from ledger.store.database import Database, Tx, open_database
from ledger.values.finding import Finding

Owner = Callable[..., Any]


@contextmanager
def without_guards(path: Path) -> Iterator[Owner]:
    """Lend a way to run any SQL on a SQLite file; afterwards all its triggers are back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")

        def run(statement: str, *values: object) -> list[Any]:
            done = connection.execute(statement, values)
            rows = done.fetchall()
            assert rows or done.rowcount, f"changed nothing: {statement}"
            return rows

        yield run
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def without_guards_on_a_server(tx: Tx) -> Iterator[None]:
    """Take the guards of PostgreSQL off for the block, as the owner of the tables can."""
    enabled = tx.conn.execute(
        sa.text(
            "SELECT c.relname, g.tgname, g.tgenabled FROM pg_trigger g "
            "JOIN pg_class c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal "
            "AND c.relnamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, _name, _how in enabled:
        tx.conn.execute(sa.text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
    yield
    for table, name, how in enabled:
        always = "ALWAYS " if how == "A" else ""
        tx.conn.execute(sa.text(f'ALTER TABLE "{table}" ENABLE {always}TRIGGER "{name}"'))


@contextmanager
def reopening_unlocked(tx: Tx) -> Iterator[None]:
    """Take off, for the block, the one guard that keeps `book.reopening` as it is."""
    if tx.dialect == "postgresql":
        tx.conn.exec_driver_sql("ALTER TABLE book DISABLE TRIGGER book_sealed")
        yield
        tx.conn.exec_driver_sql("ALTER TABLE book ENABLE ALWAYS TRIGGER book_sealed")
        return
    query = "SELECT sql FROM sqlite_master WHERE type='trigger' AND name='book_update'"
    guard = tx.conn.exec_driver_sql(query).scalar_one()
    tx.conn.exec_driver_sql("DROP TRIGGER book_update")
    yield
    tx.conn.exec_driver_sql(guard)


def verified(database: Database) -> list[Finding]:
    """Return what the verification finds."""
    with database.read() as tx:
        return verify_books(tx).findings


def verified_file(path: Path) -> list[Finding]:
    """Open a file as anybody would, guards looked at, and return what the verification finds."""
    with closing(open_database(str(path))) as database:
        return verified(database)


def another(value: object, column: sa.Column[Any]) -> object:
    """Return a value that could stand in a column as well as `value`, and is not it."""
    if isinstance(column.type, sa.Date):
        assert isinstance(value, str)
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    if isinstance(column.type, sa.LargeBinary):
        return bytes(32) if value is None else bytes([value[0] ^ 1, *value[1:]])  # type: ignore[index] # bytes
    if isinstance(column.type, sa.Integer):
        return {None: 1, 0: 1}.get(value, int(value or 0) + 1)  # type: ignore[call-overload] # an int
    return _OTHER_WORDS.get(str(value), f"{value or ''}他")


_OTHER_WORDS = {
    "D": "C",
    "C": "D",
    "收": "付",
    "付": "收",
    "转": "付",
    "GENERAL": "ADJUST",
    "1001": "1101",
    "4001": "4101",
    "5001": "5101",
}


def named(findings: Sequence[Finding]) -> set[str]:
    """Return the places that findings name."""
    return {finding.where for finding in findings}
