"""What may be typed about houses that become other houses, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

DAY = date(2026, 3, 10)
SAID = "--on 2026-03-10 --reason 析产"
REMEASURED = "--area 99.5 --area-reason 测绘 --owner 张三 --dry-run"
CHANGED: dict[str, Any] = {
    "on": DAY,
    "reason": "析产",
    "area_reason": None,
    "dry_run": False,
}

RECUT: dict[str, Any] = {"into": "B07", "on": DAY, "reason": "析产"}

ASKED_HOUSES: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        f"registry split A01-3-2-501 --part 501A:60.00 --part 501B：40.01：12.50 {SAID}",
        "houses.split",
        ("A01-3-2-501",),
        {**CHANGED, "parts": (("501A", 6000, None), ("501B", 4001, 1250)), "path": None},
    ),
    (
        f"registry split A01-3-2-501 --into f.csv {SAID} --area-reason 测绘 --dry-run",
        "houses.split",
        ("A01-3-2-501",),
        {**CHANGED, "parts": (), "path": "f.csv", "area_reason": "测绘", "dry_run": True},
    ),
    (
        f"registry merge A01-3-2-501 A01-3-2-502 --into 501 {SAID}",
        "houses.merge",
        (("A01-3-2-501", "A01-3-2-502"),),
        {**CHANGED, "into": "501", "area": None, "owners": ()},
    ),
    (
        f"registry merge A01-3-2-501 A01-3-2-502 --into 501 {SAID} {REMEASURED}",
        "houses.merge",
        (("A01-3-2-501", "A01-3-2-502"),),
        {
            **CHANGED,
            "into": "501",
            "area": 9950,
            "area_reason": "测绘",
            "owners": (("张三", None),),
            "dry_run": True,
        },
    ),
    (
        f"registry recut A01 --into B07 {SAID}",
        "houses.recut",
        ("A01",),
        {**RECUT, "name": None, "buildings": (), "dry_run": False},
    ),
    (
        f"registry recut A01 --into B07 --name 新苑 --building 3 --building 4 {SAID} --dry-run",
        "houses.recut",
        ("A01",),
        {**RECUT, "name": "新苑", "buildings": ("3", "4"), "dry_run": True},
    ),
    ("registry history A01-3-2-501", "houses.history", ("A01-3-2-501",), {}),
]
