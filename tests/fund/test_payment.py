from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from ledger.fund.using.cases import State, find_case
from ledger.fund.using.sharing import Payer
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.registry.banks import register_bank_account
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.steps import (
    FEBRUARY,
    approve,
    approved,
    cancel,
    drafted,
    pay,
    refused,
    share,
)
from tests.fund.stock import mixed_town
from tests.fund.town import CLOCK, House, Town, found

DOOR, OTHER = "A01-1-1-101", "A01-1-1-102"
YUAN = 100


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(DOOR), House(OTHER)])
    return town


@pytest.fixture
def mixed(db: Database) -> Town:
    return mixed_town(db)


def test_a_repair_over_both_funds_is_one_event_with_a_voucher_in_each_book(mixed: Town) -> None:
    case = approved(mixed, 100_000 * YUAN)
    shared = share(mixed, case)
    assert {own.book.code: own.amount_fen for own in shared.case.books} == {
        "F1-C": 57_500 * YUAN,
        "F1-P": 42_500 * YUAN,
    }
    outcome = pay(mixed, case)
    assert {each.voucher.code: each.amount_fen for each in outcome.paid} == {
        "F1-C:2026-02:付-1": 50_000 * YUAN,
        "F1-P:2026-02:付-1": 30_000 * YUAN,
    }
    assert mixed.balances("A01-1-0-C1") == (30_000_00 - 15_043_75, 0, 0)
    assert mixed.balances("A01-1-SU") == (72_000_00, 0, 0)
    with mixed.db.read() as tx:
        events = tx.conn.execute(
            select(schema.voucher.c.event).where(schema.voucher.c.event.is_not(None))
        ).scalars()
        assert list(events) == [f"usage:{case}"] * 2


def test_what_the_developer_and_the_owner_unit_bear_is_no_money_of_the_fund(mixed: Town) -> None:
    case = approved(mixed, 100_000 * YUAN)
    outside = [each for each in share(mixed, case).portions if each.sub_id is None]
    assert [(each.payer, each.to_collect_fen, each.area) for each in outside] == [
        (Payer.DEVELOPER, 7_500 * YUAN, 6000),
        (Payer.OWNER_UNIT, 12_500 * YUAN, 10000),
    ]


def test_a_stair_of_sold_homes_bears_the_buildings_ratio(db: Database) -> None:
    town = found(db)
    codes = [f"A01-1-{unit}-{room}" for unit in (1, 2) for room in (101, 102)]
    town.settle([House(code, "sold_public") for code in codes])
    for code in codes:
        town.deposit(code, 100)
    town.deposit("A01-1-SU", 1600)
    shared = share(town, drafted(town, 500, scope=("1-1",)))
    assert [(each.code, each.share_fen) for each in shared.portions] == [
        (codes[0], 50),
        (codes[1], 50),
        ("A01-1-SU", 400),
    ]
    assert not shared.ratio_missing


def test_it_is_said_where_no_deposit_gives_a_ratio(db: Database) -> None:
    town = found(db)
    town.settle([House(DOOR, "sold_public")])
    shared = share(town, drafted(town, 500))
    assert shared.ratio_missing
    assert [(each.payer, each.to_collect_fen) for each in shared.portions] == [
        (Payer.HOUSEHOLD, 500),
        (Payer.SELLING_UNIT, 0),
    ]


def test_a_book_that_has_nothing_to_pay_gets_no_voucher(mixed: Town) -> None:
    case = approved(mixed, 100 * YUAN, scope=("1-0-C1", "1-0-U1"))
    outcome = pay(mixed, case)
    assert [each.book.code for each in outcome.paid] == ["F1-C"]
    assert [own.voucher_id is None for own in outcome.case.books] == [False, True]


