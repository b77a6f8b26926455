from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.desk import open_desk
from ledger.fund.collecting import suspense
from ledger.fund.collecting.suspense import Receipt
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.registry.banks import register_bank_account
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows
from tests.offices import CLOCK, Office, open_office

HOMES = (
    "A01,3,2,501,商品住宅,88.53,120.50,张三,",
    "A01,3,2,502,商品住宅,88.53,120.50,李四,",
    "A01,4,,0101,已售公有住房,60.00,,王五,第一机床厂",
    "A01,4,,0102,已售公有住房,60.00,,赵六,第一机床厂",
    "A02,1,1,101,商品住宅,70.00,120.50,孙七,",
)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*HOMES)
    return office


def refused(office: Office, *rows: str) -> list[tuple[object, ...]]:
    """Bring deposits that must be refused whole; return what was said of its rows."""
    before = office.counts()
    with pytest.raises(BadRows) as caught:
        office.deposits(*rows)
    assert caught.value.exit_code == 3
    assert office.counts() == before
    assert all(row.refused and row.message and row.hint for row in caught.value.rows)
    return [(row.row, row.column, row.value, row.code) for row in caught.value.rows]


def test_a_movement_that_stands_as_unclaimed_money_is_refused(office: Office) -> None:
    with office.db.write() as tx:
        register_bank_account(tx, "1", 1, "C")
        receipt = Receipt(1000, "1", "R1", on=date(2026, 1, 5))
        suspense.record(tx, receipt, who="张三", clock=CLOCK)
    assert refused(
        office,
        "2026-01-05,A01-3-2-501,10.00,1,R1,,",
        "2026-01-05,A01-3-2-502,10.00,1,R2,,",
    ) == [(2, "银行流水号", "R1", "bank_ref_used")]
    with office.db.write() as tx:
        stored = read_voucher(tx, 1, 2)
        assert stored is not None
        red = reversal_of(
            stored.draft, 2, stored.number, date(2026, 1, 6), maker="张三", reason="错"
        )
        post(tx, red, clock=CLOCK)
    assert len(office.deposits("2026-01-05,A01-3-2-501,10.00,1,R1,,").batches) == 1


def test_a_selling_unit_pays_for_sold_public_housing_only(office: Office) -> None:
    assert refused(
        office,
        "2026-01-05,A01-3-2-501,10.00,1,R1,,售房单位",
        "2026-01-05,A01-4-SU,10.00,3,R2,,业主",
    ) == [
        (2, "交款方", "售房单位", "payer_class_wrong"),
        (3, "交款方", "业主", "payer_class_wrong"),
    ]
    office.roster("A03,1,1,101,已售公有住房,60,,,")
    assert refused(office, "2026-01-05,A03-1-1-101,10.00,3,R1,,售房单位") == [
        (2, "交款方", "售房单位", "selling_unit_unknown")
    ]


def test_the_same_reference_with_other_content_is_refused_cell_by_cell(office: Office) -> None:
    office.deposits("2026-01-05,A01-3-2-501,1.00,1,R1,首期,")
    assert refused(
        office,
        "2026-01-05,A01-3-2-501,1.50,1,R1,首期,",
        "2026-01-06,A01-3-2-502,1.00,1,R2,首期,",
        "2026-01-06,A01-3-2-502,9.00,1,R2,首期,",
    ) == [
        (2, "金额", "1.50", "deposit_differs"),
        (4, "金额", "9.00", "deposit_differs"),
    ]
    assert refused(office, "2026-01-06,A01-3-2-502,1.00,1,R1,续交,开发单位") == [
        (2, "到账日期", "2026-01-06", "deposit_differs"),
        (2, "房屋编号", "A01-3-2-502", "deposit_differs"),
        (2, "摘要", "续交", "deposit_differs"),
        (2, "交款方", "开发单位", "deposit_differs"),
    ]
    # The same number of another bank account is another reference.
    assert len(office.deposits("2026-01-06,A01-3-2-502,1.00,2,R1,续交,").batches) == 1


def test_after_a_reversal_the_same_deposit_may_be_booked_again(office: Office) -> None:
    office.deposits("2026-01-05,A01-3-2-501,1.00,1,R1,首期,")
    with office.db.write() as tx:
        stored = read_voucher(tx, 1, 2)
        assert stored is not None
        red = reversal_of(
            stored.draft, 2, stored.number, date(2026, 1, 6), maker="张三", reason="错户"
        )
        post(tx, red, clock=CLOCK)
    # The very same file was taken in once and for all; a corrected one is another file.
    assert not office.deposits("2026-01-05,A01-3-2-501,1.00,1,R1,首期,").batches
    assert len(office.deposits("2026-01-05,A01-3-2-502,1.00,1,R1,首期,").batches) == 1
    deposit = schema.deposit
    assert office.all(
        sa.select(deposit.c.deposit_key, deposit.c.attempt).order_by(deposit.c.attempt)
    ) == [("ref:1:R1", 1), ("ref:1:R1", 2)]
    assert refused(office, "2026-01-05,A01-3-2-501,1.00,1,R1,首期,业主") == [
        (2, "房屋编号", "A01-3-2-501", "deposit_differs")
    ]


