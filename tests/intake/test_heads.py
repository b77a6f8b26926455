from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.intake.files import bank_statement, deposits, households, opening
from ledger.intake.head_words import aliases_of, normal
from ledger.intake.reader import read_rows
from ledger.intake.spec import FileSpec
from tests.intake.making import (
    DEPOSIT,
    DEPOSIT_HEADS,
    Shaped,
    handmade,
    refusal,
    row_xml,
    sheet_xml,
    text_file,
    values,
    workbook,
)

ROSTER_HEADS = ("小区编号", "幢", "房号", "建筑面积", "房屋性质")
ROSTER = ("A01", "3", "501", "88.53", "商品住宅")


@pytest.mark.parametrize("spec", [households(), deposits(), opening(), bank_statement()])
def test_no_head_means_two_columns_of_a_file(spec: FileSpec) -> None:
    aliases = aliases_of(spec)
    assert len(aliases) >= 2 * len(spec.fields)


HEADS = {
    "code words": "on,household,amount,bank_account",
    "capitals and spaces": " On , HOUSEHOLD,Amount ,Bank_Account",
    "units in full width": "到账日期（年-月-日）,房屋编号,金额（元）,银行账号",
    "units in half width": "到账日期,房屋编号,金额(元),银行账号",
    "a colon before the unit": "到账日期,房屋编号,金额：元,银行账号",
    "stars and remarks": "*到账日期,房屋编号*,金额（元）（必填）,银行账号（必填）",
    "spaces inside": "到账 日期,房屋　编号,金　额,银行账号",
    "a line break inside": '"到账\n日期",房屋编号,"金额\n（元）",银行账号',
    "synonyms": "交款日期,户号,交存金额,专户账号",
    "banner lines above": "2025年1月交存明细,,,\n单位：元,,,\n\n到账日期,房屋编号,金额,银行账号",
}


@pytest.mark.parametrize("heads", HEADS.values(), ids=HEADS.keys())
def test_a_head_is_found_however_it_is_written(tmp_path: Path, heads: str) -> None:
    text = f'{heads}\n2025-01-05,A01-3-2-501,"1,234.50",6222020001\n'
    (row,) = values(read_rows(text_file(tmp_path, text), deposits()))
    assert row["amount"] == 123450


def test_the_order_is_free_and_unknown_columns_are_told(tmp_path: Path) -> None:
    text = "备注,金额,银行账号,房屋编号,到账日期\n好,1.00,6222020001,A01-3-2-501,2025-01-05\n"
    taken = read_rows(text_file(tmp_path, text), deposits())
    assert values(taken)[0]["amount"] == 100
    assert any("备注" in notice for notice in taken.notices)
    assert taken.heads["amount"] == "金额"
    assert taken.heads["payer"] == "交款人"


def test_a_standard_is_read_with_its_unit(tmp_path: Path) -> None:
    rows = [(*ROSTER_HEADS, "交存标准（元/㎡）"), (*ROSTER, "75")]
    assert values(read_rows(text_file(tmp_path, rows), households()))[0]["standard"] == 7500


def test_the_more_official_of_two_heads_counts(tmp_path: Path) -> None:
    rows = [(*ROSTER_HEADS, "业主", "产权人"), (*ROSTER, "甲", "乙")]
    taken = read_rows(text_file(tmp_path, rows), households())
    assert values(taken)[0]["owner"] == "乙"
    assert any("业主" in notice for notice in taken.notices)


