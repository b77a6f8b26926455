"""Homes whose kind hangs on their owner: sold at last, or resold and topped up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, Office, open_office

DAY = date(2026, 3, 10)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return open_office(db, tmp_path)


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number == 0
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def contents(office: Office) -> dict[str, int]:
    return {name: office.count(name) for name in (*office.counts(), "house_event", "house_part")}


def sold(desk: Desk, code: str, **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"owners": [("王五", None)], "on": DAY, "reason": "买卖", **words}
    return read(desk.ownership.set_owner(code, **said))


@pytest.mark.parametrize(
    ("kind", "after", "book"),
    [("未售商品房", "commodity", "F1-C"), ("未售公房", "sold_public", "F1-P")],
)
def test_an_unsold_home_is_sold_by_its_change_of_owner(
    office: Office, desk: Desk, kind: str, after: str, book: str
) -> None:
    office.roster(f"A01,5,1,101,{kind},80.00,100,开发公司,")
    code = "A01-5-1-101"
    told = sold(desk, code, stays_unsold=True, owners=[("新开发公司", None)])
    assert (told["home_kind"], office.count("house_event")) == (told["home_kind_before"], 0)
    told = sold(desk, code, on=date(2026, 3, 11))
    assert (told["book"], told["home_kind"], told["initial_fen"]) == (book, after, 8000_00)
    assert told["home_kind_before"] != after
    assert sold(desk, code, on=date(2026, 3, 11))["changed"] is False
    assert office.count("house_event") == 1
    rows = [row for row in desk.registry.households(estate="A01").rows if row[0] == code]
    assert rows[0][1] == after
    history = read(desk.houses.history(code))["rows"]
    assert [row["what"] for row in history if row["on"] == "2026-03-11"] == ["产权人", "变更性质"]
    assert read(desk.book.verify())["ok"]


def test_an_initial_amount_of_nothing_is_set_by_the_standard_of_the_day(
    office: Office, desk: Desk
) -> None:
    standard = "commodity/no_lift=12000,commodity/lift=15000"
    desk.rules.set("deposit.standard", standard, since=date(2026, 1, 1), source="测试")
    office.roster(
        "A01,5,1,101,未售商品房,80.00,0,开发公司,是,多层",
        head="小区编号,幢,单元,房号,房屋性质,建筑面积,应交金额,产权人,电梯,建筑类型",
    )
    assert sold(desk, "A01-5-1-101")["initial_fen"] == 9600_00


def test_resold_public_housing_is_topped_up_first_where_the_city_asks_for_it(
    office: Office, desk: Desk
) -> None:
    code = "A01-6-1-101"
    office.roster("A01,6,1,101,已售公有住房,80.00,50,张三,房管所")
    desk.rules.set("place", "beijing", since=date(2026, 1, 1), source="测试")
    told = sold(desk, code, dry_run=True)  # no standard was published yet
    assert told["changed"] is True
    desk.rules.set("deposit.standard", "commodity/any=12000", since=date(2026, 1, 1), source="测试")
    office.deposits(f"2026-02-05,{code},4000.00,62220002,R5,首期,")
    before = contents(office)
    with pytest.raises(Refused) as caught:
        sold(desk, code)
    assert caught.value.code == "top_up_unpaid"
    assert "5,600.00" in caught.value.message
    assert contents(office) == before
    office.deposits(f"2026-02-06,{code},5599.99,62220002,R6,补足,")
    with pytest.raises(Refused):
        sold(desk, code)
    office.deposits(f"2026-02-07,{code},0.01,62220002,R7,补足,")
    assert sold(desk, code)["changed"] is True
