"""Total rows (合计, 小计): recognised, and checked against the sum of the rows they stand for.

A total that does not fit means that rows were lost or changed on the way, and nothing else would
show it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from ledger.intake.spec import Cell, Column, Kind
from ledger.values.money import format_fen, parse_fen

_GRAND: Final = re.compile(r"(?:本[表页次批期])?(?:合计|总计|共计|总合计|合计金额|总金额)[:：]?")
_PART: Final = re.compile(r"[^\d-]{0,8}(?:\d+[^\d-]{0,4}){0,3}小计[:：]?|[本每][页]合?计[:：]?")
_LENGTH_MAX: Final = 20
_LETTERS: Final = frozenset("计额")
_BOUNDS_MAX: Final = 100_000


def total_word(cells: Sequence[Cell]) -> str:
    """Return `grand`, `part` or "" for a row by its first cell that is not empty.

    >>> total_word(["", "合 计：", "100.00"]), total_word(["3幢小计"]), total_word(["A01"])
    ('grand', 'part', '')
    """
    first = next((cell for cell in cells if cell != ""), "")
    if not isinstance(first, str) or len(first) > _LENGTH_MAX or not _LETTERS & set(first):
        return ""
    word = "".join(unicodedata.normalize("NFKC", first).split())
    if _PART.fullmatch(word):
        return "part"
    return "grand" if _GRAND.fullmatch(word) else ""


class Difference(NamedTuple):
    """A total that does not fit."""

    row: int
    column: Column
    text: str
    stated: int
    found: int


class Totals:
    """The sums of a file, and the totals met in it.

    Args:
        columns: the columns that are summed.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.sums = [0] * len(self.columns)
        self.last_row = 0
        self._bounds: list[set[int]] = [{0} for _column in self.columns]
        self._pending: list[Difference] = []
        self._wrong: list[Difference] = []

    def add(self, values: Sequence[object]) -> None:
        """Add the values of a row, in the order of the columns."""
        for index, value in enumerate(values):
            if isinstance(value, int):
                self.sums[index] += value

    def meet(self, row: int, word: str, stated: Sequence[tuple[str, int] | None]) -> None:
        """Take notice of a total row: the text and the value of each column, None where empty.

        A part total may begin at any earlier total or at the top. A grand total counts all rows;
        where rows or totals follow it was one of several, and is judged as a part.
        """
        self._pending = []
        for index, told in enumerate(stated):
            if told is None:
                continue
            text, value = told
            found = self.sums[index]
            fits_part = found - value in self._bounds[index]
            difference = Difference(row, self.columns[index], text, value, found)
            if word == "grand" and value != found:
                self._hold(difference, fits_part=fits_part)
            elif not fits_part:
                self._wrong.append(difference)
            if len(self._bounds[index]) < _BOUNDS_MAX:
                self._bounds[index].add(found)
        self.last_row = row

    def _hold(self, difference: Difference, *, fits_part: bool) -> None:
        """Keep a grand total that does not fit until it is known whether more follows."""
        if fits_part:
            self._pending.append(difference)
        else:
            self._wrong.append(difference)

    def go_on(self) -> None:
        """Take notice that a row follows the totals met so far."""
        self._pending = []

    def differences(self) -> list[Difference]:
        """Return the totals that do not fit, once all rows were read."""
        return self._wrong + self._pending


def parse_total(column: Column, text: str) -> int:
    """Return a total in the unit of its column.

    Raises:
        InputError: as `parse_fen`.
    """
    if column.is_wan and column.field.parse_wan is not None and text.strip("0. ") != "":
        value = column.field.parse_wan(text)
        assert isinstance(value, int)
        return value
    hundredths = parse_fen(text, allow_zero=True, allow_negative=True)
    return hundredths // 100 if column.field.kind is Kind.COUNT else hundredths


def shown_total(column: Column, value: int) -> str:
    """Return a sum as people write it."""
    return str(value) if column.field.kind is Kind.COUNT else format_fen(value)