REFUSED: dict[str, tuple[str, str, list[str]]] = {
    "nothing known": ("a,b,c\n1,2,3\n", "head_missing", ["金额（amount）"]),
    "no head": ("2025-01-05,A01-3-2-501,1,6222020001\n", "head_missing", []),
    "a column missing": (
        "到账日期,房屋编号,金额,备注\n2025-01-05,A01-3-2-501,1,x\n",
        "column_missing",
        ["第 1 行", "银行账号（bank_account）"],
    ),
    "the same head twice": (
        "到账日期,房屋编号,金额,银行账号,金额\n",
        "head_repeated",
        ["第 1 行第 3 列", "第 1 行第 5 列"],
    ),
    "two heads for the amount": (
        "到账日期,房屋编号,金额,银行账号,实交金额\n",
        "head_repeated",
        ["“金额”", "“实交金额”"],
    ),
    "an unknown head twice": (
        "到账日期,房屋编号,金额,银行账号,备注,备注\n",
        "head_repeated",
        ["备注"],
    ),
    "in ten thousands": ("到账日期,房屋编号,金额（万元）,银行账号\n", "head_wan", ["金额（万元）"]),
    "in ten thousands, no brackets": ("到账日期,房屋编号,金额万元,银行账号\n", "head_wan", []),
    "in ten thousands by a banner": (
        "单位：万元,,,\n到账日期,房屋编号,金额,银行账号\n",
        "head_wan",
        ["金额"],
    ),
    "in thousands": ("到账日期,房屋编号,金额（千元）,银行账号\n", "head_unit", ["金额（千元）"]),
    "in thousands by a banner": (
        "金额单位：千元,,,\n到账日期,房屋编号,金额,银行账号\n",
        "head_unit",
        [],
    ),
    "in dollars": ("到账日期,房屋编号,金额（美元）,银行账号\n", "head_unit", []),
    "another amount": (
        "到账日期,房屋编号,金额（应收）,银行账号\n",
        "column_missing",
        ["金额（amount）"],
    ),
    "no rows": ("到账日期,房屋编号,金额,银行账号\n", "rows_missing", []),
    "no rows but blank ones": ("到账日期,房屋编号,金额,银行账号\n,,,\n", "rows_missing", []),
    "blank": ("\n\n", "rows_missing", []),
}


