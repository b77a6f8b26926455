"""Dividing whole numbers inside the database: the meaning of `/` differs between engines."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, cast, literal

_AS_TIMES: Final = 8  # so that the sum before it stands in parentheses


def half_up(number: ColumnElement[Any], divisor: int) -> ColumnElement[int]:
    """Divide a whole number that is not negative by an even one, half up.

    Both databases cut the quotient of two whole numbers off below.
    """
    assert divisor > 0
    assert divisor % 2 == 0
    whole = cast(number, BigInteger) + divisor // 2
    return whole.op("/", precedence=_AS_TIMES)(literal(divisor, BigInteger))
