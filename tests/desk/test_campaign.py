"""A campaign of refilling: its plan, its vote, its notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.registry.custodians import find_custodian
from ledger.registry.rule_changes import Wish, set_rule
from ledger.store.database import Database
from tests.desk.campaigns import (
    CLOCK,
    PASSED,
    PLANNED,
    counts,
    dues,
    kinds,
    open_estate,
    pay,
    plan,
    read,
    refused,
    set_rule_of,
    status,
    voted,
)
from tests.offices import Office


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return open_estate(db, tmp_path)


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


# ---- the plan ----


def test_a_plan_lists_who_ran_low_and_what_each_pays_and_books_nothing(
    office: Office, desk: Desk
) -> None:
    before = counts(office)
    told = plan(desk)
    assert dues(told) == {
        "A01-1-1-101": (760_201, "续交"),
        "A01-1-2-201": (600_000, "补建"),
        "A01-2-1-101": (110_000, "续交"),
    }
    assert (told["plan"], told["state"], told["households"]) == ("XC-A01-001", "PLANNED", 3)
    assert told["due_fen"] == 1_470_201
    assert told["build_up_fen"] == 600_000
    after = counts(office)
    assert (after["voucher"], after["draft"]) == (before["voucher"], before["draft"])
    assert (after["campaign"], after["campaign_due"]) == (2, 3)  # one of each fund


@pytest.mark.parametrize(
    ("words", "due_fen"),
    [
        ({"target": "initial"}, 760_201),
        ({"target": "ratio", "permille": 500}, 217_201),
        ({"target": "current_standard", "standard_fen": 15_000}, 1_031_701),
        ({"target": "decided", "standard_fen": 1_000}, 90_500),
        ({"target": "decided", "amount_fen": 90_500, "scopes": ("1-1-101",)}, 90_500),
    ],
)
def test_each_target_of_vector_v3(desk: Desk, words: dict[str, Any], due_fen: int) -> None:
    assert dues(plan(desk, **words))["A01-1-1-101"][0] == due_fen


def test_everyone_pays_what_was_decided_also_who_has_enough(desk: Desk) -> None:
    told = plan(desk, target="decided", amount_fen=100_000, everyone=True, scopes=("1",))
    assert sum(row["due_fen"] for row in told["rows"]) == 100_000
    assert set(dues(told)) == {"A01-1-1-101", "A01-1-1-102", "A01-1-2-201"}


def test_the_balance_of_the_day_counts_not_what_came_later(office: Office, desk: Desk) -> None:
    pay(office, "2026-02-01,A01-1-1-101,7000.00,62220001,R9,续交,")
    assert dues(plan(desk, dry_run=True))["A01-1-1-101"][0] == 760_201
    told = read(desk.campaign.plan(estate="A01", on=date(2026, 2, 1), dry_run=True))
    assert "A01-1-1-101" not in dues(told)


def test_the_same_plan_again_is_one_campaign_and_a_trial_keeps_nothing(
    office: Office, desk: Desk
) -> None:
    before = counts(office)
    plan(desk, dry_run=True)
    assert counts(office) == before
    plan(desk)
    before = counts(office)
    again = plan(desk)
    assert (again["plan"], again["replayed"]) == ("XC-A01-001", True)
    assert len(again["rows"]) == 3
    assert counts(office) == before


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("estate_unknown", {"estate": "Z9"}),
        ("date_in_future", {"on": date(2026, 10, 1)}),
        ("scope_unknown", {"scopes": ("1-1-101-x-y",)}),
        ("target_incomplete", {"target": "decided"}),
        ("target_incomplete", {"target": "decided", "amount_fen": 5, "standard_fen": 5}),
        ("target_excessive", {"target": "initial", "amount_fen": 5}),
        ("target_excessive", {"target": "current_standard", "permille": 5, "standard_fen": 5}),
        ("target_excessive", {"target": "ratio", "permille": 5, "amount_fen": 5}),
        ("campaign_times", {"times": 0}),
        ("campaign_times", {"times": 121}),
        ("campaign_empty", {"scopes": ("1-1-102",)}),
        ("standard_missing", {"target": "current_standard"}),
    ],
)
def test_a_plan_that_says_too_little_or_too_much_is_refused(
    office: Office, desk: Desk, word: str, words: dict[str, Any]
) -> None:
    refused(office, word, lambda: plan(desk, **words))


def test_whose_balance_is_back_is_asked_no_more_by_rule(office: Office, desk: Desk) -> None:
    """3,257.99 of 10,860.00 is 299.99 per mille: at 300 it is still asked, at 299 no more."""
    with desk.counter.db.write() as tx:
        set_rule_of(tx, "replenish.stop_permille", "300")
    code = voted(desk)
    assert "A01-1-1-101" in dues(plan(desk))
    with desk.counter.db.write() as tx:
        wish = Wish("replenish.stop_permille", "299", date(2026, 1, 15), "测试")
        set_rule(tx, find_custodian(tx, None), wish, who="张三", clock=CLOCK)
    told = read(desk.campaign.notice(code, on=date(2026, 1, 21)))
    assert (told["new"], told["silent"]) == (2, {"full": 1})
    desk.campaign.stop(code, reason="改方案", on=date(2026, 1, 22))
    late: dict[str, Any] = {"on": date(2026, 1, 22)}
    assert "A01-1-1-101" not in dues(plan(desk, dry_run=True, **late))
    full = {**late, "scopes": ("1-1-101",)}
    refused(office, "replenish_stopped", lambda: plan(desk, **full))
    owners_will = {**full, "target": "decided", "standard_fen": 1_000}
    assert dues(plan(desk, **owners_will))["A01-1-1-101"][0] == 90_500


def test_a_house_is_on_the_list_of_one_running_campaign_only(office: Office, desk: Desk) -> None:
    first = str(plan(desk)["plan"])
    refused(office, "campaign_running", lambda: plan(desk, target="ratio", permille=500))
    desk.campaign.stop(first, reason="改方案", on=PLANNED)
    assert plan(desk, target="ratio", permille=500)["plan"] == "XC-A01-002"


def test_the_standard_of_the_place_is_the_current_standard(desk: Desk) -> None:
    with desk.counter.db.write() as tx:
        set_rule_of(tx, "deposit.standard", "commodity/any=15000,sold_public/any=3000")
    assert dues(plan(desk, target="current_standard"))["A01-1-1-101"][0] == 1_031_701


# ---- the vote ----


def test_three_quarters_of_those_who_took_part_must_agree(office: Office, desk: Desk) -> None:
    code = str(plan(desk)["plan"])
    short = {**PASSED, "agreed_area": 18_749}
    refused(office, "vote_not_passed", lambda: desk.campaign.vote(code, **short))
    few = {**PASSED, "present_heads": 2, "agreed_heads": 2}
    refused(office, "vote_not_passed", lambda: desk.campaign.vote(code, **few))
    wrong = {**PASSED, "agreed_heads": 5}
    refused(office, "vote_impossible", lambda: desk.campaign.vote(code, **wrong))
    many = {**PASSED, "present_heads": 999}
    refused(office, "vote_above_electorate", lambda: desk.campaign.vote(code, **many))
    early = {**PASSED, "on": date(2026, 1, 9)}
    refused(office, "vote_before_plan", lambda: desk.campaign.vote(code, **early))
    told = read(desk.campaign.vote(code, **{**PASSED, "agreed_area": 18_750}))
    assert (told["state"], told["due_days"]) == ("VOTED", ["2026-02-19"])


def test_the_same_vote_again_changes_nothing_and_another_is_refused(
    office: Office, desk: Desk
) -> None:
    code = voted(desk)
    before = counts(office)
    assert read(desk.campaign.vote(code, **PASSED))["passed"]
    assert counts(office) == before
    other = {**PASSED, "agreed_heads": 4}
    refused(office, "campaign_state", lambda: desk.campaign.vote(code, **other))
    refused(office, "campaign_unknown", lambda: desk.campaign.vote("XC-A01-009", **PASSED))


def test_where_nobody_decides_the_rule_of_the_place_holds_after_its_days(
    office: Office, desk: Desk
) -> None:
    code = str(plan(desk)["plan"])
    refused(office, "fallback_missing", lambda: desk.campaign.fall_back(code))
    with desk.counter.db.write() as tx:
        set_rule_of(tx, "place", "shanghai")
    early = date(2026, 4, 9)
    refused(office, "fallback_early", lambda: desk.campaign.fall_back(code, on=early))
    told = read(desk.campaign.fall_back(code, on=date(2026, 4, 10)))
    assert (told["plan"], told["replaces"], told["state"]) == ("XC-A01-002", code, "BY_RULE")
    assert dues(told)["A01-1-1-101"][0] == 217_201  # half of the initial amount
    assert told["pay_days"] == 90
    before = counts(office)
    again = read(desk.campaign.fall_back(code, on=date(2026, 4, 10)))
    assert (again["plan"], again["replayed"]) == ("XC-A01-002", True)
    assert counts(office) == before
    assert status(desk, code, date(2026, 5, 1))["state"] == "REPLACED"
    refused(office, "campaign_state", lambda: desk.campaign.vote(code, **PASSED))


# ---- notices ----


def test_notices_are_numbered_and_the_same_run_writes_none_again(
    office: Office, desk: Desk
) -> None:
    code = voted(desk)
    on = date(2026, 1, 21)
    desk.campaign.notice(code, on=on, dry_run=True)
    assert counts(office)["notice"] == 0
    told = read(desk.campaign.notice(code, on=on))
    assert told["new"] == 3
    first = told["rows"][0]
    assert (first["notice"], first["household"]) == ("XC-A01-001-C00001", "A01-1-1-101")
    assert (first["open_fen"], first["pay_until"]) == (760_201, "2026-02-20")
    assert (first["owner"], first["bank_account"]) == ("张三", "62220001")
    assert "请于 2026-02-20 前将 7,602.01 元存入专户 62220001" in first["text"]
    before = counts(office)
    again = read(desk.campaign.notice(code, on=on))
    assert (again["new"], again["silent"]) == (0, {"not_late": 3})
    assert counts(office) == before
    assert before["voucher"] == 2  # no voucher was made by plan, vote or notice


def test_a_late_household_is_urged_from_the_day_after_the_time_to_pay(desk: Desk) -> None:
    code = voted(desk)
    desk.campaign.notice(code, on=date(2026, 1, 21))
    last_day = read(desk.campaign.notice(code, on=date(2026, 2, 20)))
    assert last_day["new"] == 0
    urged = read(desk.campaign.notice(code, on=date(2026, 2, 21)))
    assert kinds(urged)[0] == ("A01-1-1-101", "续筹催交通知（第 1 次）", 1)
    again = read(desk.campaign.notice(code, on=date(2026, 3, 24)))
    assert kinds(again)[0] == ("A01-1-1-101", "续筹催交通知（第 2 次）", 2)
    published = read(desk.campaign.notice(code, on=date(2026, 4, 30)))
    assert kinds(published)[0] == ("A01-1-1-101", "续筹催交公告", 2)
    done = read(desk.campaign.notice(code, on=date(2026, 6, 30)))
    assert (done["new"], done["silent"]) == (0, {"published": 3})
    register = read(desk.campaign.notices(code))
    assert len(register["rows"]) == 12


def test_the_time_to_pay_runs_from_the_delivery(office: Office, desk: Desk) -> None:
    code = voted(desk)
    desk.campaign.notice(code, on=date(2026, 1, 21))
    early = date(2026, 1, 20)
    refused(
        office,
        "delivery_early",
        lambda: desk.campaign.delivered(code, manner="mail", on=early),
    )
    one = read(
        desk.campaign.delivered(
            code, manner="mail", households=("A01-1-1-101",), on=date(2026, 2, 10)
        )
    )
    assert [row["notice"] for row in one["rows"]] == ["XC-A01-001-C00001"]
    rest = read(desk.campaign.delivered(code, manner="in_person", on=date(2026, 2, 11)))
    assert len(rest["rows"]) == 2
    before = counts(office)
    desk.campaign.delivered(code, manner="sms", on=date(2026, 2, 12))
    assert counts(office) == before
    assert read(desk.campaign.notice(code, on=date(2026, 3, 12)))["new"] == 0
    urged = read(desk.campaign.notice(code, on=date(2026, 3, 13)))
    assert [row["household"] for row in urged["rows"]] == ["A01-1-1-101"]
    row = read(desk.campaign.notices(code))["rows"][0]
    assert (row["delivered_on"], row["manner"]) == ("2026-02-10", "邮寄")


def test_notices_need_a_decision_a_day_and_a_household_of_the_list(
    office: Office, desk: Desk
) -> None:
    code = str(plan(desk)["plan"])
    refused(office, "campaign_state", lambda: desk.campaign.notice(code))
    desk.campaign.vote(code, **PASSED)
    refused(office, "notice_early", lambda: desk.campaign.notice(code, on=date(2026, 1, 19)))
    stranger = ("A01-1-1-102",)
    refused(office, "campaign_household", lambda: desk.campaign.notice(code, households=stranger))
    one = ("A01-1-1-101",)
    refused(
        office,
        "notice_missing",
        lambda: desk.campaign.delivered(code, manner="mail", households=one),
    )
    told = read(desk.campaign.notice(code, households=one, on=date(2026, 1, 21)))
    assert told["new"] == 1


def test_a_house_that_was_closed_since_is_told_nothing(desk: Desk) -> None:
    code = voted(desk)
    desk.leaving.close_account("A01-1-2-201", reason="合并", on=date(2026, 1, 20))
    told = read(desk.campaign.notice(code, on=date(2026, 1, 21)))
    assert (told["new"], told["silent"]) == (2, {"closed": 1})
    assert "A01-1-2-201" not in [row["household"] for row in told["rows"]]
