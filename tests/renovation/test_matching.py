"""Which money pays for which works: the waterfall, and what is refused with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.desk import Desk, open_desk
from ledger.renovation.funding.eligibility import (
    Late,
    Line,
    Table,
    Terms,
    cap_of,
    propose,
    refuse_match,
)
from ledger.renovation.funding.kinds import kinds
from ledger.renovation.funding.sources import Source
from ledger.renovation.planning.works import WorkClass
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.renovation.village import (
    CARE,
    CLOCK,
    CODE,
    JANUARY,
    LIFT,
    WATER,
    counts,
    found_village,
    read,
    refused,
    store,
)

TERMS = Terms(2000, ("basic", "improve"), basic_first=True, late_until=2005, late_permille=100)


def source(no: int, kind: str, fen: int, **words: Any) -> Source:
    given: dict[str, Any] = {
        "payer": "甲",
        "borrower": None,
        "rank": kinds()[kind].rank,
        "classes": (),
        "network": None,
        "cap_fen": None,
        "cap_permille": None,
        "from_on": date(2026, 1, 1),
        "until_on": None,
        "memo": kinds()[kind].memo,
        "of_no": None,
        "evidence": "文",
        "granted_fen": fen,
        "matched_fen": 0,
        "granted_on": date(2026, 1, 1),
    }
    return Source(source_no=no, kind=kinds()[kind], **(given | words))


def line(no: int, fen: int, work_class: str = "basic", **words: Any) -> Line:
    given: dict[str, Any] = {"network": None, "built_year": 1995}
    return Line(no, f"第{no}项", WorkClass(work_class), budget_fen=fen, **(given | words))


def table(sources: list[Source], lines: list[Line], **words: Any) -> Table:
    given: dict[str, Any] = {
        "terms": TERMS,
        "on": date(2026, 6, 1),
        "late": Late(10_000, 0),
        "matched": {},
    }
    return Table(sources, lines, **(given | words))


@pytest.mark.parametrize(
    ("word", "money", "work", "fen"),
    [
        ("source_memo", source(1, "labour", 100), line(1, 100), 1),
        ("source_class", source(1, "fund", 100), line(1, 100, "upgrade"), 1),
        ("source_class", source(1, "city", 100, classes=("basic",)), line(1, 100, "improve"), 1),
        ("source_class", source(1, "central", 100), line(1, 100, "upgrade"), 1),
        (
            "source_network",
            source(1, "operator", 100, network="gas"),
            line(1, 9, network="heat"),
            1,
        ),
        ("source_network", source(1, "operator", 100, network="gas"), line(1, 9), 1),
        ("source_built_year", source(1, "central", 100), line(1, 100, built_year=2006), 1),
        ("source_period", source(1, "city", 100, until_on=date(2026, 5, 31)), line(1, 100), 1),
        ("source_period", source(1, "city", 100, from_on=date(2026, 6, 2)), line(1, 100), 1),
        ("item_covered", source(1, "city", 100), line(1, 50), 51),
        ("source_exhausted", source(1, "city", 100), line(1, 200), 101),
        ("source_cap", source(1, "city", 100, cap_fen=40), line(1, 200), 41),
        ("source_cap", source(1, "city", 100, cap_permille=250), line(1, 200), 51),
        ("central_late_share", source(1, "central", 9000), line(1, 9000, built_year=2001), 1001),
    ],
)
def test_each_limit_refuses_one_fen_beyond_it_and_nothing_before(
    word: str, money: Source, work: Line, fen: int
) -> None:
    with pytest.raises(Refused) as told:
        refuse_match(table([money], [work]), money, work, fen)
    assert told.value.code == word
    if fen > 1:
        refuse_match(table([money], [work]), money, work, fen - 1)


def test_the_last_day_of_a_term_and_a_place_without_late_estates() -> None:
    money, work = source(1, "city", 100, until_on=date(2026, 6, 1)), line(1, 100)
    refuse_match(table([money], [work]), money, work, 100)
    strict = Terms(2000, ("basic",), basic_first=True, late_until=None, late_permille=0)
    central, late = source(1, "central", 100), line(1, 100, built_year=2001)
    with pytest.raises(Refused) as told:
        refuse_match(table([central], [late], terms=strict), central, late, 1)
    assert told.value.code == "source_built_year"


def test_the_central_subsidy_waits_until_basic_works_are_paid_for() -> None:
    central, pipes, lift = source(1, "central", 100), line(1, 60), line(2, 60, "improve")
    with pytest.raises(Refused) as told:
        refuse_match(table([central], [pipes, lift], matched={(9, 1): 59}), central, lift, 1)
    assert told.value.code == "source_basic_first"
    refuse_match(table([central], [pipes, lift], matched={(9, 1): 60}), central, lift, 60)


def test_a_cap_of_the_place_and_one_of_the_paper_hold_both() -> None:
    terms = Terms(2000, ("basic",), True, None, 0, {"city": 300})  # noqa: FBT003
    money = source(1, "city", 900, cap_permille=500)
    assert cap_of(table([money], [line(1, 1000)], terms=terms), money) == 300


def test_the_waterfall_gives_bound_money_first_and_then_goes_by_rank() -> None:
    filled = table(
        [
            source(1, "central", 100),
            source(2, "operator", 50, network="water"),
            source(3, "city", 90),
        ],
        [line(1, 80, "improve"), line(2, 100, network="water"), line(3, 40)],
    )
    propose(filled)
    assert filled.matched == {(2, 2): 50, (1, 2): 50, (1, 3): 40, (1, 1): 10, (3, 1): 70}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["central", "city", "operator", "fund", "residents", "labour"]),
            st.integers(1, 10**9),
            st.one_of(st.none(), st.integers(0, 1000)),
        ),
        max_size=6,
    ),
    st.lists(
        st.tuples(st.integers(1, 10**9), st.sampled_from(list(WorkClass)), st.integers(1990, 2008)),
        max_size=6,
    ),
)
def test_a_proposal_never_goes_beyond_a_source_a_line_or_a_cap(
    money: list[tuple[str, int, int | None]], works: list[tuple[int, WorkClass, int]]
) -> None:
    sources = [
        source(no, kind, fen, cap_permille=cap, network="water" if kind == "operator" else None)
        for no, (kind, fen, cap) in enumerate(money, start=1)
    ]
    lines = [
        line(no, fen, work_class.value, built_year=built, network="water" if no % 2 else None)
        for no, (fen, work_class, built) in enumerate(works, start=1)
    ]
    filled = table(sources, lines, late=Late(10**9, 0))
    propose(filled)
    for each in sources:
        cap = cap_of(filled, each)
        most = each.granted_fen if cap is None else min(cap, each.granted_fen)
        assert 0 <= filled.of_source(each.source_no) <= (0 if each.memo else most)
    for each_line in lines:
        assert filled.open_of(each_line) >= 0
    again = dict(filled.matched)
    propose(filled)
    assert filled.matched == again


# ---- through the desk ----


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found_village(db)
    with open_desk(database_url, clock=CLOCK) as opened:
        store(opened)
        for kind, fen, words in (
            ("central", 80_000, {}),
            ("operator", 30_000, {"payer": "水务公司", "network": "water"}),
            ("residents", 20_000, {}),
            ("provident", 5_000, {"of_no": 3}),
        ):
            opened.sources.add(CODE, kind, fen, evidence=f"{kind} 文", on=JANUARY, **words)
        yield opened


def test_money_is_matched_in_order_told_when_short_and_matched_once(
    desk: Desk, db: Database
) -> None:
    tried = read(desk.sources.match(CODE, dry_run=True))
    before = counts(db)
    told = read(desk.sources.match(CODE))
    assert told["rows"] == tried["rows"]
    assert [(row["item"], row["kind"], row["amount_fen"]) for row in told["rows"]] == [
        (WATER, "central", 70_000),
        (WATER, "operator", 30_000),
        (LIFT, "central", 10_000),
        (LIFT, "residents", 20_000),
    ]
    assert (told["matched_fen"], told["open_fen"]) == (130_000, 70_000)
    listed = read(desk.sources.list(CODE))
    assert (listed["granted_fen"], listed["free_fen"], listed["memo_fen"]) == (130_000, 0, 5_000)
    after = counts(db)
    assert after["project_match"] == before["project_match"] + 4
    assert read(desk.sources.match(CODE))["rows"] == told["rows"]
    assert counts(db) == after
    assert read(desk.book.verify())["ok"]


def test_by_hand_a_source_pays_what_is_said_in_all_and_no_more(desk: Desk, db: Database) -> None:
    match = partial(desk.sources.match, CODE)
    told = read(match(source=1, item=WATER, amount_fen=60_000))
    assert told["matched_fen"] == 60_000
    before = counts(db)
    match(source=1, item=WATER, amount_fen=60_000)
    assert counts(db) == before
    for word, words in (
        ("source_basic_first", {"source": 1, "item": LIFT, "amount_fen": 1}),
        ("source_class", {"source": 1, "item": CARE, "amount_fen": 1}),
        ("source_memo", {"source": 4, "item": WATER, "amount_fen": 1}),
        ("source_network", {"source": 2, "item": LIFT, "amount_fen": 1}),
        ("item_covered", {"source": 2, "item": WATER, "amount_fen": 40_001}),
        ("source_exhausted", {"source": 1, "item": WATER, "amount_fen": 80_001}),
        ("reason_missing", {"source": 1, "item": WATER, "amount_fen": 50_000}),
        ("source_unknown", {"source": 9, "item": WATER, "amount_fen": 1}),
        ("project_item_unknown", {"source": 1, "item": 9, "amount_fen": 1}),
        ("match_words", {"source": 1}),
    ):
        refused(db, word, partial(match, **words))
    assert read(match(source=1, item=WATER, amount_fen=0, reason="改用市级"))["matched_fen"] == 0
    refused(db, "source_matched", partial(desk.sources.change, CODE, 1, -80_001, evidence="多"))
