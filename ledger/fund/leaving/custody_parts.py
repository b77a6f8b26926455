"""How much of each balance an instalment of a hand-over moves. Pure.

While money lies in term deposits an estate is handed over in instalments. Each moves the same part
of every balance, to the fen: largest remainder first, so that parts add up and nobody is left with
more than a fen of difference. The last moves what is left, so that opening equals closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.journal.voucher import Part
from ledger.values.apportion import apportion


@dataclass(frozen=True, slots=True)
class Balance:
    """What a sub-account holds in one part.

    Attributes:
        is_common: common income, which belongs to 3101.
    """

    sub_id: int
    part: Part
    amount_fen: int
    is_common: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """All that is to be handed over.

    Attributes:
        balances: of the sub-accounts, more than nothing each.
        undistributed_fen: the rest of the estate's 3101.
        settled_fen: its part of the pooled earnings.
    """

    balances: tuple[Balance, ...]
    undistributed_fen: int
    settled_fen: int

    @property
    def total_fen(self) -> int:
        """All of it."""
        held = sum(each.amount_fen for each in self.balances)
        return held + self.undistributed_fen + self.settled_fen


def part_of_holding(holding: Holding, amount_fen: int) -> Holding:
    """Return what an instalment of `amount_fen` moves; not more than there is.

    >>> whole = Holding((Balance(1, Part.PRINCIPAL, 100), Balance(2, Part.PRINCIPAL, 50)), 50, 0)
    >>> moved = part_of_holding(whole, 100)
    >>> [each.amount_fen for each in moved.balances], moved.undistributed_fen
    ([50, 25], 25)
    """
    assert 0 < amount_fen <= holding.total_fen
    weights = [
        *(each.amount_fen for each in holding.balances),
        holding.undistributed_fen,
        holding.settled_fen,
    ]
    *parts, undistributed, settled = apportion(amount_fen, weights)
    return Holding(_with(holding.balances, parts), undistributed, settled)


def _with(balances: Sequence[Balance], parts: Sequence[int]) -> tuple[Balance, ...]:
    return tuple(
        Balance(each.sub_id, each.part, fen, each.is_common)
        for each, fen in zip(balances, parts, strict=True)
        if fen
    )
