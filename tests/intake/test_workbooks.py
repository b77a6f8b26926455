from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from ledger.intake.files import deposits, households, opening
from ledger.intake.reader import read_rows
from tests.intake.making import (
    DEPOSIT,
    DEPOSIT_HEADS,
    Formula,
    Shaped,
    Shown,
    bad_rows,
    faults,
    handmade,
    old_workbook,
    refusal,
    row_xml,
    sheet_xml,
    values,
    workbook,
)

Maker = Callable[[Path, Sequence[Sequence[object]]], Path]
BOTH = pytest.mark.parametrize("make", [workbook, old_workbook], ids=["xlsx", "xls"])
DAY, DOOR, AMOUNT, ACCOUNT = DEPOSIT


def deposit(**cells: object) -> list[object]:
    """Return a row of a deposit file with some cells replaced."""
    row: dict[str, object] = {"on": DAY, "household": DOOR, "amount": AMOUNT, "account": ACCOUNT}
    return list((row | cells).values())


READ: dict[str, tuple[dict[str, object], str, object]] = {
    "an amount as a number": ({"amount": 1234.5}, "amount", 123450),
    "an amount with two decimals": ({"amount": 88.53}, "amount", 8853),
    "an amount that binary cannot hold": ({"amount": 4.1}, "amount", 410),
    "a sum with noise behind the fifteenth digit": ({"amount": 0.1 + 0.2}, "amount", 30),
    "a whole amount": ({"amount": 100}, "amount", 10000),
    "a large amount": ({"amount": 9_999_999_999.99}, "amount", 999_999_999_999),
    "an amount under a format": ({"amount": Shown(12.3, "#,##0.00")}, "amount", 1230),
    "an amount under our currency": ({"amount": Shown(12.3, '"¥"#,##0.00')}, "amount", 1230),
    "an amount with its unit shown": ({"amount": Shown(12.3, '0.00"元"')}, "amount", 1230),
    "an amount as text": ({"amount": "￥1,234.50元"}, "amount", 123450),
    "a day": ({"on": date(2025, 1, 5)}, "on", date(2025, 1, 5)),
    "a day as text": ({"on": "2025年1月5日"}, "on", date(2025, 1, 5)),
    "a day as its number": ({"on": 45662}, "on", date(2025, 1, 5)),
    "a day typed as a number": ({"on": 20250105}, "on", date(2025, 1, 5)),
    "a day in a Chinese format": (
        {"on": Shown(45662, 'yyyy"年"m"月"d"日"')},
        "on",
        date(2025, 1, 5),
    ),
    "an account as a number": ({"account": 6222020001}, "bank_account", "6222020001"),
}


@BOTH
@pytest.mark.parametrize(("cells", "key", "value"), READ.values(), ids=READ.keys())
def test_a_cell_is_read_as_people_see_it(
    tmp_path: Path, make: Maker, cells: dict[str, object], key: str, value: object
) -> None:
    (row,) = values(read_rows(make(tmp_path, [DEPOSIT_HEADS, deposit(**cells)]), deposits()))
    assert row[key] == value


