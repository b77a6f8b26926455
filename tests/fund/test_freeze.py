"""The freeze of a fund that runs low: which cases it stops, at which level, on which day."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from ledger.store.database import Database
from tests.fund.steps import approve, approved, drafted, refused, vote
from tests.fund.town import House, Town, found
from tests.registry.rules_set import set_rules

ONE: Final = "A01-1-1-101"
OTHER: Final = "A01-1-1-102"
BEYOND: Final = "A01-2-1-101"


@pytest.fixture
def town(db: Database) -> Town:
    """Lend three homes of 1,000.00 due each in two buildings, and 299.00 on the first."""
    made = found(db)
    made.settle([House(code, due_fen=100_000) for code in (ONE, OTHER, BEYOND)])
    made.deposit(ONE, 29_900)
    return made


def voted(town: Town, *scope: str) -> str:
    case = drafted(town, 10_000, scope=scope)
    area = 10_000 * (len(scope) or 3)
    vote(town, case, (area, len(scope) or 3), (area, len(scope) or 3))
    return case


def test_without_the_rule_nothing_is_frozen(town: Town) -> None:
    approve(town, voted(town))


def test_a_low_estate_is_frozen_for_all_but_emergencies(town: Town) -> None:
    set_rules(town.db, place="lishui")
    case = voted(town, OTHER)
    told = refused(town, "fund_frozen", lambda: approve(town, case))
    assert "A01" in told
    approved(town, 10_000)


def test_exactly_the_line_is_no_freeze(town: Town) -> None:
    set_rules(town.db, place="lishui")
    town.deposit(OTHER, 60_000)
    case = voted(town)
    refused(town, "fund_frozen", lambda: approve(town, case))  # 899.00 of 3,000.00
    town.deposit(OTHER, 100)
    approve(town, case)


def test_the_rule_of_the_day_of_approval_decides(town: Town) -> None:
    set_rules(town.db, date(2026, 2, 11), replenish__low_balance_lock="yes")
    first, second = voted(town, ONE), voted(town, OTHER)
    approve(town, first, on=date(2026, 2, 10))
    refused(town, "fund_frozen", lambda: approve(town, second, on=date(2026, 2, 11)))


def test_by_building_another_building_stays_free(town: Town) -> None:
    set_rules(town.db, place="lishui", replenish__lock_level="building")
    town.deposit(BEYOND, 30_000)
    low, free, both = voted(town, ONE), voted(town, BEYOND), voted(town)
    assert "A01-1" in refused(town, "fund_frozen", lambda: approve(town, low))
    approve(town, free)
    refused(town, "fund_frozen", lambda: approve(town, both))


def test_by_household_only_those_concerned_are_looked_at(town: Town) -> None:
    set_rules(town.db, place="lishui", replenish__lock_level="household")
    town.deposit(OTHER, 30_000)
    low, free = voted(town, ONE), voted(town, OTHER)
    assert ONE in refused(town, "fund_frozen", lambda: approve(town, low))
    approve(town, free)


def test_each_book_is_looked_at_by_itself(town: Town) -> None:
    set_rules(town.db, place="lishui")
    town.settle([House("A01-3-1-101", "sold_public", due_fen=1000)])
    town.deposit("A01-3-1-101", 1000)
    approve(town, voted(town, "A01-3-1-101"))


def test_by_rule_earnings_do_not_count(town: Town) -> None:
    set_rules(town.db, place="lishui", replenish__trigger_base="principal")
    town.deposit(OTHER, 60_000, earnings_fen=500)
    case = voted(town)
    refused(town, "fund_frozen", lambda: approve(town, case))
    set_rules(town.db, replenish__trigger_base="principal_and_earnings")
    approve(town, case)
