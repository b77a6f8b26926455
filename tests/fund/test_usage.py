from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.fund.using import usage
from ledger.fund.using.cases import State, find_case
from ledger.fund.using.usage import Order
from ledger.store.database import Database
from tests.fund.steps import (
    FEBRUARY,
    approve,
    approved,
    cancel,
    drafted,
    pay,
    refused,
    share,
    vote,
)
from tests.fund.town import CLOCK, House, Town, found
from tests.registry.rules_set import set_rules

DOORS = [f"A01-1-1-{room}" for room in (101, 102, 201, 202)]


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(code) for code in DOORS])
    return town


def test_a_case_goes_from_draft_to_paid(town: Town) -> None:
    for code in DOORS:
        town.deposit(code, 300)
    case = drafted(town)
    assert case == "WX-A01-001"
    vote(town, case, (30_000, 3), (20_000, 2))
    assert share(town, case).case.state is State.VOTED
    shared = approve(town, case)
    assert [each.share_fen for each in shared.portions] == [250] * 4
    assert town.balances(DOORS[0]) == (300, 0, 250)
    outcome = pay(town, case)
    assert [each.voucher.code for each in outcome.paid] == ["F1-C:2026-02:付-1"]
    assert town.balances(DOORS[0]) == (50, 0, 0)
    assert share(town, case).case.state is State.PAID


def test_who_has_too_little_pays_the_rest_past_the_fund(town: Town) -> None:
    town.deposit(DOORS[0], 100, earnings_fen=50)
    town.deposit(DOORS[1], 1000, earnings_fen=50)
    town.deposit(DOORS[2], 200, earnings_fen=80)
    case = approved(town)
    told = [
        (each.principal_fen, each.earnings_fen, each.to_collect_fen)
        for each in share(town, case).portions
    ]
    assert told == [(100, 50, 100), (250, 0, 0), (200, 50, 0), (0, 0, 250)]
    assert pay(town, case).paid[0].amount_fen == 650
    assert town.balances(DOORS[0]) == (0, 0, 0)
    assert town.balances(DOORS[2]) == (0, 30, 0)


def test_money_set_aside_by_one_case_is_out_of_reach_of_the_next(town: Town) -> None:
    town.deposit(DOORS[0], 300)
    first = approved(town, 1000)
    second = approved(town, 1000, "屋面防水")
    told = [share(town, case).portions[0].from_fund_fen for case in (first, second)]
    assert told == [250, 50]
    pay(town, first)
    pay(town, second)
    assert town.balances(DOORS[0]) == (0, 0, 0)


def test_the_portions_of_an_approved_case_never_change_again(town: Town) -> None:
    town.deposit(DOORS[0], 100)
    case = approved(town)
    before = share(town, case)
    town.deposit(DOORS[0], 900)
    town.settle([House("A01-1-1-301")])
    assert share(town, case) == before
    assert before.frozen


def test_a_case_that_is_not_approved_is_shared_as_things_are_now(town: Town) -> None:
    case = drafted(town)
    assert len(share(town, case).portions) == 4
    town.settle([House("A01-1-1-301")])
    assert [each.share_fen for each in share(town, case).portions] == [200] * 5


def test_cancelling_before_payment_lets_go_of_the_money_and_keeps_the_vote(town: Town) -> None:
    town.deposit(DOORS[0], 300)
    case = approved(town)
    assert cancel(town, case) == 250
    assert town.balances(DOORS[0]) == (300, 0, 0)
    assert cancel(town, case) == 0
    shared = share(town, case)
    assert shared.frozen
    assert shared.case.state is State.CANCELLED


def test_the_same_order_is_one_case(town: Town) -> None:
    assert drafted(town) == drafted(town) == "WX-A01-001"
    assert drafted(town, title="屋面防水") == "WX-A01-002"
    assert drafted(town, request_key="k1") == "WX-A01-003"
    assert drafted(town, request_key="k1") == "WX-A01-003"
    assert town.counts()["usage_case"] == 3


def test_a_cancelled_case_does_not_stand_in_the_way_of_the_same_order(town: Town) -> None:
    case = drafted(town)
    cancel(town, case)
    assert drafted(town) == "WX-A01-002"


