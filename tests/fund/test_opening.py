from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.fund.collecting.opening import Opened, import_opening
from ledger.intake import files
from ledger.intake.reader import read_rows
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows, InputError, Refused
from tests.offices import CLOCK, Office, open_office, table

HOMES = (
    "A01,3,2,501,商品住宅,88.53,120.50,张三,",
    "A01,3,2,502,商品住宅,88.53,120.50,李四,",
    "A01,4,,0101,已售公有住房,60.00,,王五,第一机床厂",
    "A02,1,1,101,商品住宅,70.00,120.50,孙七,",
)
HEAD = "房屋编号,本金余额,收益余额,银行账号,累计交存,交款方,最后变动日"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*HOMES)
    return office


def bring(office: Office, *rows: str, on: date | None = None) -> Opened:
    intake = read_rows(office.file(table(HEAD, rows)), files.opening())
    with office.db.write() as tx:
        return import_opening(tx, intake, on, who="张三", clock=CLOCK)


def refused(office: Office, *rows: str) -> list[tuple[object, ...]]:
    """Bring balances that must be refused whole; return what was said of its rows."""
    before = office.counts()
    with pytest.raises(BadRows) as caught:
        bring(office, *rows)
    assert caught.value.exit_code == 3
    assert office.counts() == before
    return [(row.row, row.column, row.value, row.code) for row in caught.value.rows]


def balances(office: Office) -> list[tuple[object, ...]]:
    sub, kept = schema.sub_account, schema.sub_balance
    return office.all(
        sa.select(sub.c.code, kept.c.part, kept.c.amount_fen, kept.c.received_fen)
        .join_from(kept, sub, (sub.c.book_id == kept.c.book_id) & (sub.c.sub_id == kept.c.sub_id))
        .where(kept.c.amount_fen != 0)
        .order_by(sub.c.code, kept.c.part)
    )


def before(office: Office) -> list[tuple[object, ...]]:
    household, sub = schema.household, schema.sub_account
    return office.all(
        sa.select(sub.c.code, household.c.deposited_before_fen)
        .join_from(
            household,
            sub,
            (sub.c.book_id == household.c.book_id) & (sub.c.sub_id == household.c.sub_id),
        )
        .where(household.c.deposited_before_fen != 0)
        .order_by(sub.c.code)
    )


def test_an_estate_opens_with_one_voucher_in_each_book_that_is_no_income(office: Office) -> None:
    opened = bring(
        office,
        "A01-3-2-501,1000.00,12.34,1,,,2025-12-31",
        "A01-3-2-502,500.00,0,2,,,2025-11-30",
        "A02-1-1-101,1.00,0,1,,,",
        "A01-4-0-0101,300.00,0,3,,,",
        "A01-4-SU,700.00,5.00,3,,,",
    )
    assert [
        (each.voucher, each.estate, each.household_count, each.principal_fen, each.earnings_fen)
        for each in opened.estates
    ] == [
        ("F1-C:2025-12:转-1", "A01", 2, 150000, 1234),
        ("F1-C:2025-12:转-2", "A02", 1, 100, 0),
        ("F1-P:2025-12:转-1", "A01", 2, 100000, 500),
    ]
    line, bank = schema.line, schema.bank_account
    assert office.all(
        sa.select(line.c.account, line.c.side, line.c.amount_fen, bank.c.number)
        .join_from(line, bank, bank.c.bank_account_id == line.c.bank_account_id, isouter=True)
        .where(line.c.book_id == 1, line.c.voucher_id == 2)
        .order_by(line.c.line_no)
    ) == [
        ("1001", "D", 101234, "1"),
        ("1001", "D", 50000, "2"),
        ("3001", "C", 151234, None),
    ]
    assert balances(office) == [
        ("A01-3-2-501", 0, 100000, 100000),
        ("A01-3-2-501", 1, 1234, 0),
        ("A01-3-2-502", 0, 50000, 50000),
        ("A01-4-0-0101", 0, 30000, 30000),
        ("A01-4-SU", 0, 70000, 70000),
        ("A01-4-SU", 1, 500, 0),
        ("A02-1-1-101", 0, 100, 100),
    ]
    share = schema.share
    classes = office.all(sa.select(share.c.payer_class).where(share.c.part == 0).distinct())
    assert sorted(classes) == [(1,), (2,)]


def test_what_was_deposited_before_and_spent_since_is_kept_in_the_roster(office: Office) -> None:
    changes = office.count("master_change")
    bring(
        office,
        "A01-3-2-501,1000.00,0,1,2500.00,,2025-12-31",
        "A01-3-2-502,0,0,1,800.00,,2025-12-31",
        "A02-1-1-101,100.00,0,1,60.00,,2025-12-31",
    )
    assert before(office) == [("A01-3-2-501", 150000), ("A01-3-2-502", 80000)]
    assert office.count("master_change") == changes + 1


