"""What may be typed of houses that are lost."""

from __future__ import annotations

from datetime import date
from typing import Any

DAY = date(2026, 1, 5)
_MOVED: dict[str, Any] = {
    "household": None,
    "amount_fen": None,
    "bank_accounts": (),
    "bank_ref": None,
    "on": None,
    "dry_run": False,
}
_BUILDING = "--estate A01 --building 3 --treasury 市财政局 --no-settle"
_PART = "--household A01-3-2-501 --amount 10 --bank-account 6222-1 --bank-account 6222-2"
_HANDED = "--on 2026-01-05 --notice-on 2026-01-01 --resolution 大会1号 --evidence j.pdf"
_MONEY: dict[str, Any] = {
    "on": DAY,
    "amount_fen": None,
    "earnings_fen": None,
    "earnings_public_fen": None,
    "bank_accounts": (),
    "to_accounts": (),
    "dry_run": False,
}
_GROUND: dict[str, Any] = {
    "to": "M1",
    "notice_on": date(2026, 1, 1),
    "resolution": "大会1号",
    "evidence": "j.pdf",
}
_MORE = "--book F1-C --amount 10 --earnings 1 --bank-account 6222-1 --to-account 8888-1"
_ADJUST = "--reason 重复 --second 王会计 --moved-on 2025-12-21"
ASKED_LEAVING: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "fund lost declare A01-3-2-501 A01-3-2-502 --on 2026-01-05 --reason 拆除",
        "lost.declare",
        (("A01-3-2-501", "A01-3-2-502"),),
        {
            "estate": None,
            "building": None,
            "treasury": None,
            "settle": True,
            "reason": "拆除",
            "paper": None,
            "on": DAY,
            "dry_run": False,
        },
    ),
    (
        f"fund lost declare {_BUILDING} --on 2026-01-05 --reason 拆除 --paper 公告.pdf --dry-run",
        "lost.declare",
        ((),),
        {
            "estate": "A01",
            "building": "3",
            "treasury": "市财政局",
            "settle": False,
            "reason": "拆除",
            "paper": "公告.pdf",
            "on": DAY,
            "dry_run": True,
        },
    ),
    ("fund lost pay ML-A01-001", "lost.pay", ("ML-A01-001",), _MOVED),
    (
        f"fund lost pay ML-A01-001 {_PART} --bank-ref S1 --on 2026-01-05 --dry-run",
        "lost.pay",
        ("ML-A01-001",),
        {
            "household": "A01-3-2-501",
            "amount_fen": 1000,
            "bank_accounts": ("6222-1", "6222-2"),
            "bank_ref": "S1",
            "on": DAY,
            "dry_run": True,
        },
    ),
    ("fund lost returned ML-A01-001", "lost.returned", ("ML-A01-001",), _MOVED),
    (
        "fund lost undo ML-A01-001 --reason 误报",
        "lost.undo",
        ("ML-A01-001",),
        {"reason": "误报", "on": None, "dry_run": False},
    ),
    (
        "fund lost list --estate A01",
        "lost.list",
        (),
        {"book": None, "estate": "A01", "custodian": None},
    ),
    (f"fund custody order A01 --to M1 {_HANDED}", "custody.order", ("A01",), {**_MONEY, **_GROUND}),
    (
        f"fund custody more HZ-A01-001 --on 2026-01-05 {_MORE} --dry-run",
        "custody.more",
        ("HZ-A01-001",),
        {
            **_MONEY,
            "book": "F1-C",
            "amount_fen": 1000,
            "earnings_fen": 100,
            "bank_accounts": ("6222-1",),
            "to_accounts": ("8888-1",),
            "dry_run": True,
        },
    ),
    (
        "fund custody undo HZ-A01-001 --reason 误划",
        "custody.undo",
        ("HZ-A01-001",),
        {"reason": "误划", "on": None, "dry_run": False},
    ),
    ("fund custody list", "custody.list", (), {"estate": None}),
    (
        f"period adjust f.csv --error-on 2025-12-20 {_ADJUST}",
        "adjust.adjust",
        (),
        {
            "path": "f.csv",
            "unit_wan": False,
            "use_cached": False,
            "error_on": date(2025, 12, 20),
            "reason": "重复",
            "second": "王会计",
            "moved_on": date(2025, 12, 21),
            "dry_run": False,
        },
    ),
    (
        "registry close-account A01-3-2-501 --reason 退房 --reopen --on 2026-01-05 --dry-run",
        "leaving.close_account",
        ("A01-3-2-501",),
        {"reason": "退房", "reopen": True, "on": DAY, "dry_run": True},
    ),
    (
        "fund refund --file f.csv --dry-run",
        "refund.refund_file",
        ("f.csv",),
        {"dry_run": True},
    ),
]
