"""Workbooks, read back by another program."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ledger.reports import xlsx
from ledger.reports.xlsx import write_workbook
from ledger.values.sheet import Column, Sheet

COLUMNS = (
    Column("household", "房屋编号"),
    Column("owner", "产权人"),
    Column("area", "面积", "area"),
    Column("amount_fen", "金额", "fen"),
    Column("count", "笔数", "int"),
    Column("on", "日期", "date"),
    Column("period", "月份", "period"),
    Column("lift", "电梯", "flag"),
)
ROW = ("A01-3-2-501", "=HYPERLINK(1)", 8853, 123450, 2, date(2026, 1, 5), 202601, True)
EMPTY = (None,) * len(COLUMNS)


def sheet(*rows: tuple[object, ...]) -> Sheet:
    return Sheet(
        "thing",
        "分户表（[2026]）",
        columns=COLUMNS,
        rows=iter(rows),
        fields={"total_fen": -5},
        labels=[Column("total_fen", "合计", "fen")],
        notes=["单人模式"],
    )


def read(path: Path) -> list[list[object]]:
    book = CalamineWorkbook.from_path(str(path))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_a_workbook_holds_numbers_dates_and_text_as_such(tmp_path: Path) -> None:
    path = tmp_path / "分户.xlsx"
    write_workbook(sheet(ROW, EMPTY), path)
    title, label, head, first, second, note = read(path)
    assert title[0] == "分户表（[2026]）"
    assert label[:2] == ["合计", -0.05]
    assert head == [column.title for column in COLUMNS]
    assert first == [
        "A01-3-2-501",
        "=HYPERLINK(1)",
        88.53,
        1234.5,
        2.0,
        date(2026, 1, 5),
        "2026-01",
        "是",
    ]
    assert not any(second)
    assert note[0] == "单人模式"


def test_what_a_person_wrote_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    texts = ("=1+1", "http://example.com", "@SUM(A1)", "\u202e\x1b[2J", "x" * 40_000)
    rows = [(text, *EMPTY[1:]) for text in texts]
    write_workbook(sheet(*rows), path)
    with zipfile.ZipFile(path) as parts:
        content = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in content
    assert "hyperlink" not in content
    told = [row[0] for row in read(path)[3:8]]
    assert told[:3] == list(texts[:3])
    assert "\x1b" not in str(told[3])
    assert len(str(told[4])) == 32_767


def test_the_largest_amount_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(sheet((None, None, None, 10**15 - 1, *EMPTY[4:])), path)
    with zipfile.ZipFile(path) as parts:
        content = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>9999999999999.99</v>" in content


def test_the_head_stays_in_sight(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(sheet(ROW), path)
    with zipfile.ZipFile(path) as parts:
        content = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'ySplit="3"' in content


def test_a_long_list_goes_on_on_another_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "ROWS_MAX", 2)
    path = tmp_path / "a.xlsx"
    rows = [(f"户{number}", *EMPTY[1:]) for number in range(5)]
    write_workbook(sheet(*rows), path)
    book = CalamineWorkbook.from_path(str(path))
    assert len(book.sheet_names) == 3
    firsts = [
        [row[0] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names
    ]
    assert [page[3:5] for page in firsts[:2]] == [["户0", "户1"], ["户2", "户3"]]
    assert firsts[2][3:] == ["户4", "单人模式"]


def test_a_form_is_drawn_as_people_see_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    form = Sheet("thing", "官方表", columns=[Column("line", "项目")], rows=[("一、资产：",)])
    write_workbook(Sheet("thing", "表", paper=form), path)
    assert read(path) == [["官方表"], ["项目"], ["一、资产："]]