BAD: dict[str, tuple[dict[str, object], str, str, str]] = {
    "three decimals": ({"amount": 12.304}, "金额", "12.304", "money_precision"),
    "shown with two decimals of three": (
        {"amount": Shown(12.304, "0.00")},
        "金额",
        "12.304",
        "cell_rounded",
    ),
    "shown without decimals": ({"amount": Shown(12.3, "#,##0")}, "金额", "12.3", "cell_rounded"),
    "shown in 万元": ({"amount": Shown(15000, "0!.0,")}, "金额", "15000.0", "cell_scaled"),
    "shown in 万元 by a drawn point": (
        {"amount": Shown(15000, "0!.0000")},
        "金额",
        "15000.0",
        "cell_scaled",
    ),
    "shown with 万": ({"amount": Shown(15000, '0"万"')}, "金额", "15000.0", "cell_scaled"),
    "shown in thousands": ({"amount": Shown(15000, "#,##0,")}, "金额", "15000.0", "cell_scaled"),
    "shown as a share": ({"amount": Shown(0.5, "0%")}, "金额", "0.5", "cell_scaled"),
    "shown in dollars": (
        {"amount": Shown(12, "[$$-409]#,##0.00")},
        "金额",
        "12.0",
        "cell_currency",
    ),
    "zero": ({"amount": 0}, "金额", "0.0", "money_zero"),
    "below zero": ({"amount": -5.25}, "金额", "-5.25", "money_negative"),
    "too many digits": ({"amount": 1e15}, "金额", "1000000000000000.0", "cell_digits_lost"),
    "a truth value": ({"amount": True}, "金额", "True", "cell_boolean"),
    "a day for an amount": ({"amount": date(2025, 1, 5)}, "金额", "2025-01-05", "cell_date"),
    "empty": ({"amount": None}, "金额", "", "cell_empty"),
    "a day and a time": (
        {"on": Shown(datetime(2025, 1, 5, 8), "yyyy-mm-dd hh:mm")},  # noqa: DTZ001 # a cell has none
        "到账日期",
        "2025-01-05 08:00:00",
        "date_time",
    ),
    "a time": ({"on": Shown(0.25, "hh:mm")}, "到账日期", "06:00:00", "date_time"),
    "a span of time": ({"on": Shown(1.25, "[h]:mm")}, "到账日期", "1 day, 6:00:00", "date_time"),
    "half a day as a number": ({"on": 45662.5}, "到账日期", "45662.5", "date_serial"),
    "no day as a number": ({"on": 0}, "到账日期", "0.0", "date_serial"),
    "the day that never was": (
        {"on": Shown(60, "yyyy-mm-dd")},
        "到账日期",
        "1900-02-28",
        "date_serial",
    ),
    "the epoch": ({"on": date(1970, 1, 1)}, "到账日期", "1970-01-01", "date_range"),
    "a day for a code": ({"household": date(2025, 3, 2)}, "房屋编号", "2025-03-02", "cell_date"),
    "a long account as a number": (
        {"account": 6222021234567890123},
        "银行账号",
        "6.22202123456789e+18",
        "cell_digits_lost",
    ),
    "an account with zeros that are only shown": (
        {"account": Shown(123, "00000")},
        "银行账号",
        "123.0",
        "cell_dressed",
    ),
    "half an account": ({"account": 12.5}, "银行账号", "12.5", "cell_not_whole"),
}


@BOTH
@pytest.mark.parametrize(("cells", "column", "value", "word"), BAD.values(), ids=BAD.keys())
def test_a_cell_that_says_something_else_is_refused(
    tmp_path: Path, make: Maker, cells: dict[str, object], column: str, value: str, word: str
) -> None:
    path = make(tmp_path, [DEPOSIT_HEADS, deposit(), deposit(**cells)])
    ((row, head, shown, found),) = faults(path, deposits())
    assert (row, head, found) == (3, column, word)
    # An .xls keeps whole numbers as such.
    assert shown in {value, value.removesuffix(".0"), "6222021234567890000"}


@BOTH
def test_numbers_in_columns_of_codes_are_read_and_told(tmp_path: Path, make: Maker) -> None:
    heads = ("小区编号", "幢", "单元", "房号", "建筑面积", "房屋性质", "电梯")
    rows = [
        heads,
        ("A01", 3, 1, 501, 88.53, "商品住宅", True),
        ("A01", 3, 1, 502, 90, "非住宅", False),
    ]
    taken = read_rows(make(tmp_path, rows), households())
    first, second = values(taken)
    assert (first["building"], first["room"], first["area"], first["lift"]) == (
        "3",
        "501",
        8853,
        True,
    )
    assert second["lift"] is False
    assert [notice for notice in taken.notices if "“房号”列有 2 处" in notice and "D2" in notice]


