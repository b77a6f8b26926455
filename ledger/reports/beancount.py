"""Books as beancount files: one file that stands alone, every balance asserted to the fen.

Amounts are whole fen written in full, so no difference passes as rounding. A `balance` line holds
at the beginning of its day: the end of a month is written as the first day of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ledger.reports.journal_balances import MonthEnds, opened_accounts
from ledger.reports.journal_export import Entry, Extract, entries, told_periods
from ledger.reports.journal_names import CURRENCY, ROOTS, yuan
from ledger.store.database import Tx
from ledger.values.period import first_day, format_period, next_period
from ledger.values.text import safe

ENDING: Final = ".beancount"
MARK: Final = ";; wxzj beancount export"


def write_beancount(tx: Tx, extract: Extract, tell: Callable[[int], None]) -> Iterator[str]:
    """Yield the file after its first line, piece by piece; `tell` hears of each month."""
    yield _head(extract)
    for account, period in opened_accounts(tx, extract):
        yield f"{first_day(period)} open {account} {CURRENCY}\n"
    with MonthEnds(tx, extract) as ends:
        for period in told_periods(tx, extract):
            tell(period)
            yield f"\n;; {format_period(period)}\n"
            for entry in entries(tx, extract, period):
                yield from _transaction(entry)
            yield "\n"
            after = first_day(next_period(period))
            for account, _own_fen, fen in ends.of(period):
                if fen is not None:
                    yield f"{after} balance {account}  {_asserted(fen)}\n"


def _head(extract: Extract) -> str:
    options = [("title", extract.title), ("operating_currency", CURRENCY)]
    options += [(f"name_{root.lower()}", root) for root in ROOTS.values()]
    options.append(("inferred_tolerance_default", f"{CURRENCY}:0"))
    written = "".join(f"option {_quoted(key)} {_quoted(value)}\n" for key, value in options)
    return f"\n{written}\n1980-01-01 commodity {CURRENCY}\n\n"


def _transaction(entry: Entry) -> Iterator[str]:
    yield f"\n{entry.dated_on} * {_quoted(entry.summary)}\n"
    for key, text in entry.facts:
        yield f"  {key}: {_quoted(text)}\n"
    for account, fen, red in entry.postings:
        yield f"  {account}  {yuan(fen)}\n"
        if red:
            yield f"    red: {_quoted(red)}\n"


def _asserted(fen: int) -> str:
    number, currency = yuan(fen).split(" ")
    return f"{number} ~ 0.00 {currency}"


def _quoted(text: str) -> str:
    escaped = safe(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
