"""How an owner's part of a repair came about, level by level, from the frozen scope of its case.

165号令 arts. 20 and 21 divide a cost first among the kinds of property, then the part of sold
public homes between their owners and the selling unit by the money each deposited, and last among
the doors: by area, or by what was agreed. Each level is told as `total × weight / weights =
amount`; what it gives is less than a fen away from the exact quotient, as the levels add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.fund.using.sharing import Payer

_DOORS = (Payer.HOUSEHOLD, Payer.SELLING_UNIT)


class Level(NamedTuple):
    """One division of a cost.

    Attributes:
        level: `property`, `payer` or `door`.
        by: `area`, `equal`, `coefficient`, `agreed`, or `deposits` where the sides bear by the
            money that each deposited.
        weight: the whole number that this side bears by, an area in 0.01 m²; None where it was
            not kept.
        weights: of all sides together.
    """

    level: str
    by: str
    total_fen: int
    weight: int | None
    weights: int | None
    amount_fen: int


class Group(NamedTuple):
    """All portions of one payer in one book.

    Attributes:
        fund_type: of the book, `C` or `P`: it tells private homes from sold public ones.
        weight: what it bears by; None where it was not kept.
    """

    payer: Payer
    fund_type: str
    weight: int | None
    share_fen: int


def levels(groups: Iterable[Group], own: Group, by: str = "area") -> Sequence[Level]:
    """Return the divisions that lead from the whole cost to `own`, a portion, as a group of one.

    Args:
        groups: the whole scope.
        own: the portion.
        by: what the doors bear by.
    """
    parts = list(groups)
    property_ = [each for each in parts if each.fund_type == own.fund_type and each.payer in _DOORS]
    owners = [each for each in property_ if each.payer is Payer.HOUSEHOLD]
    told = []
    whole, part = _sum(parts), _sum(property_)
    if whole != part or any(each not in property_ for each in parts):
        told.append(Level("property", by, whole, _weight(owners), _weight(parts), part))
    theirs = _sum(property_) - _sum(owners)
    if theirs or own.payer is not Payer.HOUSEHOLD:
        amount = part - theirs if own.payer is Payer.HOUSEHOLD else theirs
        told.append(Level("payer", "deposits", part, amount, part, amount))
    if own.payer is Payer.HOUSEHOLD:
        rest = part - theirs
        told.append(Level("door", by, rest, own.weight, _weight(owners), own.share_fen))
    elif own.share_fen != theirs:
        told.append(Level("door", "deposits", theirs, own.share_fen, theirs, own.share_fen))
    return told


def _sum(groups: Iterable[Group]) -> int:
    return sum(each.share_fen for each in groups)


def _weight(groups: Iterable[Group]) -> int | None:
    weights = [each.weight for each in groups]
    known = [weight for weight in weights if weight is not None]
    return sum(known) if len(known) == len(weights) else None
