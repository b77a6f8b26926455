from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.using.sharing import (
    Door,
    DrawOrder,
    Payer,
    Portion,
    Purse,
    SellingUnit,
    draw,
    share_out,
)
from ledger.values.errors import InputError

KINDS = ["commodity", "non_home", "sold_public", "unsold_commodity", "unsold_public"]
money = st.integers(min_value=0, max_value=10**7)


def door(number: int, kind: str = "commodity", area: int = 100, **words: int) -> Door:
    return Door(
        book_id=2 if kind == "sold_public" else 1,
        sub_id=number,
        code=f"A01-1-0-{number:03d}",
        kind=kind,
        area=area,
        purse=Purse(words.get("principal", 0), words.get("earnings", 0)),
        deposited_fen=words.get("deposited", 0),
    )


@st.composite
def scopes(draw_from: st.DrawFn) -> tuple[list[Door], list[SellingUnit]]:
    doors = [
        door(
            number,
            draw_from(st.sampled_from(KINDS)),
            draw_from(st.integers(min_value=1, max_value=30_000)),
            principal=draw_from(money),
            earnings=draw_from(money),
            deposited=draw_from(money),
        )
        for number in range(1, draw_from(st.integers(min_value=1, max_value=12)) + 1)
    ]
    sold = sum(each.area for each in doors if each.kind == "sold_public")
    if not sold:
        return doors, []
    units = [
        SellingUnit(
            2,
            1000 + number,
            f"A01-{number}-SU",
            Purse(draw_from(money), draw_from(money)),
            draw_from(money),
            sold,
            sold + draw_from(st.integers(min_value=0, max_value=1000)),
        )
        for number in range(draw_from(st.integers(min_value=0, max_value=3)))
    ]
    return doors, units


@given(total=st.integers(min_value=1, max_value=10**10), scope=scopes())
def test_the_portions_add_up_and_nobody_is_asked_for_what_he_has_not(
    total: int, scope: tuple[list[Door], list[SellingUnit]]
) -> None:
    doors, units = scope
    portions = share_out(total, doors, units)
    assert sum(each.share_fen for each in portions) == total
    purses = {(each.book_id, each.sub_id): each.purse for each in doors}
    purses |= {(each.book_id, each.sub_id): each.purse for each in units}
    for each in portions:
        assert each.share_fen >= 0
        assert each.to_collect_fen >= 0
        assert min(each.principal_fen, each.earnings_fen) >= 0
        if each.sub_id is not None:
            purse = purses[each.book_id, each.sub_id]
            assert each.principal_fen <= purse.principal_fen
            assert each.earnings_fen <= purse.earnings_fen
            exhausted = each.from_fund_fen == purse.principal_fen + purse.earnings_fen
            assert each.to_collect_fen == 0 or exhausted
    assert [each.sub_id for each in portions if each.payer is Payer.HOUSEHOLD] == [
        each.sub_id for each in doors if not each.kind.startswith("unsold")
    ]


@given(total=st.integers(min_value=1, max_value=10**10), scope=scopes())
def test_each_level_adds_up_and_stays_within_a_fen_of_its_exact_share(
    total: int, scope: tuple[list[Door], list[SellingUnit]]
) -> None:
    doors, units = scope
    portions = share_out(total, doors, units)
    by_kind = {each.sub_id: each.kind for each in doors}
    whole = sum(each.area for each in doors)
    groups: dict[str, list[Portion]] = {}
    for each in portions:
        kind = by_kind.get(each.sub_id or 0, each.payer.value)
        kind = {
            "non_home": "commodity",
            "selling_unit": "sold_public",
            "developer": "unsold_commodity",
            "owner_unit": "unsold_public",
        }.get(kind, kind)
        groups.setdefault(kind, []).append(each)
    for kind, group in groups.items():
        part = sum(each.share_fen for each in group)
        area = sum(each.area for each in group)
        assert abs(part * whole - total * area) < whole  # first level: by area
        homes = [each for each in group if each.payer is Payer.HOUSEHOLD]
        own = sum(each.share_fen for each in homes)
        assert kind == "sold_public" or not homes or own == part
        for home in homes:
            assert abs(home.share_fen * area - own * home.area) < area  # last level: by area


def test_between_equal_homes_the_odd_fen_goes_to_the_first_code() -> None:
    doors = [door(3), door(1), door(2)]
    assert [each.share_fen for each in share_out(1_000_000, doors, [])] == [333334, 333333, 333333]


def test_a_cost_smaller_than_the_number_of_homes_charges_only_the_first() -> None:
    assert [each.share_fen for each in share_out(1, [door(1), door(2)], [])] == [1, 0]


def test_a_home_of_another_kind_with_no_area_to_bear_by_bears_nothing() -> None:
    portions = share_out(100, [door(1), door(2, "sold_public", area=0)], [])
    assert [each.share_fen for each in portions] == [100, 0]


def test_nobody_can_bear_a_cost_where_all_areas_are_zero() -> None:
    with pytest.raises(InputError) as told:
        share_out(100, [door(1, area=0)], [])
    assert told.value.code == "weights_all_zero"


def test_principal_is_spent_first_and_the_rest_is_collected() -> None:
    purse = Purse(principal_fen=60, earnings_fen=30)
    assert draw(100, purse, DrawOrder.PRINCIPAL_FIRST) == (60, 30)
    assert draw(70, purse, DrawOrder.PRINCIPAL_FIRST) == (60, 10)
    assert draw(70, purse, DrawOrder.EARNINGS_FIRST) == (40, 30)


def test_a_purse_below_nothing_gives_nothing() -> None:
    assert draw(10, Purse(-5, -1), DrawOrder.PRINCIPAL_FIRST) == (0, 0)
    assert draw(10, Purse(-5, 3), DrawOrder.EARNINGS_FIRST) == (0, 3)


def test_the_selling_units_of_two_buildings_bear_by_what_each_deposited() -> None:
    homes = [door(1, "sold_public", deposited=100), door(2, "sold_public", deposited=100)]
    unit = SellingUnit(2, 90, "A01-1-SU", Purse(1000, 0), 600, 100, 100)
    other = replace(unit, sub_id=91, code="A01-2-SU", deposited_fen=200)
    portions = share_out(1000, homes, [other, unit])
    told = {each.code: each.share_fen for each in portions}
    assert told == {"A01-1-0-001": 100, "A01-1-0-002": 100, "A01-1-SU": 600, "A01-2-SU": 200}


def test_a_stair_bears_by_its_own_part_of_the_selling_units_deposit() -> None:
    homes = [door(1, "sold_public", deposited=100)]
    unit = SellingUnit(2, 90, "A01-1-SU", Purse(1000, 0), 1200, area=100, building_area=400)
    assert unit.deposited_here_fen == 300
    assert [each.share_fen for each in share_out(400, homes, [unit])] == [100, 300]


def test_without_any_deposit_the_owners_of_sold_public_homes_bear_all() -> None:
    unit = SellingUnit(2, 90, "A01-1-SU", Purse(0, 0), 0, 200, 200)
    portions = share_out(101, [door(1, "sold_public"), door(2, "sold_public")], [unit])
    assert [each.share_fen for each in portions] == [51, 50, 0]
    assert [each.to_collect_fen for each in portions] == [51, 50, 0]
