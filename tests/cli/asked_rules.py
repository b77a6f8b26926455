"""What may be typed of rules, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

DAY = date(2026, 1, 5)
SET: dict[str, Any] = {
    "since": DAY,
    "source": "S",
    "confidence": "T",
    "reason": None,
    "custodian": None,
    "dry_run": False,
}
REST = " --confidence R --reason 试行 --custodian 中心 --dry-run"

ASKED_RULES: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "registry rules show",
        "rules.show",
        (),
        {"custodian": None, "on": None, "rule": None, "place": None},
    ),
    (
        "registry rules show --place 北京",
        "rules.show",
        (),
        {"custodian": None, "on": None, "rule": None, "place": "北京"},
    ),
    (
        "registry rules show --on 2026-01-05 --custodian 中心 --rule use.draw_order",
        "rules.show",
        (),
        {"custodian": "中心", "on": DAY, "rule": "use.draw_order", "place": None},
    ),
    (
        "registry rules set use.emergency_days 2 --from 2026-01-05 --source S",
        "rules.set",
        ("use.emergency_days", "2"),
        SET,
    ),
    (
        "registry rules set use.emergency_days 2 --from 2026-01-05 --source S" + REST,
        "rules.set",
        ("use.emergency_days", "2"),
        {**SET, "confidence": "R", "reason": "试行", "custodian": "中心", "dry_run": True},
    ),
    (
        "registry rules set --place beijing --from 2026-01-05",
        "rules.set",
        ("place", "beijing"),
        {**SET, "source": "代管机构所在地"},
    ),
    ("registry rules confirm 3", "rules.confirm", (3,), {"dry_run": False}),
    ("registry rules confirm 3 --dry-run", "rules.confirm", (3,), {"dry_run": True}),
]
