"""Who bears what of a repair (分摊), in whole fen. Pure: areas and money in, portions out.

165号令 arts. 20 and 21, level by level and never flat: first by area to the properties, then the
sold public homes' part between their owners and the selling unit by the money each deposited
(所交存), then by area to the doors. Where owners agreed on other numbers (`weighing`), these stand
for the areas. So every level adds up exactly, and no portion is a whole fen away from its exact
share of its level. Where a cost is smaller than the number of doors, some doors bear nothing;
nobody is charged less than a fen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from ledger.values.apportion import apportion


class Payer(StrEnum):
    """Who bears a portion."""

    HOUSEHOLD = "household"
    SELLING_UNIT = "selling_unit"
    DEVELOPER = "developer"
    OWNER_UNIT = "owner_unit"
    COMMON_INCOME = "common_income"


class DrawOrder(StrEnum):
    """Which part of a sub-account is spent first, the rule `use.draw_order`."""

    PRINCIPAL_FIRST = "principal_first"
    EARNINGS_FIRST = "earnings_first"


class Property(StrEnum):
    """The kinds of property among which a cost is first divided, in this order."""

    PRIVATE = "private"
    SOLD_PUBLIC = "sold_public"
    UNSOLD_COMMODITY = "unsold_commodity"
    UNSOLD_PUBLIC = "unsold_public"


_PROPERTY_OF: Final = {
    "commodity": Property.PRIVATE,
    "non_home": Property.PRIVATE,
    "sold_public": Property.SOLD_PUBLIC,
    "unsold_commodity": Property.UNSOLD_COMMODITY,
    "unsold_public": Property.UNSOLD_PUBLIC,
}
_UNSOLD: Final = {
    Property.UNSOLD_COMMODITY: Payer.DEVELOPER,
    Property.UNSOLD_PUBLIC: Payer.OWNER_UNIT,
}


@dataclass(frozen=True, slots=True)
class Purse:
    """What a sub-account can spend now: its balance less what other cases have set aside."""

    principal_fen: int
    earnings_fen: int


@dataclass(frozen=True, slots=True)
class Door:
    """One household of the scope.

    Attributes:
        area: the area that it bears costs by.
        deposited_fen: all money ever deposited for it.
        given: the whole number that it bears by where that is not the area itself.
    """

    book_id: int
    sub_id: int
    code: str
    kind: str
    area: int
    purse: Purse
    deposited_fen: int
    given: int | None = None

    @property
    def weight(self) -> int:
        """The whole number that it bears by."""
        return self.area if self.given is None else self.given


@dataclass(frozen=True, slots=True)
class SellingUnit:
    """The selling unit's sub-account of one building.

    Attributes:
        deposited_fen: what it deposited for all sold homes of the building.
        area: of the building's sold homes that are in the scope.
        building_area: of all sold homes of the building.
    """

    book_id: int
    sub_id: int
    code: str
    purse: Purse
    deposited_fen: int
    area: int
    building_area: int

    @property
    def deposited_here_fen(self) -> int:
        """Its deposit for the homes in the scope: a stair bears no other stair's ratio."""
        assert 0 <= self.area <= self.building_area
        return self.deposited_fen * self.area // self.building_area if self.area else 0


@dataclass(frozen=True, slots=True)
class Portion:
    """What one payer bears.

    Attributes:
        sub_id: its sub-account, None for a payer who holds no fund money.
        code: the door, or the selling unit's sub-account.
        area: what the payer bears by; 0 for the selling unit, which bears by deposits.
    """

    book_id: int
    payer: Payer
    sub_id: int | None
    code: str | None
    area: int
    share_fen: int
    principal_fen: int = 0
    earnings_fen: int = 0

    @property
    def from_fund_fen(self) -> int:
        """What its sub-account pays."""
        return self.principal_fen + self.earnings_fen

    @property
    def to_collect_fen(self) -> int:
        """What it pays itself, past the fund."""
        return self.share_fen - self.from_fund_fen


