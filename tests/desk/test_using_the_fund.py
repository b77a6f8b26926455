"""The windows of usage, replenishment and earnings: what scripts read, what people see, the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY = date(2026, 2, 10)
DOORS = ["A01-1-0-101", "A01-1-0-102"]


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    kinds = {
        "A01-1-0-P1": "sold_public",
        "A01-1-0-D1": "unsold_commodity",
        "A01-1-0-U1": "unsold_public",
    }
    town.settle([House(code) for code in DOORS])
    town.settle([House(code, kind) for code, kind in kinds.items()])
    town.deposit(DOORS[0], 1000)
    town.deposit("A01-1-0-P1", 100)
    town.deposit("A01-1-SU", 300)
    return town


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.keys  # the desk is opened upon a town that lives
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a script reads it."""
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def seen(sheet: Sheet) -> str:
    return "".join(draw(sheet.for_people(), "text"))


def draft(desk: Desk, **words: Any) -> Sheet:
    return desk.usage.draft(
        **{
            "estate": "A01",
            "title": "电梯大修",
            "amount_fen": 500,
            "payee": "甲公司",
            "emergency": "困人",
            "on": FEBRUARY,
            **words,
        }
    )


def trail(town: Town) -> list[tuple[str, str, str]]:
    log = schema.trail
    with town.db.read() as tx:
        return [
            (row.act, row.subject, row.outcome)
            for row in tx.conn.execute(select(log).order_by(log.c.act, log.c.subject))
        ]


def test_a_script_reads_the_shares_in_the_agreed_shape(desk: Desk) -> None:
    case = read(draft(desk))["case"]
    told = read(desk.usage.share(case))
    assert told["kind"] == "usage_share"
    assert told["total_fen"] == 500
    assert not told["frozen"]
    keys = ("household", "area", "share_fen", "from_subaccount_fen", "to_collect_fen")
    assert [tuple(row[key] for key in keys) for row in told["rows"] if row["household"]] == [
        (DOORS[0], 10000, 100, 100, 0),
        (DOORS[1], 10000, 100, 0, 100),
        ("A01-1-0-P1", 10000, 25, 25, 0),
    ]
    others = ("payer", "share_fen", "from_subaccount_fen", "to_collect_fen")
    assert [tuple(row[key] for key in others) for row in told["rows"] if row["payer"]] == [
        ("selling_unit", 75, 75, 0),
        ("developer", 100, 0, 100),
        ("owner_unit", 100, 0, 100),
    ]
    desk.usage.approve(case, on=FEBRUARY)
    frozen = read(desk.usage.share(case))
    assert frozen["frozen"]
    assert frozen["rows"] == told["rows"]


def test_people_see_who_pays_what_past_the_fund(desk: Desk) -> None:
    case = read(draft(desk))["case"]
    text = seen(desk.usage.share(case))
    assert "开发建设单位" in text
    assert "售房单位 A01-1-SU" in text
    assert "不由维修资金支付：业主直接支付 1.00 元（1 户/家）" in text


def test_a_case_is_shown_whole(desk: Desk) -> None:
    case = read(draft(desk, work="电梯", scopes=["1"]))["case"]
    desk.usage.approve(case, on=FEBRUARY)
    paid = read(desk.usage.pay(case, invoice="123", on=FEBRUARY))
    assert [(row["voucher"], row["amount_fen"]) for row in paid["rows"]] == [
        ("F1-C:2026-02:付-1", 100),
        ("F1-P:2026-02:付-1", 100),
    ]
    assert paid["paid_fen"] == 200
    told = read(desk.usage.show(case))
    assert (told["state"], told["work"], told["scope"]) == ("PAID", "lift", ["1"])
    assert told["vouchers"] == ["F1-C:2026-02:付-1", "F1-P:2026-02:付-1"]
    assert len(told["rows"]) == 6
    text = seen(desk.usage.show(case))
    assert "进度：已拨付" in text
    assert "维修类别：电梯" in text
    assert "程序：应急使用" in text


def test_a_vote_is_shown_with_what_the_law_asks(desk: Desk) -> None:
    case = read(draft(desk, emergency=None))["case"]
    sheet = desk.usage.vote(
        case,
        present_area=50_000,
        present_heads=5,
        agreed_area=50_000,
        agreed_heads=5,
        on=FEBRUARY,
    )
    assert read(sheet)["vote"]["total"] == [50_000, 5]
    assert "民法典第二百七十八条" in seen(sheet)


