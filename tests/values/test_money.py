from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.errors import InputError
from ledger.values.money import FEN_MAX, format_fen, parse_fen
from tests.values.tables import Row, rows_of

READ = [row for row in rows_of("bad_money.tsv") if row.expect.isdigit()]
REFUSED = [row for row in rows_of("bad_money.tsv") if not row.expect.isdigit()]


def word_of(text: str, **leave: bool) -> str:
    with pytest.raises(InputError) as told:
        parse_fen(text, **leave)
    assert told.value.message
    assert told.value.hint
    return told.value.code


def read_or_word(text: str, *, keyboard: bool) -> int | str:
    try:
        return parse_fen(text, keyboard=keyboard)
    except InputError as told:
        return told.code


@pytest.mark.parametrize("row", READ, ids=lambda row: row.name)
def test_an_amount_is_read_as_people_write_it(row: Row) -> None:
    assert parse_fen(row.text) == int(row.expect)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_what_is_no_amount_is_refused_by_one_word(row: Row) -> None:
    assert word_of(row.text) == row.expect


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("1，234．50", 123450),
        ("１２３", 12300),
        ("¥12", 1200),
        ("￥ 12.3 元", 1230),
        ("12元整", 1200),
        ("\u300012.5\u00a0", 1250),
        ("0.01", 1),
        ("10,000,000,000,000.00", FEN_MAX),
    ],
)
def test_the_marks_of_a_chinese_keyboard_are_read(text: str, fen: int) -> None:
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("0123", "money_leading_zero"),
        ("00.50", "money_leading_zero"),
        ("12.300", "money_precision"),
        ("0,123", "money_leading_zero"),
        ("1,234,5", "money_grouping"),
        ("12345,678", "money_grouping"),
        ("12.", "money_unreadable"),
        ("1.2.3", "money_unreadable"),
        ("￥", "money_unreadable"),
        ("--5", "money_unreadable"),
        ("-￥-5", "money_unreadable"),
        ("(5.00)", "money_negative"),
        ("–5", "money_negative"),
        ("￥-5.00", "money_negative"),
        ("-￥5.00", "money_negative"),
        ("+5.00", "money_formula"),
        ("＝1", "money_formula"),
        ("12元3角", "money_unit"),
        ("HK$5", "money_currency"),
        ("12美元", "money_currency"),
        ("CNY 12", "money_currency"),
        ("١٢", "money_unreadable"),
        ("𝟏𝟐", "money_unreadable"),
        ("1⁠2", "money_control"),
        ("\ue000", "money_control"),
        ("\t12", "money_control"),
        ("10,000,000,000,000.01", "money_range"),
        ("1" * 64, "money_range"),
        ("x" * 100_000, "money_range"),
    ],
)
def test_near_misses_are_refused_too(text: str, word: str) -> None:
    assert word_of(text) == word


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12。50", 1250),
        ("1.5万", 1_500_000),
        ("1。5 万元", 1_500_000),
        ("0.000001万", 1),
        ("3万元整", 3_000_000),
    ],
)
def test_the_keyboard_knows_wan_and_the_chinese_full_stop(text: str, fen: int) -> None:
    assert parse_fen(text, keyboard=True) == fen
    assert word_of(text) in {"money_unit", "money_unreadable"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1.1234567万", "money_precision"),
        ("1万万", "money_unit"),
        ("万", "money_unreadable"),
        ("1。2。3", "money_unreadable"),
        ("1000000001万", "money_range"),
    ],
)
def test_even_the_keyboard_is_not_guessed_at(text: str, word: str) -> None:
    assert word_of(text, keyboard=True) == word


def test_zero_and_negative_amounts_are_read_only_where_they_are_allowed() -> None:
    assert parse_fen("0", allow_zero=True) == 0
    assert parse_fen("-0.00", allow_zero=True) == 0
    assert parse_fen("-5.00", allow_negative=True) == -500
    assert parse_fen("−￥1,000", allow_negative=True) == -100_000
    assert parse_fen("－5", allow_negative=True) == -500
    assert word_of("0", allow_negative=True) == "money_zero"
    assert word_of("5.00-", allow_negative=True) == "money_negative"
    assert word_of("-10,000,000,000,000.01", allow_negative=True) == "money_range"


def test_a_refusal_shows_the_text_harmlessly() -> None:
    with pytest.raises(InputError) as told:
        parse_fen("\x1b[2J12")
    assert "␛[2J12" in told.value.message


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1,234.56"), (-100000000, "-1,000,000.00")],
)
def test_an_amount_is_printed_whole(fen: int, text: str) -> None:
    assert format_fen(fen) == text
    assert format_fen(fen, sep=False) == text.replace(",", "")


@given(st.integers(-FEN_MAX, FEN_MAX), st.booleans())
def test_what_is_printed_reads_back(fen: int, sep: bool) -> None:  # noqa: FBT001 # drawn
    assert parse_fen(format_fen(fen, sep=sep), allow_zero=True, allow_negative=True) == fen


@given(st.from_regex(r"[0-9]{1,10}(\.[0-9]{1,3})?", fullmatch=True))
def test_a_plain_number_is_read_by_the_same_rules_as_all_others(text: str) -> None:
    assert read_or_word(text, keyboard=False) == read_or_word(f" {text}", keyboard=False)


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    for keyboard in (False, True):
        fen = read_or_word(text, keyboard=keyboard)
        assert fen.startswith("money_") if isinstance(fen, str) else 0 < fen <= FEN_MAX


@given(st.text(alphabet="0123456789.,-￥元整万。 ０１", max_size=12))
def test_what_a_file_may_say_the_keyboard_reads_alike(text: str) -> None:
    fen = read_or_word(text, keyboard=False)
    assert isinstance(fen, str) or read_or_word(text, keyboard=True) == fen
