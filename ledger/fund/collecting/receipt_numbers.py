"""Numbers of receipts (票据号): a prefix and digits, such as `ZX00000001`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import shown

_NUMBER: Final = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,18})", re.ASCII)
PREFIX_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a receipt.

    Attributes:
        width: how many digits it is written with.
    """

    prefix: str
    width: int
    no: int

    def __str__(self) -> str:
        """Return the number as it stands on the receipt."""
        return f"{self.prefix}{self.no:0{self.width}d}"


@dataclass(frozen=True, slots=True)
class Lot:
    """Receipts that were received together: all numbers from the first to the last."""

    book_id: int
    lot_no: int
    prefix: str
    width: int
    first_no: int
    last_no: int
    keeper: str

    def holds(self, number: Number) -> bool:
        """Tell whether a number is of this lot."""
        return (number.prefix, number.width) == (
            self.prefix,
            self.width,
        ) and self.first_no <= number.no <= self.last_no


def read_number(text: str) -> Number | None:
    """Read a number; None where the text ends with no digits, or has too long a beginning.

    >>> read_number("ZX0007")
    Number(prefix='ZX', width=4, no=7)
    >>> read_number("甲") is None
    True
    """
    read = _NUMBER.fullmatch(text)
    if read is None or len(read["prefix"]) > PREFIX_MAX:
        return None
    return Number(read["prefix"], len(read["digits"]), int(read["digits"]))


def as_number(text: str) -> Number:
    """Read a number that must be one.

    Raises:
        InputError: `receipt_number`.
    """
    number = read_number(text.strip())
    if number is None:
        raise InputError(
            "receipt_number",
            _("“{text}”不是票据号").format(text=shown(text)),
            _("票据号以数字结尾，例如 ZX00000001"),
        )
    return number


def lot_of(lots: Iterable[Lot], receipt: str) -> tuple[Lot, Number] | None:
    """Return the lot of a receipt and its number, None where it was never received."""
    number = read_number(receipt)
    if number is None:
        return None
    return next(((lot, number) for lot in lots if lot.holds(number)), None)


def gaps(taken: Iterable[int], first_no: int) -> Iterator[tuple[int, int]]:
    """Walk the runs of numbers that were passed over: below one that was taken.

    Args:
        taken: numbers that were used or are void, in their order.
        first_no: the first of the lot.

    >>> list(gaps([2, 3, 7], 1))
    [(1, 1), (4, 6)]
    """
    expected = first_no
    for no in taken:
        if no > expected:
            yield expected, no - 1
        expected = no + 1
