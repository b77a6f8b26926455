"""Draws a sheet as a workbook (XLSX): title, labelled lines, a frozen head, rows as they come.

Rows go to disk at once, so that a list may be of any length. Text is written as text: nothing
that a person or a file brought in becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped] # it ships without types

from ledger.values.area import format_area
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import format_period
from ledger.values.sheet import Kind, Sheet
from ledger.values.text import cell_width, safe

WIDTH_ROWS: Final = 1000  # how many rows choose the widths of the columns
ROWS_MAX: Final = 1_000_000  # an office program takes 1,048,576
WIDTH_MIN, WIDTH_MAX = 8, 60
FONT: Final = "宋体"
_CELL_MAX: Final = 32_767  # characters that a cell takes

_NUMBER_FORMATS: Final[dict[Kind, str]] = {
    "fen": "#,##0.00",
    "area": "#,##0.00",
    "int": "0",
    "date": "yyyy-mm-dd",
}

Row = tuple[object, ...]


def write_workbook(sheet: Sheet, path: Path) -> None:
    """Write `sheet`, as people see it, to a new workbook at `path`."""
    page = sheet.for_people()
    workbook = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    styles = _Styles(workbook)
    rows = iter(page.rows)
    for number in count(1):
        drawn = _Page(workbook.add_worksheet(_tab(page, number)), page, styles)
        drawn.fill(islice(rows, ROWS_MAX))
        coming = list(islice(rows, 1))
        if not coming:
            drawn.write_notes()
            break
        rows = chain(coming, rows)
    workbook.close()


def _tab(page: Sheet, number: int) -> str:
    """Return the name of a worksheet: short, and without the signs that office programs refuse."""
    name = "".join(char for char in safe(page.title) if char not in "[]:*?/\\'")[:25] or page.kind
    return name if number == 1 else f"{name} {number}"


class _Styles:
    """The looks of cells."""

    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 16, "font_name": FONT})
        self.plain = workbook.add_format({"font_name": FONT})
        self.heads = {
            right: workbook.add_format(
                {
                    "bold": True,
                    "font_name": FONT,
                    "bottom": 1,
                    "align": "right" if right else "left",
                }
            )
            for right in (False, True)
        }
        self.kinds = {
            kind: workbook.add_format({"num_format": form, "font_name": FONT})
            for kind, form in _NUMBER_FORMATS.items()
        }

    def of(self, kind: Kind) -> Any:
        """Return the look of a cell that holds `kind`."""
        return self.kinds.get(kind, self.plain)


class _Page:
    """One worksheet, filled from top to bottom."""

    def __init__(self, worksheet: Any, page: Sheet, styles: _Styles) -> None:
        self._worksheet = worksheet
        self._page = page
        self._styles = styles
        self._line = 0

    def fill(self, rows: Iterator[Row]) -> None:
        """Write the head and `rows`."""
        page, worksheet, styles = self._page, self._worksheet, self._styles
        worksheet.write_string(self._line, 0, safe(page.title), styles.title)
        self._line += 1
        for label in page.labels:
            worksheet.write_string(self._line, 0, safe(label.title), styles.plain)
            self._write(1, label.kind, page.fields[label.key])
            self._line += 1
        if page.columns:
            for place, column in enumerate(page.columns):
                look = styles.heads[column.kind in {"fen", "area", "int"}]
                worksheet.write_string(self._line, place, safe(column.title), look)
            self._line += 1
            worksheet.freeze_panes(self._line, 0)
        first = list(islice(rows, WIDTH_ROWS))
        self._set_widths(first)
        for row in chain(first, rows):
            for place, (column, value) in enumerate(zip(page.columns, row, strict=True)):
                self._write(place, column.kind, value)
            self._line += 1

    def write_notes(self) -> None:
        """Write the notes below the rows."""
        for note in self._page.notes:
            self._worksheet.write_string(self._line, 0, safe(note), self._styles.plain)
            self._line += 1

    def _write(self, place: int, kind: Kind, value: object) -> None:
        if value is None:
            return
        worksheet, look = self._worksheet, self._styles.of(kind)
        if kind in {"fen", "area"}:
            assert isinstance(value, int)
            worksheet.write_number(self._line, place, Decimal(value).scaleb(-2), look)
        elif kind == "int":
            worksheet.write_number(self._line, place, value, look)
        elif kind == "date":
            worksheet.write_datetime(self._line, place, value, look)
        else:
            worksheet.write_string(self._line, place, _text(kind, value)[:_CELL_MAX], look)

    def _set_widths(self, rows: Sequence[Row]) -> None:
        for place, column in enumerate(self._page.columns):
            widest = max(
                (cell_width(_text(column.kind, row[place])) for row in rows),
                default=0,
            )
            width = max(WIDTH_MIN, widest, cell_width(column.title)) + 2
            self._worksheet.set_column(place, place, min(width, WIDTH_MAX))


def _text(kind: Kind, value: object) -> str:
    """Return a value as text: what a cell of text holds, and what a number takes in width."""
    if value is None:
        return ""
    if kind == "flag":
        return _("是") if value else _("否")
    if kind == "period":
        assert isinstance(value, int)
        return format_period(value)
    if kind == "fen":
        assert isinstance(value, int)
        return format_fen(value)
    if kind == "area":
        assert isinstance(value, int)
        return format_area(value)
    return safe(str(value))
