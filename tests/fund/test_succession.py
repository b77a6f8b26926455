"""What houses leave to those they become: nothing is lost, in money and in days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.houses.succession import Moves, succeed
from ledger.journal.voucher import Part
from ledger.registry.lineage import Figures

DAY = date(2026, 3, 10)
areas = st.lists(st.integers(1, 30_000), min_size=2, max_size=6)
money = st.integers(0, 10**9)
days = st.integers(0, 4000).map(lambda back: DAY - timedelta(days=back))
moves = st.dictionaries(
    st.tuples(st.sampled_from(Part), days), st.integers(-(10**7), 10**7).filter(bool), max_size=8
)


def figures(area: int, moved: Moves, *counts: int) -> Figures:
    held = [sum(fen for (part, _day), fen in moved.items() if part is own) for own in Part]
    return Figures(area, 12_000_00, *held, *counts)


def sums(*several: Moves) -> dict[tuple[Part, date], int]:
    total: dict[tuple[Part, date], int] = {}
    for each in several:
        for key, fen in each.items():
            total[key] = total.get(key, 0) + fen
    return {key: fen for key, fen in total.items() if fen}


@given(areas=areas, moved=moves, counts=st.tuples(money, money, money, money))
def test_a_split_conserves_every_figure_and_every_day(
    areas: list[int], moved: Moves, counts: tuple[int, int, int, int]
) -> None:
    house = figures(sum(areas), moved, *counts)
    done = succeed([house], [moved], areas, None, DAY)
    assert [heir.figures.area for heir in done.heirs] == areas
    parts = [heir.figures for heir in done.heirs]
    assert [sum(column) for column in zip(*parts, strict=True)] == list(house)
    for part in parts:  # no part is a whole fen away from its exact share
        for got, whole in zip(part[1:], house[1:], strict=True):
            assert abs(got * house.area - whole * part.area) < house.area
    # What is carried over adds up to nothing on every day, and on every sub-account.
    assert sums(done.left[0], *(heir.moves for heir in done.heirs)) == {}
    carried = (done.left[0], *(heir.moves for heir in done.heirs))
    for own in carried:
        for side in Part:
            assert sum(fen for (of, _day), fen in own.items() if of is side) == 0
    # With the voucher's own shares a successor has had its part of the money from the first day.
    for heir in done.heirs:
        posted = {(side, DAY): heir.figures[2 + side] for side in Part}
        counted = sums(heir.moves, posted)
        for side in Part:
            held = sum(fen for (of, _day), fen in counted.items() if of is side)
            assert held == heir.figures[2 + side]


@given(areas=areas, moved=moves, counts=st.tuples(money, money, money, money))
def test_split_and_merged_again_all_is_as_it_was(
    areas: list[int], moved: Moves, counts: tuple[int, int, int, int]
) -> None:
    house = figures(sum(areas), moved, *counts)
    apart = succeed([house], [moved], areas, None, DAY)
    parts = [heir.figures for heir in apart.heirs]
    whole = [
        sums(heir.moves, {(part, DAY): heir.figures[2 + part] for part in Part})
        for heir in apart.heirs
    ]
    together = succeed(parts, whole, [house.area], None, DAY)
    assert together.heirs[0].figures == house
    back = {(part, DAY): house[2 + part] for part in Part}
    assert sums(together.heirs[0].moves, back) == sums(moved)


def test_parts_keep_the_days_on_which_the_money_came() -> None:
    moved = {(Part.PRINCIPAL, date(2026, 1, 5)): 100, (Part.PRINCIPAL, date(2026, 2, 5)): -1}
    house = figures(30, moved, 0, 100, 0, 0)
    [one, other] = succeed([house], [moved], [20, 10], None, DAY).heirs
    assert (one.figures.principal_fen, other.figures.principal_fen) == (66, 33)
    assert one.moves == {
        (Part.PRINCIPAL, date(2026, 1, 5)): 67,
        (Part.PRINCIPAL, date(2026, 2, 5)): -1,
        (Part.PRINCIPAL, DAY): -66,
    }


def test_initial_amounts_that_are_told_stand() -> None:
    house = figures(30, {}, 0, 0, 0, 0)
    done = succeed([house], [{}], [20, 10], [12_000_00, 0], DAY)
    assert [heir.figures.due_fen for heir in done.heirs] == [12_000_00, 0]


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 9), areas), max_size=6)


@given(moved=moves, counts=st.tuples(money, money, money, money), steps=steps)
def test_whatever_is_split_and_merged_the_sums_stay(
    moved: Moves, counts: tuple[int, int, int, int], steps: list[tuple[bool, int, list[int]]]
) -> None:
    whole = figures(7_000, moved, *counts)
    houses = [(whole, moved)]
    for apart, place, weights in steps:
        if apart:
            gone = [houses.pop(place % len(houses))]
            # Areas that add up to what there is; a house too small to be split stays.
            into = [max(1, gone[0][0].area * each // (2 * sum(weights))) for each in weights[:-1]]
            into.append(gone[0][0].area - sum(into))
            if into[-1] < 1:
                houses += gone
                continue
        else:
            gone, houses = houses[:2], houses[2:]
            into = [sum(house.area for house, _moved in gone)]
        done = succeed([house for house, _m in gone], [m for _house, m in gone], into, None, DAY)
        houses += [
            (
                heir.figures,
                sums(heir.moves, {(part, DAY): heir.figures[2 + part] for part in Part}),
            )
            for heir in done.heirs
        ]
    assert [sum(column) for column in zip(*(house for house, _m in houses), strict=True)] == list(
        whole
    )
    assert sums(*(own for _house, own in houses)) == sums(moved)
