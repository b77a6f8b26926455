"""Renovation in figures: sources by works, what came and was spent, performance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.desk import Desk, open_desk
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Line, Side
from ledger.registry.books import PROJECT, ensure_memo_book
from ledger.renovation.funding.cash import Came, Cash, uses
from ledger.store.database import Database
from tests.renovation.test_matching import source
from tests.renovation.village import (
    CLOCK,
    CODE,
    JANUARY,
    LIFT,
    WATER,
    found_village,
    read,
    store,
)


def test_cost_falls_to_sources_as_matched_and_what_is_left_of_what_came_is_idle() -> None:
    day = date(2026, 3, 1)
    found = uses(
        [source(2, "city", 100), source(1, "central", 100)],
        {(1, 1): 60, (2, 1): 40, (2, 2): 10},
        Cash({1: Came(80, day), 2: Came(20, day)}, {}, {1: 70, 2: 30}),
    )
    assert found[1] == (80, 60, 0, 20, day)  # the first of the waterfall bears first
    assert found[2] == (20, 20, 0, 0, None)


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found_village(db)
    with open_desk(database_url, clock=CLOCK) as opened:
        store(opened)
        opened.sources.add(CODE, "central", 80_000, evidence="文", on=JANUARY)
        opened.sources.add(CODE, "residents", 20_000, evidence="方案", on=JANUARY)
        opened.sources.match(CODE)
        opened.projects.step(
            CODE,
            "planned",
            evidence="计划",
            year=2026,
            from_on=date(2026, 3, 1),
            until_on=date(2026, 3, 10),
            on=JANUARY,
        )
        opened.projects.step(CODE, "started", evidence="开工", on=date(2026, 3, 2))
        yield opened


def book(db: Database, key: str, *lines: Line) -> None:
    with db.write() as tx:
        own = ensure_memo_book(tx, PROJECT, 1, CODE)
        post(
            tx,
            Draft(
                book_id=own.book_id,
                kind=Kind.GENERAL,
                dated_on=date(2026, 3, 5),
                value_on=date(2026, 3, 5),
                summary=key,
                maker="单人",
                request_key=key,
                lines=lines,
            ),
            clock=CLOCK,
        )


def test_a_projects_sheet_shows_sources_by_works_and_what_came_and_was_spent(
    desk: Desk, db: Database
) -> None:
    told = read(desk.renovation_report.project(CODE))
    assert [
        (row["item"], row["source_1_fen"], row["source_2_fen"], row["open_fen"], row["cost_fen"])
        for row in told["rows"]
    ] == [(WATER, 80_000, 20_000, 0, 0), (LIFT, 0, 0, 60_000, 0), (3, 0, 0, 40_000, 0)]
    assert (told["planned_days"], told["days"], told["came_fen"]) == (10, 213, 0)
    book(
        db,
        "到账",
        Line("1002", Side.DEBIT, 50_000),
        Line("370101", Side.CREDIT, 50_000, detail="1 中央补助资金"),
    )
    book(
        db,
        "进度款",
        Line("161301", Side.DEBIT, 30_000, detail="1 供水"),
        Line("1002", Side.CREDIT, 30_000),
    )
    told = read(desk.renovation_report.project(CODE))
    assert (told["came_fen"], told["cost_fen"], told["cost_permille"]) == (50_000, 30_000, 150)
    assert (told["fiscal_spent_fen"], told["idle_fen"]) == (30_000, 20_000)
    listed = read(desk.sources.list(CODE))["rows"][0]
    assert (listed["came_fen"], listed["spent_fen"], listed["idle_fen"], listed["idle_since"]) == (
        50_000,
        30_000,
        20_000,
        "2026-03-05",
    )
    every = read(desk.renovation_report.all())
    assert (every["count"], every["cost_fen"], every["households"]) == (1, 30_000, 12)
    assert every["rows"][0]["idle_fen"] == 20_000
    # What goes back to the treasury is idle no longer.
    book(
        db,
        "应退",
        Line("370101", Side.DEBIT, 20_000, detail="1 中央补助资金"),
        Line("230703", Side.CREDIT, 20_000, detail="1 中央补助资金"),
    )
    listed = read(desk.sources.list(CODE))["rows"][0]
    assert (listed["spent_fen"], listed["back_fen"], listed["idle_fen"]) == (30_000, 20_000, 0)
    assert listed["idle_since"] is None