def test_unknown_households_are_refused_row_by_row(office: Office) -> None:
    assert refused(
        office,
        "2026-01-05,A01-3-2-999,1.00,1,R1,,",
        "2026-01-05,A01-3-2-501,1.00,1,R2,,",
        "2026-01-05,Z99-3-2-501,1.00,1,R3,,",
        "2026-01-05,A01-9-SU,1.00,1,R4,,",
    ) == [
        (2, "房屋编号", "A01-3-2-999", "household_unknown"),
        (4, "房屋编号", "Z99-3-2-501", "household_unknown"),
        (5, "房屋编号", "A01-9-SU", "household_unknown"),
    ]


def test_a_day_after_today_is_refused(office: Office) -> None:
    assert refused(office, "2026-04-01,A01-3-2-501,1.00,1,R1,,") == [
        (2, "到账日期", "2026-04-01", "date_in_future")
    ]


def test_a_month_before_the_first_of_the_book_is_refused(office: Office) -> None:
    office.deposits("2026-02-05,A01-3-2-501,1.00,1,R1,,")
    assert refused(office, "2026-01-31,A01-3-2-501,1.00,1,R2,,") == [
        (2, "到账日期", "2026-01-31", "month_not_begun")
    ]
    # The other book has not begun yet, and begins when it likes.
    assert len(office.deposits("2026-01-31,A01-4-0-0101,1.00,3,R2,,").batches) == 1


def test_a_closed_month_is_refused_for_what_is_new_and_not_for_what_is_known(
    office: Office, database_url: str
) -> None:
    office.deposits("2026-01-05,A01-3-2-501,1.00,1,R1,,", "2026-02-05,A01-3-2-501,1.00,1,R2,,")
    with open_desk(database_url, clock=CLOCK) as desk:
        assert desk.period.close(202601, book="F1-C").fields["ok"] is True
    assert refused(
        office, "2026-01-05,A01-3-2-501,1.00,1,R1,,", "2026-01-06,A01-3-2-501,1.00,1,R3,,"
    ) == [(3, "到账日期", "2026-01-06", "month_closed")]
    collected = office.deposits(
        "2026-01-05,A01-3-2-501,1.00,1,R1,,", "2026-02-06,A01-3-2-501,1.00,1,R3,,"
    )
    assert (len(collected.batches), collected.known_count) == (1, 1)


def test_an_account_of_another_fund_is_refused(office: Office) -> None:
    with office.db.write() as tx:
        register_bank_account(tx, "777", 1, "P")
    assert refused(
        office,
        "2026-01-05,A01-3-2-501,1.00,777,R1,,",
        "2026-01-05,A01-3-2-502,1.00,888,R2,,",
        "2026-01-06,A01-4-0-0101,1.00,888,R3,,",
    ) == [
        (2, "银行账号", "777", "bank_account_foreign"),
        (4, "银行账号", "888", "bank_account_foreign"),
    ]


def test_once_there_are_users_an_unknown_account_is_refused(office: Office) -> None:
    with office.db.write() as tx:
        tx.conn.execute(schema.login.insert().values(name="a", display_name="a", created_at="x"))
    assert refused(office, "2026-01-05,A01-3-2-501,1.00,888,R2,,") == [
        (2, "银行账号", "888", "bank_account_unknown")
    ]


def test_an_amount_that_no_household_can_hold_is_refused(office: Office) -> None:
    assert refused(office, "2026-01-05,A01-3-2-501,100000000000.01,1,R1,,") == [
        (2, "金额", "100,000,000,000.01", "amount_too_large")
    ]


def test_rows_that_cannot_be_read_and_rows_that_are_refused_make_exit_two(office: Office) -> None:
    before = office.counts()
    with pytest.raises(BadRows) as caught:
        office.deposits(
            "2026-01-05,A01-3-2-501,1.005,1,R1,,",
            "2026-01-05,A01-9-9-999,1.00,1,R2,,",
        )
    assert caught.value.exit_code == 2
    assert office.counts() == before


def test_all_faults_of_all_rows_are_told_in_the_order_of_the_file(office: Office) -> None:
    assert refused(
        office,
        "2026-04-02,A01-3-2-501,100000000000.01,1,R1,,售房单位",
        "2026-01-05,A01-9-9-999,1.00,1,R2,,",
        "2026-04-01,A01-3-2-502,1.00,1,R3,,",
    ) == [
        (2, "交款方", "售房单位", "payer_class_wrong"),
        (2, "金额", "100,000,000,000.01", "amount_too_large"),
        (2, "到账日期", "2026-04-02", "date_in_future"),
        (3, "房屋编号", "A01-9-9-999", "household_unknown"),
        (4, "到账日期", "2026-04-01", "date_in_future"),
    ]


def test_the_moment_of_the_clock_decides_about_the_future(office: Office) -> None:
    row = "2026-04-01,A01-3-2-501,1.00,1,R1,,"
    assert refused(office, row)
    later = replace(CLOCK, today=date(2026, 4, 1))
    assert len(office.deposits(row, clock=later).batches) == 1
