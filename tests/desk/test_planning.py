"""A case divided otherwise than by area, through the desk: files, what-ifs, lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import BadRows, LedgerError
from ledger.values.sheet import Sheet
from tests.fund.test_weighing import LIFT
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY: Final = date(2026, 2, 10)
HOMES: Final = {
    f"A01-1-1-{floor}0{no}": (str(floor), area)
    for floor in range(1, 7)
    for no, area in ((1, 8850), (2, 6420))
}


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(code, area=area, floor=floor) for code, (floor, area) in HOMES.items()])
    for code in HOMES:
        town.deposit(code, 4_000_000)
    return town


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.keys
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def lift(tmp_path: Path) -> str:
    return written(tmp_path, "层,系数", *(f"{n},{LIFT.get(n, '0')}" for n in range(1, 7)))


def written(folder: Path, *lines: str) -> str:
    path = folder / f"weights{len(list(folder.iterdir()))}.csv"
    path.write_text("\n".join((*lines, "")), encoding="utf-8")
    return str(path)


def draft(desk: Desk, **words: Any) -> Sheet:
    given: dict[str, Any] = {
        "estate": "A01",
        "title": "加装电梯",
        "amount_fen": 30_000_000,
        "payee": "甲公司",
        "emergency": "困人",
        "on": FEBRUARY,
    }
    return desk.usage.draft(**given | words)


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def shares(sheet: Sheet) -> dict[str, int]:
    return {row["household"]: row["share_fen"] for row in read(sheet)["rows"]}


def refused(town: Town, act: Any) -> LedgerError:
    before = town.counts()
    with pytest.raises(LedgerError) as told:
        act()
    assert town.counts() == before
    return told.value


def test_a_lift_by_floor_goes_from_the_file_to_the_frozen_shares(desk: Desk, lift: str) -> None:
    """V8 exactly, through the desk."""
    case = read(draft(desk, by="coefficient", weights=lift))["case"]
    told = shares(desk.usage.share(case))
    assert (told["A01-1-1-301"], told["A01-1-1-602"]) == (3_579_683, 3_709_696)
    assert [told[f"A01-1-1-{n}"] for n in (101, 102, 201, 202)] == [0] * 4
    desk.usage.approve(case, on=FEBRUARY)
    assert shares(desk.usage.share(case)) == told
    assert read(desk.usage.share(case))["basis"] == "coefficient"


def test_the_same_order_with_the_same_numbers_is_one_case(
    desk: Desk, lift: str, tmp_path: Path, town: Town
) -> None:
    first = read(draft(desk, by="coefficient", weights=lift))["case"]
    before = town.counts()
    assert read(draft(desk, by="coefficient", weights=lift))["case"] == first
    assert town.counts() == before
    other = written(tmp_path, "层,系数", *(f"{n},1" for n in range(1, 7)))
    assert read(draft(desk, by="coefficient", weights=other))["case"] != first
    assert read(draft(desk))["case"] != first


def test_a_door_of_its_own_row_stands_above_its_floor(desk: Desk, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "房屋编号,层,系数,分摊面积,不分摊原因",
        *(f",{n},1,," for n in range(1, 7)),
        "A01-1-1-101,,,,底层独立入口",
        "A01-1-1-601,,1/2,100.00,",
    )
    case = read(draft(desk, by="coefficient", weights=path))["case"]
    sheet = desk.usage.share(case)
    told = shares(sheet)
    assert "A01-1-1-101" not in told
    rows = {row["household"]: row["area"] for row in read(sheet)["rows"]}
    assert rows["A01-1-1-601"] == 10_000
    assert "底层独立入口" in "".join(draw(sheet.for_people(), "text"))
    desk.usage.approve(case, on=FEBRUARY)
    assert shares(desk.usage.share(case)) == told


def test_who_is_excluded_has_no_part_in_the_vote(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "层,不分摊原因", "1,底层", "2,底层")
    case = read(draft(desk, emergency=None, weights=path))["case"]
    total = 4 * (8850 + 6420)
    told = read(
        desk.usage.vote(
            case,
            present_area=total,
            present_heads=8,
            agreed_area=total,
            agreed_heads=8,
            on=FEBRUARY,
        )
    )
    assert told["vote"]["total"] == [total, 8]


@pytest.mark.parametrize(
    ("by", "lines", "code"),
    [
        ("coefficient", ("层,系数", "3,0.7"), "weight_missing"),
        ("area", ("层,系数", "3,0.7"), "coefficient_unasked"),
        ("coefficient", ("层,系数", "9,0.7"), "floor_unknown"),
        ("coefficient", ("房屋编号,系数", "A01-9-1-101,0.7"), "household_unknown"),
        ("coefficient", ("层,系数", "3,0.7", "3,0.8"), "weight_twice"),
        ("coefficient", ("层,系数", "3,-1"), "coefficient_unreadable"),
        ("coefficient", ("房屋编号,层,系数", "A01-1-1-101,1,1"), "weight_place"),
        ("coefficient", ("层,系数,不分摊原因", "1,1,底层"), "weight_said"),
        ("coefficient", ("层,系数", *(f"{n},0" for n in range(1, 7))), "weights_all_zero"),
        ("area", ("层,不分摊原因", *(f"{n},底层" for n in range(1, 7))), "weights_all_zero"),
    ],
)
def test_bad_numbers_are_refused_by_name_and_nothing_is_written(
    desk: Desk, town: Town, tmp_path: Path, by: str, lines: tuple[str, ...], code: str
) -> None:
    path = written(tmp_path, *lines)
    error = refused(town, lambda: draft(desk, by=by, weights=path))
    assert error.code == code
    assert error.hint
    if isinstance(error, BadRows):
        assert all(row.row >= 2 for row in error.rows)


def test_a_basis_of_numbers_needs_its_file(desk: Desk, town: Town) -> None:
    assert refused(town, lambda: draft(desk, by="agreed")).code == "weights_missing"


def test_a_house_that_came_after_the_draft_has_no_number_yet(
    desk: Desk, town: Town, lift: str
) -> None:
    case = read(draft(desk, by="coefficient", weights=lift))["case"]
    town.settle([House("A01-1-1-701", floor="7")])
    assert refused(town, lambda: desk.usage.approve(case, on=FEBRUARY)).code == "weight_missing"


def test_a_dry_run_keeps_no_number(desk: Desk, town: Town, lift: str) -> None:
    before = town.counts()
    draft(desk, by="coefficient", weights=lift, dry_run=True)
    assert town.counts() == before


# ---- what if ----


def test_a_what_if_changes_nothing(desk: Desk, town: Town, lift: str) -> None:
    case = read(draft(desk))["case"]
    before, plain = town.counts(), shares(desk.usage.share(case))
    assert shares(desk.usage.share(case, by="coefficient", weights=lift)) != plain
    equal = shares(desk.usage.share(case, by="equal", amount_fen=1200))
    assert set(equal.values()) == {100}
    assert shares(desk.usage.share(case)) == plain
    assert town.counts() == before


def test_an_approved_case_is_not_wondered_about(desk: Desk, town: Town) -> None:
    case = read(draft(desk))["case"]
    desk.usage.approve(case, on=FEBRUARY)
    assert refused(town, lambda: desk.usage.share(case, by="equal")).code == "scope_frozen"


def test_a_job_is_scaled_down_to_what_the_poorest_can_bear(desk: Desk) -> None:
    large = 100_000_000
    told = read(desk.usage.share(read(draft(desk, amount_fen=large))["case"]))
    assert told["affordable_fen"] == 41_410_169  # 40,000.00 of 88.50 of 916.20 m²
    assert told["to_collect_fen"] > 0
    scaled = draft(desk, amount_fen=large, within_means=True, title="缩小")
    assert read(scaled)["total_fen"] == 41_410_169
    assert read(scaled)["to_collect_fen"] == 0
    assert "A01-1-1-101" in "".join(draw(scaled.for_people(), "text"))


def test_where_somebody_has_nothing_no_size_is_small_enough(desk: Desk, town: Town) -> None:
    town.settle([House("A01-1-1-701")])
    error = refused(town, lambda: draft(desk, within_means=True))
    assert error.code == "means_exhausted"
    assert "A01-1-1-701" in error.message


# ---- the lists ----


def test_owners_sign_beside_what_they_would_bear(desk: Desk, town: Town) -> None:
    with town.write() as tx:
        insert_rows(
            tx,
            schema.title,
            (
                "book_id",
                "sub_id",
                "title_no",
                "owner",
                "phone",
                "id_no",
                "share_num",
                "share_den",
                "change_id",
            ),
            [
                (1, 1, 1, "张三", "13800138000", "11010519491231002X", 1, 2, 1),
                (1, 1, 2, "李四", None, None, 1, 2, 1),
            ],
        )
    case = read(draft(desk))["case"]
    sheet = desk.planning.opinions(case)
    first = read(sheet)["rows"][0]
    assert (first["no"], first["owner"], first["room"]) == (1, "张三、李四", "101")
    assert (first["phone"], first["signature"]) == ("138****8000", "")
    assert first["area"] == 8850
    text = "".join(draw(sheet.for_people(), "text"))
    for head in (
        "序号",
        "业主姓名",
        "单元",
        "房号",
        "建筑面积",
        "预计分摊金额",
        "业主签名",
        "签名时间",
        "联系电话",
    ):
        assert head in text
    listed = read(desk.planning.listed(case))
    assert listed["households_fen"] == 30_000_000
    row = listed["rows"][0]
    assert (row["id_no"], row["floor"]) == ("1101**********002X", "1")
    assert row["principal_balance_fen"] == 4_000_000
    assert row["principal_free_fen"] == 4_000_000
    desk.usage.approve(case, on=FEBRUARY)
    row = read(desk.planning.listed(case))["rows"][0]
    assert row["principal_free_fen"] == 4_000_000 - row["principal_fen"]