def test_the_day_is_given_or_the_latest_of_the_file(office: Office) -> None:
    with pytest.raises(InputError) as caught:
        bring(office, "A01-3-2-501,1000.00,0,1,,,")
    assert (caught.value.code, caught.value.exit_code) == ("opening_date_missing", 2)
    bring(office, "A01-3-2-501,1000.00,0,1,,,2025-06-30", on=date(2025, 12, 31))
    assert office.one(sa.select(schema.voucher.c.dated_on)) == date(2025, 12, 31)


def test_a_day_after_today_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        bring(office, "A01-3-2-501,1000.00,0,1,,,2026-04-01")
    assert caught.value.code == "date_in_future"


def test_the_same_file_again_changes_nothing_and_says_so(office: Office) -> None:
    row = "A01-3-2-501,1000.00,0,1,2500.00,,2025-12-31"
    bring(office, row)
    counted = office.counts()
    again = bring(office, row)
    assert office.counts() == counted
    assert again.known_count == 1
    assert "没有改变" in again.notes[0]


def test_a_file_of_opened_and_new_households_takes_the_new_ones(office: Office) -> None:
    first = "A01-3-2-501,1000.00,1.00,1,2500.00,,2025-12-31"
    spent = "A02-1-1-101,0,0,1,60.00,,2025-12-31"
    bring(office, first, spent)
    more = bring(office, "A01-3-2-502,5.00,0,1,,,2025-12-31", first, spent)
    assert (more.row_count, more.known_count) == (3, 2)
    assert [each.voucher for each in more.estates] == ["F1-C:2025-12:转-2"]
    assert any("2 户已有期初" in note for note in more.notes)


def test_other_content_for_an_opened_household_is_refused_cell_by_cell(office: Office) -> None:
    bring(office, "A01-3-2-501,1000.00,1.00,1,2500.00,,2025-12-31")
    assert refused(
        office,
        "A01-3-2-502,5.00,0,1,,,2025-12-31",
        "A01-3-2-501,999.00,2.00,1,2600.00,,2025-12-31",
    ) == [
        (3, "本金余额", "999.00", "opening_differs"),
        (3, "收益余额", "2.00", "opening_differs"),
        (3, "累计交存", "2,600.00", "opening_differs"),
    ]


def test_a_cancelled_opening_may_be_followed_by_another(office: Office) -> None:
    row = "A01-3-2-501,1000.00,0,1,,,2025-12-31"
    bring(office, row)
    with office.db.write() as tx:
        stored = read_voucher(tx, 1, 2)
        assert stored is not None
        red = reversal_of(
            stored.draft, 2, stored.number, date(2026, 1, 6), maker="张三", reason="错"
        )
        post(tx, red, clock=CLOCK)
    assert balances(office) == []
    # The same content in another file.
    bring(office, row + " ", on=date(2026, 1, 7))
    assert balances(office) == [("A01-3-2-501", 0, 100000, 100000)]


def test_each_household_stands_in_the_file_once_and_in_the_roster(office: Office) -> None:
    assert refused(
        office,
        "A01-3-2-501,1.00,0,1,,,2025-12-31",
        "A01-3-2-501,1.00,0,1,,,2025-12-31",
        "A01-3-2-999,1.00,0,1,,,2025-12-31",
    ) == [
        (3, "房屋编号", "A01-3-2-501", "household_repeated"),
        (4, "房屋编号", "A01-3-2-999", "household_unknown"),
    ]


def test_a_selling_unit_holds_its_own_money_and_nobody_else_s(office: Office) -> None:
    assert refused(
        office,
        "A01-4-0-0101,1.00,0,3,,售房单位,2025-12-31",
        "A01-4-SU,1.00,0,3,,业主,2025-12-31",
    ) == [
        (2, "交款方", "售房单位", "payer_class_wrong"),
        (3, "交款方", "业主", "payer_class_wrong"),
    ]
    assert refused(office, "A01-4-SU,1.00,0,3,5.00,,2025-12-31") == [
        (2, "累计交存", "5.00", "deposited_wrong")
    ]


def test_a_balance_on_an_account_of_another_fund_is_refused(office: Office) -> None:
    assert refused(
        office,
        "A01-3-2-501,1.00,0,1,,,2025-12-31",
        "A01-4-0-0101,1.00,0,1,,,2025-12-31",
        "A01-3-2-502,100000000000.01,0,1,,,2025-12-31",
    ) == [
        (3, "银行账号", "1", "bank_account_foreign"),
        (4, "本金余额", "100,000,000,000.01", "amount_too_large"),
    ]


def test_deposits_after_an_opening_are_no_first_ones(office: Office) -> None:
    bring(
        office,
        "A01-3-2-501,1000.00,0,1,,,2025-12-31",
        "A01-3-2-502,0,0,1,800.00,,2025-12-31",
    )
    collected = office.deposits(
        "2026-01-05,A01-3-2-501,1.00,1,R1,,",
        "2026-01-05,A01-3-2-502,1.00,1,R2,,",
        "2026-01-05,A02-1-1-101,1.00,1,R3,,",
    )
    assert [(batch.estate, batch.purpose) for batch in collected.batches] == [
        ("A01", "补足"),
        ("A02", "首期"),
    ]
