from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.using.consent import (
    NOBODY,
    Ballot,
    Count,
    Matter,
    Ruleset,
    Verdict,
    Voter,
    decide,
    electorate,
)

TOTAL = Count(900, 90)


def told(
    ruleset: Ruleset,
    present: tuple[int, int],
    agreed: tuple[int, int],
    matter: Matter = Matter.USE,
    objected: tuple[int, int] = (0, 0),
) -> str:
    ballot = Ballot(TOTAL, Count(*present), Count(*agreed), Count(*objected))
    return decide(ballot, matter, ruleset).value


@given(
    present=st.integers(0, 90),
    agreed=st.integers(0, 90),
    matter=st.sampled_from([Matter.USE, Matter.RAISE]),
)
def test_whole_numbers_agree_with_exact_fractions(
    present: int, agreed: int, matter: Matter
) -> None:
    found = told(Ruleset.CIVIL_CODE_2021, (present * 10, present), (agreed * 10, agreed), matter)
    if agreed > present:
        assert found == "impossible"
    elif Fraction(present, 90) < Fraction(2, 3):
        assert found == "no_quorum"
    else:
        rate = Fraction(agreed, present)
        passed = rate > Fraction(1, 2) if matter is Matter.USE else rate >= Fraction(3, 4)
        assert found == ("passed" if passed else "not_enough")


@pytest.mark.parametrize(
    ("present", "agreed", "expected"),
    [
        ((900, 90), (600, 60), "passed"),  # exactly two thirds of all
        ((900, 90), (599, 90), "not_enough"),
        ((900, 90), (900, 59), "not_enough"),
        ((600, 60), (600, 60), "passed"),
        ((450, 90), (450, 90), "no_quorum"),  # half is not more than half
        ((900, 45), (900, 45), "no_quorum"),
    ],
)
def test_the_old_rules_measure_against_all_owners(
    present: tuple[int, int], agreed: tuple[int, int], expected: str
) -> None:
    assert told(Ruleset.OLD_2007, present, agreed) == expected
    assert told(Ruleset.OLD_2007, present, agreed, Matter.RAISE) == expected


def test_other_matters_need_more_than_half() -> None:
    assert told(Ruleset.OLD_2007, (900, 90), (451, 46), Matter.OTHER) == "passed"
    assert told(Ruleset.OLD_2007, (900, 90), (450, 46), Matter.OTHER) == "not_enough"
    assert told(Ruleset.CIVIL_CODE_2021, (600, 60), (301, 31), Matter.OTHER) == "passed"


@pytest.mark.parametrize(
    ("objected", "expected"),
    [((300, 30), "passed"), ((301, 30), "not_enough"), ((300, 31), "not_enough")],
)
def test_silence_is_consent_until_more_than_a_third_objects(
    objected: tuple[int, int], expected: str
) -> None:
    assert told(Ruleset.OBJECTION_1_3, (900, 90), (0, 0), objected=objected) == expected


@pytest.mark.parametrize(
    ("present", "agreed", "objected"),
    [
        ((901, 90), (0, 0), (0, 0)),
        ((900, 91), (0, 0), (0, 0)),
        ((800, 80), (801, 80), (0, 0)),
        ((800, 80), (500, 50), (301, 30)),
        ((-1, 80), (0, 0), (0, 0)),
        ((800, 80), (-1, 0), (0, 0)),
    ],
)
def test_parts_that_do_not_fit_into_the_whole_are_no_vote(
    present: tuple[int, int], agreed: tuple[int, int], objected: tuple[int, int]
) -> None:
    for ruleset in Ruleset:
        assert told(ruleset, present, agreed, objected=objected) == Verdict.IMPOSSIBLE


def test_whoever_has_several_homes_counts_once() -> None:
    one, other = ("110101199001011234",), ("110101199001011234", "110101199101011235")
    assert electorate(
        [Voter(50, None, one), Voter(60, None, one), Voter(70, None, other), Voter(80, None, ())]
    ) == Count(260, 3)


def test_all_unsold_homes_of_a_seller_count_as_one_owner() -> None:
    unsold = Voter(50, None, (), "unsold_commodity")
    public = Voter(50, None, ("x",), "unsold_public")
    assert electorate([unsold, unsold, public, public]) == Count(200, 2)


def test_a_number_in_the_roster_stands_above_the_counting_rule() -> None:
    assert electorate([Voter(50, 2, ("x",)), Voter(60, 0, ("x",))]) == Count(110, 2)


def test_nobody_is_no_electorate() -> None:
    assert electorate([]) == NOBODY
