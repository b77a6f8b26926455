"""Who gets what when a house is lost (灭失): 165号令 art. 29. Pure.

The owner's balance goes back to the owner. What the selling unit of sold public housing holds goes
back to it, or where it no longer exists to the treasury of its finance level; never to the owner.
A selling unit keeps one sub-account a building: where only some of the building's sold homes are
lost, it gets the part of their area in what was left of them; with the last of them, all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ledger.values.apportion import apportion

OWNER: Final = "OWNER"
SELLING_UNIT: Final = "SELLING_UNIT"
TREASURY: Final = "TREASURY"


@dataclass(frozen=True, slots=True)
class Held:
    """What a sub-account holds, with what it has earned since the last distribution.

    Attributes:
        settled_fen: of the pooled earnings, and of the estate's own; counted as earnings.
    """

    principal_fen: int
    earnings_fen: int
    settled_fen: int = 0


@dataclass(frozen=True, slots=True)
class LostHome:
    """A household that is lost.

    Attributes:
        owner: who gets its money.
        is_sold: a sold public home, for which the building's selling unit deposited too.
        area: in 0.01 m².
    """

    sub_id: int
    code: str
    building: str
    owner: str
    is_sold: bool
    area: int
    held: Held


@dataclass(frozen=True, slots=True)
class LostUnit:
    """The selling unit's sub-account of a building.

    Attributes:
        open_area: of the building's sold homes that are not lost yet, in 0.01 m².
    """

    sub_id: int
    code: str
    name: str
    open_area: int
    held: Held


class Owed(NamedTuple):
    """What one payee is to get for one sub-account."""

    sub_id: int
    payee_class: str
    payee: str
    principal_fen: int
    earnings_fen: int
    settled_fen: int
    closes: bool

    @property
    def amount_fen(self) -> int:
        """All of it."""
        return self.principal_fen + self.earnings_fen


def with_own(homes: Sequence[LostHome], own_fen: int) -> list[LostHome]:
    """Give lost homes what their estate has earned of its own, by floor area. Pure.

    Args:
        homes: the last of the estate in one book, by code: between equal remainders the first one
            gets the fen.
        own_fen: all that is given out.

    Raises:
        InputError: `weights_all_zero`, where no home has an area.
    """
    if not own_fen:
        return list(homes)
    parts = apportion(own_fen, [home.area for home in homes])
    return [
        replace(home, held=replace(home.held, settled_fen=home.held.settled_fen + part))
        for home, part in zip(homes, parts, strict=True)
    ]


def owed(
    homes: Iterable[LostHome], units: Mapping[str, LostUnit], treasury: str | None
) -> list[Owed]:
    """Return what is owed for lost homes: to the owners by code, then for the selling units.

    Args:
        homes: all that are lost by one event, in one book.
        units: the selling units, by building.
        treasury: who gets the selling units' part where they no longer exist.
    """
    rows = [_of_home(home) for home in sorted(homes, key=lambda home: home.code)]
    lost: dict[str, int] = {}
    for home in homes:
        if home.is_sold:
            lost[home.building] = lost.get(home.building, 0) + home.area
    rows += [
        _of_unit(units[building], area, treasury)
        for building, area in sorted(lost.items())
        if building in units
    ]
    return rows


def _of_home(home: LostHome) -> Owed:
    held = home.held
    return Owed(
        home.sub_id,
        OWNER,
        home.owner,
        held.principal_fen,
        held.earnings_fen + held.settled_fen,
        held.settled_fen,
        closes=True,
    )


def _of_unit(unit: LostUnit, area: int, treasury: str | None) -> Owed:
    whole = area >= unit.open_area
    held = unit.held
    principal, earnings, settled = (
        fen if whole else fen * area // unit.open_area
        for fen in (held.principal_fen, held.earnings_fen, held.settled_fen)
    )
    return Owed(
        unit.sub_id,
        SELLING_UNIT if treasury is None else TREASURY,
        unit.name if treasury is None else treasury,
        principal,
        earnings + settled,
        settled,
        closes=whole,
    )


def total_fen(rows: Sequence[Owed]) -> int:
    """Return what is owed in all."""
    return sum(row.amount_fen for row in rows)
