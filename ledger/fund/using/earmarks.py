"""Money set aside for approved cases (冻结): out of every other case's reach until it is paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from ledger.fund.using.cases import CaseBook
from ledger.fund.using.sharing import Portion
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx

Place = tuple[int, int]  # a sub-account and its part


def set_aside(tx: Tx, own: CaseBook, portions: Iterable[Portion]) -> None:
    """Set aside what the sub-accounts of a book are to pay; its head is locked."""
    _write(
        tx,
        own,
        [
            (portion.sub_id, part, amount_fen)
            for portion in portions
            if portion.book_id == own.book.book_id and portion.sub_id is not None
            for part, amount_fen in enumerate((portion.principal_fen, portion.earnings_fen))
            if amount_fen
        ],
    )


def release(tx: Tx, own: CaseBook) -> int:
    """Let go of what a case has set aside in a book, whose head is locked; return the amount."""
    held = read_held(tx, own)
    keep_held(tx, own, {})
    return sum(held.values())


def read_held(tx: Tx, own: CaseBook) -> dict[Place, int]:
    """Return what a case has set aside in a book, where it is more than nothing."""
    earmark = schema.earmark
    held = func.sum(earmark.c.amount_fen)
    return {
        (row.sub_id, row.part): int(row.held_fen)
        for row in tx.conn.execute(
            select(earmark.c.sub_id, earmark.c.part, held.label("held_fen"))
            .where(earmark.c.book_id == own.book.book_id, earmark.c.case_id == own.case_id)
            .group_by(earmark.c.sub_id, earmark.c.part)
            .having(held != 0)
            .order_by(earmark.c.sub_id, earmark.c.part)
        )
    }


def keep_held(
    tx: Tx, own: CaseBook, wanted: Mapping[Place, int], *, only_less: bool = False
) -> None:
    """Set aside `wanted` and nothing else for a case in a book, whose head is locked.

    Args:
        tx: a transaction.
        own: the case in the book.
        wanted: what is to be set aside, by sub-account and part.
        only_less: let go of what is too much, and set nothing aside.
    """
    held = read_held(tx, own)
    moves = [
        (place, wanted.get(place, 0) - held.get(place, 0))
        for place in sorted(held.keys() | wanted.keys())
    ]
    _write(
        tx,
        own,
        [(*place, fen) for place, fen in moves if fen < 0 or (fen > 0 and not only_less)],
    )


def _write(tx: Tx, own: CaseBook, rows: Sequence[tuple[int, int, int]]) -> None:
    earmark, book_id = schema.earmark, own.book.book_id
    last = tx.conn.execute(
        select(func.max(earmark.c.earmark_id)).where(earmark.c.book_id == book_id)
    ).scalar_one()
    insert_rows(
        tx,
        earmark,
        ("book_id", "earmark_id", "case_id", "sub_id", "part", "amount_fen"),
        (
            (book_id, earmark_id, own.case_id, *row)
            for earmark_id, row in enumerate(rows, start=(last or 0) + 1)
        ),
    )


def make_way(tx: Tx, own: CaseBook, losses: Mapping[Place, int]) -> None:
    """Let go of what a case has set aside for what it is about to take; the head is locked."""
    held = read_held(tx, own)
    wanted = {place: max(fen - max(losses.get(place, 0), 0), 0) for place, fen in held.items()}
    keep_held(tx, own, wanted, only_less=True)