def test_the_same_payment_gives_the_same_voucher(town: Town) -> None:
    town.deposit(DOORS[0], 300)
    case = approved(town)
    first = pay(town, case)
    again = pay(town, case)
    assert again.paid[0].voucher.replayed
    assert again.paid[0].voucher.code == first.paid[0].voucher.code
    assert town.counts()["voucher"] == 2


def test_approving_again_changes_nothing(town: Town) -> None:
    town.deposit(DOORS[0], 300)
    case = approved(town)
    before = town.counts()
    approve(town, case)
    assert town.counts() == before


SCOPES = [
    ((), 5),
    (("A01",), 5),
    (("1",), 4),
    (("A01-1",), 4),
    (("1-1",), 3),
    (("A01-1-1",), 3),
    (("1-2-101", "A01-2-0-101"), 2),
    (("1-1", "1-1-101", "2"), 4),
]


@pytest.mark.parametrize(("scope", "count"), SCOPES)
def test_a_scope_is_named_by_building_stair_or_door(
    db: Database, scope: tuple[str, ...], count: int
) -> None:
    town = found(db)
    codes = ["1-1-101", "1-1-102", "1-1-201", "1-2-101", "2-0-101"]
    town.settle([House(f"A01-{code}") for code in codes])
    town.settle([House("B02-1-1-101")], "B02")
    assert len(share(town, drafted(town, scope=scope)).portions) == count


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("amount_not_positive", {"total_fen": 0}),
        ("amount_not_positive", {"total_fen": -1}),
        ("scope_unknown", {"scope": ("9",)}),
        ("scope_unknown", {"scope": ("1-1-999",)}),
        ("scope_unknown", {"scope": ("1", "1-9")}),
        ("scope_unknown", {"scope": ("A01-1-1-101-9",)}),
        ("scope_unknown", {"scope": ("B02-1-1-101",)}),
        ("forbidden_cost", {"work": "operator_plant"}),
        ("forbidden_cost", {"work": "保修责任"}),
        ("kind_unknown", {"work": "泳池"}),
        ("forbidden_cost", {"work": "exterior"}),
        ("forbidden_cost", {"work": "外墙清洗粉刷"}),
        ("emergency_kind", {"work": "road", "emergency": "塌陷"}),
    ],
)
def test_an_order_is_refused_by_name(town: Town, code: str, words: dict[str, Any]) -> None:
    refused(town, code, lambda: drafted(town, **words))


def test_a_forbidden_cost_names_its_article(town: Town) -> None:
    told = refused(town, "forbidden_cost", lambda: drafted(town, work="operator_plant"))
    assert "第二十五条（二）" in told


def test_places_differ_in_what_may_be_charged(town: Town) -> None:
    leak = {"work": "屋面", "emergency": "漏水"}
    assert drafted(town, 1, "一", **leak)
    set_rules(town.db, FEBRUARY, use__exterior_allowed="yes", use__forbidden_kinds="road")
    set_rules(town.db, FEBRUARY, place="lishui")
    told = refused(town, "emergency_kind", lambda: drafted(town, 2, "二", **leak))
    assert "丽水市物业管理条例第四十七条" in told
    assert drafted(town, 2, "二", work="屋面")
    assert drafted(town, 3, "三", work="exterior")
    refused(town, "forbidden_cost", lambda: drafted(town, 5, "五", work="道路"))


def test_an_estate_that_is_not_there_or_empty_has_no_case(town: Town) -> None:
    def draft(estate: str, on: date = FEBRUARY) -> None:
        with town.write() as tx:
            usage.draft(tx, Order(estate, "大修", 1, on=on), who="张三", clock=CLOCK)

    refused(town, "estate_unknown", lambda: draft("Z99"))
    refused(town, "date_in_future", lambda: draft("A01", date(2026, 4, 1)))
    town.settle([], "B02")
    refused(town, "scope_empty", lambda: draft("B02"))
    town.settle([House("C03-1-1-101", words={"share_area": 0})], "C03")
    refused(town, "area_zero", lambda: draft("C03"))


def test_a_request_key_stands_for_one_order_only(town: Town) -> None:
    drafted(town, request_key="k1")
    refused(town, "request_key_reused", lambda: drafted(town, 2000, request_key="k1"))


