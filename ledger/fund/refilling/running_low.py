"""When a fund runs low, and up to what it is refilled. Pure: whole fen and per mille.

165号令 art. 17 tests the balance against 30 % of the initial amount, and exactly 30 % is enough.
Places differ in the ratio, in whose balance is tested, and in the target; all of that is `Terms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_PERMILLE: Final = 1000
_AREA_UNIT: Final = 100  # areas are whole 0.01 m², standards fen per m²


class Level(StrEnum):
    """Whose balance is tested."""

    HOUSEHOLD = "household"
    BUILDING = "building"
    ESTATE = "estate"


class Target(StrEnum):
    """Up to what a household refills.

    INITIAL: its initial amount.
    CURRENT_STANDARD: its area by the standard in force; its initial amount where none is set.
    RATIO: a part of its initial amount.
    DECIDED: what the owners decide; until they did, the same part.
    """

    INITIAL = "initial"
    CURRENT_STANDARD = "current_standard"
    RATIO = "ratio"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of replenishment of a custodian on a day.

    Attributes:
        trigger_permille: a balance below this part of the initial amount is low.
        level: whose balance is tested.
        principal_only: earnings do not count in the balance.
        target: up to what is refilled.
        target_permille: the part of the initial amount for RATIO and DECIDED.
        standard: fen per m² by `kind/lift`, `kind/no_lift`, `kind/any`, in that order of rank.
    """

    trigger_permille: int
    level: Level
    principal_only: bool
    target: Target
    target_permille: int
    standard: tuple[tuple[str, int], ...] = ()


def is_low(balance_fen: int, initial_fen: int, trigger_permille: int) -> bool:
    """Tell whether a balance is below its part of the initial amount; exactly the part is not.

    >>> is_low(325_799, 1_086_000, 300), is_low(325_800, 1_086_000, 300)
    (True, False)
    """
    return balance_fen * _PERMILLE < initial_fen * trigger_permille


def target_fen(
    terms: Terms,
    *,
    initial_fen: int,
    area: int = 0,
    kind: str = "",
    lift: bool | None = None,
    decided_fen: int | None = None,
) -> int:
    """Return up to what a household refills, half up to the fen.

    Args:
        terms: the rules.
        initial_fen: its initial amount.
        area: in 0.01 m².
        kind: of the home, such as `commodity`.
        lift: whether it has one, None where unknown.
        decided_fen: what the owners decided for it.
    """
    if terms.target is Target.INITIAL:
        return initial_fen
    if terms.target is Target.CURRENT_STANDARD:
        standard = standard_of(terms.standard, kind, lift=lift)
        return initial_fen if standard is None else half_up(area * standard, _AREA_UNIT)
    if terms.target is Target.DECIDED and decided_fen is not None:
        return decided_fen
    return half_up(initial_fen * terms.target_permille, _PERMILLE)


def standard_of(
    standard: tuple[tuple[str, int], ...], kind: str, *, lift: bool | None
) -> int | None:
    """Return the standard of a home in fen per m², None where none is set for it."""
    rates = dict(standard)
    own = {True: f"{kind}/lift", False: f"{kind}/no_lift", None: ""}[lift]
    return rates.get(own, rates.get(f"{kind}/any"))


def half_up(number: int, divisor: int) -> int:
    """Divide numbers that are not negative, half up."""
    return (2 * number + divisor) // (2 * divisor)
