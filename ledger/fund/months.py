"""Whether something may be dated on a day in a book, told for one row of a file."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.period import format_period, period_of

_OPEN: Final = "OPEN"


class Months:
    """The months of the books that a file is about.

    Args:
        tx: the transaction.
        today: nothing is dated after it.
    """

    def __init__(self, tx: Tx, today: date) -> None:
        self._tx = tx
        self._today = today
        self._states: dict[int, dict[int, str]] = {}

    def fault(self, book_id: int, on: date, row_no: int, head: str) -> BadRow | None:
        """Return why nothing may be dated on that day in the book, None where it may."""
        if on > self._today:
            return BadRow(
                row_no,
                head,
                on.isoformat(),
                "date_in_future",
                _("日期 {on} 在今天之后").format(on=on.isoformat()),
                _("请核对日期"),
                refused=True,
            )
        states = self._of(book_id)
        period = period_of(on)
        if not states or states.get(period) == _OPEN or period > max(states):
            return None
        if period < min(states):
            return BadRow(
                row_no,
                head,
                on.isoformat(),
                "month_not_begun",
                _("日期 {on} 早于本账套的第一个月 {first}").format(
                    on=on.isoformat(), first=format_period(min(states))
                ),
                _("请记入首月或以后，早年数据用期初导入"),
                refused=True,
            )
        return BadRow(
            row_no,
            head,
            on.isoformat(),
            "month_closed",
            _("日期 {on} 所在的 {period} 已结账").format(
                on=on.isoformat(), period=format_period(period)
            ),
            _("请记入未结账的月份"),
            refused=True,
        )

    def _of(self, book_id: int) -> dict[int, str]:
        if book_id not in self._states:
            month = schema.month
            rows = self._tx.conn.execute(
                select(month.c.period, month.c.state).where(month.c.book_id == book_id)
            )
            self._states[book_id] = {row.period: row.state for row in rows}
        return self._states[book_id]
