"""What is due at first: by the rules, fixed once, owed, and paid by plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ledger.desk import Desk, open_desk
from ledger.fund.collecting.instalments import fill, late_on, parts_of
from ledger.registry.due_rules import Standards, basis_of, selling_basis
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import LedgerError
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, Office, open_office

HEAD = "小区编号,幢,单元,房号,房屋性质,建筑面积,电梯,房款,应交金额,产权人,取得日期,售房单位"
HOMES = (
    "A01,1,1,101,商品住宅,90.50,是,,,甲,2026-01-10,",
    "A01,1,1,102,商品住宅,90.50,否,,,乙,2026-01-10,",
    "A01,1,1,103,商品住宅,90.50,,,123.45,丙,2026-01-10,",
    "A01,1,1,104,未售商品房,90.50,是,,,,,",
    "A01,4,,0101,已售公有住房,60.00,,200000.00,,丁,,第一机床厂",
    "A01,4,,0102,已售公有住房,60.00,是,300000.00,,戊,,第一机床厂",
    "A01,4,,0103,已售公有住房,60.00,,,,己,,第一机床厂",
)
DOOR = "A01-1-1-101"
FROM = date(2020, 1, 1)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return open_office(db, tmp_path)


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.db is not None
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a script reads it."""
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def settle(desk: Desk, rule: str, value: str, since: date = FROM) -> None:
    """Let the custodian of the office set a rule."""
    desk.rules.set(
        rule, value, since=since, source="示例市住建局〔2020〕1号", confidence="T", custodian=None
    )


def dues(desk: Desk, **words: Any) -> dict[str, tuple[int, int, int, str | None]]:
    rows = read(desk.dues.dues(**words))["rows"]
    return {
        row["household"]: (row["due_fen"], row["paid_fen"], row["open_fen"], row["rule"])
        for row in rows
    }


def refused(office: Office, code: str, act: Callable[[], object]) -> None:
    tables = ("household_due", "deposit_plan", "deposit_plan_step", "master_change")
    before = [office.count(name) for name in tables]
    with pytest.raises(LedgerError) as told:
        act()
    assert told.value.code == code
    assert [office.count(name) for name in tables] == before


def test_a_roster_without_dues_takes_them_from_the_rules_once(office: Office, desk: Desk) -> None:
    settle(desk, "deposit.standard", "commodity/lift=12000,commodity/any=8000")
    settle(desk, "deposit.public_cost_fen", "150050")
    office.roster(*HOMES, head=HEAD)
    told = dues(desk)
    standard = "deposit.standard"
    assert told[DOOR] == (10_860_00, 0, 10_860_00, standard)
    assert told["A01-1-1-102"][0] == 7_240_00
    assert told["A01-1-1-103"] == (123_45, 0, 123_45, None)
    assert told["A01-1-1-104"][0] == 10_860_00  # unsold: as what it will be sold as
    assert told["A01-4-0-0101"] == (1_800_60, 0, 1_800_60, "deposit.public_owner_permille")
    # 20 % of 200,000 without a lift, 30 % of 300,000 with one; the third has no price
    assert told["A01-4-SU"][0] == 40_000_00 + 90_000_00
    settle(desk, standard, "commodity/any=20000", date(2026, 2, 1))
    assert dues(desk) == told  # what is fixed stays
    office.roster("A01,1,1,105,商品住宅,90.50,是,,,庚,,", head=HEAD)
    assert dues(desk)["A01-1-1-105"][0] == 18_100_00
    assert read(desk.book.verify())["ok"]


