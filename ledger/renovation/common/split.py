"""How common income is divided, what is overdue, and the entries of both books. Pure.

民法典 art. 282: what common parts bring in is the owners' after reasonable cost. 物业管理条例
art. 54: it tops up the fund first of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from ledger.journal.voucher import Line, Side
from ledger.values.period import MONTHS, last_day

BANK: Final = "1001"
DUE: Final = "2001"
MANAGER_OWED: Final = "2102"
OTHERS_OWED: Final = "2103"
COST: Final = "5001"
MANAGER: Final = "5101"
TO_FUND: Final = "5201"
TO_OTHERS: Final = "5301"
SOURCES: Final = {
    "rent": "400101",
    "parking": "400102",
    "advertising": "400103",
    "facility": "400104",
    "other": "400105",
}
MONTHS_OF: Final = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_QUARTER: Final = 3


@dataclass(frozen=True, slots=True)
class Income:
    """Common income and how it is divided, in fen.

    Attributes:
        cost_fen: reasonable cost.
        manager_fen: the manager's share (管理分成).
        others_fen: of an investor or an operator, where the facility is theirs.
        kept_fen: what the owners keep outside of the fund (留存).
    """

    gross_fen: int
    cost_fen: int = 0
    manager_fen: int = 0
    others_fen: int = 0
    kept_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What is left after cost and what others have a right to."""
        return self.gross_fen - self.cost_fen - self.others_fen

    @property
    def owners_fen(self) -> int:
        """What of it is the owners'."""
        return self.net_fen - self.manager_fen

    @property
    def due_fen(self) -> int:
        """What is due to the fund."""
        return self.owners_fen - self.kept_fen


def recorded(source: str, income: Income) -> tuple[Line, ...]:
    """借 存款 / 贷 经营收入 gross; cost paid; then what each is owed, the fund among them."""
    lines = (
        Line(BANK, Side.DEBIT, income.gross_fen),
        Line(SOURCES[source], Side.CREDIT, income.gross_fen),
        Line(COST, Side.DEBIT, income.cost_fen),
        Line(BANK, Side.CREDIT, income.cost_fen),
        Line(MANAGER, Side.DEBIT, income.manager_fen),
        Line(MANAGER_OWED, Side.CREDIT, income.manager_fen),
        Line(TO_OTHERS, Side.DEBIT, income.others_fen),
        Line(OTHERS_OWED, Side.CREDIT, income.others_fen),
        Line(TO_FUND, Side.DEBIT, income.due_fen),
        Line(DUE, Side.CREDIT, income.due_fen),
    )
    return tuple(line for line in lines if line.amount_fen)


def handed_over(amount_fen: int) -> tuple[Line, ...]:
    """借 应交维修资金 / 贷 存款: what was due went to the fund."""
    return (Line(DUE, Side.DEBIT, amount_fen), Line(BANK, Side.CREDIT, amount_fen))


def due_on(on: date, frequency: str, days: int) -> date:
    """Return the last day on which what came in `on` is to be handed over.

    >>> due_on(date(2026, 2, 3), "quarterly", 30)
    datetime.date(2026, 4, 30)

    Args:
        on: when it came in.
        frequency: a word of `MONTHS_OF`.
        days: after the end of the span in which it came in.
    """
    span = MONTHS_OF[frequency]
    end = (on.month - 1) // span * span + span
    assert end <= MONTHS
    return last_day(on.year * 100 + end) + timedelta(days=days)


class Entry(NamedTuple):
    """What one voucher of the book brought.

    Attributes:
        due_on: when what is due is to be handed over.
    """

    on: date
    due_on: date
    income: Income


class Quarter(NamedTuple):
    """What a quarter brought, and what of it is not handed over yet.

    Attributes:
        first: its first month.
        due_on: the earliest day of what is open, or of all where nothing is.
        overdue_days: of the oldest of what is open.
    """

    first: int
    income: Income
    handed_fen: int
    open_fen: int
    due_on: date
    overdue_days: int


def by_quarter(entries: Sequence[Entry], handed_fen: int, today: date) -> list[Quarter]:
    """Return the quarters; what was handed over settles the oldest first.

    Args:
        entries: in the order of their days.
        handed_fen: all that was handed over.
        today: against which days are counted.
    """
    quarters: list[Quarter] = []
    for entry in entries:
        paid = max(min(handed_fen, entry.income.due_fen), min(entry.income.due_fen, 0))
        handed_fen -= paid
        left = entry.income.due_fen - paid
        month = (entry.on.month - 1) // _QUARTER * _QUARTER + 1
        late = max((today - entry.due_on).days, 0) if left else 0
        first = entry.on.year * 100 + month
        own = Quarter(first, entry.income, paid, left, entry.due_on, late)
        if quarters and quarters[-1].first == first:
            own = _joined(quarters.pop(), own)
        quarters.append(own)
    return quarters


def _joined(one: Quarter, two: Quarter) -> Quarter:
    income = summed([one.income, two.income])
    days = [each.due_on for each in (one, two) if each.open_fen] or [one.due_on, two.due_on]
    return Quarter(
        one.first,
        income,
        one.handed_fen + two.handed_fen,
        one.open_fen + two.open_fen,
        min(days),
        max(one.overdue_days, two.overdue_days),
    )


def summed(incomes: Iterable[Income]) -> Income:
    """Return the sum of some incomes."""
    rows = list(incomes)
    return Income(
        sum(each.gross_fen for each in rows),
        sum(each.cost_fen for each in rows),
        sum(each.manager_fen for each in rows),
        sum(each.others_fen for each in rows),
        sum(each.kept_fen for each in rows),
    )
