"""What may be typed of houses that are lost."""

from __future__ import annotations

from datetime import date
from typing import Any

DAY = date(2026, 1, 5)
_MOVED: dict[str, Any] = {
    "household": None,
    "amount_fen": None,
    "bank_accounts": (),
    "bank_ref": None,
    "on": None,
    "dry_run": False,
}
_BUILDING = "--estate A01 --building 3 --treasury 市财政局 --no-settle"
_PART = "--household A01-3-2-501 --amount 10 --bank-account 6222-1 --bank-account 6222-2"
ASKED_LEAVING: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "fund lost declare A01-3-2-501 A01-3-2-502 --on 2026-01-05 --reason 拆除",
        "lost.declare",
        (("A01-3-2-501", "A01-3-2-502"),),
        {
            "estate": None,
            "building": None,
            "treasury": None,
            "settle": True,
            "reason": "拆除",
            "on": DAY,
            "dry_run": False,
        },
    ),
    (
        f"fund lost declare {_BUILDING} --on 2026-01-05 --reason 拆除 --dry-run",
        "lost.declare",
        ((),),
        {
            "estate": "A01",
            "building": "3",
            "treasury": "市财政局",
            "settle": False,
            "reason": "拆除",
            "on": DAY,
            "dry_run": True,
        },
    ),
    ("fund lost pay ML-A01-001", "lost.pay", ("ML-A01-001",), _MOVED),
    (
        f"fund lost pay ML-A01-001 {_PART} --bank-ref S1 --on 2026-01-05 --dry-run",
        "lost.pay",
        ("ML-A01-001",),
        {
            "household": "A01-3-2-501",
            "amount_fen": 1000,
            "bank_accounts": ("6222-1", "6222-2"),
            "bank_ref": "S1",
            "on": DAY,
            "dry_run": True,
        },
    ),
    ("fund lost returned ML-A01-001", "lost.returned", ("ML-A01-001",), _MOVED),
    (
        "fund lost undo ML-A01-001 --reason 误报",
        "lost.undo",
        ("ML-A01-001",),
        {"reason": "误报", "on": None, "dry_run": False},
    ),
    (
        "fund lost list --estate A01",
        "lost.list",
        (),
        {"book": None, "estate": "A01", "custodian": None},
    ),
]
