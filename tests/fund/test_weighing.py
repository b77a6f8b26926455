"""By what the doors of a case bear its cost: pure numbers first, then through the desk."""

from __future__ import annotations

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.fund.using.affordable import affordable
from ledger.fund.using.sharing import Door, Payer, Purse, SellingUnit, share_out
from ledger.fund.using.weighing import Basis, Weighing, Weight, missing, weigh, without
from ledger.values.coefficient import Coefficient, parse_coefficient

KINDS: Final = ("commodity", "non_home", "sold_public", "unsold_commodity", "unsold_public")
LIFT: Final = {3: "0.7", 4: "0.8", 5: "0.9", 6: "1.0"}


def door(sub_id: int, area: int = 10_000, kind: str = "commodity", fen: int = 0) -> Door:
    return Door(1, sub_id, f"A01-1-1-{sub_id:03}", kind, area, Purse(fen, 0), fen)


def test_a_lift_is_shared_by_floor_coefficient_times_area() -> None:
    """V8: 300,000.00 over six floors, two homes a floor; the first two floors bear nothing."""
    doors = [
        door(floor * 100 + no, area) for floor in range(1, 7) for no, area in ((1, 8850), (2, 6420))
    ]
    agreed = {
        (1, each.sub_id): Weight(parse_coefficient(LIFT.get(each.sub_id // 100, "0")))
        for each in doors
    }
    portions = share_out(30_000_000, weigh(doors, Weighing(Basis.COEFFICIENT, agreed)), [])
    assert {each.sub_id: each.share_fen for each in portions} == {
        **dict.fromkeys((101, 102, 201, 202), 0),
        301: 3_579_683,
        302: 2_596_787,
        401: 4_091_067,
        402: 2_967_757,
        501: 4_602_450,
        502: 3_338_727,
        601: 5_113_833,
        602: 3_709_696,
    }


def test_equal_shares_and_agreed_numbers_look_at_no_area() -> None:
    doors = [door(1, 5000), door(2, 20_000), door(3, 30_000)]
    equal = weigh(doors, Weighing(Basis.EQUAL))
    assert [each.share_fen for each in share_out(1000, equal, [])] == [334, 333, 333]
    agreed = {(1, n): Weight(Coefficient(n, 1)) for n in (1, 2, 3)}
    by_number = weigh(doors, Weighing(Basis.AGREED, agreed))
    assert [each.share_fen for each in share_out(600, by_number, [])] == [100, 200, 300]


def test_a_part_has_an_area_of_its_own() -> None:
    doors = [door(1), door(2)]
    weighed = weigh(doors, Weighing(Basis.AREA, {(1, 2): Weight(area=30_000)}))
    assert [each.share_fen for each in share_out(400, weighed, [])] == [100, 300]


def test_who_is_excluded_is_not_in_the_scope_and_needs_no_number() -> None:
    doors = [door(1), door(2), door(3)]
    weighing = Weighing(
        Basis.COEFFICIENT,
        {(1, 1): Weight(excluded="底层独立入口"), (1, 2): Weight(Coefficient(1, 2))},
    )
    assert missing(doors, weighing) == ["A01-1-1-003"]
    assert [each.sub_id for each in weigh(doors, weighing)] == [2, 3]


def test_a_selling_unit_bears_for_the_homes_that_are_left() -> None:
    homes = [door(1, 9_600, "sold_public", 100), door(2, 6_200, "sold_public", 100)]
    unit = SellingUnit(1, 9, "A01-1-SU", Purse(800, 0), 800, 15_800, 15_800)
    weighing = Weighing(Basis.AREA, {(1, 2): Weight(excluded="不用电梯")})
    (left,) = without([unit], homes, weighing)
    assert left.area == 9_600
    all_gone = {(1, n): Weight(excluded="不用电梯") for n in (1, 2)}
    assert without([unit], homes, Weighing(Basis.AREA, all_gone)) == ()


def test_the_digest_tells_every_difference() -> None:
    told = {
        Weighing(Basis.AREA, weights).digest()
        for weights in (
            {(1, 1): Weight(Coefficient(1, 2))},
            {(1, 1): Weight(Coefficient(1, 3))},
            {(1, 2): Weight(Coefficient(1, 2))},
            {(1, 1): Weight(area=50)},
            {(1, 1): Weight(excluded="1/2")},
            {(1, 1): Weight(Coefficient(1, 2), 50)},
        )
    }
    assert len(told) == 6
    assert Weighing().digest() is None


# ---- what the poorest can bear ----


def test_the_poorest_sets_the_largest_total() -> None:
    doors = [door(1, 10_000, fen=500), door(2, 30_000, fen=900)]
    means = affordable(10_000, doors, [])
    assert (means.total_fen, means.poorest) == (1200, "A01-1-1-002")
    assert affordable(1000, doors, []) == (1000, None)


def test_who_bears_nothing_limits_nothing() -> None:
    doors = [door(1, fen=0), door(2, fen=900)]
    free = {(1, 1): Weight(Coefficient(0, 1)), (1, 2): Weight(Coefficient(1, 1))}
    weighed = weigh(doors, Weighing(Basis.AGREED, free))
    assert affordable(10_000, weighed, []).total_fen == 900
    unsold = [door(1, fen=900), door(2, kind="unsold_commodity")]
    assert affordable(10_000, unsold, []).total_fen == 1800


@st.composite
def scopes(draw: st.DrawFn) -> tuple[list[Door], list[SellingUnit]]:
    doors = [
        door(
            sub_id,
            draw(st.integers(1, 50_000)),
            draw(st.sampled_from(KINDS)),
            draw(st.integers(0, 100_000)),
        )
        for sub_id in range(1, draw(st.integers(2, 9)))
    ]
    sold = sum(each.area for each in doors if each.kind == "sold_public")
    fen = draw(st.integers(0, 100_000))
    units = [SellingUnit(1, 99, "A01-1-SU", Purse(fen, 0), fen, sold, sold)] if sold else []
    return doors, units


@given(scopes(), st.integers(1, 10_000_000))
@settings(max_examples=150, deadline=None)
def test_nobody_adds_to_what_is_affordable_and_a_larger_job_is_too_much_for_somebody(
    scope: tuple[list[Door], list[SellingUnit]], total_fen: int
) -> None:
    doors, units = scope
    limit, poorest = affordable(total_fen, doors, units)
    assert 0 <= limit <= total_fen
    holders = {Payer.HOUSEHOLD, Payer.SELLING_UNIT}
    portions = share_out(limit, doors, units)
    assert not any(each.to_collect_fen for each in portions if each.payer in holders)
    if limit < total_fen:
        # Rounding moves each level by less than a fen: clearly more is too much for the poorest.
        more = share_out(limit + 10**13, doors, units)
        assert poorest is not None
        assert any(each.to_collect_fen for each in more if each.code == poorest)


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), min_size=1, max_size=8),
    st.integers(0, 10_000_000),
)
@settings(max_examples=150, deadline=None)
def test_coefficients_are_exact_whatever_their_denominators(
    ratios: list[tuple[int, int]], total_fen: int
) -> None:
    doors = [door(n, 7 * n) for n in range(1, len(ratios) + 1)]
    agreed = {(1, n): Weight(Coefficient(*ratio)) for n, ratio in enumerate(ratios, start=1)}
    weighed = weigh(doors, Weighing(Basis.COEFFICIENT, agreed))
    for one, (num, den) in zip(weighed, ratios, strict=True):
        for other, (num2, den2) in zip(weighed, ratios, strict=True):
            assert one.weight * den * num2 * other.area == other.weight * den2 * num * one.area
    assert sum(each.share_fen for each in share_out(total_fen, weighed, [])) == total_fen
