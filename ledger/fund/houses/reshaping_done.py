"""What was done with houses before: told again where the same is asked for again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ledger.fund.houses.reshaping_plan import Plan, Request, Reshaped, Standing
from ledger.journal.reading import read_voucher
from ledger.registry.lineage import Event, closed, gone_by
from ledger.registry.standing import FROM, INTO
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx


def done_before(tx: Tx, act: str, doors: Sequence[Door], request: Request) -> Reshaped | None:
    """Return what was done before where it is the same; refuse houses that went otherwise."""
    for door in doors:
        event = gone_by(tx, door.book_id, door.sub_id)
        if event is None:
            continue
        if not _is_same(event, act, doors, request):
            raise closed(door.code, event)
        return _told(tx, event, doors[0])
    return None


def _is_same(event: Event, act: str, doors: Sequence[Door], request: Request) -> bool:
    went = [member.code for member in event.of_role(FROM)]
    came = {member.code.rsplit("-", 1)[1]: member.figures for member in event.of_role(INTO)}
    wanted = {part.room: part for part in request.parts}
    return (
        (event.act, event.dated_on) == (act, request.on)
        and sorted(went) == sorted(door.code for door in doors)
        and set(came) == set(wanted)
        and all(
            part.area in {0, came[room].area} and part.due_fen in {None, came[room].due_fen}
            for room, part in wanted.items()
        )
    )


def _told(tx: Tx, event: Event, door: Door) -> Reshaped:
    """Tell of an event again as it was told when it was done."""
    carried = schema.carried_move
    integrals: dict[int, int] = {}
    for row in tx.conn.execute(
        select(carried).where(
            carried.c.book_id == event.book_id, carried.c.event_no == event.event_no
        )
    ):
        days = (event.dated_on - row.value_on).days
        integrals[row.sub_id] = integrals.get(row.sub_id, 0) + row.amount_fen * days
    sides = {
        role: tuple(
            Standing(member.code, member.figures, abs(integrals.get(member.sub_id, 0)))
            for member in event.of_role(role)
        )
        for role in (FROM, INTO)
    }
    plan = Plan(
        event.act,
        event.book_id,
        tuple(each.code for each in sides[FROM]),
        (),
        event.dated_on,
        event.area_gap,
        event.reason,
        event.who,
    )
    code = None if event.voucher_id is None else _voucher_code(tx, door.book, event)
    return Reshaped(plan, sides[FROM], sides[INTO], code, is_draft=False, changed=False)


def _voucher_code(tx: Tx, book: str, event: Event) -> str:
    assert event.voucher_id is not None
    stored = read_voucher(tx, event.book_id, event.voucher_id)
    assert stored is not None
    return f"{book}:{stored.number}"
