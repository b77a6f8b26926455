from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.closing.closer import close_book
from ledger.fund.collecting.refund import Refunded, Request, refund
from ledger.fund.refilling import replenish
from ledger.journal.drafts import check_drafts, find_draft, post_drafts, return_drafts
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.journal.vouchers import find_voucher
from ledger.registry.banks import register_bank_account
from ledger.store import schema
from ledger.store.database import Database
from tests.fund.steps import approved, pay, refused
from tests.fund.town import CLOCK, Town
from tests.offices import Office, open_office

DOOR, OTHER, SELLER = "A01-3-2-501", "A01-3-2-502", "A01-4-SU"
MARCH = date(2026, 3, 20)
HOMES = (
    "A01,3,2,501,商品住宅,88.53,120.50,张三,",
    "A01,3,2,502,商品住宅,88.53,120.50,李四,",
    "A01,4,,0101,已售公有住房,60.00,,王五,第一机床厂",
)
DEPOSITS = (
    "2025-12-05,A01-3-2-501,1000.00,62220001,R1,首期,",
    "2026-02-05,A01-3-2-501,300.00,62220001,R2,续交,",
    "2026-02-05,A01-3-2-502,500.00,62220001,R3,首期,",
    "2026-02-06,A01-4-SU,60.00,62220002,R4,首期,售房单位",
    "2026-02-06,A01-4-SU,40.00,62220002,R5,首期,售房单位",
)
OLD, NEW = date(2025, 12, 5), date(2026, 2, 5)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*HOMES)
    office.deposits(*DEPOSITS)
    return office


@pytest.fixture
def town(office: Office) -> Town:
    return Town(office.db)


def refunded(town: Town, amount_fen: int = 100_00, code: str = DOOR, **words: Any) -> Refunded:
    said = {"reason": "多交", "payee": "张三", "deposit_on": NEW, "on": MARCH, **words}
    with town.write() as tx:
        return refund(tx, Request(code, amount_fen, **said), who="张三", clock=CLOCK)


def lines(office: Office, code: str) -> list[tuple[Any, ...]]:
    """Return the lines of a voucher: account, side, amount, item, names an estate, names a bank."""
    line = schema.line
    with office.db.read() as tx:
        book_id, voucher_id = find_voucher(tx, code)
    return [
        (*row[:4], row[4] is not None, row[5] is not None)
        for row in office.all(
            sa.select(
                line.c.account,
                line.c.side,
                line.c.amount_fen,
                line.c.detail,
                line.c.estate_id,
                line.c.bank_account_id,
            )
            .where(line.c.book_id == book_id, line.c.voucher_id == voucher_id)
            .order_by(line.c.line_no)
        )
    ]


def held(office: Office, code: str) -> tuple[int, int]:
    """Return the principal of a sub-account, and what it received."""
    balance, sub = schema.sub_balance, schema.sub_account
    [row] = office.all(
        sa.select(balance.c.amount_fen, balance.c.received_fen)
        .join(sub, (sub.c.book_id == balance.c.book_id) & (sub.c.sub_id == balance.c.sub_id))
        .where(sub.c.code == code, balance.c.part == 0)
    )
    return row[0], row[1]


def reverse(town: Town, code: str) -> None:
    with town.write() as tx:
        book_id, voucher_id = find_voucher(tx, code)
        stored = read_voucher(tx, book_id, voucher_id)
        assert stored is not None
        red = reversal_of(stored.draft, voucher_id, stored.number, MARCH, maker="张三", reason="错")
        post(tx, red, clock=CLOCK)


def test_a_deposit_of_this_year_is_taken_out_of_its_income(office: Office, town: Town) -> None:
    told = refunded(town)
    assert (told.code, told.left_fen, told.bank_account) == (
        "F1-C:2026-03:付-1",
        200_00,
        "62220001",
    )
    assert lines(office, told.code) == [
        ("4001", "D", 100_00, "续交", True, False),
        ("1001", "C", 100_00, None, False, True),
    ]
    assert held(office, DOOR) == (1200_00, 1200_00)


