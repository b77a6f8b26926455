"""A distribution cancelled whole (注销): a red voucher for each of its vouchers, or none at all."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from ledger.fund.earning.runs import Run, list_runs, state_of
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import find_draft, save_drafts, waiting_of_event
from ledger.journal.lookups import open_months
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.registry.books import Book
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.text import clean_name


class Undone(NamedTuple):
    """What became of the wish to cancel a run.

    Attributes:
        codes: of the red vouchers, or of the drafts that wait to be checked.
        replayed: whether it was cancelled, or is waiting to be, already.
    """

    run: Run
    codes: tuple[str, ...]
    is_draft: bool
    replayed: bool


def undo(
    tx: Tx, book: Book, number: int, *, reason: str, on: date | None, who: str, clock: Clock
) -> Undone:
    """Cancel the run of this number whole, once. With users the red vouchers wait to be checked.

    Raises:
        Refused: `distribution_unknown`, `draft_state` while the run itself waits, or what posting
            refuses, such as `overdraft` where the money was spent meanwhile.
    """
    day = on or clock.today
    refuse_future(day, clock)
    why = clean_name(reason, _("原因"))
    # Hold the month, then the head, as postings do; what is read from here on stays.
    open_months(tx, book.book_id, [period_of(day)])
    lock_head(tx, book.book_id)
    run = next((run for run in list_runs(tx, book) if run.distribution_id == number), None)
    if run is None:
        raise Refused(
            "distribution_unknown",
            _("{book} 没有第 {no} 次收益分配").format(book=book.code, no=number),
            _("请运行 wxzj fund earnings list 查看"),
        )
    state = state_of(tx, run)
    if state == "undone":
        return Undone(run, (), is_draft=False, replayed=True)
    waiting = waiting_of_event(tx, run.event)
    if state == "waiting":
        raise Refused(
            "draft_state",
            _("第 {no} 次收益分配还没有过账").format(no=number),
            _("请运行 wxzj voucher return {event} 退回").format(event=run.event),
        )
    if waiting:
        assert find_draft(tx, waiting[0]).draft.reverses is not None
        return Undone(run, tuple(waiting), is_draft=True, replayed=True)
    codes = []
    for voucher_id in _standing(tx, run):
        stored = read_voucher(tx, book.book_id, voucher_id)
        assert stored is not None
        red = reversal_of(stored.draft, voucher_id, stored.number, day, maker=who, reason=why)
        if has_users(tx):
            codes += save_drafts(tx, [red], clock=clock)
        else:
            codes.append(post(tx, red, clock=clock).code)
    return Undone(run, tuple(codes), is_draft=has_users(tx), replayed=False)


def _standing(tx: Tx, run: Run) -> list[int]:
    """Return the vouchers of a run that were not reversed."""
    voucher = schema.voucher
    red: Any = voucher.alias("red")
    return list(
        tx.conn.execute(
            select(voucher.c.voucher_id)
            .outerjoin(
                red,
                and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id),
            )
            .where(
                voucher.c.book_id == run.book.book_id,
                voucher.c.event == run.event,
                voucher.c.reverses.is_(None),
                red.c.voucher_id.is_(None),
            )
            .order_by(voucher.c.voucher_id)
        ).scalars()
    )
