"""Interest of houses that were split or merged: no day of their money is lost, by any engine."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.closing.verify import verify_books
from ledger.fund.houses.reshaping import merge, split
from ledger.fund.houses.reshaping_plan import NewHouse, Request
from ledger.store.database import Database
from tests.fund.earners import BEGIN, CLOCK, amounts, carry, earn, give_out, move, rule, v2b
from tests.fund.town import House, Town, found

HOME = "A01-1-1-101"
ONE, OTHER = "A01-1-1-101A", "A01-1-1-101B"
WITHIN, AFTER = date(2026, 6, 15), date(2026, 7, 5)


def take_apart(town: Town, on: date) -> None:
    parts = (NewHouse("101A", 60_00), NewHouse("101B", 40_00))
    with town.write() as tx:
        split(tx, Request((HOME,), parts, on, "析产"), who="张三", clock=CLOCK)


def put_together(town: Town, on: date) -> None:
    with town.write() as tx:
        merge(
            tx,
            Request((ONE, OTHER), (NewHouse("101", 0),), on, "合并"),
            who="张三",
            clock=CLOCK,
        )


@pytest.fixture
def pooled(db: Database) -> Town:
    """The four households of vector V2b."""
    town = found(db)
    v2b(town)
    earn(town, 61_888)
    carry(town)
    return town


@pytest.fixture
def rated(db: Database) -> Town:
    """The one household of vector V2a."""
    town = found(db)
    town.settle([House(HOME)])
    move(town, HOME, 800_000, BEGIN)
    move(town, HOME, 200_000, date(2025, 11, 15))
    move(town, HOME, -150_000, date(2026, 3, 10))
    rule(town, "method", "rate_table")
    rule(town, "carried_rate_ppm", "11000")
    rule(town, "current_rate_ppm", "1000")
    earn(town, 10_000)
    carry(town)
    return town


@pytest.mark.parametrize("on", [WITHIN, AFTER])
def test_a_total_is_shared_as_if_the_house_had_not_been_split(pooled: Town, on: date) -> None:
    take_apart(pooled, on)
    done = amounts(give_out(pooled))
    assert HOME not in done
    assert sum(done.values()) == 61_888
    assert abs(done[ONE] + done[OTHER] - 21_420) <= 1
    assert abs(done[ONE] - 12_852) <= 1
    assert abs(done["A01-1-1-102"] - 26_479) <= 1
    with pooled.db.read() as tx:
        assert not verify_books(tx).findings


@pytest.mark.parametrize("on", [WITHIN, AFTER])
def test_merged_again_the_shares_are_the_very_same(pooled: Town, on: date) -> None:
    take_apart(pooled, on)
    put_together(pooled, on)
    assert amounts(give_out(pooled)) == {
        HOME: 21_420,
        "A01-1-1-102": 26_479,
        "B01-1-1-101": 7_944,
        "B01-1-1-102": 6_045,
    }


@pytest.mark.parametrize(("order", "expected"), [("new_first", 9002), ("carried_first", 8531)])
@pytest.mark.parametrize("on", [WITHIN, AFTER])
def test_by_rates_each_class_of_money_stays_what_it_was(
    rated: Town, order: str, expected: int, on: date
) -> None:
    rule(rated, "withdrawal_order", order)
    rule(rated, "day_base", "360")
    take_apart(rated, on)
    done = amounts(give_out(rated))
    assert abs(done[ONE] + done[OTHER] - expected) <= 1
    assert abs(done[ONE] * 10 - expected * 6) <= 10
