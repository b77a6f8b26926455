"""What common income of an estate pays of a repair in its owners' stead (共有收益列支).

It pays first: what is left is divided over the scope as any cost is. A repair is spent from
sub-accounts (5001 closes to 3001) and common income lies on 3101, so each payment is one event of
two vouchers: 借 3101 / 贷 3001 gives the sub-accounts of the scope that money, and the payment
takes it from them again. What an approved case may still take of it nobody else may spend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.fund.leaving.settling import OF_REPAIRS
from ledger.fund.using.cases import CaseBook
from ledger.fund.using.sharing import Payer, Portion
from ledger.journal.voucher import Kind
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.apportion import apportion

ALL: Final = "all"
MARK: Final = OF_REPAIRS


class Gift(NamedTuple):
    """What a sub-account of the scope is given by a payment; less than nothing goes back."""

    sub_id: int
    amount_fen: int


def common_at(cost_fen: int, most: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return what common income pays of a cost, by book: it pays first, in the order of the books.

    >>> common_at(120, [(1, 100), (2, 50)])
    {1: 100, 2: 20}

    Args:
        cost_fen: of the whole case.
        most: each book and what it may take at most.
    """
    left_fen, found = cost_fen, {}
    for book_id, fen in most:
        found[book_id] = min(left_fen, fen)
        left_fen -= found[book_id]
    return found


def gifts_at(amount_fen: int, shares: Mapping[int, int]) -> dict[int, int]:
    """Divide what common income pays over the sub-accounts of a book, by what they would bear.

    >>> gifts_at(10, {1: 30, 2: 10})
    {1: 8, 2: 2}
    """
    weights = list(shares.values())
    parts = apportion(amount_fen, weights if any(weights) else [1] * len(weights))
    return dict(zip(shares, parts, strict=True))


def most_of(portions: Iterable[Portion]) -> list[tuple[int, int]]:
    """Return what common income may pay at most, by book."""
    return sorted(
        (each.book_id, each.share_fen)
        for each in portions
        if each.payer is Payer.COMMON_INCOME and each.share_fen
    )


def read_gifts(tx: Tx, own: CaseBook, *, without: Iterable[str] = ()) -> dict[int, int]:
    """Return what common income has given each sub-account for a case, less what went back.

    Args:
        tx: a transaction.
        own: the case in one book.
        without: events that do not count.
    """
    share, voucher = schema.share, schema.voucher
    given = func.sum(share.c.amount_fen)
    query = (
        select(share.c.sub_id, given.label("given_fen"))
        .join(
            voucher,
            (voucher.c.book_id == share.c.book_id) & (voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(
            share.c.book_id == own.book.book_id,
            voucher.c.case_id == own.case_id,
            voucher.c.kind == Kind.DISTRIBUTION.value,
            voucher.c.event.not_in(list(without)),
        )
        .group_by(share.c.sub_id)
        .having(given != 0)
    )
    return {row.sub_id: int(row.given_fen) for row in tx.conn.execute(query)}


def gift_vouchers(tx: Tx, own: CaseBook, event: str | None = None) -> list[int]:
    """Return the vouchers by which common income pays for a case and that stand.

    Args:
        tx: a transaction.
        own: the case in one book.
        event: only those of this event.
    """
    voucher = schema.voucher
    red = voucher.alias("red")
    query = (
        select(voucher.c.voucher_id)
        .outerjoin(
            red, (red.c.book_id == voucher.c.book_id) & (red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == own.book.book_id,
            voucher.c.case_id == own.case_id,
            voucher.c.kind == Kind.DISTRIBUTION.value,
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
        .order_by(voucher.c.voucher_id)
    )
    if event is not None:
        query = query.where(voucher.c.event == event)
    return list(tx.conn.execute(query).scalars())
