"""Where the rows of a staged file belong: the books of each estate that they name.

Joined through this small table the databases find a household by its book and code, whatever they
know of the sizes of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Integer, func, select

from ledger.registry.books import FUND
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.staging import STAGED_TEXT, staged, staging_table
from ledger.values.reach import refuse_estate

staged_place = staging_table(
    "staged_place",
    Column("estate", STAGED_TEXT, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("estate_name", STAGED_TEXT, nullable=False),
    Column("custodian_id", Integer, nullable=False),
    Column("book_id", Integer, nullable=False),
    Column("fund_type", STAGED_TEXT, nullable=False),
    Index("ix_staged_place_estate", "estate"),
)


@contextmanager
def staged_places(tx: Tx, estates: Column[Any]) -> Iterator[None]:
    """Lay out `staged_place` for the estates of a staged column, as far as they are known.

    Raises:
        Refused: `out_of_reach`.
    """
    estate, book = schema.estate, schema.book
    rows = tx.conn.execute(
        select(
            estate.c.code,
            estate.c.estate_id,
            estate.c.name,
            estate.c.custodian_id,
            book.c.book_id,
            book.c.fund_type,
        )
        .join_from(estate, book, book.c.custodian_id == estate.c.custodian_id)
        .where(book.c.kind == FUND, estate.c.code.in_(select(estates)))
        .order_by(estate.c.code, book.c.code)
    ).all()
    for row in rows:
        refuse_estate(tx.reach, row.estate_id, row.custodian_id, row.code)
    with staged(tx, staged_place, (tuple(row) for row in rows)):
        yield


def hold_keepers(tx: Tx, estates: Column[Any], *, is_roster: bool = False) -> None:
    """Keep other files about the estates of a staged column out until this one is done.

    Two offices may bring the same deposits at once; whoever comes second waits, and then finds
    them booked. Rosters make estates and books, and wait for each other whoever keeps them.
    """
    custodian, estate = schema.custodian, schema.estate
    keepers = select(estate.c.custodian_id).where(estate.c.code.in_(select(estates)))
    wanted: ColumnElement[bool] = custodian.c.custodian_id.in_(keepers)
    if is_roster:
        first = select(func.min(custodian.c.custodian_id)).scalar_subquery()
        wanted = wanted | (custodian.c.custodian_id == first)
    tx.conn.execute(
        select(custodian.c.custodian_id)
        .where(wanted)
        .order_by(custodian.c.custodian_id)
        .with_for_update(key_share=True)
    ).all()
