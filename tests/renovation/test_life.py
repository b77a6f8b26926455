"""Straight-line write-off: the handbook's figures, and that nothing is lost whatever happens."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.renovation.operating.life import (
    Act,
    Change,
    Life,
    Regime,
    read_life,
    release_of,
)
from ledger.renovation.operating.straight_line import (
    Method,
    index,
    period_at,
    residual_fen,
    written_off,
)

PIPE = 1_200_000_00
FIVE = 50_000
USED = date(2026, 9, 18)


def each_month(life: Life, first: int, last: int) -> list[int]:
    months = range(index(first), index(last) + 1)
    return [life.written(month) - life.written(month - 1) for month in months]


def used(cost_fen: int, keep_fen: int, months: int, on: date = USED) -> Change:
    return Change(on, Act.RECEIVED, cost_fen, keep_fen, months)


def test_v6_a_pipe_of_an_operator_over_twenty_years() -> None:
    life = read_life([used(PIPE, residual_fen(PIPE, FIVE), 240)])
    assert each_month(life, 202609, 202609) == [0]
    assert each_month(life, 202610, 204609) == [4_750_00] * 240
    assert each_month(life, 204610, 204612) == [0, 0, 0]
    assert life.carrying(index(204609)) == 60_000_00


def test_v6_the_same_pipe_of_a_government_unit() -> None:
    life = read_life([used(PIPE, 0, 240)], Regime.UNIT)
    assert each_month(life, 202608, 204608) == [0, *[5_000_00] * 240]
    assert each_month(life, 204609, 204609) == [0]


def test_v6_a_base_that_does_not_divide() -> None:
    cost = 868_888_88
    base = cost - residual_fen(cost, FIVE)
    assert base == 825_444_44
    exact = each_month(read_life([used(cost, cost - base, 240)]), 202610, 204609)
    assert set(exact) == {3_439_35, 3_439_36}
    assert exact[0] == 3_439_35
    assert sum(exact) == base
    level = read_life([used(cost, cost - base, 240)], method=Method.LEVEL)
    assert each_month(level, 202610, 204609) == [3_439_35] * 239 + [3_439_79]


def test_v6_the_same_over_ten_years() -> None:
    cost = 868_888_88
    life = read_life([used(cost, residual_fen(cost, FIVE), 120)], method=Method.LEVEL)
    assert each_month(life, 202610, 203609) == [6_878_70] * 119 + [6_879_14]


def test_v6_electronics_over_three_years() -> None:
    cost = 45_678_90
    assert cost - residual_fen(cost, FIVE) == 43_394_96
    life = read_life([used(cost, residual_fen(cost, FIVE), 36)], method=Method.LEVEL)
    assert each_month(life, 202610, 202909) == [1_205_42] * 35 + [1_205_26]


def test_nothing_is_written_off_while_it_is_rebuilt_and_then_a_new_life_begins() -> None:
    changes = [
        used(1200_00, 0, 12, date(2026, 1, 5)),
        Change(date(2026, 4, 20), Act.REBUILD),  # April is written off still
        Change(date(2026, 7, 1), Act.REBUILT, 600_00, 60_00, 24),
    ]
    life = read_life(changes)
    assert each_month(life, 202601, 202608) == [0, 100_00, 100_00, 100_00, 0, 0, 0, 60_00]
    assert life.cost_fen == 1500_00  # 900.00 that was left, and 600.00
    assert life.written(index(202807)) == 300_00 + 1440_00
    released = read_life(release_of(changes, 1200_00))
    assert each_month(released, 202604, 202608) == [100_00, 0, 0, 0, 37_50]
    assert released.written(index(202807)) == 1200_00


def test_a_final_cost_leaves_the_past_as_it_was() -> None:
    provisional = [used(1200_00, 0, 12, date(2026, 1, 5))]
    final = [*provisional, Change(date(2026, 5, 9), Act.RECOST, 160_00)]
    before, after = read_life(provisional), read_life(final)
    assert each_month(after, 202601, 202605) == each_month(before, 202601, 202605)
    assert each_month(after, 202606, 202701) == [120_00] * 8
    assert after.carrying(index(202701)) == 0
    late = [*provisional, Change(date(2027, 3, 1), Act.RECOST, 10_00)]
    assert each_month(read_life(late), 202703, 202705) == [0, 10_00, 0]


def test_a_loss_lowers_what_is_left_to_write_off() -> None:
    life = read_life(
        [used(1200_00, 0, 12, date(2026, 1, 5)), Change(date(2026, 3, 31), Act.IMPAIRED, 500_00)]
    )
    assert each_month(life, 202602, 202604) == [100_00, 100_00, 50_00]
    assert life.written(index(202701)) == 700_00


@pytest.mark.parametrize(
    ("regime", "charged"), [(Regime.ENTERPRISE, [0, 100_00, 0]), (Regime.UNIT, [100_00, 0, 0])]
)
def test_the_month_of_removal(regime: Regime, charged: list[int]) -> None:
    changes = [used(1200_00, 0, 12, date(2026, 1, 5)), Change(date(2026, 2, 1), Act.DISPOSED)]
    assert each_month(read_life(changes, regime), 202601, 202603) == charged


def test_an_asset_used_and_gone_within_a_month_was_never_written_off() -> None:
    changes = [used(1200_00, 0, 12, date(2026, 1, 5)), Change(date(2026, 1, 25), Act.DISPOSED)]
    for regime in Regime:
        assert read_life(changes, regime).written(index(202712)) == 0


steps = st.lists(
    st.tuples(
        st.sampled_from([Act.REBUILD, Act.RECOST, Act.IMPAIRED]),
        st.integers(0, 900),  # days until then
        st.integers(0, 100_000),
        st.integers(1, 100),
    ),
    max_size=5,
)


@given(
    st.integers(0, 10_000_000),
    st.integers(0, 200_000),
    st.integers(1, 260),
    steps,
    st.sampled_from(Regime),
    st.sampled_from(Method),
)
def test_all_that_is_written_off_is_the_base_to_the_fen(
    cost: int,
    ppm: int,
    months: int,
    planned: list[tuple[Act, int, int, int]],
    regime: Regime,
    method: Method,
) -> None:
    on = USED
    changes = [used(cost, residual_fen(cost, ppm), months)]
    added = lost = 0
    for act, days, fen, life_months in planned:
        on += timedelta(days=days)
        life = read_life(changes, regime, method)
        month = index(on.year * 100 + on.month)
        keep = life.keep_fen
        if act is Act.REBUILD:
            changes.append(Change(on, act))
            rebuilt = read_life(changes, regime, method)
            on += timedelta(days=40)
            carrying = rebuilt.carrying(month + 2)
            keep = residual_fen(carrying + fen, ppm)
            changes.append(Change(on, Act.REBUILT, fen, keep, life_months))
            added += fen
        elif act is Act.RECOST:
            changes.append(Change(on, act, fen, keep))
            added += fen
        else:
            loss = min(fen, life.carrying(month) - keep)
            changes.append(Change(on, act, loss, keep))
            lost += loss
    life = read_life(changes, regime, method)
    first, last = index(202601), life.runs[-1].first + life.runs[-1].months
    monthly = [life.written(month) - life.written(month - 1) for month in range(first, last + 1)]
    assert min(monthly) >= 0
    assert sum(monthly) == cost + added - lost - life.keep_fen
    assert life.carrying(last) == life.keep_fen


@given(st.integers(0, 10**13), st.integers(1, 600))
def test_exact_months_differ_by_a_fen_at_most(base: int, months: int) -> None:
    totals = [written_off(base, months, done) for done in range(months + 1)]
    monthly = {after - before for before, after in itertools.pairwise(totals)}
    assert max(monthly) - min(monthly) <= 1
    assert totals[-1] == base


def test_months_are_counted_over_the_turn_of_a_year() -> None:
    assert [period_at(index(202612) + step) for step in (-12, 0, 1, 13)] == [
        202512,
        202612,
        202701,
        202801,
    ]
