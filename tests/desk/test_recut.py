"""Houses that go to another estate: what each estate holds, and that the custodian's forms stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.registry.custodians import add_custodian
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.town import Town
from tests.offices import CLOCK, Office, open_office

DAY = date(2026, 3, 10)
OLD, NEW = "A01-3-2-501", "B07-3-2-501"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,100.00,120,张三,",
        "A01,3,2,502,商品住宅,60.00,120,李四,",
        "A01,4,1,101,商品住宅,40.00,120,王五,",
        "A01,3,2,601,已售公有住房,80.00,50,赵六,",
    )
    office.deposits(
        "2026-02-05,A01-3-2-501,9000.00,62220001,R1,首期,",
        "2026-02-06,A01-4-1-101,1000.00,62220001,R2,首期,",
        "2026-02-06,A01-3-2-601,700.00,62220002,R3,首期,",
    )
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def recut(desk: Desk, **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"into": "B07", "name": "新苑", "on": DAY, "reason": "拆分", **words}
    return read(desk.houses.recut("A01", **said))


def contents(office: Office) -> dict[str, int]:
    names = (*office.counts(), "house_event", "house_part", "draft", "draft_house", "sub_close")
    return {name: office.count(name) for name in names}


def forms(desk: Desk) -> list[Any]:
    words: dict[str, Any] = {"period": 202603, "custodian": "F1"}
    shown = (desk.report.balance_sheet, desk.report.income, desk.report.net_assets)
    return [read(form(**words))["rows"] for form in shown]


def holds(desk: Desk, estate: str) -> dict[str, int]:
    rows = read(desk.report.trial_balance(period=202603, estate=estate))["rows"]
    return {row["account"]: row["closing_fen"] for row in rows if row["closing_fen"]}


def codes(desk: Desk, estate: str) -> list[str]:
    return [str(row[0]) for row in desk.registry.households(estate=estate).rows]


def test_a_building_goes_with_its_money_and_its_part_of_what_is_not_given_out(
    desk: Desk,
) -> None:
    desk.earnings.record(
        kind="income",
        amount_fen=200_00,
        estate="A01",
        bank_account="62220001",
        on=date(2026, 2, 20),
    )
    assert read(desk.period.close(202602))["ok"] is True
    before = forms(desk)
    told = recut(desk, buildings=("3",))
    assert told["household_count"] == 3
    assert (told["principal_fen"], told["undistributed_fen"]) == (9700_00, 160_00)
    assert (
        told["vouchers"]
        == "F1-C:2026-03:转-1 F1-C:2026-03:转-2 F1-P:2026-03:转-1 F1-P:2026-03:转-2"
    )
    assert forms(desk) == before
    assert codes(desk, "A01") == ["A01-4-1-101"]
    assert codes(desk, "B07") == ["B07-3-2-501", "B07-3-2-502", "B07-3-2-601"]
    assert holds(desk, "B07")["3001"] == 9000_00
    assert holds(desk, "B07")["3101"] == 160_00
    assert holds(desk, "A01")["3001"] == 1000_00
    assert holds(desk, "A01")["3101"] == 40_00
    assert read(desk.book.verify())["ok"]
    assert read(desk.period.close(202603))["ok"] is True
    assert read(desk.book.verify())["ok"]


def test_the_old_code_leads_to_the_new_one(desk: Desk) -> None:
    recut(desk)
    gone, came = read(desk.report.household(OLD)), read(desk.report.household(NEW))
    assert (gone["balance_fen"], gone["went_into"]) == (0, NEW)
    assert (came["balance_fen"], came["came_from"], came["owner"]) == (9000_00, OLD, "张三")
    assert came["initial_fen"] == 12000_00
    assert read(desk.houses.history(NEW))["rows"][0]["what"] == "小区调整"
    due = {row["household"]: row["rule"] for row in read(desk.replenish.due())["rows"]}
    assert OLD not in due
    assert due["B07-3-2-502"] == "补建"


def test_the_same_again_changes_nothing(office: Office, desk: Desk) -> None:
    recut(desk)
    before = contents(office)
    assert recut(desk)["changed"] is False
    for words in ({"into": "B08"}, {"on": date(2026, 3, 11)}):
        with pytest.raises(Refused) as caught:
            recut(desk, **words)
        assert caught.value.code == "recut_empty"
    assert contents(office) == before


def test_a_dry_run_keeps_nothing(office: Office, desk: Desk) -> None:
    before = contents(office)
    tried = recut(desk, dry_run=True)
    assert contents(office) == before
    assert tried["rows"] == recut(desk)["rows"]


def test_houses_go_back_to_the_doors_that_they_left(office: Office, desk: Desk) -> None:
    recut(desk)
    back = read(desk.houses.recut("B07", into="A01", on=date(2026, 3, 12), reason="撤销"))
    assert back["household_count"] == 4
    assert read(desk.report.household(OLD))["balance_fen"] == 9000_00
    office.deposits(f"2026-03-20,{OLD},1.00,62220001,R9,,")
    assert read(desk.book.verify())["ok"]


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"into": "A01"}, "estate_same"),
        ({"name": None}, "estate_name_missing"),
        ({"buildings": ("9",)}, "recut_empty"),
        ({"on": date(2026, 4, 1)}, "date_in_future"),
        ({"on": date(2026, 2, 5)}, "date_before_movement"),
        ({"into": "C01"}, "custodian_differs"),
    ],
)
def test_what_cannot_go_is_refused_and_nothing_is_written(
    office: Office, desk: Desk, words: dict[str, Any], word: str
) -> None:
    with office.db.write() as tx:
        other, _is_new = add_custodian(tx, "某业主大会", "F2")
    office.roster("C01,1,1,101,商品住宅,80.00,120,李四,", custodian=other)
    before = contents(office)
    with pytest.raises(Refused) as caught:
        recut(desk, **words)
    assert caught.value.code == word
    assert contents(office) == before


def test_a_building_whose_selling_unit_deposited_stays(office: Office, desk: Desk) -> None:
    office.roster("A01,5,1,101,已售公有住房,80.00,50,赵六,房管所")
    office.deposits("2026-02-07,A01-5-SU,700.00,62220002,R7,首期,售房单位")
    with pytest.raises(Refused) as caught:
        recut(desk)
    assert caught.value.code == "recut_selling_unit"
    assert recut(desk, buildings=("3", "4"))["household_count"] == 4


def test_with_users_both_drafts_are_posted_together(
    office: Office, desk: Desk, database_url: str
) -> None:
    Town(office.db).add_users("张三", "李四")
    with open_desk(database_url, user="张三", clock=CLOCK) as maker:
        told = recut(maker, buildings=("3",))
        assert told["vouchers"] == "F1-C:D-1 F1-C:D-2 F1-P:D-1 F1-P:D-2"
        assert recut(maker, buildings=("3",))["changed"] is False
        assert len(codes(maker, "A01")) == 4
    with open_desk(database_url, user="李四", clock=CLOCK) as checker:
        drafts = told["vouchers"].split()
        checker.voucher.check(drafts)
        with pytest.raises(Refused) as caught:
            checker.voucher.post(drafts[:1])
        assert caught.value.code == "event_split"
        checker.voucher.post(drafts)
        assert codes(checker, "A01") == ["A01-4-1-101"]
        assert read(checker.report.household(NEW))["balance_fen"] == 9000_00
        assert read(checker.book.verify())["ok"]
    assert desk is not None