@pytest.mark.parametrize(
    ("present", "agreed", "code", "says"),
    [
        ((20_000, 4), (20_000, 4), "vote_not_passed", "面积 200.00/400.00 ㎡（50.00%）"),
        ((40_000, 2), (40_000, 2), "vote_not_passed", "人数 2/4（50.00%）"),
        ((40_000, 4), (20_000, 3), "vote_not_passed", "面积 200.00/400.00 ㎡（50.00%）"),
        ((40_000, 4), (40_000, 2), "vote_not_passed", "人数 2/4（50.00%）"),
        ((40_001, 4), (40_000, 4), "vote_above_electorate", "400.01 ㎡"),
    ],
)
def test_a_vote_that_fails_shows_both_ratios_and_leaves_the_case(
    town: Town, present: tuple[int, int], agreed: tuple[int, int], code: str, says: str
) -> None:
    case = drafted(town)
    told = refused(town, code, lambda: vote(town, case, present, agreed))
    assert says in told
    assert share(town, case).case.state is State.DRAFTED


def test_a_vote_is_recorded_once(town: Town) -> None:
    case = drafted(town)
    vote(town, case, (40_000, 4), (40_000, 4))
    vote(town, case, (40_000, 4), (40_000, 4))
    refused(town, "usage_state", lambda: vote(town, case, (40_000, 4), (30_000, 3)))


def test_a_step_repeated_after_later_ones_changes_nothing(town: Town) -> None:
    """A script that broke off is run again from its beginning."""
    town.deposit(DOORS[0], 300)
    case = drafted(town)
    vote(town, case, (40_000, 4), (40_000, 4))
    approve(town, case)
    pay(town, case)
    with town.db.read() as tx:
        paid = find_case(tx, case)
    assert drafted(town) == case
    vote(town, case, (40_000, 4), (40_000, 4))
    assert approve(town, case).case == paid
    with town.db.read() as tx:
        assert find_case(tx, case) == paid
    refused(town, "usage_state", lambda: vote(town, case, (40_000, 4), (30_000, 3)))
    refused(town, "usage_state", lambda: approve(town, case, on=date(2026, 2, 11)))


def test_steps_out_of_order_are_refused_by_name(town: Town) -> None:
    refused(town, "case_unknown", lambda: approve(town, "WX-A01-009"))
    refused(town, "case_unknown", lambda: pay(town, "？"))
    case = drafted(town)
    refused(town, "vote_missing", lambda: approve(town, case))
    refused(town, "usage_state", lambda: pay(town, case))
    town.deposit(DOORS[0], 300)
    paid = approved(town, title="屋面防水")
    refused(town, "usage_state", lambda: vote(town, paid, (40_000, 4), (40_000, 4)))
    pay(town, paid)
    refused(town, "usage_state", lambda: approve(town, paid, on=date(2026, 2, 11)))
    with town.db.read() as tx:
        assert find_case(tx, paid).state is State.PAID
    refused(town, "usage_state", lambda: cancel(town, paid))
    cancel(town, case)
    refused(town, "usage_state", lambda: approve(town, case))


def test_a_step_is_not_dated_after_today(town: Town) -> None:
    town.deposit(DOORS[0], 300)
    case = drafted(town, emergency="困人")
    april = date(2026, 4, 1)
    refused(town, "date_in_future", lambda: approve(town, case, on=april))
    approve(town, case)
    refused(town, "date_in_future", lambda: pay(town, case, on=april))


def test_a_scope_that_reaches_into_another_fund_since_is_drafted_anew(town: Town) -> None:
    case = drafted(town, emergency="困人")
    town.settle([House("A01-1-1-301", "sold_public")])
    refused(town, "scope_changed", lambda: approve(town, case))


def test_whoever_drafted_does_not_approve_once_there_are_users(town: Town) -> None:
    town.deposit(DOORS[0], 300)
    case = drafted(town, emergency="困人")
    town.add_users("张三", "李四", "王五")
    refused(town, "approver_is_drafter", lambda: approve(town, case))
    approve(town, case, "李四")
    pay(town, case, "王五")
    assert town.balances(DOORS[0]) == (50, 0, 0)
