"""Books as hledger journals: one file that stands alone, every balance asserted to the fen.

The balances of a month's end are asserted by an entry of its last day that moves nothing. It
stands after the month's vouchers, and hledger checks a day's entries in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ledger.reports.journal_balances import MonthEnds, opened_accounts
from ledger.reports.journal_export import Entry, Extract, entries, told_periods
from ledger.reports.journal_names import CURRENCY, ROOTS, yuan
from ledger.store.database import Tx
from ledger.values.period import format_period, last_day
from ledger.values.text import safe

ENDING: Final = ".journal"
MARK: Final = "; wxzj hledger export"

_TYPES: Final = {
    "Assets": "A",
    "Liabilities": "L",
    "Equity": "E",
    "Income": "R",
    "Expenses": "X",
}
# What would end a description or the value of a tag; their full-width twins do not.
_WIDENED: Final = str.maketrans({";": "；", ",": "，", "|": "｜"})


def write_hledger(tx: Tx, extract: Extract, tell: Callable[[int], None]) -> Iterator[str]:
    """Yield the file after its first line, piece by piece; `tell` hears of each month."""
    yield f"; {_plain(extract.title)}\n\ndecimal-mark .\ncommodity 1000.00 {CURRENCY}\n\n"
    for root in ROOTS.values():
        yield f"account {root}  ; type:{_TYPES[root]}\n"
    for account, _period in opened_accounts(tx, extract):
        yield f"account {account}\n"
    nothing = yuan(0)
    with MonthEnds(tx, extract) as ends:
        for period in told_periods(tx, extract):
            tell(period)
            yield f"\n; {format_period(period)}\n"
            for entry in entries(tx, extract, period):
                yield from _transaction(entry)
            yield f"\n{last_day(period)} * 月末余额 {format_period(period)}\n"
            for account, own_fen, whole_fen in ends.of(period):
                if own_fen is not None:
                    yield f"    {account}  {nothing} = {yuan(own_fen)}\n"
                else:
                    assert whole_fen is not None
                    yield f"    {account}  {nothing} =* {yuan(whole_fen)}\n"


def _transaction(entry: Entry) -> Iterator[str]:
    yield f"\n{entry.dated_on} * ({entry.number}) {_plain(entry.summary)}\n"
    for key, text in entry.facts:
        yield f"    ; {key}:{_plain(text)}\n"
    for account, fen, red in entry.postings:
        mark = f"  ; red:{red}" if red else ""
        yield f"    {account}  {yuan(fen)}{mark}\n"


def _plain(text: str) -> str:
    return safe(text).translate(_WIDENED)
