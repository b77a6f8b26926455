"""What may be typed about renovation projects and their money, and what the desk is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

FILE = {"path": "f.csv", "unit_wan": False, "use_cached": False}
DAY = date(2026, 1, 5)
ADDED: dict[str, Any] = {
    "name": "春熙苑",
    "estates": (("A01", None), ("B07", "新苑")),
    "built_year": 1995,
    "items": (("供水", 120_000_000),),
    "buildings": None,
    "households": 40,
    "area": 320_000,
    "unit": None,
    "veteran": True,
    "wish": 925,
    "wish_evidence": "汇总",
    "on": None,
    "dry_run": False,
}
GIVEN: dict[str, Any] = {
    "evidence": "文",
    "payer": "工行",
    "borrower": "某公司",
    "rank": 5,
    "classes": ("basic",),
    "network": "water",
    "cap_fen": 100,
    "cap_permille": 505,
    "from_on": None,
    "until_on": DAY,
    "of_no": None,
    "on": None,
    "dry_run": False,
}
SOURCE = "--evidence 文 --payer 工行 --borrower 某公司 --rank 5 --class basic --network water"
SOURCE += " --cap 1 --cap-percent 50.5"
PROJECT = "--name 春熙苑 --estate A01 --estate B07=新苑 --built-year 1995 --item 供水=120万"
WISH = "--households 40 --area 3200 --veteran --wish 92.5% --wish-evidence 汇总"

ASKED_RENOVATION: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        f"renovation project add GZ-1 {PROJECT} {WISH}",
        "projects.add",
        ("GZ-1",),
        ADDED,
    ),
    (
        "renovation project import f.csv --custodian F1",
        "projects.bring",
        (),
        {**FILE, "custodian": "F1", "dry_run": False},
    ),
    (
        "renovation project list --state planned",
        "projects.list",
        (),
        {"custodian": None, "state": "planned"},
    ),
    ("renovation project show GZ-1", "projects.show", ("GZ-1",), {}),
    (
        "renovation project item GZ-1 道路 100 --estate A01 --on 2026-01-05",
        "projects.item",
        ("GZ-1", "道路", 10_000),
        {"estate": "A01", "title": None, "on": DAY, "dry_run": False},
    ),
    (
        "renovation project budget GZ-1 2 0 --reason 取消 --dry-run",
        "projects.budget",
        ("GZ-1", 2, 0),
        {"reason": "取消", "on": None, "dry_run": True},
    ),
    (
        "renovation project wish GZ-1 100 --evidence 汇总",
        "projects.wish",
        ("GZ-1", 1000),
        {"evidence": "汇总", "on": None, "dry_run": False},
    ),
    (
        "renovation project step GZ-1 planned --evidence 文 --year 2026 --from 2026-01-05",
        "projects.step",
        ("GZ-1", "planned"),
        {
            "evidence": "文",
            "year": 2026,
            "from_on": DAY,
            "until_on": None,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        f"renovation source add GZ-1 loan 100 {SOURCE} --until 2026-01-05",
        "sources.add",
        ("GZ-1", "loan", 10_000),
        GIVEN,
    ),
    (
        "renovation source change GZ-1 1 --amount -100 --evidence 文 --until 2026-01-05",
        "sources.change",
        ("GZ-1", 1, -10_000),
        {"evidence": "文", "until_on": DAY, "on": None, "dry_run": False},
    ),
    (
        "renovation source match GZ-1 --source 1 --item 2 --amount 0 --reason 退回",
        "sources.match",
        ("GZ-1",),
        {
            "source": 1,
            "item": 2,
            "amount_fen": 0,
            "reason": "退回",
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "renovation plan 2026 --budget 200万",
        "plans.propose",
        (2026,),
        {"budget_fen": 200_000_000, "custodian": None},
    ),
    (
        "renovation contribute plan GZ-1 2 --scope 1-1 --by coefficient --weights w.csv --amount 5",
        "contributions.plan",
        ("GZ-1", 2),
        {
            "estate": None,
            "scopes": ("1-1",),
            "by": "coefficient",
            "weights": "w.csv",
            "amount_fen": 500,
            "on": None,
            "dry_run": False,
        },
    ),
    ("renovation contribute list GZ-1 2", "contributions.list", ("GZ-1", 2), {}),
    ("renovation contribute sign GZ-1 2", "contributions.signatures", ("GZ-1", 2), {}),
    (
        "renovation contribute paid GZ-1 2 A01-1-1-101 --evidence 收据1 --amount 5",
        "contributions.paid",
        ("GZ-1", 2, "A01-1-1-101"),
        {"amount_fen": 500, "evidence": "收据1", "on": None, "dry_run": False},
    ),
    (
        "renovation contribute waive GZ-1 2 A01-1-1-101 --reason 低保",
        "contributions.waive",
        ("GZ-1", 2, "A01-1-1-101"),
        {"amount_fen": None, "reason": "低保", "dry_run": False},
    ),
    (
        "renovation contribute grant GZ-1 2 A01-1-1-101",
        "contributions.grant",
        ("GZ-1", 2, "A01-1-1-101"),
        {"dry_run": False},
    ),
    (
        "renovation contribute fund GZ-1 2 --household A01-1-1-101 --payee 甲 --kind 电梯",
        "contributions.fund",
        ("GZ-1", 2),
        {
            "households": ("A01-1-1-101",),
            "payee": "甲",
            "work": "电梯",
            "on": None,
            "dry_run": False,
        },
    ),
    ("renovation report GZ-1", "renovation_report.project", ("GZ-1",), {}),
    (
        "renovation report --all --custodian F1",
        "renovation_report.all",
        (),
        {"custodian": "F1"},
    ),
    ("renovation source list GZ-1", "sources.list", ("GZ-1",), {}),
]
