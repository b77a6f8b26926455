from __future__ import annotations

from pathlib import Path

import pytest

from ledger.intake.files import deposits, households
from ledger.intake.reader import read_rows
from ledger.intake.totals import total_word
from tests.intake.making import (
    DEPOSIT_HEADS,
    Formula,
    bad_rows,
    faults,
    text_file,
    workbook,
)

HEADS = ",".join(DEPOSIT_HEADS)


def is_amount(line: str) -> bool:
    return line.replace(".", "").isdigit()


def table(*lines: str) -> str:
    """Return a deposit file; a number is a row of that amount."""
    rows = [f"2025-01-05,A-1-1-1,{line},6222" if is_amount(line) else line for line in lines]
    return "\n".join([HEADS, *rows, ""])


FITTING = {
    "a total": ("1", "2.50", '合计,,"3.50",'),
    "spaces and a colon": ("1", "2", "合 计：,,3,"),
    "another word": ("1", "2", "总计,,￥3.00元,"),
    "in a later column": ("1", "2", ",合计,3,"),
    "a total of nothing": ("1", "2", "合计,,,"),
    "too short a row": ("1", "2", "合计,,3"),
    "parts and a total": ("1", "2", "小计,,3,", "4", "小计,,4,", "合计,,7,"),
    "named parts": ("1", "1幢小计,,1,", "4", "2幢小计,,4,", "合计,,5,"),
    "parts of parts": ("1", "小计,,1,", "2", "小计,,2,", "A区小计,,3,", "4", "合计,,7,"),
    "running totals of pages": ("1", "本页小计,,1,", "2", "本页小计,,3,"),
    "totals of parts": ("1", "合计,,1,", "2", "合计,,2,", "总计,,3,"),
    "totals of parts at the end of each": ("1", "2", "合计,,3,", "4", "5", "合计,,9,", "总计,,12,"),
}


@pytest.mark.parametrize("lines", FITTING.values(), ids=FITTING.keys())
def test_a_total_that_fits_is_no_row(tmp_path: Path, lines: tuple[str, ...]) -> None:
    taken = read_rows(text_file(tmp_path, table(*lines)), deposits())
    amounts = list(filter(is_amount, lines))
    assert taken.count == len(amounts)
    assert taken.sums == {"amount": round(sum(map(float, amounts)) * 100)}
    assert len(list(taken.rows)) == len(amounts)


DIFFERING = {
    "a fen": (("1", "2", "合计,,3.01,"), 4, "3.01", "3.00"),
    "a lost row": (("1", "合计,,3,"), 3, "3", "1.00"),
    "a part": (("1", "小计,,2,", "合计,,1,"), 3, "2", "1.00"),
    "the last of several": (("1", "合计,,1,", "2", "合计,,2,"), 5, "2", "3.00"),
}


@pytest.mark.parametrize(
    ("lines", "row", "stated", "found"), DIFFERING.values(), ids=DIFFERING.keys()
)
def test_a_total_that_does_not_fit_is_refused_with_both_sums(
    tmp_path: Path, lines: tuple[str, ...], row: int, stated: str, found: str
) -> None:
    (bad,) = bad_rows(text_file(tmp_path, table(*lines)), deposits())
    assert (bad.row, bad.column, bad.value, bad.code) == (row, "金额", stated, "total_differs")
    assert found in bad.message


def test_a_total_is_not_checked_while_rows_are_bad(tmp_path: Path) -> None:
    text = table("1", "2025-01-05,A-1-1-1,x,6222", "合计,,3,")
    assert [each[3] for each in faults(text_file(tmp_path, text), deposits())] == [
        "money_unreadable"
    ]


def test_a_total_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert faults(text_file(tmp_path, table("1", "合计,,一,")), deposits()) == [
        (3, "金额", "一", "money_unreadable")
    ]


def test_a_remark_below_the_total_is_one_fault(tmp_path: Path) -> None:
    text = table("1", "合计,,1,", "制表人：张三,,,")
    assert faults(text_file(tmp_path, text), deposits()) == [
        (4, "", "制表人：张三", "row_after_total")
    ]


def test_each_summed_column_is_checked_in_its_own_unit(tmp_path: Path) -> None:
    heads = ("小区编号", "幢", "房号", "建筑面积", "房屋性质", "计票人数", "交存标准")
    rows = [
        heads,
        ("A", "1", "1", 88.53, "商品住宅", 1, 75),
        ("A", "1", "2", 1.47, "商品住宅", 2, 75),
    ]
    good = workbook(tmp_path, [*rows, ("合计", "", "", 90, "", 3, "")], "good.xlsx")
    assert read_rows(good, households()).sums == {"area": 9000, "heads": 3}
    bad = workbook(tmp_path, [*rows, ("合计", "", "", 90.01, "", 4, 75)], "bad.xlsx")
    assert [(each[0], each[1]) for each in faults(bad, households())] == [
        (4, "建筑面积"),
        (4, "计票人数"),
    ]


def test_a_total_that_is_a_formula_obeys_the_rule_of_formulas(tmp_path: Path) -> None:
    rows = [
        DEPOSIT_HEADS,
        ("2025-01-05", "A-1-1-1", 12.5, "6222"),
        ("合计", "", Formula("=SUM(C2:C2)|12.5"), ""),
    ]
    path = workbook(tmp_path, rows)
    assert [each[3] for each in faults(path, deposits())] == ["cell_formula"]
    assert read_rows(path, deposits(), use_cached=True).sums == {"amount": 1250}


@pytest.mark.parametrize(
    "word", ["计", "合计户", "会计", "合计1", "小计：100", "A01", "设计院小区"]
)
def test_a_name_is_no_total(word: str) -> None:
    assert total_word([word]) == ""
