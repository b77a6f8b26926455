"""What may be typed about the money of approved cases, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

DAY = date(2026, 1, 5)
_HELD: dict[str, Any] = {"on": None, "dry_run": False}

ASKED_MONEY: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        (
            "fund usage pay U1 --amount 300 --stage start --bank-account 6222-1 --payee 甲公司"
            " --invoice 9 --order --on 2026-01-05 --key K --dry-run"
        ),
        "money.pay",
        ("U1",),
        {
            "amount_fen": 30_000,
            "again": None,
            "stage": "start",
            "bank_accounts": ("6222-1",),
            "payee": "甲公司",
            "invoice": "9",
            "order_only": True,
            "on": DAY,
            "request_key": "K",
            "dry_run": True,
        },
    ),
    (
        "fund usage pay U1 --again 2",
        "money.pay",
        ("U1",),
        {
            "amount_fen": None,
            "again": 2,
            "stage": None,
            "bank_accounts": (),
            "payee": None,
            "invoice": None,
            "order_only": False,
            "on": None,
            "request_key": None,
            "dry_run": False,
        },
    ),
    (
        "fund usage returned U1 --reason 账号不符",
        "money.returned",
        ("U1",),
        {"reason": "账号不符", "payment": None, "book": None, **_HELD},
    ),
    (
        (
            "fund usage returned U1 --reason 账号不符 --payment 2 --book F1-P"
            " --on 2026-01-05 --dry-run"
        ),
        "money.returned",
        ("U1",),
        {"reason": "账号不符", "payment": 2, "book": "F1-P", "on": DAY, "dry_run": True},
    ),
    (
        "fund usage settle U1 --final 900",
        "money.settle",
        ("U1",),
        {
            "final_fen": 90_000,
            "audited_fen": None,
            "audit_paper": None,
            "retained_fen": 0,
            "retained_until": None,
            "refunded": False,
            "bank_accounts": (),
            "payee": None,
            "invoice": None,
            **_HELD,
        },
    ),
    (
        (
            "fund usage settle U1 --final 900 --audited 901 --audit-report SJ-1 --retention 27"
            " --retention-until 2026-01-05 --refunded --bank-account 6222-1 --payee 甲公司"
            " --invoice 9 --on 2026-01-05 --dry-run"
        ),
        "money.settle",
        ("U1",),
        {
            "final_fen": 90_000,
            "audited_fen": 90_100,
            "audit_paper": "SJ-1",
            "retained_fen": 2_700,
            "retained_until": DAY,
            "refunded": True,
            "bank_accounts": ("6222-1",),
            "payee": "甲公司",
            "invoice": "9",
            "on": DAY,
            "dry_run": True,
        },
    ),
    ("fund usage retention", "money.retention", (), {"estate": None, "due": False, "on": None}),
    (
        "fund usage retention --due --estate A01 --on 2026-01-05",
        "money.retention",
        (),
        {"estate": "A01", "due": True, "on": DAY},
    ),
    (
        "fund usage pay-retention U1",
        "money.pay_retention",
        ("U1",),
        {"deducted_fen": 0, "reason": None, "bank_accounts": (), **_HELD},
    ),
    (
        (
            "fund usage pay-retention U1 --deduct 5 --reason 渗漏 --bank-account 6222-1"
            " --on 2026-01-05 --dry-run"
        ),
        "money.pay_retention",
        ("U1",),
        {
            "deducted_fen": 500,
            "reason": "渗漏",
            "bank_accounts": ("6222-1",),
            "on": DAY,
            "dry_run": True,
        },
    ),
    (
        "fund usage recover U1 --amount 300 --from insurance",
        "money.recover",
        ("U1",),
        {
            "amount_fen": 30_000,
            "source": "insurance",
            "payer": None,
            "bank_account": None,
            "reason": None,
            "request_key": None,
            **_HELD,
        },
    ),
    (
        (
            "fund usage recover U1 --amount 300 --from overpaid --payer 甲公司"
            " --bank-account 6222-1 --reason 多付 --on 2026-01-05 --key K --dry-run"
        ),
        "money.recover",
        ("U1",),
        {
            "amount_fen": 30_000,
            "source": "overpaid",
            "payer": "甲公司",
            "bank_account": "6222-1",
            "reason": "多付",
            "request_key": "K",
            "on": DAY,
            "dry_run": True,
        },
    ),
    *(
        (
            f"fund usage {word} U1 --reason 诉讼 --on 2026-01-05 --dry-run",
            f"holds.{word.replace('-', '_')}",
            ("U1",),
            {"reason": "诉讼", "on": DAY, "dry_run": True},
        )
        for word in ("write-off", "suspend", "reopen", "resume")
    ),
    *(
        (
            f"fund usage {word} U1 --reason 诉讼",
            f"holds.{word.replace('-', '_')}",
            ("U1",),
            {"reason": "诉讼", **_HELD},
        )
        for word in ("write-off", "suspend", "reopen", "resume")
    ),
    (
        "fund usage payee U1 --name 监理公司 --role supervision --paper HT-1",
        "holds.payee",
        ("U1",),
        {"name": "监理公司", "role": "supervision", "paper": "HT-1", **_HELD},
    ),
    (
        "fund usage payee U1 --name 乙 --role advance --paper 9 --on 2026-01-05 --dry-run",
        "holds.payee",
        ("U1",),
        {"name": "乙", "role": "advance", "paper": "9", "on": DAY, "dry_run": True},
    ),
    (
        "fund usage confirm-payee U1 --name 乙 --dry-run",
        "holds.confirm_payee",
        ("U1",),
        {"name": "乙", "dry_run": True},
    ),
    (
        "fund imprest draw --holder 王五 --amount 300",
        "imprest.draw",
        (),
        {
            "holder": "王五",
            "amount_fen": 30_000,
            "bank_account": None,
            "request_key": None,
            **_HELD,
        },
    ),
    (
        (
            "fund imprest return --holder 王五 --amount 300 --bank-account 6222-1"
            " --on 2026-01-05 --key K --dry-run"
        ),
        "imprest.give_back",
        (),
        {
            "holder": "王五",
            "amount_fen": 30_000,
            "bank_account": "6222-1",
            "request_key": "K",
            "on": DAY,
            "dry_run": True,
        },
    ),
    (
        "fund imprest settle U1 --holder 王五 --amount 300 --payee 乙 --invoice 9",
        "imprest.settle",
        ("U1",),
        {
            "holder": "王五",
            "amount_fen": 30_000,
            "payee": "乙",
            "invoice": "9",
            "request_key": None,
            **_HELD,
        },
    ),
    ("fund imprest list", "imprest.list", (), {}),
]
