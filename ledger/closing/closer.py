"""Close a month of a book (结账): checklist, closing voucher, then the seal.

All of it is one transaction. The month is locked first, in a statement of its own, so that no
voucher in flight is missed; then the head of the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, select

from ledger.closing.carry import carry_lines, draft_closing
from ledger.closing.checklist import refuse_stops, run_checklist
from ledger.closing.months import hold_month, read_book, read_unclosed
from ledger.closing.seal import seal_month
from ledger.journal.balances import THE_BOOK, THE_PERIOD
from ledger.journal.checking import Month, read_month
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Posted
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.period import format_period, last_day


@dataclass(frozen=True, slots=True)
class Closed:
    """What a close did.

    Attributes:
        fresh: False where the month had been closed before, and nothing changed.
        draft: the closing voucher; None where there was nothing to carry.
        findings: what the checklist found.
    """

    fresh: bool
    root: bytes
    checkpoint: str
    draft: Draft | None = None
    posted: Posted | None = None
    findings: tuple[Finding, ...] = ()


def close_book(tx: Tx, book_id: int, period: int, *, who: str, clock: Clock) -> Closed:
    """Close a month of a book; one that is closed already stays as it is.

    Raises:
        Refused: `month_not_begun`, `date_in_future`, `earlier_month_open`, `checklist_failed`.
    """
    book = read_book(tx, book_id, period)
    known = _closed_before(tx, book_id, period)
    if known is not None:
        return known
    if last_day(period) > clock.today:
        raise Refused(
            "date_in_future",
            _("{book} 的 {period} 还没有过完").format(book=book.code, period=format_period(period)),
            _("请在月末当天或以后结账"),
        )
    close_no = hold_month(tx, book_id, period)
    if close_no is None:
        return _already(tx, book_id, period)
    lock_head(tx, book_id)
    month = read_month(tx, book_id, book.code, period)
    findings = tuple(run_checklist(tx, month))
    _refuse_out_of_order(findings)
    refuse_stops(findings)
    # After this line only a fault of ours can stop the close.
    draft = _draft_closing(tx, month, close_no, who)
    posted = None if draft is None else post(tx, draft, clock=clock)
    root, checkpoint = seal_month(tx, book, month.end, close_no, who=who, clock=clock)
    return Closed(
        fresh=True,
        root=root,
        checkpoint=checkpoint,
        draft=draft,
        posted=posted,
        findings=findings,
    )


def _closed_before(tx: Tx, book_id: int, period: int) -> Closed | None:
    """Return how the month was closed, None where it is open."""
    words = {"the_book": book_id, "the_period": period}
    row = tx.conn.execute(_standing_close(), words).one_or_none()
    if row is None:
        return None
    return Closed(fresh=False, root=bytes(row.root), checkpoint=row.checkpoint)


@cache
def _standing_close() -> Select[Any]:
    month, log = schema.month, schema.close_log
    return (
        select(log.c.root, log.c.checkpoint)
        .join(
            month,
            and_(
                month.c.book_id == log.c.book_id,
                month.c.period == log.c.period,
                month.c.close_no == log.c.close_no,
            ),
        )
        .where(
            log.c.book_id == THE_BOOK,
            log.c.period == THE_PERIOD,
            log.c.act == "CLOSE",
            month.c.state != "OPEN",
        )
    )


def _already(tx: Tx, book_id: int, period: int) -> Closed:
    """Return the close that another made while this one waited for the month."""
    known = _closed_before(tx, book_id, period)
    assert known is not None
    return known


def _refuse_out_of_order(findings: Iterable[Finding]) -> None:
    """Refuse to close a month before an earlier one, whatever else is wrong with it."""
    for each in findings:
        if each.code == "earlier_month_open" and not each.ok:
            raise Refused(each.code, f"{each.where} {each.message}", _("请按月份顺序结账"))


def _draft_closing(tx: Tx, month: Month, close_no: int, who: str) -> Draft | None:
    closes_to = {
        rule.account: rule.closes_to for rule in month.rules.values() if rule.closes_to is not None
    }
    lines = carry_lines(read_unclosed(tx, month.book_id, month.period), closes_to)
    if not lines:
        return None
    return draft_closing(month.book_id, month.period, close_no, lines, maker=who)
