"""The table of sources × assets, exact on both margins, in whole fen. Pure.

Rounding by row would leave columns a few fen off (three assets of 100.00 out of three sources of
100.00 give 100.02, 99.99, 99.99). Both ways here keep every row and every column exact.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen

Table = list[list[int]]
"""A row for each source, in it a cell for each asset, in fen."""


def fill_in_order(sources: Sequence[int], assets: Sequence[int]) -> Table:
    """Spend the sources one after another on the assets one after another (waterfall).

    >>> fill_in_order([150, 50], [100, 100])
    [[100, 50], [0, 50]]

    Args:
        sources: what each source gives, in fen, not negative.
        assets: what each asset cost, in fen, not negative.

    Raises:
        Refused: `margins_differ`.
    """
    refuse_differing_margins(sources, assets)
    left = list(assets)
    table = []
    for amount_fen in sources:
        row, rest = [], amount_fen
        for place, open_fen in enumerate(left):
            taken = min(rest, open_fen)
            row.append(taken)
            rest -= taken
            left[place] -= taken
        table.append(row)
    return table


def share_pro_rata(sources: Sequence[int], assets: Sequence[int]) -> Table:
    """Spend each source on all assets in proportion, by cumulative rounding on both margins.

    Each source is divided over what the assets still need; the last takes what is left, so that no
    cell is negative and no asset gets more than it cost.

    >>> share_pro_rata([10000, 10000, 10000], [10000, 10000, 10000])
    [[3333, 3333, 3334], [3333, 3334, 3333], [3334, 3333, 3333]]

    Args:
        sources: what each source gives, in fen, not negative.
        assets: what each asset cost, in fen, not negative.

    Raises:
        Refused: `margins_differ`.
    """
    refuse_differing_margins(sources, assets)
    left = list(assets)
    table = []
    for amount_fen in sources:
        need = sum(left)
        row, before, cumulated = [], 0, 0
        for open_fen in left:
            cumulated += open_fen
            after = amount_fen * cumulated // need if need else 0
            row.append(after - before)
            before = after
        left = [open_fen - taken for open_fen, taken in zip(left, row, strict=True)]
        table.append(row)
    return table


def refuse_differing_margins(sources: Sequence[int], assets: Sequence[int]) -> None:
    """Refuse margins that do not come to the same sum.

    Raises:
        Refused: `margins_differ`.
    """
    assert min((*sources, *assets), default=0) >= 0
    if sum(sources) != sum(assets):
        raise Refused(
            "margins_differ",
            _("资金来源合计 {sources} 元，资产造价合计 {assets} 元，不相等").format(
                sources=format_fen(sum(sources)), assets=format_fen(sum(assets))
            ),
            _("请核对各项来源和各项资产的金额，两边合计必须一致"),
        )
