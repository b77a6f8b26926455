"""Kept integrals: S and M give the interest integral (积数) of any span, exactly, without days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, literal, select

from ledger.journal.voucher import Part, Share
from ledger.store.database import Database
from ledger.store.days import day_number
from tests.journal.posts import balance, posted
from tests.worlds import build_registry, credit, debit, deposit, voucher

EPOCH = date(1970, 1, 1)


def day(on: date) -> int:
    return (on - EPOCH).days


def test_a_moment_is_amount_times_day_of_value(office: Database) -> None:
    early, late = date(2026, 1, 31), date(2026, 2, 28)
    posted(office, deposit("a", {1: 700}, value_on=early), deposit("b", {1: 300}, value_on=late))
    amount, moment, received = balance(office, 1)
    assert (amount, received) == (1000, 1000)
    assert moment == 700 * day(early) + 300 * day(late)


def test_a_day_of_value_before_the_epoch_counts_back(office: Database) -> None:
    posted(office, deposit("a", {1: 700}, value_on=date(1969, 12, 31)))
    assert balance(office, 1)[1] == -700


def test_money_given_out_is_not_money_received(office: Database) -> None:
    lines = [debit("3101", 70), credit("3001", 70, [Share(1, 70, Part.EARNINGS)], estate_id=1)]
    posted(office, deposit("a", {1: 100}), voucher("b", lines))
    assert balance(office, 1)[2] == 100
    assert balance(office, 1, Part.EARNINGS) == (70, 70 * day(date(2026, 2, 10)), 0)


class Movement(NamedTuple):
    fen: int
    on: date


FIRST = date(2025, 1, 1)
MOVEMENTS = st.lists(
    st.builds(
        Movement,
        st.integers(-(10**12), 10**12).filter(bool),
        st.integers(0, 400).map(lambda days: FIRST + timedelta(days)),
    ),
    max_size=12,
)


def by_the_day(movements: list[Movement], after: date, until: date) -> int:
    """Add up the balance at the end of each day after `after`, to `until`."""
    total, on = 0, after
    while on < until:
        total += sum(each.fen for each in movements if each.on <= on)
        on += timedelta(1)
    return total


@given(movements=MOVEMENTS, start=st.integers(0, 300), span=st.integers(0, 100))
def test_two_figures_give_the_integral_of_any_span(
    movements: list[Movement], start: int, span: int
) -> None:
    """(S1·T1 − M1) − (S0·T0 − M0), where S and M are of what had value by T."""
    after = FIRST + timedelta(start)
    until = after + timedelta(span)

    def kept(on: date) -> tuple[int, int]:
        known = [each for each in movements if each.on <= on]
        return sum(each.fen for each in known), sum(each.fen * day(each.on) for each in known)

    (s0, m0), (s1, m1) = kept(after), kept(until)
    integral = (s1 * day(until) - m1) - (s0 * day(after) - m0)
    assert integral == by_the_day(movements, after, until)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(days=st.lists(st.dates(date(1900, 1, 1), date(2200, 1, 1)), min_size=1, max_size=8))
def test_a_day_has_one_number_in_python_and_in_both_databases(
    days: list[date], db: Database
) -> None:
    with db.read() as tx:
        for on in days:
            found = tx.conn.execute(select(day_number(tx.dialect, literal(on, Date)))).scalar_one()
            assert found == day(on)


@pytest.mark.parametrize("fen", [10**13, -(10**13)])
def test_the_largest_share_fits_its_moment(fen: int, db: Database) -> None:
    with db.write() as tx:
        build_registry(tx)
    large = deposit("a", {1: 10**13, 2: 10**13}, value_on=date(2026, 2, 10))
    posted(db, large)
    if fen < 0:
        lines = [
            debit("3001", 10**13, [Share(1, fen)], estate_id=1),
            credit("3001", 10**13, [Share(2, -fen)], estate_id=1),
        ]
        posted(db, voucher("b", lines))
    assert balance(db, 2)[1] == (10**13 + max(-fen, 0)) * day(date(2026, 2, 10))
