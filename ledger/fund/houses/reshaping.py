"""Houses that are split and merged (分割, 合并): what they hold goes over, to the fen.

The houses that go are closed, at nothing, on the day; those that come begin with their parts of
principal, earnings, initial amount and all that was ever deposited, by area. One voucher moves the
money inside the fund. A split is undone by a merge back into the door that was split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from ledger.fund import entries_houses
from ledger.fund.houses.houses import House, integral, read_house, refuse_busy
from ledger.fund.houses.reshaping_checks import (
    refuse_areas,
    refuse_dues,
    refuse_rooms,
    refuse_unlike,
    same_titles,
)
from ledger.fund.houses.reshaping_done import done_before
from ledger.fund.houses.reshaping_plan import (
    Into,
    Plan,
    Request,
    Reshaped,
    Standing,
    keep_plan,
    stands,
    waiting_plan,
    waiting_plans,
)
from ledger.fund.houses.reshaping_writes import (
    open_sub_account,
    reopen,
    write_reshaped,
)
from ledger.fund.houses.succession import Succession, succeed
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import Kept, post_drafts, save_drafts
from ledger.journal.lookups import hold_months, open_months
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Part, Posted, Share
from ledger.registry.books import Book, find_book
from ledger.registry.kinds import household_code
from ledger.registry.lineage import (
    MERGE,
    RECORDED,
    SPLIT,
    closed,
    gone_by,
    next_event_no,
)
from ledger.registry.ownership import wanted_titles
from ledger.registry.titles import Door, find_door
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown


def split(tx: Tx, request: Request, *, who: str, clock: Clock) -> Reshaped:
    """Split a house; with users its voucher waits to be checked. The same again changes nothing.

    Raises:
        Refused: `parts_too_few`, or what `_reshape` refuses.
    """
    if len(request.parts) < 2:  # noqa: PLR2004 # one part would be no split
        raise Refused(
            "parts_too_few",
            _("分割后至少是两套房屋"),
            _("每一套写一个 --part 房号:面积，或用 --into 给出文件"),
        )
    return _reshape(tx, SPLIT, request, who=who, clock=clock)


def merge(tx: Tx, request: Request, *, who: str, clock: Clock) -> Reshaped:
    """Merge houses into one; otherwise as `split`. `request.parts` is one house of area 0.

    Raises:
        Refused: `houses_too_few`, `house_twice`, or what `_reshape` refuses.
    """
    if len(request.codes) < 2:  # noqa: PLR2004 # one house alone merges with none
        raise Refused("houses_too_few", _("至少合并两套房屋"), _("请写出要合并的全部房屋编号"))
    twice = {code for code in request.codes if request.codes.count(code) > 1}
    if twice:
        raise Refused(
            "house_twice",
            _("房屋 {code} 写了两次").format(code=shown(min(twice))),
            _("每套房屋只写一次"),
        )
    return _reshape(tx, MERGE, request, who=who, clock=clock)


def _reshape(tx: Tx, act: str, request: Request, *, who: str, clock: Clock) -> Reshaped:
    """Make other houses of houses.

    Raises:
        Refused: `date_in_future`, `household_unknown`, `household_closed`, `month_closed`,
            `houses_unlike`, `owners_differ`, `room_twice`, `room_taken`, `area_sum`,
            `due_missing`, `due_sum`, `earmarked`, `draft_waiting`, `date_before_movement`,
            `overdrawn`, or what posting refuses.
    """
    reason = clean_name(request.reason, _("变更原因"))
    refuse_future(request.on, clock)
    doors = [find_door(tx, code) for code in sorted(request.codes)]
    book = find_book(tx, doors[0].book)
    if any(door.book_id != book.book_id for door in doors):
        raise Refused(
            "houses_unlike",
            _("要合并的房屋不在同一个账套"),
            _("只有同一小区、同一幢、同一性质的房屋可以合并"),
        )
    if _has_money(tx, doors):  # the month before the head, as every posting does
        hold_months(tx, book.book_id, [period_of(request.on)])
    lock_head(tx, book.book_id)
    known = done_before(tx, act, doors, request)
    if known is not None:  # also when its month has closed since
        return known
    if _has_money(tx, doors):
        open_months(tx, book.book_id, [period_of(request.on)])
    houses = [read_house(tx, door) for door in doors]
    refuse_unlike(houses)
    plan = _plan(tx, act, book, houses, request, reason, who)
    waiting = _waiting_before(tx, book, plan, houses)
    if waiting is not None:
        return waiting
    for house in houses:
        refuse_busy(tx, house, request.on)
    return _carry_out(tx, book, plan, houses, clock)


def _has_money(tx: Tx, doors: Sequence[Door]) -> bool:
    balance = schema.sub_balance
    query = select(balance.c.sub_id).where(
        balance.c.book_id == doors[0].book_id,
        balance.c.sub_id.in_([door.sub_id for door in doors]),
        balance.c.amount_fen != 0,
    )
    return tx.conn.execute(query).first() is not None


def _plan(
    tx: Tx,
    act: str,
    book: Book,
    houses: Sequence[House],
    request: Request,
    reason: str,
    who: str,
) -> Plan:
    """Decide what the houses become, with a sub-account opened for each."""
    whole = sum(house.figures.area for house in houses)
    parts = [replace(part, area=part.area or whole) for part in request.parts]
    gap = sum(part.area for part in parts) - whole
    area_reason = request.area_reason and clean_name(request.area_reason, _("面积差异原因"))
    refuse_areas(gap, whole, area_reason)
    refuse_dues([part.due_fen for part in parts], sum(house.figures.due_fen for house in houses))
    titles = same_titles(houses, needed=not all(part.owners for part in parts))
    first = houses[0]
    estate = _estate_code(tx, first.row.estate_id)
    into = []
    for part in parts:
        unit = first.row.unit if part.unit is None else part.unit
        code = household_code(estate, first.row.building, unit, part.room)
        into.append(
            Into(
                0,
                code,
                first.row.estate_id,
                first.row.building,
                unit,
                part.room,
                part.area,
                part.due_fen,
                tuple(wanted_titles(part.owners)) if part.owners else titles,
            )
        )
    known = refuse_rooms(tx, book, into)
    opened = [
        replace(
            each,
            sub_id=known.get(each.code)
            or open_sub_account(tx, book.book_id, each.code, each.estate_id, book.control),
        )
        for each in into
    ]
    return Plan(
        act,
        book.book_id,
        tuple(house.door.code for house in houses),
        tuple(opened),
        request.on,
        gap,
        reason if not gap else f"{reason}；面积差异：{area_reason}",
        who,
    )


def _estate_code(tx: Tx, estate_id: int) -> str:
    estate = schema.estate
    code: str = tx.conn.execute(
        select(estate.c.code).where(estate.c.estate_id == estate_id)
    ).scalar_one()
    return code


# ---- the same again ----


def _waiting_before(tx: Tx, book: Book, plan: Plan, houses: Sequence[House]) -> Reshaped | None:
    for draft_id, waiting in waiting_plans(tx, book.book_id):
        if waiting.same_as(plan):
            succession = _succession(houses, waiting)
            code = f"{book.code}:D-{draft_id}"
            return _reshaped(houses, waiting, succession, code, is_draft=True, changed=False)
    return None


# ---- money and register ----


def _succession(houses: Sequence[House], plan: Plan) -> Succession:
    dues = [each.due_fen for each in plan.into]
    told = [due for due in dues if due is not None]
    return succeed(
        [house.figures for house in houses],
        [house.moves for house in houses],
        [each.area for each in plan.into],
        told if len(told) == len(dues) else None,
        plan.on,
    )


def _carry_out(tx: Tx, book: Book, plan: Plan, houses: Sequence[House], clock: Clock) -> Reshaped:
    succession = _succession(houses, plan)
    draft = _draft(tx, book, plan, houses, succession)
    if draft is not None and has_users(tx):
        [code] = save_drafts(tx, [draft], clock=clock)
        keep_plan(tx, plan, int(code.rsplit("-", 1)[1]))
        return _reshaped(houses, plan, succession, code, is_draft=True, changed=True)
    reopen(tx, plan, clock=clock)
    posted = None if draft is None else post(tx, draft, clock=clock)
    voucher_id = None if posted is None else posted.voucher_id
    write_reshaped(tx, plan, houses, succession, voucher_id, clock=clock)
    code_or_none = None if posted is None else posted.code
    return _reshaped(houses, plan, succession, code_or_none, is_draft=False, changed=True)


def _draft(
    tx: Tx, book: Book, plan: Plan, houses: Sequence[House], succession: Succession
) -> Draft | None:
    """Draw up the voucher that moves the money, None where there is none."""
    left = [
        Share(house.door.sub_id, -fen, part)
        for house in houses
        for part, fen in zip(Part, house.figures[2:4], strict=True)
        if fen
    ]
    got = [
        Share(into.sub_id, fen, part)
        for into, heir in zip(plan.into, succession.heirs, strict=True)
        for part, fen in zip(Part, heir.figures[2:4], strict=True)
        if fen
    ]
    if not left:
        return None
    heirs = "、".join(each.code.rsplit("-", 1)[1] for each in plan.into)
    first = houses[0].door.sub_id
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=plan.on,
        value_on=plan.on,
        summary=f"{RECORDED[plan.act]} {'、'.join(plan.codes)} → {heirs}",
        lines=entries_houses.succeeded(book.control, houses[0].row.estate_id, left, got),
        request_key=f"house:{plan.act}:{first}:{next_event_no(tx, book.book_id)}",
        maker=plan.who,
        estate_id=houses[0].row.estate_id,
    )


def _reshaped(
    houses: Sequence[House],
    plan: Plan,
    succession: Succession,
    code: str | None,
    *,
    is_draft: bool,
    changed: bool,
) -> Reshaped:
    after = tuple(
        Standing(into.code, heir.figures, integral(heir.moves, plan.on))
        for into, heir in zip(plan.into, succession.heirs, strict=True)
    )
    before = tuple(stands(house, plan.on) for house in houses)
    return Reshaped(plan, before, after, code, is_draft, changed)


def post_reshaping(tx: Tx, kept: Kept, poster: str | None, *, clock: Clock) -> Posted | None:
    """Post a draft beside which a plan lies, and carry the plan out; None where there is none.

    Raises:
        Refused: `house_moved`, where the houses hold something else by now, or what drawing it
            up refuses.
    """
    plan = waiting_plan(tx, kept)
    if plan is None or kept.state == "POSTED":
        return None
    book_id = plan.book_id
    open_months(tx, book_id, [period_of(plan.on)])
    lock_head(tx, book_id)
    houses = [read_house(tx, find_door(tx, code)) for code in plan.codes]
    for house in houses:
        event = gone_by(tx, book_id, house.door.sub_id)
        if event is not None:
            raise closed(house.door.code, event)
        refuse_busy(tx, house, plan.on, but=kept.code)
    book = find_book(tx, houses[0].door.book)
    refuse_rooms(tx, book, plan.into)
    succession = _succession(houses, plan)
    draft = _draft(tx, book, plan, houses, succession)
    if draft is None or draft.lines != kept.draft.lines:
        raise Refused(
            "house_moved",
            _("制单 {code} 之后房屋的余额变了").format(code=kept.code),
            _("请退回 {code}，重新分割、合并").format(code=kept.code),
        )
    reopen(tx, plan, clock=clock)
    [posted] = post_drafts(tx, [kept], poster, clock=clock)
    write_reshaped(tx, plan, houses, succession, posted.voucher_id, clock=clock)
    return posted
