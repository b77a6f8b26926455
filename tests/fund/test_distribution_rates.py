"""Interest by rates, and an earlier distribution beside the books of today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.fund.collecting.suspense import Receipt
from ledger.fund.collecting.suspense import record as record_unclaimed
from ledger.fund.earning.distribution_diff import compare
from ledger.fund.earning.distribution_order import Order
from ledger.fund.earning.distribution_undo import Undone, undo
from ledger.fund.earning.runs import find_whole, list_runs
from ledger.fund.waiting import post_waiting
from ledger.journal.drafts import check_drafts
from ledger.registry.books import find_book
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.earners import (
    BEGIN,
    CLOCK,
    CREDIT,
    amounts,
    carry,
    earn,
    give_out,
    move,
    refused,
    rule,
    v2b,
)
from tests.fund.town import BANKS, House, Town, found


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    v2b(town)
    return town


# ---- by rates ----


@pytest.fixture
def one(db: Database) -> Town:
    """The one household of vector V2a, and more than enough earnings."""
    town = found(db)
    town.settle([House("A01-1-1-101")])
    move(town, "A01-1-1-101", 800_000, BEGIN)
    move(town, "A01-1-1-101", 200_000, date(2025, 11, 15))
    move(town, "A01-1-1-101", -150_000, date(2026, 3, 10))
    rule(town, "method", "rate_table")
    rule(town, "carried_rate_ppm", "11000")
    rule(town, "current_rate_ppm", "1000")
    earn(town, 10_000)
    carry(town)
    return town


@pytest.mark.parametrize(
    ("order", "day_base", "expected"),
    [
        ("new_first", "360", 9002),
        ("new_first", "365", 8878),
        ("carried_first", "360", 8531),
        ("carried_first", "365", 8414),
    ],
)
def test_vector_v2a(one: Town, order: str, day_base: str, expected: int) -> None:
    rule(one, "withdrawal_order", order)
    rule(one, "day_base", day_base)
    done = give_out(one)
    assert amounts(done) == {"A01-1-1-101": expected}
    assert one.balances("A01-1-1-101") == (850_000, expected, 0)
    assert give_out(one).replayed


def test_an_account_that_changed_bears_the_lower_rate_for_all_of_it(one: Town) -> None:
    one.settle([House("B01-1-1-101")], "B01")
    move(one, "B01-1-1-101", 800_000, BEGIN)
    rule(one, "class_rule", "changed_unchanged")
    done = give_out(one)
    assert amounts(done) == {
        "A01-1-1-101": 891,  # 3,206,500 元·日 × 0.1 % ÷ 360
        "B01-1-1-101": 8922,  # 2,920,000 元·日 × 1.1 % ÷ 360
    }


def test_one_rate_for_all(one: Town) -> None:
    rule(one, "method", "flat")
    rule(one, "flat_rate_ppm", "11000")
    assert amounts(give_out(one)) == {"A01-1-1-101": 9798}


def test_a_rate_that_changes_holds_from_its_day_where_the_rule_says_so(one: Town) -> None:
    rule(one, "method", "flat")
    rule(one, "flat_rate_ppm", "11000")
    rule(one, "flat_rate_ppm", "36000", date(2026, 6, 21))
    rule(one, "rate_pick", "piecewise")
    earn(one, 1000)
    carry(one)
    # 10 days of 8,500.00 at 3.6 %, the rest at 1.1 %.
    assert amounts(give_out(one)) == {"A01-1-1-101": 9798 + 590}


def test_the_rate_of_the_day_of_credit_holds_for_the_whole_year(one: Town) -> None:
    rule(one, "method", "flat")
    rule(one, "flat_rate_ppm", "11000")
    rule(one, "flat_rate_ppm", "1000", CREDIT)
    assert amounts(give_out(one)) == {"A01-1-1-101": 891}


def test_more_promised_than_earned_is_refused_with_the_gap(one: Town) -> None:
    rule(one, "carried_rate_ppm", "110000")
    error = refused(one, "earnings_short")
    assert "893.02" in error.message  # 89222.22 + 79.58 less 100.00 … in fen
    rule(one, "shortfall", "scale")
    assert amounts(give_out(one)) == {"A01-1-1-101": 10_000}


def test_a_total_by_rates_is_not_given_by_hand(one: Town) -> None:
    refused(one, "interest_amount", amount_fen=5)


# ---- what a run was reckoned by ----


def test_the_register_tells_by_what_a_run_was_reckoned(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    done = give_out(town)
    with town.db.read() as tx:
        [run] = list_runs(tx, find_book(tx, "F1-C"))
        evidence = set(
            tx.conn.execute(
                select(schema.voucher.c.evidence).where(schema.voucher.c.event == run.event)
            ).scalars()
        )
    assert run == done.run
    assert {bytes(each) for each in evidence} == {run.digest}
    assert run.terms == {
        "method": "pooled",
        "by_area": False,
        "capitalise": False,
        "min_balance_fen": 0,
    }


def differences(town: Town, **words: Any) -> dict[str, tuple[int, str]]:
    with town.write() as tx:
        found = compare(tx, Order(**{"book": "F1-C", **words}), words.pop("against", None))
    return {str(row[0]): (int(str(row[5])), str(row[6])) for row in found.rows}


def test_a_back_dated_receipt_is_named_as_the_reason(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    give_out(town)
    assert differences(town) == {}
    move(town, "B01-1-1-102", 100_000, date(2026, 6, 1), date(2026, 7, 2))
    told = differences(town)
    assert told["B01-1-1-102"] == (181, "backdated")
    assert {reason for code, (_fen, reason) in told.items() if code != "B01-1-1-102"} == {"pool"}
    assert sum(fen for fen, _reason in told.values()) == 0


def test_another_rate_is_named_as_the_reason(one: Town) -> None:
    give_out(one)
    rule(one, "carried_rate_ppm", "12000")
    assert differences(one) == {"A01-1-1-101": (811, "rule")}


def test_a_new_household_is_named_as_the_reason(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    give_out(town)
    town.settle([House("B01-1-1-103")], "B01")
    move(town, "B01-1-1-103", 100_000, date(2026, 6, 1), date(2026, 7, 2))
    assert differences(town)["B01-1-1-103"][1] == "roster"


def test_without_a_run_there_is_nothing_to_compare(town: Town) -> None:
    with pytest.raises(Refused, match="distribution_unknown"):
        differences(town)


def test_unclaimed_money_takes_no_part(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    with town.write() as tx:
        receipt = Receipt(100_000, BANKS["C"], "S1", on=date(2026, 3, 3))
        record_unclaimed(tx, receipt, who="张三", clock=CLOCK)
    done = give_out(town)
    assert done.has_unclaimed
    assert amounts(done)["A01-1-1-101"] == 21_420


def test_with_users_a_cancellation_waits_for_a_second_person(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    give_out(town)
    town.add_users("张三", "李四")
    first, again = cancelled(town), cancelled(town)
    assert (first.is_draft, first.replayed, len(first.codes)) == (True, False, 2)
    assert (again.codes, again.replayed) == (first.codes, True)
    assert give_out(town).replayed
    with town.write() as tx:
        check_drafts(tx, find_whole(tx, [first.run.event]), "李四")
        post_waiting(tx, find_whole(tx, [first.run.event]), "李四", clock=CLOCK)
    assert town.balances("A01-1-1-101") == (850_000, 0, 0)
    assert cancelled(town).codes == ()
    assert give_out(town).state == "waiting"
    with pytest.raises(Refused, match="draft_state"):
        cancelled(town, 2)


def cancelled(town: Town, number: int = 1) -> Undone:
    with town.write() as tx:
        book = find_book(tx, "F1-C")
        return undo(tx, book, number, reason="错", on=CREDIT, who="张三", clock=CLOCK)
