"""Quantities of things, such as 350.5 m of pipe: whole thousandths of their unit."""

from __future__ import annotations

import re
from typing import Final

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import fold_width, shown

QUANTITY_MAX: Final = 10**12
"""The largest quantity, in thousandths: a thousand million of anything."""

_PER_ONE: Final = 1000
_QUANTITY: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,3}))?", re.ASCII)


def parse_quantity(text: str) -> int:
    """Return the quantity that `text` says, in whole thousandths; it is more than nothing.

    >>> parse_quantity("350.5"), parse_quantity("2")
    (350500, 2000)

    Raises:
        InputError: `quantity_unreadable`.
    """
    found = _QUANTITY.fullmatch(fold_width(text).strip().replace(",", ""))
    milli = int(found[1]) * _PER_ONE + int((found[2] or "").ljust(3, "0")) if found else 0
    if not 0 < milli <= QUANTITY_MAX:
        raise InputError(
            "quantity_unreadable",
            _("“{text}”不是数量").format(text=shown(text)),
            _("写大于零的数，最多三位小数，例如 350.5"),
        )
    return milli


def format_quantity(milli: int) -> str:
    """Return a quantity in its unit, without needless zeros.

    >>> format_quantity(350500), format_quantity(2000)
    ('350.5', '2')
    """
    whole, rest = divmod(milli, _PER_ONE)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
