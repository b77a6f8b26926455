from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from ledger.intake.files import bank_statement, deposits, households, opening
from ledger.intake.reader import read_rows
from ledger.intake.spec import FileSpec
from ledger.values.i18n import choose_language
from tests.intake.making import faults, refusal, text_file, values
from tests.values.tables import rows_of


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    sink = io.StringIO()
    csv.writer(sink).writerows(rows)
    return sink.getvalue()


CASES = {
    "households": (
        households(),
        {
            "小区编号": "A01",
            "小区名称": "幸福里",
            "幢": "3",
            "单元": "02",
            "房号": "0501",
            "层": "5",
            "电梯": "是",
            "建筑类型": "02_小高层",
            "房屋性质": "售后公房",
            "用途": "住宅",
            "建筑面积（㎡）": "88.53㎡",
            "分摊面积": "90",
            "表决面积": "0",
            "计票人数": "１",
            "房款（元）": "1,000,000",
            "产权人": "买买提•艾力",
            "取得日期": "2020/1/5",
            "身份证号": "11010519491231002x",
            "联系电话": "138 0000 0000",
            "交存标准（元/㎡）": "120.5元/㎡",
            "应交金额": "10,667.87",
            "售房单位": "第一机床厂",
        },
        {
            "estate": "A01",
            "estate_name": "幸福里",
            "building": "3",
            "unit": "02",
            "room": "0501",
            "floor": "5",
            "lift": True,
            "structure": "high_rise",
            "kind": "sold_public",
            "usage": "住宅",
            "area": 8853,
            "share_area": 9000,
            "vote_area": 0,
            "heads": 1,
            "price": 100_000_000,
            "owner": "买买提·艾力",
            "owned_from": date(2020, 1, 5),
            "id_no": "11010519491231002X",
            "phone": "138 0000 0000",
            "standard": 12050,
            "due": 1_066_787,
            "selling_unit": "第一机床厂",
        },
    ),
    "deposits": (
        deposits(),
        {
            "到账日期": "2025年1月5日",
            "房屋编号": "A01-3--501",
            "金额": "￥１２．３０元整",
            "银行账号": "6222 0200 0011",
            "交款人": "张三",
            "交款方": "开发商",
            "摘要": "续筹",
            "银行流水号": "0012-X",
            "票据号": "No.00012",
        },
        {
            "on": date(2025, 1, 5),
            "household": "A01-3-0-501",
            "amount": 1230,
            "bank_account": "622202000011",
            "payer": "张三",
            "payer_class": 3,
            "purpose": "续交",
            "bank_ref": "0012-X",
            "receipt": "No.00012",
        },
    ),
    "opening": (
        opening(),
        {
            "房屋编号": "A01-3-SU",
            "本金余额": "0",
            "收益余额": "0.00",
            "银行账号": "6222",
            "累计交存": "5,000",
            "交款方": "售房单位",
            "最后变动日": "20241231",
        },
        {
            "household": "A01-3-SU",
            "principal": 0,
            "earnings": 0,
            "bank_account": "6222",
            "deposited": 500_000,
            "payer_class": 2,
            "last_on": date(2024, 12, 31),
        },
    ),
    "bank statement": (
        bank_statement(),
        {
            "交易日期": "2025-01-05",
            "记账日期": "2025-01-06",
            "账号": "6222",
            "贷方金额": "-12.30",
            "借方金额": "",
            "余额": "-0.01",
            "流水号": "S1",
            "对方户名": "某公司",
            "摘要": "冲正",
            "用途": "不读",
        },
        {
            "on": date(2025, 1, 5),
            "bank_account": "6222",
            "credit": -1230,
            "balance": -1,
            "ref": "S1",
            "counterparty": "某公司",
            "summary": "冲正",
        },
    ),
}


@pytest.mark.parametrize(("spec", "cells", "expected"), CASES.values(), ids=CASES.keys())
def test_every_column_of_a_file_is_read(
    tmp_path: Path, spec: FileSpec, cells: dict[str, str], expected: dict[str, object]
) -> None:
    path = text_file(tmp_path, csv_text([list(cells), list(cells.values())]))
    assert values(read_rows(path, spec)) == [expected]


@pytest.mark.parametrize("spec", [households(), deposits(), opening(), bank_statement()])
def test_a_file_may_have_code_words_for_heads_and_must_have_its_columns(
    tmp_path: Path, spec: FileSpec
) -> None:
    keys = [field.key for field in spec.fields]
    assert refusal(text_file(tmp_path, csv_text([keys])), spec).code == "rows_missing"
    for field in spec.fields:
        rest = [key for key in keys if key != field.key]
        error = refusal(text_file(tmp_path, csv_text([rest])), spec)
        assert error.code == ("column_missing" if field.required else "rows_missing")
        assert not field.required or field.title in error.message