def test_the_bank_account_must_hold_the_money(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    with town.write() as tx:
        register_bank_account(tx, "6222-9", 1, "C")
    told = refused(town, "bank_short", lambda: pay(town, case, bank_accounts=["6222-9"]))
    assert "0.00 元，要付 1.00 元" in told
    assert town.balances(DOOR) == (300, 0, 100)


def test_money_that_came_in_later_does_not_pay_in_an_earlier_month(town: Town) -> None:
    town.deposit(DOOR, 100)
    town.deposit(OTHER, 100, date(2026, 3, 2))
    case = approved(town, 200)
    refused(town, "bank_short", lambda: pay(town, case))
    assert pay(town, case, on=date(2026, 3, 3)).paid[0].amount_fen == 200


def test_the_bank_account_is_named_where_there_are_several(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    with town.write() as tx:
        register_bank_account(tx, "6222-9", 1, "C")
    refused(town, "bank_account_missing", lambda: pay(town, case))
    refused(town, "bank_account_unknown", lambda: pay(town, case, bank_accounts=["1"]))
    both = ["6222-1", "6222-9"]
    refused(town, "bank_account_wrong", lambda: pay(town, case, bank_accounts=both))
    refused(town, "bank_account_wrong", lambda: pay(town, case, bank_accounts=["6222-2"]))
    assert pay(town, case, bank_accounts=["6222-1"]).paid[0].bank_account == "6222-1"


def test_the_payee_is_the_one_of_the_case(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    refused(town, "payee_differs", lambda: pay(town, case, payee="乙公司"))
    pay(town, case, payee="甲公司", invoice="12345678")
    with town.db.read() as tx:
        stored = read_voucher(tx, 1, find_case(tx, case).books[0].voucher_id or 0)
    assert stored is not None
    assert stored.draft.summary == f"{case} 电梯大修 付甲公司 发票12345678"
    assert stored.draft.attachment_count == 1


def test_a_case_without_a_payee_names_one_when_it_is_paid(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200, payee=None)
    refused(town, "payee_missing", lambda: pay(town, case))
    assert pay(town, case, payee="甲公司").case.payee == "甲公司"


def test_where_the_fund_bears_nothing_there_is_nothing_to_pay(town: Town) -> None:
    case = approved(town, 200)
    refused(town, "nothing_to_pay", lambda: pay(town, case))


@pytest.mark.parametrize(
    ("on", "code"), [(date(2025, 12, 31), "month_not_begun"), (date(2026, 4, 1), "date_in_future")]
)
def test_a_payment_is_dated_in_an_open_month(town: Town, on: date, code: str) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    refused(town, code, lambda: pay(town, case, on=on))
    assert town.balances(DOOR) == (300, 0, 100)


def test_the_same_payment_with_another_date_is_refused(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    pay(town, case)
    refused(town, "request_key_reused", lambda: pay(town, case, on=date(2026, 2, 11)))


def reverse(town: Town, case: str) -> None:
    with town.write() as tx:
        own = find_case(tx, case).books[0]
        stored = read_voucher(tx, own.book.book_id, own.voucher_id or 0)
        assert stored is not None
        red = reversal_of(
            stored.draft, stored.voucher_id, stored.number, FEBRUARY, maker="张三", reason="退票"
        )
        post(tx, red, clock=CLOCK)


def test_a_payment_that_was_reversed_may_be_made_again(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    pay(town, case)
    reverse(town, case)
    assert town.balances(DOOR) == (300, 0, 0)
    again = pay(town, case, on=date(2026, 2, 12))
    assert [(each.voucher.code, each.voucher.replayed) for each in again.paid] == [
        ("F1-C:2026-02:付-3", False)
    ]
    assert town.balances(DOOR) == (200, 0, 0)
    assert pay(town, case, on=date(2026, 2, 12)).paid[0].voucher.replayed
    assert share(town, case).case.state is State.PAID


def test_two_approvals_at_once_cannot_set_the_same_money_aside(town: Town) -> None:
    town.deposit(DOOR, 300)
    town.deposit(OTHER, 300)
    cases = [drafted(town, 1000, title, emergency="困人") for title in ("电梯", "屋面")]
    faults: list[BaseException] = []

    def act(case: str) -> None:
        try:
            approve(town, case)
        except BaseException as fault:  # noqa: BLE001 # told below
            faults.append(fault)

    threads = [threading.Thread(target=act, args=[case]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    taken = sorted(share(town, case).portions[0].from_fund_fen for case in cases)
    assert taken == [0, 300]
    for case in cases:
        if share(town, case).portions[0].from_fund_fen:
            pay(town, case)
    assert town.balances(DOOR) == (0, 0, 0)


def test_paying_and_cancelling_at_once_do_only_one_of_the_two(town: Town) -> None:
    town.deposit(DOOR, 300)
    case = approved(town, 200)
    told: list[str] = []

    def act(step: Any) -> None:
        try:
            step(town, case)
            told.append("done")
        except Refused as fault:
            told.append(fault.code)

    threads = [threading.Thread(target=act, args=[step]) for step in (pay, cancel)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["done", "usage_state"]
    principal, _earnings, held = town.balances(DOOR)
    assert (principal, held) in {(200, 0), (300, 0)}


def test_a_case_over_many_households_asks_the_database_no_more_often(db: Database) -> None:
    town = found(db)
    codes = [f"A01-{building}-1-{room:03d}" for building in range(20) for room in range(100)]
    town.settle([House(code) for code in codes])
    for code in codes[:3]:
        town.deposit(code, 1000)
    asked: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.writer_engine(), "before_cursor_execute", count)
    pay(town, approved(town, 100, "一户", scope=[codes[0]]))
    for_one = len(asked)
    asked.clear()
    case = approved(town, 2000 * 60, "全部")
    pay(town, case)
    assert len(asked) <= for_one
    assert len(share(town, case).portions) == 2000
