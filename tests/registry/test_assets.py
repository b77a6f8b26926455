"""The register of assets: each once, with one owner and one keeper on any day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.registry.holdings import Holder, Holding, Role, holding_on, next_turn
from ledger.registry.operators import Operator
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows, LedgerError, Refused
from ledger.values.sheet import Sheet
from tests.offices import table
from tests.worlds import CLOCK, build_world

PUMP: dict[str, Any] = {
    "estate": "A01",
    "network": "供水",
    "name": "二次供水泵",
    "location": "1幢地下室",
    "quantity_milli": 2000,
    "unit": "台",
}
HEAD = "小区编号,类别,资产名称,位置,数量,单位,投入使用日期"


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    with db.write() as tx:
        build_world(tx)
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(LedgerError) as caught:
        act()
    return caught.value.code


def told(sheet: Sheet) -> list[tuple[object, ...]]:
    return list(sheet.rows)


def counts(db: Database) -> list[int]:
    names = ("operator", "asset", "asset_holding", "master_change", "import_file")
    with db.read() as tx:
        return [
            tx.conn.execute(select(func.count()).select_from(getattr(schema, name))).scalar_one()
            for name in names
        ]


def test_an_asset_is_registered_once_with_a_leaf_in_the_log(desk: Desk, db: Database) -> None:
    before, findings = counts(db), desk.book.verify().fields["findings"]
    desk.asset.add(**PUMP, dry_run=True)
    assert counts(db) == before
    sheet = desk.asset.add(**PUMP, in_service_on=date(2026, 1, 5))
    assert (sheet.fields["asset"], sheet.fields["keeper"]) == ("ZC-A01-001", "owners")
    after = counts(db)
    assert after[1:4] == [before[1] + 1, before[2] + 2, before[3] + 2]  # books F1-C and F1-P
    assert desk.asset.add(**PUMP).notes
    assert counts(db) == after
    assert desk.asset.add(**{**PUMP, "location": "2幢地下室"}).fields["asset"] == "ZC-A01-002"
    assert desk.book.verify().fields["findings"] == findings


def test_what_cannot_be_registered_is_refused_by_its_word(desk: Desk, db: Database) -> None:
    desk.asset.add_operator("W1", "市水司", networks=["供水"])
    desk.asset.add(**PUMP)
    before = counts(db)
    tomorrow = CLOCK.today + timedelta(days=1)
    assert [
        refused(act)
        for act in (
            lambda: desk.asset.add(**{**PUMP, "estate": "Z99"}),
            lambda: desk.asset.add(**{**PUMP, "network": "魔法"}),
            lambda: desk.asset.add(**PUMP, in_service_on=tomorrow),
            lambda: desk.asset.add(**{**PUMP, "quantity_milli": 3000}),
            lambda: desk.asset.add(**{**PUMP, "name": "另一台"}, keeper="W9", ground="法"),
            lambda: desk.asset.add(**{**PUMP, "name": "另一台"}, keeper="W1"),
            lambda: desk.asset.add(
                **{**PUMP, "name": "配电箱", "network": "供电"}, keeper="W1", ground="法"
            ),
            lambda: desk.asset.add_operator("W1", "市水司", networks=["供热"]),
            lambda: desk.asset.fill("ZC-A01-009", in_service_on=CLOCK.today),
        )
    ] == [
        "estate_unknown",
        "network_unknown",
        "date_in_future",
        "asset_differs",
        "operator_unknown",
        "keeper_ground",
        "operator_network",
        "operator_exists",
        "asset_unknown",
    ]
    assert counts(db) == before


def test_what_was_not_known_follows_and_then_stays(desk: Desk, db: Database) -> None:
    desk.asset.add(**PUMP)
    until = date(2027, 1, 5)
    assert desk.asset.fill("ZC-A01-001", warranty_until=until).fields["warranty_until"] == until
    before = counts(db)
    assert desk.asset.fill("ZC-A01-001", warranty_until=until).notes
    later = date(2028, 1, 5)
    assert refused(lambda: desk.asset.fill("ZC-A01-001", warranty_until=later)) == "asset_differs"
    assert counts(db) == before


def test_a_file_of_assets_is_taken_whole_or_not_at_all(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    good = "A01,供水,水泵,地下室,2,台,2026-01-05"
    path = tmp_path / "assets.csv"
    path.write_text(table(HEAD, [good, "A01,魔法,杖,塔,1,根,"]), encoding="utf-8")
    before = counts(db)
    with pytest.raises(BadRows) as caught:
        desk.asset.import_file(str(path))
    assert [(row.row, row.code) for row in caught.value.rows] == [(3, "network_unknown")]
    assert counts(db) == before
    path.write_text(table(HEAD, [good, "A01,供热,换热器,换热站,1.5,套,"]), encoding="utf-8")
    assert desk.asset.import_file(str(path)).fields == {"new": 2, "known": 0}
    after = counts(db)
    assert desk.asset.import_file(str(path)).fields == {"new": 0, "known": 2}
    assert counts(db) == after
    assert [row[5] for row in told(desk.asset.list(network="供热"))] == ["1.5"]


def test_an_estate_beyond_reach_keeps_its_assets_to_itself(desk: Desk, database_url: str) -> None:
    desk.asset.add(**PUMP)
    desk.user.add("甲")
    with open_desk(database_url, "甲", clock=CLOCK) as first:
        first.user.add("乙")
        first.user.reach("乙", estate="A02")
    with open_desk(database_url, "乙", clock=CLOCK) as other:
        assert told(other.asset.list()) == []
        assert refused(lambda: other.asset.show("ZC-A01-001")) == "out_of_reach"
        assert refused(lambda: other.asset.add(**PUMP)) == "out_of_reach"


# ---- one owner and one keeper on any day ----

START = date(2026, 1, 1)
FIRMS = [Operator(number, f"W{number}", f"公司{number}", ("water",)) for number in (1, 2)]


@given(st.lists(st.tuples(st.integers(-3, 40), st.sampled_from(FIRMS)), max_size=8))
def test_whatever_is_asked_an_asset_is_kept_by_exactly_one_on_any_day(
    switches: list[tuple[int, Operator]],
) -> None:
    turns = [Holding(Role.KEEPER, 1, Holder.OWNERS, None, START, None, "登记")]
    for day, firm in switches:
        since = START + timedelta(days=day)
        try:
            turns.append(next_turn(turns, Role.KEEPER, firm, since, handover_id=1, reason="移交"))
        except Refused as error:
            assert error.code == "asset_dates"
            assert since <= turns[-1].since
    assert [each.turn_no for each in turns] == list(range(1, len(turns) + 1))
    for day in range(45):
        on = START + timedelta(days=day)
        spans = [
            each
            for each, after in zip(turns, [*turns[1:], None], strict=True)
            if each.since <= on and (after is None or on < after.since)
        ]
        assert [holding_on(turns, Role.KEEPER, on)] == spans
