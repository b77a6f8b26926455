"""Houses that go to another estate (小区调整): an estate split, merged or given another code.

What stands in an estate's accounts goes over with its houses: their balances, and of what is not
given out yet (3101) the part of their area. A voucher names one estate, so there are two of one
event: out of the old estate, and into the new, over a sub-account in between that ends at nothing.
The code of a house begins with its estate's, so each goes on under a new one; the old leads to it.
The forms of the custodian do not change (handled within its net assets).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from ledger.fund import entries_houses
from ledger.fund.houses.houses import House, read_house
from ledger.fund.houses.recut_job import (
    EVENT,
    Job,
    Order,
    find_target,
    has_money,
    make_job,
    standing_doors,
)
from ledger.fund.houses.reshaping_plan import Plan
from ledger.fund.houses.reshaping_writes import reopen, write_reshaped
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import Kept, drafts_of_event, post_drafts, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, Part, Posted, Share
from ledger.registry.books import Book, list_books
from ledger.registry.estates import Estate, find_estate, find_estates
from ledger.registry.lineage import RECUT
from ledger.registry.standing import FROM, INTO
from ledger.registry.titles import Door
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown


class Moved(NamedTuple):
    """What went over in one book.

    Attributes:
        houses: as they were before.
        codes: of the houses after, in the same order.
        vouchers: codes of the two vouchers, or of their drafts; none where there is no money.
        undistributed_fen: of 3101, what went over with the houses.
    """

    book: Book
    houses: tuple[House, ...]
    codes: tuple[str, ...]
    vouchers: tuple[str, ...]
    is_draft: bool
    undistributed_fen: int


class Done(NamedTuple):
    """What became of a request; `changed` is false where it was done, or waits, already."""

    source: Estate
    target: Estate
    moved: tuple[Moved, ...]
    changed: bool


def recut(tx: Tx, order: Order, *, who: str, clock: Clock) -> Done:
    """Move houses to another estate; with users its vouchers wait to be checked.

    Raises:
        Refused: `date_in_future`, `estate_unknown`, `estate_same`, `estate_name_missing`,
            `custodian_differs`, `recut_empty`, `recut_selling_unit`, `room_taken`, `earmarked`,
            `draft_waiting`, `date_before_movement`, `overdrawn`, or what posting refuses.
    """
    refuse_future(order.on, clock)
    order = replace(order, reason=clean_name(order.reason, _("变更原因")))
    source = find_estate(tx, order.source)
    books = list_books(tx, [source.custodian_id])
    homes = {book.book_id: standing_doors(tx, book, source, order) for book in books}
    if not any(homes.values()) or _waits(tx, books, source, order):
        return _again(tx, books, source, order, waits=any(homes.values()))
    target = find_target(tx, source, order)
    for book in books:
        if homes[book.book_id] and has_money(tx, book, homes[book.book_id]):
            open_months(tx, book.book_id, [period_of(order.on)])
    for book in books:
        lock_head(tx, book.book_id)
    moved = [
        _carry_out(tx, make_job(tx, book, source, target, homes[book.book_id], order, who), clock)
        for book in books
        if homes[book.book_id]
    ]
    return Done(source, target, tuple(moved), changed=True)


def _drafts(job: Job) -> list[Draft]:
    """Return the two vouchers, none where there is nothing to move."""
    on, parts = job.plans[0].on, list(zip(Part, (2, 3), strict=True))
    left = [
        Share(house.door.sub_id, -house.figures[place], part)
        for house in job.houses
        for part, place in parts
        if house.figures[place]
    ]
    got = [
        Share(plan.into[0].sub_id, house.figures[place], part)
        for house, plan in zip(job.houses, job.plans, strict=True)
        for part, place in parts
        if house.figures[place]
    ]
    total = {part: sum(share.amount_fen for share in got if share.part is part) for part in Part}
    over = [Share(job.between, fen, part) for part, fen in total.items() if fen]
    out, into = entries_houses.recut(
        job.book.control, job.source_id, job.target_id, left, over, got, job.undistributed_fen
    )
    if not out:
        return []
    plan = job.plans[0]
    common: dict[str, Any] = {
        "book_id": job.book.book_id,
        "kind": Kind.GENERAL,
        "dated_on": on,
        "value_on": on,
        "maker": plan.who,
        "event": job.event,
    }
    count = len(job.houses)
    return [
        Draft(
            summary=f"小区调整转出 {count} 户：{plan.reason}",
            lines=out,
            request_key=f"{job.event}:out",
            estate_id=job.source_id,
            **common,
        ),
        Draft(
            summary=f"小区调整转入 {count} 户：{plan.reason}",
            lines=into,
            request_key=f"{job.event}:in",
            estate_id=job.target_id,
            **common,
        ),
    ]


def _carry_out(tx: Tx, job: Job, clock: Clock) -> Moved:
    drafts = _drafts(job)
    if drafts and has_users(tx):
        codes = save_drafts(tx, drafts, clock=clock)
        tx.conn.execute(
            schema.draft_house.insert().values(
                book_id=job.book.book_id,
                draft_id=int(codes[0].rsplit("-", 1)[1]),
                plan=_encoded(job),
            )
        )
        return _moved(job, tuple(codes), is_draft=True)
    for plan in job.plans:
        reopen(tx, plan, clock=clock)
    posted = post_many(tx, drafts, clock=clock) if drafts else []
    _write(tx, job, posted[-1].voucher_id if posted else None, clock)
    return _moved(job, tuple(each.code for each in posted), is_draft=False)


def _write(tx: Tx, job: Job, voucher_id: int | None, clock: Clock) -> None:
    for house, plan, succession in zip(job.houses, job.plans, job.successions, strict=True):
        write_reshaped(tx, plan, [house], succession, voucher_id, clock=clock)


def _moved(job: Job, vouchers: tuple[str, ...], *, is_draft: bool) -> Moved:
    codes = tuple(plan.into[0].code for plan in job.plans)
    return Moved(job.book, job.houses, codes, vouchers, is_draft, job.undistributed_fen)


# ---- what waits, and the same again ----


def _encoded(job: Job) -> str:
    return json.dumps(
        {
            "recut": [job.source_id, job.target_id, job.event, job.between, job.undistributed_fen],
            "plans": [plan.to_json() for plan in job.plans],
        },
        ensure_ascii=False,
    )


def post_recut(tx: Tx, kept: Kept, poster: str | None, *, clock: Clock) -> Posted | None:
    """Post the two drafts of a move between estates, and carry it out; None for any other draft.

    Raises:
        Refused: `house_moved`, where the houses hold something else by now.
    """
    table = schema.draft_house
    text = tx.conn.execute(
        select(table.c.plan).where(
            table.c.book_id == kept.draft.book_id, table.c.draft_id == kept.draft_id
        )
    ).scalar_one_or_none()
    said = {} if text is None else json.loads(text)
    if "recut" not in said or kept.state == "POSTED":
        return None
    plans = tuple(map(Plan.from_json, said["plans"]))
    [book] = [each for each in list_books(tx) if each.book_id == kept.draft.book_id]
    open_months(tx, book.book_id, [period_of(kept.draft.dated_on)])
    lock_head(tx, book.book_id)
    source_id, target_id, event, between, fen = said["recut"]
    doors = _doors_called(tx, book, [plan.codes[0] for plan in plans])
    houses = tuple(read_house(tx, door) for door in doors)
    job = Job(book, source_id, target_id, event, between, houses, plans, fen)
    pair = [
        each
        for each in drafts_of_event(tx, book.book_id, event)
        if each.draft.event == event and each.state != "RETURNED"
    ]
    if [each.draft.lines for each in pair] != [draft.lines for draft in _drafts(job)]:
        raise Refused(
            "house_moved",
            _("制单 {code} 之后房屋的余额变了").format(code=kept.code),
            _("请退回 {code}，重新调整").format(code=kept.code),
        )
    for plan in plans:
        reopen(tx, plan, clock=clock)
    posted = post_drafts(tx, pair, poster, clock=clock)
    _write(tx, job, posted[-1].voucher_id, clock)
    return posted[0]


def _doors_called(tx: Tx, book: Book, codes: Sequence[str]) -> list[Door]:
    sub = schema.sub_account
    ids = {
        row.code: row.sub_id
        for row in tx.conn.execute(
            select(sub.c.code, sub.c.sub_id).where(
                sub.c.book_id == book.book_id, sub.c.code.in_(codes)
            )
        )
    }
    return [Door(book.book_id, book.code, ids[code], code) for code in codes]


def _waits(tx: Tx, books: Iterable[Book], source: Estate, order: Order) -> bool:
    beginning = f"{EVENT}{source.code}:{order.target}:{order.on}:"
    return any(
        kept.state in {"DRAFT", "CHECKED"}
        for book in books
        for kept in drafts_of_event(tx, book.book_id, beginning)
    )


def _again(tx: Tx, books: Sequence[Book], source: Estate, order: Order, *, waits: bool) -> Done:
    """Return that the same was done, or waits, already; refuse an estate without houses."""
    event, part, home = schema.house_event, schema.house_part, schema.household
    came, there = part.alias("came"), home.alias("there")
    found = find_estates(tx, [order.target]).get(order.target) or source
    done = tx.conn.execute(
        select(event.c.event_no)
        .join(part, and_(part.c.book_id == event.c.book_id, part.c.event_no == event.c.event_no))
        .join(home, and_(home.c.book_id == part.c.book_id, home.c.sub_id == part.c.sub_id))
        .join(came, and_(came.c.book_id == event.c.book_id, came.c.event_no == event.c.event_no))
        .join(there, and_(there.c.book_id == came.c.book_id, there.c.sub_id == came.c.sub_id))
        .where(
            event.c.book_id.in_([book.book_id for book in books]),
            event.c.act == RECUT,
            event.c.dated_on == order.on,
            part.c.role == FROM,
            home.c.estate_id == source.estate_id,
            came.c.role == INTO,
            there.c.estate_id == found.estate_id,
        )
        .limit(1)
    ).first()
    if not waits and done is None:
        raise Refused(
            "recut_empty",
            _("小区 {code} 没有可以调出的房屋").format(code=shown(source.code)),
            _("请核对小区和幢；运行 wxzj registry households 查看"),
        )
    return Done(source, found, (), changed=False)
