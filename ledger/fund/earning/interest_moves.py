"""What interest counts: the shares of vouchers, what houses carried over, and who came back.

A split or a merge moves money by one voucher with one value date; `carried_move` sets that off and
gives each successor its part of the predecessor's own days. Whoever counts days of money reads
both, or a house that was split would lose its days.

A hand-over (划转) settles the days of an estate. Where it comes back to its old book by a hand-over
of its own, the doors open again with all they ever moved; what they moved before counts from that
day, or the days that were settled would earn once more. It adds up to nothing by then.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, select, union_all

from ledger.journal.voucher import Kind
from ledger.registry.closed import CUSTODY
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
    settled = [_settled(book_id, is_old=True), _settled(book_id, is_old=False)]
    if where is not None:
        of_posted.append(where(voucher.c.value_on, voucher.c.voucher_id))
        of_over.append(where(carried.c.value_on, event.c.change_id))
        settled = [
            each.where(where(each.selected_columns.value_on, each.selected_columns.place))
            for each in settled
        ]
    return union_all(posted.where(*of_posted), over.where(*of_over), *settled).subquery(
        "interest_move"
    )


def _settled(book_id: int, *, is_old: bool) -> Select[Any]:
    """Return what sub-accounts that came back had moved before: set off, or counted anew.

    Args:
        is_old: set off on its own day; otherwise counted from the day of coming back.
    """
    share, voucher, close = schema.share, schema.voucher, schema.sub_close
    back = voucher.alias("back")
    return (
        select(
            share.c.sub_id,
            share.c.part,
            (-share.c.amount_fen if is_old else share.c.amount_fen).label("amount_fen"),
            (voucher.c.value_on if is_old else back.c.value_on).label("value_on"),
            back.c.voucher_id.label("place"),
        )
        .select_from(close)
        .join(back, and_(back.c.book_id == close.c.book_id, back.c.voucher_id == close.c.until))
        .join(
            share,
            and_(
                share.c.book_id == close.c.book_id,
                share.c.sub_id == close.c.sub_id,
                share.c.voucher_id < close.c.until,
            ),
        )
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(
            close.c.book_id == book_id,
            close.c.cause == CUSTODY,
            back.c.kind == Kind.CUSTODY.value,
            back.c.reverses.is_(None),
        )
    )
