"""When a fund is low and up to what it is refilled; the database says the same as the functions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.refilling import replenish
from ledger.fund.refilling.running_low import (
    Level,
    Target,
    Terms,
    half_up,
    is_low,
    standard_of,
    target_fen,
)
from ledger.store.database import Database
from tests.fund.town import CLOCK, House, Town, found
from tests.registry.rules_set import set_rules

INITIAL = 1_086_000
STANDARD = (("commodity/lift", 15_000), ("commodity/no_lift", 9_000), ("non_home/any", 5_000))
amounts = st.integers(0, 10**13)
ratios = st.integers(1, 1000)


def terms(target: Target, permille: int = 500) -> Terms:
    return Terms(
        300, Level.HOUSEHOLD, principal_only=False, target=target, target_permille=permille
    )


@given(amounts, amounts, ratios)
def test_low_is_less_than_the_part_and_nothing_else(
    balance: int, initial: int, permille: int
) -> None:
    line = Fraction(initial * permille, 1000)
    assert is_low(balance, initial, permille) == (balance < line)
    assert not is_low(ceil(line), initial, permille)
    assert is_low(ceil(line) - 1, initial, permille)


def test_the_targets() -> None:
    def of(target: Target, decided_fen: int | None = None) -> int:
        return target_fen(terms(target), initial_fen=INITIAL, decided_fen=decided_fen)

    assert of(Target.INITIAL) == INITIAL
    assert of(Target.RATIO) == INITIAL // 2
    assert of(Target.DECIDED) == INITIAL // 2
    assert of(Target.DECIDED, decided_fen=1) == 1
    assert of(Target.CURRENT_STANDARD) == INITIAL


@pytest.mark.parametrize(
    ("kind", "lift", "rate"),
    [
        ("commodity", True, 15_000),
        ("commodity", False, 9_000),
        ("commodity", None, None),
        ("non_home", True, 5_000),
        ("non_home", None, 5_000),
        ("sold_public", True, None),
    ],
)
def test_a_standard_is_that_of_the_kind_and_the_lift(
    *, kind: str, lift: bool | None, rate: int | None
) -> None:
    assert standard_of(STANDARD, kind, lift=lift) == rate


@given(amounts, st.integers(1, 10_000))
def test_half_up_is_never_more_than_half_away(number: int, divisor: int) -> None:
    off = number - half_up(number, divisor) * divisor
    assert -divisor <= 2 * off < divisor


# ---- the database ----


@pytest.fixture
def town(db: Database) -> Town:
    """Lend an estate of two buildings in two books, with odd amounts."""
    made = found(db)
    houses = [
        House("A01-1-1-101", area=9_051, due_fen=100_001),
        House("A01-1-1-102", area=8_003, due_fen=90_003),
        House("A01-1-1-103", "non_home", area=4_007, due_fen=50_005),
        House("A01-2-1-101", area=7_777, due_fen=77_777),
        House("A01-2-1-102", "sold_public", area=6_001, due_fen=60_001),
        House("A01-2-1-103"),
    ]
    made.settle(houses)
    for code, fen, earned in (
        ("A01-1-1-101", 20_000, 500),
        ("A01-1-1-102", 90_000, 3),
        ("A01-2-1-101", 10_000, 20_000),
        ("A01-2-1-102", 60_001, 0),
    ):
        made.deposit(code, fen, earnings_fen=earned)
    return made


def listed(town: Town, on: date | None = None) -> dict[str, tuple[int, int]]:
    with town.db.read() as tx:
        rows = list(replenish.due(tx, replenish.choose(tx), on, day=on or CLOCK.today))
    assert [row.household for row in rows] == sorted(row.household for row in rows)
    return {row.household: (row.balance_fen, row.due_fen) for row in rows}


@pytest.mark.parametrize("target", ["initial", "ratio", "decided", "current_standard"])
@pytest.mark.parametrize("base", ["principal", "principal_and_earnings"])
@pytest.mark.parametrize("level", ["household", "building", "estate"])
def test_the_list_is_what_the_pure_functions_say(
    town: Town, level: str, base: str, target: str
) -> None:
    set_rules(
        town.db,
        replenish__trigger_level=level,
        replenish__trigger_base=base,
        replenish__target=target,
        replenish__target_permille="333",
        replenish__trigger_permille="700",
        deposit__standard="commodity/any=1301,non_home/any=777",
    )
    with town.db.read() as tx:
        rules = replenish.read_terms(tx, 1, CLOCK.today)
    assert listed(town) == expected(town, rules)
    assert listed(town, CLOCK.today) == expected(town, rules)


def expected(town: Town, rules: Terms) -> dict[str, tuple[int, int]]:
    """Work the list out household by household."""
    homes = {
        "A01-1-1-101": ("C", "commodity", 9_051, 100_001),
        "A01-1-1-102": ("C", "commodity", 8_003, 90_003),
        "A01-1-1-103": ("C", "non_home", 4_007, 50_005),
        "A01-2-1-101": ("C", "commodity", 7_777, 77_777),
        "A01-2-1-102": ("P", "sold_public", 6_001, 60_001),
        "A01-2-1-103": ("C", "commodity", 10_000, 0),
    }
    held: dict[str, int] = {}
    pots: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    whose: dict[str, tuple[str, ...]] = {}
    for code, (book, _kind, _area, initial) in homes.items():
        principal, earnings, _set_aside = town.balances(code)
        held[code] = principal if rules.principal_only else principal + earnings
        parts = {Level.HOUSEHOLD: code, Level.BUILDING: code[:5], Level.ESTATE: "A01"}
        whose[code] = (book, parts[rules.level])
        pots[whose[code]][0] += held[code]
        pots[whose[code]][1] += initial
    rows: dict[str, tuple[int, int]] = {}
    for code, (_book, kind, area, initial) in homes.items():
        aim = target_fen(rules, initial_fen=initial, area=area, kind=kind)
        gap = max(aim - held[code], 0)
        balance, whole = pots[whose[code]]
        low = is_low(balance, whole, rules.trigger_permille)
        if (low and (gap or rules.level is Level.HOUSEHOLD)) or (not initial and not held[code]):
            rows[code] = (held[code], gap)
    return rows


def test_each_custodian_is_listed_by_its_own_rules(town: Town) -> None:
    before = listed(town)
    set_rules(town.db, date(2026, 3, 1), replenish__trigger_permille="1000")
    assert set(before) < set(listed(town))
    assert listed(town, date(2026, 2, 28)) == before
