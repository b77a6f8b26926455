"""The store of projects: what is written once, what follows, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.renovation.planning.flow import NEXT
from ledger.renovation.planning.projects import State
from ledger.renovation.planning.works import WorkClass, find_work, works
from ledger.store.database import Database
from ledger.values.errors import BadRows, LedgerError, Refused
from tests.fund.town import House
from tests.renovation.village import (
    CLOCK,
    CODE,
    JANUARY,
    WATER,
    counts,
    found_village,
    read,
    refused,
    store,
)

HEAD = (
    "项目编号,项目名称,小区编号,小区名称,建成年份,户数,幢数,建筑面积,"
    "改造内容,预算,居民意愿,意愿依据"
)


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found_village(db)
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def step(desk: Desk, state: str, on: date, **words: object) -> str:
    told = desk.projects.step(CODE, state, evidence=f"{state} 文件", on=on, **words)  # type: ignore[arg-type]
    return str(read(told)["state"])


# ---- the list of works ----


def test_every_work_of_the_policy_has_one_class_and_is_found_by_each_of_its_names() -> None:
    assert {work.work_class for work in works().values()} == set(WorkClass)
    for work in works().values():
        assert find_work(work.key) is find_work(work.zh) is find_work(work.en) is work
    assert find_work("架空线规整(入地)").key == "overhead_lines"


@pytest.mark.parametrize(("word", "code"), [("户内改造", "work_indoors"), ("泳池", "work_unknown")])
def test_works_that_are_none_of_a_project_are_refused(word: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        find_work(word)
    assert told.value.code == code


def test_every_state_has_its_followers_and_none_leads_back_from_the_end() -> None:
    assert set(NEXT) == set(State)
    assert not NEXT[State.CLOSED] | NEXT[State.WITHDRAWN]


# ---- putting a project into the store ----


def test_a_project_takes_its_figures_from_the_roster_and_is_added_once(
    desk: Desk, db: Database
) -> None:
    told = store(desk)
    assert (told["state"], told["buildings"], told["households"]) == ("STORED", 1, 12)
    assert (told["area"], told["budget_fen"]) == (100_200, 200_000)
    assert [(row["work"], row["class"], row["network"]) for row in told["rows"]] == [
        ("water", "basic", "water"),
        ("lift", "improve", None),
        ("elderly_care", "upgrade", None),
    ]
    before = counts(db)
    assert store(desk) == told
    assert counts(db) == before
    assert read(desk.book.verify())["ok"]


def test_a_dry_run_keeps_nothing(desk: Desk, db: Database) -> None:
    before = counts(db)
    assert store(desk, dry_run=True)["households"] == 12
    assert counts(db) == before


def test_what_a_project_lacks_or_may_not_have_is_refused(desk: Desk, db: Database) -> None:
    store(desk)
    asked: dict[str, dict[str, Any]] = {
        "project_code": {"code": "改造1"},
        "project_differs": {"built_year": 1996},
        "project_empty": {"code": "GZ-2", "items": []},
        "amount_not_positive": {"code": "GZ-2", "items": [("water", 0)]},
        "date_in_future": {"code": "GZ-2", "on": date(2026, 10, 1)},
        "estate_unknown": {"code": "GZ-2", "estates": [("Z99", None)]},
        "project_figures_missing": {"code": "GZ-2", "estates": [("Z99", "新苑")]},
        "survey_evidence": {"code": "GZ-2", "wish_evidence": None},
    }
    for word, words in asked.items():
        refused(db, word, partial(store, desk, **words))


def test_another_budget_and_another_wish_stand_beside_the_first(desk: Desk, db: Database) -> None:
    store(desk)
    told = read(desk.projects.budget(CODE, WATER, 120_000, reason="变更设计"))
    assert [row["budget_fen"] for row in told["rows"]] == [120_000, 60_000, 40_000]
    assert read(desk.projects.wish(CODE, 950, evidence="再次征求"))["wish_permille"] == 950
    told = read(desk.projects.item(CODE, "道路", 5_000, estate="A01"))
    assert told["budget_fen"] == 225_000
    before = counts(db)
    desk.projects.budget(CODE, WATER, 120_000, reason="变更设计")
    desk.projects.wish(CODE, 950, evidence="再次征求")
    desk.projects.item(CODE, "道路", 5_000, estate="A01")
    assert counts(db) == before
    refused(
        db, "project_item_differs", lambda: desk.projects.item(CODE, "road", 6_000, estate="A01")
    )
    refused(db, "project_item_unknown", lambda: desk.projects.budget(CODE, 9, 1, reason="错"))
    refused(db, "project_unknown", lambda: desk.projects.budget("GZ-9", 1, 1, reason="错"))
    refused(
        db, "project_estate_foreign", lambda: desk.projects.item(CODE, "gas", 5_000, estate="A09")
    )


def test_a_project_goes_its_way_step_by_step(desk: Desk, db: Database) -> None:
    store(desk)
    refused(db, "project_state", lambda: step(desk, "started", JANUARY))
    refused(db, "plan_year_missing", lambda: step(desk, "planned", JANUARY))
    refused(db, "date_order", lambda: step(desk, "planned", date(2026, 1, 4), year=2026))
    refused(
        db,
        "plan_days",
        lambda: step(
            desk,
            "planned",
            JANUARY,
            year=2026,
            from_on=date(2026, 5, 2),
            until_on=date(2026, 5, 1),
        ),
    )
    assert step(desk, "planned", date(2026, 1, 10), year=2026) == "PLANNED"
    assert step(desk, "started", date(2026, 3, 1)) == "STARTED"
    before = counts(db)
    assert step(desk, "started", date(2026, 3, 1)) == "STARTED"
    assert counts(db) == before
    assert step(desk, "completed", date(2026, 8, 1)) == "COMPLETED"
    refused(db, "project_frozen", lambda: desk.projects.budget(CODE, WATER, 1, reason="错"))
    assert step(desk, "handed_over", date(2026, 8, 20)) == "HANDED_OVER"
    assert step(desk, "closed", date(2026, 9, 1)) == "CLOSED"
    refused(db, "project_state", lambda: step(desk, "withdrawn", date(2026, 9, 2)))


def test_works_start_when_the_owner_of_public_housing_pays(db: Database, database_url: str) -> None:
    found_village(db).settle([House("A01-2-1-101", kind="unsold_public")])
    with open_desk(database_url, clock=CLOCK) as desk:
        store(desk)
        step(desk, "planned", JANUARY, year=2026)
        refused(db, "public_owner_missing", lambda: step(desk, "started", date(2026, 3, 1)))
        desk.sources.add(CODE, "public_owner", 100, payer="房管所", evidence="协议", on=JANUARY)
        assert step(desk, "started", date(2026, 3, 1)) == "STARTED"


# ---- from a file ----


def listed(folder: Path, *rows: str) -> str:
    path = folder / "store.csv"
    path.write_text("\n".join((HEAD, *rows, "")), encoding="utf-8")
    return str(path)


def test_a_file_brings_projects_whole_and_registers_estates_that_are_named(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    path = listed(
        tmp_path,
        "GZ-1,春熙苑改造,A01,,1995,,,,供水,1000.00,92.5%,意见汇总",
        "GZ-1,春熙苑改造,A01,,1995,,,,加装电梯,600.00,,",
        "GZ-2,两小区联动,A01,,1995,,,,道路,50.00,80,汇总",
        "GZ-2,两小区联动,B07,新苑,2003,40,2,3200.00,道路,70.00,,",
    )
    told = read(desk.projects.bring(path))
    assert (told["count"], told["estates"], told["households"]) == (2, 2, 52)
    assert told["area"] == 100_200 + 320_000
    assert [(row["project"], row["built_year"], row["wish_permille"]) for row in told["rows"]] == [
        ("GZ-1", 1995, 925),
        ("GZ-2", 2003, 800),
    ]
    before = counts(db)
    assert read(desk.projects.bring(path))["rows"] == told["rows"]
    assert counts(db) == before


def test_every_bad_row_of_a_file_is_named_and_nothing_is_kept(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    path = listed(
        tmp_path,
        "GZ-1,春熙苑改造,A01,,1995,,,,泳池,1000.00,,",
        "GZ-1,春熙苑改造,A01,,1996,,,,供水,1000.00,,",
        "GZ-1,春熙苑改造,A01,,1997,,,,排水,1000.00,,",
        "GZ-3,新,B07,新苑,2003,,,,道路,70.00,,",
    )
    before = counts(db)
    with pytest.raises(BadRows) as told:
        desk.projects.bring(path)
    assert [(row.row, row.code) for row in told.value.rows] == [
        (2, "work_unknown"),
        (4, "project_row_differs"),
    ]
    assert counts(db) == before
    path = listed(tmp_path, "GZ-3,新,B07,新苑,2003,,,,道路,70.00,,")
    with pytest.raises(BadRows) as told:
        desk.projects.bring(path)
    assert [(row.row, row.code) for row in told.value.rows] == [(2, "project_figures_missing")]
    assert counts(db) == before


# ---- whose it is ----


def test_a_project_is_seen_by_whoever_reaches_all_its_estates(
    desk: Desk, database_url: str
) -> None:
    store(desk)
    store(
        desk,
        "GZ-2",
        estates=[("A01", None), ("B07", "新苑")],
        buildings=1,
        households=1,
        area=100,
    )
    desk.user.add("甲")
    with open_desk(database_url, "甲", clock=CLOCK) as first:
        first.user.add("乙")
        first.user.reach("乙", estate="A01")
    with open_desk(database_url, "乙", clock=CLOCK) as clerk:
        assert [row[0] for row in clerk.projects.list().rows] == ["GZ-1"]
        assert read(clerk.projects.show("GZ-1"))["households"] == 12
        for act in (
            partial(clerk.projects.show, "GZ-2"),
            partial(clerk.sources.list, "GZ-2"),
            partial(clerk.projects.wish, "GZ-2", 1000, evidence="x"),
        ):
            with pytest.raises(LedgerError) as told:
                act()
            assert told.value.code == "out_of_reach"
