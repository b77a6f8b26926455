"""What a household owes in a campaign, its instalments and its notices, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fund.refilling.campaign_rules import (
    Account,
    Aim,
    House,
    NoticeKind,
    Rule,
    Silence,
    Target,
    Told,
    due_days,
    later,
    next_notice,
    owed,
    pay_until,
)

AREA = 9050
V3 = House(1, 1, "A01-1-1-101", AREA, 1_086_000, 325_799, 12_000, Rule.REFILL)
NO_FUND = House(1, 2, "A01-1-1-102", AREA, 0, 0, None, Rule.BUILD_UP)
MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("aim", "due_fen"),
    [
        (Aim(Target.INITIAL), 760_201),
        (Aim(Target.RATIO, permille=500), 217_201),
        (Aim(Target.CURRENT_STANDARD, standard_fen=15_000), 1_031_701),
        (Aim(Target.DECIDED, standard_fen=1_000), 90_500),
        (Aim(Target.DECIDED, total_fen=5_000), 5_000),
    ],
)
def test_vector_v3_is_met_for_each_target(aim: Aim, due_fen: int) -> None:
    rows, missing = owed([V3], aim)
    assert [row.due_fen for row in rows] == [due_fen]
    assert not missing


def test_a_house_that_has_enough_is_left_out() -> None:
    rich = V3._replace(balance_fen=1_086_000)
    assert owed([rich], Aim(Target.INITIAL)) == ([], [])


def test_a_house_without_a_fund_builds_up_by_a_standard() -> None:
    [row], missing = owed([NO_FUND], Aim(Target.INITIAL, standard_fen=12_000))
    assert (row.rule, row.due_fen, missing) == (Rule.BUILD_UP, 1_086_000, [])
    [half], _none = owed([NO_FUND], Aim(Target.RATIO, permille=500, standard_fen=12_000))
    assert half.due_fen == 543_000


def test_without_any_standard_it_is_named_and_nothing_is_divided_by_nothing() -> None:
    assert owed([NO_FUND], Aim(Target.INITIAL)) == ([], ["A01-1-1-102"])
    assert owed([NO_FUND], Aim(Target.CURRENT_STANDARD)) == ([], ["A01-1-1-102"])


def test_the_standard_of_the_place_serves_where_none_is_given() -> None:
    [row], _none = owed([V3._replace(current_fen=15_000)], Aim(Target.CURRENT_STANDARD))
    assert row.due_fen == 1_031_701


def test_a_standard_given_stands_above_that_of_the_place() -> None:
    house = V3._replace(current_fen=1)
    [row], _none = owed([house], Aim(Target.CURRENT_STANDARD, standard_fen=15_000))
    assert row.due_fen == 1_031_701


@given(
    st.lists(st.integers(1, 50_000), min_size=1, max_size=60),
    st.integers(1, 10**11),
)
def test_what_was_decided_for_all_together_is_shared_to_the_fen(
    areas: list[int], total_fen: int
) -> None:
    houses = [V3._replace(sub_id=i, area=area) for i, area in enumerate(areas)]
    rows, _none = owed(houses, Aim(Target.DECIDED, total_fen=total_fen))
    assert sum(row.due_fen for row in rows) == total_fen


# ---- instalments ----


def test_instalments_fall_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert due_days(date(2026, 1, 31), 3, 1) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]
    assert later(date(2024, 2, 29), 12) == date(2025, 2, 28)


def account(due_fen: int = 1000, received_fen: int = 0, times: int = 3, **words: int) -> Account:
    days = due_days(MARCH, times, 12)
    return Account(due_fen, words.get("waived_fen", 0), received_fen, days, MARCH)


@pytest.mark.parametrize(
    ("received", "on", "overdue"),
    [
        (0, MARCH, 0),
        (0, date(2026, 3, 2), 334),
        (333, date(2026, 3, 2), 1),
        (334, date(2026, 3, 2), 0),
        (334, date(2027, 3, 2), 333),
        (0, date(2028, 3, 2), 1000),
        (5000, date(2028, 3, 2), 0),
        (-5, date(2026, 3, 2), 334),
    ],
)
def test_cash_pays_the_oldest_instalment_first(received: int, on: date, overdue: int) -> None:
    assert account(received_fen=received).overdue_fen(on) == overdue


def test_nobody_is_late_who_was_not_told() -> None:
    silent = Account(1000, 0, 0, due_days(MARCH, 1, 12))
    assert silent.overdue_fen(date(2030, 1, 1)) == 0
    told = Account(1000, 0, 0, due_days(MARCH, 1, 12), date(2026, 5, 1))
    assert told.overdue_fen(date(2026, 5, 1)) == 0
    assert told.overdue_fen(date(2026, 5, 2)) == 1000


def test_a_notice_asks_for_the_part_that_comes_next() -> None:
    assert account().now_fen(MARCH) == 334
    assert account(received_fen=334).now_fen(MARCH) == 333
    assert account(received_fen=100).now_fen(date(2027, 3, 1)) == 567
    assert account(received_fen=334).next_day() == date(2027, 3, 1)


@given(
    due_fen=st.integers(1, 10**9),
    times=st.integers(1, 24),
    paid=st.integers(0, 10**9),
    waived=st.integers(0, 10**9),
    days=st.integers(-400, 10_000),
)
def test_open_and_overdue_never_exceed_what_is_owed(
    due_fen: int, times: int, paid: int, waived: int, days: int
) -> None:
    each = Account(due_fen, min(waived, due_fen), paid, due_days(MARCH, times, 1), MARCH)
    on = MARCH + timedelta(days=days)
    assert sum(each.parts()) == each.owed_fen
    assert each.open_fen + each.paid_fen == each.owed_fen
    assert 0 <= each.overdue_fen(on) <= each.open_fen
    assert each.overdue_fen(on) <= each.now_fen(on) <= each.open_fen
    if each.open_fen:
        assert each.now_fen(on) > 0


# ---- notices ----


def after(each: Account, last: Told | None, on: date) -> object:
    return next_notice(each, last, on, urges=2, pay_days=30)


def test_a_household_is_told_then_urged_twice_then_published() -> None:
    lump, on, last, kinds = account(times=1), MARCH, None, []
    for _turn in range(5):
        turn = after(lump, last, on)
        if isinstance(turn, Silence):
            kinds.append(turn.value)
        else:
            assert isinstance(turn, tuple)
            kinds.append(f"{turn[0].value}{turn[1]}")
            last = Told(turn[0], turn[1], pay_until(on, 30))
        on = pay_until(on, 30) + timedelta(days=1)
    assert kinds == ["NOTICE0", "URGE1", "URGE2", "PUBLIC2", "published"]


def test_on_the_last_day_to_pay_nobody_is_urged() -> None:
    last = Told(NoticeKind.NOTICE, 0, date(2026, 4, 1))
    assert after(account(times=1), last, date(2026, 4, 1)) == Silence.STILL_RUNNING
    assert after(account(times=1), last, date(2026, 4, 2)) == (NoticeKind.URGE, 1)


def test_who_has_paid_or_is_not_late_is_left_in_peace() -> None:
    last = Told(NoticeKind.NOTICE, 0, date(2026, 4, 1))
    assert after(account(received_fen=1000), last, date(2030, 1, 1)) == Silence.PAID
    assert after(account(received_fen=334), last, date(2026, 5, 1)) == Silence.NOT_LATE


def test_the_next_instalment_is_told_of_anew_and_urging_begins_again() -> None:
    last = Told(NoticeKind.PUBLIC, 2, date(2026, 9, 1))
    paid = account(received_fen=334)
    assert after(paid, last, date(2027, 1, 29)) == Silence.NOT_LATE
    assert after(paid, last, date(2027, 1, 30)) == (NoticeKind.NOTICE, 0)
    told = Told(NoticeKind.NOTICE, 0, date(2027, 3, 1))
    assert after(paid, told, date(2027, 2, 1)) == Silence.NOT_LATE
    assert after(paid, told, date(2027, 3, 2)) == (NoticeKind.URGE, 1)


def test_without_urging_arrears_are_published_at_once() -> None:
    last = Told(NoticeKind.NOTICE, 0, date(2026, 4, 1))
    turn = next_notice(account(times=1), last, date(2026, 4, 2), urges=0, pay_days=30)
    assert turn == (NoticeKind.PUBLIC, 0)
