"""Deposits and openings that wait in drafts: known, posted with their draft, or let go of.

From the first user on, what a file brings is drawn up and waits for a second person. Until then a
deposit stands beside its draft, so that the same deposit is not drawn up twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, insert, literal, select

from ledger.fund.bank_refs import DEPOSIT
from ledger.fund.collecting.deposit_rows import Booked
from ledger.fund.collecting.deposited import refuse_taken
from ledger.fund.collecting.receipt_uses import Use, read_lots, write_uses
from ledger.fund.collecting.unwinding import follow_correction
from ledger.fund.houses.recut import post_recut
from ledger.fund.houses.recut_job import EVENT
from ledger.fund.houses.reshaping import post_reshaping
from ledger.fund.leaving.custody_effect import follow_custody
from ledger.fund.using.common_part import MARK
from ledger.journal.drafts import Kept, drafts_of_event, find_draft, post_drafts
from ledger.journal.lookups import open_months
from ledger.journal.movements import write_from
from ledger.journal.voucher import Draft, Kind, Posted
from ledger.registry.books import FUND, KINDS, list_books
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of

# Events in several books, whose drafts are posted or returned together.
_TOGETHER: Final = ("common:", "move:", "custody:", EVENT)
# What a waiting deposit and a booked one have in common, in this order.
DEPOSIT_COLUMNS: Final = (
    "book_id",
    "deposit_key",
    "attempt",
    "sub_id",
    "bank_account_id",
    "dated_on",
    "amount_fen",
    "purpose",
    "payer_class",
    "payer",
    "bank_ref",
    "receipt",
    "import_id",
)


class Waiting(NamedTuple):
    """A deposit that waits."""

    sub_id: int
    content: Booked


def waiting_deposits(tx: Tx) -> Mapping[tuple[int, str], Waiting]:
    """Return every deposit that waits, by book and key."""
    table, sub = schema.draft_deposit, schema.sub_account
    query = select(
        table.c.book_id,
        table.c.deposit_key,
        table.c.sub_id,
        sub.c.code,
        table.c.dated_on,
        table.c.amount_fen,
        table.c.purpose,
        table.c.payer_class,
        table.c.payer,
        table.c.receipt,
    ).join(sub, (sub.c.book_id == table.c.book_id) & (sub.c.sub_id == table.c.sub_id))
    return {
        (book_id, key): Waiting(sub_id, Booked(*content))
        for book_id, key, sub_id, *content in tx.conn.execute(query)
    }


def waiting_note() -> str:
    """Say that what was drawn up is not booked yet."""
    return _("已制单，尚未入账：请由另一人运行 wxzj voucher check，再 wxzj voucher post")


def opening_waits(tx: Tx, draft: Draft, code: str) -> bool:
    """Tell whether another opening of the same estate waits beside the draft called `code`."""
    table = schema.draft
    query = select(table.c.body).where(
        table.c.book_id == draft.book_id,
        table.c.state.in_(("DRAFT", "CHECKED")),
        table.c.draft_id != find_draft(tx, code).draft_id,
    )
    bodies = map(json.loads, tx.conn.execute(query).scalars())
    return any(
        body["kind"] == Kind.OPENING.value and body["estate_id"] == draft.estate_id
        for body in bodies
    )


def keep_waiting(tx: Tx, book_id: int, draft_id: int, rows: Iterable[tuple[object, ...]]) -> None:
    """Write deposits beside the draft that holds them; `rows` are as `DEPOSIT_COLUMNS`."""
    columns = (*DEPOSIT_COLUMNS, "draft_id")
    insert_rows(tx, schema.draft_deposit, columns, ((*row, draft_id) for row in rows))
    table = schema.draft_deposit
    write_from(tx, table, DEPOSIT, and_(table.c.book_id == book_id, table.c.draft_id == draft_id))


def post_waiting(
    tx: Tx, drafts: Sequence[Kept], poster: str | None, *, clock: Clock
) -> list[Posted]:
    """Post `drafts`, all of them or none, and with each the deposits that waited in it.

    A draft beside which a plan for houses lies carries the plan out.

    Raises:
        Refused: `event_split`, `deposit_refunded`, or what `post_drafts` and `post_reshaping`
            refuse.
    """
    posted: dict[str, Posted] = {}
    refuse_split(tx, drafts)
    for kept in _in_turn(drafts):
        try:
            posted[kept.code] = _post_one(tx, kept, poster, clock)
        except Refused as refusal:
            if len(drafts) == 1 or kept.code in refusal.message:
                raise
            message = f"{kept.code}：{refusal.message}"
            raise Refused(refusal.code, message, refusal.hint) from refusal
    for kept in drafts:
        follow_custody(tx, [kept.draft.event], who=poster or kept.draft.maker, clock=clock)
    return [posted[kept.code] for kept in drafts]


def _in_turn(drafts: Sequence[Kept]) -> list[Kept]:
    """Return drafts as they are given, but what common income gives before what is spent of it."""
    ordered = list(drafts)
    places = [place for place, kept in enumerate(drafts) if (kept.draft.event or "").endswith(MARK)]
    own = sorted((drafts[place] for place in places), key=lambda kept: kept.draft_id)
    for place, kept in zip(places, own, strict=True):
        ordered[place] = kept
    return ordered


def _post_one(tx: Tx, kept: Kept, poster: str | None, clock: Clock) -> Posted:
    _refuse_taken(tx, kept)
    book_id = kept.draft.book_id
    reshaped = post_reshaping(tx, kept, poster, clock=clock) or post_recut(
        tx, kept, poster, clock=clock
    )
    if reshaped is not None:
        return reshaped
    # Month before head, as every posting does; then the next place in the log is ours.
    if _waits(tx, kept):
        open_months(tx, book_id, [period_of(kept.draft.dated_on)])
        voucher_id = lock_head(tx, book_id) + 1
        _book(tx, kept, voucher_id)
        [voucher] = post_drafts(tx, [kept], poster, clock=clock)
        assert voucher.voucher_id == voucher_id
        _use_receipts(tx, kept, voucher_id, clock)
        let_go(tx, [kept])
    else:
        [voucher] = post_drafts(tx, [kept], poster, clock=clock)
    follow_correction(tx, kept.draft, voucher)
    return voucher


def refuse_split(tx: Tx, drafts: Sequence[Kept]) -> None:
    """Refuse a part of the drafts of one move: they are posted, or returned, together.

    Raises:
        Refused: `event_split`.
    """
    given = {kept.code for kept in drafts}
    named = (kept.draft.event or "" for kept in drafts)
    events = {event for event in named if event.startswith(_TOGETHER) or event.endswith(MARK)}
    events |= _of_memo_books(tx, drafts)
    for event in sorted(events):
        whole = [
            kept.code
            for book in list_books(tx, kinds=KINDS)
            for kept in drafts_of_event(tx, book.book_id, event)
            if kept.draft.event == event and kept.state in {"DRAFT", "CHECKED"}
        ]
        if not given.issuperset(whole):
            raise Refused(
                "event_split",
                _("同一件事的单据要一起处理：{codes}").format(codes=" ".join(whole)),
                _("请把这些单据编号写在同一条命令里"),
            )


def _of_memo_books(tx: Tx, drafts: Sequence[Kept]) -> set[str]:
    """Return the events of `drafts` of which a part waits in a memo book."""
    memo = [book.book_id for book in list_books(tx, kinds=[k for k in KINDS if k != FUND])]
    return {
        event
        for event in {kept.draft.event for kept in drafts}
        if event is not None
        and any(
            kept.draft.event == event
            for book_id in memo
            for kept in drafts_of_event(tx, book_id, event)
        )
    }


def _refuse_taken(tx: Tx, kept: Kept) -> None:
    """Refuse to cancel a deposit that was given back since the cancellation was drawn up."""
    if kept.draft.reverses is not None and kept.state != "POSTED":
        for book in list_books(tx):
            if book.book_id == kept.draft.book_id:
                refuse_taken(tx, book, kept.draft.reverses)


def let_go(tx: Tx, drafts: Sequence[Kept]) -> None:
    """Forget the deposits of drafts that wait no longer; returned ones may be brought again."""
    for kept in drafts:
        tx.conn.execute(delete(schema.draft_deposit).where(*_of(kept)))


def _book(tx: Tx, kept: Kept, voucher_id: int) -> None:
    """Write the deposits of a draft beside the voucher that it becomes."""
    table = schema.draft_deposit
    columns = [table.c[name] for name in DEPOSIT_COLUMNS]
    tx.conn.execute(
        insert(schema.deposit).from_select(
            [*DEPOSIT_COLUMNS, "voucher_id"],
            select(*columns, literal(voucher_id)).where(*_of(kept)).order_by(table.c.deposit_key),
        )
    )


def _use_receipts(tx: Tx, kept: Kept, voucher_id: int, clock: Clock) -> None:
    """Note in the register the receipts that the deposits of a draft name."""
    book_id, table = kept.draft.book_id, schema.draft_deposit
    lots = read_lots(tx).get(book_id)
    if lots:
        query = select(table.c.receipt, table.c.sub_id, table.c.deposit_key).where(
            *_of(kept), table.c.receipt.is_not(None)
        )
        rows = tx.conn.execute(query.order_by(table.c.receipt)).all()
        uses = [Use(row.receipt, voucher_id, row.sub_id, row.deposit_key) for row in rows]
        write_uses(tx, book_id, lots, uses, kept.draft.maker, clock)


def _waits(tx: Tx, kept: Kept) -> bool:
    query = select(schema.draft_deposit.c.draft_id).where(*_of(kept)).limit(1)
    return kept.state != "POSTED" and tx.conn.execute(query).first() is not None


def _of(kept: Kept) -> tuple[ColumnElement[bool], ...]:
    table = schema.draft_deposit
    return (table.c.book_id == kept.draft.book_id, table.c.draft_id == kept.draft_id)
