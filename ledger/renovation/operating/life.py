"""The life of an asset in somebody's books: used, rebuilt, impaired, valued anew, disposed. Pure.

Each change counts from a month on: for an enterprise from the month after (企业所得税法实施条例
art. 59), for a government unit from the same month (政府会计准则第3号 art. 16-20), which writes
nothing off in the month of removal either. What was written off before stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ledger.renovation.operating.straight_line import Method, Run, index
from ledger.values.period import period_of


class Regime(StrEnum):
    """Whose rules say from which month a change counts."""

    ENTERPRISE = "enterprise"
    UNIT = "unit"


class Act(StrEnum):
    """What happens to an asset."""

    RECEIVED = "RECEIVED"
    REBUILD = "REBUILD"
    REBUILT = "REBUILT"
    IMPAIRED = "IMPAIRED"
    RECOST = "RECOST"
    DISPOSED = "DISPOSED"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an asset.

    Attributes:
        on: the day.
        fen: the cost when received, what rebuilding cost, the loss when impaired, or by how much
            the final cost differs from the provisional one.
        keep_fen: the residual value from then on; only where received, rebuilt or valued anew.
        months: of the life that begins; only where received or rebuilt.
    """

    on: date
    act: Act
    fen: int = 0
    keep_fen: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """How an amount is written off over the life of an asset.

    Attributes:
        cost_fen: as it stands in the books now.
        lost_fen: of impairments since it came, or since it was rebuilt last.
        keep_fen: the residual value.
        runs: one after the other; a later one ends the one before.
        base_from: what was written off in all when the cost was last set anew by rebuilding.
        is_used: False while rebuilt, and after disposal.
    """

    cost_fen: int
    lost_fen: int
    keep_fen: int
    runs: tuple[Run, ...]
    base_from: int = 0
    is_used: bool = True
    is_gone: bool = False

    def written(self, month: int) -> int:
        """Return all that is written off to the end of `month`, as `straight_line.index` counts."""
        ends = [run.first - 1 for run in self.runs[1:]]
        total = sum(run.through(min(month, end)) for run, end in zip(self.runs, ends, strict=False))
        return total + self.runs[-1].through(month)

    def carrying(self, month: int) -> int:
        """Return what is left in the books at the end of `month`, after its write-off."""
        return self.cost_fen - self.lost_fen - (self.written(month) - self.base_from)


def counts_from(on: date, regime: Regime) -> int:
    """Return the month from which a change of a day counts, as `straight_line.index` counts."""
    month = index(period_of(on))
    return month + 1 if regime is Regime.ENTERPRISE else month


def read_life(
    changes: Sequence[Change],
    regime: Regime = Regime.ENTERPRISE,
    method: Method = Method.EXACT,
) -> Life:
    """Return what `changes`, in their order, make of an asset; the first is its receipt."""
    first, *later = changes
    assert first.act is Act.RECEIVED
    run = Run(counts_from(first.on, regime), first.months, first.fen - first.keep_fen, method)
    life = Life(first.fen, 0, first.keep_fen, (run,))
    for change in later:
        life = _changed(life, change, counts_from(change.on, regime))
    return life


def _changed(life: Life, change: Change, month: int) -> Life:
    assert not life.is_gone
    if change.act is Act.REBUILD:
        return _with(replace(life, is_used=False), month, 0, 0)
    if change.act is Act.DISPOSED:
        return _with(replace(life, is_used=False, is_gone=True), month, 0, 0)
    left = life.runs[-1].left_at(month)
    if change.act is Act.REBUILT:
        # The old cost, what was written off and what was lost become one new cost.
        life = replace(
            life,
            cost_fen=life.carrying(month - 1) + change.fen,
            lost_fen=0,
            keep_fen=change.keep_fen,
            base_from=life.written(month - 1),
            is_used=True,
        )
        left = change.months
    elif change.act is Act.IMPAIRED:
        life = replace(life, lost_fen=life.lost_fen + change.fen)
    else:
        life = replace(life, cost_fen=life.cost_fen + change.fen, keep_fen=change.keep_fen)
    base = life.carrying(month - 1) - life.keep_fen
    assert base >= 0
    if not life.is_used:
        return _with(life, month, 0, 0)
    # What comes after the last month of the life is written off in one.
    return _with(life, month, max(left, 1 if base else 0), base)


def _with(life: Life, month: int, months: int, base_fen: int) -> Life:
    method = life.runs[0].method
    return replace(life, runs=(*life.runs, Run(month, months, base_fen, method)))


def release_of(changes: Iterable[Change], deferred_fen: int, kept_fen: int = 0) -> list[Change]:
    """Return what happens to deferred income (递延收益) while `changes` happen to its asset.

    It is released over the same months as the asset is written off, and not while it is rebuilt.
    Rebuilding and impairment add nothing to it and take nothing from it; it shares a change of the
    cost whole, where there is any.

    Args:
        changes: of the asset, from its receipt on.
        deferred_fen: at the receipt.
        kept_fen: what is released with the disposal only.
    """
    own = {Act.RECEIVED: deferred_fen, Act.REBUILT: 0}
    if not deferred_fen:
        own[Act.RECOST] = 0
    return [
        replace(change, fen=own.get(change.act, change.fen), keep_fen=kept_fen)
        for change in changes
        if change.act is not Act.IMPAIRED
    ]
