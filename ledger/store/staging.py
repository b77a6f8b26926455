"""Rows of a file in a table of their own while a transaction lasts, so that SQL can judge them.

A roster of a million rows never lies in memory: it is streamed into a temporary table, compared,
numbered and taken over there. Text is compared by code point, as in every table of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import MetaData, Table, Text, text
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable, SchemaItem

from ledger.store.bulk import insert_rows
from ledger.store.database import Tx

STAGED_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")


def staging_table(name: str, *parts: SchemaItem) -> Table:
    """Describe a table, its columns and indexes, that only one transaction sees."""
    return Table(name, MetaData(), *parts, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")


@contextmanager
def staged(tx: Tx, table: Table, rows: Iterable[Sequence[object]]) -> Iterator[None]:
    """Lay `rows`, in the order of the columns and read once, out in `table` for the block."""
    tx.conn.execute(CreateTable(table))
    insert_rows(tx, table, [column.name for column in table.columns], rows)
    for index in table.indexes:
        tx.conn.execute(CreateIndex(index))
    if tx.dialect == "postgresql":  # which else knows nothing of a table as young as this
        tx.conn.execute(text(f'ANALYZE "{table.name}"'))
    yield
    # Not in a `finally`: after an error the transaction goes, and the table with it.
    tx.conn.execute(DropTable(table))
