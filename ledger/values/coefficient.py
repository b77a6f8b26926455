"""Agreed coefficients of a cost: exact ratios of two integers, `0`, `0.7`, `1` or `7/10`."""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import fold_width, shown

_DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,5})(?:\.([0-9]{1,6}))?", re.ASCII)
_FRACTION: Final = re.compile(r"(0|[1-9][0-9]{0,5}) ?/ ?([1-9][0-9]{0,5})", re.ASCII)


class Coefficient(NamedTuple):
    """How much of its part somebody bears, in lowest terms; nothing at all is `0/1`."""

    num: int
    den: int

    def __str__(self) -> str:
        return str(self.num) if self.den == 1 else f"{self.num}/{self.den}"


WHOLE: Final = Coefficient(1, 1)


def parse_coefficient(text: str) -> Coefficient:
    """Read a coefficient such as `0.7`, exactly.

    Raises:
        InputError: `coefficient_unreadable`.

    >>> parse_coefficient("0.70"), parse_coefficient("１４/20"), parse_coefficient("0")
    (Coefficient(num=7, den=10), Coefficient(num=7, den=10), Coefficient(num=0, den=1))
    """
    plain = fold_width(text).strip()
    decimal, fraction = _DECIMAL.fullmatch(plain), _FRACTION.fullmatch(plain)
    if decimal is not None:
        places = decimal[2] or ""
        return _lowest(int(decimal[1] + places), 10 ** len(places))
    if fraction is not None:
        return _lowest(int(fraction[1]), int(fraction[2]))
    raise InputError(
        "coefficient_unreadable",
        _("系数“{text}”不是不小于 0 的小数或分数").format(text=shown(text)),
        _("写成 0.7 或 7/10，整数部分和分子分母都不超过六位"),
    )


def _lowest(num: int, den: int) -> Coefficient:
    common = math.gcd(num, den)
    return Coefficient(num // common, den // common)
