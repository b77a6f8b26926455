"""A two-way table with fixed margins: which source paid for which work, exact both ways. Pure.

Pro rata rounding keeps one margin only, so money goes first where it was matched, then in the order
of the sources over what is open. What no source has paid yet stands as owed, under source number 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OWED: Final = 0


def fill(
    rows: Mapping[int, int], columns: Mapping[int, int], wishes: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Return the cells: each column sums to its cost, each row to no more than it has.

    Args:
        rows: what each source has, in the order in which they are used.
        columns: what each work cost.
        wishes: what was matched of a source to a work.

    >>> fill({1: 100, 2: 50}, {7: 60, 8: 70}, {(2, 7): 40})
    {(2, 7): 40, (1, 7): 20, (1, 8): 70}
    """
    left, open_fen = dict(rows), dict(columns)
    cells: dict[tuple[int, int], int] = {}

    def move(row: int, column: int, most: int) -> None:
        fen = min(most, left[row], open_fen[column])
        if fen > 0:
            cells[row, column] = cells.get((row, column), 0) + fen
            left[row] -= fen
            open_fen[column] -= fen

    for row in rows:
        for column in columns:
            move(row, column, wishes.get((row, column), 0))
    for row in rows:
        for column in columns:
            move(row, column, open_fen[column])
    cells.update({(OWED, column): fen for column, fen in open_fen.items() if fen > 0})
    return cells