UNDERSTOOD: list[tuple[str, str, object]] = [
    ("房屋性质", "商品住宅", "commodity"),
    ("房屋性质", "commodity", "commodity"),
    ("房屋性质", "03_房改房", "sold_public"),
    ("房屋性质", "已售公有住房", "sold_public"),
    ("房屋性质", "非住宅", "non_home"),
    ("房屋性质", "未售商品房", "unsold_commodity"),
    ("房屋性质", "未售 公房", "unsold_public"),
    ("电梯", "01_电梯", True),
    ("电梯", "02_非电梯", False),
    ("电梯", "TRUE", True),
    ("电梯", "无", False),
    ("计票人数", "0", 0),
    ("房号", '="0501"', "0501"),
    ("身份证号", "110105491231002", "110105491231002"),
    ("身份证号", "91350100M000100Y43", "91350100M000100Y43"),
    ("身份证号", "军字第2001988号", "军字第2001988号"),
    ("产权人", "=HYPERLINK(1)", "=HYPERLINK(1)"),
]
REFUSED: list[tuple[str, str, str]] = [
    ("产权人", "张\ufffd", "text_garbled"),
    ("产权人", "锟斤拷", "text_garbled"),
    ("房屋性质", "商品房", "kind_unknown"),
    ("电梯", "3", "flag_unknown"),
    ("计票人数", "10000", "count_unreadable"),
    ("计票人数", "-1", "count_unreadable"),
    ("计票人数", "二", "count_unreadable"),
    ("幢", "A 1", "code_space"),
    ("幢", "Ａ１", "code_full_width"),
    ("幢", "3-1", "code_hyphen"),
    ("房号", "501.0", "code_number"),
    ("房号", "5.01E+2", "code_number"),
    ("房号", "1" * 10_000, "code_too_long"),
    ("房号", "3月2日", "code_date"),
    ("建筑面积", "88.888888", "area_precision"),
    ("建筑面积", "建筑面积:88.5", "area_unreadable"),
    ("建筑面积", "0", "area_zero"),
    ("建筑面积", "", "cell_empty"),
    ("交存标准", "房款的1%", "money_unreadable"),
    ("身份证号", "110105194912310021", "id_no_check"),
    ("身份证号", "110105194912310000", "id_no_check"),
    ("身份证号", "11010519490231002X", "id_no_check"),
    ("身份证号", "1.10105E+17", "id_no_length"),
    ("身份证号", "11010519491231002", "id_no_length"),
    ("身份证号", "91350100M000100Y44", "id_no_check"),
    ("联系电话", "1.38E+10", "phone_unreadable"),
    ("产权人", "张\u202e三", "text_bidi"),
    ("产权人", "张\n三", "text_control"),
    ("产权人", "张\x1b三", "text_control"),
    ("产权人", "张\u200b三", "text_invisible"),
    ("产权人", "张\ue000", "text_private_use"),
    ("产权人", "张" * 201, "text_too_long"),
]
HOME = {"小区编号": "A01", "幢": "3", "房号": "5", "建筑面积": "1", "房屋性质": "商品住宅"}


@pytest.mark.parametrize(("head", "text", "expected"), UNDERSTOOD)
def test_a_word_of_the_roster_is_understood(
    tmp_path: Path, head: str, text: str, expected: object
) -> None:
    cells = {**HOME, head: text}
    path = text_file(tmp_path, csv_text([list(cells), list(cells.values())]))
    key = next(field.key for field in households().fields if head in field.heads)
    assert values(read_rows(path, households()))[0][key] == expected


@pytest.mark.parametrize(("head", "text", "word"), REFUSED)
def test_a_word_of_the_roster_is_refused(tmp_path: Path, head: str, text: str, word: str) -> None:
    cells = {**HOME, head: text}
    path = text_file(tmp_path, csv_text([list(cells), list(cells.values())]))
    assert faults(path, households()) == [(2, head, text[:200], word)]


def test_a_name_that_looks_garbled_is_read_and_told(tmp_path: Path) -> None:
    cells = {**HOME, "产权人": "物业".encode().decode("gb18030")}
    assert cells["产权人"] == "鐗╀笟"
    path = text_file(tmp_path, csv_text([list(cells), list(cells.values())]))
    taken = read_rows(path, households())
    assert values(taken)[0]["owner"] == "鐗╀笟"
    assert any("“产权人”列有 1 处像是乱码" in notice for notice in taken.notices)


DOORS: list[tuple[str, str]] = [
    ("A01-3-2-501", "A01-3-2-501"),
    (" A01 - 3 - 2 - 501 ", "A01-3-2-501"),
    ("A01－3–2‑501", "A01-3-2-501"),
    ("A01—3−2‐501", "A01-3-2-501"),
    ("小区-E1-2-501", "小区-E1-2-501"),
    ("A01-3-SU", "A01-3-SU"),
    ("A01-3-501", "household_code"),
    ("A01-3-2-5-01", "household_code"),
    ("A01", "household_code"),
    ("A01-3-2-501" * 50, "household_code"),
    ("A01--2-501", "code_empty"),
    ("A01-3-2-", "code_empty"),
    ("A01-3-2-501.0", "code_number"),
    ("A01-1E5-2-501", "code_number"),
    ("Ａ01-3-2-501", "code_full_width"),
]


