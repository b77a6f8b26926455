"""What stands behind each movement of a household: papers, case, vote, calculation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.desk import Desk, open_desk
from ledger.fund.using.sharing import Door, Payer, Purse, SellingUnit, share_out
from ledger.reports.share_levels import Group, levels
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.money import format_fen
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, Office, open_office

DOOR = "A01-3-2-501"
HEAD = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要,交款方,交款人,票据号"
ROSTER = (
    "A01,3,2,501,商品住宅,88.53,120.50,张三,",
    "A01,3,2,502,商品住宅,61.47,120.50,李四,",
    "A01,3,2,503,已售公有住房,50.00,120.50,王五,甲厂",
)
DEPOSITS = (
    "2026-01-05,A01-3-2-501,1000.00,62220001,R1,首期,,张三,P-1",
    "2026-01-05,A01-3-2-502,1000.00,62220001,R2,首期,,,",
    "2026-01-05,A01-3-2-503,300.00,62220002,R3,首期,,,",
    "2026-01-05,A01-3-SU,100.00,62220002,R4,首期,售房单位,,",
)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*ROSTER)
    office.deposits(*DEPOSITS, head=HEAD)
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def printed(desk: Desk, code: str) -> str:
    return "".join(draw(desk.report.household(code, detail=True), "text"))


def repaired(desk: Desk, **words: Any) -> str:
    """Pay a repair of 100.00 over all doors, by a vote unless it is an emergency."""
    on = date(2026, 2, 10)
    drafted = desk.usage.draft(
        estate="A01", title="修水泵", amount_fen=10_000, payee="甲公司", on=on, **words
    )
    code = str(drafted.fields["case"])
    if not words:
        desk.usage.vote(
            code,
            present_area=20_000,
            present_heads=3,
            agreed_area=15_000,
            agreed_heads=2,
            on=on,
        )
    desk.usage.approve(code, on=on)
    desk.usage.pay(code, on=on)
    return code


def test_a_deposit_shows_who_paid_and_which_receipt_it_got(desk: Desk) -> None:
    [row] = read(desk.report.household(DOOR))["rows"]
    assert (row["what"], row["value_on"]) == ("deposit", "2026-01-05")
    assert row["behind"] == {
        "purpose": "首期",
        "payer_class": "owner",
        "payer": "张三",
        "receipt": "P-1",
        "bank_account": "62220001",
        "bank_ref": "R1",
    }
    assert "首期，交款人 张三（业主），专户 62220001，流水 R1，票据 P-1" in printed(desk, DOOR)


def test_a_repair_shows_its_case_its_vote_and_how_the_share_came_about(desk: Desk) -> None:
    code = repaired(desk)
    row = read(desk.report.household(DOOR))["rows"][-1]
    behind = row["behind"]
    assert (row["what"], behind["case"], behind["total_fen"]) == ("repair", code, 10_000)
    assert behind["vote"]["agreed"] == [15_000, 2]
    whole, door = behind["levels"]
    assert whole == {
        "level": "property",
        "by": "area",
        "total_fen": 10_000,
        "weight": 15_000,
        "weights": 20_000,
        "amount_fen": 7_500,
    }
    assert (door["level"], door["weight"], door["weights"]) == ("door", 8_853, 15_000)
    assert door["amount_fen"] == behind["share_fen"] == -row["amount_fen"] == 4427
    told = printed(desk, DOOR)
    assert f"使用项目 {code} 修水泵，总额 100.00 元" in told
    assert "2026-02-10 业主表决通过：参与 面积 200.00/200.00 ㎡（100.00%）" in told
    assert "同类房屋按面积：100.00 元 × 150.00 ÷ 200.00 ㎡ = 75.00 元" in told
    assert "本户按面积：75.00 元 × 88.53 ÷ 150.00 ㎡ = 44.27 元" in told


def test_sold_public_homes_show_what_the_selling_unit_bears(desk: Desk) -> None:
    repaired(desk)
    owner = read(desk.report.household("A01-3-2-503"))["rows"][-1]["behind"]["levels"]
    assert [(each["level"], each["by"], each["amount_fen"]) for each in owner] == [
        ("property", "area", 2500),
        ("payer", "deposits", 1875),
        ("door", "area", 1875),
    ]
    unit = read(desk.report.household("A01-3-SU"))["rows"][-1]["behind"]["levels"]
    assert unit[-1]["amount_fen"] == 625
    assert "按业主和售房单位交存额分担，本方 6.25 元" in printed(desk, "A01-3-SU")


@pytest.mark.parametrize("by", ["equal", "agreed", "coefficient"])
def test_what_was_agreed_is_told_instead_of_the_area(office: Office, desk: Desk, by: str) -> None:
    words: dict[str, Any] = {"by": by}
    if by != "equal":
        file = office.file("房屋编号,系数\nA01-3-2-501,1\nA01-3-2-502,1/2\nA01-3-2-503,0\n")
        words["weights"] = str(file)
    repaired(desk, emergency="水泵停转", **words)
    row = read(desk.report.household("A01-3-2-502"))["rows"][-1]
    told = row["behind"]["levels"][-1]
    assert (told["by"], told["amount_fen"]) == (by, -row["amount_fen"])
    expected = {"equal": (1, 2), "agreed": (1, 3), "coefficient": (6_147, 2 * 8_853 + 6_147)}
    assert (told["weight"], told["weights"]) == expected[by]
    assert f"× {told['weight']} ÷ {told['weights']} =" in printed(desk, "A01-3-2-502")


def test_a_settlement_shows_its_arithmetic_to_the_fen(desk: Desk) -> None:
    """100.00 approved, 40.00 advanced, 90.01 in the end: each voucher books a difference."""
    on = date(2026, 2, 10)
    drafted = desk.usage.draft(
        estate="A01",
        title="修水泵",
        amount_fen=10_000,
        payee="甲公司",
        on=on,
        emergency="水泵停转",
        scopes=("3-2-501", "3-2-502"),
    )
    code = str(drafted.fields["case"])
    desk.usage.approve(code, on=on)
    desk.money.pay(code, amount_fen=4_000, on=on)
    desk.money.settle(code, final_fen=9_001, on=on)
    first, last = (
        row["behind"]["division"]
        for row in read(desk.report.household(DOOR))["rows"]
        if row["what"] == "repair"
    )
    assert (first["kind"], first["cost_fen"], first["taken_fen"]) == ("advance", 4_000, 0)
    assert (last["kind"], last["approved_fen"], last["cost_fen"]) == ("final", 10_000, 9_001)
    # 9001 × 8853 = 79 685 853 = 5312 × 15000 + 5853; 6147 leaves 9147, so the fen goes there
    assert (last["floor_fen"], last["remainder"], last["share_fen"]) == (5_312, 5_853, 5_312)
    assert last["taken_fen"] == first["share_fen"] == 2_361  # 4000 × 8853 ÷ 15000 = 2360.8
    assert last["difference_fen"] == last["moved_fen"] == 2_951
    assert last["past_fund_fen"] == 0
    told = printed(desk, DOOR)
    assert "结算：核准 100.00 元，至此项目费用 90.01 元，重新分摊" in told
    assert "9001 分 × 8853 ÷ 15000 = 5312 分，余 5853/15000；尾差按最大余数补 0 分" in told
    assert "应分摊 53.12 元 − 以前已列支 23.61 元 = 本次差额 29.51 元" in told


def test_an_emergency_says_why_nobody_voted(desk: Desk) -> None:
    repaired(desk, emergency="水泵停转")
    behind = read(desk.report.household(DOOR))["rows"][-1]["behind"]
    assert behind["emergency"] == "水泵停转"
    assert "vote" not in behind
    assert "应急使用，免表决：水泵停转" in printed(desk, DOOR)


def test_a_reversed_movement_names_the_voucher_that_cancelled_it(desk: Desk) -> None:
    desk.voucher.reverse("F1-C:2026-01:收-1", reason="录错")
    first, last = read(desk.report.household(DOOR))["rows"]
    assert first["behind"]["reversed_by"] == last["voucher"]
    assert (last["what"], last["behind"]["reverses"]) == ("reversal", first["voucher"])
    assert f"已被凭证 {last['voucher']} 注销" in printed(desk, DOOR)


def test_without_detail_the_account_is_printed_as_ever(desk: Desk) -> None:
    repaired(desk)
    short = "".join(draw(desk.report.household(DOOR), "text"))
    assert "·" not in short
    assert len(short.splitlines()) < len(printed(desk, DOOR).splitlines())


def test_a_refund_and_a_claim_are_called_so(desk: Desk) -> None:
    desk.refund.refund(
        DOOR, amount_fen=100, deposit_on=date(2026, 1, 5), reason="多交", payee="张三"
    )
    desk.suspense.record(
        amount_fen=500, bank_ref="S1", bank_account="62220001", on=date(2026, 2, 1)
    )
    desk.suspense.assign("S1", household=DOOR, on=date(2026, 2, 2))
    rows = read(desk.report.household(DOOR))["rows"]
    assert sorted(row["what"] for row in rows) == ["claim", "deposit", "refund"]


@given(
    total_fen=st.integers(1, 10**9),
    private=st.lists(st.integers(1, 20_000), max_size=5),
    sold=st.lists(st.tuples(st.integers(1, 20_000), st.integers(0, 10**6)), max_size=5),
    unsold=st.integers(0, 20_000),
    unit_fen=st.integers(0, 10**6),
)
def test_each_level_is_a_fen_from_its_quotient_and_the_last_is_the_share(
    total_fen: int,
    private: list[int],
    sold: list[tuple[int, int]],
    unsold: int,
    unit_fen: int,
) -> None:
    nothing = Purse(0, 0)
    doors = [Door(1, i, f"A-{i}", "commodity", a, nothing, 0) for i, a in enumerate(private)]
    doors += [
        Door(2, i, f"P-{i}", "sold_public", a, nothing, fen) for i, (a, fen) in enumerate(sold)
    ]
    if unsold:
        doors.append(Door(1, 99, "U-1", "unsold_commodity", unsold, nothing, 0))
    if not doors:
        return
    area = sum(each[0] for each in sold)
    units = [SellingUnit(2, 77, "SU", nothing, unit_fen, area, area)] if sold else []
    portions = share_out(total_fen, doors, units)
    types = {1: "C", 2: "P"}
    groups = [
        Group(each.payer, types[each.book_id], each.area, each.share_fen) for each in portions
    ]
    for portion, own in zip(portions, groups, strict=True):
        if portion.payer not in {Payer.HOUSEHOLD, Payer.SELLING_UNIT}:
            continue
        told = levels(groups, own)
        amount_fen = total_fen
        for level in told:
            assert level.total_fen == amount_fen
            assert level.weight is not None
            assert level.weights is not None
            exact = level.total_fen * level.weight
            assert abs(level.amount_fen * level.weights - exact) < max(level.weights, 1)
            amount_fen = level.amount_fen
        assert amount_fen == portion.share_fen, format_fen(amount_fen)
