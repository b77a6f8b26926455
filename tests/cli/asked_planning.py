"""What may be typed of a case of using the fund up to its approval."""

from __future__ import annotations

from datetime import date
from typing import Any

_DAY = date(2026, 1, 5)
DRAFT = "fund usage draft --estate A01 --title 屋面 --amount 1.5万"
_VOTE = "--present-area 7200 --present-heads 79 --agreed-area 3600.01 --agreed-heads 40"
DRAFTED: dict[str, Any] = {
    "estate": "A01",
    "title": "屋面",
    "amount_fen": 1_500_000,
    "scopes": (),
    "payee": None,
    "work": None,
    "emergency": None,
    "warranty_until": None,
    "common": None,
    "assets": (),
    "networks": (),
    "by": None,
    "weights": None,
    "within_means": False,
    "on": None,
    "request_key": None,
    "dry_run": False,
}

# what is typed; what the desk is asked; its positional words; its named words
ASKED_PLANNING: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        f"{DRAFT} --scope 3 --scope 4-1",
        "usage.draft",
        (),
        DRAFTED | {"scopes": ("3", "4-1")},
    ),
    (
        f"{DRAFT} --by coefficient --weights w.csv --within-means --on 2026-01-05",
        "usage.draft",
        (),
        DRAFTED | {"by": "coefficient", "weights": "w.csv", "within_means": True, "on": _DAY},
    ),
    (
        f"{DRAFT} --common-income all",
        "usage.draft",
        (),
        DRAFTED | {"common": "all"},
    ),
    (
        f"{DRAFT} --common-income 20",
        "usage.draft",
        (),
        DRAFTED | {"common": 2000},
    ),
    (
        "fund usage share U1",
        "usage.share",
        ("U1",),
        {"amount_fen": None, "by": None, "weights": None, "within_means": False},
    ),
    (
        "fund usage share U1 --amount 300 --by equal --weights w.csv --within-means",
        "usage.share",
        ("U1",),
        {"amount_fen": 30_000, "by": "equal", "weights": "w.csv", "within_means": True},
    ),
    ("fund usage list U1", "planning.listed", ("U1",), {}),
    ("fund usage opinions U1", "planning.opinions", ("U1",), {}),
    (
        "fund usage electorate U1 --on 2026-01-05 --dry-run",
        "voting.electorate",
        ("U1",),
        {"on": _DAY, "dry_run": True},
    ),
    (
        "fund usage attach U1 f.pdf --kind 合同 --on 2026-01-05",
        "papers.attach",
        ("U1",),
        {"path": "f.pdf", "kind": "合同", "on": _DAY, "dry_run": False},
    ),
    ("fund usage papers", "papers.papers", (None,), {}),
    (
        "registry freeze A01-1-1-101 --on 2026-01-05 --reason 法院文书",
        "freezes.freeze",
        ("A01-1-1-101",),
        {"on": _DAY, "reason": "法院文书", "dry_run": False},
    ),
    (
        "registry unfreeze A01-1-1-101 --on 2026-01-05 --reason 法院文书 --dry-run",
        "freezes.unfreeze",
        ("A01-1-1-101",),
        {"on": _DAY, "reason": "法院文书", "dry_run": True},
    ),
    ("registry frozen --estate A01", "freezes.frozen", (), {"estate": "A01"}),
    (
        "fund usage step U1 公示 --on 2026-01-05 --until 2026-01-05 --paper 2 --note 一幢大厅",
        "steps.step",
        ("U1", "公示"),
        {"on": _DAY, "until": _DAY, "paper_no": 2, "note": "一幢大厅", "dry_run": False},
    ),
    ("fund usage steps U1", "steps.steps", ("U1",), {}),
    (
        "fund usage ballot U1 f.csv --on 2026-01-05",
        "voting.ballot",
        ("U1",),
        {
            "path": "f.csv",
            "unit_wan": False,
            "use_cached": False,
            "on": _DAY,
            "dry_run": False,
        },
    ),
    ("fund usage ballots U1", "voting.ballots", ("U1",), {}),
    (
        "fund usage vote U1",
        "usage.vote",
        ("U1",),
        {
            "present_area": None,
            "present_heads": None,
            "agreed_area": None,
            "agreed_heads": None,
            "objected_area": 0,
            "objected_heads": 0,
            "ruleset": None,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        f"fund usage vote U1 {_VOTE}",
        "usage.vote",
        ("U1",),
        {
            "present_area": 720_000,
            "present_heads": 79,
            "agreed_area": 360_001,
            "agreed_heads": 40,
            "objected_area": 0,
            "objected_heads": 0,
            "ruleset": None,
            "on": None,
            "dry_run": False,
        },
    ),
]
