from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.store import schema
from ledger.store.database import Database
from ledger.values.digest import netstring
from tests.offices import Office, open_office

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


def shares(office: Office) -> list[tuple[object, ...]]:
    share, sub, book = schema.share, schema.sub_account, schema.book
    return office.all(
        sa.select(
            book.c.code,
            share.c.voucher_id,
            sub.c.code,
            share.c.amount_fen,
            share.c.payer_class,
        )
        .join_from(share, book, book.c.book_id == share.c.book_id)
        .join(sub, (sub.c.book_id == share.c.book_id) & (sub.c.sub_id == share.c.sub_id))
        .order_by(book.c.code, share.c.voucher_id, sub.c.code)
    )


def test_a_deposit_is_income_of_its_estate_and_lies_on_its_household(office: Office) -> None:
    collected = office.deposits("2026-01-05,A01-3-2-501,1000.00,6222 0001,R1,首期,")
    assert [batch.voucher for batch in collected.batches] == ["F1-C:2026-01:收-1"]
    line, estate = schema.line, schema.estate
    assert office.all(
        sa.select(line.c.account, line.c.side, line.c.amount_fen, estate.c.code, line.c.detail)
        .join_from(line, estate, estate.c.estate_id == line.c.estate_id, isouter=True)
        .order_by(line.c.line_no)
    ) == [("1001", "D", 100000, None, None), ("4001", "C", 100000, "A01", "首期")]
    assert shares(office) == [("F1-C", 2, "A01-3-2-501", 100000, 1)]
    voucher = schema.voucher
    assert office.all(
        sa.select(voucher.c.dated_on, voucher.c.value_on, voucher.c.maker, voucher.c.checker)
    ) == [(date(2026, 1, 5), date(2026, 1, 5), "张三", None)]
    assert any("62220001" in note for note in collected.notes)
    bank = schema.bank_account
    assert office.all(sa.select(bank.c.number, bank.c.fund_type)) == [("62220001", "C")]


def test_one_voucher_for_each_estate_day_account_and_purpose(office: Office) -> None:
    collected = office.deposits(
        "2026-01-05,A01-3-2-501,1.00,1,R1,首期,",
        "2026-01-05,A01-3-2-502,2.00,1,R2,首期,",
        "2026-01-06,A01-3-2-501,3.00,1,R3,首期,",
        "2026-01-05,A01-3-2-501,4.00,2,R4,首期,",
        "2026-01-05,A01-3-2-501,5.00,1,R5,续交,",
        "2026-01-05,A02-1-1-101,6.00,1,R6,首期,",
        "2026-01-05,A01-4-0-0101,7.00,3,R7,首期,",
    )
    told = [
        (batch.voucher, batch.estate, batch.purpose, batch.deposit_count, batch.amount_fen)
        for batch in collected.batches
    ]
    assert told == [
        ("F1-C:2026-01:收-1", "A01", "续交", 1, 500),
        ("F1-C:2026-01:收-2", "A01", "首期", 2, 300),
        ("F1-C:2026-01:收-3", "A01", "首期", 1, 400),
        ("F1-C:2026-01:收-4", "A02", "首期", 1, 600),
        ("F1-C:2026-01:收-5", "A01", "首期", 1, 300),
        ("F1-P:2026-01:收-1", "A01", "首期", 1, 700),
    ]


def test_a_second_deposit_of_a_household_goes_to_the_next_voucher(office: Office) -> None:
    collected = office.deposits(
        "2026-01-05,A01-3-2-501,1.00,1,R1,首期,",
        "2026-01-05,A01-3-2-502,2.00,1,R2,首期,",
        "2026-01-05,A01-3-2-501,3.00,1,R3,首期,",
        "2026-01-05,A01-3-2-501,4.00,1,R4,首期,",
    )
    assert [batch.amount_fen for batch in collected.batches] == [300, 300, 400]


def test_what_a_selling_unit_pays_for_homes_of_a_building_adds_up_on_its_own_sub_account(
    office: Office,
) -> None:
    collected = office.deposits(
        "2026-01-05,A01-4-0-0101,10.00,3,R1,首期,售房单位",
        "2026-01-05,A01-4-0-0102,20.00,3,R2,首期,售房单位",
        "2026-01-05,A01-4-SU,30.00,3,R3,首期,",
        "2026-01-05,A01-4-0-0101,1.00,3,R4,首期,业主",
    )
    assert len(collected.batches) == 1
    assert shares(office) == [
        ("F1-P", 2, "A01-4-0-0101", 100, 1),
        ("F1-P", 2, "A01-4-SU", 6000, 2),
    ]
    assert office.count("deposit") == 4


def test_a_developer_may_pay_for_a_home(office: Office) -> None:
    office.deposits("2026-01-05,A01-3-2-501,10.00,1,R1,首期,开发单位")
    assert shares(office) == [("F1-C", 2, "A01-3-2-501", 1000, 3)]


