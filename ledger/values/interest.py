"""Interest by day-exact integrals (积数): whole fen times whole days, rounded once at the end.

Money counts on the day from which it bears interest and no more on the day it leaves, so a day is
counted with what lies there at its end; both ends of a period are inside it. Rates are yearly, in
parts per million. These functions decide; `ledger.fund.earning.integral` computes the same over a
whole book in SQL, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.values.errors import InputError
from ledger.values.i18n import _

PPM: Final = 1_000_000
_BITS: Final = 62  # what a signed 64-bit integer surely holds
_STEPS_MOST: Final = 12  # questions of a database do not nest much deeper


class Method(StrEnum):
    """How earnings are given out."""

    POOLED = "pooled"
    RATE_TABLE = "rate_table"
    FLAT = "flat"


class Classes(StrEnum):
    """How money is classed for its rate."""

    CARRIED_CURRENT = "carried_current"
    CHANGED_UNCHANGED = "changed_unchanged"
    SINGLE = "single"


class Order(StrEnum):
    """Which class a withdrawal lessens first."""

    NEW_FIRST = "new_first"
    CARRIED_FIRST = "carried_first"


class Flow(NamedTuple):
    """What a sub-account gains (+) or loses (−) from the day `on`, its value date, in fen."""

    on: date
    fen: int


class Split(NamedTuple):
    """The integrals of the two classes of money, in fen·day: `high` bears the carried rate."""

    high: int
    low: int


class Span(NamedTuple):
    """A period of interest, both days inside it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def days_from(self, on: date) -> int:
        """Return how many of its days money counts that came on the day `on`."""
        return max(0, (self.last - max(on, self.first)).days + 1)


def year_ending(start: str, until: date) -> Span:
    """Return the newest interest year that is over at the end of `until`.

    Args:
        start: its first day as `MM-DD`; 02-29 is the day after 02-28.
        until: it ends on this day or before.
    """
    month, day = (int(part) for part in start.split("-"))
    morrow = until + timedelta(days=1)
    first = _day(morrow.year, month, day)
    after = first if first <= morrow else _day(morrow.year - 1, month, day)
    return Span(_day(after.year - 1, month, day), after - timedelta(days=1))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # the 29th of February
        return date(year, month + 1, 1)


def refuse_turned(span: Span) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        InputError: `interest_period`.
    """
    if span.last < span.first:
        raise InputError(
            "interest_period",
            _("计息期间 {first} 至 {last} 首尾颠倒").format(
                first=span.first.isoformat(), last=span.last.isoformat()
            ),
            _("请核对 --from 和 --until"),
        )


def integral(flows: Iterable[Flow], span: Span) -> int:
    """Return the integral (积数) of a sub-account over a period, in fen·day.

    >>> year = Span(date(2025, 7, 1), date(2026, 6, 30))
    >>> integral([Flow(date(2025, 11, 15), 200_000), Flow(date(2026, 3, 10), -150_000)], year)
    28650000
    """
    return sum(flow.fen * span.days_from(flow.on) for flow in flows)


def split(flows: Sequence[Flow], span: Span, order: Order) -> Split:
    """Return the integrals of carried money (high) and of money that came within the period.

    What came and went on one day is one movement. A withdrawal lessens one class until it is
    empty, then the other, as `order` says.
    """
    carried = sum(flow.fen for flow in flows if flow.on < span.first)
    by_day: dict[date, int] = {}
    for flow in flows:
        if span.first <= flow.on <= span.last:
            by_day[flow.on] = by_day.get(flow.on, 0) + flow.fen
    whole, high = carried * span.days, carried * span.days
    left, new = carried, 0
    for on in sorted(by_day):
        fen, days = by_day[on], span.days_from(on)
        whole += fen * days
        if fen >= 0:
            new += fen
            continue
        taken = -fen - min(-fen, new) if order is Order.NEW_FIRST else min(-fen, max(left, 0))
        left, new = left - taken, new + fen + taken
        high -= taken * days
    return Split(high, whole - high)


def interest_fen(parts: Iterable[tuple[int, int]], day_base: int) -> int:
    """Return the interest of one sub-account: its parts summed first, rounded once, half up.

    Args:
        parts: integrals in fen·day and their yearly rates in parts per million.
        day_base: days of a year of interest, 360 or 365.
    """
    owed = sum(integral * rate for integral, rate in parts)
    whole = day_base * PPM
    return (2 * owed + whole) // (2 * whole)


def digits(factor: int, divisor: int) -> tuple[int, tuple[int, ...]]:
    """Return how to multiply by `factor` and divide by `divisor` within 63 bits.

    Gives the bits of a digit, and the digits of `factor` in that base, the highest first: each
    step of the long division `(rest * 2**bits + digit * x) // divisor` then stays in range for
    every `x` up to `divisor`.

    Raises:
        InputError: `integral_too_large`.
    """
    bits = _BITS - 1 - divisor.bit_length()
    if bits < 1 or factor >> (bits * _STEPS_MOST):
        raise InputError(
            "integral_too_large",
            _("积数合计超出可计算的范围"),
            _("请分账套、分期间计算"),
        )
    parts: list[int] = []
    while factor or not parts:
        parts.append(factor & ((1 << bits) - 1))
        factor >>= bits
    return bits, tuple(reversed(parts))
