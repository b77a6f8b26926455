"""When a household must refill its fund (V3): 165号令 art. 17, and how much.

An area of 90.50 ㎡ at a first standard of 120.00 yuan/㎡ makes an initial amount of 10,860.00;
30 % of it is 3,258.00.
"""

from __future__ import annotations

import pytest

from ledger.fund.refilling import replenish
from ledger.registry.kinds import due_of
from ledger.store.database import Database
from ledger.values.area import parse_area
from ledger.values.money import format_fen, parse_fen
from tests.fund.town import CLOCK, House, found
from tests.registry.rules_set import set_rules

INITIAL = due_of(parse_area("90.50"), parse_fen("120.00"))


@pytest.mark.parametrize(
    ("balance", "due"),
    [
        ("3,257.99", "7,602.01"),  # not quite 30 %
        ("3,258.00", None),  # exactly 30 % is enough
        ("3,258.01", None),
    ],
)
def test_a_household_is_due_below_thirty_per_cent(
    db: Database, balance: str, due: str | None
) -> None:
    town = found(db)
    door = "A01-1-1-101"
    town.settle([House(door, area=parse_area("90.50"), due_fen=INITIAL)])
    town.deposit(door, parse_fen(balance))
    with db.read() as tx:
        rows = list(replenish.due(tx, replenish.choose(tx), day=CLOCK.today))
    assert format_fen(INITIAL) == "10,860.00"
    told = [(row.household, row.rule, format_fen(row.due_fen)) for row in rows]
    assert told == ([] if due is None else [(door, "续交", due)])


def test_principal_and_earnings_count_together(db: Database) -> None:
    town = found(db)
    door = "A01-1-1-101"
    town.settle([House(door, due_fen=INITIAL)])
    town.deposit(door, parse_fen("3,000.00"), earnings_fen=parse_fen("258.00"))
    with db.read() as tx:
        assert not list(replenish.due(tx, replenish.choose(tx), day=CLOCK.today))


def test_a_household_that_never_had_a_fund_builds_one_up(db: Database) -> None:
    town = found(db)
    town.settle(
        [
            House("A01-1-1-101", due_fen=INITIAL),  # nothing was ever deposited
            House("A01-1-1-102"),  # the roster has no initial amount
        ]
    )
    with db.read() as tx:
        rows = list(replenish.due(tx, replenish.choose(tx), day=CLOCK.today))
    told = [(row.household, row.rule, format_fen(row.due_fen)) for row in rows]
    assert told == [("A01-1-1-101", "补建", "10,860.00"), ("A01-1-1-102", "补建", "0.00")]


STANDARD = "commodity/any=15000"  # 150.00 a m² now


@pytest.mark.parametrize(
    ("place", "due"),
    [
        ("national", "7,602.01"),
        ("shanghai", "2,172.01"),  # half of the initial amount, where nothing was decided
        ("beijing", "10,317.01"),  # up to the standard in force
    ],
)
def test_places_ask_for_different_amounts(db: Database, place: str, due: str) -> None:
    town = found(db)
    door = "A01-1-1-101"
    town.settle([House(door, area=parse_area("90.50"), due_fen=INITIAL)])
    town.deposit(door, parse_fen("3,257.99"))
    set_rules(db, place=place, deposit__standard=STANDARD)
    with db.read() as tx:
        (row,) = replenish.due(tx, replenish.choose(tx), day=CLOCK.today)
    assert format_fen(row.due_fen) == due
