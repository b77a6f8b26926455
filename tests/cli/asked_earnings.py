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
BOND = (
    "fund invest buy --kind bond --amount 20000 --ref C1 --due 2027-06-01 --rate-ppm 15000"
    " --name 26国债03 --consent 大会5号"
)
BUY: dict[str, Any] = {
    "kind": "term",
    "amount_fen": 2_000_000,
    "ref": "C1",
    "due_on": date(2027, 6, 1),
    "rate_ppm": 15_000,
    "details": {"name": None, "bank_account": None, "consent": None, "bank_ref": None},
    "on": None,
    "dry_run": False,
}

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
    (
        "fund invest buy --amount 20000 --ref C1 --due 2027-06-01 --rate-ppm 15000",
        "invest.buy",
        (),
        BUY,
    ),
    (
        f"{BOND} --bank-account 6222 --bank-ref S9 --on 2026-06-01 --dry-run",
        "invest.buy",
        (),
        {
            **BUY,
            "kind": "bond",
            "details": {
                "name": "26国债03",
                "bank_account": "6222",
                "consent": "大会5号",
                "bank_ref": "S9",
            },
            "on": date(2026, 6, 1),
            "dry_run": True,
        },
    ),
    (
        "fund invest redeem C1 --interest 3",
        "invest.redeem",
        ("C1",),
        {"interest_fen": 300, "amount_fen": None, "bank_ref": None, "on": None, "dry_run": False},
    ),
    (
        "fund invest redeem C1 --interest 0 --amount 5000 --on 2026-08-01 --dry-run",
        "invest.redeem",
        ("C1",),
        {
            "interest_fen": 0,
            "amount_fen": 500_000,
            "bank_ref": None,
            "on": date(2026, 8, 1),
            "dry_run": True,
        },
    ),
    (
        "fund invest list",
        "invest.list",
        (),
        {"book": None, "custodian": None, "on": None, "everything": False},
    ),
    (
        "fund invest list --all --book F1-C --custodian 中心 --on 2026-08-01",
        "invest.list",
        (),
        {"book": "F1-C", "custodian": "中心", "on": date(2026, 8, 1), "everything": True},
    ),
    (
        "fund income --amount 30000 --net 50000 --decision 大会6号 --estate A01",
        "earnings.income",
        (),
        {
            "kind": "income",
            "amount_fen": 3_000_000,
            "net_fen": 5_000_000,
            "decision": "大会6号",
            "bank_account": None,
            "estate": "A01",
            "bank_ref": None,
            "on": None,
            "request_key": None,
            "dry_run": False,
        },
    ),
    (
        "fund earnings undo 2 --reason 利率有误",
        "earnings.undo",
        (2,),
        {"reason": "利率有误", "book": None, "on": None, "dry_run": False},
    ),
    (
        "fund earnings undo 2 --reason 利率有误 --book F1-C --on 2026-07-05 --dry-run",
        "earnings.undo",
        (2,),
        {"reason": "利率有误", "book": "F1-C", "on": date(2026, 7, 5), "dry_run": True},
    ),
]
