"""A case paid in parts and settled costs each bearer what one payment would have cost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from ledger.fund.using.cases import State, find_case
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Side
from ledger.registry.banks import register_bank_account
from ledger.store import schema
from ledger.store.database import Database
from tests.fund.steps import (
    FEBRUARY,
    approve,
    approved,
    drafted,
    pay,
    pay_part,
    refused,
    settle,
    share,
    vote,
)
from tests.fund.stock import AREAS, YUAN, mixed_town
from tests.fund.town import House, Town, found

DOORS = [f"A01-1-0-{name}" for name in AREAS if name[0] in "CP"]
V4 = {
    "C1": 15_043_75,
    "C2": 12_456_25,
    "C3": 11_250_00,
    "C4": 11_250_00,
    "P1": 2_400_00,
    "P2": 2_050_00,
    "P3": 1_550_00,
}
V4B = {
    "C1": 13_186_50,
    "C2": 10_918_45,
    "C3": 9_861_11,
    "C4": 9_861_11,
    "P1": 2_103_71,
    "P2": 1_796_91,
    "P3": 1_358_64,
}


@pytest.fixture
def mixed(db: Database) -> Town:
    return mixed_town(db)


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-1-101"), House("A01-1-1-102"), House("A01-1-1-103")])
    return town


def spent(town: Town, case: str) -> dict[str, int]:
    """Return what all vouchers of a case together took, by sub-account."""
    share_of, voucher, sub = schema.share, schema.voucher, schema.sub_account
    with town.db.read() as tx:
        own = find_case(tx, case).books
        rows = tx.conn.execute(
            select(sub.c.code, func.sum(share_of.c.amount_fen))
            .join(
                voucher,
                (voucher.c.book_id == share_of.c.book_id)
                & (voucher.c.voucher_id == share_of.c.voucher_id),
            )
            .join(sub, (sub.c.book_id == share_of.c.book_id) & (sub.c.sub_id == share_of.c.sub_id))
            .where(voucher.c.case_id == own[0].case_id)
            .group_by(sub.c.code)
        )
        return {code.rpartition("-")[2]: -int(fen) for code, fen in rows if fen}


def test_v4_by_an_advance_and_a_settlement(mixed: Town) -> None:
    case = approved(mixed, 100_000 * YUAN)
    paid = pay_part(mixed, case, amount_fen=33_333_33)
    assert paid.cost_fen == 33_333_33
    assert paid.fund_fen == 33_333_33 * 80 // 100
    assert paid.case.state is State.PAYING
    settled = settle(mixed, case, 100_000 * YUAN)
    assert settled.case.state is State.PAID
    assert spent(mixed, case) == {**V4, "SU": 24_000_00}
    assert mixed.balances("A01-1-0-C1") == (30_000_00 - 15_043_75, 0, 0)


def test_v4b_by_two_payments_and_a_lower_final_cost(mixed: Town) -> None:
    case = approved(mixed, 100_000 * YUAN)
    pay_part(mixed, case, amount_fen=50_000_00)
    pay_part(mixed, case, amount_fen=30_000_01, on=date(2026, 2, 11))
    settle(mixed, case, 87_654_33, on=date(2026, 2, 12))
    assert spent(mixed, case) == {**V4B, "SU": 21_037_04}
    assert all(mixed.balances(door)[2] == 0 for door in DOORS)


def test_what_was_paid_too_much_comes_back_in_red_and_only_when_it_has_come(mixed: Town) -> None:
    case = approved(mixed, 100_000 * YUAN)
    pay_part(mixed, case, amount_fen=95_000_00)
    refused(mixed, "overpaid", lambda: settle(mixed, case, 87_654_33))
    settled = settle(mixed, case, 87_654_33, refunded=True)
    assert spent(mixed, case) == {**V4B, "SU": 21_037_04}
    assert all(each.fund_fen < 0 for each in settled.booked)
    with mixed.db.read() as tx:
        own = find_case(tx, case).books[0]
        last = tx.conn.execute(
            select(func.max(schema.voucher.c.voucher_id)).where(
                schema.voucher.c.book_id == own.book.book_id
            )
        ).scalar_one()
        stored = read_voucher(tx, own.book.book_id, last)
    assert stored is not None
    assert stored.number.startswith("2026-02:收-")
    bank, repair = stored.draft.lines
    assert (bank.account, bank.side, repair.account, repair.side) == (
        "1001",
        Side.DEBIT,
        "5001",
        Side.DEBIT,
    )
    assert bank.amount_fen == -repair.amount_fen > 0


def test_an_approved_case_settled_at_once_is_one_payment(mixed: Town) -> None:
    case = approved(mixed, 100_000 * YUAN)
    settle(mixed, case, 87_654_33)
    assert spent(mixed, case) == {**V4B, "SU": 21_037_04}


def test_a_share_may_fall_by_a_fen_where_the_whole_rises(db: Database) -> None:
    """The paradox of largest remainders: 10 → 11 over 6, 6 and 2 takes a fen from the last."""
    town = found(db)
    rooms = dict(zip(("101", "102", "103"), (600, 600, 200), strict=True))
    town.settle([House(f"A01-1-1-{room}", area=area) for room, area in rooms.items()])
    for room in rooms:
        town.deposit(f"A01-1-1-{room}", 1000)
    case = approved(town, 11)
    pay_part(town, case, amount_fen=10)
    assert spent(town, case) == {"101": 4, "102": 4, "103": 2}
    settle(town, case, 11)
    assert spent(town, case) == {"101": 5, "102": 5, "103": 1}


def test_earnings_are_given_back_before_principal_where_they_were_taken_last(town: Town) -> None:
    town.deposit("A01-1-1-101", 100, earnings_fen=200)
    case = approved(town, 600)
    pay_part(town, case, amount_fen=600)
    assert town.balances("A01-1-1-101") == (0, 100, 0)
    settle(town, case, 150, refunded=True)
    assert town.balances("A01-1-1-101") == (50, 200, 0)


def test_who_has_too_little_pays_the_rest_past_the_fund_in_every_stage(town: Town) -> None:
    town.deposit("A01-1-1-101", 120)
    town.deposit("A01-1-1-102", 500)
    case = approved(town, 600)
    first = pay_part(town, case, amount_fen=300)
    assert (first.fund_fen, first.direct_fen) == (200, 100)
    second = pay_part(town, case, amount_fen=200, on=date(2026, 2, 11))
    assert (second.fund_fen, second.direct_fen) == (20 + 67, 113)
    settle(town, case, 600, on=date(2026, 2, 12))
    assert spent(town, case) == {"101": 120, "102": 200}


def test_the_same_payment_again_changes_nothing(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    case = approved(town, 600)
    first = pay_part(town, case, amount_fen=300)
    before = town.counts()
    again = pay_part(town, case, amount_fen=300)
    assert again.replayed
    assert [each.code for each in again.booked] == [each.code for each in first.booked]
    assert town.counts() == before
    other = pay_part(town, case, amount_fen=300, request_key="第二笔")
    assert not other.replayed
    refused(
        town,
        "request_key_reused",
        lambda: pay_part(town, case, amount_fen=1, request_key="第二笔"),
    )
    settle(town, case, 600)
    before = town.counts()
    assert settle(town, case, 600).replayed
    assert town.counts() == before
    refused(town, "usage_state", lambda: settle(town, case, 599))


def test_more_than_approved_is_not_paid_in_parts(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    case = approved(town, 600)
    pay_part(town, case, amount_fen=600)
    refused(
        town,
        "payment_over_approved",
        lambda: pay_part(town, case, amount_fen=1, on=date(2026, 2, 11)),
    )
    refused(town, "amount_not_positive", lambda: pay_part(town, case, amount_fen=0))
    refused(town, "usage_state", lambda: pay(town, case))


def test_a_case_that_is_settled_is_not_paid_once_more(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    case = approved(town, 600)
    settle(town, case, 600)
    refused(town, "usage_state", lambda: pay(town, case))
    refused(town, "usage_state", lambda: pay_part(town, case, amount_fen=1))


def test_a_case_paid_at_once_is_not_paid_in_parts(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    case = approved(town, 600)
    pay(town, case)
    refused(town, "usage_state", lambda: pay_part(town, case, amount_fen=1))
    refused(town, "usage_state", lambda: settle(town, case, 600))


def test_an_invoice_is_paid_once_whatever_the_case(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    one, two = approved(town, 300), approved(town, 300, "屋面")
    pay_part(town, one, amount_fen=100, invoice="0001")
    refused(
        town,
        "invoice_used",
        lambda: pay_part(town, one, amount_fen=50, invoice="0001"),
    )
    refused(town, "invoice_used", lambda: pay(town, two, invoice="0001"))
    refused(town, "invoice_used", lambda: settle(town, two, 300, invoice="0001"))
    pay(town, two, invoice="0002")


def test_hangzhou_pays_half_and_asks_for_an_audit_above_thirty_thousand(town: Town) -> None:
    town.set_rules(place="hangzhou")
    for door in ("101", "102", "103"):
        town.deposit(f"A01-1-1-{door}", 20_000 * YUAN)
    case = ordinary(town, 40_000 * YUAN)
    refused(town, "advance_over", lambda: pay(town, case))
    refused(town, "advance_over", lambda: pay_part(town, case, amount_fen=20_000_01))
    pay_part(town, case, amount_fen=20_000_00)
    refused(town, "price_audit_missing", lambda: settle(town, case, 30_000_01))
    refused(town, "overrun", lambda: settle(town, case, 44_000_00, audited_fen=44_000_00))
    refused(town, "final_over_audit", lambda: settle(town, case, 39_000_01, audited_fen=39_000_00))
    settle(town, case, 43_999_99, audited_fen=43_999_99)
    assert share(town, case).case.state is State.PAID
    assert sum(spent(town, case).values()) == 43_999_99


def test_without_a_rule_of_the_place_nothing_above_the_approved_is_settled(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    case = approved(town, 300)
    refused(town, "overrun", lambda: settle(town, case, 301))
    settle(town, case, 300)


def test_lishui_pays_half_to_seven_tenths_of_an_emergency(town: Town) -> None:
    town.set_rules(place="lishui")
    town.deposit("A01-1-1-101", 500)
    case = approved(town, 300)
    refused(town, "advance_under", lambda: pay_part(town, case, amount_fen=149))
    refused(town, "advance_over", lambda: pay_part(town, case, amount_fen=211))
    refused(town, "advance_over", lambda: pay(town, case))
    pay_part(town, case, amount_fen=150)
    pay_part(town, case, amount_fen=60)
    refused(town, "advance_over", lambda: pay_part(town, case, amount_fen=1))
    settle(town, case, 359)


def test_a_plan_of_stages_is_kept(town: Town) -> None:
    town.set_rules(use__stage_plan="start=300,half=300,final=400")
    town.deposit("A01-1-1-101", 1000)
    case = approved(town, 1000)
    refused(town, "stage_missing", lambda: pay_part(town, case, amount_fen=1))
    refused(town, "stage_unknown", lambda: pay_part(town, case, amount_fen=1, stage="x"))
    refused(town, "advance_over", lambda: pay_part(town, case, amount_fen=301, stage="start"))
    pay_part(town, case, amount_fen=300, stage="start")
    refused(town, "advance_over", lambda: pay_part(town, case, amount_fen=301, stage="half"))
    pay_part(town, case, amount_fen=300, stage="half", on=date(2026, 2, 11))


def test_the_bank_account_must_hold_what_is_ordered(town: Town) -> None:
    town.deposit("A01-1-1-101", 500)
    town.deposit("A01-1-1-102", 500)
    one, two = approved(town, 300), approved(town, 300, "屋面")
    pay_part(town, one, amount_fen=300, order_only=True)
    told = refused(town, "usage_waiting", lambda: pay_part(town, one, amount_fen=1))
    assert "F1-C:D-1" in told
    with town.write() as tx:
        register_bank_account(tx, "6222-9", 1, "C")
    refused(
        town,
        "bank_short",
        lambda: pay_part(town, two, amount_fen=300, bank_accounts=["6222-9"]),
    )


def ordinary(town: Town, total_fen: int) -> str:
    case = drafted(town, total_fen)
    vote(town, case, (30_000, 3), (30_000, 3))
    approve(town, case, on=FEBRUARY)
    return case
