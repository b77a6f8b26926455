from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.fund.refilling import replenish
from ledger.fund.refilling.replenish import Due
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.steps import approved, pay
from tests.fund.town import CLOCK, House, Town, found


@pytest.fixture
def town(db: Database) -> Town:
    return found(db)


def due(town: Town, on: date | None = None, **selectors: Any) -> list[Due]:
    with town.db.read() as tx:
        return list(replenish.due(tx, replenish.choose(tx, **selectors), on, day=on or CLOCK.today))


def test_the_list_names_the_door_its_amounts_and_the_rule(town: Town) -> None:
    town.settle([House("A01-1-1-101", due_fen=1000), House("A01-1-1-102", due_fen=1000)])
    town.deposit("A01-1-1-101", 299)
    town.deposit("A01-1-1-102", 300)
    assert due(town) == [Due("A01-1-1-101", "commodity", 1000, 299, 701, "续交")]


def test_money_deposited_under_a_former_keeper_was_received_too(town: Town) -> None:
    town.settle([House("A01-1-1-101", due_fen=1000, words={"deposited_before_fen": 1000})])
    assert [row.rule for row in due(town)] == ["续交"]


def test_a_household_with_money_and_no_initial_amount_is_not_due(town: Town) -> None:
    town.settle([House("A01-1-1-101")])
    town.deposit("A01-1-1-101", 1)
    assert not due(town)


def test_one_that_spent_all_without_an_initial_amount_builds_up_again(town: Town) -> None:
    town.settle([House("A01-1-1-101")])
    town.deposit("A01-1-1-101", 10)
    pay(town, approved(town, 10))
    assert due(town) == [Due("A01-1-1-101", "commodity", 0, 0, 0, "补建")]


def test_unsold_homes_are_listed_with_their_kind(town: Town) -> None:
    town.settle([House("A01-1-1-101", "unsold_commodity", due_fen=1000)])
    assert [row.kind for row in due(town)] == ["unsold_commodity"]


def test_the_list_is_in_order_of_code_whatever_the_book(town: Town) -> None:
    town.settle([House("A01-1-1-102", due_fen=1), House("A01-1-1-101", "sold_public", due_fen=1)])
    assert [row.household for row in due(town)] == ["A01-1-1-101", "A01-1-1-102"]


def test_the_selectors_narrow_the_list(town: Town) -> None:
    town.settle([House("A01-1-1-101", due_fen=1), House("A01-1-1-102", "sold_public", due_fen=1)])
    town.settle([House("B02-1-1-101", due_fen=1)], "B02")
    assert [row.household for row in due(town, estate="B02")] == ["B02-1-1-101"]
    assert [row.household for row in due(town, book="F1-P")] == ["A01-1-1-102"]
    assert [row.household for row in due(town, book="F1-C", estate="A01")] == ["A01-1-1-101"]
    assert len(due(town, custodian="测试代管机构")) == 3
    assert len(due(town, custodian="F1", estate="A01")) == 2


@pytest.mark.parametrize(
    ("code", "selectors"),
    [
        ("book_unknown", {"book": "X-C"}),
        ("estate_unknown", {"estate": "X"}),
        ("custodian_unknown", {"custodian": "X"}),
    ],
)
def test_an_unknown_selector_is_refused_by_name(
    town: Town, code: str, selectors: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as told:
        due(town, **selectors)
    assert told.value.code == code


def test_an_earlier_day_is_seen_as_it_was(town: Town) -> None:
    town.settle([House("A01-1-1-101", due_fen=1000)])
    town.deposit("A01-1-1-101", 250, date(2026, 1, 5))
    town.deposit("A01-1-1-101", 750, date(2026, 2, 5))
    assert not due(town)
    assert not due(town, date(2026, 2, 5))
    assert due(town, date(2026, 2, 4)) == [Due("A01-1-1-101", "commodity", 1000, 250, 750, "续交")]
    assert due(town, date(2026, 1, 4)) == [Due("A01-1-1-101", "commodity", 1000, 0, 1000, "补建")]