def test_an_objection_vote_names_its_rules(desk: Desk) -> None:
    case = read(draft(desk, emergency=None))["case"]
    figures: dict[str, Any] = {
        "present_area": 20_000,
        "present_heads": 2,
        "agreed_area": 0,
        "agreed_heads": 0,
        "objected_area": 20_000,
        "objected_heads": 2,
    }
    with pytest.raises(Refused) as told:
        desk.usage.vote(case, ruleset="objection_1_3", on=FEBRUARY, **figures)
    assert told.value.code == "vote_not_passed"
    assert "持异议 面积 200.00/500.00 ㎡（40.00%）" in told.value.message
    with pytest.raises(Refused) as old:
        desk.usage.vote(case, ruleset="old_2007", on=FEBRUARY, **{**figures, "present_area": 1})
    assert old.value.code == "vote_impossible"


def test_the_same_again_is_said_and_changes_nothing(desk: Desk, town: Town) -> None:
    case = read(draft(desk))["case"]
    assert "没有重复立项" in seen(draft(desk))
    desk.usage.approve(case, on=FEBRUARY)
    desk.usage.pay(case, on=FEBRUARY)
    before = town.counts()
    assert "没有重复支付" in seen(desk.usage.pay(case, on=FEBRUARY))
    assert town.counts() == before


def test_a_dry_run_shows_all_and_keeps_nothing(desk: Desk, town: Town) -> None:
    assert read(draft(desk, dry_run=True))["case"] == "WX-A01-001"
    assert not trail(town)
    case = read(draft(desk))["case"]
    before = town.counts()
    assert read(desk.usage.approve(case, on=FEBRUARY, dry_run=True))["state"] == "APPROVED"
    assert town.counts() == before
    desk.usage.approve(case, on=FEBRUARY)
    before = town.counts()
    assert read(desk.usage.pay(case, on=FEBRUARY, dry_run=True))["paid_fen"] == 200
    assert read(desk.usage.cancel(case, reason="停建", dry_run=True))["released_fen"] == 200
    recorded = desk.earnings.record(
        kind="interest", amount_fen=1, bank_account="6222-1", on=FEBRUARY, dry_run=True
    )
    assert read(recorded)["rows"][0]["voucher"] == "F1-C:2026-02:收-1"
    assert town.counts() == before


def test_every_act_and_every_refusal_stands_in_the_log(desk: Desk, town: Town) -> None:
    case = read(draft(desk, emergency=None))["case"]
    with pytest.raises(Refused):
        desk.usage.approve(case)
    desk.usage.cancel(case, reason="停建")
    assert trail(town) == [
        ("usage.approve", case, "refused:vote_missing"),
        ("usage.cancel", f"{case} 停建", "done"),
        ("usage.draft", "A01 电梯大修", "done"),
    ]


def test_where_no_deposit_gives_a_ratio_it_is_said(desk: Desk, town: Town) -> None:
    town.settle([House("B02-1-0-101", "sold_public")], "B02")
    told = draft(desk, estate="B02")
    assert "第二十条（二）" in seen(told)


def test_who_is_due_is_listed_for_scripts_and_for_people(desk: Desk, town: Town) -> None:
    town.settle([House("B02-1-0-101", due_fen=1000), House("B02-1-0-102", due_fen=1000)], "B02")
    town.deposit("B02-1-0-101", 299)
    sheet = desk.replenish.due(estate="B02")
    told = read(sheet)
    keys = ("household", "initial_fen", "balance_fen", "due_fen", "rule")
    assert [tuple(row[key] for key in keys) for row in told["rows"]] == [
        ("B02-1-0-101", 1000, 299, 701, "续交"),
        ("B02-1-0-102", 1000, 0, 1000, "补建"),
    ]
    assert "商品住宅" in seen(desk.replenish.due(estate="B02"))
    assert not read(desk.replenish.due(estate="B02", custodian="F1", on=date(2025, 1, 1)))["rows"][
        2:
    ]


def test_interest_is_recorded_once_and_waits_once_there_are_users(
    desk: Desk, town: Town, database_url: str
) -> None:
    words: dict[str, Any] = {"kind": "interest", "amount_fen": 5, "bank_account": "6222-1"}
    told = read(desk.earnings.record(**words, on=FEBRUARY))
    assert (told["replayed"], told["draft"]) == (False, False)
    assert "没有重复入账" in seen(desk.earnings.record(**words, on=FEBRUARY))
    town.add_users("张三", "李四")
    with open_desk(database_url, "张三", clock=CLOCK) as other:
        text = seen(other.earnings.record(**words, bank_ref="S9", on=FEBRUARY))
    assert "等待另一人审核后过账：wxzj voucher check F1-C:D-1" in text
