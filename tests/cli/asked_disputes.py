"""What the commands about disputed shares ask of the desk."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

ASKED_DISPUTES: Final[list[tuple[str, str, tuple[Any, ...], dict[str, Any]]]] = [
    (
        "fund usage dispute U1 A01-1-1-101 --reason 面积不符 --on 2026-01-05 --paper 2",
        "holds.dispute",
        ("U1", "A01-1-1-101"),
        {
            "reason": "面积不符",
            "on": date(2026, 1, 5),
            "resolved": None,
            "paper_no": 2,
            "dry_run": False,
        },
    ),
]
