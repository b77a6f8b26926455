"""Fast inserts of many rows: executemany on SQLite, COPY on PostgreSQL. Guards fire as ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Date, Table

from ledger.store.database import Tx


def insert_rows(
    tx: Tx, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert `rows`, tuples in the order of `columns`; they may be a generator, read once.

    Errors of the database come up as they are and are translated at the transaction's edge.
    """
    assert tx.writable
    driver: Any = tx.conn.connection.driver_connection
    names = ",".join(f'"{name}"' for name in columns)
    if tx.dialect == "postgresql":
        with (
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}"({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    days = [place for place, name in enumerate(columns) if isinstance(table.c[name].type, Date)]
    marks = ",".join("?" * len(columns))
    driver.executemany(
        f'INSERT INTO "{table.name}"({names}) VALUES({marks})',  # names of our own tables
        (_iso(row, days) for row in rows) if days else rows,
    )


def _iso(row: Sequence[object], days: list[int]) -> list[object]:
    """Write the dates of `row` as SQLite keeps them."""
    written = list(row)
    for place in days:
        if written[place] is not None:
            written[place] = str(written[place])
    return written
