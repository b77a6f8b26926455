"""Writing what became of houses: the roster, titles, and the register of events, in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import and_, func, select, update

from ledger.fund.houses.houses import House
from ledger.fund.houses.reshaping_plan import Into, Plan
from ledger.fund.houses.succession import Moves, Succession
from ledger.journal.voucher import Part
from ledger.registry.lineage import RECORDED, Figures, event_content, next_event_no
from ledger.registry.ownership import write_titles
from ledger.registry.standing import FROM, INTO
from ledger.registry.titles import Door, Title, read_titles
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.apportion import apportion
from ledger.values.clock import Clock

KIND: Final = "houses"
_PART: Final = ("book_id", "sub_id", "event_no", "role", "dated_on", "kind", *Figures._fields)
_COPIED: Final = ("floor", "lift", "structure", "kind", "usage", "standard_fen", "selling_unit")
_SHARED: Final = ("share_area", "vote_area", "price_fen")


def open_sub_account(tx: Tx, book_id: int, code: str, estate_id: int, control: str) -> int:
    """Open a household's sub-account, empty, and return its id."""
    sub = schema.sub_account
    last = tx.conn.execute(
        select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == book_id)
    ).scalar_one()
    sub_id = int(last) + 1
    tx.conn.execute(
        sub.insert().values(
            book_id=book_id,
            sub_id=sub_id,
            kind="HOUSEHOLD",
            control=control,
            code=code,
            estate_id=estate_id,
        )
    )
    return sub_id


def reopen(tx: Tx, plan: Plan, *, clock: Clock) -> None:
    """Open the sub-accounts of houses that went once and come back: they take money again."""
    close = schema.sub_close
    back = and_(
        close.c.book_id == plan.book_id,
        close.c.sub_id.in_(sorted(_known(tx, plan))),
        close.c.since.is_not(None),
        close.c.until.is_(None),
    )
    count = len(tx.conn.execute(select(close.c.sub_id).where(back)).all())
    if not count:
        return
    change_id = record_master_change(
        tx,
        plan.book_id,
        kind=KIND,
        summary=f"恢复分户账：{_summary(plan)}",
        row_count=count,
        content=hashlib.sha256(plan.to_json().encode()).digest(),
        who=plan.who,
        clock=clock,
    )
    tx.conn.execute(update(close).where(back).values(until=change_id))


def write_reshaped(
    tx: Tx,
    plan: Plan,
    houses: Sequence[House],
    succession: Succession,
    voucher_id: int | None,
    *,
    clock: Clock,
) -> None:
    """Write that `houses` went and what they became; their money has moved already.

    Args:
        voucher_id: the voucher that moved it; None where there was none.
    """
    change_id = record_master_change(
        tx,
        plan.book_id,
        kind=KIND,
        summary=_summary(plan),
        row_count=len(houses) + len(plan.into),
        content=_content(plan, houses, succession),
        who=plan.who,
        clock=clock,
    )
    _write_households(tx, plan, houses, succession, change_id)
    _write_event(tx, plan, houses, succession, voucher_id, change_id, clock)
    _write_titles(tx, plan, houses, clock)


def _known(tx: Tx, plan: Plan) -> set[int]:
    """Return the sub-accounts of houses that stood once at the doors of those that come."""
    home = schema.household
    return set(
        tx.conn.execute(
            select(home.c.sub_id).where(
                home.c.book_id == plan.book_id,
                home.c.sub_id.in_([each.sub_id for each in plan.into]),
            )
        ).scalars()
    )


def _summary(plan: Plan) -> str:
    heirs = "、".join(each.code for each in plan.into)
    return f"{RECORDED[plan.act]} {'、'.join(plan.codes)} → {heirs}，{plan.on}；{plan.reason}"


def _content(plan: Plan, houses: Sequence[House], succession: Succession) -> bytes:
    kind = houses[0].row.kind
    parts = [(house.door.sub_id, FROM, kind, None, house.figures) for house in houses]
    moves = list(zip((house.door.sub_id for house in houses), succession.left, strict=True))
    for into, heir in zip(plan.into, succession.heirs, strict=True):
        parts.append((into.sub_id, INTO, kind, None, heir.figures))
        moves.append((into.sub_id, heir.moves))
    return event_content(plan.act, plan.on, parts, moves)


