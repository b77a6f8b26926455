"""What stands behind earnings that a household was given: the run, its total, and the integral.

The household's own integral is reckoned again from its movements, as the run reckoned it: whatever
came into the log after the run does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select

from ledger.fund.earning.runs import EVENT
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.interest import Flow, Method, Span, integral


class Placed(NamedTuple):
    """A movement by its place in the book's log, with its value date."""

    place: int
    value_on: date
    amount_fen: int


class Earned(NamedTuple):
    """A run of which a household got its part.

    Attributes:
        weight: of all that took part: fen·day, by area 0.01 m², by rates what was promised.
        own: the household's own, in fen·day; its area where the run went by area.
    """

    event: str
    method: Method
    by_area: bool
    span: Span
    total_fen: int
    weight: int
    own: int


def read_earned(
    tx: Tx, book_id: int, sub_id: int, events: Iterable[str], moves: Sequence[Placed]
) -> dict[str, Earned]:
    """Return the runs of some events, with the integral of a sub-account in each.

    Args:
        events: of the vouchers that gave earnings out; others are left aside.
        moves: all movements of the sub-account.
    """
    runs = sorted({event for event in events if event.startswith(EVENT)})
    if not runs:
        return {}
    table, home = schema.distribution, schema.household
    area = tx.conn.execute(
        select(home.c.area).where(home.c.book_id == book_id, home.c.sub_id == sub_id)
    ).scalar_one_or_none()
    flows = [*moves, *_carried(tx, book_id, sub_id)]
    found = {}
    for event in runs:
        row = tx.conn.execute(
            select(table).where(
                table.c.book_id == book_id,
                table.c.distribution_id == int(event.rpartition(":")[2]),
            )
        ).one()
        span = Span(row.first_on, row.last_on)
        by_area = '"by_area":true' in row.terms
        own = integral(
            [Flow(each.value_on, each.amount_fen) for each in flows if each.place <= row.as_of],
            span,
        )
        found[event] = Earned(
            event,
            Method(row.method),
            by_area,
            span,
            row.total_fen,
            row.weight,
            (area or 0) if by_area else own,
        )
    return found


def _carried(tx: Tx, book_id: int, sub_id: int) -> Iterator[Placed]:
    """Yield what a house that was split or merged carried over to its successors."""
    carried, event = schema.carried_move, schema.house_event
    for row in tx.conn.execute(
        select(event.c.change_id, carried.c.value_on, carried.c.amount_fen)
        .join(
            event,
            and_(event.c.book_id == carried.c.book_id, event.c.event_no == carried.c.event_no),
        )
        .where(carried.c.book_id == book_id, carried.c.sub_id == sub_id)
    ):
        yield Placed(*row)
