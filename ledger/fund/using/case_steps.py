"""The steps of a case on record: when it moved from where to where, by whom, and why.

Every step stays. From the approval on the database lets a case move by a recorded step only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund.using.cases import Case, State, save_case
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.i18n import _
from ledger.values.text import clean_name


@dataclass(frozen=True, slots=True)
class Step:
    """What a person did to a case.

    Attributes:
        act: a stable word, such as `suspend`.
        on: the day on which it took effect.
    """

    act: str
    on: date
    who: str
    reason: str | None = None


class Taken(NamedTuple):
    """A step as it is on record."""

    act: str
    from_state: State
    to_state: State
    on: date
    reason: str | None
    who: str
    at: str


def move(tx: Tx, case: Case, to: State, step: Step, *, clock: Clock) -> Case:
    """Take a step with a case and put it on record; the heads of its books are locked.

    A case that stays where it is has the step on record all the same.
    """
    record_step(tx, case, to, step, clock=clock)
    return save_case(tx, replace(case, state=to))


def record_step(tx: Tx, case: Case, to: State, step: Step, *, clock: Clock) -> None:
    """Put a step on record before the case moves."""
    table = schema.usage_event
    reason = None if step.reason is None else clean_name(step.reason, _("原因"))
    for own in case.books:
        newest = tx.conn.execute(
            select(func.max(table.c.event_no)).where(
                table.c.book_id == own.book.book_id, table.c.case_id == own.case_id
            )
        ).scalar_one()
        tx.conn.execute(
            table.insert().values(
                book_id=own.book.book_id,
                case_id=own.case_id,
                event_no=(newest or 0) + 1,
                act=step.act,
                from_state=case.state.value,
                to_state=to.value,
                dated_on=step.on,
                reason=reason,
                who=step.who,
                at=clock.at,
            )
        )


def read_steps(tx: Tx, case: Case) -> list[Taken]:
    """Return the steps of a case on record, in their order; each book holds them all."""
    table = schema.usage_event
    own = case.books[0]
    return [
        Taken(
            row.act,
            State(row.from_state),
            State(row.to_state),
            row.dated_on,
            row.reason,
            row.who,
            row.at,
        )
        for row in tx.conn.execute(
            select(table)
            .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
            .order_by(table.c.event_no)
        )
    ]