def draw(share_fen: int, purse: Purse, order: DrawOrder) -> tuple[int, int]:
    """Return what of `share_fen` principal and earnings pay; a purse never goes below nothing."""
    principal, earnings = max(purse.principal_fen, 0), max(purse.earnings_fen, 0)
    if order is DrawOrder.PRINCIPAL_FIRST:
        first = min(share_fen, principal)
        return first, min(share_fen - first, earnings)
    first = min(share_fen, earnings)
    return min(share_fen - first, principal), first


def share_out(
    total_fen: int,
    doors: Iterable[Door],
    selling_units: Iterable[SellingUnit],
    order: DrawOrder = DrawOrder.PRINCIPAL_FIRST,
) -> list[Portion]:
    """Divide `total_fen` over the scope: doors by code, then the other payers.

    Raises:
        InputError: `weights_all_zero` where no door has anything to bear by.
    """
    scope = sorted(doors, key=lambda door: (_rank(door), door.code))
    groups = [(kind, list(group)) for kind, group in groupby(scope, key=property_of)]
    parts = apportion(total_fen, [sum(door.weight for door in group) for _kind, group in groups])
    homes: list[Portion] = []
    others: list[Portion] = []
    for (kind, group), part in zip(groups, parts, strict=True):
        if kind in _UNSOLD:
            area = sum(door.area for door in group)
            others.append(Portion(group[0].book_id, _UNSOLD[kind], None, None, area, part))
            continue
        owners = part
        if kind is Property.SOLD_PUBLIC:
            units = sorted(selling_units, key=lambda unit: unit.code)
            owners, theirs = owners_and_selling_units(part, group, units)
            others += [
                _selling_unit(unit, share, order) for unit, share in zip(units, theirs, strict=True)
            ]
        homes += _by_weight(owners, group, order)
    homes.sort(key=lambda portion: portion.code or "")
    assert sum(each.share_fen for each in homes) + sum(e.share_fen for e in others) == total_fen
    return homes + sorted(others, key=lambda portion: list(Payer).index(portion.payer))


def owners_and_selling_units(
    part_fen: int, homes: Sequence[Door], units: Sequence[SellingUnit]
) -> tuple[int, list[int]]:
    """Divide the sold public homes' part by the money each side deposited (art. 20(二)).

    Where nobody deposited anything there is no ratio: the owners bear all of it by area.
    """
    theirs = [unit.deposited_here_fen for unit in units]
    own = sum(home.deposited_fen for home in homes)
    if not sum(theirs):
        return part_fen, [0] * len(units)
    owners, sellers = apportion(part_fen, [own, sum(theirs)])
    return owners, apportion(sellers, theirs)


def property_of(door: Door) -> Property:
    """Return the kind of property that a door belongs to."""
    return _PROPERTY_OF[door.kind]


def _rank(door: Door) -> int:
    return list(Property).index(property_of(door))


def _by_weight(part_fen: int, doors: Sequence[Door], order: DrawOrder) -> list[Portion]:
    weights = [door.weight for door in doors]
    if not any(weights):  # this property bears nothing: the level above gave it nothing
        assert part_fen == 0
        weights = [1] * len(doors)
    portions = []
    for door, share in zip(doors, apportion(part_fen, weights), strict=True):
        principal, earnings = draw(share, door.purse, order)
        portions.append(
            Portion(
                door.book_id,
                Payer.HOUSEHOLD,
                door.sub_id,
                door.code,
                door.area,
                share,
                principal,
                earnings,
            )
        )
    return portions


def _selling_unit(unit: SellingUnit, share_fen: int, order: DrawOrder) -> Portion:
    principal, earnings = draw(share_fen, unit.purse, order)
    return Portion(
        unit.book_id,
        Payer.SELLING_UNIT,
        unit.sub_id,
        unit.code,
        0,
        share_fen,
        principal,
        earnings,
    )
