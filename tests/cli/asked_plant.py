"""What may be typed about utility plant, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cli.asked_planning import DRAFT, DRAFTED

_FIGURES = "--present-area 3 --present-heads 2 --agreed-area 2.5 --agreed-heads 1"
_DAY = date(2026, 1, 5)
_ADD = (
    "renovation asset add --estate A01 --network 供水 --name 水泵 --location 地下室"
    " --quantity 2.5 --unit 台"
)
_ADDED: dict[str, Any] = {
    "estate": "A01",
    "network": "供水",
    "name": "水泵",
    "location": "地下室",
    "quantity_milli": 2500,
    "unit": "台",
    "boundary": None,
    "maker": None,
    "in_service_on": None,
    "warranty_until": None,
    "code": None,
    "since": None,
    "owner": "owners",
    "keeper": None,
    "ground": None,
    "dry_run": False,
}

# what is typed; what the desk is asked; its positional words; its named words
ASKED_PLANT: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    (
        f"{DRAFT} --asset ZC-A01-002 --asset ZC-A01-003 --network 电梯",
        "usage.draft",
        (),
        DRAFTED | {"assets": ("ZC-A01-002", "ZC-A01-003"), "networks": ("电梯",)},
    ),
    (
        "renovation operator add W1 市水司 --network 供水 --network 排水 --dry-run",
        "asset.add_operator",
        ("W1", "市水司"),
        {"networks": ("供水", "排水"), "dry_run": True},
    ),
    ("renovation operator list", "asset.operators", (), {}),
    (
        f"{_ADD} --boundary 水表 --maker 某厂 --in-service 2026-01-05 --code ZC-7",
        "asset.add",
        (),
        _ADDED | {"boundary": "水表", "maker": "某厂", "in_service_on": _DAY, "code": "ZC-7"},
    ),
    (
        f"{_ADD} --owner government --keeper W1 --ground 条例 --since 2026-01-05 --dry-run",
        "asset.add",
        (),
        _ADDED
        | {
            "owner": "government",
            "keeper": "W1",
            "ground": "条例",
            "since": _DAY,
            "dry_run": True,
        },
    ),
    (
        "renovation asset import assets.csv --dry-run",
        "asset.import_file",
        (),
        {"path": "assets.csv", "unit_wan": False, "use_cached": False, "dry_run": True},
    ),
    (
        "renovation asset fill ZC-7 --warranty-until 2026-01-05",
        "asset.fill",
        ("ZC-7",),
        {"in_service_on": None, "warranty_until": _DAY, "dry_run": False},
    ),
    (
        "renovation asset list --estate A01 --network 供水 --operator W1 --on 2026-01-05",
        "asset.list",
        (),
        {"estate": "A01", "network": "供水", "operator": "W1", "on": _DAY},
    ),
    ("renovation asset show ZC-7", "asset.show", ("ZC-7",), {"on": None}),
    (
        "renovation asset attach ZC-7 drawing.pdf",
        "asset.attach",
        ("ZC-7",),
        {"path": "drawing.pdf", "kind": "drawing", "on": None, "dry_run": False},
    ),
    (
        "renovation asset cost ZC-7 --from 中央=1.5万 --from 居民=0.01 --evidence valuation",
        "asset.cost",
        ("ZC-7",),
        {
            "by_source": (("中央", 1_500_000), ("居民", 1)),
            "evidence": "valuation",
            "paper": None,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "renovation asset spread --from 市级=2 --asset ZC-7=2 --in-order --dry-run",
        "asset.spread",
        (),
        {
            "by_source": (("市级", 200),),
            "by_asset": (("ZC-7", 200),),
            "in_order": True,
            "evidence": "final",
            "on": None,
            "dry_run": True,
        },
    ),
    (
        "renovation asset costs --estate A01",
        "asset.costs",
        (),
        {"estate": "A01", "network": None},
    ),
    (
        "renovation accept YJ-1 --party 水司 --rejected --invited-on 2026-01-05 --paper a.pdf",
        "plant.accept",
        ("YJ-1",),
        {
            "parties": ("水司",),
            "rejected": True,
            "invited_on": _DAY,
            "on": None,
            "paper": "a.pdf",
            "dry_run": False,
        },
    ),
    (
        "renovation handover start --estate A01 --operator W1 --asset ZC-7 --on 2026-01-05",
        "plant.start",
        (),
        {
            "estate": "A01",
            "operator": "W1",
            "assets": ("ZC-7",),
            "stage": "surveyed",
            "on": _DAY,
            "dry_run": False,
        },
    ),
    (
        "renovation handover stage YJ-1 design_agreed --note 会签",
        "plant.stage",
        ("YJ-1", "design_agreed"),
        {"note": "会签", "paper": None, "on": None, "dry_run": False},
    ),
    (
        f"renovation handover vote YJ-1 {_FIGURES} --paper v.pdf",
        "plant.vote",
        ("YJ-1",),
        {
            "present_area": 300,
            "present_heads": 2,
            "agreed_area": 250,
            "agreed_heads": 1,
            "paper": "v.pdf",
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "renovation handover agree YJ-1 --number XY-1 --case B --duty-only --paper x.pdf",
        "plant.agree",
        ("YJ-1",),
        {
            "number": "XY-1",
            "case": "B",
            "duty_only": True,
            "paper": "x.pdf",
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "renovation handover inventory YJ-1 --keys 2 --without-drawings 遗失 --paper q.pdf",
        "plant.inventory",
        ("YJ-1",),
        {
            "keys": 2,
            "without_drawings": "遗失",
            "paper": "q.pdf",
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "renovation handover defect YJ-1 --asset ZC-7 --what 漏水 --days 5",
        "plant.defect",
        ("YJ-1",),
        {
            "asset": "ZC-7",
            "what": "漏水",
            "days": 5,
            "mended": None,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "renovation handover refuse YJ-1 --reason 不合标准",
        "plant.refuse",
        ("YJ-1",),
        {"reason": "不合标准", "paper": None, "on": None, "dry_run": False},
    ),
    (
        "renovation handover switch YJ-1 --on 2026-01-05 --dry-run",
        "plant.switch",
        ("YJ-1",),
        {"paper": None, "on": _DAY, "dry_run": True},
    ),
    ("renovation handover list --estate A01", "plant.list", (), {"estate": "A01"}),
    ("renovation handover show YJ-1", "plant.show", ("YJ-1",), {}),
    ("renovation handover print YJ-1 agreement", "plant.print", ("YJ-1", "agreement"), {}),
    (
        "report handover --operator W1 --network 供水",
        "plant.status",
        (),
        {"estate": None, "network": "供水", "operator": "W1", "on": None},
    ),
]
