"""Sharing a total: whole fen, in proportion, with nothing lost and nothing invented.

The parts always add up to the total, and no part is a whole fen away from its exact share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.values.errors import InputError
from ledger.values.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def apportion(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Share `total_fen` in proportion to `weights`, largest remainder first.

    A repair is shared by floor area and never divides evenly. Each part is first rounded
    down; the fen left over go one each to the largest remainders, and between equal
    remainders to the earlier household, so that a rerun gives the same parts. Rounding each
    part and charging the rest to the last household would burden one for all. A negative
    total (a correction) is shared as its positive twin and negated, so that it cancels it.

    >>> apportion(100, [1, 1, 1])
    [34, 33, 33]

    Raises:
        InputError: `weight_negative`, or `weights_all_zero` where nobody can bear anything.
    """
    if any(weight < 0 for weight in weights):
        raise InputError(
            "weight_negative", _("分摊依据里有负数"), _("核对面积或系数，都不能小于零")
        )
    whole = sum(weights)
    if whole == 0:
        raise InputError("weights_all_zero", _("分摊依据全部是零，无法分摊"), _("先补录面积或系数"))
    if total_fen < 0:
        return [-part for part in apportion(-total_fen, weights)]
    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(total_fen * weight, whole)
        parts.append(part)
        remainders.append(remainder)
    left = total_fen - sum(parts)
    # A stable sort keeps the earlier of two equal remainders in front, reversed as well.
    order = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
    for index in order[:left]:
        parts[index] += 1
    assert sum(parts) == total_fen
    return parts
