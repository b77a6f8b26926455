"""An estate of which some households ran low, and the steps of a campaign."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk
from ledger.registry.custodians import find_custodian
from ledger.registry.rule_changes import Wish, set_rule
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.draw import draw
from ledger.values.errors import LedgerError
from ledger.values.sheet import Sheet
from tests.offices import Office, open_office

# V3: 90.50 m² at 120.00 make 10,860.00; 3,257.99 of it is left.
ROSTER = (
    "A01,1,1,101,商品住宅,90.50,120.00,张三,",
    "A01,1,1,102,商品住宅,90.50,120.00,李四,",
    "A01,1,2,201,商品住宅,50.00,120.00,王五,",
    "A01,2,1,101,已售公有住房,60.00,20.00,赵六,甲厂",
)
OPENING = (
    "2026-01-05,A01-1-1-101,3257.99,62220001,R1,首期,",
    "2026-01-05,A01-1-1-102,3258.00,62220001,R2,首期,",
    "2026-01-05,A01-2-1-101,100.00,62220002,R4,首期,",
)
PLANNED = date(2026, 1, 10)
CLOCK = Clock(today=date(2026, 9, 30), at="2026-09-30T01:00:00Z")
PASSED: dict[str, Any] = {
    "present_area": 25_000,
    "present_heads": 4,
    "agreed_area": 20_000,
    "agreed_heads": 3,
    "on": date(2026, 1, 20),
}
TABLES = (
    schema.campaign,
    schema.campaign_due,
    schema.campaign_step,
    schema.campaign_waiver,
    schema.notice,
    schema.notice_delivery,
    schema.voucher,
    schema.draft,
)


def open_estate(db: Database, folder: Path) -> Office:
    """Open an office with the estate and what was deposited at first."""
    office = open_office(db, folder)
    office.roster(*ROSTER)
    office.deposits(*OPENING, clock=CLOCK)
    return office


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def counts(office: Office) -> dict[str, int]:
    return {
        table.name: int(office.one(select(func.count()).select_from(table))) for table in TABLES
    }


def refused(office: Office, word: str, act: Callable[[], object]) -> None:
    """Run what must be refused by name and write nothing."""
    before = counts(office)
    with pytest.raises(LedgerError) as told:
        act()
    assert (told.value.code, bool(told.value.hint)) == (word, True)
    assert counts(office) == before


def plan(desk: Desk, **words: Any) -> dict[str, Any]:
    return read(desk.campaign.plan(**{"estate": "A01", "on": PLANNED, **words}))


def voted(desk: Desk, **words: Any) -> str:
    code = str(plan(desk, **words)["plan"])
    desk.campaign.vote(code, **PASSED)
    return code


def dues(told: dict[str, Any]) -> dict[str, tuple[int, str]]:
    return {row["household"]: (row["due_fen"], row["rule"]) for row in told["rows"]}


def status(desk: Desk, code: str, on: date, **words: Any) -> dict[str, Any]:
    return read(desk.campaign.status(code, on=on, **words))


def pay(office: Office, *rows: str) -> None:
    office.deposits(*rows, clock=CLOCK)


def set_rule_of(tx: Any, key: str, value: str) -> None:
    wish = Wish(key, value, date(2020, 1, 1), "测试")
    set_rule(tx, find_custodian(tx, None), wish, who="张三", clock=CLOCK)


def kinds(told: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(row["household"], row["kind"], row["urge_no"]) for row in told["rows"]]
