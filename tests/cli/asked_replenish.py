"""What may be typed of replenishment, indicators and a household's account."""

from __future__ import annotations

from datetime import date
from typing import Any

PLAN: dict[str, Any] = {
    "estate": "A01",
    "target": None,
    "permille": None,
    "standard_fen": None,
    "amount_fen": None,
    "scopes": (),
    "everyone": False,
    "times": 1,
    "every_months": 12,
    "on": None,
    "dry_run": False,
}
DAY = date(2026, 1, 5)
MANY: dict[str, Any] = {
    "path": None,
    "book": None,
    "period": None,
    "maker": None,
    "dry_run": False,
}
SCOPE: dict[str, Any] = {"period": None, "book": None, "estate": None, "custodian": None}

ASKED_REPLENISH: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        "report household A01-3-2-501 --period 2026-01 --detail",
        "report.household",
        ("A01-3-2-501",),
        {"period": 202601, "book": None, "detail": True},
    ),
    ("fund replenish plan --estate A01", "campaign.plan", (), PLAN),
    ("fund replenish opinions XC-A01-001", "campaign.opinions", ("XC-A01-001",), {}),
    (
        "fund replenish electorate XC-A01-001 --on 2026-01-05",
        "campaign_voting.electorate",
        ("XC-A01-001",),
        {"on": DAY, "dry_run": False},
    ),
    (
        "fund replenish ballot XC-A01-001 票.csv",
        "campaign_voting.ballot",
        ("XC-A01-001",),
        {"path": "票.csv", "unit_wan": False, "use_cached": False, "on": None, "dry_run": False},
    ),
    ("fund replenish ballots XC-A01-001", "campaign_voting.ballots", ("XC-A01-001",), {}),
    (
        "fund replenish vote XC-A01-001",
        "campaign.vote",
        ("XC-A01-001",),
        {
            "present_area": None,
            "present_heads": None,
            "agreed_area": None,
            "agreed_heads": None,
            "objected_area": 0,
            "objected_heads": 0,
            "ruleset": None,
            "due_on": None,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        (
            "fund replenish plan --estate A01 --target decided --amount 100 --scope 1 --everyone"
            " --mode instalments --times 3 --every 6 --on 2026-01-05 --dry-run"
        ),
        "campaign.plan",
        (),
        {
            **PLAN,
            "target": "decided",
            "amount_fen": 10_000,
            "scopes": ("1",),
            "everyone": True,
            "times": 3,
            "every_months": 6,
            "on": DAY,
            "dry_run": True,
        },
    ),
    (
        "fund replenish plan --estate A01 --target ratio --ratio 500 --standard 120",
        "campaign.plan",
        (),
        {**PLAN, "target": "ratio", "permille": 500, "standard_fen": 12_000},
    ),
    (
        (
            "fund replenish vote XC-A01-001 --present-area 8000 --present-heads 90"
            " --agreed-area 6000 --agreed-heads 68 --due 2026-01-05"
        ),
        "campaign.vote",
        ("XC-A01-001",),
        {
            "present_area": 800_000,
            "present_heads": 90,
            "agreed_area": 600_000,
            "agreed_heads": 68,
            "objected_area": 0,
            "objected_heads": 0,
            "ruleset": None,
            "due_on": DAY,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "fund replenish fallback XC-A01-001 --on 2026-01-05",
        "campaign.fall_back",
        ("XC-A01-001",),
        {"on": DAY, "dry_run": False},
    ),
    (
        "fund replenish notice XC-A01-001 --household A01-1-1-101 --on 2026-01-05",
        "campaign.notice",
        ("XC-A01-001",),
        {"households": ("A01-1-1-101",), "on": DAY, "dry_run": False},
    ),
    ("fund replenish notices XC-A01-001", "campaign.notices", ("XC-A01-001",), {"on": None}),
    (
        "fund replenish delivered XC-A01-001 --manner mail",
        "campaign.delivered",
        ("XC-A01-001",),
        {"manner": "mail", "households": (), "on": None, "dry_run": False},
    ),
    (
        "fund replenish waive XC-A01-001 A01-1-1-101 --amount 5 --reason 低保",
        "campaign.waive",
        ("XC-A01-001", "A01-1-1-101"),
        {"amount_fen": 500, "reason": "低保", "dry_run": False},
    ),
    (
        "fund replenish approve-waiver XC-A01-001 A01-1-1-101",
        "campaign.grant_waiver",
        ("XC-A01-001", "A01-1-1-101"),
        {"dry_run": False},
    ),
    (
        "fund replenish stop XC-A01-001 --reason 交清 --on 2026-01-05",
        "campaign.stop",
        ("XC-A01-001",),
        {"reason": "交清", "on": DAY, "dry_run": False},
    ),
    (
        "fund replenish status XC-A01-001 --by household --late",
        "campaign.status",
        ("XC-A01-001",),
        {"by": "household", "late": True, "on": None},
    ),
    ("report indicators", "report.indicators", (), {**SCOPE, "code": None}),
    (
        "report indicators --estate A01 --period 2026-01 --code 7.1",
        "report.indicators",
        (),
        {**SCOPE, "estate": "A01", "period": 202601, "code": "7.1"},
    ),
    (
        "voucher check --file f.csv --book F1-C",
        "voucher.check_many",
        (),
        {**MANY, "path": "f.csv", "book": "F1-C"},
    ),
    ("voucher check --all", "voucher.check_many", (), MANY),
    (
        "voucher post --all --period 2026-01 --maker 张三 --dry-run",
        "voucher.post_many",
        (),
        {**MANY, "period": 202601, "maker": "张三", "dry_run": True},
    ),
    (
        "voucher list --state waiting --mine --event move:",
        "voucher.list",
        (),
        {
            "book": None,
            "estate": None,
            "period": None,
            "state": "waiting",
            "maker": None,
            "mine": True,
            "event": "move:",
        },
    ),
]
