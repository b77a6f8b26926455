"""The sources of a project's money: what each kind asks for, what is granted, what counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.renovation.funding.kinds import find_kind, is_government, kinds
from ledger.store.database import Database
from tests.renovation.village import (
    CLOCK,
    CODE,
    JANUARY,
    counts,
    found_village,
    read,
    refused,
    store,
)


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found_village(db)
    with open_desk(database_url, clock=CLOCK) as opened:
        store(opened)
        yield opened


def add(desk: Desk, kind: str, fen: int, **words: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"evidence": f"{kind} 文件", "on": JANUARY}
    return read(desk.sources.add(CODE, kind, fen, **(given | words)))


def test_every_kind_is_found_by_its_names_and_memos_stand_in_no_account() -> None:
    for kind in kinds().values():
        assert find_kind(kind.key) is find_kind(kind.zh) is kind
        assert (kind.account is None) == kind.memo
        assert kind.of is None or kinds()[kind.of].memo is False
    assert [kind.rank for kind in kinds().values()] == sorted(
        kind.rank for kind in kinds().values()
    )


@pytest.mark.parametrize(
    ("name", "government"),
    [
        ("某区人民政府", True),
        ("某市住房和城乡建设局", True),
        ("某某街道办事处", True),
        ("城市更新投资有限公司", False),
        ("政府采购服务有限公司", False),
    ],
)
def test_a_government_body_is_known_by_its_name(name: str, government: bool) -> None:  # noqa: FBT001
    assert is_government(name) is government


def test_sources_stand_in_the_order_of_the_waterfall_and_memos_count_in_no_total(
    desk: Desk, db: Database
) -> None:
    add(desk, "residents", 20_000)
    add(desk, "operator", 30_000, payer="水务公司", network="water")
    add(desk, "provident", 5_000, of_no=1)
    told = add(desk, "central", 80_000, until_on=date(2027, 12, 31))
    assert [row["kind"] for row in told["rows"]] == [
        "central",
        "operator",
        "residents",
        "provident",
    ]
    assert (told["granted_fen"], told["free_fen"], told["memo_fen"]) == (130_000, 130_000, 5_000)
    before = counts(db)
    assert add(desk, "central", 80_000, until_on=date(2027, 12, 31)) == told
    assert add(desk, "city", 1, dry_run=True)["granted_fen"] == 130_001
    assert counts(db) == before


def test_what_a_kind_asks_for_is_refused_by_name_where_it_is_missing(
    desk: Desk, db: Database
) -> None:
    add(desk, "fund", 10_000)
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("source_kind_unknown", "彩票", {}),
        ("source_payer_missing", "operator", {"network": "water"}),
        ("source_network_missing", "operator", {"payer": "水务公司"}),
        ("source_network_missing", "central", {"network": "water"}),
        ("source_borrower_missing", "loan", {"payer": "某行"}),
        ("source_borrower_missing", "city", {"borrower": "某公司"}),
        ("borrower_government", "loan", {"payer": "某行", "borrower": "某区住建局"}),
        ("source_class", "fund", {"classes": ["upgrade"], "evidence": "另文"}),
        ("source_days", "city", {"from_on": JANUARY, "until_on": date(2026, 1, 4)}),
        ("source_of", "provident", {"of_no": 1}),
        ("source_differs", "fund", {}),
        ("date_in_future", "city", {"on": date(2026, 10, 1)}),
    ]
    for word, kind, words in asked:
        refused(db, word, partial(add, desk, kind, 20_000, **words))
    refused(db, "amount_not_positive", lambda: add(desk, "city", 0))


def test_more_less_and_longer_are_papers_of_their_own(desk: Desk, db: Database) -> None:
    add(desk, "city", 50_000, until_on=date(2026, 6, 30))
    told = read(desk.sources.change(CODE, 1, -10_000, evidence="核减", until_on=date(2026, 12, 31)))
    assert (told["granted_fen"], told["rows"][0]["until"]) == (40_000, "2026-12-31")
    before = counts(db)
    again = desk.sources.change(CODE, 1, -10_000, evidence="核减", until_on=date(2026, 12, 31))
    assert read(again)["granted_fen"] == 40_000
    assert counts(db) == before
    refused(db, "amount_zero", lambda: desk.sources.change(CODE, 1, 0, evidence="零"))
    refused(db, "source_unknown", lambda: desk.sources.change(CODE, 7, 1, evidence="错"))
