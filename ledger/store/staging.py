"""Rows of a file in a table of their own while a transaction lasts, so that SQL can judge them.

A roster of a million rows never lies in memory: it is streamed into a temporary table, compared,
numbered and taken over there. Text is compared by code point, as in every table of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Column, Index, MetaData, Table, Text, text
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from ledger.store.bulk import insert_rows
from ledger.store.database import Tx

STAGED_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")


def staging_table(name: str, *columns: Column[object]) -> Table:
    """Describe a table that only the transaction in hand sees, and that ends with it."""
    return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")


@contextmanager
def staged(
    tx: Tx,
    table: Table,
    rows: Iterable[Sequence[object]],
    indexed: Sequence[Sequence[str]] = (),
) -> Iterator[None]:
    """Lay `rows` out in `table`, in the order of its columns, until the block ends.

    Args:
        tx: the transaction.
        table: from `staging_table`.
        rows: read once.
        indexed: the columns by which the rows will be looked up, one sequence an index.
    """
    tx.conn.execute(CreateTable(table))
    insert_rows(tx, table, [column.name for column in table.columns], rows)
    for columns in indexed:
        name = f"ix_{table.name}_{'_'.join(columns)}"
        tx.conn.execute(CreateIndex(Index(name, *(table.c[column] for column in columns))))
    if tx.dialect == "postgresql":  # which else knows nothing of a table as young as this
        tx.conn.execute(text(f'ANALYZE "{table.name}"'))
    yield
    # Not in a `finally`: after an error the transaction goes, and the table with it.
    tx.conn.execute(DropTable(table))
