"""What an operator keeps, the fund does not pay (165号令 art. 25 (2)); all else it may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.fund.using.papers import Paper, attach
from ledger.registry.asset_entry import NewAsset, add_asset
from ledger.registry.assets import find_asset
from ledger.registry.holdings import Role, add_holding, next_turn
from ledger.registry.operators import add_operator
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import LedgerError
from tests.fund.steps import FEBRUARY, approve, approved, drafted, pay
from tests.fund.town import CLOCK, House, Town, found

PUMP, LIFT, PIPE = "ZC-A01-001", "ZC-A01-002", "ZC-A01-003"
SWITCHED = date(2026, 2, 15)
MARCH = date(2026, 3, 1)


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-0-101")])
    town.deposit("A01-1-0-101", 100_000)
    with town.write() as tx:
        add_operator(tx, "W1", "市水司", ["供水"], who="张三", clock=CLOCK)
        for network, name in (("供水", "水泵"), ("电梯", "电梯"), ("供水", "水管")):
            new = NewAsset("A01", network, name, "1幢", 1000, "台", since=date(2026, 1, 1))
            add_asset(tx, new, who="张三", clock=CLOCK)
    return town


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(LedgerError) as caught:
        act()
    return caught.value.code


def rows(town: Town) -> list[int]:
    names = ("usage_case", "usage_asset", "usage_share", "usage_payment", "voucher")
    with town.db.read() as tx:
        return [
            tx.conn.execute(select(func.count()).select_from(getattr(schema, name))).scalar_one()
            for name in names
        ]


def operate(town: Town, code: str, since: date = SWITCHED) -> None:
    """Make the water company the keeper of an asset, as a hand-over would."""
    with town.write() as tx:
        firm = add_operator(tx, "W1", "市水司", ["供水"], who="张三", clock=CLOCK)[0]
        asset = find_asset(tx, code)
        plant, step = schema.plant_handover, schema.plant_step
        handover_id = 1 + (tx.conn.execute(select(func.max(plant.c.handover_id))).scalar() or 0)
        made = {"handover_id": handover_id, "who": "张三", "at": CLOCK.at}
        named = {"code": f"YJ-{handover_id}", "estate_id": 1, "operator_id": firm.operator_id}
        tx.conn.execute(plant.insert().values(**made, **named))
        tx.conn.execute(
            schema.plant_item.insert().values(handover_id=handover_id, asset_id=asset.asset_id)
        )
        states = (
            "BUILT",
            "JOINT_ACCEPTANCE",
            "AGREEMENT_SIGNED",
            "HANDED_OVER",
            "RESPONSIBILITY_SWITCHED",
        )
        for step_no, state in enumerate(states, start=1):
            tx.conn.execute(
                step.insert().values(
                    **made, step_no=step_no, state=state, dated_on=since, body="{}"
                )
            )
        turn = next_turn(
            asset.held, Role.KEEPER, firm, since, handover_id=handover_id, reason="移交"
        )
        add_holding(tx, asset.asset_id, turn, who="张三", clock=CLOCK)


def accept(town: Town, case: str, on: date) -> None:
    paper = Paper(0, "acceptance", "验收单.pdf", bytes(32), 5, on)
    with town.write() as tx:
        attach(tx, case, paper, who="张三", clock=CLOCK)


def test_the_pump_of_the_water_company_is_refused_and_the_lift_is_not(town: Town) -> None:
    operate(town, PUMP)
    before = rows(town)
    urgent: dict[str, Any] = {"emergency": "停水", "on": MARCH}
    assert refused(lambda: drafted(town, assets=[PUMP], **urgent)) == "asset_operated"
    assert refused(lambda: drafted(town, networks=["供水"], **urgent)) == "asset_operated"
    # the kind of work says that it may be the pump: then it must be said which
    assert refused(lambda: drafted(town, work="pump", **urgent)) == "asset_missing"
    assert refused(lambda: drafted(town, assets=["ZC-9"], **urgent)) == "asset_unknown"
    assert rows(town) == before
    for title, named in (("电梯", [LIFT]), ("水管", [PIPE])):
        case = drafted(town, title=title, assets=named, **urgent)
        approve(town, case, on=MARCH)
        pay(town, case, on=MARCH)
    drafted(town, title="修好在前", assets=[PUMP], emergency="停水", on=FEBRUARY)


def test_the_day_before_the_switch_is_the_owners_and_the_day_itself_is_not(town: Town) -> None:
    operate(town, PUMP)
    eve = date(2026, 2, 14)
    case = drafted(town, assets=[PUMP], emergency="停水", on=eve)
    assert refused(lambda: approve(town, case, on=SWITCHED)) == "asset_operated"
    approve(town, case, on=eve)
    pay(town, case, on=eve)
    assert drafted(town, assets=[PUMP], emergency="停水", on=eve) == case  # said again: the same


def test_what_was_approved_and_not_paid_is_refused_unless_it_was_finished_before(
    town: Town,
) -> None:
    open_case = approved(town, title="未完工", assets=[PUMP])
    late_case = approved(town, title="切换当日验收", assets=[PUMP])
    done_case = approved(town, title="先完工", networks=["供水"])
    operate(town, PUMP)
    accept(town, late_case, SWITCHED)
    accept(town, done_case, date(2026, 2, 14))
    before = rows(town)
    assert refused(lambda: pay(town, open_case, on=MARCH)) == "asset_operated"
    assert refused(lambda: pay(town, late_case, on=MARCH)) == "asset_operated"
    assert rows(town) == before
    pay(town, done_case, on=MARCH)


def test_an_asset_in_warranty_is_the_builders(town: Town) -> None:
    with town.write() as tx:
        tx.conn.execute(
            schema.asset.update().where(schema.asset.c.code == LIFT).values(warranty_until=FEBRUARY)
        )
    case = drafted(town, assets=[LIFT], emergency="困人")
    assert refused(lambda: approve(town, case)) == "in_warranty"
    approve(town, case, on=date(2026, 2, 11))


def test_an_asset_of_another_estate_is_refused(town: Town) -> None:
    town.settle([House("B02-1-0-101")], estate="B02")
    with town.write() as tx:
        add_asset(tx, NewAsset("B02", "电梯", "电梯", "1幢", 1000, "台"), who="张三", clock=CLOCK)
    before = rows(town)
    assert refused(lambda: drafted(town, assets=["ZC-B02-001"])) == "asset_elsewhere"
    assert rows(town) == before
