"""Earnings given out to the households: the handbook's vectors, the cap, once, all or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.closing.closer import close_book
from ledger.fund import entries
from ledger.fund.earning.runs import find_whole, state_of
from ledger.fund.leaving.settling import begin_of
from ledger.fund.waiting import post_waiting
from ledger.journal.drafts import check_drafts, return_drafts
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Line, Side, reversal_of
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from ledger.values.interest import Method
from tests.fund.earners import (
    BEGIN,
    CLOCK,
    CREDIT,
    amounts,
    carry,
    earn,
    give_out,
    integrals,
    move,
    refused,
    rule,
    v2b,
    written,
)
from tests.fund.town import House, Town, found


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    v2b(town)
    return town


def journal(town: Town) -> list[tuple[Any, ...]]:
    """Return the lines of all distributions: by whom, and from which day."""
    voucher, line = schema.voucher, schema.line
    with town.db.read() as tx:
        return [
            tuple(row)
            for row in tx.conn.execute(
                select(
                    line.c.account,
                    line.c.side,
                    line.c.amount_fen,
                    voucher.c.estate_id,
                    line.c.estate_id,
                    voucher.c.value_on,
                )
                .join(
                    voucher,
                    (voucher.c.book_id == line.c.book_id)
                    & (voucher.c.voucher_id == line.c.voucher_id),
                )
                .where(voucher.c.kind == "DISTRIBUTION")
                .order_by(voucher.c.voucher_id, line.c.line_no)
            )
        ]


# ---- pooled ----


def test_vector_v2b(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    done = give_out(town)
    assert integrals(done) == {
        "A01-1-1-101": 320_650_000,
        "A01-1-1-102": 396_390_000,
        "B01-1-1-101": 118_916_635,
        "B01-1-1-102": 90_500_000,
    }
    assert amounts(done) == {
        "A01-1-1-101": 21_420,
        "A01-1-1-102": 26_479,
        "B01-1-1-101": 7_944,
        "B01-1-1-102": 6_045,
    }
    assert (done.run.total_fen, done.run.weight, done.run.sub_count) == (61_888, 926_456_635, 4)
    assert town.balances("A01-1-1-101") == (850_000, 21_420, 0)
    # A voucher an estate, of the book's own earnings; its interest runs from the day after.
    after = date(2026, 7, 1)
    assert journal(town) == [
        ("3101", "D", 47_899, 1, None, after),
        ("3001", "C", 47_899, 1, 1, after),
        ("3101", "D", 13_989, 2, None, after),
        ("3001", "C", 13_989, 2, 2, after),
    ]


def test_what_the_rule_capitalises_becomes_principal(town: Town) -> None:
    rule(town, "capitalise", "yes")
    earn(town, 61_888)
    carry(town)
    give_out(town)
    assert town.balances("A01-1-1-101") == (871_420, 0, 0)


def test_the_next_year_bears_interest_on_what_was_given_out(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    give_out(town)
    earn(town, 100, on=date(2026, 7, 1))
    carry(town, date(2026, 7, 10))
    july = {"first": date(2026, 7, 1), "last": date(2026, 7, 10), "on": date(2026, 7, 10)}
    assert integrals(give_out(town, **july))["A01-1-1-101"] == 871_420 * 10


def test_whoever_holds_less_than_the_rule_says_gets_nothing(town: Town) -> None:
    rule(town, "min_balance_fen", "500000")
    earn(town, 61_888)
    carry(town)
    done = give_out(town)
    assert amounts(done)["B01-1-1-101"] == 0
    assert sum(amounts(done).values()) == 61_888
    assert integrals(done)["B01-1-1-101"] == 118_916_635


def test_equal_households_share_an_odd_total_by_code(db: Database) -> None:
    town = found(db)
    codes = [f"A01-1-1-{room}" for room in range(101, 108)]
    town.settle([House(code) for code in codes])
    for code in reversed(codes):
        move(town, code, 1000, BEGIN)
    earn(town, 10)
    carry(town)
    assert list(amounts(give_out(town)).items()) == [
        (code, 2 if code < "A01-1-1-104" else 1) for code in codes
    ]


def test_common_income_stays_in_its_estate(town: Town) -> None:
    earn(town, 9000, "income", estate="A01")
    earn(town, 700)
    carry(town)
    by_area = give_out(town, estate="A01", by_area=True)
    assert amounts(by_area) == {"A01-1-1-101": 6000, "A01-1-1-102": 3000}
    assert journal(town)[0] == ("3101", "D", 9000, 1, 1, date(2026, 7, 1))
    assert sum(amounts(give_out(town)).values()) == 700


def test_an_estates_own_earnings_leave_the_pooled_ones_uncounted(town: Town) -> None:
    """Who leaves after an estate's run is still owed interest from the last run of the book."""
    earn(town, 9000, "income", estate="A01")
    earn(town, 700)
    carry(town)
    day = date(2026, 7, 10)
    with town.db.read() as tx:
        before = begin_of(tx, 1, day)
    give_out(town, estate="A01", by_area=True)
    with town.db.read() as tx:
        assert begin_of(tx, 1, day) == before
    give_out(town)
    with town.db.read() as tx:
        assert begin_of(tx, 1, day) == date(2026, 7, 1)


