"""Setting rules in tests, without a desk."""

from __future__ import annotations

from datetime import date
from typing import Final

from ledger.registry.custodians import find_custodian
from ledger.registry.rule_changes import Wish, set_rule
from ledger.store.database import Database
from ledger.values.clock import Clock

EARLY: Final = date(2025, 1, 1)
_CLOCK: Final = Clock(today=date(2026, 3, 31), at="2026-03-31T08:00:00Z")


def set_rules(db: Database, since: date = EARLY, **values: str) -> None:
    """Set rules of the first custodian; a key is written with two underscores for its dot."""
    with db.write() as tx:
        for key, text in values.items():
            wish = Wish(key.replace("__", "."), text, since, "测试")
            set_rule(tx, find_custodian(tx, None), wish, who="张三", clock=_CLOCK)
