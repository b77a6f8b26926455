"""Floor areas: whole 0.01 m², read as strictly as money.

An area decides what a household bears; it is never rounded on the way in.
"""

from __future__ import annotations

from typing import Final

from ledger.values.money import parse_fen
from ledger.values.numeral import Leave, Quantity, read_hundredths

AREA_MAX: Final = 10**10
"""The largest area read: a hundred million m², more than any estate has."""

AREA_PER_M2: Final = 100

_AREA: Final = Quantity(
    "area", AREA_MAX, marked=False, units=("平方米", "平米", "㎡", "m²", "m2", "M2")
)
_RATE_UNITS: Final = ("元/平方米", "元/㎡", "元/m²", "元/m2")


def parse_area(text: str, *, allow_zero: bool = False) -> int:
    """Return the area that `text` says in m², as whole 0.01 m².

    >>> parse_area("88.53"), parse_area("１０２．１㎡")
    (8853, 10210)

    Raises:
        InputError: `area_empty`, `area_zero`, `area_negative`, `area_precision`,
            `area_grouping`, `area_leading_zero`, `area_unit`, `area_currency`, `area_formula`,
            `area_excel_error`, `area_control`, `area_range` or `area_unreadable`.
    """
    return read_hundredths(text, _AREA, Leave(zero=allow_zero))


def format_area(area: int) -> str:
    """Return `area` in m² with two decimals.

    >>> format_area(8853)
    '88.53'
    """
    whole, rest = divmod(abs(area), AREA_PER_M2)
    return f"{'-' if area < 0 else ''}{whole}.{rest:02}"


def parse_rate_fen_per_m2(text: str) -> int:
    """Return a deposit standard in whole fen for each m².

    >>> parse_rate_fen_per_m2("120元/㎡")
    12000

    Raises:
        InputError: as `parse_fen`.
    """
    bare = text.strip(" ").replace("／", "/")
    for unit in _RATE_UNITS:
        if bare.endswith(unit):
            return parse_fen(bare.removesuffix(unit))
    return parse_fen(text)