def test_a_code_that_a_sheet_made_a_day_of_is_refused(tmp_path: Path) -> None:
    heads = ("小区编号", "幢", "房号", "建筑面积", "房屋性质")
    rows = [
        heads,
        ("A01", "3", "3月2日", "88.53", "商品住宅"),
        ("A01", "3", "Mar-02", "1", "商品住宅"),
    ]
    path = workbook(tmp_path, rows)
    assert [each[3] for each in faults(path, households())] == ["code_date", "code_date"]


FORMULAS: dict[str, tuple[str, str]] = {
    "a formula": ("=1200+34.5|1234.5", "cell_formula"),
    "an error": ("=1/0|#DIV/0!", "cell_error"),
    "another error": ("=NA()|#N/A", "cell_error"),
}


@pytest.mark.parametrize(("formula", "word"), FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_is_refused(tmp_path: Path, formula: str, word: str) -> None:
    path = workbook(tmp_path, [DEPOSIT_HEADS, deposit(amount=Formula(formula))])
    ((row, column, _value, found),) = faults(path, deposits())
    assert (row, column, found) == (2, "金额", word)


def test_the_kept_value_of_a_formula_is_taken_only_when_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path, [DEPOSIT_HEADS, deposit(amount=Formula("=1200+34.5|1234.5"))])
    taken = read_rows(path, deposits(), use_cached=True)
    assert values(taken)[0]["amount"] == 123450
    assert any("“金额”列有 1 处是公式" in notice for notice in taken.notices)


def test_the_error_of_a_formula_is_never_taken(tmp_path: Path) -> None:
    path = workbook(tmp_path, [DEPOSIT_HEADS, deposit(amount=Formula("=1/0|#DIV/0!"))])
    assert [each[3] for each in faults(path, deposits(), use_cached=True)] == ["cell_error"]


def test_a_formula_whose_value_was_not_kept_is_not_an_empty_cell(tmp_path: Path) -> None:
    heads = (*DEPOSIT_HEADS, "交款人")
    cells = row_xml(2, DEPOSIT).replace("</row>", '<c r="E2"><f>A1</f></c></row>')
    path = handmade(tmp_path, sheet_xml(row_xml(1, heads) + cells))
    assert faults(path, deposits(), use_cached=True) == [(2, "交款人", "", "cell_formula_uncached")]


def test_cells_that_an_array_formula_fills_are_formulas(tmp_path: Path) -> None:
    cells = row_xml(2, DEPOSIT).replace(
        '<c r="C2" t="inlineStr"><is><t>1,234.50</t></is></c>', '<c r="C2"><v>1234.5</v></c>'
    )
    array = row_xml(3, DEPOSIT).replace(
        '<c r="C3" t="inlineStr"><is><t>1,234.50</t></is></c>',
        '<c r="C3"><f t="array" ref="C2:C3">A1</f><v>1</v></c>',
    )
    path = handmade(tmp_path, sheet_xml(row_xml(1, DEPOSIT_HEADS) + cells + array))
    assert [(each[0], each[3]) for each in faults(path, deposits())] == [
        (2, "cell_formula"),
        (3, "cell_formula"),
    ]


def test_a_formula_in_an_old_workbook_is_refused(tmp_path: Path) -> None:
    path = old_workbook(tmp_path, [DEPOSIT_HEADS, deposit(amount=Formula("=1+1"))])
    assert [each[3] for each in faults(path, deposits())] == ["cell_formula"]


def test_a_formula_in_a_column_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    path = workbook(tmp_path, [("序号", *DEPOSIT_HEADS), (Formula("=ROW()-1|1"), *DEPOSIT)])
    assert read_rows(path, deposits()).count == 1


