"""What may be typed about the memo book of a project, and what the desk is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

DAY = date(2026, 1, 5)
ASKED_BOOK: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        (
            "renovation record GZ-1 certify 100 --paper 单1 --item 2 --part equipment "
            "--retention 3 --on 2026-01-05"
        ),
        "project_book.record",
        ("GZ-1", "certify", 10_000),
        {
            "paper": "单1",
            "source": None,
            "item": 2,
            "part": "equipment",
            "retained_fen": 300,
            "on": DAY,
            "dry_run": False,
        },
    ),
    (
        (
            "renovation pay GZ-1 WX-A01-001 600 --source 2 --bank-account 6222 --payee 甲公司"
            " --invoice 7 --key k --dry-run"
        ),
        "project_book.pay",
        ("GZ-1", "WX-A01-001", 60_000),
        {
            "source": 2,
            "bank_accounts": ("6222",),
            "payee": "甲公司",
            "invoice": "7",
            "request_key": "k",
            "on": None,
            "dry_run": True,
        },
    ),
    (
        "renovation settle GZ-1 --paper 决算1 --to 1=operator --to 2=written_off",
        "project_book.settle",
        ("GZ-1", [(1, "operator"), (2, "written_off")]),
        {"paper": "决算1", "on": None, "dry_run": False},
    ),
    ("renovation book GZ-1", "project_book.show", ("GZ-1",), {}),
]
