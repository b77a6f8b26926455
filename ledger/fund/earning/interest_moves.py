"""What interest counts: the shares of vouchers, and what houses carried over to their successors.

A split or a merge moves money by one voucher with one value date; `carried_move` sets that off and
gives each successor its part of the predecessor's own days. Whoever counts days of money reads
both, or a house that was split would lose its days.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, select, union_all

from ledger.store import schema


def interest_moves(book_id: int, *, where: Any = None) -> Subquery:
    """Return every movement of a book that interest counts.

    Columns: `sub_id`, `part`, `amount_fen`, `value_on`, and `place`, in the book's log, from which
    it counts.

    Args:
        book_id: the book.
        where: narrows the movements: a function of the columns of the value date and the place.
    """
    share, voucher = schema.share, schema.voucher
    carried, event = schema.carried_move, schema.house_event
    posted = select(
        share.c.sub_id,
        share.c.part,
        share.c.amount_fen,
        voucher.c.value_on,
        voucher.c.voucher_id.label("place"),
    ).join_from(
        voucher,
        share,
        and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
    )
    over = select(
        carried.c.sub_id,
        carried.c.part,
        carried.c.amount_fen,
        carried.c.value_on,
        event.c.change_id.label("place"),
    ).join_from(
        event,
        carried,
        and_(carried.c.book_id == event.c.book_id, carried.c.event_no == event.c.event_no),
    )
    of_posted: list[ColumnElement[bool]] = [voucher.c.book_id == book_id]
    of_over: list[ColumnElement[bool]] = [event.c.book_id == book_id]
    if where is not None:
        of_posted.append(where(voucher.c.value_on, voucher.c.voucher_id))
        of_over.append(where(carried.c.value_on, event.c.change_id))
    return union_all(posted.where(*of_posted), over.where(*of_over)).subquery("interest_move")
