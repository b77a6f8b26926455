"""The mixed stock of the handbook's example: private, sold public, unsold homes of both kinds."""

from __future__ import annotations

from ledger.store.database import Database
from tests.fund.town import House, Town, found

YUAN = 100
_KINDS = {"C": "commodity", "P": "sold_public", "D": "unsold_commodity", "U": "unsold_public"}
AREAS = {
    "C1": 12035,
    "C2": 9965,
    "C3": 9000,
    "C4": 9000,
    "P1": 9600,
    "P2": 8200,
    "P3": 6200,
    "D1": 6000,
    "U1": 10000,
}


def mixed_town(db: Database) -> Town:
    """Found a town of the mixed stock, with money on all that can hold it."""
    town = found(db)
    town.settle([House(f"A01-1-0-{name}", _KINDS[name[0]], area) for name, area in AREAS.items()])
    for name in ("C1", "C2", "C3", "C4"):
        town.deposit(f"A01-1-0-{name}", 30_000 * YUAN)
    for name in ("P1", "P2", "P3"):
        town.deposit(f"A01-1-0-{name}", 8_000 * YUAN)
    town.deposit("A01-1-SU", 96_000 * YUAN)
    return town
