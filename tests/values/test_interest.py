"""Interest by day-exact integrals: the vectors of the handbook, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.apportion import apportion
from ledger.values.errors import InputError
from ledger.values.interest import (
    PPM,
    Flow,
    Order,
    Span,
    digits,
    integral,
    interest_fen,
    refuse_turned,
    split,
    year_ending,
)

YEAR = Span(date(2025, 7, 1), date(2026, 6, 30))
V2A = (
    Flow(date(2025, 6, 30), 800_000),
    Flow(date(2025, 11, 15), 200_000),
    Flow(date(2026, 3, 10), -150_000),
)


@pytest.mark.parametrize(
    ("order", "day_base", "expected"),
    [
        (Order.NEW_FIRST, 360, 9002),
        (Order.NEW_FIRST, 365, 8878),
        (Order.CARRIED_FIRST, 360, 8531),
        (Order.CARRIED_FIRST, 365, 8414),
    ],
)
def test_vector_v2a(order: Order, day_base: int, expected: int) -> None:
    parts = split(V2A, YEAR, order)
    assert interest_fen([(parts.high, 11_000), (parts.low, 1_000)], day_base) == expected


def test_vector_v2b() -> None:
    weights = [320_650_000, 396_390_000, 118_916_635, 90_500_000]
    assert apportion(61_888, weights) == [21_420, 26_479, 7_944, 6_045]


def test_the_day_of_a_deposit_counts_and_that_of_a_withdrawal_does_not() -> None:
    day = date(2026, 3, 10)
    assert integral([Flow(day, 1)], Span(day, day)) == 1
    assert integral([Flow(day, 1), Flow(day, -1)], Span(day, day)) == 0
    assert integral([Flow(day + timedelta(1), 1)], Span(day, day)) == 0


@pytest.mark.parametrize(
    ("start", "until", "first", "last"),
    [
        ("07-01", "2026-06-30", "2025-07-01", "2026-06-30"),
        ("07-01", "2026-06-29", "2024-07-01", "2025-06-30"),
        ("07-01", "2026-12-31", "2025-07-01", "2026-06-30"),
        ("01-01", "2026-12-31", "2026-01-01", "2026-12-31"),
        ("01-01", "2026-12-30", "2025-01-01", "2025-12-31"),
        ("02-29", "2026-03-01", "2025-03-01", "2026-02-28"),
        ("02-29", "2024-02-28", "2023-03-01", "2024-02-28"),
    ],
)
def test_the_newest_interest_year_that_is_over(
    start: str, until: str, first: str, last: str
) -> None:
    span = year_ending(start, date.fromisoformat(until))
    assert span == Span(date.fromisoformat(first), date.fromisoformat(last))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    refuse_turned(Span(date(2026, 1, 1), date(2026, 1, 1)))
    with pytest.raises(InputError, match="interest_period"):
        refuse_turned(Span(date(2026, 1, 2), date(2026, 1, 1)))


def test_half_a_fen_is_rounded_up_and_less_is_not() -> None:
    assert interest_fen([(180, PPM)], 360) == 1
    assert interest_fen([(179, PPM)], 360) == 0
    # Summed first, rounded once: two halves are one fen, not two.
    assert interest_fen([(90, PPM), (90, PPM)], 360) == 1


flows = st.lists(
    st.builds(
        Flow,
        st.dates(date(2025, 5, 1), date(2026, 8, 1)),
        st.integers(-1000, 1000),
    ),
    max_size=8,
)


@given(flows, st.sampled_from(Order))
def test_the_classes_together_are_the_whole(moves: list[Flow], order: Order) -> None:
    parts = split(moves, YEAR, order)
    assert parts.high + parts.low == integral(moves, YEAR)


@given(flows, flows)
def test_integrals_add_up(one: list[Flow], other: list[Flow]) -> None:
    assert integral([*one, *other], YEAR) == integral(one, YEAR) + integral(other, YEAR)


@given(flows, st.dates(YEAR.first, YEAR.last - timedelta(1)))
def test_a_period_may_be_parted_anywhere(moves: list[Flow], end: date) -> None:
    whole = integral(moves, YEAR)
    first, rest = Span(YEAR.first, end), Span(end + timedelta(1), YEAR.last)
    assert whole == integral(moves, first) + integral(moves, rest)


@given(st.integers(0, 2**60), st.integers(1, 2**55), st.data())
def test_long_division_is_exact_and_stays_in_range(
    factor: int, divisor: int, data: st.DataObject
) -> None:
    weight = data.draw(st.integers(0, divisor))
    bits, parts = digits(factor, divisor)
    quotient = remainder = 0
    for part in parts:
        rest = (remainder << bits) + part * weight
        assert rest < 2**63
        quotient, remainder = (quotient << bits) + rest // divisor, rest % divisor
    assert (quotient, remainder) == divmod(factor * weight, divisor)


def test_a_divisor_that_leaves_no_room_is_refused() -> None:
    digits(2**12 - 1, 2**60 - 1)
    for factor, divisor in ((1, 2**60), (2**12, 2**60 - 1)):
        with pytest.raises(InputError, match="integral_too_large"):
            digits(factor, divisor)