def test_common_income_may_go_by_the_integral(town: Town) -> None:
    earn(town, 9000, "income", estate="A01")
    carry(town)
    assert amounts(give_out(town, estate="A01")) == {"A01-1-1-101": 4025, "A01-1-1-102": 4975}


# ---- how much ----


def test_no_more_is_given_out_than_was_carried(town: Town) -> None:
    earn(town, 61_888)
    error = refused(town, "earnings_none")
    assert "618.88" in error.hint
    assert "period carry 2026-06" in error.hint
    carry(town)
    error = refused(town, "earnings_short", amount_fen=61_889)
    assert "0.01" in error.message
    assert sum(amounts(give_out(town, amount_fen=61_888)).values()) == 61_888


def test_what_came_after_the_day_is_not_given_out_on_it(town: Town) -> None:
    earn(town, 5000, on=date(2026, 6, 21))
    carry(town, date(2026, 6, 25))
    earn(town, 700, on=date(2026, 6, 29))
    carry(town, CREDIT)
    first = {"first": date(2025, 7, 1), "last": date(2026, 5, 31), "on": date(2026, 6, 26)}
    error = refused(town, "earnings_short", amount_fen=5001, **first)
    assert "50.00" in error.message
    assert give_out(town, **first).run.total_fen == 5000


def test_earnings_are_not_carried_on_a_day_before_they_came(town: Town) -> None:
    earn(town, 5000, on=date(2026, 6, 21))
    before = written(town)
    with pytest.raises(Refused, match="carry_before_earnings"):
        carry(town, date(2026, 6, 20))
    assert written(town) == before
    carry(town, date(2026, 6, 21))


def test_foreign_money_is_never_given_out(town: Town) -> None:
    earn(town, 5000)
    with town.write() as tx:
        bank = tx.conn.execute(select(schema.bank_account.c.bank_account_id)).scalars().first()
        lines = (
            Line(entries.BANK, Side.DEBIT, 3000, bank_account_id=bank),
            Line(entries.OTHER_INCOME, Side.CREDIT, 3000, detail=entries.FOREIGN),
        )
        on = date(2026, 6, 22)
        post(
            tx,
            Draft(1, Kind.GENERAL, on, on, "误入", lines, "foreign", "张三"),
            clock=CLOCK,
        )
    carry(town)
    assert give_out(town).run.total_fen == 5000


def test_charges_that_are_not_carried_yet_are_taken_off_first(town: Town) -> None:
    earn(town, 5000)
    carry(town, date(2026, 6, 25))
    earn(town, 15, "charge", on=date(2026, 6, 26))
    assert give_out(town).run.total_fen == 4985