def test_a_deposit_of_an_earlier_year_is_expenditure(office: Office, town: Town) -> None:
    told = refunded(town, 1000_00, deposit_on=OLD)
    assert lines(office, told.code) == [
        ("5101", "D", 1000_00, "首期", True, False),
        ("1001", "C", 1000_00, None, False, True),
    ]
    assert held(office, DOOR) == (300_00, 300_00)
    summary = office.one(
        sa.select(schema.voucher.c.summary).where(schema.voucher.c.event.is_not(None))
    )
    assert summary == ("退A01-3-2-501 2025-12-05交存首期（F1-C:2025-12:收-1） 多交 付张三 62220001")


def test_the_year_of_the_days_decides_and_not_the_months_that_are_open(
    office: Office, town: Town
) -> None:
    told = refunded(town, deposit_on=OLD, on=date(2025, 12, 31))
    assert told.code == "F1-C:2025-12:付-1"
    assert lines(office, told.code)[0][:2] == ("4001", "D")


def test_a_selling_units_deposits_of_one_voucher_are_one(office: Office, town: Town) -> None:
    told = refunded(town, 100_00, SELLER, deposit_on=date(2026, 2, 6))
    assert told.code == "F1-P:2026-03:付-1"
    assert held(office, SELLER) == (0, 0)
    share = schema.share
    assert office.all(sa.select(share.c.payer_class).where(share.c.amount_fen < 0)) == [(2,)]


def test_a_household_whose_deposits_all_went_back_never_paid(office: Office, town: Town) -> None:
    refunded(town, 500_00, OTHER)
    with office.db.read() as tx:
        due = {
            row.household: row for row in replenish.due(tx, replenish.choose(tx), day=CLOCK.today)
        }
        before = {
            row.household: row
            for row in replenish.due(
                tx, replenish.choose(tx), date(2026, 3, 19), day=date(2026, 3, 19)
            )
        }
    assert (due[OTHER].balance_fen, due[OTHER].rule) == (0, "补建")
    assert (before[OTHER].balance_fen, before[OTHER].rule) == (500_00, "续交")


def test_the_same_refund_is_recorded_once(town: Town) -> None:
    first = refunded(town)
    again = refunded(town)
    assert (again.code, again.replayed, again.left_fen) == (first.code, True, 200_00)
    assert refunded(town, bank_ref="S1").code == "F1-C:2026-03:付-2"
    assert refunded(town, bank_ref="S1").replayed
    assert refunded(town, request_key="K").code == "F1-C:2026-03:付-3"
    assert refunded(town, request_key="K").replayed


def test_a_key_or_a_number_of_the_bank_stands_for_one_refund(town: Town) -> None:
    refunded(town, request_key="K")
    refused(town, "request_key_reused", lambda: refunded(town, 50_00, request_key="K"))
    refused(town, "request_key_reused", lambda: refunded(town, 100_00, OTHER, request_key="K"))
    refunded(town, 50_00, bank_ref="S1")
    refused(town, "bank_ref_used", lambda: refunded(town, 51_00, bank_ref="S1"))
    refused(town, "bank_ref_used", lambda: refunded(town, 50_00, OTHER, bank_ref="S1"))
    refused(town, "bank_ref_used", lambda: refunded(town, bank_ref="R3"))


def test_what_was_reversed_may_be_given_back_again(office: Office, town: Town) -> None:
    first = refunded(town, 300_00)
    reverse(town, first.code)
    assert held(office, DOOR) == (1300_00, 1300_00)
    second = refunded(town, 300_00)
    assert not second.replayed
    assert second.left_fen == 0
    assert refunded(town, 300_00).code == second.code


def test_a_request_of_its_own_key_is_recorded_once_for_ever(town: Town) -> None:
    first = refunded(town, request_key="K")
    reverse(town, first.code)
    again = refunded(town, request_key="K")
    assert (again.code, again.replayed) == (first.code, True)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("amount_not_positive", {"amount_fen": 0}),
        ("amount_not_positive", {"amount_fen": -1}),
        ("household_unknown", {"code": "A01-9-9-999"}),
        ("deposit_unknown", {"deposit_on": date(2026, 2, 7)}),
        ("deposit_unknown", {"voucher": "F1-P:2026-02:收-1", "deposit_on": None}),
        ("voucher_unknown", {"voucher": "F1-C:2026-02:收-99"}),
        ("deposit_ambiguous", {"deposit_on": None}),
        ("refund_before_deposit", {"on": date(2026, 2, 4)}),
        ("date_in_future", {"on": date(2026, 4, 1)}),
        ("bank_account_unknown", {"bank_account": "1"}),
        ("bank_account_wrong", {"bank_account": "62220002"}),
        ("refund_over_deposit", {"amount_fen": 300_01}),
        ("text_empty", {"reason": " "}),
        ("text_empty", {"payee": " "}),
    ],
)
def test_a_refund_is_refused_by_name(town: Town, code: str, words: dict[str, Any]) -> None:
    refused(town, code, lambda: refunded(town, **words))


