"""What a number format does to a number: does what is shown differ from what is stored?

A clerk checks what the screen shows. Where a format divides, pads or rounds, the stored value is
another number, and importing it would book something that nobody has seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ledger.intake.spec import Mark

DIGITS_MAX: Final = 15  # as many as office programs keep
_DIGITS: Final = frozenset("0#?")
_NO_MARKS: Final = Mark(0)
_NO_DAY: Final = int(Mark.NO_DAY)
_ROUNDED: Final = int(Mark.ROUNDED)
# Quoted text, an escaped character (`!x` is the Chinese Excel's own), a padding or a filling one,
# a bracket, or any single character.
_TOKEN: Final = re.compile(
    r'"(?P<text>[^"]*)"|[\\!](?P<char>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)'
)
_DATE_LETTERS: Final = frozenset("yYmMdDhHsSeEgGbB")
_OUR_CURRENCY: Final = re.compile(r"\$(?:[¥￥]|CNY|RMB|元)?(?:-.*)?", re.IGNORECASE)
_FOREIGN_SIGNS: Final = frozenset("$€£₩₽₹฿₫")
_UNITS: Final = frozenset("万亿千百十仟佰拾角分厘")

# Of the formats that have a number but no text: those that matter here. 14 to 22, 27 to 36, 45 to
# 47 and 50 to 58 are days and times in Chinese office programs.
BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0",
    6: "#,##0",
    7: "#,##0.00",
    8: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    48: "##0.0E+0",
    49: "@",
} | dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd")


@dataclass(frozen=True, slots=True)
class Look:
    """What a format does.

    Attributes:
        marks: the `Mark`s of every number shown so, as a plain int for speed.
        decimals: how many it shows; None where it shows as many as there are.
        is_date: it shows days or times.
    """

    marks: int = 0
    decimals: int | None = None
    is_date: bool = False

    def marks_of(self, value: float, *, is_1904: bool) -> int:
        """Return the marks of a cell that stores `value`."""
        if self.is_date:
            no_day = not is_1904 and 60 <= value < 61  # noqa: PLR2004 # the serial of 1900-02-29
            return _NO_DAY if no_day else 0
        if self.decimals is not None and decimals_of(value) > self.decimals:
            return self.marks | _ROUNDED
        return self.marks


PLAIN: Final = Look()


def number_text(value: float) -> str:
    """Return a cell's number as text, exact to the fifteen digits that office programs keep.

    >>> number_text(1234.5), number_text(501.0), number_text(0.1 + 0.2), number_text(12.304)
    ('1234.5', '501', '0.3', '12.304')
    """
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    text = repr(value)
    if len(text) <= DIGITS_MAX and "e" not in text:
        return text
    exact = Decimal(repr(value))
    if len(exact.as_tuple().digits) > DIGITS_MAX:
        exact = Decimal(f"{value:.{DIGITS_MAX}g}")
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals_of(value: float) -> int:
    """Return how many decimals `number_text` gives to `value`."""
    if value.is_integer():
        return 0
    return len(number_text(value).partition(".")[2])


@lru_cache(maxsize=1024)
def look_of(code: str) -> Look:
    """Return what the format `code` does to a positive number.

    >>> look_of("#,##0.00").decimals, Mark(look_of("0.0,").marks), Mark(look_of("00000").marks)
    (2, <Mark.SCALED: 8>, <Mark.DRESSED: 64>)
    """
    tokens = list(_TOKEN.finditer(_first_section(code)))
    plain = "".join(token["plain"] or "" for token in tokens)
    if plain.strip().lower() in {"general", "g/通用格式", "@", ""}:
        return Look(int(_words_of(tokens))) if plain else PLAIN
    if _DATE_LETTERS & set(re.sub(r"[eE][+-]", "", plain)) and not set(plain) & {"#", "?"}:
        return Look(is_date=True)
    marks = _words_of(tokens) | _scaling_of(tokens, plain)
    whole, _point, decimals = plain.partition(".")
    if sum(char == "0" for char in whole) > 1:
        marks |= Mark.DRESSED
    return Look(int(marks), sum(char in _DIGITS for char in decimals))


def _first_section(code: str) -> str:
    """Return the part for positive numbers; a `;` inside quotes does not part it."""
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            return code[: token.start()]
    return code


def _words_of(tokens: list[re.Match[str]]) -> Mark:
    """Judge what is written beside the digits: units, currency signs, letters."""
    marks = _NO_MARKS
    for token in tokens:
        bracket = token["bracket"]
        if bracket is not None:
            if bracket.startswith("$") and not _OUR_CURRENCY.fullmatch(bracket):
                marks |= Mark.FOREIGN
            continue
        word = token["text"] or token["char"] or ""
        written = word + (token["plain"] or "")
        if _UNITS & set(written):
            marks |= Mark.SCALED
        if _FOREIGN_SIGNS & set(written):
            marks |= Mark.FOREIGN
        if any(char.isalnum() for char in word):
            marks |= Mark.DRESSED
    return marks


def _scaling_of(tokens: list[re.Match[str]], plain: str) -> Mark:
    """Find what moves the decimal point: `,` at the end, `%`, `E+`, `/`, or a point drawn in."""
    if "%" in plain or "/" in plain or re.search(r"[eE][+-]", plain):
        return Mark.SCALED
    if re.search(r"[0#?],+(?![0#?,])", plain):
        return Mark.SCALED
    seen_digit = False
    for index, token in enumerate(tokens):
        seen_digit = seen_digit or token["plain"] in _DIGITS
        drawn = token["text"] or token["char"] or ""
        later = any(rest["plain"] in _DIGITS for rest in tokens[index + 1 :])
        if drawn and later and seen_digit:
            return Mark.SCALED
    return _NO_MARKS
