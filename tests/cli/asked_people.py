"""What may be typed about users, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

NARROW: dict[str, Any] = {
    "estate": None,
    "custodian": None,
    "household": None,
    "remove": False,
    "reason": None,
    "dry_run": False,
}

ASKED_PEOPLE: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    ("user reach wang --estate A01", "user.reach", ("wang",), {**NARROW, "estate": "A01"}),
    (
        "user reach wang --custodian F1 --remove --reason 调岗 --dry-run",
        "user.reach",
        ("wang",),
        {
            "estate": None,
            "custodian": "F1",
            "household": None,
            "remove": True,
            "reason": "调岗",
            "dry_run": True,
        },
    ),
    ("user handover list", "handover.list", (), {}),
    ("user handover sign 3", "handover.sign", (3,), {"dry_run": False}),
    (
        "user handover open wang li --reason 调岗 --absent --on 2026-01-05",
        "handover.open",
        ("wang", "li"),
        {"reason": "调岗", "is_absent": True, "on": date(2026, 1, 5), "dry_run": False},
    ),
    ("registry payee list --name 施工队", "payee.list", (), {"name": "施工队"}),
    ("registry payee confirm 2 --dry-run", "payee.confirm", (2,), {"dry_run": True}),
    (
        "registry payee add 施工队 --bank 某行 --account 6222",
        "payee.add",
        ("施工队",),
        {"bank": "某行", "account": "6222", "dry_run": False},
    ),
]
