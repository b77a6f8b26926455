from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.values.errors import InputError
from ledger.values.text import (
    cell_width,
    clean_account_number,
    clean_code,
    clean_name,
    csv_safe,
    fold_hyphens,
    fold_width,
    pad,
    safe,
    shown,
)

HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
NAME = "姓名"
CHINESE = st.characters(
    min_codepoint=0x3000, max_codepoint=0x9FFF, categories=["Lo", "Po", "Ps", "Pe", "Zs"]
)

# What a name may hold to take over a terminal, and how it is shown instead.
HOSTILE = {
    "window title": ("\x1b]0;title\x07", "␛]0;title␇"),
    "line rewritten": ("\x1b[1A\x1b[2K", "␛[1A␛[2K"),
    "hyperlink": ("\x1b]8;;http://evil\x1b\\x", "␛]8;;http://evil␛\\x"),
    "device control": ("\x1bP1$r\x1b\\ \x1b_G\x1b\\", "␛P1$r␛\\ ␛_G␛\\"),
    "8-bit controls": ("\x9b2J\x9d0;x\x9c", "<U+009B>2J<U+009D>0;x<U+009C>"),
    "carriage return": ("正常\r伪造", "正常␍伪造"),
    "forged line": ("王五\n2026-01-01 伪造", "王五␊2026-01-01 伪造"),
    "NUL and DEL": ("a\0b\x7f", "a␀b␡"),
    "right to left": ("\u202e54.321", "<U+202E>54.321"),
    "line separator": ("a\u2028b", "a<U+2028>b"),
    "lone surrogate": ("a\ud800", "a<U+D800>"),
    "private use": ("\ue000某", "<U+E000>某"),
    "tag character": ("a\U000e0041", "a<U+E0041>"),
    "noncharacter": ("\U0002ffff", "<U+2FFFF>"),
}


@pytest.mark.parametrize(("text", "picture"), HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_hostile_name_acts(text: str, picture: str) -> None:
    assert safe(text) == picture


def test_no_code_point_at_all_leaves_a_control_format_or_bidi_character() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {char for char in safe(everything) if unicodedata.category(char) in HARMFUL}
    assert not left


def test_what_people_write_stays_as_it_is() -> None:
    for text in (
        "张三",
        "买买提·艾力",
        "A座 3-2",
        "[red]x[/red]",
        "{x.__class__} %s",
        "𠀀𲎯\u3000○",
    ):
        assert safe(text) == text


@given(st.text())
def test_what_is_safe_stays_safe(text: str) -> None:
    assert safe(safe(text)) == safe(text)


def test_a_message_shows_only_the_beginning_of_a_long_text() -> None:
    assert shown("户" * 41) == "户" * 40 + "…"
    assert shown("\x07" * 2) == "␇␇"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("\x1b]0;x\x07", "text_control"),
        ("正常\r伪造", "text_control"),
        ("a\nb", "text_control"),
        ("a\tb", "text_control"),
        ("a\0b", "text_control"),
        ("\x9b2J", "text_control"),
        ("a\u2028b", "text_control"),
        ("\u202e王五", "text_bidi"),
        ("王\u200b五", "text_invisible"),
        ("王\ufeff五", "text_invisible"),
        ("王\u3164五", "text_invisible"),
        ("葛\U000e0100", "text_invisible"),
        ("\U0001f468\u200d\U0001f469", "text_emoji"),
        ("❤\ufe0f", "text_emoji"),
        ("\ue000某", "text_private_use"),
        ("\ud800", "text_unassigned"),
        ("\uffff", "text_unassigned"),
        ("", "text_empty"),
        ("   ", "text_empty"),
        ("\u3000", "text_empty"),
        ("字" * 201, "text_too_long"),
        ("字" * 10_000, "text_too_long"),
    ],
)
def test_a_name_that_cannot_be_seen_whole_is_refused(text: str, word: str) -> None:
    with pytest.raises(InputError) as told:
        clean_name(text, NAME)
    assert told.value.code == word
    assert NAME in told.value.message
    assert safe(told.value.message) == told.value.message


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("买买提·艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
        ("e\u0301", "é"),
        ("  张\u3000三 ", "张 三"),
        ("=1+1", "=1+1"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("𲎯某", "𲎯某"),
        ("★花园", "★花园"),
    ],
)
def test_a_name_is_stored_in_one_form(text: str, name: str) -> None:
    assert clean_name(text, NAME) == name


