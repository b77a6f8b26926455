"""By what the doors of a case bear its cost (分摊依据): area, equally, or agreed numbers. Pure.

民法典 283: as agreed, otherwise by area. Whatever is agreed becomes whole numbers here, one for
each door, so that `sharing` divides by them exactly. A door with the coefficient 0 belongs to the
case and bears nothing of it; a door that is excluded does not belong to it: it has no part in the
cost and none in the vote.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.fund.using.sharing import Door, SellingUnit
from ledger.values.coefficient import WHOLE, Coefficient
from ledger.values.digest import netstring

DoorId = tuple[int, int]  # a book and a sub-account


class Basis(StrEnum):
    """By what a cost is divided.

    AREA: by area.
    EQUAL: the same for each door.
    COEFFICIENT: by area times an agreed coefficient, as for a lift by floors.
    AGREED: by the agreed numbers alone.
    """

    AREA = "area"
    EQUAL = "equal"
    COEFFICIENT = "coefficient"
    AGREED = "agreed"


BY_NUMBERS: Final = frozenset({Basis.COEFFICIENT, Basis.AGREED})


class Weight(NamedTuple):
    """What was agreed of one door.

    Attributes:
        coefficient: None where none was agreed; that is 1 where the basis asks for none.
        area: the area of the part repaired that it bears by, in 0.01 m²; None for the roster's.
        excluded: why it has no part in the case; None where it has.
    """

    coefficient: Coefficient | None = None
    area: int | None = None
    excluded: str | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """By what a case is divided.

    Attributes:
        weights: what was agreed of single doors.
    """

    basis: Basis = Basis.AREA
    weights: Mapping[DoorId, Weight] = field(default_factory=dict)

    @property
    def excluded(self) -> frozenset[DoorId]:
        """The doors that have no part in the case."""
        return frozenset(key for key, weight in self.weights.items() if weight.excluded)

    def digest(self) -> str | None:
        """Return the digest over what was agreed, None where nothing was."""
        if not self.weights:
            return None
        text = "".join(
            netstring(
                *key, str(weight.coefficient or ""), str(weight.area or ""), weight.excluded or ""
            )
            for key, weight in sorted(self.weights.items())
        )
        return hashlib.sha256(text.encode()).hexdigest()


def missing(doors: Iterable[Door], weighing: Weighing) -> list[str]:
    """Return the doors of a case for which the basis needs a number and none was agreed."""
    if weighing.basis not in BY_NUMBERS:
        return []
    return [
        door.code
        for door in doors
        if (weight := weighing.weights.get(key_of(door), Weight())).coefficient is None
        and weight.excluded is None
    ]


def weigh(doors: Sequence[Door], weighing: Weighing) -> tuple[Door, ...]:
    """Give each door the whole number that it bears by, and leave out who is excluded.

    >>> from ledger.fund.using.sharing import Purse
    >>> doors = [Door(1, n, f"A-1-0-{n}", "commodity", 100, Purse(0, 0), 0) for n in (1, 2)]
    >>> agreed = {(1, 1): Weight(Coefficient(1, 2)), (1, 2): Weight(Coefficient(1, 3))}
    >>> [door.weight for door in weigh(doors, Weighing(Basis.COEFFICIENT, agreed))]
    [300, 200]
    """
    own = [
        (door, weighing.weights.get(key_of(door), Weight()))
        for door in doors
        if key_of(door) not in weighing.excluded
    ]
    common = math.lcm(*((weight.coefficient or WHOLE).den for _door, weight in own))
    weighed = []
    for door, weight in own:
        ratio = weight.coefficient or WHOLE
        number = ratio.num * (common // ratio.den)
        area = door.area if weight.area is None else weight.area
        by_area = weighing.basis in {Basis.AREA, Basis.COEFFICIENT}
        weighed.append(replace(door, area=area, given=number * area if by_area else number))
    return tuple(weighed)


def without(
    units: Iterable[SellingUnit], doors: Iterable[Door], weighing: Weighing
) -> tuple[SellingUnit, ...]:
    """Return the selling units as concerned by the sold homes that are not excluded."""
    gone: dict[tuple[int, str], int] = {}
    for door in doors:
        if door.kind == "sold_public" and key_of(door) in weighing.excluded:
            place = (door.book_id, _building(door.code))
            gone[place] = gone.get(place, 0) + door.area
    left = (
        replace(unit, area=unit.area - gone.get((unit.book_id, _building(unit.code)), 0))
        for unit in units
    )
    return tuple(unit for unit in left if unit.area or not gone)


def key_of(door: Door) -> DoorId:
    """Return what tells a door from all others."""
    return (door.book_id, door.sub_id)


def _building(code: str) -> str:
    return code.split("-")[1]
