"""Plans by which a household pays what is due in parts, or later (分期、缓交). A register only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund.collecting.arrears import ENDED, Owing, owing
from ledger.fund.collecting.instalments import TIMES_MAX, Step, parts_of
from ledger.fund.refilling.replenish import Selection
from ledger.registry.books import list_books
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown


@dataclass(frozen=True, slots=True)
class Asked:
    """What is agreed with a household.

    Attributes:
        times: in so many equal parts; None where it pays at once, later.
        first_on: the day of the first part, or the day until which all of it is deferred; None
            ends the plan in force.
        every_months: so many months lie between two parts.
    """

    household: str
    reason: str
    times: int | None = None
    first_on: date | None = None
    every_months: int = 1


class Made(NamedTuple):
    """A household under its plan; `unchanged` where the plan in force says the same."""

    owing: Owing
    unchanged: bool


def add_plan(tx: Tx, asked: Asked, *, who: str, clock: Clock) -> Made:
    """Note a plan; it takes the place of the one in force.

    Raises:
        InputError: `plan_times`, or a reason that cannot be kept.
        Refused: `household_unknown`, `nothing_due`, `plan_in_past`, `plan_missing`.
    """
    reason = clean_name(asked.reason, _("原因"))
    found = _find(tx, asked.household, clock.today)
    lock_head(tx, found.book_id)
    found = _find(tx, asked.household, clock.today)
    kind, steps = _steps(asked, found, clock.today)
    if found.plan is not None and kind != ENDED and found.plan.steps == tuple(steps):
        return Made(found, unchanged=True)
    if kind == ENDED and found.plan is None:
        raise Refused(
            "plan_missing",
            _("{code} 没有分期或缓交").format(code=shown(asked.household)),
            _("请核对房屋编号；运行 wxzj fund plan list 查看"),
        )
    table, step = schema.deposit_plan, schema.deposit_plan_step
    newest = tx.conn.execute(
        select(func.coalesce(func.max(table.c.plan_no), 0)).where(table.c.book_id == found.book_id)
    ).scalar_one()
    tx.conn.execute(
        table.insert().values(
            book_id=found.book_id,
            plan_no=newest + 1,
            sub_id=found.sub_id,
            kind=kind,
            total_fen=sum(each.amount_fen for each in steps),
            reason=reason,
            made_on=clock.today,
            who=who,
            at=clock.at,
        )
    )
    insert_rows(
        tx,
        step,
        ("book_id", "plan_no", "step_no", "due_on", "amount_fen"),
        (
            (found.book_id, newest + 1, step_no, each.due_on, each.amount_fen)
            for step_no, each in enumerate(steps, start=1)
        ),
    )
    return Made(_find(tx, asked.household, clock.today), unchanged=False)


def _find(tx: Tx, household: str, day: date) -> Owing:
    everything = Selection(tuple(book.book_id for book in list_books(tx)))
    found = list(owing(tx, everything, day, only_open=False, household=household))
    if not found:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(household)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    return found[0]


def _steps(asked: Asked, found: Owing, today: date) -> tuple[str, list[Step]]:
    """Return the kind of the plan and its parts: what is open now, to the fen."""
    if asked.first_on is None:
        return ENDED, []
    if not found.open_fen:
        raise Refused(
            "nothing_due",
            _("{code} 没有欠交的首期").format(code=shown(asked.household)),
            _("请用 wxzj registry dues 核对应交和已交"),
        )
    if asked.first_on < today:
        raise Refused(
            "plan_in_past",
            _("{on} 已经过去").format(on=asked.first_on.isoformat()),
            _("请写今天或以后的日期"),
        )
    if asked.times is None:
        return "DEFERRED", [Step(asked.first_on, found.open_fen)]
    if not 1 < asked.times <= TIMES_MAX or not 0 < asked.every_months <= TIMES_MAX:
        raise InputError(
            "plan_times",
            _("不能分 {times} 期、每 {months} 个月一期").format(
                times=asked.times, months=asked.every_months
            ),
            _("可分 2 至 60 期，每期间隔 1 至 60 个月"),
        )
    return "INSTALMENTS", parts_of(found.open_fen, asked.times, asked.first_on, asked.every_months)
