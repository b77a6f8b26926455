"""Which columns of a table are drawn and how wide, for the room that there is. Pure.

Numbers get all they need or show that they do not fit. When room is short, words give way first,
then whole columns leave, the least important first, and those that belong together at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger.tui.cells import drawable, fit, fit_number
from ledger.values.text import cell_width

GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        title: its head.
        show: returns the text of a row.
        number: right-aligned, and whole or not at all.
        least: to how many cells words may shrink; 0 where they may not.
        rank: in which order columns leave a narrow screen, the highest first; 0 stays.
        warns: tells whether the cell of a row deserves attention.
    """

    title: str
    show: Callable[[Any], str]
    number: bool = False
    least: int = 0
    rank: int = 0
    warns: Callable[[Any], bool] | None = None

    def needed(self, row: Any) -> int:
        """Return how many cells the text of a row takes."""
        return cell_width(drawable(self.show(row)))

    def cell(self, row: Any, width: int) -> str:
        """Return the text of a row, `width` cells wide."""
        text = self.show(row)
        return fit_number(drawable(text), width) if self.number else fit(text, width)

    def head(self, width: int) -> str:
        """Return the head, `width` cells wide."""
        return fit(self.title, width, "right" if self.number else "left")


def lay_out(
    columns: Sequence[Column], needed: Sequence[int], room: int
) -> list[tuple[Column, int]]:
    """Return the columns that are drawn, in order, each with its width.

    Args:
        columns: all of them.
        needed: how many cells the widest text of each takes, the head included.
        room: how many cells there are for all.
    """
    wanted = dict(zip(columns, needed, strict=True))
    least = {
        column: min(cells, column.least) if column.least else cells
        for column, cells in wanted.items()
    }
    drawn = list(columns)
    while _taken(drawn, least) > room and (rank := max(column.rank for column in drawn)):
        drawn = [column for column in drawn if column.rank != rank]
    spare = room - _taken(drawn, least)
    placed = []
    for column in drawn:
        more = max(0, min(spare, wanted[column] - least[column]))
        spare -= more
        placed.append((column, least[column] + more))
    return _squeezed(placed, room)


def _taken(columns: Sequence[Column], widths: dict[Column, int]) -> int:
    return sum(widths[column] for column in columns) + GAP * max(0, len(columns) - 1)


def _squeezed(placed: Sequence[tuple[Column, int]], room: int) -> list[tuple[Column, int]]:
    """Give the columns what is left of the room, from the left; numbers then show `#####`."""
    squeezed = []
    for column, width in placed:
        if room <= 0:
            break
        squeezed.append((column, min(width, room)))
        room -= width + GAP
    return squeezed
