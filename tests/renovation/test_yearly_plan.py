"""The yearly plan: who comes first, and how far the money goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.desk import Desk, open_desk
from ledger.renovation.planning.priority import Candidate, Why, rank
from ledger.store.database import Database
from tests.renovation.village import CLOCK, JANUARY, found_village, read, store

WEIGHTS = {"age": 30, "wish": 40, "veteran": 20, "basic": 10}


def candidate(code: str, **words: object) -> Candidate:
    given: dict[str, object] = {
        "built_year": 1990,
        "wish_permille": 900,
        "veteran": False,
        "budget_fen": 100,
        "basic_fen": 50,
        "other_fen": 0,
    }
    return Candidate(code, **(given | words))  # type: ignore[arg-type]


def order(*candidates: Candidate, budget_fen: int = 10_000) -> list[tuple[str, Why]]:
    ranked = rank(
        candidates,
        year=2026,
        budget_fen=budget_fen,
        weights=WEIGHTS,
        built_until=2000,
        wish_min=667,
    )
    return [(each.candidate.code, each.why) for each in ranked]


def test_estates_built_by_the_end_of_2000_come_first_and_then_points_decide() -> None:
    late = candidate("A", built_year=2001, wish_permille=1000, veteran=True, basic_fen=100)
    on_time = candidate("B", built_year=2000, wish_permille=667)
    veteran = candidate("C", veteran=True)
    twin = candidate("BB", veteran=True)
    assert [code for code, _why in order(late, on_time, veteran, twin)] == ["BB", "C", "B", "A"]


def test_who_has_no_wish_or_too_little_is_told_why() -> None:
    asked = [
        candidate("A", wish_permille=666),
        candidate("B", wish_permille=667),
        candidate("C", wish_permille=None),
    ]
    assert dict(order(*asked)) == {
        "A": Why.WISH_LOW,
        "B": Why.PICKED,
        "C": Why.WISH_MISSING,
    }


def test_a_dear_project_is_passed_over_and_others_money_is_counted() -> None:
    asked = [
        candidate("A", veteran=True, budget_fen=101),
        candidate("B", budget_fen=150, other_fen=50),
        candidate("C", budget_fen=1, basic_fen=0, wish_permille=700),
    ]
    assert order(*asked, budget_fen=100) == [
        ("A", Why.OVER_BUDGET),
        ("B", Why.PICKED),
        ("C", Why.OVER_BUDGET),
    ]
    on_plan = candidate("D", wish_permille=None, on_plan=True, budget_fen=60)
    assert order(*asked, on_plan, budget_fen=100) == [
        ("D", Why.ON_PLAN),
        ("A", Why.OVER_BUDGET),
        ("B", Why.OVER_BUDGET),
        ("C", Why.PICKED),
    ]


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found_village(db)
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def test_a_plan_comes_from_the_store_by_the_rules_of_its_year(desk: Desk) -> None:
    store(desk)
    store(desk, "GZ-2", name="二期", items=[("road", 50_000)], wish=950)
    store(desk, "GZ-3", name="三期", wish=None, wish_evidence=None)
    desk.sources.add("GZ-1", "residents", 20_000, evidence="方案", on=JANUARY)
    desk.sources.add("GZ-1", "city", 20_000, evidence="文", on=JANUARY)
    told = read(desk.plans.propose(2026, budget_fen=230_000))
    assert [(row["project"], row["result"], row["need_fen"]) for row in told["rows"]] == [
        ("GZ-2", "picked", 50_000),
        ("GZ-1", "picked", 180_000),
        ("GZ-3", "wish_missing", 200_000),
    ]
    assert (told["need_fen"], told["left_fen"]) == (230_000, 0)
    assert (told["estates"], told["households"], told["area"]) == (1, 12, 100_200)
    assert read(desk.plans.propose(2026, budget_fen=230_000)) == told
    desk.projects.step("GZ-1", "planned", evidence="文", year=2026, on=JANUARY)
    told = read(desk.plans.propose(2026, budget_fen=200_000))
    assert [row["result"] for row in told["rows"]] == ["on_plan", "over_budget", "wish_missing"]
    assert [row["result"] for row in read(desk.plans.propose(2027, budget_fen=1))["rows"]] == [
        "over_budget",
        "wish_missing",
    ]
