from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.apportion import apportion
from ledger.values.area import parse_area
from ledger.values.errors import InputError
from ledger.values.money import FEN_MAX, format_fen, parse_fen

WEIGHTS = st.lists(st.integers(0, 10**10), min_size=1, max_size=30).filter(any)
TOTALS = st.integers(-FEN_MAX, FEN_MAX)


def shared(total: str, *areas: str) -> list[str]:
    parts = apportion(parse_fen(total), [parse_area(area) for area in areas])
    return [format_fen(part) for part in parts]


def test_a_roof_is_shared_by_seven_households_by_floor_area() -> None:
    areas = ("88.53", "64.20", "88.53", "64.20", "88.53", "64.20", "102.17")
    assert shared("37,650.00", *areas) == [
        "5,948.24",
        "4,313.53",
        "5,948.24",
        "4,313.53",
        "5,948.24",
        "4,313.53",
        "6,864.69",
    ]


def test_ten_thousand_yuan_over_three_equal_homes() -> None:
    assert shared("10,000.00", "80", "80", "80") == ["3,333.34", "3,333.33", "3,333.33"]


def test_sixty_equal_homes_differ_by_a_fen_and_not_by_twenty() -> None:
    """Rounding each and charging the rest to the last would leave it 16.47 beside 16.67."""
    parts = apportion(parse_fen("1,000.00"), [1] * 60)
    assert parts == [1667] * 40 + [1666] * 20


def test_a_lift_is_shared_by_floor_coefficient_times_area() -> None:
    """Six floors, two homes a floor; floors one and two bear nothing."""
    tenths = (0, 0, 7, 8, 9, 10)
    weights = [tenth * parse_area(area) for tenth in tenths for area in ("88.50", "64.20")]
    parts = [format_fen(part) for part in apportion(parse_fen("300,000.00"), weights)]
    assert parts == [
        *["0.00"] * 4,
        *("35,796.83", "25,967.87"),
        *("40,910.67", "29,677.57"),
        *("46,024.50", "33,387.27"),
        *("51,138.33", "37,096.96"),
    ]


def test_one_fen_goes_to_the_earliest_of_a_thousand_equals() -> None:
    assert apportion(1, [7] * 1000) == [1] + [0] * 999


@given(TOTALS, WEIGHTS)
def test_the_parts_add_up(total_fen: int, weights: list[int]) -> None:
    assert sum(apportion(total_fen, weights)) == total_fen


@given(TOTALS, WEIGHTS)
def test_no_part_is_a_fen_or_more_from_its_exact_share(total_fen: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(apportion(total_fen, weights), weights, strict=True):
        assert abs(part - Fraction(total_fen * weight, whole)) < 1
        assert weight or part == 0


@given(TOTALS, WEIGHTS)
def test_a_reversal_cancels_each_part(total_fen: int, weights: list[int]) -> None:
    assert apportion(-total_fen, weights) == [-part for part in apportion(total_fen, weights)]


@given(st.integers(0, FEN_MAX), WEIGHTS)
def test_who_gets_a_fen_more_had_a_remainder_no_smaller(total_fen: int, weights: list[int]) -> None:
    whole = sum(weights)
    more: list[tuple[int, int]] = []
    rest: list[tuple[int, int]] = []
    for index, part in enumerate(apportion(total_fen, weights)):
        down, remainder = divmod(total_fen * weights[index], whole)
        (more if part > down else rest).append((-remainder, index))
    assert not more or not rest or max(more) < min(rest)


@pytest.mark.parametrize(
    ("weights", "word"),
    [([], "weights_all_zero"), ([0, 0], "weights_all_zero"), ([2, -1], "weight_negative")],
)
def test_nothing_is_shared_where_nobody_can_bear_it(weights: list[int], word: str) -> None:
    with pytest.raises(InputError) as told:
        apportion(100, weights)
    assert told.value.code == word
