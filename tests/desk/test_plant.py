"""Handing plant over at the desk: two people, and each act once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.fund.using.consent import Count, electorate
from ledger.fund.using.scope import make_scope, read_voters
from ledger.registry.estates import find_estate
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import LedgerError
from tests.worlds import CLOCK, build_world

Named = Callable[[str | None], Desk]
CODE = "YJ-A01-001"
DAY = date(2026, 2, 2)
EARLIER = date(2026, 2, 1)


@pytest.fixture
def named(
    db: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Named]:
    """Lend a way to stand at the desk under a name; a pump is there, and the water company."""
    monkeypatch.setenv("WXZJ_FILES", str(tmp_path / "files"))
    with db.write() as tx:
        build_world(tx)
    opened: list[Desk] = []

    def stand(user: str | None) -> Desk:
        opened.append(open_desk(database_url, user, clock=CLOCK))
        return opened[-1]

    first = stand(None)
    first.asset.add_operator("W1", "市水司", networks=["供水"])
    first.asset.add(
        estate="A01",
        network="供水",
        name="水泵",
        location="1幢",
        quantity_milli=1000,
        unit="台",
        code="SB",
        since=date(2026, 1, 1),
    )
    first.user.add("甲")
    stand("甲").user.add("乙")
    yield stand
    for desk in opened:
        desk.close()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(LedgerError) as caught:
        act()
    return caught.value.code


def counts(db: Database) -> list[int]:
    names = ("plant_handover", "plant_step", "plant_defect", "asset_holding", "asset_cost")
    with db.read() as tx:
        return [
            tx.conn.execute(select(func.count()).select_from(getattr(schema, name))).scalar_one()
            for name in names
        ]


def agreed(desk: Desk, db: Database, paper: str) -> None:
    """Take the steps up to the hand-over by inventory."""
    start: dict[str, Any] = {"estate": "A01", "operator": "W1", "assets": ["SB"], "on": EARLIER}
    desk.plant.start(**start, stage="built")
    desk.plant.accept(CODE, parties=["市水司"], on=EARLIER)
    whole = owners(db)
    desk.plant.vote(
        CODE,
        present_area=whole.area,
        present_heads=whole.heads,
        agreed_area=whole.area,
        agreed_heads=whole.heads,
        paper=paper,
        on=EARLIER,
    )
    desk.plant.agree(CODE, number="XY-1", case="C", paper=paper, duty_only=True, on=EARLIER)
    assert refused(lambda: desk.plant.inventory(CODE, paper=paper, on=DAY)) == "drawings_missing"
    desk.plant.inventory(CODE, paper=paper, without_drawings="遗失", on=DAY)


def owners(db: Database) -> Count:
    """Count the owners of the estate as a vote does."""
    with db.read() as tx:
        scope = make_scope(tx, find_estate(tx, "A01"), ())
        return electorate(read_voters(tx, scope, EARLIER).values())


def test_who_recorded_the_agreement_does_not_switch_the_duty(
    named: Named, db: Database, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("协议", encoding="utf-8")
    agreed(named("甲"), db, str(paper))
    before = counts(db)
    assert refused(lambda: named("甲").plant.switch(CODE, on=DAY)) == "handover_own"
    assert refused(lambda: named("乙").plant.switch(CODE, on=EARLIER)) == "handover_dates"
    named("乙").plant.switch(CODE, on=DAY, dry_run=True)
    assert counts(db) == before
    named("乙").plant.switch(CODE, on=DAY)
    after = counts(db)
    assert after == [1, before[1] + 1, 0, before[3] + 1, 0]  # the duty only: the owner stays
    shown = named("乙").asset.show("SB").fields
    assert (shown["owner"], shown["keeper"], shown["since"]) == ("owners", "W1", DAY)
    assert named("乙").plant.switch(CODE, on=DAY).notes
    assert counts(db) == after


def test_a_cost_follows_another_and_the_same_changes_nothing(named: Named, db: Database) -> None:
    desk = named("甲")
    desk.asset.cost("SB", by_source=[("中央", 100), ("居民", 50)], evidence="provisional")
    before = counts(db)
    same = desk.asset.cost("SB", by_source=[("居民", 50), ("中央", 100)], evidence="provisional")
    assert same.notes
    twice = [("居民", 1), ("居民", 2)]
    assert (
        refused(lambda: desk.asset.cost("SB", by_source=twice, evidence="final"))
        == "cost_source_twice"
    )
    apart: dict[str, Any] = {"by_source": [("中央", 2)], "by_asset": [("SB", 1)]}
    assert refused(lambda: desk.asset.spread(**apart, evidence="final")) == "margins_differ"
    assert counts(db) == before
    desk.asset.cost("SB", by_source=[("中央", 120)], evidence="final")
    assert desk.asset.costs().fields["total_fen"] == 120
