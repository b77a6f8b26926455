"""Who benefits pays: what each household bears, pays, is let off, or has the fund pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.desk import Desk, open_desk
from ledger.fund.using.sharing import Door, Purse
from ledger.renovation.benefit.plans import digest_of, share_among
from ledger.store.database import Database
from ledger.values.errors import LedgerError
from tests.fund.town import Town
from tests.renovation.village import (
    CLOCK,
    CODE,
    HOMES,
    JANUARY,
    LIFT,
    counts,
    found_village,
    read,
    refused,
    store,
)

TOP = "A01-1-1-601"
FLOORS = {1: "0", 2: "0.5", 3: "1", 4: "1.2", 5: "1.5", 6: "2"}


@pytest.fixture
def town(db: Database) -> Town:
    town = found_village(db)
    for home in HOMES:
        town.deposit(home.code, 1_000_000)
    return town


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.keys
    with open_desk(database_url, clock=CLOCK) as opened:
        store(opened)
        yield opened


@pytest.fixture
def floors(tmp_path: Path) -> str:
    path = tmp_path / "floors.csv"
    rows = [f"{floor},{ratio}" for floor, ratio in FLOORS.items()]
    path.write_text("\n".join(("层,系数", *rows, "")), encoding="utf-8")
    return str(path)


def plan(desk: Desk, floors: str, **words: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"by": "coefficient", "weights": floors, "amount_fen": 10_001}
    return read(desk.contributions.plan(CODE, LIFT, **(given | words)))


def door(no: int, weight: int) -> Door:
    return Door(1, no, f"A-1-0-{no:03d}", "commodity", 100, Purse(0, 0), 0, weight)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40), st.integers(1, 10**13))
def test_parts_add_up_to_the_residents_part_and_come_out_the_same_in_any_order(
    weights: list[int], fen: int
) -> None:
    doors = [door(no, weight) for no, weight in enumerate([*weights, 1])]
    dues = share_among(doors, fen)
    assert sum(due.due_fen for due in dues) == fen
    again = share_among(reversed(doors), fen)
    assert digest_of("P", 1, "agreed", fen, dues) == digest_of("P", 1, "agreed", fen, again)
    assert all(due.due_fen == 0 for due in dues if due.weight == 0)


def test_a_lift_is_borne_by_floor_and_the_worksheet_is_worked_out_again(
    desk: Desk, db: Database, floors: str
) -> None:
    told = plan(desk, floors, scopes=["1-1"])
    by_home = {row["household"]: row["due_fen"] for row in told["rows"]}
    assert sum(by_home.values()) == told["resident_fen"] == 10_001
    assert by_home["A01-1-1-101"] == 0
    assert by_home[TOP] == 3_281  # 17,200 of 52,430
    before = counts(db)
    assert plan(desk, floors, scopes=["1-1"]) == {**told, "rows": told["rows"]}
    assert counts(db) == before
    listed = read(desk.contributions.list(CODE, LIFT))
    assert (listed["digest"], listed["reproduced"]) == (told["digest"], True)
    signed = read(desk.contributions.signatures(CODE, LIFT))
    assert [row["due_fen"] for row in signed["rows"]] == list(by_home.values())


def test_another_plan_replaces_one_on_which_nobody_has_paid(
    desk: Desk, db: Database, floors: str
) -> None:
    plan(desk, floors)
    assert plan(desk, floors, amount_fen=20_000)["plan"] == 2
    desk.contributions.paid(CODE, LIFT, TOP, amount_fen=5, evidence="收据1", on=JANUARY)
    refused(db, "contributions_moved", partial(plan, desk, floors, amount_fen=30_000))


def test_the_part_of_residents_is_what_they_and_the_fund_are_matched_with(
    desk: Desk, db: Database, floors: str
) -> None:
    refused(db, "resident_part_missing", partial(plan, desk, floors, amount_fen=None))
    refused(db, "resident_part_over", partial(plan, desk, floors, amount_fen=60_001))
    refused(db, "contributions_missing", partial(desk.contributions.list, CODE, LIFT))
    for no, (kind, fen) in enumerate((("residents", 7_000), ("fund", 3_000)), start=1):
        desk.sources.add(CODE, kind, fen, evidence="文", on=JANUARY)
        desk.sources.match(CODE, source=no, item=LIFT, amount_fen=fen)
    assert plan(desk, floors, amount_fen=None)["resident_fen"] == 10_000


def test_paying_and_waiving_stop_at_what_is_due(desk: Desk, db: Database, floors: str) -> None:
    plan(desk, floors, scopes=["1-1"])
    paid = partial(desk.contributions.paid, CODE, LIFT, TOP, on=JANUARY)
    assert read(paid(amount_fen=1_000, evidence="收据1"))["rows"][0]["open_fen"] == 2_281
    before = counts(db)
    paid(amount_fen=1_000, evidence="收据1")
    paid(amount_fen=1, evidence="收据2", dry_run=True)
    assert counts(db) == before
    refused(db, "contribution_excessive", partial(paid, amount_fen=2_282, evidence="收据2"))
    refused(db, "date_in_future", partial(paid, evidence="收据2", on=date(2026, 10, 1)))
    waive = partial(desk.contributions.waive, CODE, LIFT, TOP, reason="低保")
    refused(db, "contribution_excessive", partial(waive, amount_fen=2_282))
    told = read(waive(amount_fen=2_000))
    assert (told["granted"], told["rows"][0]["waived_fen"], told["rows"][0]["open_fen"]) == (
        True,
        2_000,
        281,
    )
    paid(evidence="收据3")
    refused(db, "amount_not_positive", partial(paid, evidence="收据4"))
    refused(
        db,
        "contribution_household",
        partial(desk.contributions.paid, CODE, LIFT, "A01-1-2-101", evidence="x"),
    )
    refused(db, "waiver_missing", partial(desk.contributions.grant, CODE, LIFT, "A01-1-1-501"))
    assert read(desk.book.verify())["ok"]


def test_a_waiver_counts_when_somebody_else_granted_it(
    desk: Desk, floors: str, database_url: str
) -> None:
    plan(desk, floors, scopes=["1-1"])
    desk.user.add("甲")
    with open_desk(database_url, "甲", clock=CLOCK) as first:
        first.user.add("乙")
        told = read(first.contributions.waive(CODE, LIFT, TOP, reason="低保"))
        assert (told["granted"], told["rows"][0]["open_fen"]) == (False, 3_281)
        with pytest.raises(LedgerError) as error:
            first.contributions.grant(CODE, LIFT, TOP)
        assert error.value.code == "waiver_self"
    with open_desk(database_url, "乙", clock=CLOCK) as second:
        told = read(second.contributions.grant(CODE, LIFT, TOP))
        assert (told["granted"], told["rows"][0]["open_fen"]) == (True, 0)
        again = read(second.contributions.grant(CODE, LIFT, TOP))
        assert again["rows"] == told["rows"]


def test_the_fund_pays_by_its_own_procedure_and_to_the_fen(
    desk: Desk, db: Database, floors: str
) -> None:
    plan(desk, floors, scopes=["1-1"])
    desk.contributions.paid(CODE, LIFT, TOP, amount_fen=1_000, evidence="收据1", on=JANUARY)
    told = read(desk.contributions.fund(CODE, LIFT, payee="电梯公司", work="电梯"))
    case = told["case"]
    assert (told["pending_fen"], told["fund_fen"], told["open_fen"]) == (9_001, 0, 0)
    before = counts(db)
    assert read(desk.contributions.fund(CODE, LIFT, payee="电梯公司", work="电梯"))["case"] == case
    assert counts(db) == before
    assert read(desk.usage.share(case))["total_fen"] == 9_001
    desk.usage.vote(
        case,
        present_area=42_000,
        present_heads=5,
        agreed_area=42_000,
        agreed_heads=5,
        on=CLOCK.today,
    )
    desk.usage.approve(case)
    desk.usage.pay(case)
    told = read(desk.contributions.list(CODE, LIFT))
    assert (told["fund_fen"], told["pending_fen"], told["open_fen"]) == (9_001, 0, 0)
    assert all(row["due_fen"] == row["paid_fen"] + row["fund_fen"] for row in told["rows"])
    assert read(desk.book.verify())["ok"]
