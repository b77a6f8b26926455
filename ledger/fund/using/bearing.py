"""What each bearer has to pay once a case has cost so much. Pure: shares and parts in, parts out.

The whole cost so far is always divided afresh over the frozen scope, and only the difference to
what was taken before is posted. So advance, progress payment and settlement together are what one
payment would have been. A share may also fall by a fen where the whole rises: largest remainders.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ledger.fund.using.sharing import DrawOrder, Portion
from ledger.values.apportion import apportion


class ReturnOrder(StrEnum):
    """Into which part money comes back."""

    LAST_TAKEN_FIRST = "last_taken_first"
    PRINCIPAL_FIRST = "principal_first"
    EARNINGS_FIRST = "earnings_first"


class Parts(NamedTuple):
    """Money of a sub-account, by part."""

    principal_fen: int = 0
    earnings_fen: int = 0

    @property
    def total_fen(self) -> int:
        """Both parts together."""
        return self.principal_fen + self.earnings_fen

    def minus(self, other: Parts) -> Parts:
        """Return the difference, part by part."""
        return Parts(
            self.principal_fen - other.principal_fen, self.earnings_fen - other.earnings_fen
        )

    def at_least(self, least_fen: int = 0) -> Parts:
        """Return the parts, none of them below `least_fen`."""
        return Parts(max(self.principal_fen, least_fen), max(self.earnings_fen, least_fen))


NOTHING = Parts()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a bearer stands in a case.

    Attributes:
        frozen: what it bears by the approval, and what its sub-account was to pay.
        taken: what its sub-account has paid for the case so far, out of its own.
        free: what its sub-account holds and nothing has set aside.
    """

    frozen: Portion
    taken: Parts = NOTHING
    free: Parts = NOTHING

    @property
    def purse(self) -> Parts:
        """What was set aside by the approval."""
        return Parts(self.frozen.principal_fen, self.frozen.earnings_fen)


def from_fund_fen(share_fen: int, stand: Stand) -> int:
    """Return what of a share the sub-account is to pay, the rest being paid past the fund.

    Up to the approved share it is what was set aside. Beyond it, where the sub-account could pay
    its whole share, it pays that too, as far as it holds the money.
    """
    cap_fen = stand.frozen.from_fund_fen
    if share_fen <= stand.frozen.share_fen or stand.frozen.to_collect_fen:
        return min(share_fen, cap_fen)
    spare = _spare(stand)
    return min(share_fen, cap_fen + spare.total_fen)


def parts_at(share_fen: int, stand: Stand, order: DrawOrder) -> Parts:
    """Return what of a share each part pays: what was set aside first, then what is free."""
    left_fen = from_fund_fen(share_fen, stand)
    spare = _spare(stand)
    paid = [0, 0]
    first, second = (0, 1) if order is DrawOrder.PRINCIPAL_FIRST else (1, 0)
    for place, limit_fen in (
        (first, stand.purse[first]),
        (second, stand.purse[second]),
        (first, spare[first]),
        (second, spare[second]),
    ):
        step_fen = min(left_fen, limit_fen)
        paid[place] += step_fen
        left_fen -= step_fen
    assert left_fen == 0
    return Parts(*paid)


def _spare(stand: Stand) -> Parts:
    """Return what can be taken beyond what was set aside: taken so already, or free now."""
    beyond = stand.taken.minus(stand.purse).at_least()
    free = stand.free.at_least()
    return Parts(beyond.principal_fen + free.principal_fen, beyond.earnings_fen + free.earnings_fen)


def change(share_fen: int, stand: Stand, order: DrawOrder, back: ReturnOrder) -> Parts:
    """Return what more each part pays when the share has become `share_fen`; less is negative."""
    target = parts_at(share_fen, stand, order)
    difference_fen = target.total_fen - stand.taken.total_fen
    if difference_fen >= 0 or back is ReturnOrder.LAST_TAKEN_FIRST:
        return target.minus(stand.taken)
    return NOTHING.minus(give_back(-difference_fen, stand.taken, order, back))


def give_back(amount_fen: int, taken: Parts, order: DrawOrder, back: ReturnOrder) -> Parts:
    """Return how `amount_fen`, not more than was taken, goes back to the parts."""
    assert 0 <= amount_fen <= taken.total_fen
    if back is ReturnOrder.LAST_TAKEN_FIRST:
        principal_first = order is DrawOrder.EARNINGS_FIRST
    else:
        principal_first = back is ReturnOrder.PRINCIPAL_FIRST
    if principal_first:
        principal = min(amount_fen, taken.principal_fen)
        return Parts(principal, amount_fen - principal)
    earnings = min(amount_fen, taken.earnings_fen)
    return Parts(amount_fen - earnings, earnings)


def recovered(
    amount_fen: int, taken: list[Parts], order: DrawOrder, back: ReturnOrder
) -> list[Parts]:
    """Divide what came back from outside by what each bearer has paid; nobody gets back more."""
    gains = apportion(amount_fen, [each.total_fen for each in taken])
    return [give_back(gain, each, order, back) for gain, each in zip(gains, taken, strict=True)]
