"""What may be typed about utility plant, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cli.asked_planning import DRAFT, DRAFTED

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
]
