"""Short ways to post and to look, so that a test shows only what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Part, Posted
from ledger.store import schema
from ledger.store.database import Database, Tx
from ledger.values.errors import Refused
from tests.worlds import CLOCK, COMMODITY


def posted(database: Database, *drafts: Draft) -> list[Posted]:
    with database.write() as tx:
        return post_many(tx, drafts, clock=CLOCK)


def codes(database: Database, *drafts: Draft) -> list[str]:
    return [each.code for each in posted(database, *drafts)]


def refusal(database: Database, *drafts: Draft) -> Refused:
    with pytest.raises(Refused) as told:
        posted(database, *drafts)
    return told.value


def vouchers(tx: Tx, book_id: int = COMMODITY) -> Sequence[Any]:
    table = schema.voucher
    return tx.conn.execute(
        select(table).where(table.c.book_id == book_id).order_by(table.c.voucher_id)
    ).all()


def months(database: Database, book_id: int = COMMODITY) -> list[int]:
    table = schema.month
    with database.read() as tx:
        return list(
            tx.conn.execute(
                select(table.c.period).where(table.c.book_id == book_id).order_by(table.c.period)
            ).scalars()
        )


def balance(database: Database, sub_id: int, part: Part = Part.PRINCIPAL) -> tuple[int, int, int]:
    table = schema.sub_balance
    with database.read() as tx:
        row = tx.conn.execute(
            select(table).where(
                table.c.book_id == COMMODITY, table.c.sub_id == sub_id, table.c.part == part
            )
        ).one()
    return row.amount_fen, row.moment, row.received_fen
