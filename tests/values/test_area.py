from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.area import AREA_MAX, format_area, parse_area, parse_rate_fen_per_m2
from ledger.values.errors import InputError


def word_of(text: str) -> str:
    with pytest.raises(InputError) as told:
        parse_area(text)
    return told.value.code


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("88.53", 8853),
        ("１０２．１", 10210),
        ("1,024.5㎡", 102450),
        ("64.2 m²", 6420),
        ("64.2平方米", 6420),
        ("100000000", AREA_MAX),
    ],
)
def test_an_area_is_read_as_a_roster_has_it(text: str, area: int) -> None:
    assert parse_area(text) == area


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "area_empty"),
        ("0", "area_zero"),
        ("-88.5", "area_negative"),
        ("88.888888", "area_precision"),
        ("建筑面积:88.5", "area_unreadable"),
        ("88.5亩", "area_unit"),
        ("￥88.5", "area_currency"),
        ("1,23", "area_grouping"),
        ("088.5", "area_leading_zero"),
        ("=88.5", "area_formula"),
        ("#REF!", "area_excel_error"),
        ("88.5\u200b", "area_control"),
        ("100000000.01", "area_range"),
        ("⑧⑧", "area_unreadable"),
    ],
)
def test_what_is_no_area_is_refused_by_one_word(text: str, word: str) -> None:
    assert word_of(text) == word


def test_an_area_of_zero_is_read_only_where_it_is_allowed() -> None:
    assert parse_area("0.00", allow_zero=True) == 0


@given(st.integers(1, AREA_MAX))
def test_what_is_printed_reads_back(area: int) -> None:
    assert parse_area(format_area(area)) == area


def test_a_difference_of_areas_keeps_its_sign() -> None:
    assert format_area(-5) == "-0.05"


def test_a_deposit_standard_is_read_with_or_without_its_unit() -> None:
    for text in ("120", "120元/㎡", "120.00 元/平方米", "１２０元／㎡"):
        assert parse_rate_fen_per_m2(text) == 12000
    with pytest.raises(InputError) as told:
        parse_rate_fen_per_m2("120元/户")
    assert told.value.code == "money_unit"