def _write_households(
    tx: Tx, plan: Plan, houses: Sequence[House], succession: Succession, change_id: int
) -> None:
    home, first = schema.household, houses[0].row
    areas = [each.area for each in plan.into]
    shared = {name: _shared(houses, areas, name) for name in _SHARED}
    known = _known(tx, plan)
    for place, (into, heir) in enumerate(zip(plan.into, succession.heirs, strict=True)):
        values = {
            **{name: getattr(first, name) for name in _COPIED},
            **{name: parts[place] for name, parts in shared.items()},
            "area": into.area,
            "heads": None,
            "due_fen": heir.figures.due_fen,
            "deposited_before_fen": heir.figures.deposited_fen - _received(tx, plan, into),
            "change_id": change_id,
        }
        if into.sub_id in known:
            tx.conn.execute(
                update(home)
                .where(home.c.book_id == plan.book_id, home.c.sub_id == into.sub_id)
                .values(values)
            )
        else:
            tx.conn.execute(
                home.insert().values(
                    book_id=plan.book_id,
                    sub_id=into.sub_id,
                    estate_id=into.estate_id,
                    building=into.building,
                    unit=into.unit,
                    room=into.room,
                    **values,
                )
            )


def _shared(houses: Sequence[House], areas: Sequence[int], name: str) -> list[int | None]:
    """Share a figure that the roster may leave empty; empty where one house has none."""
    own = [getattr(house.row, name) for house in houses]
    if any(value is None for value in own):
        return [None] * len(areas)
    return list(apportion(sum(own), areas))


def _received(tx: Tx, plan: Plan, into: Into) -> int:
    """Return what was received on a sub-account before it was closed; a fresh one has none."""
    balance = schema.sub_balance
    return int(
        tx.conn.execute(
            select(func.sum(balance.c.received_fen)).where(
                balance.c.book_id == plan.book_id, balance.c.sub_id == into.sub_id
            )
        ).scalar_one()
    )


def _write_titles(tx: Tx, plan: Plan, houses: Sequence[House], clock: Clock) -> None:
    """End the titles of the houses that went, and begin those of the houses that came."""
    changes: list[tuple[Door, list[Title]]] = []
    for house in houses:
        ended = [each._replace(owned_until=plan.on - timedelta(days=1)) for each in house.titles]
        changes.append((house.door, ended))
    for into in plan.into:
        door = Door(plan.book_id, houses[0].door.book, into.sub_id, into.code)
        last = len(read_titles(tx, door))
        begun = [
            each._replace(title_no=no, owned_from=plan.on, owned_until=None)
            for no, each in enumerate(into.titles, start=last + 1)
        ]
        changes.append((door, begun))
    write_titles(tx, changes, summary=f"{_summary(plan)}（产权）", who=plan.who, clock=clock)


def _write_event(
    tx: Tx,
    plan: Plan,
    houses: Sequence[House],
    succession: Succession,
    voucher_id: int | None,
    change_id: int,
    clock: Clock,
) -> None:
    """Write the parts and the carried movements, then the event: it is the seal over them."""
    event, kind = schema.house_event, houses[0].row.kind
    event_no = next_event_no(tx, plan.book_id)
    head = (plan.book_id, event_no)
    insert_rows(
        tx,
        schema.house_part,
        _PART,
        [
            *(
                (plan.book_id, house.door.sub_id, event_no, FROM, plan.on, kind, *house.figures)
                for house in houses
            ),
            *(
                (plan.book_id, into.sub_id, event_no, INTO, plan.on, kind, *heir.figures)
                for into, heir in zip(plan.into, succession.heirs, strict=True)
            ),
        ],
    )
    _close(tx, plan, houses, event_no, change_id)
    insert_rows(
        tx,
        schema.carried_move,
        ("book_id", "event_no", "sub_id", "part", "value_on", "amount_fen"),
        [
            (*head, sub_id, *rest)
            for sub_id, moves in (
                *zip((house.door.sub_id for house in houses), succession.left, strict=True),
                *zip(
                    (into.sub_id for into in plan.into),
                    (heir.moves for heir in succession.heirs),
                    strict=True,
                ),
            )
            for rest in _rows(moves)
        ],
    )
    tx.conn.execute(
        event.insert().values(
            book_id=plan.book_id,
            event_no=event_no,
            act=plan.act,
            dated_on=plan.on,
            area_gap=plan.area_gap,
            reason=plan.reason,
            voucher_id=voucher_id,
            change_id=change_id,
            who=plan.who,
            at=clock.at,
        )
    )


def _close(tx: Tx, plan: Plan, houses: Sequence[House], event_no: int, change_id: int) -> None:
    insert_rows(
        tx,
        schema.sub_close,
        ("book_id", "event", "sub_id", "cause", "closed_on", "reason", "since"),
        [
            (
                plan.book_id,
                f"house:{event_no}",
                house.door.sub_id,
                plan.act,
                plan.on,
                plan.reason,
                change_id,
            )
            for house in houses
        ],
    )


def _rows(moves: Moves) -> list[tuple[int, date, int]]:
    return [(int(Part(part)), day, fen) for (part, day), fen in sorted(moves.items())]
