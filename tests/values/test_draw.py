from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values import draw as drawing
from ledger.values.draw import Format, draw, json_value
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet
from ledger.values.text import cell_width

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
ROWS = (
    ("A01-3-2-501", "张三", 8853, 123450, 2, date(2026, 1, 5), 202601, True),
    ("A01-3-2-502", "=王五", 10217, -5, 11, None, None, False),
)


def sheet(rows: object = ROWS) -> Sheet:
    assert isinstance(rows, tuple | list | Iterator)
    return Sheet(
        kind="households",
        title="分户表",
        columns=COLUMNS,
        rows=rows,
        fields={"period": 202601, "total_fen": 123445, "on": date(2026, 1, 31)},
        notes=("单人模式",),
        labels=(Column("total_fen", "合计", "fen"), Column("period", "月份", "period")),
    )


def drawn(each: Sheet, fmt: Format) -> str:
    return "".join(draw(each, fmt))


def test_text_has_a_title_aligned_columns_and_notes() -> None:
    assert drawn(sheet(), "text").splitlines() == [
        "分户表",
        "合计：1,234.45",
        "月份：2026-01",
        "房屋编号     产权人    面积      金额  笔数  日期        月份     电梯",
        "-----------  ------  ------  --------  ----  ----------  -------  ----",
        "A01-3-2-501  张三     88.53  1,234.50     2  2026-01-05  2026-01  是",
        "A01-3-2-502  =王五   102.17     -0.05    11                       否",
        "单人模式",
    ]


def test_csv_is_for_office_programs_and_agrees_with_the_text_cell_for_cell() -> None:
    text = drawn(sheet(), "csv")
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        [column.title for column in COLUMNS],
        ["A01-3-2-501", "张三", "88.53", "1234.50", "2", "2026-01-05", "2026-01", "是"],
        ["A01-3-2-502", "'=王五", "102.17", "-0.05", "11", "", "", "否"],
    ]


def test_json_holds_whole_fen_iso_days_and_months() -> None:
    told = json.loads(drawn(sheet(), "json"))
    assert list(told) == ["kind", "period", "total_fen", "on", "rows"]
    assert told == {
        "kind": "households",
        "period": "2026-01",
        "total_fen": 123445,
        "on": "2026-01-31",
        "rows": [
            {
                "household": "A01-3-2-501",
                "owner": "张三",
                "area": 8853,
                "amount_fen": 123450,
                "count": 2,
                "on": "2026-01-05",
                "period": "2026-01",
                "lift": True,
            },
            {
                "household": "A01-3-2-502",
                "owner": "=王五",
                "area": 10217,
                "amount_fen": -5,
                "count": 11,
                "on": None,
                "period": None,
                "lift": False,
            },
        ],
    }


def test_json_is_readable_chinese_one_row_a_line() -> None:
    lines = drawn(sheet(), "json").splitlines()
    assert len(lines) == 3
    assert '"owner":"张三"' in lines[1]
    assert drawn(sheet(()), "json").endswith('"rows":[]}\n')


def test_an_empty_table_says_so() -> None:
    assert drawn(sheet(()), "text").splitlines()[5] == "（无）"
    assert drawn(sheet(()), "csv").count("\r\n") == 1


def test_a_sheet_without_a_table_shows_its_labelled_fields() -> None:
    alone = Sheet(
        "household",
        "分户账",
        fields={"code": "A01", "balance_fen": 100000, "hidden": None},
        labels=(Column("code", "编号"), Column("balance_fen", "余额", "fen")),
    )
    assert drawn(alone, "text") == "分户账\n编号：A01\n余额：1,000.00\n"
    assert drawn(alone, "csv") == "\ufeff编号,A01\r\n余额,1000.00\r\n"
    assert json.loads(drawn(alone, "json")) == {
        "kind": "household",
        "code": "A01",
        "balance_fen": 100000,
        "hidden": None,
    }


