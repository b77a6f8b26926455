"""What a close must know of a book and its months, and how it takes hold of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select

from ledger.closing.carry import Unclosed
from ledger.journal.balances import THE_BOOK, THE_PERIOD
from ledger.journal.lookups import open_months
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import format_period


@dataclass(frozen=True, slots=True)
class TheBook:
    """A book as a close sees it.

    Attributes:
        custodian: the code of its custodian.
        kind: of the fund, or a memo book.
        first_period: the month of its first voucher, None before that.
    """

    book_id: int
    code: str
    salt: bytes
    custodian: str
    first_period: int | None
    kind: str


def read_book(tx: Tx, book_id: int, period: int) -> TheBook:
    """Read a book that is to do something in a month.

    Raises:
        Refused: `month_not_begun`, where the month is before its first voucher.
    """
    row = tx.conn.execute(_book(), {"the_book": book_id}).one()
    book = TheBook(book_id, row[0], bytes(row[1]), row[2], row[3], row[4])
    if book.first_period is None or period < book.first_period:
        raise Refused(
            "month_not_begun",
            _("{book} 还没有凭证").format(book=book.code)
            if book.first_period is None
            else _("{book} 在 {period} 还没有开始").format(
                book=book.code, period=format_period(period)
            ),
            _("账套的第一张凭证打开它的第一个月"),
        )
    return book


@cache
def _book() -> Select[Any]:
    book, custodian, month = schema.book, schema.custodian, schema.month
    first = select(func.min(month.c.period)).where(month.c.book_id == THE_BOOK)
    return (
        select(book.c.code, book.c.salt, custodian.c.code, first.scalar_subquery(), book.c.kind)
        .join(custodian, custodian.c.custodian_id == book.c.custodian_id)
        .where(book.c.book_id == THE_BOOK)
    )


def hold_month(tx: Tx, book_id: int, period: int) -> int | None:
    """Lock the month, opened if it was not, and return the number of the close to come.

    None where the month is closed. A statement of its own: what is read after it sees every
    voucher that was in flight before it.
    """
    words = {"the_book": book_id, "the_period": period}
    held = tx.conn.execute(_month_held(), words).one_or_none()
    if held is None:
        open_months(tx, book_id, [period])
        held = tx.conn.execute(_month_held(), words).one()
    return held.close_no + 1 if held.state == "OPEN" else None


@cache
def _month_held() -> Select[Any]:
    month = schema.month
    return (
        select(month.c.state, month.c.close_no)
        .where(month.c.book_id == THE_BOOK, month.c.period == THE_PERIOD)
        .with_for_update()
    )


def read_unclosed(tx: Tx, book_id: int, period: int) -> list[Unclosed]:
    """Read what the month left on each account and estate."""
    rows = tx.conn.execute(_standing(), {"the_book": book_id, "the_period": period})
    return [Unclosed(row[0], row[1] or None, int(row[2])) for row in rows]


@cache
def _standing() -> Select[Any]:
    moved = schema.turnover
    fen = func.sum(moved.c.debit_fen - moved.c.credit_fen)
    return (
        select(moved.c.account, moved.c.estate_id, fen)
        .where(moved.c.book_id == THE_BOOK, moved.c.period == THE_PERIOD)
        .group_by(moved.c.account, moved.c.estate_id)
        .having(fen != 0)
    )