def test_charges_wait_where_the_rule_says_so(town: Town) -> None:
    rule(town, "fee_netting", "no")
    earn(town, 5000)
    carry(town, date(2026, 6, 25))
    earn(town, 15, "charge", on=date(2026, 6, 26))
    assert give_out(town).run.total_fen == 5000


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("date_in_future", {"on": date(2026, 7, 16)}),
        ("book_ambiguous", {"book": None}),
        ("book_unknown", {"book": "F9-C"}),
        ("estate_unknown", {"estate": "Z99"}),
        ("estate_missing", {"by_area": True}),
        ("amount_not_positive", {"amount_fen": 0}),
        ("interest_period", {"first": date(2026, 5, 1), "last": date(2026, 4, 30)}),
        ("interest_period_open", {"last": date(2026, 7, 1)}),
        ("integral_zero", {"first": date(2020, 1, 1), "last": date(2020, 1, 31)}),
        ("interest_rate_missing", {"method": Method.RATE_TABLE}),
        ("interest_rate_missing", {"method": Method.FLAT}),
        ("earnings_none", {"book": "F1-P"}),
    ],
)
def test_what_is_refused_leaves_nothing(town: Town, word: str, words: dict[str, Any]) -> None:
    earn(town, 61_888)
    carry(town)
    refused(town, word, **words)


# ---- once ----


def test_a_period_is_given_out_once(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    first = give_out(town)
    before = written(town)
    again = give_out(town)
    assert again.replayed
    assert not first.replayed
    assert (again.run, amounts(again)) == (first.run, amounts(first))
    assert written(town) == before
    earn(town, 500, on=date(2026, 7, 1))
    refused(town, "earnings_distributed", last=date(2026, 5, 31))
    refused(town, "earnings_distributed", amount_fen=100)


def test_what_was_reversed_whole_may_be_given_out_again(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    first = give_out(town)
    for turn, voucher_id in enumerate(vouchers(town, first.run.event), start=1):
        with town.write() as tx:
            stored = read_voucher(tx, 1, voucher_id)
            assert stored is not None
            red = reversal_of(
                stored.draft, voucher_id, stored.number, CREDIT, maker="张三", reason="错"
            )
            post(tx, red, clock=CLOCK)
        if turn == 1:
            assert give_out(town).replayed
    second = give_out(town)
    assert not second.replayed
    assert second.run.distribution_id == 2
    assert amounts(second) == amounts(first)


def vouchers(town: Town, event: str) -> list[int]:
    voucher = schema.voucher
    with town.db.read() as tx:
        return list(
            tx.conn.execute(
                select(voucher.c.voucher_id)
                .where(voucher.c.event == event)
                .order_by(voucher.c.voucher_id)
            ).scalars()
        )


def test_the_month_closes_after_a_distribution(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    give_out(town)
    periods = [202506 + n for n in range(7)] + [202601 + n for n in range(6)]
    for period in periods:
        with town.write() as tx:
            assert close_book(tx, 1, period, who="张三", clock=CLOCK).fresh


# ---- with users ----


def test_with_users_the_vouchers_wait_and_are_posted_together(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    town.add_users("张三", "李四")
    done = give_out(town)
    assert done.state == "waiting"
    assert len(done.codes) == 2
    assert journal(town) == []
    assert give_out(town).replayed
    refused(town, "earnings_distributed", amount_fen=1)
    with town.write() as tx:
        with pytest.raises(Refused, match="event_split"):
            find_whole(tx, done.codes[:1])
        check_drafts(tx, find_whole(tx, [done.run.event]), "李四")
        post_waiting(tx, find_whole(tx, [done.run.event]), "李四", clock=CLOCK)
    assert town.balances("A01-1-1-101") == (850_000, 21_420, 0)
    again = give_out(town)
    assert (again.replayed, again.state, amounts(again)) == (True, "posted", amounts(done))


def test_a_distribution_that_was_returned_may_be_made_again(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    town.add_users("张三", "李四")
    done = give_out(town)
    with town.write() as tx:
        return_drafts(tx, find_whole(tx, [done.run.event]), "再核")
        assert state_of(tx, done.run) == "undone"
    again = give_out(town)
    assert (again.replayed, again.run.distribution_id) == (False, 2)


def test_what_waits_is_not_promised_twice(town: Town) -> None:
    earn(town, 61_888)
    carry(town)
    town.add_users("张三", "李四")
    give_out(town, first=date(2025, 7, 1), last=date(2025, 12, 31), amount_fen=60_000)
    rest = {"first": date(2026, 1, 1), "last": CREDIT}
    refused(town, "earnings_short", amount_fen=1889, **rest)
    assert give_out(town, **rest).run.total_fen == 1888
