"""What a check is: a function that looks at a month of a book and gives one finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.journal.account import AccountRule
from ledger.journal.balances import MonthEnd, read_month_end
from ledger.journal.chart import rules_on
from ledger.store.database import Tx
from ledger.values.finding import Finding, Severity
from ledger.values.period import last_day


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a book, to be checked.

    Attributes:
        book: the code of the book.
        end: from where its balances are reckoned.
        rules: the accounts, and what holds for them on its last day.
    """

    book_id: int
    book: str
    period: int
    end: MonthEnd
    rules: Mapping[str, AccountRule]

    @property
    def words(self) -> dict[str, Any]:
        """What fills the blanks of the questions that the checks ask."""
        return self.end.words


def read_month(tx: Tx, book_id: int, book: str, period: int) -> Month:
    """Read what the checks of a month must know."""
    return Month(
        book_id,
        book,
        period,
        read_month_end(tx, book_id, period),
        rules_on(tx, book_id, last_day(period)),
    )


Check = Callable[[Tx, Month], Finding]


def found(code: str, month: Month, *, bad: str, good: str, severity: Severity = "stop") -> Finding:
    """Return what a check found: `bad` is empty where all is well, and then `good` is told."""
    return Finding(code, severity, month.book, bad or good, ok=not bad)
