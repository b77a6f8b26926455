"""What may be typed about collection, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

_DAY = date(2026, 1, 5)
_REST = (
    "--amount 300 --deposit-on 2026-01-05 --voucher F1-C:2026-01:收-1 --bank-account 6222"
    " --to-bank-account 6223 --unwind --on 2026-01-05 --key K --dry-run"
)
_OF_DEPOSIT = "--deposit-on 2026-01-05 --voucher F1-C:2026-01:收-1"
_MOVE: dict[str, Any] = {
    "reason": "记错",
    "amount_fen": None,
    "deposit_on": None,
    "voucher": None,
    "bank_account": None,
    "to_bank_account": None,
    "unwind": False,
    "on": None,
    "request_key": None,
    "dry_run": False,
}
_PAID = "--bank-account 6222 --on 2026-01-05 --dry-run"
_RECEIVED = f"--bank-ref S1 {_PAID}"
_MONEY: dict[str, Any] = {
    "amount_fen": 300_00,
    "bank_ref": "S1",
    "bank_account": "6222",
    "on": _DAY,
    "dry_run": True,
}
_GIVEN: dict[str, Any] = {
    "path": None,
    "household": None,
    "amount_fen": None,
    "all_sold": False,
    "on": None,
    "dry_run": False,
}
_PLAN: dict[str, Any] = {
    "reason": "困难",
    "times": None,
    "first_on": None,
    "every_months": 1,
    "dry_run": False,
}

# as `asked.ASKED`
ASKED_COLL: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "fund move A01-3-2-501 A01-3-2-502 --reason 记错",
        "moving.move",
        ("A01-3-2-501", "A01-3-2-502"),
        _MOVE,
    ),
    (
        f"fund move A01-3-2-501 B01-1-0-101 --reason 记错 {_REST}",
        "moving.move",
        ("A01-3-2-501", "B01-1-0-101"),
        {
            **_MOVE,
            "amount_fen": 300_00,
            "deposit_on": _DAY,
            "voucher": "F1-C:2026-01:收-1",
            "bank_account": "6222",
            "to_bank_account": "6223",
            "unwind": True,
            "on": _DAY,
            "request_key": "K",
            "dry_run": True,
        },
    ),
    (
        "fund floor A01-3-2-501 --overdraft 100 --reason 记错 --approver 李四",
        "moving.floor",
        ("A01-3-2-501",),
        {"overdraft_fen": 100_00, "reason": "记错", "approver": "李四", "dry_run": False},
    ),
    (
        "fund floor A01-3-2-501 --end --reason 收回 --approver 李四 --dry-run",
        "moving.floor",
        ("A01-3-2-501",),
        {"overdraft_fen": 0, "reason": "收回", "approver": "李四", "dry_run": True},
    ),
    (
        "fund receipt receive ZX0001 ZX0100 --kind 专用票据",
        "receipts.receive",
        ("ZX0001", "ZX0100"),
        {"kind": "专用票据", "book": None, "on": None, "dry_run": False},
    ),
    (
        "fund receipt receive ZX0001 ZX0100 --kind 专用票据 --book F1-C --on 2026-01-05 --dry-run",
        "receipts.receive",
        ("ZX0001", "ZX0100"),
        {"kind": "专用票据", "book": "F1-C", "on": _DAY, "dry_run": True},
    ),
    (
        f"fund receipt issue ZX0001 --household A01-3-2-501 {_OF_DEPOSIT} --dry-run",
        "receipts.issue",
        ("ZX0001",),
        {
            "household": "A01-3-2-501",
            "deposit_on": _DAY,
            "voucher": "F1-C:2026-01:收-1",
            "dry_run": True,
        },
    ),
    (
        "fund receipt void ZX0001 --reason 写错 --book F1-C --on 2026-01-05 --dry-run",
        "receipts.void",
        ("ZX0001",),
        {"reason": "写错", "book": "F1-C", "on": _DAY, "dry_run": True},
    ),
    (
        "fund receipt list --book F1-C --custodian 中心 --detail",
        "receipts.list",
        (),
        {"book": "F1-C", "custodian": "中心", "detail": True},
    ),
    (
        "fund receipt list",
        "receipts.list",
        (),
        {"book": None, "custodian": None, "detail": False},
    ),
    (
        "registry dues --estate A01 --custodian 中心 --on 2026-01-05 --dry-run",
        "dues.dues",
        (),
        {"estate": "A01", "custodian": "中心", "on": _DAY, "dry_run": True},
    ),
    (
        "fund arrears --estate A01 --custodian 中心 --on 2026-01-05",
        "dues.arrears",
        (),
        {"estate": "A01", "custodian": "中心", "on": _DAY},
    ),
    (
        "fund plan add A01-3-2-501 --times 3 --first-on 2026-01-05 --every-months 2 --reason 困难",
        "dues.add_plan",
        ("A01-3-2-501",),
        {**_PLAN, "times": 3, "first_on": _DAY, "every_months": 2},
    ),
    (
        "fund plan add A01-3-2-501 --defer-until 2026-01-05 --reason 困难 --dry-run",
        "dues.add_plan",
        ("A01-3-2-501",),
        {**_PLAN, "first_on": _DAY, "dry_run": True},
    ),
    (
        "fund plan end A01-3-2-501 --reason 到期 --dry-run",
        "dues.add_plan",
        ("A01-3-2-501",),
        {"reason": "到期", "ended": True, "dry_run": True},
    ),
    (
        "fund plan list --estate A01 --custodian 中心",
        "dues.list_plans",
        (),
        {"estate": "A01", "custodian": "中心"},
    ),
    (
        f"fund advance record --estate A01 --amount 300 --payer 甲公司 {_RECEIVED}",
        "advance.record",
        (),
        {"estate": "A01", "payer": "甲公司", **_MONEY},
    ),
    (
        "fund advance transfer f.csv --estate A01",
        "advance.transfer",
        ("A01",),
        {**_GIVEN, "path": "f.csv"},
    ),
    (
        "fund advance transfer --estate A01 --household A01-3-2-501 --amount 300 --on 2026-01-05",
        "advance.transfer",
        ("A01",),
        {**_GIVEN, "household": "A01-3-2-501", "amount_fen": 300_00, "on": _DAY},
    ),
    (
        "fund advance transfer --estate A01 --all-sold --dry-run",
        "advance.transfer",
        ("A01",),
        {**_GIVEN, "all_sold": True, "dry_run": True},
    ),
    (
        "fund advance list --estate A01 --custodian 中心",
        "advance.list",
        (),
        {"estate": "A01", "custodian": "中心"},
    ),
    (
        f"fund suspense foreign --amount 300 --payer 某公司 {_RECEIVED}",
        "foreign.record",
        (),
        {"payer": "某公司", **_MONEY},
    ),
    (
        f"fund suspense return S1 --payee 某公司 --amount 300 {_PAID}",
        "foreign.give_back",
        ("S1",),
        {
            "payee": "某公司",
            "amount_fen": 300_00,
            "bank_account": "6222",
            "on": _DAY,
            "dry_run": True,
        },
    ),
    (
        "fund suspense foreign-list --book F1-C --custodian 中心",
        "foreign.list",
        (),
        {"book": "F1-C", "custodian": "中心"},
    ),
    ("fund deposits A01-3-2-501", "refund.deposits", ("A01-3-2-501",), {}),
]
