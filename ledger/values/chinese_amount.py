"""金额大写: an amount in words that cannot be altered with a pen, for vouchers and notices.

The rules are those for bills and settlement vouchers (《支付结算办法》附一): 整 after 元 or 角,
none after 分; several zeros in a row are one 零; where the rules leave a 零 open, it is written
behind 元 and left out before 仟.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_WAN: Final = 10**4
_YI: Final = 10**8
_FEN_LIMIT: Final = 10**18


def daxie(fen: int) -> str:
    """Return `fen` in words.

    >>> daxie(123450)
    '人民币壹仟贰佰叁拾肆元伍角整'
    >>> daxie(1640902)
    '人民币壹万陆仟肆佰零玖元零贰分'
    """
    amount = abs(fen)
    assert amount < _FEN_LIMIT
    sign = "负" if fen < 0 else ""
    yuan, rest = divmod(amount, 100)
    jiao, cent = divmod(rest, 10)
    words = _whole(yuan) + "元" if yuan or not rest else ""
    if rest and yuan and (yuan % 10 == 0 or jiao == 0):
        words += "零"
    if jiao:
        words += _DIGITS[jiao] + "角"
    words += _DIGITS[cent] + "分" if cent else "整"
    return f"人民币{sign}{words}"


def _whole(number: int) -> str:
    """Return a whole number below 10^16 in words."""
    return _joined(number, _YI, "亿", _below_yi) if number >= _YI else _below_yi(number)


def _below_yi(number: int) -> str:
    return _joined(number, _WAN, "万", _below_wan) if number >= _WAN else _below_wan(number)


def _joined(number: int, scale: int, name: str, read: Callable[[int], str]) -> str:
    upper, lower = divmod(number, scale)
    if lower == 0:
        return read(upper) + name
    return read(upper) + name + ("零" if lower * 10 < scale else "") + read(lower)


def _below_wan(number: int) -> str:
    """Return a number below ten thousand in words, `零` for zero itself."""
    if number == 0:
        return _DIGITS[0]
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[place]
        zero = digit == 0
    return words
