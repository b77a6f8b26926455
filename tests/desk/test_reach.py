"""Reach: a clerk sees and touches the estates within it, and nothing beyond."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import InputError, Refused
from tests.worlds import CLOCK, build_world

HEAD = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要"
OWN = "2026-02-20,A01-1-0-103,300.00,6222-1,R1,续交"
BEYOND = "2026-02-21,A02-1-0-101,100.00,6222-1,R2,续交"
Named = Callable[[str | None], Desk]


@pytest.fixture
def clerk(db: Database, database_url: str) -> Iterator[Named]:
    """Lend the desk of a world with 甲, who reaches A01 alone, and 乙, who reaches everything."""
    with db.write() as tx:
        build_world(tx)
    opened: list[Desk] = []

    def stand(user: str | None) -> Desk:
        opened.append(open_desk(database_url, user, clock=CLOCK))
        return opened[-1]

    stand(None).user.add("甲")
    stand("甲").user.add("乙")
    stand("乙").user.reach("甲", estate="A01")
    yield stand
    for desk in opened:
        desk.close()


def file_of(folder: Path, *rows: str) -> str:
    path = folder / "流水.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return str(path)


def written(db: Database) -> tuple[int, ...]:
    tables = (schema.voucher, schema.draft, schema.draft_deposit, schema.usage_case)
    with db.read() as tx:
        return tuple(
            tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def rows(sheet: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.rows]  # type: ignore[attr-defined]


def reach_of(desk: Desk) -> dict[str, str]:
    return {str(row[0]): str(row[3]) for row in rows(desk.user.list())}


def test_a_reach_is_given_and_taken_back(clerk: Named) -> None:
    assert reach_of(clerk("甲")) == {"甲": "A01", "乙": "全部"}
    assert len(clerk("乙").user.reach("甲", estate="A01").notes) == 1
    clerk("乙").user.reach("甲", estate="A02")
    clerk("乙").user.reach("甲", estate="A01", remove=True, reason="换项目")
    assert reach_of(clerk("甲"))["甲"] == "A02"
    assert len(clerk("乙").user.reach("甲", estate="A01", remove=True, reason="x").notes) == 1
    clerk("乙").user.reach("甲", estate="A02", remove=True, reason="离职")
    assert reach_of(clerk("甲"))["甲"] == "无"
    assert rows(clerk("甲").registry.estates()) == []


def test_a_dry_run_narrows_nobody(clerk: Named) -> None:
    clerk("甲").user.list()
    clerk("乙").user.add("丙")
    clerk("乙").user.reach("丙", estate="A01", dry_run=True)
    assert reach_of(clerk("乙"))["丙"] == "全部"


def test_what_is_refused_of_a_reach(clerk: Named) -> None:
    assert refused(lambda: clerk("乙").user.reach("乙", estate="A01")) == "reach_to_oneself"
    assert refused(lambda: clerk("乙").user.reach("丁", estate="A01")) == "user_unknown"
    assert refused(lambda: clerk("乙").user.reach("甲", estate="Z9")) == "estate_unknown"
    for estate, custodian in ((None, None), ("A01", "F1")):
        with pytest.raises(InputError) as caught:
            clerk("乙").user.reach("甲", estate=estate, custodian=custodian)
        assert caught.value.code == "reach_of_what"
    with pytest.raises(InputError) as caught:
        clerk("乙").user.reach("甲", estate="A01", remove=True)
    assert caught.value.code == "reason_missing"
    # Who is narrowed gives no reach either, not even to others.
    assert refused(lambda: clerk("甲").user.reach("乙", estate="A02")) == "out_of_reach"


def test_a_clerk_sees_the_own_estate(clerk: Named) -> None:
    desk = clerk("甲")
    assert [row[0] for row in rows(desk.registry.estates())] == ["A01"]
    assert {str(row[0])[:3] for row in rows(desk.registry.households())} == {"A01"}
    assert desk.report.household("A01-1-0-103").rows
    # Without --estate the only estate within reach is meant.
    assert desk.report.trial_balance().fields["estate"] == "A01"
    assert {row[3] for row in rows(desk.voucher.list())} == {"A01"}
    assert [row.code for row in desk.browse.estates().rows] == ["A01"]
    assert all(str(row[0]).startswith("A01") for row in rows(desk.replenish.due()))


def test_a_clerk_sees_nothing_beyond(clerk: Named) -> None:
    desk = clerk("甲")
    wide = clerk("乙")
    foreign = next(row for row in rows(wide.voucher.list()) if row[3] == "A02")
    pooled = next(row for row in rows(wide.voucher.list()) if row[3] is None)
    beyond = next(row for row in wide.browse.estates().rows if row.code == "A02")
    tried: list[Callable[[], object]] = [
        lambda: desk.report.household("A02-1-0-101"),
        lambda: desk.report.trial_balance(estate="A02"),
        lambda: desk.report.balance_sheet(custodian="F2"),
        lambda: rows(desk.registry.households(estate="A02")),
        lambda: desk.voucher.show(str(foreign[0])),
        lambda: desk.voucher.show(str(pooled[0])),
        lambda: rows(desk.suspense.list()),
        lambda: desk.browse.households(beyond.estate_id),
        desk.period.status,
        lambda: desk.replenish.due(estate="A02"),
        lambda: desk.ownership.owners("A02-1-0-101"),
    ]
    for act in tried:
        assert refused(act) == "out_of_reach"


def test_a_clerk_books_in_the_own_estate_alone(clerk: Named, db: Database, tmp_path: Path) -> None:
    before = written(db)
    assert refused(lambda: clerk("甲").fund.collect(file_of(tmp_path, OWN, BEYOND))) == (
        "out_of_reach"
    )
    tried: list[Callable[[], object]] = [
        lambda: clerk("甲").usage.draft(estate="A02", title="屋面", amount_fen=10000),
        lambda: clerk("甲").earnings.record(kind="interest", amount_fen=100, bank_account="6222-1"),
        lambda: clerk("甲").period.close(202602, all_books=True),
        lambda: clerk("甲").export.hledger(str(tmp_path / "out"), book="F2-C"),
    ]
    for act in tried:
        assert refused(act) == "out_of_reach"
    assert written(db) == before
    told = clerk("甲").fund.collect(file_of(tmp_path, OWN))
    again = clerk("甲").fund.collect(file_of(tmp_path, OWN))
    assert len(rows(told)) == 1
    assert written(db)[1:3] == (before[1] + 1, before[2] + 1)
    assert again.notes


def test_a_draft_of_another_estate_is_not_checked(clerk: Named, tmp_path: Path) -> None:
    clerk("乙").user.add("丙")
    drawn = clerk("乙").fund.collect(file_of(tmp_path, OWN, BEYOND))
    own, beyond = (str(row[0]) for row in rows(drawn))
    assert refused(lambda: clerk("甲").voucher.check([beyond])) == "out_of_reach"
    clerk("甲").voucher.check([own])
    assert refused(lambda: clerk("甲").voucher.post([beyond])) == "out_of_reach"
    clerk("丙").voucher.post([own])


def test_a_custodians_reach_holds_its_books_whole(clerk: Named) -> None:
    clerk("乙").user.add("丙")
    clerk("乙").user.reach("丙", custodian="F1")
    desk = clerk("丙")
    assert desk.report.trial_balance().fields["estate"] is None
    assert {str(row[0]) for row in rows(desk.period.status())} == {"F1-C", "F1-P"}
    assert refused(lambda: clerk("丙").report.trial_balance(custodian="F2")) == "out_of_reach"
    assert refused(lambda: clerk("丙").report.trial_balance(book="F2-C")) == "out_of_reach"


def test_once_there_is_a_reach_nobody_looks_without_a_name(clerk: Named) -> None:
    with pytest.raises(InputError) as caught:
        clerk(None).report.trial_balance()
    assert caught.value.code == "user_missing"


def test_an_owner_sees_the_own_household_alone(clerk: Named, tmp_path: Path) -> None:
    clerk("乙").user.add("业主")
    clerk("乙").user.grant("业主", "owner")
    clerk("乙").user.reach("业主", household="A01-1-0-103")
    desk = clerk("业主")
    assert desk.report.household("A01-1-0-103").rows
    tried: list[Callable[[], object]] = [
        lambda: desk.report.household("A01-1-0-104"),
        desk.report.trial_balance,
        lambda: rows(desk.registry.households(estate="A01")),
    ]
    for act in tried:
        assert refused(act) == "out_of_reach"
    assert rows(desk.registry.estates()) == []
    assert refused(lambda: desk.fund.collect(file_of(tmp_path, OWN))) == "duty_missing"
    assert refused(lambda: clerk("乙").user.reach("业主", household="A01-9-0-1")) == (
        "household_unknown"
    )