@pytest.mark.parametrize(("text", "word", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_a_head_that_will_not_do_is_refused_by_name(
    tmp_path: Path, text: str, word: str, told: Sequence[str]
) -> None:
    error = refusal(text_file(tmp_path, text), deposits())
    assert error.code == word
    for each in told:
        assert each in f"{error.message} {error.hint}"


WAN = {
    "by the head": "到账日期,房屋编号,金额（万元）,银行账号",
    "by a banner": "单位：万元,,,\n到账日期,房屋编号,金额,银行账号",
    "by the person alone": "到账日期,房屋编号,金额,银行账号",
}


@pytest.mark.parametrize("heads", WAN.values(), ids=WAN.keys())
def test_ten_thousands_are_read_where_the_person_says_so(tmp_path: Path, heads: str) -> None:
    text = f"{heads}\n2025-01-05,A01-3-2-501,1.234567,6222020001\n合计,,1.234567,\n"
    taken = read_rows(text_file(tmp_path, text), deposits(), unit_wan=True)
    assert values(taken)[0]["amount"] == 1234567
    assert any("万元" in notice for notice in taken.notices)


@pytest.mark.parametrize(
    ("heads", "word"),
    [
        ("房屋编号,本金余额（万元）,收益余额,银行账号", "head_unit"),
        ("房屋编号,本金余额（元）,收益余额（元）,银行账号", "head_unit"),
        ("单位：元,,,\n房屋编号,本金余额,收益余额,银行账号", "head_unit"),
    ],
)
def test_ten_thousands_are_not_guessed_at(tmp_path: Path, heads: str, word: str) -> None:
    path = text_file(tmp_path, f"{heads}\nA01-3-2-501,1,1,6222020001\n")
    assert refusal(path, opening(), unit_wan=True).code == word


def test_one_column_may_be_in_ten_thousands_and_another_in_yuan(tmp_path: Path) -> None:
    text = "房屋编号,本金余额（万元）,收益余额（元）,银行账号\nA01-3-2-501,1,1,6222020001\n"
    (row,) = values(read_rows(text_file(tmp_path, text), opening(), unit_wan=True))
    assert (row["principal"], row["earnings"]) == (1_000_000, 100)


def test_a_merged_head_of_two_rows_is_read(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    sheet = made.sheet("一", [[], [], ["", "幢", "房号", "", "", "性质", "标准"], [*ROSTER, "75"]])
    sheet.merge_range("A1:G1", "某小区户册")
    sheet.merge_range("A2:A3", "小区编号")
    sheet.merge_range("B2:C2", "坐落")
    sheet.merge_range("D2:D3", "建筑面积（㎡）")
    sheet.write("E2", "房屋性质")
    sheet.merge_range("F2:G2", "房屋")
    # 房屋 over 性质 makes 房屋性质, the same as column E.
    error = refusal(made.done(), households())
    assert error.code == "head_repeated"
    assert "E2" in error.message
    assert "F3" in error.message


def _merged_roster(tmp_path: Path) -> Shaped:
    made = Shaped(tmp_path / "f.xlsx")
    rows = [[], [], ["", "幢", "房号", "", "房屋性质", "标准"], [*ROSTER, "75"]]
    sheet = made.sheet("一", rows)
    sheet.merge_range("A1:F1", "某小区户册")
    sheet.merge_range("A2:A3", "小区编号")
    sheet.merge_range("B2:C2", "坐落")
    sheet.merge_range("D2:D3", "建筑面积（㎡）")
    sheet.merge_range("E2:F2", "交存")
    return made


def test_a_merged_head_joins_its_two_rows(tmp_path: Path) -> None:
    (row,) = values(read_rows(_merged_roster(tmp_path).done(), households()))
    assert (row["room"], row["standard"], row["area"]) == ("501", 7500, 8853)


def test_a_merged_head_that_went_through_csv_is_still_read(tmp_path: Path) -> None:
    text = (
        "户册,,,,,\n小区编号,坐落,,建筑面积,交存,\n,幢,房号,,房屋性质,标准\n"
        "A01,3,501,88.53,商品住宅,75\n"
    )
    (row,) = values(read_rows(text_file(tmp_path, text), households()))
    assert (row["room"], row["standard"]) == ("501", 7500)


def test_a_unit_may_stand_in_a_row_of_its_own(tmp_path: Path) -> None:
    rows = (
        row_xml(1, DEPOSIT_HEADS)
        + row_xml(2, ["", "", "（万元）", ""])
        + row_xml(3, [*DEPOSIT[:2], "1.5", DEPOSIT[3]])
    )
    merged = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/></mergeCells>'
    path = handmade(tmp_path, sheet_xml(rows, after=merged))
    assert refusal(path, deposits()).code == "head_wan"
    assert values(read_rows(path, deposits(), unit_wan=True))[0]["amount"] == 1_500_000


def test_a_merged_head_of_three_rows_is_refused_with_its_cells(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    sheet = made.sheet("一", [["", *DEPOSIT_HEADS[1:]], [], [], DEPOSIT])
    sheet.merge_range("A1:A3", "到账日期")
    error = refusal(made.done(), deposits())
    assert error.code == "head_merged"
    assert "A1:A3" in error.message


def test_a_merged_head_that_hides_a_column_is_refused(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    rows = [["", "对方", "", "贷方", "借方"], ["", "余额", "单位"], ["2025-01-05", "1", "x", "1"]]
    sheet = made.sheet("一", rows)
    sheet.merge_range("A1:A2", "日期")
    sheet.merge_range("B1:C1", "账号")
    error = refusal(made.done(), bank_statement())
    assert error.code == "head_merged"
    assert "A1:A2" in error.message


def test_a_cell_of_a_merged_head_that_is_two_columns_at_once_is_refused(tmp_path: Path) -> None:
    made = Shaped(tmp_path / "f.xlsx")
    rows = [["", "幢", "房号", "", "", "房屋性质"], ["", "", "", "面积", "系数"], [*ROSTER]]
    sheet = made.sheet("一", rows)
    sheet.merge_range("A1:A2", "小区编号")
    sheet.merge_range("D1:E1", "分摊")
    path = made.done()
    # 面积 alone is the building area, 分摊面积 another column.
    error = refusal(path, households())
    assert error.code == "head_merged"
    assert "D2" in error.message


def test_the_head_need_not_be_in_the_first_column_or_row(tmp_path: Path) -> None:
    rows = [[], ["", "交存明细"], [], ["", "", *DEPOSIT_HEADS], ["", "", *DEPOSIT]]
    (row,) = read_rows(workbook(tmp_path, rows), deposits()).rows
    assert (row.number, row.values["amount"]) == (5, 123450)


def test_a_head_is_compared_without_what_cannot_be_seen() -> None:
    assert normal("\ufeff*建筑 面积\n（㎡）\u200b") == "建筑面积(m2)"
