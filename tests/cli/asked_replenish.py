"""What may be typed of replenishment, indicators and a household's account."""

from __future__ import annotations

from typing import Any

ASKED_REPLENISH: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "report household A01-3-2-501 --period 2026-01 --detail",
        "report.household",
        ("A01-3-2-501",),
        {"period": 202601, "detail": True},
    ),
]
