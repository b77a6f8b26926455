"""Unclaimed money, asked for at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.town import CLOCK, House, found

FEBRUARY = date(2026, 2, 10)
ITEM = "待认领-6222-1-S1"
WORDS: dict[str, Any] = {
    "amount_fen": 123_456,
    "bank_ref": "S1",
    "bank_account": "6222-1",
    "payer": "李某",
    "on": FEBRUARY,
}


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found(db).settle([House("A01-1-1-101")])
    with open_desk(database_url, clock=CLOCK) as desk:
        yield desk


def as_json(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def counted(desk: Desk) -> list[int]:
    tables = (schema.voucher, schema.sub_account, schema.master_change, schema.month, schema.trail)
    with desk.counter.look() as tx:
        return [
            tx.conn.execute(select(func.count()).select_from(each)).scalar_one() for each in tables
        ]


def test_what_waits_is_listed_with_its_age(desk: Desk) -> None:
    sheet = desk.suspense.record(**WORDS)
    assert as_json(sheet)["rows"][0]["voucher"] == "F1-C:2026-02:收-1"
    listed = as_json(desk.suspense.list())
    assert listed["rows"] == [
        {
            "item": ITEM,
            "book": "F1-C",
            "bank_account": "6222-1",
            "bank_ref": "S1",
            "payer": "李某",
            "on": "2026-02-10",
            "days": 49,
            "amount_fen": 123_456,
        }
    ]
    assert listed["total_fen"] == 123_456
    assert "1,234.56" in "".join(draw(desk.suspense.list(custodian="F1"), "text"))
    assert ITEM in "".join(draw(desk.suspense.list(book="F1-C"), "csv"))
    assert as_json(desk.suspense.list(book="F1-P"))["rows"] == []
    assert as_json(desk.suspense.list(on=date(2026, 2, 9)))["rows"] == []


def test_what_is_assigned_is_listed_no_more(desk: Desk) -> None:
    desk.suspense.record(**WORDS)
    sheet = desk.suspense.assign("S1", household="A01-1-1-101", amount_fen=100_000)
    [row] = as_json(sheet)["rows"]
    assert (row["voucher"], row["amount_fen"]) == ("F1-C:2026-03:转-1", 100_000)
    assert row["value_on"] == "2026-02-10"
    again = desk.suspense.assign("S1", household="A01-1-1-101", amount_fen=100_000)
    assert as_json(again)["replayed"] is True
    assert as_json(desk.suspense.list())["total_fen"] == 23_456
    desk.suspense.assign(ITEM, household="A01-1-1-101")
    assert as_json(desk.suspense.list())["rows"] == []
    assert as_json(desk.suspense.list(on=FEBRUARY))["total_fen"] == 123_456


def test_a_dry_run_keeps_nothing(desk: Desk) -> None:
    before = counted(desk)
    assert desk.suspense.record(**WORDS, dry_run=True).notes
    assert counted(desk) == before
    desk.suspense.record(**WORDS)
    before = counted(desk)
    assert desk.suspense.assign("S1", household="A01-1-1-101", dry_run=True).notes
    assert counted(desk) == before


def test_what_is_refused_leaves_a_line_in_the_operation_log_only(desk: Desk) -> None:
    *before, trails = counted(desk)
    with pytest.raises(Refused, match="suspense_unknown"):
        desk.suspense.assign("S9", household="A01-1-1-101")
    assert counted(desk) == [*before, trails + 1]
