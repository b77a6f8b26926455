"""Receipts of deposits that were given back (退款): to be taken back and made void.

A refund's event names the voucher and the sub-account of its deposit, and so the receipt that was
given for it. A receipt whose deposit went back wholly stands for nothing and is made void; one of
which a part is left goes on standing for the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import and_, select, tuple_

from ledger.fund.collecting.deposited import Deposited, begins_with
from ledger.journal.reading import number_of
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx

_AT_A_TIME = 500  # deposits asked for in one question


class Place(NamedTuple):
    """Where a deposit stands."""

    book_id: int
    voucher_id: int
    sub_id: int


class Back(NamedTuple):
    """What was given back of a deposit.

    Attributes:
        fen: all of it.
        vouchers: the refunds that stand, oldest first.
    """

    fen: int
    vouchers: tuple[str, ...]


def given_back(tx: Tx, book_ids: Collection[int]) -> Mapping[Place, Back]:
    """Return what posted refunds that stand gave back, by deposit."""
    voucher, book = schema.voucher, schema.book
    red = voucher.alias("red")
    query = (
        select(
            voucher.c.book_id,
            voucher.c.event,
            voucher.c.debit_fen,
            book.c.code,
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
        )
        .join(book, book.c.book_id == voucher.c.book_id)
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id.in_(sorted(book_ids)),
            begins_with(voucher.c.event, "refund:"),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
        .order_by(voucher.c.book_id, voucher.c.voucher_id)
    )
    found: dict[Place, Back] = {}
    for book_id, event, fen, code, period, word, no in tx.conn.execute(query):
        _refund, voucher_id, sub_id, *_rest = event.split(":")
        place = Place(book_id, int(voucher_id), int(sub_id))
        before = found.get(place, Back(0, ()))
        told = f"{code}:{number_of(period, word, no)}"
        found[place] = Back(before.fen + fen, (*before.vouchers, told))
    return found


def to_take_back(tx: Tx, book_id: int) -> list[str]:
    """Return the receipts of a book that are to be made void: their deposit went back wholly."""
    back = given_back(tx, [book_id])
    places, receipts = sorted(back), []
    use, share, void = schema.receipt_use, schema.share, schema.receipt_void
    for start in range(0, len(places), _AT_A_TIME):
        some = [place[1:] for place in places[start : start + _AT_A_TIME]]
        query = (
            select(use.c.receipt, use.c.voucher_id, use.c.sub_id, share.c.amount_fen)
            .join(
                share,
                and_(
                    share.c.book_id == use.c.book_id,
                    share.c.voucher_id == use.c.voucher_id,
                    share.c.sub_id == use.c.sub_id,
                    share.c.part == int(Part.PRINCIPAL),
                ),
            )
            .outerjoin(void, and_(void.c.book_id == use.c.book_id, void.c.receipt == use.c.receipt))
            .where(
                use.c.book_id == book_id,
                tuple_(use.c.voucher_id, use.c.sub_id).in_(some),
                void.c.receipt.is_(None),
            )
        )
        receipts += [
            row.receipt
            for row in tx.conn.execute(query)
            if back[Place(book_id, row.voucher_id, row.sub_id)].fen >= row.amount_fen
        ]
    return sorted(receipts)


def receipts_of(tx: Tx, deposit: Deposited) -> list[str]:
    """Return the receipts of a deposit that are not void, by number."""
    use, void = schema.receipt_use, schema.receipt_void
    query = (
        select(use.c.receipt)
        .outerjoin(void, and_(void.c.book_id == use.c.book_id, void.c.receipt == use.c.receipt))
        .where(
            use.c.book_id == deposit.book.book_id,
            use.c.voucher_id == deposit.voucher_id,
            use.c.sub_id == deposit.sub_id,
            void.c.receipt.is_(None),
        )
        .order_by(use.c.receipt)
    )
    return list(tx.conn.execute(query).scalars())
