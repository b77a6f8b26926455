"""What households owe of what is due at first (欠费), and since when.

Nothing of it is booked: on a cash basis only money that came is. A plan in force says by when the
parts are due; without one all of it is, from the day on which the first owner got the home.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from ledger.fund.collecting.instalments import Filled, Late, Step, fill, late_on
from ledger.fund.refilling.replenish import Selection
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx

ENDED = "ENDED"


class Plan(NamedTuple):
    """The last plan of a household.

    Attributes:
        total_fen: what was open when it was made.
    """

    book_id: int
    plan_no: int
    sub_id: int
    kind: str
    total_fen: int
    reason: str
    made_on: date
    steps: tuple[Step, ...]


class Owing(NamedTuple):
    """A household, what is due of it and what it paid.

    Attributes:
        paid_fen: all money that was ever paid in and not given back, before the books too.
        rule: by which its due was fixed; None where the roster says it, or nothing.
        standard_fen: of the roster, per m².
        plan: in force, None where there is none.
        late: what is overdue.
    """

    book_id: int
    sub_id: int
    household: str
    kind: str
    area: int
    owner: str | None
    due_fen: int
    paid_fen: int
    standard_fen: int | None
    rule: str | None
    rate: int | None
    source: str | None
    plan: Plan | None
    late: Late

    @property
    def open_fen(self) -> int:
        """What is not paid."""
        return max(self.due_fen - self.paid_fen, 0)

    def filled(self) -> list[Filled]:
        """Return the parts of its plan, with what was paid of each."""
        if self.plan is None:
            return []
        before_fen = self.due_fen - self.plan.total_fen
        return fill(self.plan.steps, self.paid_fen - before_fen)


def owing(
    tx: Tx, selection: Selection, day: date, *, only_open: bool, household: str | None = None
) -> Iterator[Owing]:
    """Walk households with what they owe on a day, by book and code.

    Args:
        tx: a transaction.
        selection: which households.
        day: the day up to which parts of plans count; money counts as it stands now.
        only_open: only those that owe something.
        household: only this one.
    """
    plans = read_plans(tx, selection.book_ids)
    query = _query(selection)
    if household is not None:
        query = query.where(schema.sub_account.c.code == household)
    for row in tx.conn.execute(query, execution_options={"yield_per": 2000}):
        if only_open and row.due_fen <= row.paid_fen:
            continue
        plan = plans.get((row.book_id, row.sub_id))
        found = Owing._make([*row[:-1], plan, Late(0, None)])
        yield found._replace(late=_late(found, row.owned_from, day))


def _late(found: Owing, owned_from: date | None, day: date) -> Late:
    if found.plan is not None:
        return late_on(found.filled(), day)
    if not found.open_fen or (owned_from is not None and owned_from > day):
        return Late(0, None)
    return Late(found.open_fen, owned_from)


def _query(selection: Selection) -> Select[Any]:
    home, sub, balance, fixed, title = (
        schema.household,
        schema.sub_account,
        schema.sub_balance,
        schema.household_due,
        schema.title,
    )
    own = and_(title.c.book_id == home.c.book_id, title.c.sub_id == home.c.sub_id)
    # One of several owners is named: the list says whom to ask.
    owner = select(func.min(title.c.owner)).where(own, title.c.owned_until.is_(None))
    query = (
        select(
            home.c.book_id,
            home.c.sub_id,
            sub.c.code.label("household"),
            home.c.kind,
            home.c.area,
            owner.scalar_subquery().label("owner"),
            home.c.due_fen,
            (balance.c.received_fen + home.c.deposited_before_fen).label("paid_fen"),
            home.c.standard_fen,
            fixed.c.rule,
            fixed.c.rate,
            fixed.c.source,
            select(func.min(title.c.owned_from)).where(own).scalar_subquery().label("owned_from"),
        )
        .join(sub, and_(sub.c.book_id == home.c.book_id, sub.c.sub_id == home.c.sub_id))
        .join(
            balance,
            and_(
                balance.c.book_id == home.c.book_id,
                balance.c.sub_id == home.c.sub_id,
                balance.c.part == int(Part.PRINCIPAL),
            ),
        )
        .outerjoin(fixed, and_(fixed.c.book_id == home.c.book_id, fixed.c.sub_id == home.c.sub_id))
        .where(home.c.book_id.in_(selection.book_ids))
        .order_by(home.c.book_id, sub.c.code)
    )
    if selection.estate_id is not None:
        query = query.where(home.c.estate_id == selection.estate_id)
    return query


def read_plans(tx: Tx, book_ids: Collection[int]) -> Mapping[tuple[int, int], Plan]:
    """Return the plans in force of books, by book and sub-account: the last one of each."""
    plan, step = schema.deposit_plan, schema.deposit_plan_step
    last = (
        select(plan.c.book_id, func.max(plan.c.plan_no).label("plan_no"))
        .where(plan.c.book_id.in_(book_ids))
        .group_by(plan.c.book_id, plan.c.sub_id)
        .subquery()
    )
    is_last = and_(plan.c.book_id == last.c.book_id, plan.c.plan_no == last.c.plan_no)
    steps: dict[tuple[int, int], list[Step]] = {}
    for row in tx.conn.execute(
        select(step)
        .join(last, and_(step.c.book_id == last.c.book_id, step.c.plan_no == last.c.plan_no))
        .order_by(step.c.book_id, step.c.plan_no, step.c.step_no)
    ):
        steps.setdefault((row.book_id, row.plan_no), []).append(Step(row.due_on, row.amount_fen))
    return {
        (row.book_id, row.sub_id): Plan(
            row.book_id,
            row.plan_no,
            row.sub_id,
            row.kind,
            row.total_fen,
            row.reason,
            row.made_on,
            tuple(steps.get((row.book_id, row.plan_no), ())),
        )
        for row in tx.conn.execute(select(plan).join(last, is_last).where(plan.c.kind != ENDED))
    }
