"""What selling units set aside of the proceeds of sold public homes (165号令 art. 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import and_, select

from ledger.fund.refilling.replenish import Selection
from ledger.journal.voucher import Part
from ledger.registry.due_rules import Standards, selling_basis
from ledger.registry.kinds import selling_unit_code
from ledger.registry.structure import is_high
from ledger.store import schema
from ledger.store.database import Tx


class SellingDue(NamedTuple):
    """What a selling unit sets aside of the proceeds of a building's homes, and what it paid.

    Attributes:
        unpriced_count: sold homes of the building whose price nobody told.
    """

    book_id: int
    code: str
    due_fen: int
    paid_fen: int
    unpriced_count: int


def selling_dues(
    tx: Tx, selection: Selection, standards: Mapping[int, Standards]
) -> Iterator[SellingDue]:
    """Walk the selling units of a selection with what they set aside, by book and code.

    Args:
        tx: a transaction.
        selection: whose.
        standards: the rules of each book.
    """
    home, estate = schema.household, schema.estate
    due: dict[tuple[int, str], list[int]] = {}
    query = (
        select(
            home.c.book_id,
            home.c.building,
            is_high(home).label("lift"),
            home.c.price_fen,
            estate.c.code,
        )
        .join(estate, estate.c.estate_id == home.c.estate_id)
        .where(home.c.book_id.in_(selection.book_ids), home.c.kind == "sold_public")
    )
    if selection.estate_id is not None:
        query = query.where(home.c.estate_id == selection.estate_id)
    for row in tx.conn.execute(query, execution_options={"yield_per": 2000}):
        basis = selling_basis(standards[row.book_id], lift=bool(row.lift))
        own = due.setdefault((row.book_id, selling_unit_code(row.code, row.building)), [0, 0])
        fen = basis.due_of(0, row.price_fen)
        own[0] += fen or 0
        own[1] += fen is None
    paid = _paid(tx, selection)
    for (book_id, code), (fen, unpriced_count) in sorted(due.items()):
        if (book_id, code) in paid:
            yield SellingDue(book_id, code, fen, paid[book_id, code], unpriced_count)


def _paid(tx: Tx, selection: Selection) -> dict[tuple[int, str], int]:
    """Return what each selling unit paid in."""
    sub, balance = schema.sub_account, schema.sub_balance
    rows = tx.conn.execute(
        select(sub.c.book_id, sub.c.code, balance.c.received_fen)
        .join(
            balance,
            and_(
                balance.c.book_id == sub.c.book_id,
                balance.c.sub_id == sub.c.sub_id,
                balance.c.part == int(Part.PRINCIPAL),
            ),
        )
        .where(sub.c.book_id.in_(selection.book_ids), sub.c.kind == "SELLING_UNIT")
    )
    return {(row.book_id, row.code): int(row.received_fen) for row in rows}
