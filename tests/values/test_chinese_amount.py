from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.chinese_amount import daxie

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> int:
    """Read an amount in words, by adding up what each character says."""
    words = words.removeprefix("人民币")
    sign = -1 if words.startswith("负") else 1
    fen, group, digit = 0, 0, 0
    yi = 0
    for char in words.removeprefix("负"):
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in PLACES:
            group, digit = group + digit * PLACES[char], 0
        elif char == "万":
            fen, group, digit = fen + (group + digit) * 10_000, 0, 0
        elif char == "亿":
            yi, fen, group, digit = (fen + group + digit) * 10**8, 0, 0, 0
        elif char == "元":
            fen, group, digit = (yi + fen + group + digit) * 100, 0, 0
        elif char in "角分":
            fen, digit = fen + digit * (10 if char == "角" else 1), 0
    return sign * fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (123450, "人民币壹仟贰佰叁拾肆元伍角整"),
        (140950, "人民币壹仟肆佰零玖元伍角整"),
        (600714, "人民币陆仟零柒元壹角肆分"),
        (168032, "人民币壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "人民币壹拾万柒仟元零伍角叁分"),
        (1640902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32504, "人民币叁佰贰拾伍元零肆分"),
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (52, "人民币伍角贰分"),
        (1005, "人民币壹拾元零伍分"),
        (100, "人民币壹元整"),
        (1001000100, "人民币壹仟零壹万零壹元整"),
        (10000000100, "人民币壹亿零壹元整"),
        (-80000, "人民币负捌佰元整"),
        (999999999999999, "人民币玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (10**15, "人民币壹拾万亿元整"),
    ],
)
def test_an_amount_in_words_follows_the_rules_for_bills(fen: int, words: str) -> None:
    assert daxie(fen) == words


@given(st.integers(-(10**15), 10**15) | st.integers(0, 10**7))
def test_the_words_say_the_amount(fen: int) -> None:
    assert read_back(daxie(fen)) == fen


@given(st.integers(0, 10**15))
def test_the_words_are_well_formed(fen: int) -> None:
    words = daxie(fen)
    assert "零零" not in words
    assert words.endswith("整") == (fen % 10 == 0)
    assert "零元" not in words or fen == 0
