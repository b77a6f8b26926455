"""Earnings on a household's account: the run behind them and the integral they were shared by."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ledger.reports.household import household
from ledger.store.database import Database
from ledger.values.draw import draw
from tests.fund.earners import amounts, carry, earn, give_out, integrals, move, v2b
from tests.fund.town import Town, found

TODAY = date(2026, 7, 31)
DOORS = ("A01-1-1-101", "A01-1-1-102", "B01-1-1-101", "B01-1-1-102")


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    v2b(town)
    return town


def last_row(town: Town, code: str) -> dict[str, Any]:
    with town.db.read() as tx:
        told = json.loads("".join(draw(household(tx, code, on=TODAY), "json")))
    row: dict[str, Any] = told["rows"][-1]
    return row


def test_each_household_is_told_the_integral_that_the_run_used(town: Town) -> None:
    earn(town, 40_000)
    carry(town)
    done = give_out(town)
    own, got = integrals(done), amounts(done)
    for code in DOORS:
        row = last_row(town, code)
        behind = row["behind"]
        assert (row["what"], row["amount_fen"]) == ("earnings", got[code])
        assert (behind["by"], behind["weight"]) == ("integral", own[code])
        assert (behind["total_fen"], behind["weights"]) == (40_000, sum(own.values()))
        exact = behind["total_fen"] * behind["weight"]
        assert abs(row["amount_fen"] * behind["weights"] - exact) < behind["weights"]
    with town.db.read() as tx:
        printed = "".join(draw(household(tx, DOORS[0], on=TODAY, detail=True), "text"))
    assert "的收益 400.00 元按积数分配：本户积数" in printed


def test_what_came_after_the_run_does_not_change_what_is_told(town: Town) -> None:
    earn(town, 40_000)
    carry(town)
    own = integrals(give_out(town))[DOORS[0]]
    move(town, DOORS[0], 10_000, date(2026, 1, 1))  # with a value date within the period
    with town.db.read() as tx:
        told = json.loads("".join(draw(household(tx, DOORS[0], on=TODAY), "json")))
    [row] = [row for row in told["rows"] if row["what"] == "earnings"]
    assert row["behind"]["weight"] == own
