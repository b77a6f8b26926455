"""What may be typed of the calculators of an operator's plant, and what the desk is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

_USED = date(2026, 9, 18)
_LONG = (
    "renovation schedule 100 --in-use 2026-09-18 --months 24 --class tools --residual 5"
    " --case B --regime unit --method level --rebuild 2027-01-01 2027-03-01 50 36"
)
_RECORD = "renovation common record A01 100 --source rent --evidence 合同"
_PLAIN: dict[str, Any] = {
    "on": _USED,
    "months": None,
    "asset_class": "plant",
    "residual_permille": 0,
    "regime": "enterprise",
    "method": "exact",
    "rebuild": None,
    "disposed_on": None,
    "case": "D",
    "by_month": False,
    "custodian": None,
}

# what is typed; what the desk is asked; its positional words; its named words
ASKED_OPER: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "renovation schedule 1200000 --in-use 2026-09-18",
        "operating.schedule",
        (120_000_000,),
        _PLAIN,
    ),
    (
        f"{_LONG} --disposed 2028-01-01 --by-month --custodian F1",
        "operating.schedule",
        (10_000,),
        {
            "on": _USED,
            "months": 24,
            "asset_class": "tools",
            "residual_permille": 50,
            "regime": "unit",
            "method": "level",
            "rebuild": (date(2027, 1, 1), date(2027, 3, 1), 5_000, 36),
            "disposed_on": date(2028, 1, 1),
            "case": "B",
            "by_month": True,
            "custodian": "F1",
        },
    ),
    (
        "renovation entries E 100 --vat 13 --payable 50 --on 2026-09-18",
        "operating.entries",
        ("E", 10_000),
        {
            "on": _USED,
            "vat_fen": 1_300,
            "capital_fen": 0,
            "payable_fen": 5_000,
            "at_once": False,
            "is_nominal": False,
            "custodian": None,
        },
    ),
    (
        "renovation relief care --income 106 --payer general --due 契税=12 --on 2026-09-18",
        "operating.care",
        (),
        {
            "income_fen": 10_600,
            "payer": "general",
            "dues": (("契税", 1_200),),
            "on": _USED,
            "custodian": None,
        },
    ),
    (
        "renovation relief fees --fee 进场费=2000 --custodian F1",
        "operating.fees",
        ((("进场费", 200_000),),),
        {"on": None, "custodian": "F1"},
    ),
    (
        f"{_RECORD} --cost 10 --manager 5 --others 1 --kept 2 --decision 决定 --key k --dry-run",
        "common_income.record",
        ("A01", 10_000),
        {
            "source": "rent",
            "evidence": "合同",
            "shares": (1_000, 500, 100, 200),
            "on": None,
            "decision": "决定",
            "request_key": "k",
            "dry_run": True,
        },
    ),
    (
        "renovation common transfer A01 50 --bank-ref R1 --bank-account 6222 --on 2026-09-18",
        "common_income.transfer",
        ("A01", 5_000),
        {"bank_ref": "R1", "bank_account": "6222", "on": _USED, "dry_run": False},
    ),
    (
        "renovation common status --estate A01",
        "common_income.status",
        (),
        {"estate": "A01", "on": None},
    ),
]
