"""Stages, pure: whatever the way to a final cost, each bearer ends where one payment would end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.using.bearing import (
    NOTHING,
    Parts,
    ReturnOrder,
    Stand,
    change,
    give_back,
    recovered,
)
from ledger.fund.using.sharing import Door, DrawOrder, Purse, SellingUnit, share_out
from ledger.fund.using.stage_rules import Overrun, Stages, least_fen, limit_fen

YUAN = 100
HANGZHOU = Overrun(100, 0, "permille", inclusive=True)
ZHOUSHAN = Overrun(100, 10_000 * YUAN, "and", inclusive=False)
LISHUI = Overrun(200, 10_000 * YUAN, "or", inclusive=True)
NATIONAL = Overrun(0, 0, "or", inclusive=False)

money = st.integers(0, 500)
doors = st.lists(
    st.tuples(
        st.sampled_from(["commodity", "sold_public", "unsold_commodity"]),
        st.integers(1, 300),
        money,
        money,
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=8,
)


@given(
    doors,
    st.integers(0, 900),
    st.integers(1, 3000),
    st.lists(st.integers(0, 1000), max_size=4),
    st.integers(1, 1000),
    st.sampled_from(DrawOrder),
)
def test_stages_and_a_settlement_are_one_payment(
    homes: list[tuple[str, int, int, int, int]],
    sold_fen: int,
    total: int,
    stages: list[int],
    final: int,
    order: DrawOrder,
) -> None:
    own = [
        Door(1, no, f"{no:03d}", kind, area, Purse(principal, earnings), deposited)
        for no, (kind, area, principal, earnings, deposited) in enumerate(homes, start=1)
    ]
    units = [SellingUnit(1, 99, "SU", Purse(300, 40), sold_fen, 1, 1)]
    stands = {
        each.sub_id: Stand(
            each,
            # Beyond what was set aside the purse holds the rest of itself.
            free=purse_of(own, units, each.sub_id).minus(
                Parts(each.principal_fen, each.earnings_fen)
            ),
        )
        for each in share_out(total, own, units, order)
        if each.sub_id is not None
    }
    final_fen = total * final // 1000
    for permille in [*stages, final]:
        cost = total * permille // 1000
        shares = {each.sub_id: each.share_fen for each in share_out(cost, own, units, order)}
        for sub_id, stand in stands.items():
            parts = change(shares[sub_id], stand, order, ReturnOrder.LAST_TAKEN_FIRST)
            extra = stand.taken.minus(stand.purse).at_least()
            taken = Parts(*map(sum, zip(stand.taken, parts, strict=True)))
            more = taken.minus(stand.purse).at_least().minus(extra)
            stands[sub_id] = replace(stand, taken=taken, free=stand.free.minus(more))
    once = {each.sub_id: each for each in share_out(final_fen, own, units, order)}
    for sub_id, stand in stands.items():
        target = once[sub_id]
        assert stand.taken.total_fen == target.from_fund_fen
        assert stand.taken == (target.principal_fen, target.earnings_fen)


def purse_of(own: list[Door], units: list[SellingUnit], sub_id: int) -> Parts:
    purses = {each.sub_id: each.purse for each in own} | {each.sub_id: each.purse for each in units}
    purse = purses[sub_id]
    return Parts(purse.principal_fen, purse.earnings_fen)


@given(money, money, st.integers(0, 1000), st.sampled_from(DrawOrder), st.sampled_from(ReturnOrder))
def test_what_goes_back_was_taken(
    principal: int, earnings: int, permille: int, order: DrawOrder, back: ReturnOrder
) -> None:
    taken = Parts(principal, earnings)
    amount = taken.total_fen * permille // 1000
    parts = give_back(amount, taken, order, back)
    assert parts.total_fen == amount
    assert all(0 <= own <= most for own, most in zip(parts, taken, strict=True))


@pytest.mark.parametrize(
    ("order", "back", "parts"),
    [
        (DrawOrder.PRINCIPAL_FIRST, ReturnOrder.LAST_TAKEN_FIRST, (10, 40)),
        (DrawOrder.EARNINGS_FIRST, ReturnOrder.LAST_TAKEN_FIRST, (50, 0)),
        (DrawOrder.PRINCIPAL_FIRST, ReturnOrder.PRINCIPAL_FIRST, (50, 0)),
        (DrawOrder.EARNINGS_FIRST, ReturnOrder.EARNINGS_FIRST, (10, 40)),
    ],
)
def test_the_return_order_is_a_rule(
    order: DrawOrder, back: ReturnOrder, parts: tuple[int, int]
) -> None:
    assert give_back(50, Parts(60, 40), order, back) == parts
    portion = replace(share_out(100, [_DOOR], [], order)[0], principal_fen=60, earnings_fen=40)
    stand = Stand(portion, taken=Parts(60, 40))
    assert NOTHING.minus(change(50, stand, order, back)) == parts


_DOOR = Door(1, 1, "101", "commodity", 1, Purse(60, 40), 0)


@given(st.lists(st.tuples(money, money), min_size=1, max_size=9), st.integers(0, 1000))
def test_nobody_gets_back_more_than_was_taken(taken: list[tuple[int, int]], permille: int) -> None:
    parts = [Parts(principal, earnings + 1) for principal, earnings in taken]
    amount = sum(each.total_fen for each in parts) * permille // 1000
    gains = recovered(amount, parts, DrawOrder.PRINCIPAL_FIRST, ReturnOrder.LAST_TAKEN_FIRST)
    assert sum(each.total_fen for each in gains) == amount
    for gain, own in zip(gains, parts, strict=True):
        assert all(0 <= got <= most for got, most in zip(gain, own, strict=True))


@pytest.mark.parametrize(
    ("line", "approved", "final", "beyond"),
    [
        (HANGZHOU, 100_000 * YUAN, 110_000 * YUAN - 1, False),
        (HANGZHOU, 100_000 * YUAN, 110_000 * YUAN, True),
        (ZHOUSHAN, 100_000 * YUAN, 110_000 * YUAN, False),
        (ZHOUSHAN, 100_000 * YUAN, 110_000 * YUAN + 1, True),
        (ZHOUSHAN, 50_000 * YUAN, 56_000 * YUAN, False),  # beyond a tenth only
        (ZHOUSHAN, 200_000 * YUAN, 215_000 * YUAN, False),  # beyond 10,000 only
        (LISHUI, 40_000 * YUAN, 48_000 * YUAN - 1, False),
        (LISHUI, 40_000 * YUAN, 48_000 * YUAN, True),
        (LISHUI, 100_000 * YUAN, 110_000 * YUAN, True),
        (NATIONAL, 100, 100, False),
        (NATIONAL, 100, 101, True),
    ],
)
def test_the_line_of_an_overrun(line: Overrun, approved: int, final: int, *, beyond: bool) -> None:
    assert line.is_beyond(approved, final) is beyond


def test_limits_are_whole_fen_on_the_safe_side() -> None:
    assert limit_fen(333, 500) == 166
    assert least_fen(333, 500) == 167
    plan = Stages(500, 0, {"start": 300, "half": 300, "rest": 700})
    assert [plan.limit_permille(stage) for stage in (None, "start", "half", "rest")] == [
        500,
        300,
        600,
        1000,
    ]
