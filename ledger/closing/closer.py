"""Close a month of a book (结账): checklist, closing voucher, then the seal.

All of it is one transaction. The month is locked first, in a statement of its own, so that no
voucher in flight is missed; then the head of the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select

from ledger.closing.carry import carry_lines, draft_closing
from ledger.closing.checklist import refuse_stops, run_checklist
from ledger.closing.months import hold_month, read_book, read_unclosed, refuse_before_first_month
from ledger.closing.seal import seal_month
from ledger.journal.chart import rules_on
from ledger.journal.checks import Month, earlier_month_open
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
    book = read_book(tx, book_id)
    refuse_before_first_month(tx, book_id, book.code, period)
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
    month = Month(book_id, book.code, period)
    early = earlier_month_open(tx, month)
    if not early.ok:
        raise Refused(early.code, f"{book.code} {early.message}", _("请按月份顺序结账"))
    findings = tuple(run_checklist(tx, month))
    refuse_stops(findings)
    # After this line only a fault of ours can stop the close.
    draft = _draft_closing(tx, book_id, period, close_no, who)
    posted = None if draft is None else post(tx, draft, clock=clock)
    root, checkpoint = seal_month(tx, book, period, close_no, who=who, clock=clock)
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
    month, log = schema.month, schema.close_log
    row = tx.conn.execute(
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
            log.c.book_id == book_id,
            log.c.period == period,
            log.c.act == "CLOSE",
            month.c.state != "OPEN",
        )
    ).one_or_none()
    return (
        None
        if row is None
        else Closed(fresh=False, root=bytes(row.root), checkpoint=row.checkpoint)
    )


def _already(tx: Tx, book_id: int, period: int) -> Closed:
    """Return the close that another made while this one waited for the month."""
    known = _closed_before(tx, book_id, period)
    assert known is not None
    return known


def _draft_closing(tx: Tx, book_id: int, period: int, close_no: int, who: str) -> Draft | None:
    closes_to: Mapping[str, str] = {
        rule.account: rule.closes_to
        for rule in rules_on(tx, book_id, last_day(period)).values()
        if rule.closes_to is not None
    }
    lines = carry_lines(read_unclosed(tx, book_id, period), closes_to)
    return draft_closing(book_id, period, close_no, lines, maker=who) if lines else None
