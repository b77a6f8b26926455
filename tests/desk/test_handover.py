"""会计工作交接: with the last signature duties and reach go over, and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.worlds import CLOCK, build_world

HEAD = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要"
OWN = "2026-02-20,A01-1-0-103,300.00,6222-1,R1,续交"
Named = Callable[[str], Desk]


@pytest.fixture
def office(db: Database, database_url: str) -> Iterator[Named]:
    """Lend an office of three: 甲 draws up in A01, 乙 follows, 丙 is the head."""
    with db.write() as tx:
        build_world(tx)
    opened: list[Desk] = []

    def stand(user: str | None) -> Desk:
        opened.append(open_desk(database_url, user, clock=CLOCK))
        return opened[-1]

    stand(None).user.add("甲")
    stand("甲").user.add("乙")
    stand("甲").user.add("丙")
    stand("丙").user.grant("甲", "maker")
    stand("丙").user.grant("乙", "checker")
    stand("丙").user.reach("甲", estate="A01")
    yield stand
    for desk in opened:
        desk.close()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def held(desk: Desk) -> dict[str, tuple[str, str]]:
    return {str(row[0]): (str(row[2]), str(row[3])) for row in desk.user.list().rows}


def grants(db: Database) -> int:
    with db.read() as tx:
        table = schema.duty_grant
        return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_work_goes_over_with_the_last_signature(office: Named, tmp_path: Path) -> None:
    path = tmp_path / "流水.csv"
    path.write_text(f"{HEAD}\n{OWN}\n", encoding="utf-8")
    office("甲").fund.collect(str(path))
    drawn = office("丙").handover.open("甲", "乙", reason="调岗")
    items = [tuple(row) for row in drawn.rows]
    assert {("duty", "maker"), ("reach", "A01"), ("draft", "F1-C:D-1")} <= set(items)
    assert len(office("丙").handover.open("甲", "乙", reason="调岗").notes) == 2
    office("乙").handover.sign(1)
    assert held(office("丙"))["甲"] == ("maker", "A01")
    assert len(office("乙").handover.sign(1).notes) == 2
    office("甲").handover.sign(1)
    assert held(office("丙")) == {
        "甲": ("", "无"),
        "乙": ("maker checker", "A01"),
        "丙": ("all", "全部"),
    }
    (row,) = office("丙").handover.list().rows
    assert row[-2:] == ("乙 甲", "done")
    assert refused(lambda: office("甲").fund.collect(str(path))) == "duty_missing"


def test_one_who_is_absent_does_not_sign(office: Named) -> None:
    office("丙").handover.open("甲", "乙", reason="病假", is_absent=True)
    assert refused(lambda: office("甲").handover.sign(1)) == "handover_not_ours"
    office("乙").handover.sign(1)
    assert held(office("丙"))["乙"] == ("maker checker", "A01")


def test_what_is_refused_of_a_handover(office: Named, db: Database) -> None:
    before = grants(db)
    for giver, taker, who, word in (
        ("甲", "甲", "丙", "handover_people"),
        ("甲", "丙", "丙", "handover_people"),
        ("甲", "丁", "丙", "user_unknown"),
        ("丙", "甲", "乙", "duty_missing"),
    ):
        with pytest.raises(Refused) as caught:
            office(who).handover.open(giver, taker, reason="x")
        assert caught.value.code == word
    office("丙").user.add("丁")
    assert (
        refused(lambda: office("丙").handover.open("丁", "甲", reason="x"))
        == "handover_without_duty"
    )
    assert refused(lambda: office("乙").handover.sign(9)) == "handover_unknown"
    office("丙").handover.open("甲", "乙", reason="x")
    assert refused(lambda: office("丙").handover.sign(1)) == "handover_not_ours"
    assert grants(db) == before


def test_a_dry_run_hands_nothing_over(office: Named, db: Database) -> None:
    office("丙").handover.open("甲", "乙", reason="x", dry_run=True)
    assert list(office("丙").handover.list().rows) == []
    office("丙").handover.open("甲", "乙", reason="x", is_absent=True)
    before = grants(db)
    office("乙").handover.sign(1, dry_run=True)
    assert grants(db) == before
