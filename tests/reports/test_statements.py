"""The statements as scripts and as people see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ledger.journal.voucher import Kind
from ledger.registry.books import Book
from ledger.reports.balance_sheet import balance_sheet
from ledger.reports.income import income
from ledger.reports.net_assets import net_assets
from ledger.reports.scope import Scope, find_scope
from ledger.reports.trial_balance import trial_balance
from ledger.store.database import Database, Tx
from ledger.values.draw import draw
from ledger.values.sheet import Sheet
from tests.bookkeeping import Bookkeeper, open_books

Drawn = Callable[[Tx, Scope], Sheet]


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    return open_books(db)


@pytest.fixture
def book(keeper: Bookkeeper) -> Book:
    """Open a commodity book with two estates; January is closed, February open."""
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.estate("A02", book)
    keeper.post(
        book,
        "2026-01-01",
        "借 1001 1,000.00",
        "贷 3001 900.00",
        "贷 3101 100.00",
        estate="A01",
        kind=Kind.OPENING,
    )
    keeper.post(book, "2026-01-05", "借 1001 300.00", "贷 4001 300.00", estate="A02")
    keeper.post(book, "2026-01-21", "借 1001 7.00", "贷 4101 7.00")
    keeper.close(book, 202601)
    keeper.post(book, "2026-02-06", "借 5001 80.00", "贷 1001 80.00", estate="A01")
    return book


def sheet(keeper: Bookkeeper, drawn: Drawn, **words: Any) -> Sheet:
    with keeper.db.read() as tx:
        return drawn(tx, find_scope(tx, **words))


def as_json(each: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(each, "json")))
    return told


def as_text(each: Sheet) -> list[str]:
    return "".join(draw(each, "text")).splitlines()


def lines(each: Sheet) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): row[1:] for row in each.rows}


@pytest.mark.usefixtures("book")
def test_a_closed_month_is_shown_after_its_closing_voucher(keeper: Bookkeeper) -> None:
    told = as_json(sheet(keeper, trial_balance))
    assert told["kind"] == "trial_balance"
    assert (told["period"], told["final"]) == ("2026-01", True)
    assert [tuple(row.values()) for row in told["rows"]] == [
        ("1001", "银行存款", 100000, 30700, 0, 130700, "借"),
        ("3001", "商品住宅维修资金", 90000, 0, 30000, 120000, "贷"),
        ("3101", "待分配累计收益", 10000, 0, 700, 10700, "贷"),
        ("4001", "交存收入", 0, 30000, 30000, 0, "贷"),
        ("4101", "存款利息收入", 0, 700, 700, 0, "贷"),
    ]
    assert list(told["rows"][0]) == [
        "account",
        "name",
        "opening_fen",
        "debit_fen",
        "credit_fen",
        "closing_fen",
        "side",
    ]
    assert told["debit_fen"] == told["credit_fen"] == 61400


@pytest.mark.usefixtures("book")
def test_before_closing_the_income_still_stands(keeper: Bookkeeper) -> None:
    def before(tx: Tx, scope: Scope) -> Sheet:
        return trial_balance(tx, scope, before_closing=True)

    told = sheet(keeper, before)
    assert [(row[0], row[5]) for row in told.rows] == [
        ("1001", 130700),
        ("3001", 90000),
        ("3101", 10000),
        ("4001", 30000),
        ("4101", 700),
    ]
    assert "结转凭证未计入" in told.notes


@pytest.mark.usefixtures("book")
def test_the_printed_trial_balance_has_six_columns_that_agree(keeper: Bookkeeper) -> None:
    told = as_text(sheet(keeper, trial_balance, period=202602))
    assert told[:4] == [
        "试算平衡表",
        "资金名称：市维修资金中心住宅专项维修资金",
        "编制单位：市维修资金中心",
        "会计期间：2026-02",
    ]
    assert told[5].split() == [
        "科目编码",
        "科目名称",
        "期初借方",
        "期初贷方",
        "本期借方",
        "本期贷方",
        "期末借方",
        "期末贷方",
    ]
    total = next(line for line in told if "合计" in line)
    assert total.split()[1:] == ["1,307.00", "1,307.00", "80.00", "80.00", "1,307.00", "1,307.00"]
    assert told[-2:] == [
        "未结账：F1-C 的 2026-02 尚未结账",
        "单人模式：本期有凭证未经他人审核",
    ]


@pytest.mark.usefixtures("book")
def test_an_estate_shows_its_own_lines_and_its_claim_on_the_pool(keeper: Bookkeeper) -> None:
    told = sheet(keeper, trial_balance, estate="A01", period=202602)
    assert list(told.rows) == [
        ("1001", "银行存款", 90000, 0, 8000, 82000, "借"),
        ("3001", "商品住宅维修资金", 90000, 0, 0, 90000, "贷"),
        ("5001", "维修支出", 0, 8000, 0, 8000, "借"),
    ]
    assert told.fields["debit_fen"] == told.fields["credit_fen"]
    closed = lines(sheet(keeper, balance_sheet, estate="A02"))
    assert closed["银行存款"] == closed["资产总计"] == (0, 30000)
    assert closed["负债和净资产总计"] == (0, 30000)


@pytest.mark.usefixtures("book")
def test_the_claim_covers_what_is_owed_for_lost_houses(keeper: Bookkeeper, book: Book) -> None:
    keeper.post(book, "2026-02-07", "借 5101 50.00", "贷 2001 50.00", estate="A01")
    keeper.close(book, 202602)
    told = lines(sheet(keeper, balance_sheet, estate="A01"))
    assert told["应付房屋灭失返还资金"] == (0, 5000)
    assert told["净资产合计"] == (90000, 77000)
    assert told["银行存款"] == told["负债和净资产总计"] == (90000, 82000)


@pytest.mark.usefixtures("book")
def test_form_01_has_the_lines_of_the_form_for_scripts(keeper: Bookkeeper) -> None:
    told = as_json(sheet(keeper, balance_sheet))
    assert told["kind"] == "balance_sheet"
    assert [row["line"] for row in told["rows"]] == [
        "银行存款",
        "国债投资",
        "备用金",
        "资产总计",
        "应付房屋灭失返还资金",
        "负债合计",
        "维修资金",
        "商品住宅维修资金",
        "已售公有住房维修资金",
        "待分配累计收益",
        "净资产合计",
        "负债和净资产总计",
    ]
    assert told["rows"][3] == {
        "line": "资产总计",
        "opening_year_fen": 100000,
        "closing_fen": 130700,
    }


@pytest.mark.usefixtures("book")
def test_form_01_is_printed_in_two_halves_without_a_fund_that_is_not_managed(
    keeper: Bookkeeper,
) -> None:
    assert as_text(sheet(keeper, balance_sheet)) == [
        "资产负债表（会住维01表）",
        "资金名称：市维修资金中心住宅专项维修资金",
        "编制单位：市维修资金中心",
        "日期：2026-01-31",
        "单位：元",
        "资产        年初余额  期末余额  负债和净资产              年初余额  期末余额",
        "----------  --------  --------  ------------------------  --------  --------",
        "一、资产：                      二、负债：",
        "　银行存款  1,000.00  1,307.00  　应付房屋灭失返还资金        0.00      0.00",
        "　国债投资      0.00      0.00  　负债合计                    0.00      0.00",
        "　备用金        0.00      0.00  三、净资产：",
        "                                　维修资金                  900.00  1,200.00",
        "                                　其中：商品住宅维修资金    900.00  1,200.00",
        "                                　待分配累计收益            100.00    107.00",
        "                                　净资产合计              1,000.00  1,307.00",
        "资产总计    1,000.00  1,307.00  负债和净资产总计          1,000.00  1,307.00",
        "单人模式：本期有凭证未经他人审核",
    ]


@pytest.mark.usefixtures("book")
def test_form_02_shows_the_month_and_the_year_without_closing_vouchers(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.close(book, 202602)
    told = lines(sheet(keeper, income))
    assert told["本期收入"] == (0, 30700)
    assert told["交存收入"] == (0, 30000)
    assert told["维修支出"] == (8000, 8000)
    assert told["本期收支差额"] == (-8000, 22700)
    printed = as_text(sheet(keeper, income))
    assert printed[5].split() == ["项目", "本月数", "本年累计数"]
    assert printed[7].split() == ["一、本期收入", "0.00", "307.00"]
    assert printed[8].split() == ["交存收入", "0.00", "300.00"]


@pytest.mark.usefixtures("book")
def test_form_03_hides_a_column_on_paper_that_scripts_see_as_nothing(keeper: Bookkeeper) -> None:
    each = sheet(keeper, net_assets)
    told = as_json(each)
    assert told["rows"][-1] == {
        "line": "本年年末余额",
        "commodity_fen": 120000,
        "sold_public_fen": 0,
        "undistributed_fen": 10700,
        "total_fen": 130700,
    }
    printed = as_text(each)
    assert printed[5].split() == ["项目", "商品住宅维修资金", "待分配累计收益", "净资产合计"]
    assert [line.split()[0] for line in printed[7:15]] == [
        "一、上年年末余额",
        "二、以前年度调整",
        "三、本年年初余额",
        "四、本年变动金额",
        "（一）本年收支差额",
        "（二）本年分配累计收益",
        "（三）本年划转",
        "五、本年年末余额",
    ]


@pytest.mark.usefixtures("book")
def test_a_correction_of_an_earlier_year_restates_the_opening_on_both_sides(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.post(
        book, "2026-02-09", "借 3001 20.00", "贷 1001 20.00", estate="A01", kind=Kind.ADJUST
    )
    keeper.close(book, 202602)
    told = lines(sheet(keeper, balance_sheet))
    assert told["资产总计"][0] == told["负债和净资产总计"][0] == 98000
    changes = lines(sheet(keeper, net_assets))
    assert changes["上年年末余额"][-1] == 100000
    assert changes["以前年度调整"] == (-2000, 0, 0, -2000)
    assert changes["本年年初余额"][-1] == 98000
    assert lines(sheet(keeper, income))["本期收支差额"] == (-8000, 22700)


def test_a_reversal_drops_out_with_its_original(keeper: Bookkeeper, book: Book) -> None:
    draft = keeper.draft(
        book, "2026-02-09", "借 3001 20.00", "贷 1001 20.00", estate="A01", kind=Kind.ADJUST
    )
    keeper.reverse(draft, keeper.enter(draft), "2026-02-10")
    repair = keeper.draft(book, "2026-02-11", "借 5001 5.00", "贷 1001 5.00", estate="A01")
    keeper.reverse(repair, keeper.enter(repair), "2026-02-12")
    keeper.close(book, 202602)
    assert lines(sheet(keeper, balance_sheet))["资产总计"][0] == 100000
    assert lines(sheet(keeper, income))["维修支出"] == (8000, 8000)


def test_the_next_year_begins_where_the_last_ended(keeper: Bookkeeper, book: Book) -> None:
    for period in range(202602, 202613):
        keeper.close(book, period)
    keeper.close(book, 202701)
    told = lines(sheet(keeper, balance_sheet))
    assert told["资产总计"] == (122700, 122700)
    assert lines(sheet(keeper, net_assets))["上年年末余额"][-1] == 122700
    assert lines(sheet(keeper, income))["本期收入"] == (0, 0)


@pytest.mark.parametrize("estate", [None, "A01"])
def test_an_open_month_stands_as_its_close_will_leave_it(
    keeper: Bookkeeper, book: Book, estate: str | None
) -> None:
    """The forms have no line for a surplus in the making: both sides must agree all the same."""
    words = {"period": 202602, "estate": estate}
    before = [lines(sheet(keeper, drawn, **words)) for drawn in (balance_sheet, net_assets)]
    assert before[0]["资产总计"] == before[0]["负债和净资产总计"]
    assert before[0]["商品住宅维修资金"][1] == {None: 112000, "A01": 82000}[estate]
    assert before[1]["本年收支差额"][-1] == {None: 22700, "A01": -8000}[estate]
    assert "按结账后的样子" in "".join(sheet(keeper, balance_sheet, **words).notes)
    keeper.close(book, 202602)
    after = [lines(sheet(keeper, drawn, **words)) for drawn in (balance_sheet, net_assets)]
    assert after == before
    assert "按结账后的样子" not in "".join(sheet(keeper, balance_sheet, **words).notes)