@pytest.mark.parametrize(("text", "expected"), DOORS)
def test_the_code_of_a_household_is_made_canonical_or_refused(
    tmp_path: Path, text: str, expected: str
) -> None:
    heads = ["到账日期", "房屋编号", "金额", "银行账号"]
    path = text_file(tmp_path, csv_text([heads, ["2025-01-05", text, "1", "6222"]]))
    if expected in {"household_code", "code_empty", "code_number", "code_full_width"}:
        ((row, head, _value, word),) = faults(path, deposits())
        assert (row, head, word) == (2, "房屋编号", expected)
        return
    taken = read_rows(path, deposits())
    assert values(taken)[0]["household"] == expected
    assert any("连字符" in notice for notice in taken.notices) == (
        not text.isascii() and text != expected
    )


PURPOSES: list[tuple[str, str, str]] = [
    ("摘要", "首期", "首期"),
    ("摘要", "首期专项维修资金", "首期"),
    ("摘要", "补足", "补足"),
    ("摘要", "补建", "补建"),
    ("摘要", "补交", "purpose_unknown"),
    ("交款方", "单位", "payer_class_unknown"),
    ("银行账号", "6.22202E+18", "code_number"),
    ("银行账号", "６２２２", "code_full_width"),
    ("银行账号", "1" * 41, "code_too_long"),
    ("银行流水号", "'001", "code_formula"),
]


@pytest.mark.parametrize(("head", "text", "expected"), PURPOSES)
def test_a_word_of_a_deposit_is_understood_or_refused(
    tmp_path: Path, head: str, text: str, expected: str
) -> None:
    good = {"到账日期": "2025-01-05", "房屋编号": "A-1-1-1", "金额": "1", "银行账号": "6222"}
    cells = {**good, head: text}
    path = text_file(tmp_path, csv_text([list(cells), list(cells.values())]))
    if expected.isascii():
        assert faults(path, deposits()) == [(2, head, text, expected)]
    else:
        assert values(read_rows(path, deposits()))[0]["purpose"] == expected


@pytest.mark.parametrize(
    ("credit", "debit"), [("", ""), ("0", ""), ("0.00", "0"), ("1", "1"), ("1", "-1")]
)
def test_a_row_of_a_bank_moves_money_in_one_direction(
    tmp_path: Path, credit: str, debit: str
) -> None:
    rows = [["日期", "账号", "贷方", "借方"], ["2025-01-05", "6222", credit, debit]]
    assert faults(text_file(tmp_path, csv_text(rows)), bank_statement()) == [
        (2, "", "", "bank_sides")
    ]


def test_every_amount_that_people_write_meets_the_same_grammar_in_a_file(tmp_path: Path) -> None:
    table = [row for row in rows_of("bad_money.tsv") if "\0" not in row.text]
    rows = [["2025-01-05", "A-1-1-1", row.text, "6222"] for row in table]
    heads = ["到账日期", "房屋编号", "金额", "银行账号"]
    path = text_file(tmp_path, csv_text([heads, *rows]))
    found = {row: word for row, _head, _value, word in faults(path, deposits())}
    for number, row in enumerate(table, 2):
        word = found.get(number, "")
        blank = not row.text.strip()
        assert word == ("" if row.expect.isdigit() else "cell_empty" if blank else row.expect), row


def test_every_day_that_people_write_meets_the_same_grammar_in_a_file(tmp_path: Path) -> None:
    table = rows_of("bad_dates.tsv")
    rows = [[row.text, "A-1-1-1", "1", "6222"] for row in table]
    heads = ["到账日期", "房屋编号", "金额", "银行账号"]
    path = text_file(tmp_path, csv_text([heads, *rows]))
    found = {row: word for row, _head, _value, word in faults(path, deposits())}
    for number, row in enumerate(table, 2):
        expected = "" if row.expect[:1].isdigit() else row.expect
        assert found.get(number, "") == ("cell_empty" if not row.text.strip() else expected), row


WAN: list[tuple[str, int | str]] = [
    ("1", 1_000_000),
    ("1.5", 1_500_000),
    ("￥1.234567", 1_234_567),
    ("0.000001", 1),
    ("1,234.5", 1_234_500_000),
    ("1.2345678", "money_precision"),
    ("1.5万", "money_unit"),
    ("12元", "money_unit"),
    ("1。5", "money_unreadable"),
    ("-1", "money_negative"),
    ("0", "money_zero"),
    ("x", "money_unreadable"),
]


@pytest.mark.parametrize(("text", "expected"), WAN)
def test_an_amount_in_ten_thousands_is_exact_or_refused(
    tmp_path: Path, text: str, expected: int | str
) -> None:
    heads = ["到账日期", "房屋编号", "金额（万元）", "银行账号"]
    path = text_file(tmp_path, csv_text([heads, ["2025-01-05", "A-1-1-1", text, "6222"]]))
    if isinstance(expected, int):
        assert values(read_rows(path, deposits(), unit_wan=True))[0]["amount"] == expected
    else:
        assert faults(path, deposits(), unit_wan=True) == [(2, "金额（万元）", text, expected)]


def test_files_are_explained_in_the_language_in_force() -> None:
    choose_language("en")
    assert [field.heads[0] for field in deposits().fields][:2] == ["到账日期", "房屋编号"]
