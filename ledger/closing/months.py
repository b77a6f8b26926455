"""What a close must know of a book and its months, and how it takes hold of one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from ledger.closing.carry import Unclosed
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
    """

    book_id: int
    code: str
    salt: bytes
    custodian: str


def read_book(tx: Tx, book_id: int) -> TheBook:
    """Read a book."""
    book, custodian = schema.book, schema.custodian
    row = tx.conn.execute(
        select(book.c.code, book.c.salt, custodian.c.code)
        .join(custodian, custodian.c.custodian_id == book.c.custodian_id)
        .where(book.c.book_id == book_id)
    ).one()
    return TheBook(book_id, row[0], bytes(row[1]), row[2])


def refuse_before_first_month(tx: Tx, book_id: int, code: str, period: int) -> None:
    """Refuse a month before the first voucher of a book.

    Raises:
        Refused: `month_not_begun`.
    """
    month = schema.month
    first = tx.conn.execute(
        select(func.min(month.c.period)).where(month.c.book_id == book_id)
    ).scalar_one()
    if first is None or period < first:
        raise Refused(
            "month_not_begun",
            _("{book} 在 {period} 还没有开始").format(book=code, period=format_period(period))
            if first is not None
            else _("{book} 还没有凭证").format(book=code),
            _("账套的第一张凭证打开它的第一个月"),
        )


def hold_month(tx: Tx, book_id: int, period: int) -> int | None:
    """Lock the month, opened if it was not, and return the number of the close to come.

    None where the month is closed. A statement of its own: what is read after it sees every
    voucher that was in flight before it.
    """
    month = schema.month
    mine = select(month.c.state, month.c.close_no).where(
        month.c.book_id == book_id, month.c.period == period
    )
    if tx.conn.execute(mine).one_or_none() is None:
        open_months(tx, book_id, [period])
    held = tx.conn.execute(mine.with_for_update()).one()
    return held.close_no + 1 if held.state == "OPEN" else None


def read_unclosed(tx: Tx, book_id: int, period: int) -> list[Unclosed]:
    """Read what stands on the accounts of income and expenditure in a month."""
    moved, book, account = schema.turnover, schema.book, schema.account
    fen = func.sum(moved.c.debit_fen - moved.c.credit_fen)
    rows = tx.conn.execute(
        select(moved.c.account, moved.c.estate_id, fen)
        .join(book, book.c.book_id == moved.c.book_id)
        .join(account, and_(account.c.chart == book.c.chart, account.c.account == moved.c.account))
        .where(
            moved.c.book_id == book_id,
            moved.c.period == period,
            account.c["class"].in_(("INCOME", "EXPENDITURE")),
        )
        .group_by(moved.c.account, moved.c.estate_id)
        .having(fen != 0)
    )
    return [Unclosed(row[0], row[1] or None, int(row[2])) for row in rows]