def test_a_row_of_another_length_is_a_mistake_of_ours() -> None:
    formats: tuple[Format, ...] = ("text", "csv", "json")
    for fmt in formats:
        with pytest.raises(ValueError, match="zip"):
            drawn(sheet([ROWS[0][:3]]), fmt)


def test_the_rows_are_read_only_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "WIDTH_ROWS", 3)
    monkeypatch.setattr(drawing, "CHUNK_ROWS", 1)
    read: list[int] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(100):
            read.append(number)
            yield (number,)

    formats: tuple[Format, ...] = ("text", "csv", "json")
    for fmt in formats:
        read.clear()
        pieces = draw(Sheet("k", "表", (Column("n", "序号", "int"),), rows()), fmt)
        for _piece in range(4):
            next(pieces)
        assert len(read) <= 5
        assert "99" in "".join(pieces)
        assert read == list(range(100))


def test_an_amount_wider_than_its_column_is_printed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "WIDTH_ROWS", 2)
    amounts = [1, 100, 10**15, -(10**15)]
    wide = Sheet(
        "k",
        "表",
        (Column("a_fen", "甲", "fen"), Column("n", "序号", "int")),
        ((a, 7) for a in amounts),
    )
    lines = drawn(wide, "text").splitlines()[3:]
    assert [line.split() for line in lines] == [[format_fen(a), "7"] for a in amounts]


HOSTILE = "张\x1b]0;x\x07三\u202e\x9b\n\ud800\U000e0041[/]"


@pytest.mark.parametrize("fmt", ["text", "csv", "json"])
def test_no_control_character_of_a_name_gets_out(fmt: Format) -> None:
    hostile = Sheet(
        "k",
        HOSTILE,
        (Column("owner", HOSTILE),),
        [(HOSTILE,)],
        fields={"name": HOSTILE},
        notes=(HOSTILE,),
        labels=(Column("name", HOSTILE),),
    )
    out = drawn(hostile, fmt).removeprefix("\ufeff")
    out.encode("utf-8")
    left = set(out) - {"\n", "\r"}
    assert not {char for char in left if unicodedata.category(char)[0] == "C"}
    if fmt == "json":
        assert json.loads(out)["rows"][0]["owner"] == HOSTILE


@given(st.lists(st.tuples(st.text(alphabet="户a1 ", max_size=8), st.integers(-(10**15), 10**15))))
def test_the_amounts_end_in_one_column(rows: list[tuple[str, int]]) -> None:
    columns = (Column("name", "户名"), Column("a_fen", "金额", "fen"))
    lines = drawn(Sheet("k", "表", columns, rows), "text").splitlines()[3:]
    if rows:
        assert len({cell_width(line) for line in lines}) == 1
        assert [line.split(" ")[-1] for line in lines] == [format_fen(fen) for _name, fen in rows]


def test_values_beside_the_rows_have_one_form_in_json() -> None:
    assert json_value(
        {
            "period": 202601,
            "last_period": None,
            "opening_period": "2025-12",
            "root": b"\x01\xff",
            "findings": [{"on": date(2026, 1, 5), "ok": True}, None],
        }
    ) == {
        "period": "2026-01",
        "last_period": None,
        "opening_period": "2025-12",
        "root": "01ff",
        "findings": [{"on": "2026-01-05", "ok": True}, None],
    }
    assert json_value(1, "flag") is True


def test_a_float_has_no_place_in_json() -> None:
    with pytest.raises(TypeError, match="float"):
        json_value(1.5)


def test_people_see_the_form_where_there_is_one_and_scripts_the_plain_rows() -> None:
    form = Sheet("thing", "官方表", columns=[Column("line", "项目")], rows=[("一、资产：",)])
    plain = Sheet("thing", "表", columns=[Column("line", "项目")], rows=[("资产",)], paper=form)
    assert drawn(plain, "text").startswith("官方表\n项目\n")
    assert drawn(plain, "csv").endswith("一、资产：\r\n")
    assert json.loads(drawn(plain, "json")) == {"kind": "thing", "rows": [{"line": "资产"}]}
