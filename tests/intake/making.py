"""Files as offices send them, made on the spot: text, workbooks by a library and by hand."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ledger.intake.reader import Intake, read_rows
from ledger.intake.spec import FileSpec
from ledger.values.errors import BadRow, BadRows, InputError

DEPOSIT_HEADS = ("到账日期", "房屋编号", "金额", "银行账号")
DEPOSIT = ("2025-01-05", "A01-3-2-501", "1,234.50", "6222020001")

_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""  # noqa: E501 # as office programs write it
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def text_file(
    folder: Path,
    rows: Sequence[Sequence[str]] | str,
    *,
    encoding: str = "utf-8",
    name: str = "f.csv",
) -> Path:
    """Write rows, or text as it is, in an encoding."""
    text = rows if isinstance(rows, str) else "".join(",".join(row) + "\r\n" for row in rows)
    return byte_file(folder, text.encode(encoding), name)


def byte_file(folder: Path, data: bytes, name: str = "f.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


class Formula(str):
    """A formula and, behind `|`, the value that the file holds for it."""

    __slots__ = ()


class Shown:
    """A value under a number format."""

    def __init__(self, value: object, code: str) -> None:
        self.value = value
        self.code = code


class Shaped:
    """A workbook being made.

    Args:
        path: where it goes.
        options: xlsxwriter's own.
    """

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.path = path
        self.book = importlib.import_module("xlsxwriter").Workbook(path, dict(options or {}))
        self._day = self.book.add_format({"num_format": "yyyy-mm-dd"})

    def sheet(self, name: str, rows: Sequence[Sequence[object]]) -> Any:
        sheet = self.book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, cell: object) -> None:
        match cell:
            case None | "":
                pass
            case Formula():
                formula, _bar, value = cell.partition("|")
                sheet.write_formula(row, column, formula, None, value)
            case Shown():
                style = self.book.add_format({"num_format": cell.code})
                sheet.write(row, column, cell.value, style)
            case bool():
                sheet.write_boolean(row, column, cell)
            case datetime() | date():
                sheet.write_datetime(row, column, cell, self._day)
            case str():
                sheet.write_string(row, column, cell)
            case _:
                sheet.write(row, column, cell)

    def done(self) -> Path:
        self.book.close()
        return self.path


def workbook(folder: Path, rows: Sequence[Sequence[object]], name: str = "f.xlsx") -> Path:
    made = Shaped(folder / name)
    made.sheet("Sheet1", rows)
    return made.done()


def old_workbook(folder: Path, rows: Sequence[Sequence[object]], name: str = "f.xls") -> Path:
    """Write an .xls; its formulas hold no values, as the library that writes them knows none."""
    xlwt = importlib.import_module("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            match cell:
                case None | "":
                    pass
                case Formula():
                    sheet.write(number, column, xlwt.Formula(cell.partition("|")[0][1:]))
                case Shown():
                    style = xlwt.easyxf(num_format_str=cell.code)
                    sheet.write(number, column, cell.value, style)
                case date():
                    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
                    sheet.write(number, column, cell, style)
                case _:
                    sheet.write(number, column, cell)
    path = folder / name
    book.save(str(path))
    return path


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row_xml(number: int, cells: Sequence[str]) -> str:
    inner = "".join(
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for column, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inner}</row>'


def handmade(
    folder: Path,
    sheet: str,
    *,
    more: Mapping[str, str | bytes] | None = None,
    book: str | None = None,
    name: str = "f.xlsx",
) -> Path:
    """Write an .xlsx part by part, so that it may be as odd as it likes."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book
        or f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def values(taken: Intake) -> list[dict[str, object]]:
    """Return the rows without the columns that are empty."""
    return [
        {key: value for key, value in row.values.items() if value is not None} for row in taken.rows
    ]


def refusal(path: Path, spec: FileSpec, **options: bool) -> InputError:
    """Return how the whole file is refused."""
    try:
        read_rows(path, spec, **options)
    except InputError as error:
        assert not isinstance(error, BadRows), [str(row) for row in error.rows]
        assert f"“{path.name}”" in error.message
        assert error.hint
        return error
    message = "it was read"
    raise AssertionError(message)


def bad_rows(path: Path, spec: FileSpec, **options: bool) -> list[BadRow]:
    """Return the bad rows of a file, each of which says what to do."""
    try:
        read_rows(path, spec, **options)
    except BadRows as error:
        assert error.file == path.name
        assert error.exit_code == 2
        assert all(row.hint and row.message for row in error.rows)
        return list(error.rows)
    message = "it was read"
    raise AssertionError(message)


def faults(path: Path, spec: FileSpec, **options: bool) -> list[tuple[int, str, str, str]]:
    """Return row, column, value and stable word of each bad row."""
    return [(row.row, row.column, row.value, row.code) for row in bad_rows(path, spec, **options)]
