"""A hand-over is taken back: red vouchers in both books, the newest first, as one event."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from ledger.fund.earning.runs import list_runs, state_of
from ledger.fund.leaving.custody_effect import follow_custody
from ledger.fund.leaving.custody_register import Custody, find_custody
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_new_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.reading import number_of, read_voucher
from ledger.journal.voucher import Draft, reversal_of
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
    """What became of taking a hand-over back; no codes where it had been taken back before."""

    custody: Custody
    codes: tuple[str, ...]
    is_draft: bool


def undo(tx: Tx, code: str, reason: str, on: date | None, *, who: str, clock: Clock) -> Undone:
    """Take a hand-over back: the old book holds again what it held. Again changes nothing.

    Args:
        tx: a transaction that writes.
        code: of the hand-over.
        reason: why, for the red vouchers.
        on: their day; that of the newest instalment when left out.
        who: the user.
        clock: today and now.

    Raises:
        Refused: `custody_unknown`, `custody_waits`, `custody_used`, `custody_distributed`, or what
            posting refuses.
        InputError: what `clean_name` raises.
    """
    reason = clean_name(reason, _("冲销原因"))
    custody = find_custody(tx, code)
    standing = [part for part in custody.parts if not part.is_draft]
    reds_wait = any(part.is_red for part in custody.parts)
    if custody.waits and not reds_wait:
        raise Refused(
            "custody_waits",
            _("划转 {code} 还有待过账的单据，或已冲销").format(code=custody.code),
            _("请用 wxzj voucher return 退回单据"),
        )
    if not standing:
        return Undone(custody, (), is_draft=False)
    day = on or max(part.on for part in standing)
    refuse_future(day, clock)
    books = sorted({book for side in custody.sides for book in (side.old, side.new)})
    for book in books:
        open_months(tx, book.book_id, [period_of(day)])
        lock_head(tx, book.book_id)
    _refuse_used(tx, custody)
    _refuse_distributed(tx, custody)
    news = {side.new for side in custody.sides}
    reds: list[Draft] = []
    # What came goes first, and of each book the newest.
    for part in sorted(standing, key=lambda part: (part.book not in news, -(part.voucher_id or 0))):
        stored = read_voucher(tx, part.book.book_id, part.voucher_id or 0)
        assert stored is not None
        reds.append(
            reversal_of(
                stored.draft, stored.voucher_id, stored.number, day, maker=who, reason=reason
            )
        )
    if has_users(tx):
        saved = save_new_drafts(tx, reds, clock=clock)
        return Undone(custody, tuple(each.code for each in saved), is_draft=True)
    posted = post_many(tx, reds, clock=clock)
    follow_custody(tx, [custody.event], who=who, clock=clock)
    return Undone(find_custody(tx, code), tuple(each.code for each in posted), is_draft=False)


def _refuse_used(tx: Tx, custody: Custody) -> None:
    """Refuse where the new keeper has booked something of the estate since."""
    voucher = schema.voucher
    red = voucher.alias("red")
    for side in custody.sides:
        first = min(
            (part.voucher_id or 0 for part in custody.parts if part.book == side.new), default=0
        )
        row = tx.conn.execute(
            select(voucher.c.period, voucher.c.word, voucher.c.no)
            .outerjoin(
                red,
                (red.c.book_id == voucher.c.book_id) & (red.c.reverses == voucher.c.voucher_id),
            )
            .where(
                voucher.c.book_id == side.new.book_id,
                voucher.c.estate_id == custody.estate_id,
                voucher.c.voucher_id > first,
                voucher.c.event.is_distinct_from(custody.event),
                voucher.c.reverses.is_(None),
                red.c.voucher_id.is_(None),
            )
            .limit(1)
        ).first()
        if row is not None:
            raise Refused(
                "custody_used",
                _("新账套已有这个小区的凭证 {book}:{no}").format(
                    book=side.new.code, no=number_of(*row)
                ),
                _("请先冲销它；或者不冲销划转，把小区再划转回来"),
            )


def _refuse_distributed(tx: Tx, custody: Custody) -> None:
    """Refuse where the old keeper has given out pooled earnings since.

    What was settled with the estate would come back to a pool whose next run counts from a later
    day: its days would be lost to it, and others would get for theirs twice.
    """
    for side in custody.sides:
        own = [part.voucher_id for part in custody.parts if part.book == side.old]
        first = min((voucher_id for voucher_id in own if voucher_id is not None), default=None)
        if first is None:
            continue
        for run in list_runs(tx, side.old):
            if run.estate_id is None and run.as_of >= first and state_of(tx, run) != "undone":
                raise Refused(
                    "custody_distributed",
                    _("原账套 {book} 在划转以后有第 {number} 次收益分配").format(
                        book=side.old.code, number=run.distribution_id
                    ),
                    _("请先用 wxzj fund earnings undo 注销它；或者不冲销划转，把小区再划转回来"),
                )
