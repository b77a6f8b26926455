from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.intake.number_format import Look, look_of, number_text
from ledger.intake.spec import Mark
from ledger.values.money import format_fen, parse_fen

FORMATS: dict[str, tuple[Mark, int | None, bool]] = {
    "General": (Mark(0), None, False),
    "@": (Mark(0), None, False),
    "": (Mark(0), None, False),
    "0.00": (Mark(0), 2, False),
    "#,##0.00_);[Red](#,##0.00)": (Mark(0), 2, False),
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ': (Mark(0), 2, False),
    '"¥"#,##0.00': (Mark(0), 2, False),
    "[$¥-804]#,##0.00": (Mark(0), 2, False),
    "[$￥-804]0": (Mark(0), 0, False),
    "[$CNY] 0.00": (Mark(0), 2, False),
    '#,##0.00"元"': (Mark.DRESSED, 2, False),
    "[$$-409]0.00": (Mark.FOREIGN, 2, False),
    "[$€-2] 0.00": (Mark.FOREIGN, 2, False),
    '"$"0.00': (Mark.FOREIGN, 2, False),
    "$0.00": (Mark.FOREIGN, 2, False),
    "0!.0,": (Mark.SCALED | Mark.DRESSED, 0, False),
    "0!.0000": (Mark.SCALED | Mark.DRESSED, 0, False),
    '0"."0,': (Mark.SCALED | Mark.DRESSED, 0, False),
    "0\\.0,": (Mark.SCALED | Mark.DRESSED, 0, False),
    '0.00"万元"': (Mark.SCALED | Mark.DRESSED, 2, False),
    "0.00万": (Mark.SCALED, 2, False),
    "#,##0,": (Mark.SCALED, 0, False),
    "0.0,,": (Mark.SCALED, 1, False),
    "0%": (Mark.SCALED, 0, False),
    "# ?/?": (Mark.SCALED, 0, False),
    "00000": (Mark.DRESSED, 0, False),
    '"A"0': (Mark.DRESSED, 0, False),
    "yyyy-mm-dd": (Mark(0), None, True),
    'yyyy"年"m"月"d"日"': (Mark(0), None, True),
    "[$-804]yyyy-mm-dd;@": (Mark(0), None, True),
    "h:mm AM/PM": (Mark(0), None, True),
    "[h]:mm": (Mark(0), None, True),
    '"x;y"0.0;0': (Mark.DRESSED, 1, False),
}


@pytest.mark.parametrize("code", FORMATS)
def test_a_format_is_known_for_what_it_does(code: str) -> None:
    assert look_of(code) == Look(*FORMATS[code])


def test_scientific_numbers_are_scaled() -> None:
    assert look_of("0.00E+00").marks == Mark.SCALED


@given(st.integers(0, 10**13 - 1))
def test_what_a_clerk_types_comes_back_to_the_fen(fen: int) -> None:
    typed = float(format_fen(fen, sep=False))
    assert parse_fen(number_text(typed), allow_zero=True) == fen


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_as_text_is_the_number_to_fifteen_digits(value: float) -> None:
    text = number_text(value)
    assert "e" not in text
    assert float(text) == pytest.approx(value, rel=1e-14, abs=1e-300)
