"""Parts of a deposit and what was paid of them (分期、缓交). Pure: whole fen and days.

Only money that came counts, and it fills the oldest part first.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ledger.values.apportion import apportion

TIMES_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A part of what is due, and the day by which it is."""

    due_on: date
    amount_fen: int


class Filled(NamedTuple):
    """A part, and what was paid of it."""

    step: Step
    paid_fen: int

    @property
    def open_fen(self) -> int:
        """What is not paid of it."""
        return self.step.amount_fen - self.paid_fen


def parts_of(total_fen: int, times: int, first_on: date, every_months: int) -> list[Step]:
    """Part a sum into equal parts, the first ones larger by a fen, so many months apart.

    >>> [(str(step.due_on), step.amount_fen) for step in parts_of(100, 3, date(2026, 1, 31), 1)]
    [('2026-01-31', 34), ('2026-02-28', 33), ('2026-03-31', 33)]
    """
    return [
        Step(_later(first_on, every_months * place), fen)
        for place, fen in enumerate(apportion(total_fen, [1] * times))
        if fen
    ]


def _later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fill(steps: Sequence[Step], paid_fen: int) -> list[Filled]:
    """Return the parts, the oldest filled first by what was paid since the plan was made."""
    filled = []
    left_fen = max(paid_fen, 0)
    for step in sorted(steps, key=lambda each: each.due_on):
        own_fen = min(step.amount_fen, left_fen)
        left_fen -= own_fen
        filled.append(Filled(step, own_fen))
    return filled


class Late(NamedTuple):
    """What is overdue on a day, and since when; `since` is None where no day is known."""

    fen: int
    since: date | None


def late_on(filled: Sequence[Filled], day: date) -> Late:
    """Return what is overdue of parts: those whose day is past."""
    late = [each for each in filled if each.step.due_on < day and each.open_fen]
    return Late(sum(each.open_fen for each in late), late[0].step.due_on if late else None)
