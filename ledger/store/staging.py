"""Rows of a file in a table of their own while a transaction lasts, so that SQL can judge them.

A roster of a million rows never lies in memory: it is streamed into a temporary table, compared,
numbered and taken over there. Text is compared by code point, as in every table of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import MetaData, Select, Table, Text, text
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable, SchemaItem

from ledger.store.bulk import insert_rows
from ledger.store.database import Tx

STAGED_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")


def staging_table(name: str, *parts: SchemaItem) -> Table:
    """Describe a table, its columns and indexes, that only one transaction sees."""
    return Table(name, MetaData(), *parts, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")


def keyed_staging_table(name: str, *parts: SchemaItem) -> Table:
    """Describe such a table whose rows lie in the order of its key of several columns."""
    table = staging_table(name, *parts)
    table.dialect_options["sqlite"]["with_rowid"] = False
    return table


@contextmanager
def staged(tx: Tx, table: Table, rows: Iterable[Sequence[object]]) -> Iterator[None]:
    """Lay `rows`, in the order of the columns and read once, out in `table` for the block."""
    tx.conn.execute(CreateTable(table))
    insert_rows(tx, table, [column.name for column in table.columns], rows)
    for index in table.indexes:
        tx.conn.execute(CreateIndex(index))
    learn_sizes(tx, table)
    yield
    # Not in a `finally`: after an error the transaction goes, and the table with it.
    tx.conn.execute(DropTable(table))


@contextmanager
def staged_from(tx: Tx, table: Table, rows: Select[Any]) -> Iterator[None]:
    """Lay out what a query gives, in the order of the columns, in `table` for the block."""
    tx.conn.execute(CreateTable(table))
    names = [column.name for column in table.columns]
    tx.conn.execute(table.insert().from_select(names, rows))
    learn_sizes(tx, table)
    yield
    # Not in a `finally`: after an error the transaction goes, and the table with it.
    tx.conn.execute(DropTable(table))


@contextmanager
def joined_as_written(tx: Tx) -> Iterator[None]:
    """Have tables joined in the order in which a query names them, for the block.

    A staged table leads, each row of it finds its partners by their keys. PostgreSQL would order
    by its statistics, which know nothing of rows that came in a moment ago, and may then compare
    all with all.
    """
    if tx.dialect == "postgresql":
        tx.conn.execute(text("SET LOCAL join_collapse_limit = 1"))
    yield
    if tx.dialect == "postgresql":
        tx.conn.execute(text("SET LOCAL join_collapse_limit TO DEFAULT"))


def learn_sizes(tx: Tx, *tables: Table) -> None:
    """Have the database look at `tables` that have just grown by much.

    PostgreSQL does so by itself after some minutes, SQLite not at all: its plans go by the keys.
    A login that does not own the tables is passed over there.
    """
    if tx.dialect == "postgresql":
        for table in tables:
            tx.conn.execute(text(f'ANALYZE "{table.name}"'))
