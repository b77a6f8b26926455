"""When a payment of a case is too much, too early, or not proven. Pure: figures in, a verdict out.

The numbers are rules of the place (`registry rules show`): 杭州 pays half before acceptance, 丽水
half to seven tenths of an emergency; each draws the line of an overrun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Overrun:
    """From where on a cost above the approved one must be applied for anew.

    Attributes:
        permille: of the approved amount.
        join: `or`, `and`, `permille` or `fen`.
        inclusive: whether exactly the line counts.
    """

    permille: int
    fen: int
    join: str
    inclusive: bool

    def is_beyond(self, approved_fen: int, final_fen: int) -> bool:
        """Tell whether `final_fen` must be applied for anew; nothing above the approved is fine."""
        over_fen = final_fen - approved_fen
        if over_fen <= 0:
            return False
        by_part = self._reaches(over_fen * PERMILLE, approved_fen * self.permille)
        by_amount = self._reaches(over_fen, self.fen)
        return {
            "or": by_part or by_amount,
            "and": by_part and by_amount,
            "permille": by_part,
            "fen": by_amount,
        }[self.join]

    def _reaches(self, value: int, line: int) -> bool:
        return value >= line if self.inclusive else value > line


@dataclass(frozen=True, slots=True)
class Stages:
    """How much may be paid before a case is settled.

    Attributes:
        most_permille: of the approved amount; whatever is paid before the settlement.
        least_permille: of the approved amount; the first payment of an emergency.
        plan: what each stage adds, in permille and in their order; empty where none is fixed.
    """

    most_permille: int
    least_permille: int
    plan: Mapping[str, int]

    def limit_permille(self, stage: str | None) -> int:
        """Return how much of the approved amount may be paid by the end of a stage."""
        if not self.plan or stage is None:
            return self.most_permille
        names = list(self.plan)
        upto = names[: names.index(stage) + 1]
        return min(PERMILLE, sum(self.plan[name] for name in upto))


def limit_fen(approved_fen: int, permille: int) -> int:
    """Return the most that may be paid, in whole fen, rounded down."""
    return approved_fen * permille // PERMILLE


def least_fen(approved_fen: int, permille: int) -> int:
    """Return the least that must be paid, in whole fen, rounded up."""
    return -(-approved_fen * permille // PERMILLE)
