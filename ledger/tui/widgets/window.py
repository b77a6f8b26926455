"""The few rows of a long list that a table holds at a time. Pure.

Pages are joined to either end and dropped from the other, so that memory and work do not grow
with the list. Rows are known by their keys; their numbers are known only where they were counted
from an end whose distance is known.
"""

from __future__ import annotations

from typing import Any, Final

from ledger.desk.browse import PAGE_ROWS, Cut, Page

ROWS_MAX: Final = 5 * PAGE_ROWS


class Window:
    """A piece of a list.

    Attributes:
        rows: in the order of the list.
        at_top, at_bottom: whether the list ends where the window ends.
        first_no: the number of the first row in the whole list, None where nobody counted.
        total: how many rows the whole list has, None where nobody counted.
    """

    def __init__(self, total: int | None = None, rows_max: int = ROWS_MAX) -> None:
        self.rows: list[Any] = []
        self.at_top = False
        self.at_bottom = False
        self.first_no: int | None = None
        self.total = total
        self._rows_max = rows_max

    def above(self) -> Cut | None:
        """Return the cut of the page before the first row, None where there is none."""
        if self.at_top or not self.rows:
            return None
        return Cut(self.rows[0].key, backward=True)

    def below(self) -> Cut | None:
        """Return the cut of the page after the last row, None where there is none."""
        if self.at_bottom or not self.rows:
            return None
        return Cut(self.rows[-1].key)

    def take(self, page: Page[Any], cut: Cut) -> int | None:
        """Take the answer to `cut` in.

        Returns:
            How far the rows that stay moved down; None where all rows were replaced, or where
            the answer no longer fits an end of the window and was dropped.
        """
        if cut.beside is None:
            self._replace(page, cut)
            return None
        if cut == self.below():
            return self._append(page)
        if cut == self.above():
            return self._prepend(page)
        return None

    def _replace(self, page: Page[Any], cut: Cut) -> None:
        self.rows = list(page.rows)
        self.at_top = not page.more if cut.backward else True
        self.at_bottom = True if cut.backward else not page.more
        if self.at_top and self.at_bottom:
            self.total = len(self.rows)
        if self.at_top:
            self.first_no = 1
        else:
            self.first_no = None if self.total is None else self.total - len(self.rows) + 1

    def _append(self, page: Page[Any]) -> int:
        self.rows += page.rows
        self.at_bottom = not page.more
        if self.at_bottom and self.first_no is not None:
            self.total = self.first_no + len(self.rows) - 1
        surplus = max(0, len(self.rows) - self._rows_max)
        if surplus:
            del self.rows[:surplus]
            self.at_top = False
            if self.first_no is not None:
                self.first_no += surplus
        return -surplus

    def _prepend(self, page: Page[Any]) -> int:
        self.rows[:0] = page.rows
        self.at_top = not page.more
        if self.at_top:
            self.first_no = 1
        elif self.first_no is not None:
            self.first_no -= len(page.rows)
        if len(self.rows) > self._rows_max:
            del self.rows[self._rows_max :]
            self.at_bottom = False
        return len(page.rows)

    def know(self, total: int) -> None:
        """Learn how many rows the list has from somebody who knows."""
        self.total = total
        if self.first_no is None and self.at_bottom:
            self.first_no = total - len(self.rows) + 1

    def number_of(self, place: int) -> int | None:
        """Return the number in the whole list of the row at `place`."""
        return None if self.first_no is None else self.first_no + place
