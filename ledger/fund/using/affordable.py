"""The largest repair that no household has to add to out of its own pocket (排除自筹). Pure.

Where owners will not pay past the fund, the job is scaled down to what the poorest can bear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from ledger.fund.using.sharing import (
    Door,
    Payer,
    Portion,
    Property,
    Purse,
    SellingUnit,
    property_of,
    share_out,
)


class Means(NamedTuple):
    """What the poorest of a scope can bear.

    Attributes:
        total_fen: the largest total of which nobody's exact part exceeds what he can spend.
        poorest: the code of who would lack money first; None where nobody bears anything.
    """

    total_fen: int
    poorest: str | None


def affordable(
    total_fen: int, doors: Sequence[Door], selling_units: Sequence[SellingUnit]
) -> Means:
    """Return the largest total, at most `total_fen`, that all sub-accounts can bear in full.

    What the developer and the owner unit of unsold homes bear is no money of the fund and limits
    nothing.
    """
    limit, poorest = total_fen, None
    for code, part, purse in _parts(doors, selling_units):
        if not part:
            continue
        means = max(purse.principal_fen, 0) + max(purse.earnings_fen, 0)
        bearable = int(means // part)
        if bearable < limit:
            limit, poorest = bearable, code
    # An exact part within somebody's means may be rounded up past them, by the fen of a level.
    while limit and any(_lacking(share_out(limit, doors, selling_units))):
        limit -= 1
    return Means(limit, poorest)


def _lacking(portions: Iterable[Portion]) -> Iterator[bool]:
    holders = (Payer.HOUSEHOLD, Payer.SELLING_UNIT)
    return (portion.payer in holders and portion.to_collect_fen > 0 for portion in portions)


def _parts(
    doors: Sequence[Door], selling_units: Sequence[SellingUnit]
) -> Iterator[tuple[str, Fraction, Purse]]:
    """Give each holder of a sub-account with its exact part of the whole, level by level."""
    whole = sum(door.weight for door in doors)
    places = list(Property)
    ordered = sorted(doors, key=lambda door: places.index(property_of(door)))
    for kind, group in groupby(ordered, key=property_of):
        own = list(group)
        weight = sum(door.weight for door in own)
        if kind in {Property.UNSOLD_COMMODITY, Property.UNSOLD_PUBLIC} or not weight:
            continue
        level = Fraction(weight, whole)
        owners = Fraction(1)
        if kind is Property.SOLD_PUBLIC:
            theirs = sum(unit.deposited_here_fen for unit in selling_units)
            if theirs:
                owners = Fraction(base := sum(door.deposited_fen for door in own), base + theirs)
                for unit in selling_units:
                    part = level * (1 - owners) * Fraction(unit.deposited_here_fen, theirs)
                    yield unit.code, part, unit.purse
        for door in own:
            yield door.code, level * owners * Fraction(door.weight, weight), door.purse
