"""The window of houses: what waits to be checked, and what changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.town import Town
from tests.offices import CLOCK, Office, open_office, table

HOME = "A01-3-2-501"
OTHER = "A01-3-2-502"
A, B = "A01-3-2-501A", "A01-3-2-501B"
DAY = date(2026, 3, 10)
PARTS = (("501A", 60_00, None), ("501B", 40_01, None))
OPENING = "房屋编号,本金余额,收益余额,银行账号,累计交存,最后变动日"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,100.01,120,张三,",
        "A01,3,2,502,商品住宅,88.00,120,李四,",
        "A01,3,2,503,商品住宅,80.00,120,李四,",
        "A01,4,1,101,商品住宅,80.00,120,李四,",
        "A01,3,2,504,非住宅,80.00,120,李四,",
    )
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    with open_desk(database_url, clock=CLOCK) as opened:
        opened.registry.opening(
            str(office.file(table(OPENING, [f"{HOME},8000.00,123.45,62220001,9000.00,"]))),
            on=date(2026, 1, 1),
        )
        office.deposits(f"2026-02-05,{HOME},2001.19,62220001,R1,续交,")
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def split(desk: Desk, code: str = HOME, **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"parts": PARTS, "on": DAY, "reason": "析产", **words}
    return read(desk.houses.split(code, **said))


def merge(desk: Desk, *codes: str, **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"into": "501", "on": DAY, "reason": "合并", **words}
    return read(desk.houses.merge(codes, **said))


def standing_codes(desk: Desk) -> list[str]:
    return [str(row[0]) for row in desk.registry.households().rows]


def contents(office: Office) -> dict[str, int]:
    tables = (*office.counts(), "house_event", "house_part", "carried_move", "draft", "draft_house")
    return {name: office.count(name) for name in tables}


@pytest.mark.usefixtures("desk")
def test_with_users_a_split_is_drawn_up_checked_and_carried_out_when_posted(
    office: Office, database_url: str
) -> None:
    Town(office.db).add_users("张三", "李四")
    with open_desk(database_url, user="张三", clock=CLOCK) as maker:
        told = split(maker)
        assert (told["draft"], told["voucher"]) == (True, "F1-C:D-1")
        assert split(maker)["changed"] is False
        with pytest.raises(Refused) as caught:
            split(maker, parts=(("1", 50_00, None), ("2", 50_01, None)))
        assert caught.value.code == "draft_waiting"
        assert standing_codes(maker)[0] == HOME
        assert office.count("house_event") == 0
    with open_desk(database_url, user="李四", clock=CLOCK) as checker:
        checker.voucher.check(["F1-C:D-1"])
        before = contents(office)
        checker.voucher.post(["F1-C:D-1"], dry_run=True)
        assert contents(office) == before
        checker.voucher.post(["F1-C:D-1"])
        assert standing_codes(checker)[:2] == [A, B]
        checker.voucher.post(["F1-C:D-1"])  # again
        assert office.count("house_event") == 1
        assert split(checker)["changed"] is False
        assert read(checker.book.verify())["ok"]


@pytest.mark.usefixtures("desk")
def test_a_returned_split_leaves_the_house_and_its_rooms_free(
    office: Office, database_url: str
) -> None:
    Town(office.db).add_users("张三", "李四")
    with open_desk(database_url, user="张三", clock=CLOCK) as maker:
        split(maker)
        maker.voucher.send_back(["F1-C:D-1"], reason="面积不对")
        told = split(maker, parts=(("501A", 50_00, None), ("501B", 50_01, None)))
        assert (told["changed"], told["voucher"]) == (True, "F1-C:D-2")


@pytest.mark.usefixtures("desk")
def test_a_house_whose_balance_moved_meanwhile_is_drawn_up_anew(
    office: Office, database_url: str
) -> None:
    Town(office.db).add_users("张三", "李四")
    with open_desk(database_url, user="张三", clock=CLOCK) as maker:
        split(maker)
        office.deposits(f"2026-03-09,{HOME},1.00,62220001,R9,,")
    with open_desk(database_url, user="李四", clock=CLOCK) as checker:
        checker.voucher.check(["F1-C:D-1", "F1-C:D-2"])
        for before, word in (((), "draft_waiting"), (("F1-C:D-2",), "house_moved")):
            if before:
                checker.voucher.post(before)
            was = contents(office)
            with pytest.raises(Refused) as caught:
                checker.voucher.post(["F1-C:D-1"])
            assert caught.value.code == word
            assert contents(office) == was


def test_a_changed_register_is_found(office: Office, desk: Desk) -> None:
    split(desk)
    with office.db.write() as tx:
        if tx.dialect == "sqlite":
            tx.conn.execute(sa.text("DROP TRIGGER house_part_update"))
        else:
            tx.conn.execute(sa.text("ALTER TABLE house_part DISABLE TRIGGER house_part_sealed"))
        tx.conn.execute(sa.update(schema.house_part).values(owner_fen=1))
    words = {row["code"] for row in read(desk.book.verify())["findings"]}
    assert "house_register_differs" in words
