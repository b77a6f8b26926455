"""The procedures of using the fund: their steps, their order, the days. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.using.procedure import (
    Procedure,
    Step,
    Taken,
    add_working_days,
    first_disorder,
    lacking,
    procedure_of,
    steps_of,
)

DAY: Final = date(2026, 1, 5)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("emergency", "kept_by_owners", "procedure"),
    [
        (False, False, Procedure.BEFORE_TRANSFER),
        (False, True, Procedure.AFTER_TRANSFER),
        (True, False, Procedure.EMERGENCY_BEFORE),
        (True, True, Procedure.EMERGENCY_AFTER),
    ],
)
def test_who_keeps_the_money_and_the_haste_decide_the_procedure(
    emergency: bool,  # noqa: FBT001 # a column of the table
    kept_by_owners: bool,  # noqa: FBT001 # a column of the table
    procedure: Procedure,
) -> None:
    assert procedure_of(emergency=emergency, kept_by_owners=kept_by_owners) is procedure


def test_the_committee_and_the_filing_come_with_the_hand_over_and_no_emergency_votes() -> None:
    assert Step.COMMITTEE_OK not in steps_of(Procedure.BEFORE_TRANSFER)
    assert {Step.COMMITTEE_OK, Step.FILED} <= set(steps_of(Procedure.AFTER_TRANSFER))
    for procedure in Procedure:
        assert ("vote" in steps_of(procedure)) != procedure.name.startswith("EMERGENCY")


@given(st.sampled_from(Procedure), st.lists(st.integers(0, 3), min_size=20, max_size=20))
def test_days_in_the_order_of_the_steps_are_in_order_and_each_pair_turned_round_is_not(
    procedure: Procedure, gaps: list[int]
) -> None:
    sequence = [str(step) for step in steps_of(procedure)]
    days: dict[str, date] = {}
    day = DAY
    for name, gap in zip(sequence, gaps, strict=False):
        day += timedelta(days=gap + 1)
        days[name] = day

    def look() -> object:
        return first_disorder(
            procedure,
            {Step(name): Taken(on, on) for name, on in days.items() if name in set(Step)},
            vote_on=days.get("vote"),
            approved_on=days["approval"],
        )

    assert look() is None
    for one, two in pairwise(sequence):
        days[one], days[two] = days[two], days[one]
        assert look() is not None
        days[one], days[two] = days[two], days[one]


def test_the_same_day_is_in_order_and_a_publicity_ends_before_the_vote() -> None:
    hung = {Step.PUBLICITY: Taken(DAY, later(6))}
    assert first_disorder(Procedure.BEFORE_TRANSFER, hung, vote_on=later(6)) is None
    found = first_disorder(Procedure.BEFORE_TRANSFER, hung, vote_on=later(5))
    assert found is not None
    assert (found.what, found.earlier, found.not_before) == ("vote", "publicity", later(6))
    assert hung[Step.PUBLICITY].days == 7


def test_what_is_required_and_not_taken_is_lacking_in_the_order_of_the_steps() -> None:
    taken = {Step.APPLIED: Taken(DAY, DAY)}
    assert lacking(["filed", "applied", "plan"], taken) == [Step.PLAN, Step.FILED]
    assert lacking([], {}) == []


@pytest.mark.parametrize(
    ("count", "until"),
    [(0, DAY), (1, later(1)), (4, later(4)), (5, later(7)), (3, later(3)), (10, later(14))],
)
def test_working_days_pass_over_the_week_end(count: int, until: date) -> None:
    assert add_working_days(DAY, count) == until
