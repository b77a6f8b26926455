"""Carry earnings before the month ends (中期结转).

Interest that the bank credits on the 21st is given out on the 30th: only what was carried to
undistributed earnings may be distributed, and the close of the month would come too late.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import and_, func, or_, select

from ledger.closing.carry import carry_lines, draft_carry
from ledger.closing.months import hold_month, read_book, read_unclosed
from ledger.journal.chart import rules_on
from ledger.journal.posting import post
from ledger.journal.voucher import CLOSING_KINDS, Draft, Posted
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import format_period, period_of

UNDISTRIBUTED: Final = 2  # the control of accounts of what is not given out yet


def carry_book(
    tx: Tx, book_id: int, on: date, *, who: str, clock: Clock
) -> tuple[Draft, Posted] | None:
    """Carry what was earned so far to undistributed earnings, on a day before the month ends.

    Returns:
        None where nothing had been earned since the last carry, or where the month has been closed
        since a carry of this day.

    Raises:
        Refused: `month_not_begun`, `month_closed`, `carry_before_earnings`, `date_in_future`.
    """
    period = period_of(on)
    book = read_book(tx, book_id, period)
    if hold_month(tx, book_id, period) is None:
        if _carries(tx, draft_carry(book_id, on, (), maker=who)):
            return None  # the same again
        raise Refused(
            "month_closed",
            _("{book} 的 {period} 已结账").format(book=book.code, period=format_period(period)),
            _("请记入未结账的月份"),
        )
    lock_head(tx, book_id)
    closes_to = {
        rule.account: rule.closes_to
        for rule in rules_on(tx, book_id, on).values()
        if rule.closes_to is not None and rule.control == UNDISTRIBUTED
    }
    lines = carry_lines(read_unclosed(tx, book_id, period), closes_to)
    if not lines:
        return None
    _refuse_later(tx, book_id, on, closes_to)
    draft = draft_carry(book_id, on, lines, maker=who)
    draft = draft_carry(book_id, on, lines, maker=who, turn=1 + _carries(tx, draft))
    return draft, post(tx, draft, clock=clock)


def _refuse_later(tx: Tx, book_id: int, on: date, accounts: Iterable[str]) -> None:
    """Refuse to carry on a day what was earned after it: an account is carried whole.

    Raises:
        Refused: `carry_before_earnings`.
    """
    voucher, line = schema.voucher, schema.line
    latest = tx.conn.execute(
        select(func.max(voucher.c.dated_on))
        .join(
            line,
            and_(line.c.book_id == voucher.c.book_id, line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.period == period_of(on),
            voucher.c.kind.not_in([kind.value for kind in CLOSING_KINDS]),
            line.c.account.in_(sorted(accounts)),
        )
    ).scalar_one()
    if latest is not None and latest > on:
        raise Refused(
            "carry_before_earnings",
            _("{latest} 还有已登记的收益或手续费，不能按 {on} 结转").format(
                latest=latest.isoformat(), on=on.isoformat()
            ),
            _("请把 --on 改为 {latest} 或以后").format(latest=latest.isoformat()),
        )


def _carries(tx: Tx, draft: Draft) -> int:
    """Return how many times earnings were carried on the day of `draft` before."""
    voucher = schema.voucher
    key = draft.request_key
    count: int = tx.conn.execute(
        select(func.count()).where(
            voucher.c.book_id == draft.book_id,
            voucher.c.period == period_of(draft.dated_on),
            or_(
                voucher.c.request_key == key,
                voucher.c.request_key.startswith(f"{key}:", autoescape=True),
            ),
        )
    ).scalar_one()
    return count