def test_where_nobody_says_what_for_the_first_money_of_a_home_is_its_first_deposit(
    office: Office,
) -> None:
    collected = office.deposits(
        "2026-01-06,A01-3-2-501,1.00,1,R1,,",
        "2026-01-05,A01-3-2-501,2.00,1,R2,,",
        "2026-01-06,A01-3-2-502,3.00,1,R3,续交,",
        "2026-01-07,A01-3-2-502,4.00,1,R4,,",
    )
    told = [(batch.dated_on.day, batch.purpose, batch.amount_fen) for batch in collected.batches]
    assert told == [(5, "首期", 200), (6, "续交", 300), (6, "补足", 100), (7, "补足", 400)]
    later = office.deposits("2026-02-05,A01-3-2-501,5.00,1,R5,,")
    assert [batch.purpose for batch in later.batches] == ["补足"]


def test_the_same_file_again_changes_nothing_and_says_so(office: Office) -> None:
    path = office.file(
        "到账日期,房屋编号,金额,银行账号\n"
        "2026-01-05,A01-3-2-501,1.00,1\n"
        "2026-01-05,A01-3-2-501,1.00,1\n"
    )
    assert len(office.bring_deposits(path).batches) == 2
    before = office.counts()
    again = office.bring_deposits(path)
    assert office.counts() == before
    assert (again.batches, again.known_count) == ((), 2)
    assert "没有改变" in again.notes[0]


def test_a_file_that_mixes_known_and_new_deposits_takes_the_new_ones(office: Office) -> None:
    office.deposits(
        "2026-01-05,A01-3-2-501,1.00,1,R1,,",
        "2026-01-05,A01-3-2-502,2.00,1,,,",
        "2026-01-05,A01-3-2-502,2.00,1,,,",
    )
    collected = office.deposits(
        "2026-01-05,A01-3-2-502,2.00,1,,,",
        "2026-01-05,A01-3-2-502,2.00,1,,,",
        "2026-01-05,A01-3-2-502,2.00,1,,,",
        "2026-01-05,A01-3-2-501,1.00,1,R1,,",
        "2026-01-05,A01-3-2-501,1.00,1,R2,,",
    )
    assert (collected.row_count, collected.known_count) == (5, 3)
    assert sum(batch.amount_fen for batch in collected.batches) == 300
    assert any("3 笔已入账" in note for note in collected.notes)
    assert office.one(sa.select(sa.func.sum(schema.sub_balance.c.amount_fen))) == 800


def test_a_repeated_row_with_the_same_reference_is_the_same_deposit(office: Office) -> None:
    row = "2026-01-05,A01-3-2-501,1.00,1,R1,,"
    collected = office.deposits(row, row)
    assert (len(collected.batches), collected.known_count) == (1, 1)


def test_the_months_between_open_by_themselves(office: Office) -> None:
    office.deposits("2025-11-05,A01-3-2-501,1.00,1,R1,,", "2026-02-05,A01-3-2-501,1.00,1,R2,,")
    month = schema.month
    assert office.all(sa.select(month.c.period).order_by(month.c.period)) == [
        (202511,),
        (202512,),
        (202601,),
        (202602,),
    ]


def test_the_evidence_of_a_voucher_is_the_digest_over_its_deposits(office: Office) -> None:
    office.deposits("2026-01-05,A01-3-2-501,1.00,1,R1,首期,")
    text = netstring(
        "ref:1:R1", 1, "A01-3-2-501", date(2026, 1, 5), 100, "首期", 1, None, "R1", None
    )
    evidence = bytes(office.one(sa.select(schema.voucher.c.evidence)))
    assert evidence == hashlib.sha256(text.encode()).digest()


def test_deposits_without_a_reference_are_known_by_all_the_bank_says_of_them(
    office: Office,
) -> None:
    row = "2026-01-05,A01-3-2-501,1.00,1,,,"
    office.deposits(row, row, "2026-01-05,A01-4-0-0101,1.00,3,,首期,售房单位")
    deposit = schema.deposit
    assert office.all(sa.select(deposit.c.deposit_key).order_by(deposit.c.deposit_key)) == [
        ("nat:A01-3-2-501|2026-01-05|100|1||1|1",),
        ("nat:A01-3-2-501|2026-01-05|100|1||1|2",),
        ("nat:A01-4-0-0101|2026-01-05|100|3|首期|2|1",),
    ]


def test_more_than_ten_thousand_deposits_of_one_day_are_one_run(office: Office) -> None:
    homes = [f"B{n % 4:02},1,1,{n:05},商品住宅,88.53,120.50,," for n in range(10_001)]
    office.roster(*homes)
    rows = [f"2026-01-05,B{n % 4:02}-1-1-{n:05},{n + 1}.00,1,R{n},首期," for n in range(10_001)]
    collected = office.deposits(*rows)
    assert len(collected.batches) == 4
    assert office.count("deposit") == 10_001
    total = sum(n + 1 for n in range(10_001)) * 100
    assert office.one(sa.select(sa.func.sum(schema.sub_balance.c.amount_fen))) == total
    assert office.deposits(*rows, "2026-01-05,B00-1-1-00000,1.00,1,X,,").known_count == 10_001


def test_deposits_that_two_offices_bring_at_once_are_booked_once(office: Office) -> None:
    head = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要\n"
    paths = [
        office.file(
            f"{head}2026-01-05,A01-3-2-501,1.00,1,R1,首期\n"
            f"2026-01-0{day},A01-3-2-502,1.00,1,R{day},首期\n"
        )
        for day in (6, 7)
    ]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(office.bring_deposits, paths))
    assert sorted(collected.known_count for collected in both) == [0, 1]
    assert office.count("deposit") == 3
