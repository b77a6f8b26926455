"""Straight-line write-off (年限平均法) in whole fen. Pure.

A month's amount is the difference of two whole totals, so that all months together are the base to
the fen: after `k` of `n` months floor(base·k/n) is written off.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ledger.values.period import MONTHS, month_of, year_of

_MILLION: Final = 1_000_000


class Method(StrEnum):
    """How a base is spread over its months.

    EXACT differs by a fen at most from month to month. LEVEL charges one amount a month, rounded
    half up, and the rest in the last.
    """

    EXACT = "exact"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Run:
    """Months of one even write-off.

    Attributes:
        first: the month in which it begins, as `index` counts.
        months: how many; none where nothing is written off.
        base_fen: all that is written off in them.
    """

    first: int
    months: int
    base_fen: int
    method: Method = Method.EXACT

    def through(self, month: int) -> int:
        """Return what is written off to the end of `month`, as `index` counts."""
        done = min(max(month - self.first + 1, 0), self.months)
        return written_off(self.base_fen, self.months, done, self.method)

    def left_at(self, month: int) -> int:
        """Return how many months are left at the beginning of `month`."""
        return max(self.first + self.months - max(month, self.first), 0)


def written_off(base_fen: int, months: int, done: int, method: Method = Method.EXACT) -> int:
    """Return what of `base_fen` is written off after `done` of `months`.

    >>> [written_off(100, 3, done) for done in range(4)]
    [0, 33, 66, 100]

    Args:
        base_fen: cost less residual, not negative.
        months: of the life.
        done: from 0 to `months`.
        method: how it is spread.
    """
    assert 0 <= done <= months
    assert base_fen >= 0
    if done == months:
        return base_fen if months else 0
    if method is Method.LEVEL:
        return min(base_fen, (2 * base_fen + months) // (2 * months) * done)
    return base_fen * done // months


def residual_fen(cost_fen: int, ppm: int) -> int:
    """Return the residual value (预计净残值), whole fen and never more than its part of the cost.

    >>> residual_fen(4_567_890, 50_000)
    228394

    Args:
        cost_fen: of the asset.
        ppm: the residual rate in millionths.
    """
    return cost_fen * ppm // _MILLION


def index(period: int) -> int:
    """Return the number of a month `yyyymm`, so that months can be counted.

    >>> index(202701) - index(202612)
    1
    """
    return year_of(period) * MONTHS + month_of(period) - 1


def period_at(number: int) -> int:
    """Return the month `yyyymm` of a number that `index` gave.

    >>> period_at(index(202612) + 1)
    202701
    """
    return number // MONTHS * 100 + number % MONTHS + 1
