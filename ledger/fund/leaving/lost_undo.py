"""A loss is taken back (冲销): red vouchers, newest first, and the homes hold what they held."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from ledger.fund.leaving.lost import KIND, digest_of
from ledger.fund.leaving.lost_register import EVENT, Loss, find_loss
from ledger.fund.leaving.settling import SETTLED
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_new_drafts
from ledger.journal.posting import post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, reversal_of
from ledger.registry.books import Book
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown


class Undone(NamedTuple):
    """What became of taking a loss back."""

    loss: Loss
    codes: tuple[str, ...]
    is_draft: bool


def undo(tx: Tx, code: str, reason: str, on: date | None, *, who: str, clock: Clock) -> Undone:
    """Take a loss back, newest voucher first: the homes hold again what they held.

    Taking it back again changes nothing.

    Args:
        tx: a transaction that writes.
        code: of the loss.
        reason: why, for the red vouchers.
        on: their day; the day of the loss when left out.
        who: the user.
        clock: today and now.

    Raises:
        Refused: `lost_unknown`, `lost_paid`, `draft_state` where it waits, or what posting refuses.
        InputError: what `clean_name` raises.
    """
    reason = clean_name(reason, _("冲销原因"))
    for book_id in sorted({book.book_id for book in find_loss(tx, code).books}):
        lock_head(tx, book_id)
    loss = find_loss(tx, code)
    if loss.is_draft:
        raise Refused(
            "draft_state",
            _("{code} 还没有过账").format(code=shown(code)),
            _("请用 wxzj voucher return 退回单据"),
        )
    if loss.paid_fen:
        raise Refused(
            "lost_paid",
            _("{code} 已支付 {amount} 元，不能冲销").format(
                code=shown(code), amount=format_fen(loss.paid_fen)
            ),
            _("请先把支付的款收回并登记退回（wxzj fund lost returned）"),
        )
    day = on or loss.on
    refuse_future(day, clock)
    drafts = []
    for book in loss.books:
        for event in (f"{EVENT}{code}", f"{EVENT}{code}{SETTLED}"):
            drafts += _reds(tx, book, event, day, who, reason)
        _reopen_empty(tx, book, f"{EVENT}{code}", who, clock)
    if has_users(tx) and drafts:
        saved = save_new_drafts(tx, drafts, clock=clock)
        return Undone(loss, tuple(each.code for each in saved), is_draft=True)
    posted = post_many(tx, drafts, clock=clock)
    return Undone(find_loss(tx, code), tuple(one.code for one in posted), is_draft=False)


def _reds(tx: Tx, book: Book, event: str, on: date, who: str, reason: str) -> list[Draft]:
    """Return the red voucher of what stands of an event, if any."""
    voucher = schema.voucher
    red = voucher.alias("red")
    ids = tx.conn.execute(
        select(voucher.c.voucher_id)
        .outerjoin(
            red, (red.c.book_id == voucher.c.book_id) & (red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book.book_id,
            voucher.c.event == event,
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
    ).scalars()
    drafts = []
    for voucher_id in ids.all():
        stored = read_voucher(tx, book.book_id, voucher_id)
        assert stored is not None
        drafts.append(
            reversal_of(stored.draft, voucher_id, stored.number, on, maker=who, reason=reason)
        )
    return drafts


def _reopen_empty(tx: Tx, book: Book, event: str, who: str, clock: Clock) -> None:
    """Open again what held nothing and was closed by an entry in the log, not by a voucher."""
    close, change = schema.sub_close, schema.master_change
    standing = (
        close.c.book_id == book.book_id,
        close.c.event == event,
        close.c.until.is_(None),
        close.c.since.in_(
            select(change.c.change_id).where(
                change.c.book_id == book.book_id, change.c.kind == KIND
            )
        ),
    )
    count = len(tx.conn.execute(select(close.c.sub_id).where(*standing)).all())
    if not count:
        return
    change_id = record_master_change(
        tx,
        book.book_id,
        kind=KIND,
        summary=f"{event.removeprefix(EVENT)} 冲销",
        row_count=count,
        content=digest_of(event, []),
        who=who,
        clock=clock,
    )
    tx.conn.execute(close.update().where(*standing).values(until=change_id))
