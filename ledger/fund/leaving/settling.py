"""What sub-accounts that leave have earned of the pooled money, by exact day integrals (积数).

Interest is nobody's until it is given out. Whoever leaves between two distributions takes a part
of what has been received and lies on 3101 without an estate: the part of the leaving integral in
that of all open sub-accounts, rounded down, so that what stays is never short.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy import Text, and_, cast, func, select

from ledger.fund.earning.integral import Basis
from ledger.fund.earning.runs import EVENT
from ledger.journal.balances import account_balances
from ledger.journal.voucher import Kind
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.interest import Span

UNDISTRIBUTED: Final = "3101"
SETTLED: Final = ":earnings"  # the end of the events of earnings that left with their owner
OF_REPAIRS: Final = ":common"  # the end of the events of common income that paid repairs
_LAST_PERIOD: Final = 299912  # beyond any month
_EPOCH: Final = date(1970, 1, 1)


def part_of(pool_fen: int, own: int, whole: int) -> int:
    """Return the part of a pool that an integral has earned, rounded down. Pure.

    >>> part_of(100_00, 1, 3)
    3333
    >>> part_of(-5, 1, 3), part_of(100, 0, 0)
    (0, 0)
    """
    if pool_fen <= 0 or own <= 0 or whole <= 0:
        return 0
    return pool_fen * own // whole


def pooled_fen(tx: Tx, book_id: int) -> int:
    """Return what the book has received and not given out, and no estate's own."""
    return -undistributed_fen(tx, book_id, 0)


def undistributed_fen(tx: Tx, book_id: int, estate_id: int) -> int:
    """Return the balance of 3101 of an estate, debit positive; 0 stands for no estate."""
    balances = account_balances(tx, book_id, _LAST_PERIOD)
    held = tx.conn.execute(
        select(func.coalesce(func.sum(balances.c.balance_fen), 0)).where(
            balances.c.account == UNDISTRIBUTED, balances.c.estate_id == estate_id
        )
    ).scalar_one()
    return int(held)


def begin_of(tx: Tx, book_id: int, on: date) -> date:
    """Return the day of the newest distribution of pooled money that stands.

    Integrals are counted from it. What was given out of an estate's own earnings is another pool.
    """
    voucher, run, book = schema.voucher, schema.distribution, schema.book
    red = voucher.alias("red")
    of_estates = (
        select(EVENT + book.c.code + ":" + cast(run.c.distribution_id, Text))
        .join(book, book.c.book_id == run.c.book_id)
        .where(run.c.book_id == book_id, run.c.estate_id != 0)
    )
    newest: date | None = tx.conn.execute(
        select(func.max(voucher.c.value_on))
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.kind == Kind.DISTRIBUTION.value,
            voucher.c.value_on <= on,
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
            voucher.c.event.is_(None)
            | ~voucher.c.event.endswith(SETTLED)
            & ~voucher.c.event.endswith(OF_REPAIRS)
            & voucher.c.event.not_in(of_estates),
        )
    ).scalar_one()
    return newest or _EPOCH


def since(book: Book, begin: date, on: date, estate_id: int | None = None) -> Basis:
    """Return what integrals are counted over: from the day `begin` until before `on`."""
    last = max(begin, on) - timedelta(days=1)
    return Basis(book.book_id, book.control, Span(begin, last), estate_id=estate_id)
