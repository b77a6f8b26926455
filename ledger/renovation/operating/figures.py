"""Three figures of one asset side by side: the books, the tax, the regulated price. Pure.

The books write off what stands in them. The tax takes case B out, both its income and its
write-off (实施条例 art. 28), knows no impairment, and allows no life below its least (art. 60). The
price regulator shows apart what government paid or somebody gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ledger.renovation.operating.entries import FREE, Case, Receipt
from ledger.renovation.operating.life import Act, Change, Life, Regime, read_life, release_of
from ledger.renovation.operating.straight_line import Method, index, period_at
from ledger.values.period import year_of


@dataclass(frozen=True, slots=True)
class Figures:
    """What a span of months brings, in fen.

    Attributes:
        first: the first month.
        last: the last month.
        written_fen: the write-off in the books.
        carrying_fen: what is left of the cost at the end.
        released_fen: deferred income that became income.
        open_fen: deferred income that is left at the end.
        tax_asset_fen: the deferred tax asset at the end.
        deductible_fen: the write-off that the tax allows.
        regulated_fen: the write-off that the price may hold.
        apart_fen: the write-off that is shown apart from it.
    """

    first: int
    last: int
    written_fen: int
    carrying_fen: int
    released_fen: int
    open_fen: int
    tax_asset_fen: int
    deductible_fen: int
    regulated_fen: int
    apart_fen: int


def monthly(
    receipt: Receipt,
    changes: Sequence[Change],
    least_months: int,
    regime: Regime = Regime.ENTERPRISE,
    method: Method = Method.EXACT,
) -> list[Figures]:
    """Return the months of an asset from the first that counts to the end of its life.

    Args:
        receipt: how it came.
        changes: from its receipt on.
        least_months: the least life that the tax allows.
        regime: whose rules hold.
        method: how a base is spread over its months.
    """
    books = read_life(changes, regime, method)
    release = read_life(release_of(changes, receipt.deferred_fen), regime, method)
    tax = read_life(_tax_changes(receipt, changes, least_months), regime, method)
    gone = changes[-1].act is Act.DISPOSED
    end = max(_end(books), _end(books if gone else tax))
    rows = []
    for month in range(books.runs[0].first, end + 1):
        open_fen = receipt.deferred_fen + _recost(changes, month, receipt)
        open_fen -= release.written(month)
        written = books.written(month) - books.written(month - 1)
        apart = written if receipt.case in FREE else 0
        rows.append(
            Figures(
                period_at(month),
                period_at(month),
                written,
                books.carrying(month),
                release.written(month) - release.written(month - 1),
                open_fen,
                receipt.deferred_tax(open_fen),
                tax.written(month) - tax.written(month - 1),
                written - apart,
                apart,
            )
        )
    return rows


def yearly(months: Sequence[Figures]) -> list[Figures]:
    """Return the calendar years of `months`."""
    years = []
    for _year, own in groupby(months, key=lambda each: year_of(each.first)):
        rows = list(own)
        years.append(
            replace(
                rows[-1],
                first=rows[0].first,
                written_fen=sum(each.written_fen for each in rows),
                released_fen=sum(each.released_fen for each in rows),
                deductible_fen=sum(each.deductible_fen for each in rows),
                regulated_fen=sum(each.regulated_fen for each in rows),
                apart_fen=sum(each.apart_fen for each in rows),
            )
        )
    return years


def _end(life: Life) -> int:
    """Return the last month in which something may be written off."""
    last = life.runs[-1]
    return max(last.first + last.months - 1, life.runs[0].first)


def _recost(changes: Sequence[Change], month: int, receipt: Receipt) -> int:
    """Return by how much the deferred income differs since the final cost was known."""
    if not receipt.deferred_fen:
        return 0
    return sum(
        change.fen
        for change in changes
        if change.act is Act.RECOST and index(change.on.year * 100 + change.on.month) <= month
    )


def _tax_changes(receipt: Receipt, changes: Sequence[Change], least_months: int) -> list[Change]:
    """Return the changes as the tax sees them."""
    seen = []
    for change in changes:
        months = max(change.months, least_months) if change.months else 0
        keep = change.keep_fen
        fen = change.fen
        if receipt.case is Case.B and change.act in {Act.RECEIVED, Act.RECOST}:
            fen = keep = 0
        elif receipt.case is Case.B:
            keep = min(keep, fen)
        if change.act is not Act.IMPAIRED:
            seen.append(replace(change, fen=fen, keep_fen=keep, months=months))
    return seen
