"""How an owner's part of a repair came about, level by level, from the frozen scope of its case.

165号令 arts. 20 and 21 divide a cost first among the kinds of property by area, then the part of
sold public homes between their owners and the selling unit by the money each deposited, and last
among the doors by area. Each level is told as `total × weight / weights = amount`; what it gives
is a whole fen away from the exact quotient at most, as the levels add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.fund.sharing import Payer

_DOORS = (Payer.HOUSEHOLD, Payer.SELLING_UNIT)


class Level(NamedTuple):
    """One division of a cost.

    Attributes:
        level: `property`, `payer` or `door`.
        weight: the area of this side, in 0.01 m²; the amount itself where money decides.
        weights: of all sides together.
        by: `area`, or `deposits` where the sides bear by the money that each deposited.
    """

    level: str
    by: str
    total_fen: int
    weight: int
    weights: int
    amount_fen: int


class Group(NamedTuple):
    """All portions of one payer in one book.

    Attributes:
        fund_type: of the book, `C` or `P`: it tells private homes from sold public ones.
    """

    payer: Payer
    fund_type: str
    area: int
    share_fen: int


def levels(groups: Iterable[Group], fund_type: str, own: Group) -> Sequence[Level]:
    """Return the divisions that lead from the whole cost to `own`, a portion of `fund_type`.

    Args:
        groups: the whole scope.
        fund_type: of the book that the portion lies in.
        own: the portion, as a group of one.
    """
    parts = list(groups)
    property_ = [each for each in parts if each.fund_type == fund_type and each.payer in _DOORS]
    owners = [each for each in property_ if each.payer is Payer.HOUSEHOLD]
    told = []
    whole, part = _sum(parts), _sum(property_)
    if whole != part or any(each not in property_ for each in parts):
        told.append(_by_area("property", whole, _area(owners), _area(parts), part))
    theirs = _sum(property_) - _sum(owners)
    if theirs or own.payer is not Payer.HOUSEHOLD:
        amount = part - theirs if own.payer is Payer.HOUSEHOLD else theirs
        told.append(Level("payer", "deposits", part, amount, part, amount))
    if own.payer is Payer.HOUSEHOLD:
        told.append(
            _by_area("door", part - theirs, own.area, _area(owners), own.share_fen),
        )
    elif own.share_fen != theirs:
        told.append(Level("door", "deposits", theirs, own.share_fen, theirs, own.share_fen))
    return told


def _by_area(level: str, total_fen: int, area: int, areas: int, amount_fen: int) -> Level:
    return Level(level, "area", total_fen, area, areas, amount_fen)


def _sum(groups: Iterable[Group]) -> int:
    return sum(each.share_fen for each in groups)


def _area(groups: Iterable[Group]) -> int:
    return sum(each.area for each in groups)
