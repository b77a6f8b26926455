"""Ballots counted over a frozen electorate: pure numbers."""

from __future__ import annotations

from itertools import count
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.fund.using.consent import (
    Ballot,
    Count,
    Matter,
    Ruleset,
    Verdict,
    Voter,
    decide,
    electorate,
)
from ledger.fund.using.tally import Choice, HomeId, Seat, count_seats, seated, split_persons, tally

# V7 of handbook 11.3: the matter; who takes part; who agrees; what comes of it. 10,800.00 m², 118.
V7: Final[tuple[tuple[Matter, tuple[int, int], tuple[int, int], Verdict], ...]] = (
    (Matter.USE, (720_000, 79), (360_001, 40), Verdict.PASSED),
    (Matter.USE, (720_000, 78), (720_000, 78), Verdict.NO_QUORUM),
    (Matter.USE, (720_000, 79), (360_000, 60), Verdict.NOT_ENOUGH),
    (Matter.RAISE, (800_000, 90), (600_000, 67), Verdict.NOT_ENOUGH),
    (Matter.RAISE, (800_000, 90), (600_000, 68), Verdict.PASSED),
)
WHOLE: Final = (1_080_000, 118)


def parts(present: tuple[int, int], agreed: tuple[int, int]) -> list[tuple[int, Choice | None]]:
    """Return a home for each person: its area and its choice, so that the sums come out."""
    against = (present[0] - agreed[0], present[1] - agreed[1])
    silent = (WHOLE[0] - present[0], WHOLE[1] - present[1])
    return [
        (area // heads + (area % heads if no == 0 else 0), choice)
        for (area, heads), choice in (
            (agreed, Choice.AGREE),
            (against, Choice.AGAINST),
            (silent, None),
        )
        for no in range(heads)
    ]


@pytest.mark.parametrize(("matter", "present", "agreed", "verdict"), V7)
def test_the_table_of_the_handbook_by_totals_and_by_ballots(
    matter: Matter, present: tuple[int, int], agreed: tuple[int, int], verdict: Verdict
) -> None:
    told = Ballot(Count(*WHOLE), Count(*present), Count(*agreed))
    assert decide(told, matter, Ruleset.CIVIL_CODE_2021) is verdict
    homes = parts(present, agreed)
    seats = [Seat((1, no), area, no, None) for no, (area, _choice) in enumerate(homes, start=1)]
    choices = {(1, no): choice for no, (_area, choice) in enumerate(homes, start=1) if choice}
    counted = tally(seats, choices)
    assert (counted.total, counted.present, counted.agreed) == (
        told.total,
        told.present,
        told.agreed,
    )
    assert decide(counted, matter, Ruleset.CIVIL_CODE_2021) is verdict


def test_one_person_with_several_homes_is_counted_once_however_many_vote() -> None:
    seats = seated({(1, n): Voter(10 * n, None, ("x",)) for n in (1, 2, 3)})
    assert count_seats(seats) == Count(60, 1)
    one = tally(seats, {(1, 2): Choice.AGREE})
    assert (one.present, one.agreed) == (Count(20, 1), Count(20, 1))
    both = tally(seats, {(1, 2): Choice.AGREE, (1, 3): Choice.AGREE})
    assert both.present == Count(50, 1)


def test_owners_together_are_another_person_than_one_of_them_alone() -> None:
    seats = seated({(1, 1): Voter(10, None, ("x", "y")), (1, 2): Voter(10, None, ("x",))})
    assert count_seats(seats).heads == 2


def test_unsold_homes_of_a_kind_are_one_person_and_unknown_owners_are_each_their_own() -> None:
    unsold = Voter(10, None, (), "unsold_commodity")
    public = Voter(10, None, (), "unsold_public")
    seats = seated(
        {
            **{(1, n): unsold for n in (1, 2)},
            **{(2, n): public for n in (1, 2)},
            **{(1, n): Voter(10, None, ()) for n in (3, 4)},
        }
    )
    assert count_seats(seats) == Count(60, 4)


def test_a_number_of_the_roster_stands_above_the_count() -> None:
    seats = seated({(1, 1): Voter(10, 2, ("x",)), (1, 2): Voter(10, 0, ("x",))})
    assert count_seats(seats) == Count(20, 2)


def test_who_says_different_things_for_two_homes_is_found() -> None:
    seats = seated({(1, n): Voter(10, None, ("x",)) for n in (1, 2)})
    assert split_persons(seats, {(1, 1): Choice.AGREE}) == []
    assert split_persons(seats, {(1, 1): Choice.AGREE, (1, 2): Choice.AGAINST}) == [
        [(1, 1), (1, 2)]
    ]


def test_who_objects_and_who_is_against_both_say_no() -> None:
    seats = seated({(1, n): Voter(10, None, (str(n),)) for n in (1, 2, 3, 4)})
    counted = tally(seats, {(1, 1): Choice.OBJECT, (1, 2): Choice.AGAINST, (1, 3): Choice.ABSTAIN})
    assert counted.objected == Count(20, 2)
    assert counted.present == Count(30, 3)
    assert counted.agreed == Count(0, 0)


people = st.lists(
    st.builds(
        Voter,
        st.integers(0, 50_000),
        st.one_of(st.none(), st.integers(0, 3)),
        st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(lambda own: (*sorted(own),)),
        st.sampled_from(("", "", "", "unsold_commodity", "unsold_public")),
    ),
    max_size=12,
)


@given(people, st.data())
@settings(max_examples=150, deadline=None)
def test_seats_count_as_the_electorate_does_and_parts_never_exceed_it(
    voters: list[Voter], data: st.DataObject
) -> None:
    homes: dict[HomeId, Voter] = dict(zip(((1, n) for n in count(1)), voters, strict=False))
    seats = seated(homes)
    assert count_seats(seats) == electorate(voters)
    choices = {
        home: choice
        for home in homes
        if (choice := data.draw(st.one_of(st.none(), st.sampled_from(Choice))))
    }
    if split_persons(seats, choices):
        return
    counted = tally(seats, choices)
    assert counted.present.area <= counted.total.area
    assert counted.present.heads <= counted.total.heads
    assert counted.agreed.area + counted.objected.area <= counted.present.area
    assert counted.agreed.heads + counted.objected.heads <= counted.present.heads