def test_the_voucher_tells_deposits_apart(town: Town) -> None:
    said = refused(town, "deposit_ambiguous", lambda: refunded(town, deposit_on=None))
    assert "F1-C:2025-12:收-1" in said
    told = refunded(town, deposit_on=None, voucher="F1-C:2025-12:收-1")
    assert told.deposit.dated_on == OLD


def test_a_deposit_that_was_reversed_is_not_given_back(town: Town) -> None:
    reverse(town, "F1-C:2025-12:收-1")
    refused(town, "deposit_unknown", lambda: refunded(town, deposit_on=OLD))


def test_no_more_goes_back_than_was_deposited(town: Town) -> None:
    refunded(town, 299_99)
    said = refused(town, "refund_over_deposit", lambda: refunded(town, 2))
    assert "299.99" in said
    assert "0.01" in said
    assert refunded(town, 1).left_fen == 0


def test_what_a_repair_used_or_set_aside_does_not_go_back(town: Town) -> None:
    pay(town, approved(town, 1800_00, "屋面", scope=["3"]), on=MARCH)  # 900 from 501, 500 from 502
    refunded(town, 100_00, deposit_on=OLD)
    approved(town, 200_00, "外墙", scope=["3"])  # 100 set aside on 501
    said = refused(town, "refund_over_balance", lambda: refunded(town, 300_00))
    assert "300.00" in said
    assert "100.00" in said
    assert refunded(town, 200_00).left_fen == 100_00
    refused(town, "refund_over_balance", lambda: refunded(town, 1))


def test_a_bank_account_without_the_money_is_refused(town: Town) -> None:
    with town.write() as tx:
        register_bank_account(tx, "62220003", 1, "C")
    refused(town, "bank_short", lambda: refunded(town, bank_account="62220003"))


def test_once_there_are_users_a_refund_waits_and_counts_as_taken(
    office: Office, town: Town
) -> None:
    town.add_users("张三", "李四")
    first = refunded(town, 200_00)
    assert (first.code, first.is_draft, first.replayed) == ("F1-C:D-1", True, False)
    assert held(office, DOOR) == (1300_00, 1300_00)
    assert refunded(town, 200_00).replayed
    refused(town, "refund_over_deposit", lambda: refunded(town, 100_01))
    with town.write() as tx:
        check_drafts(tx, [find_draft(tx, first.code)], "李四")
    refused(town, "refund_over_deposit", lambda: refunded(town, 100_01))
    with town.write() as tx:
        post_drafts(tx, [find_draft(tx, first.code)], "李四", clock=CLOCK)
    assert held(office, DOOR) == (1100_00, 1100_00)
    again = refunded(town, 200_00)
    assert (again.code, again.is_draft, again.replayed) == ("F1-C:2026-03:付-1", False, True)
    refused(town, "refund_over_deposit", lambda: refunded(town, 100_01))


def test_a_refund_that_was_returned_counts_no_more(town: Town) -> None:
    town.add_users("张三", "李四")
    first = refunded(town, 300_00, request_key="K")
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, first.code)], "金额不符")
    second = refunded(town, 300_00, request_key="K")
    assert (second.code, second.is_draft, second.replayed) == ("F1-C:D-2", True, False)


def test_a_refund_in_a_closed_month_is_refused(town: Town) -> None:
    with town.write() as tx:
        close_book(tx, 1, 202512, who="张三", clock=CLOCK)
    refused(town, "month_closed", lambda: refunded(town, deposit_on=OLD, on=date(2025, 12, 31)))


def test_a_refund_in_a_month_that_has_closed_since_is_known_again(town: Town) -> None:
    first = refunded(town, deposit_on=OLD, on=date(2025, 12, 31))
    with town.write() as tx:
        close_book(tx, 1, 202512, who="张三", clock=CLOCK)
    again = refunded(town, deposit_on=OLD, on=date(2025, 12, 31))
    assert (again.code, again.replayed) == (first.code, True)
