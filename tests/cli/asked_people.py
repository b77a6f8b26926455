"""What may be typed about users, and what the desk is asked for it."""

from __future__ import annotations

from typing import Any

NARROW: dict[str, Any] = {
    "estate": None,
    "custodian": None,
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
        {"estate": None, "custodian": "F1", "remove": True, "reason": "调岗", "dry_run": True},
    ),
]
