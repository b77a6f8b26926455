"""What may be typed of `wxzj fund earnings`, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

ORDER: dict[str, Any] = {
    "book": None,
    "estate": None,
    "first": None,
    "last": None,
    "amount_fen": None,
    "method": None,
    "on": None,
}
FULL: dict[str, Any] = {
    "book": "F1-C",
    "estate": "A01",
    "first": date(2025, 7, 1),
    "last": date(2026, 6, 30),
    "amount_fen": 61_888,
    "method": "area",
    "on": date(2026, 7, 5),
}
WORDS = (
    "--book F1-C --estate A01 --from 2025-07-01 --until 2026-06-30 --amount 618.88 --method area"
    " --on 2026-07-05"
)

ASKED_EARNINGS: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    ("fund earnings distribute", "earnings.distribute", (), {**ORDER, "dry_run": False}),
    (
        f"fund earnings distribute {WORDS} --dry-run",
        "earnings.distribute",
        (),
        {**FULL, "dry_run": True},
    ),
    ("fund earnings distribute --diff", "earnings.compare", (), {**ORDER, "against": None}),
    (
        f"fund earnings distribute {WORDS} --against 3",
        "earnings.compare",
        (),
        {**FULL, "against": 3},
    ),
    ("fund earnings list", "earnings.runs", (), {"book": None, "custodian": None}),
    (
        "fund earnings list --book F1-C --custodian 中心",
        "earnings.runs",
        (),
        {"book": "F1-C", "custodian": "中心"},
    ),
]