def test_a_name_that_grows_when_composed_is_measured_again() -> None:
    with pytest.raises(InputError) as told:
        clean_name("\u0344" * 3, NAME, limit=3)
    assert told.value.code == "text_too_long"


@given(st.text(max_size=200))
def test_a_name_once_cleaned_stays_the_same(text: str) -> None:
    try:
        name = clean_name(text, NAME, limit=1000)
    except InputError:
        return
    assert clean_name(name, NAME, limit=1000) == name
    assert safe(name) == name


@pytest.mark.parametrize(
    ("text", "word", "says"),
    [
        ("A 101", "code_space", "A101"),
        ("Ａ１０１", "code_full_width", "A101"),
        ("①", "code_full_width", "1"),
        ("1-101", "code_hyphen", "连字符"),
        ("1‑101", "code_hyphen", "连字符"),
        ("1–101", "code_hyphen", "连字符"),
        ("1－101", "code_hyphen", "连字符"),
        ("1−101", "code_hyphen", "连字符"),
        ("123.0", "code_number", "文本格式"),
        ("1.23E+15", "code_number", "文本格式"),
        ("=101", "code_formula", "符号"),
        ("'101", "code_formula", "符号"),
        ("10\n1", "text_control", "控制字符"),
        ("101\u200b", "text_invisible", "看不见"),
        ("", "code_empty", "空"),
        (" ", "code_empty", "空"),
        ("9" * 41, "code_too_long", "40"),
        ("9" * 10_000, "code_too_long", "40"),
    ],
)
def test_a_code_that_could_be_mistaken_is_refused(text: str, word: str, says: str) -> None:
    with pytest.raises(InputError) as told:
        clean_code(text, "房号")
    assert told.value.code == word
    assert says in told.value.message + told.value.hint


@pytest.mark.parametrize("code", ["0501", "00123", "甲", "3#", "A座", "B1", "1.5", "9" * 40])
def test_a_code_keeps_its_leading_zeros_and_its_script(code: str) -> None:
    assert clean_code(f" {code} ", "房号") == code


def test_all_kinds_of_hyphens_are_one_when_a_code_is_looked_up() -> None:
    for text in ("A01-3-2-501", "A01－3‑2–501", "A01—3−2‐501"):
        assert fold_hyphens(text) == "A01-3-2-501"


def test_an_account_number_loses_its_spaces_and_nothing_else() -> None:
    assert clean_account_number("6222 0200\u00a00011 2233", "账号") == "6222020000112233"
    assert clean_account_number("0123-4567", "账号") == "0123-4567"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (" ", "code_empty"),
        ("1" * 41, "code_too_long"),
        ("6.22E+18", "code_number"),
        ("６２２２", "code_full_width"),
        ("62\x0022", "text_control"),
    ],
)
def test_an_account_number_that_a_program_spoilt_is_refused(text: str, word: str) -> None:
    with pytest.raises(InputError) as told:
        clean_account_number(text, "账号")
    assert told.value.code == word


def test_full_width_is_folded_and_lookalike_digits_are_not() -> None:
    assert fold_width("（１２）－￥\u3000\u2003x") == "(12)-¥  x"
    assert fold_width("①²Ⅻ𝟏") == "①²Ⅻ𝟏"


def test_width_is_counted_in_cells_as_the_screen_counts() -> None:
    samples = ["abc", "张三，（甲）", "￥12", "é", "e\u0301", "ཀྵ", "한글", "𠀀", "한", "─○α"]
    assert [cell_width(text) for text in samples] == [cell_len(text) for text in samples]


@given(st.text(alphabet=CHINESE))
def test_every_chinese_text_is_as_wide_as_the_screen_makes_it(text: str) -> None:
    assert cell_width(text) == cell_len(text)


def test_what_is_wider_than_its_column_stays_whole() -> None:
    assert pad("户", 4) == "户  "
    assert pad("1.00", 6, "right") == "  1.00"
    assert pad("1,234.50", 4, "right") == "1,234.50"


@pytest.mark.parametrize(
    "head", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
)
def test_no_cell_begins_a_formula(head: str) -> None:
    assert csv_safe(f"{head}SUM(1)") == f"'{head}SUM(1)"


def test_a_plain_number_or_word_is_no_formula() -> None:
    for text in ("", "王五", "-5.00", "+12", "1-2", "12"):
        assert csv_safe(text) == text
