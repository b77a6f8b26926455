"""The procedures of using the fund (165号令 arts. 22–24): which steps, in which order. Pure.

Before the money is handed over (划转) the bureau approves what the owners of the scope decided;
after it the owners' committee does, and the bureau is told. An emergency skips the vote. The vote
and the approval are the case's own states; the steps between them stand in a register.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Procedure(StrEnum):
    """Which procedure a case follows."""

    BEFORE_TRANSFER = "before_transfer"
    AFTER_TRANSFER = "after_transfer"
    EMERGENCY_BEFORE = "emergency_before"
    EMERGENCY_AFTER = "emergency_after"


class Step(StrEnum):
    """A step that is recorded with its day.

    PLAN: the plan of use is made. PUBLICITY: it hangs out, before the vote. WORKS: the job is
    begun. APPLIED: the money is asked for. COMMITTEE_OK: the owners' committee agrees. KEEPER_OK:
    the keeper of public housing's money agrees. FILED: the bureau is told. RESULT_PUBLICITY: what
    it cost hangs out, after the approval.
    """

    PLAN = "plan"
    PUBLICITY = "publicity"
    WORKS = "works"
    APPLIED = "applied"
    COMMITTEE_OK = "committee_ok"
    KEEPER_OK = "keeper_ok"
    FILED = "filed"
    RESULT_PUBLICITY = "result_publicity"


HANGING: Final = frozenset({Step.PUBLICITY, Step.RESULT_PUBLICITY})
"""Steps that last: from a first day to a last one, both included."""

_SEQUENCE: Final = {
    Procedure.BEFORE_TRANSFER: (
        Step.PLAN,
        Step.PUBLICITY,
        "vote",
        Step.WORKS,
        Step.APPLIED,
        Step.KEEPER_OK,
        "approval",
        Step.RESULT_PUBLICITY,
    ),
    Procedure.AFTER_TRANSFER: (
        Step.PLAN,
        Step.PUBLICITY,
        "vote",
        Step.WORKS,
        Step.APPLIED,
        Step.COMMITTEE_OK,
        Step.KEEPER_OK,
        Step.FILED,
        "approval",
        Step.RESULT_PUBLICITY,
    ),
    Procedure.EMERGENCY_BEFORE: (
        Step.WORKS,
        Step.APPLIED,
        Step.KEEPER_OK,
        "approval",
        Step.RESULT_PUBLICITY,
    ),
    Procedure.EMERGENCY_AFTER: (
        Step.WORKS,
        Step.APPLIED,
        Step.COMMITTEE_OK,
        Step.KEEPER_OK,
        Step.FILED,
        "approval",
        Step.RESULT_PUBLICITY,
    ),
}
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken.

    Attributes:
        until: the last day of a step that lasts; its first day else.
    """

    on: date
    until: date

    @property
    def days(self) -> int:
        """For how many days, both ends included."""
        return (self.until - self.on).days + 1


@dataclass(frozen=True, slots=True)
class Disorder:
    """Two things of which the later came first.

    Attributes:
        what, earlier: words of `Step`, or `vote` or `approval`.
        on: the day of `what`, which lies before `not_before`, the day of `earlier`.
    """

    what: str
    on: date
    earlier: str
    not_before: date


def procedure_of(*, emergency: bool, kept_by_owners: bool) -> Procedure:
    """Return the procedure that a case follows.

    Args:
        emergency: 165号令 art. 24.
        kept_by_owners: the money has been handed over: the owners' meeting has it kept.
    """
    if kept_by_owners:
        return Procedure.EMERGENCY_AFTER if emergency else Procedure.AFTER_TRANSFER
    return Procedure.EMERGENCY_BEFORE if emergency else Procedure.BEFORE_TRANSFER


def steps_of(procedure: Procedure) -> tuple[str, ...]:
    """Return the steps of a procedure in their order, `vote` and `approval` among them."""
    return _SEQUENCE[procedure]


def lacking(required: Iterable[str], taken: Mapping[Step, Taken]) -> list[Step]:
    """Return the steps that a rule requires before the approval and that were not taken."""
    wanted = set(required)
    return [step for step in Step if step.value in wanted and step not in taken]


def first_disorder(
    procedure: Procedure,
    taken: Mapping[Step, Taken],
    *,
    vote_on: date | None = None,
    approved_on: date | None = None,
) -> Disorder | None:
    """Return the first of a case's days that lies before what must come before it.

    >>> day = date(2026, 1, 5)
    >>> steps = {Step.PUBLICITY: Taken(day, date(2026, 1, 11))}
    >>> late = first_disorder(Procedure.BEFORE_TRANSFER, steps, vote_on=day)
    >>> late.what, late.earlier, late.not_before.isoformat()
    ('vote', 'publicity', '2026-01-11')
    """
    days: dict[str, Taken] = {step.value: each for step, each in taken.items()}
    for name, on in (("vote", vote_on), ("approval", approved_on)):
        if on is not None:
            days[name] = Taken(on, on)
    latest: tuple[str, date] | None = None
    for name in (str(each) for each in steps_of(procedure)):
        if name not in days:
            continue
        each = days[name]
        if latest is not None and each.on < latest[1]:
            return Disorder(name, each.on, *latest)
        if latest is None or each.until > latest[1]:
            latest = (name, each.until)
    return None


def add_working_days(
    day: date, count: int, free: Collection[str] = (), work: Collection[str] = ()
) -> date:
    """Return the last day on which an emergency must be decided; Saturdays and Sundays are free.

    >>> add_working_days(date(2026, 1, 8), 3).isoformat()  # a Thursday
    '2026-01-13'
    >>> add_working_days(date(2026, 1, 8), 3, ["2026-01-12"], ["2026-01-10"]).isoformat()
    '2026-01-13'

    Args:
        day: the day before the first that counts.
        count: of working days.
        free: holidays (放假) in ISO, which do not count.
        work: days in ISO on which people work in their stead (调休).
    """
    while count:
        day += timedelta(days=1)
        name = day.isoformat()
        if name in work or (day.weekday() < _SATURDAY and name not in free):
            count -= 1
    return day
