from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest

from ledger.intake.files import deposits
from ledger.intake.reader import listing, read_rows
from tests.intake.making import (
    DEPOSIT,
    DEPOSIT_HEADS,
    bad_rows,
    byte_file,
    faults,
    refusal,
    text_file,
    values,
)

HEADS = ",".join(DEPOSIT_HEADS)
GOOD = '2025-01-05,A01-3-2-501,"1,234.50",6222020001'
PAYER = f"{HEADS},交款人\r\n"
ONE = {
    "on": date(2025, 1, 5),
    "household": "A01-3-2-501",
    "amount": 123450,
    "bank_account": "6222020001",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_of_an_office_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    path = text_file(tmp_path, f"{PAYER}{GOOD},张三\r\n", encoding=encoding)
    assert values(read_rows(path, deposits())) == [{**ONE, "payer": "张三"}]


def test_a_rare_character_needs_four_bytes_of_gb18030(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"{PAYER}{GOOD},李𠮷\r\n", encoding="gb18030")
    taken = read_rows(path, deposits())
    assert values(taken) == [{**ONE, "payer": "李𠮷"}]
    assert any("GB18030" in notice for notice in taken.notices)


ONE_LINE = f"{PAYER}{GOOD},张三\r\n"
ENCODINGS = {
    "utf-16 without a mark": (ONE_LINE.encode("utf-16-le"), "csv_utf16", ""),
    "cut utf-16": (ONE_LINE.encode("utf-16")[:-1], "csv_truncated", ""),
    "a NUL near the top": (f"{ONE_LINE}\0".encode(), "csv_nul", "第 3 行"),
    "a NUL far down": (ONE_LINE.encode() + b"x,\n" * 3000 + b"\0", "csv_nul", "第 3003 行"),
    "a NUL in Chinese": (
        ONE_LINE.encode("gbk") + b"x,\n" * 3000 + "张\0三\n".encode("gbk"),
        "csv_nul",
        "第 3003 行",
    ),
    "GBK behind UTF-8": (
        ONE_LINE.encode() + f"{GOOD},李四\r\n".encode("gbk"),
        "csv_mixed_encoding",
        "第 3 行",
    ),
    "UTF-8 behind GBK": (
        ONE_LINE.encode("gbk") + f"{GOOD},李四光\r\n".encode(),
        "csv_mixed_encoding",
        "第 3 行",
    ),
    "half a character of UTF-8": (f"{PAYER}{GOOD},张三".encode()[:-1], "csv_truncated", "第 2 行"),
    "half a character of GBK": (
        f"{PAYER}{GOOD},张三".encode("gbk")[:-1],
        "csv_truncated",
        "第 2 行",
    ),
    "neither": (ONE_LINE.encode() + b"\xff\xff\xff,\r\n", "csv_encoding", "第 3 行（第 "),
    "marked UTF-8 that is not": (
        b"\xef\xbb\xbf" + ONE_LINE.encode("gbk"),
        "csv_encoding",
        "第 1 行（第 4 字节）",
    ),
    "a line without end": (b"a" * (3 << 20), "csv_line_too_long", "第 1 行"),
}


@pytest.mark.parametrize(("data", "word", "place"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_bytes_that_are_no_text_are_refused_where_they_stand(
    tmp_path: Path, data: bytes, word: str, place: str
) -> None:
    error = refusal(byte_file(tmp_path, data), deposits())
    assert error.code == word
    assert place in error.message


def test_a_name_in_one_accented_word_does_not_make_a_gbk_file_mixed(tmp_path: Path) -> None:
    # 路 is B7 C2 … in GBK and · is C2 B7 in UTF-8: a line that proves nothing either way.
    path = byte_file(tmp_path, PAYER.encode("gbk") + f"{GOOD},A".encode() + b"\xc2\xb7B\r\n")
    assert values(read_rows(path, deposits()))[0]["payer"] == b"A\xc2\xb7B".decode("gb18030")


SHAPES = {
    "no quote ends it": (f'{HEADS}\n"2025-01-05,A01\nx\n', "csv_quote_open", "文本第 2 行"),
    "the second quote of a record": (
        f'{HEADS}\n"a\nb","c\nd\n',
        "csv_quote_open",
        "第 2 行：文本第 3 行",
    ),
    "a quote that swallows the rest": (
        f'{HEADS}\n"' + f"{GOOD}\n".replace('"', "") * 4000,
        "csv_quote_open",
        "第 2 行：文本第 2 行",
    ),
    "a quote that swallows a row": (
        f'{HEADS},备注\n{GOOD},"好\n{GOOD.replace(chr(34), "")},好"\n',
        "csv_quote",
        "第 2 行",
    ),
    "text behind a quote": (f'{HEADS}\n"a"b,c\n', "csv_quote", "第 2 行"),
    "a field too long": (
        f"{HEADS}\n{'a' * 200_000},b\n",
        "csv_field_too_long",
        "第 2 行（文本第 2 行）",
    ),
}


@pytest.mark.parametrize(("text", "word", "place"), SHAPES.values(), ids=SHAPES.keys())
def test_a_quote_out_of_place_is_found_where_it_began(
    tmp_path: Path, text: str, word: str, place: str
) -> None:
    error = refusal(text_file(tmp_path, text), deposits())
    assert error.code == word
    assert place in error.message


@pytest.mark.parametrize("ends", list(itertools.product(["\n", "\r\n", "\r"], repeat=3)))
def test_line_ends_may_be_mixed_and_rows_are_counted_right(
    tmp_path: Path, ends: tuple[str, str, str]
) -> None:
    path = text_file(tmp_path, f"{HEADS}{ends[0]}{GOOD}{ends[1]}{GOOD}{ends[2]}")
    assert [row.number for row in read_rows(path, deposits()).rows] == [2, 3]


def test_a_line_break_inside_a_field_keeps_both_counts(tmp_path: Path) -> None:
    text = f'{HEADS},备注\n{GOOD},"两\n行"\n2025-02-30,A01-3-2-501,1,6222020001,\n'
    (bad,) = bad_rows(text_file(tmp_path, text), deposits())
    assert (bad.row, bad.code) == (3, "date_day")
    assert "文本第 4 行" in bad.message


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_are_found_by_the_head(tmp_path: Path, delimiter: str) -> None:
    rows = delimiter.join(DEPOSIT_HEADS) + "\n" + delimiter.join(DEPOSIT) + "\n"
    assert values(read_rows(text_file(tmp_path, rows), deposits())) == [ONE]


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=|\n"])
def test_a_line_that_tells_the_delimiter_is_obeyed_and_not_counted(
    tmp_path: Path, first: str
) -> None:
    delimiter = first.strip('\r\n"')[-1]
    text = first + delimiter.join(DEPOSIT_HEADS) + "\n" + delimiter.join(DEPOSIT) + "\n"
    (row,) = read_rows(text_file(tmp_path, text, encoding="utf-8-sig"), deposits()).rows
    assert (row.number, row.values["amount"]) == (2, 123450)


def test_rows_of_another_length_are_refused(tmp_path: Path) -> None:
    text = (
        f"{HEADS},交款人,,\n"
        f"{GOOD},张三,,\n"
        f"{GOOD}\n"
        "2025-01-05,A01-3-2-501,1,234.50,6222020001,张三\n"
        f"{GOOD},李四\n"
        "\n"
        " ,,\n"
    )
    assert faults(text_file(tmp_path, text), deposits()) == [
        (3, "", "2025-01-05", "row_short"),
        (4, "", "2025-01-05", "row_long"),
    ]


def test_a_column_without_a_head_is_left_out_and_told(tmp_path: Path) -> None:
    text = f"{HEADS},,交款人\n{GOOD},?,张三\n{GOOD},,李四\n"
    taken = read_rows(text_file(tmp_path, text), deposits())
    assert taken.count == 2
    assert any("没有表头" in notice and "第 2 行" in notice for notice in taken.notices)


def test_a_number_in_quotes_and_a_code_in_quotes_are_read(tmp_path: Path) -> None:
    text = f'{HEADS},银行流水号\n{GOOD},"=""00123"""\n'
    taken = read_rows(text_file(tmp_path, text), deposits())
    assert values(taken) == [{**ONE, "bank_ref": "00123"}]
    assert any("银行流水号" in notice for notice in taken.notices)


def test_of_many_bad_rows_the_first_are_shown_and_all_are_kept(tmp_path: Path) -> None:
    text = f"{HEADS}\n" + "2025-01-05,A01-3-2-501,0,6222020001\n" * 20_000
    rows = bad_rows(text_file(tmp_path, text), deposits())
    assert len(rows) == 20_000
    assert {row.code for row in rows} == {"money_zero"}
    shown = listing(rows)
    assert len(shown) == 51
    assert shown[0].startswith("第 2 行“金额”列“0”：")
    assert "19950" in shown[-1]


def test_a_long_bad_value_is_kept_short(tmp_path: Path) -> None:
    text = f"{HEADS}\n2025-01-05,A01-3-2-501,{'1' * 100_000},6222020001\n"
    (bad,) = bad_rows(text_file(tmp_path, text), deposits())
    assert (bad.code, len(bad.value)) == ("money_range", 200)