def test_rows_and_columns_that_nobody_sees_are_read_and_told(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    sheet = made.sheet("一", [DEPOSIT_HEADS, DEPOSIT, DEPOSIT, DEPOSIT])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_column("D:D", None, None, {"hidden": True})
    taken = read_rows(made.done(), deposits())
    assert taken.count == 3
    assert any("第 3–4 行" in notice for notice in taken.notices)
    assert any("D" in notice and "隐藏的列" in notice for notice in taken.notices)


@BOTH
def test_blank_rows_are_passed_over_and_numbers_stay_those_of_the_sheet(
    tmp_path: Path, make: Maker
) -> None:
    rows = [DEPOSIT_HEADS, DEPOSIT, [], ["", " "], DEPOSIT]
    assert [row.number for row in read_rows(make(tmp_path, rows), deposits()).rows] == [2, 5]


def test_what_stands_outside_the_table_is_told(tmp_path: Path) -> None:
    rows = [DEPOSIT_HEADS, [*DEPOSIT, "", "", "核对过"], DEPOSIT]
    taken = read_rows(workbook(tmp_path, rows), deposits())
    assert taken.count == 2
    assert any("G2" in notice for notice in taken.notices)


def test_merged_cells_over_data_are_refused(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    sheet = made.sheet("一", [DEPOSIT_HEADS, DEPOSIT, ["", *DEPOSIT[1:]], DEPOSIT])
    sheet.merge_range("A2:A3", DAY)
    sheet.merge_range("G2:H3", "旁注")
    found = bad_rows(made.done(), deposits())
    assert [(row.row, row.value, row.code) for row in found] == [
        (2, "A2:A3", "cell_merged"),
        (3, "", "cell_empty"),
    ]
    assert "A2:A3" in found[0].message


def test_merged_cells_inside_one_row_are_refused_unless_it_is_a_total(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    rows = [DEPOSIT_HEADS, deposit(amount=1), deposit(amount=2), ["", "", 3]]
    sheet = made.sheet("一", rows)
    sheet.merge_range("C3:D3", "2")
    sheet.merge_range("A4:B4", "合计")
    path = made.done()
    assert [(each[0], each[3]) for each in faults(path, deposits())] == [(3, "cell_merged")]


def test_a_head_that_comes_again_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [DEPOSIT_HEADS, DEPOSIT, [], DEPOSIT_HEADS, DEPOSIT])
    assert [(each[0], each[3]) for each in faults(path, deposits())] == [(4, "second_head")]


def test_the_sheet_with_the_table_is_found(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    made.sheet("说明", [["请填写第二张表"]])
    made.sheet("数据", [DEPOSIT_HEADS, DEPOSIT])
    made.sheet("空表", [DEPOSIT_HEADS])
    made.sheet("藏", [DEPOSIT_HEADS, DEPOSIT]).hide()
    made.book.add_chartsheet("图")
    taken = read_rows(made.done(), deposits())
    assert taken.count == 1
    assert any("说明、空表" in notice for notice in taken.notices)
    assert any("“藏”" in notice for notice in taken.notices)


def test_two_sheets_with_data_are_refused(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    made.sheet("一月", [DEPOSIT_HEADS, DEPOSIT])
    made.sheet("二月", [DEPOSIT_HEADS, DEPOSIT])
    error = refusal(made.done(), deposits())
    assert error.code == "sheet_ambiguous"
    assert "一月、二月" in error.message


def test_days_that_count_from_1904_are_read_right(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx", {"date_1904": True})
    rows = [DEPOSIT_HEADS, deposit(on=date(2025, 1, 5)), deposit(on=45662 - 1462)]
    made.sheet("一", rows)
    days = [row["on"] for row in values(read_rows(made.done(), deposits()))]
    assert days == [date(2025, 1, 5), date(2025, 1, 5)]


def test_opening_balances_may_be_zero(tmp_path: Path) -> None:
    heads = ("房屋编号", "本金余额", "收益余额", "银行账号", "最后变动日")
    path = workbook(tmp_path, [heads, (DOOR, 0, 12.3, ACCOUNT, date(2024, 12, 31))])
    (row,) = values(read_rows(path, opening()))
    assert (row["principal"], row["earnings"]) == (0, 1230)