def test_what_a_home_is_built_as_goes_before_its_lift(office: Office, desk: Desk) -> None:
    settle(desk, "deposit.standard", "commodity/lift=12000,commodity/no_lift=8000")
    homes = (
        "A01,1,1,101,商品住宅,90.50,是,多层,,甲,",
        "A01,1,1,102,商品住宅,90.50,否,高层,,乙,",
        "A01,1,1,103,商品住宅,90.50,是,,,丙,",
        "A01,1,1,104,商品住宅,90.50,,多层,,丁,",
        "A01,1,1,105,商品住宅,90.50,,,,戊,",
        "A01,4,,0101,已售公有住房,60.00,是,多层,200000.00,己,第一机床厂",
    )
    head = "小区编号,幢,单元,房号,房屋性质,建筑面积,电梯,建筑类型,房款,产权人,售房单位"
    office.roster(*homes, head=head)
    told = dues(desk)
    assert [told[f"A01-1-1-10{no}"][0] for no in range(1, 6)] == [
        7_240_00,
        10_860_00,
        10_860_00,
        7_240_00,
        0,  # neither told: the place has no standard for it
    ]
    assert told["A01-4-SU"][0] == 40_000_00  # 20 % of the proceeds, for all its lift
    office.roster(homes[0], head=head)  # known, the same
    with pytest.raises(LedgerError) as differs:
        office.roster(homes[0].replace("多层", "高层"), head=head)
    assert differs.value.code == "household_differs"
    assert dues(desk) == told
    settle(
        desk, "deposit.standard", "commodity/lift=13000,commodity/no_lift=9000", date(2026, 1, 2)
    )
    settle(desk, "replenish.target", "current_standard", date(2026, 1, 2))
    refills = {row["household"]: row["due_fen"] for row in read(desk.replenish.due())["rows"]}
    assert (refills[DOOR], refills["A01-1-1-102"]) == (8_145_00, 11_765_00)
    parts = [("101A", 4525, None), ("101B", 4525, None)]
    desk.houses.split(DOOR, parts=parts, on=date(2026, 3, 10), reason="析产")
    built = [each for (each,) in office.all(sa.select(schema.household.c.structure))]
    assert built.count("multi_storey") == 5  # its heirs too
    assert read(desk.book.verify())["ok"]


def test_what_nobody_settled_is_fixed_when_the_rule_comes(office: Office, desk: Desk) -> None:
    office.roster(*HOMES, head=HEAD)
    assert dues(desk)[DOOR] == (0, 0, 0, None)
    settle(desk, "deposit.standard", "commodity/any=8000")
    tried = read(desk.dues.dues(dry_run=True))
    assert (tried["fixed_count"], office.count("household_due")) == (3, 0)
    told = read(desk.dues.dues(estate="A01"))
    assert (told["fixed_count"], told["fixed_fen"]) == (3, 3 * 7_240_00)
    assert read(desk.dues.dues())["fixed_count"] == 0
    office.deposits("2026-02-05,A01-1-1-101,240.00,62220001,R1,,")
    assert dues(desk)[DOOR] == (7_240_00, 240_00, 7_000_00, "deposit.standard")
    assert read(desk.book.verify())["ok"]


def test_a_roster_that_says_nothing_is_due_is_believed(office: Office, desk: Desk) -> None:
    settle(desk, "deposit.standard", "commodity/any=8000")
    office.roster("A01,1,1,101,商品住宅,90.50,是,,0,甲,,", head=HEAD)
    assert office.count("household_due") == 0


def test_who_owes_is_listed_with_its_age(office: Office, desk: Desk) -> None:
    settle(desk, "deposit.standard", "commodity/any=8000")
    office.roster(*HOMES[:3], head=HEAD)
    office.deposits(
        "2026-02-05,A01-1-1-101,240.00,62220001,R1,,",
        "2026-02-05,A01-1-1-102,7240.00,62220001,R2,,",
    )
    told = read(desk.dues.arrears(estate="A01"))
    assert [row["household"] for row in told["rows"]] == [DOOR, "A01-1-1-103"]
    [first, _second] = told["rows"]
    assert (first["owner"], first["open_fen"], first["late_fen"]) == ("甲", 7_000_00, 7_000_00)
    assert (first["since"], first["days"]) == ("2026-01-10", 80)
    assert told["open_fen"] == 7_000_00 + 123_45


