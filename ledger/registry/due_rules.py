"""What is due at first, by the rules of the place (首期应交). Pure: whole fen and areas.

165号令 arts. 7 and 8: commodity housing by area and the standard that the city publishes, or by a
part of the price where the city says so; sold public housing 2 % of the cost price of the housing
reform by area, and its selling unit 20 % (multi-storey) or 30 % (high) of the proceeds. Half up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STANDARD: Final = "deposit.standard"
PRICE: Final = "deposit.price_permille"
COST: Final = "deposit.public_owner_permille"
SELLING_LOW: Final = "deposit.selling_unit_permille.low"
SELLING_HIGH: Final = "deposit.selling_unit_permille.high"
# Whose standard holds where a kind has none of its own: an unsold home is what it will be sold as.
_LIKE: Final = {"unsold_commodity": "commodity", "unsold_public": "sold_public"}
_PUBLIC: Final = frozenset({"sold_public", "unsold_public"})


@dataclass(frozen=True, slots=True)
class Standards:
    """The rules of deposits of a custodian on a day.

    Attributes:
        by_area: fen per m² by `kind/lift`, `kind/no_lift`, `kind/any`.
        price_permille: of the price; None where the place does not go by it.
        cost_fen: the cost price of the housing reform per m²; None where none is published.
        owner_permille: of that cost price.
        selling_low, selling_high: of the proceeds, without and with a lift.
        sources: where each rule stands, by key.
    """

    by_area: Mapping[str, int]
    price_permille: int | None
    cost_fen: int | None
    owner_permille: int
    selling_low: int
    selling_high: int
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Basis:
    """By what a due is reckoned: `times` of the area or the price, over `divisor`.

    Attributes:
        rule: the key of the rule.
        rate: its value.
        of_price: of the price, not of the area.
    """

    rule: str
    rate: int
    of_price: bool
    times: int
    divisor: int

    def due_of(self, area: int, price_fen: int | None) -> int | None:
        """Return what is due, in fen, half up; None where the price is not known."""
        number = price_fen if self.of_price else area
        if number is None:
            return None
        return (number * self.times + self.divisor // 2) // self.divisor


def basis_of(standards: Standards, kind: str, *, lift: bool | None) -> Basis | None:
    """Return by what the due of a home is reckoned, None where the place settles nothing.

    >>> rules = Standards({"commodity/lift": 12000}, 20, None, 20, 200, 300, {})
    >>> basis_of(rules, "commodity", lift=True).due_of(9050, None)
    1086000
    >>> basis_of(rules, "commodity", lift=False).due_of(9050, 100_000_000)
    2000000
    """
    for own in (kind, _LIKE.get(kind, kind)):
        structures = ["any"] if lift is None else ["lift" if lift else "no_lift", "any"]
        for structure in structures:
            rate = standards.by_area.get(f"{own}/{structure}")
            if rate is not None:
                return Basis(STANDARD, rate, of_price=False, times=rate, divisor=100)
    if kind in _PUBLIC:
        if standards.cost_fen is None:
            return None
        times = standards.cost_fen * standards.owner_permille
        return Basis(COST, standards.owner_permille, of_price=False, times=times, divisor=100_000)
    if standards.price_permille is not None:
        rate = standards.price_permille
        return Basis(PRICE, rate, of_price=True, times=rate, divisor=1000)
    return None


def selling_basis(standards: Standards, *, lift: bool | None) -> Basis:
    """Return by what a selling unit's part of the proceeds of a home is reckoned."""
    rule, rate = (
        (SELLING_HIGH, standards.selling_high) if lift else (SELLING_LOW, standards.selling_low)
    )
    return Basis(rule, rate, of_price=True, times=rate, divisor=1000)
