"""Shares of a whole as two integers, such as 1/3: exact, and they add up."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import fold_width, shown

_RATIO: Final = re.compile(r"([1-9][0-9]{0,5}) ?/ ?([1-9][0-9]{0,5})", re.ASCII)


class Ratio(NamedTuple):
    """A share of a whole: more than nothing, at most all of it."""

    num: int
    den: int

    def __str__(self) -> str:
        return f"{self.num}/{self.den}"


def parse_ratio(text: str) -> Ratio:
    """Read a share such as `1/3`.

    Raises:
        InputError: `ratio_unreadable`.

    >>> parse_ratio("１/３")
    Ratio(num=1, den=3)
    """
    match = _RATIO.fullmatch(fold_width(text).strip())
    if match is not None:
        ratio = Ratio(int(match[1]), int(match[2]))
        if ratio.num <= ratio.den:
            return ratio
    raise InputError(
        "ratio_unreadable",
        _("份额“{text}”不是不大于 1 的分数").format(text=shown(text)),
        _("写成 1/2、1/3 这样的分数，分子分母都不超过六位"),
    )
