"""An estate to be renovated: two stairs with lifts of six floors, and a project in the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.draw import draw
from ledger.values.errors import LedgerError
from ledger.values.sheet import Sheet
from tests.fund.town import House, Town, found

CLOCK: Final = Clock(today=date(2026, 9, 30), at="2026-09-30T01:00:00Z")
JANUARY: Final = date(2026, 1, 5)
CODE: Final = "GZ-1"
WATER, LIFT, CARE = 1, 2, 3  # cost lines of the project
HOMES: Final = [
    House(f"A01-1-{unit}-{floor}01", area=8_000 + 100 * floor, floor=str(floor))
    for unit in (1, 2)
    for floor in range(1, 7)
]


def found_village(db: Database) -> Town:
    """Found a town with an estate of twelve homes."""
    town = found(db)
    town.settle(HOMES)
    return town


def store(desk: Desk, code: str = CODE, **words: Any) -> dict[str, Any]:
    """Put a project into the store: water 1,000.00, a lift 600.00, care for the old 400.00."""
    given: dict[str, Any] = {
        "name": "春熙苑改造",
        "built_year": 1995,
        "estates": [("A01", None)],
        "items": [("water", 100_000), ("lift", 60_000), ("elderly_care", 40_000)],
        "wish": 900,
        "wish_evidence": "意见汇总",
        "on": JANUARY,
    }
    return read(desk.projects.add(code, **(given | words)))


def read(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as a script sees it."""
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def counts(db: Database) -> dict[str, int]:
    """Count the rows of every table but the operation log."""
    with db.read() as tx:
        return {
            table.name: tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in schema.metadata.sorted_tables
            if table.name != "trail"
        }


def refused(db: Database, word: str, act: Callable[[], object]) -> None:
    """Run what must be refused by name and write nothing."""
    before = counts(db)
    with pytest.raises(LedgerError) as told:
        act()
    assert told.value.code == word
    assert counts(db) == before