def test_a_plan_puts_off_what_is_due_and_money_fills_the_oldest_part(
    office: Office, desk: Desk
) -> None:
    settle(desk, "deposit.standard", "commodity/any=8000")
    office.roster(*HOMES[:3], head=HEAD)
    office.deposits("2026-02-05,A01-1-1-101,240.00,62220001,R1,,")
    first = date(2026, 4, 30)
    made = read(desk.dues.add_plan(DOOR, reason="困难", times=3, first_on=first))
    assert [(row["due_on"], row["amount_fen"]) for row in made["rows"]] == [
        ("2026-04-30", 2_333_34),
        ("2026-05-30", 2_333_33),
        ("2026-06-30", 2_333_33),
    ]
    again = read(desk.dues.add_plan(DOOR, reason="困难", times=3, first_on=first))
    assert (again["unchanged"], office.count("deposit_plan")) == (True, 1)
    office.deposits("2026-03-05,A01-1-1-101,2500.00,62220001,R9,,")
    parts = read(desk.dues.list_plans())["rows"]
    assert [row["paid_fen"] for row in parts] == [2_333_34, 166_66, 0]

    def late(on: date) -> tuple[int, str | None]:
        [row] = [row for row in read(desk.dues.arrears(on=on))["rows"] if row["household"] == DOOR]
        return row["late_fen"], row["since"]

    assert late(date(2026, 5, 30)) == (0, None)
    assert late(date(2026, 5, 31)) == (2_166_67, "2026-05-30")
    assert late(date(2026, 7, 1)) == (4_500_00, "2026-05-30")
    desk.dues.add_plan(DOOR, reason="再缓", first_on=date(2026, 12, 31))
    assert late(date(2026, 12, 31)) == (0, None)
    ended = read(desk.dues.add_plan(DOOR, reason="到期", ended=True))
    assert ended["rows"] == []
    assert late(date(2026, 7, 1)) == (4_500_00, "2026-01-10")
    refused(office, "plan_missing", lambda: desk.dues.add_plan(DOOR, reason="又", ended=True))


def test_a_plan_is_refused_by_name(office: Office, desk: Desk) -> None:
    office.roster(*HOMES[:3], head=HEAD)

    def plan(code: str = "A01-1-1-103", **words: Any) -> Callable[[], object]:
        return lambda: desk.dues.add_plan(code, **{"reason": "困难", **words})

    refused(office, "nothing_due", plan(DOOR, times=2))
    refused(office, "household_unknown", plan("A01-9-9-999", times=2))
    refused(office, "plan_in_past", plan(times=2, first_on=date(2026, 3, 30)))
    refused(office, "plan_times", plan(times=1))
    refused(office, "plan_times", plan(times=61))
    refused(office, "plan_times", plan(times=2, every_months=0))
    refused(office, "text_empty", plan(times=2, reason=" "))
    desk.dues.add_plan("A01-1-1-103", reason="困难", times=2, dry_run=True)
    assert office.count("deposit_plan") == 0


# ---- pure ----

RULES = Standards({}, None, None, 20, 200, 300, {})


@given(st.integers(1, 10**9), st.integers(1, 60), st.integers(0, 10**9))
def test_parts_add_up_and_money_fills_them_in_turn(total: int, times: int, paid: int) -> None:
    steps = parts_of(total, times, date(2026, 1, 31), 1)
    assert sum(step.amount_fen for step in steps) == total
    filled = fill(steps, paid)
    assert sum(each.paid_fen for each in filled) == min(total, paid)
    open_before = False
    for each in filled:
        assert not (open_before and each.paid_fen)
        open_before = open_before or bool(each.open_fen)
    assert late_on(filled, date(2100, 1, 1)).fen == max(total - paid, 0)


def test_a_place_that_settles_nothing_asks_for_nothing() -> None:
    assert basis_of(RULES, "commodity", lift=True) is None
    assert basis_of(RULES, "sold_public", lift=None) is None
    assert selling_basis(RULES, lift=True).due_of(0, None) is None
    assert selling_basis(RULES, lift=False).due_of(0, 3) == 1
