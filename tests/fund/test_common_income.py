"""Common income pays of a repair: 借 3101 / 贷 3001 and 借 5001 / 贷 1001, one event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.closing.interim import carry_book
from ledger.fund.earning.distribution import distribute
from ledger.fund.earning.distribution_order import Order
from ledger.fund.earning.earnings import Advice, record
from ledger.fund.earning.undistributed import read_undistributed
from ledger.fund.using.cases import State, find_case
from ledger.fund.using.common_claims import claimed
from ledger.fund.using.sharing import Payer
from ledger.store import schema
from ledger.store.database import Database
from tests.fund.steps import (
    approve,
    cancel,
    drafted,
    pay,
    pay_part,
    recover,
    refused,
    settle,
    share,
    take_back,
)
from tests.fund.town import BANKS, CLOCK, House, Town, found

DOORS = [f"A01-1-1-{room}" for room in (101, 102, 103)]
LATER = date(2026, 2, 12)


@pytest.fixture
def town(db: Database) -> Town:
    """Three doors of one size with 10.00 yuan each, and 10.00 yuan of common income, carried."""
    town = found(db)
    town.settle([House(door) for door in DOORS])
    for door in DOORS:
        town.deposit(door, 1000)
    with town.write() as tx:
        advice = Advice("income", 1000, BANKS["C"], "A01", on=date(2026, 1, 20))
        record(tx, advice, who="张三", clock=CLOCK)
        carry_book(tx, 1, date(2026, 1, 31), who="张三", clock=CLOCK)
    return town


def on_3101(town: Town) -> int:
    with town.db.read() as tx:
        estate_id = tx.conn.execute(
            select(schema.estate.c.estate_id).where(schema.estate.c.code == "A01")
        ).scalar_one()
        return read_undistributed(tx, 1, estate_id, CLOCK.today).carried_fen


def still_claimed(town: Town, case: str) -> int:
    with town.db.read() as tx:
        own = find_case(tx, case)
        return claimed(tx, own.books[0].book, own.estate.estate_id)


def held(town: Town) -> list[int]:
    return [town.balances(door)[0] for door in DOORS]


def asked(town: Town, total_fen: int, common: int | str, title: str = "防水", **words: Any) -> str:
    return drafted(town, total_fen, title, common=common, emergency="漏水", **words)


def given_out(town: Town) -> int:
    with town.write() as tx:
        order = Order(
            "F1-C", estate="A01", on=CLOCK.today, first=date(2025, 7, 1), last=date(2026, 3, 30)
        )
        done = distribute(tx, order, who="张三", clock=CLOCK)
    return sum(int(str(row[2])) for row in done.rows)


def test_what_common_income_pays_is_off_the_top_and_a_row_of_its_own(town: Town) -> None:
    case = asked(town, 1900, 1000)
    *doors, common = share(town, case).portions
    assert (common.payer, common.share_fen, common.from_fund_fen) == (
        Payer.COMMON_INCOME,
        1000,
        1000,
    )
    assert [door.share_fen for door in doors] == [300, 300, 300]
    approve(town, case)
    assert [town.balances(door)[2] for door in DOORS] == [300, 300, 300]
    outcome = pay(town, case)
    assert outcome.paid[0].amount_fen == 1900
    assert held(town) == [700, 700, 700]
    assert on_3101(town) == 0
    assert pay(town, case).paid[0].voucher.replayed
    assert held(town) == [700, 700, 700]
    take_back(town, case, on=LATER)
    assert (held(town), on_3101(town)) == ([1000, 1000, 1000], 1000)
    assert still_claimed(town, case) == 1000
    assert town.balances(DOORS[0])[2] == 300
    pay(town, case, on=LATER)
    assert (held(town), on_3101(town)) == ([700, 700, 700], 0)


def test_stages_and_a_lower_settlement_are_one_exact_apportionment(town: Town) -> None:
    case = asked(town, 1900, "all")
    approve(town, case)
    pay_part(town, case, amount_fen=700)
    assert (held(town), on_3101(town), still_claimed(town, case)) == ([1000] * 3, 300, 300)
    pay_part(town, case, amount_fen=701, on=LATER)
    assert (on_3101(town), sum(held(town))) == (0, 3000 - 401)
    settle(town, case, 1101, on=LATER, refunded=True)
    assert (sorted(held(town)), on_3101(town)) == ([966, 966, 967], 0)
    recover(town, case, 110, on=date(2026, 2, 13))
    assert (sum(held(town)), on_3101(town)) == (3000 - 101 + 10, 100)


def test_common_income_gets_back_what_the_job_did_not_cost(town: Town) -> None:
    case = asked(town, 1900, 1000)
    approve(town, case)
    pay_part(town, case, amount_fen=1500)
    settle(town, case, 800, on=LATER, refunded=True)
    assert (held(town), on_3101(town), still_claimed(town, case)) == ([1000] * 3, 200, 0)


def test_money_covered_by_others_is_not_taken_of_common_income_again(town: Town) -> None:
    case = asked(town, 1900, 1000)
    approve(town, case)
    pay_part(town, case, amount_fen=1300)
    recover(town, case, 130, on=LATER)
    assert (sum(held(town)), on_3101(town)) == (3000 - 300 + 30, 100)
    settle(town, case, 1900, on=LATER)
    assert (sum(held(town)), on_3101(town)) == (3000 - 900 + 30, 100)


def test_approved_jobs_and_distributions_cannot_spend_the_same_common_income(town: Town) -> None:
    first, second = asked(town, 1900, 700), asked(town, 900, 400, "电梯")
    approve(town, first)
    refused(town, "common_income_short", lambda: approve(town, second))
    assert given_out(town) == 300
    pay(town, first)
    assert on_3101(town) == 0


def test_a_cancelled_job_lets_go_of_common_income(town: Town) -> None:
    first, second = asked(town, 1900, 700), asked(town, 900, 400, "电梯")
    approve(town, first)
    cancel(town, first)
    approve(town, second)
    assert still_claimed(town, second) == 400


def test_what_is_refused(town: Town) -> None:
    refused(town, "common_income_over", lambda: asked(town, 900, 901))
    too_much = asked(town, 1900, 1001)
    refused(town, "common_income_short", lambda: approve(town, too_much))
    town.set_rules(use__common_income="no")
    refused(town, "common_income_forbidden", lambda: asked(town, 900, 100, "电梯"))


def test_a_case_is_paid_whole_though_the_poor_have_nothing(db: Database) -> None:
    town = found(db)
    town.settle([House("A01-1-1-101"), House("A01-1-1-102", kind="unsold_commodity")])
    with town.write() as tx:
        advice = Advice("income", 600, BANKS["C"], "A01", on=date(2026, 1, 20))
        record(tx, advice, who="张三", clock=CLOCK)
        carry_book(tx, 1, date(2026, 1, 31), who="张三", clock=CLOCK)
    case = asked(town, 800, 600)
    approve(town, case)
    assert [each.to_collect_fen for each in share(town, case).portions] == [100, 100, 0]
    settled = settle(town, case, 800)
    assert settled.case.state is State.PAID
    assert [each.fund_fen for each in settled.booked] == [600]
    with town.db.read() as tx:
        moved = tx.conn.execute(select(func.sum(schema.share.c.amount_fen))).scalar_one()
    assert moved == 0
