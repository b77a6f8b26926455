"""Money: whole fen, read strictly and printed whole.

What `format_fen` prints, `parse_fen` reads back. An amount is never rounded and never guessed.
"""

from __future__ import annotations

from typing import Final

from ledger.values.numeral import Leave, Quantity, read_hundredths

FEN_MAX: Final = 10**15
"""The most that one line of a voucher may carry: ten trillion yuan."""

SHARE_MAX: Final = 10**13
"""The most that one share of a line may carry: a hundred billion yuan."""

FEN_PER_YUAN: Final = 100

_MONEY: Final = Quantity("money", FEN_MAX, marked=True, units=("元整", "元"))


def parse_fen(
    text: str,
    *,
    keyboard: bool = False,
    allow_zero: bool = False,
    allow_negative: bool = False,
) -> int:
    """Return the amount that `text` says in yuan, as whole fen.

    >>> parse_fen("￥1,234.50"), parse_fen("１２．３元整"), parse_fen("1.5万", keyboard=True)
    (123450, 1230, 1500000)

    Args:
        text: what stands in the file or was typed.
        keyboard: a person types and sees the result: `。` is a point and `万` a unit.
        allow_zero: whether zero may be written.
        allow_negative: whether a leading minus may be written.

    Raises:
        InputError: `money_empty`, `money_zero`, `money_negative`, `money_precision`,
            `money_grouping`, `money_leading_zero`, `money_unit`, `money_currency`,
            `money_formula`, `money_excel_error`, `money_control`, `money_range`
            or `money_unreadable`.
    """
    leave = Leave(zero=allow_zero, negative=allow_negative, keyboard=keyboard)
    return read_hundredths(text, _MONEY, leave)


def format_fen(fen: int, *, sep: bool = True) -> str:
    """Return `fen` in yuan with two decimals, thousands separated unless `sep` is false.

    >>> format_fen(-123450), format_fen(5, sep=False)
    ('-1,234.50', '0.05')
    """
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    sign = "-" if fen < 0 else ""
    return f"{sign}{yuan:,}.{rest:02}" if sep else f"{sign}{yuan}.{rest:02}"
