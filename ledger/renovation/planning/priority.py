"""Which projects come first (年度计划): points by dated weights, as far as the money goes. Pure.

国办发〔2020〕23号 二（一）、二（三）: built by the end of 2000 first; then where residents wish
for it, veterans' estates, age, and how much of it is basic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

WHOLE: Final = 1000
OLD_YEARS: Final = 50
"""An estate of so many years has all the points for age."""


class Why(StrEnum):
    """What becomes of a project in a proposal."""

    PICKED = "picked"
    ON_PLAN = "on_plan"
    OVER_BUDGET = "over_budget"
    WISH_LOW = "wish_low"
    WISH_MISSING = "wish_missing"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that waits for a plan.

    Attributes:
        built_year: of its newest estate.
        wish_permille: None where nobody asked the residents.
        basic_fen: what of the budget is for basic works.
        other_fen: what others than the state have promised to pay of it.
        on_plan: whether it is on the plan of the year already.
    """

    code: str
    built_year: int
    wish_permille: int | None
    veteran: bool
    budget_fen: int
    basic_fen: int
    other_fen: int
    on_plan: bool = False

    @property
    def need_fen(self) -> int:
        """What it needs of the plan's money."""
        return max(self.budget_fen - self.other_fen, 0)


class Ranked(NamedTuple):
    """A project in its place.

    Attributes:
        target: whether it was built by the end of the year that comes first.
        points: permille of a point.
        parts: what each weight gave, in permille of a point.
        left_fen: what of the plan's money is left after it.
    """

    candidate: Candidate
    target: bool
    points: int
    parts: Mapping[str, int]
    why: Why
    left_fen: int


def points_of(candidate: Candidate, year: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Return what each weight gives a project, in permille of a point.

    >>> one = Candidate("A", 1976, 900, False, 100, 50, 0)
    >>> points_of(one, 2026, {"age": 30, "wish": 40, "veteran": 20, "basic": 10})
    {'age': 30000, 'wish': 36000, 'veteran': 0, 'basic': 5000}
    """
    age = min(max(year - candidate.built_year, 0), OLD_YEARS)
    basic = candidate.basic_fen * WHOLE // candidate.budget_fen if candidate.budget_fen else 0
    shares = {
        "age": age * WHOLE // OLD_YEARS,
        "wish": candidate.wish_permille or 0,
        "veteran": WHOLE if candidate.veteran else 0,
        "basic": basic,
    }
    return {key: weight * shares[key] for key, weight in weights.items()}


def rank(
    candidates: Sequence[Candidate],
    *,
    year: int,
    budget_fen: int,
    weights: Mapping[str, int],
    built_until: int,
    wish_min: int,
) -> list[Ranked]:
    """Put projects in their order and pick as many as the money reaches.

    First those that are on the year's plan already, then those built by `built_until`, then by
    points, then by code. A project that costs more than is left is passed over, and a smaller one
    behind it may be picked.
    """
    scored = [(each, points_of(each, year, weights)) for each in candidates]
    scored.sort(
        key=lambda pair: (
            not pair[0].on_plan,
            pair[0].built_year > built_until,
            -sum(pair[1].values()),
            pair[0].code,
        )
    )
    ranked = []
    left = budget_fen
    for each, parts in scored:
        why = _why(each, left, wish_min)
        if why in {Why.PICKED, Why.ON_PLAN}:
            left -= each.need_fen
        target = each.built_year <= built_until
        ranked.append(Ranked(each, target, sum(parts.values()), parts, why, left))
    return ranked


def _why(candidate: Candidate, left_fen: int, wish_min: int) -> Why:
    if candidate.on_plan:
        return Why.ON_PLAN
    if candidate.wish_permille is None:
        return Why.WISH_MISSING
    if candidate.wish_permille < wish_min:
        return Why.WISH_LOW
    return Why.PICKED if candidate.need_fen <= left_fen else Why.OVER_BUDGET
