"""Draws a sheet as text, CSV or JSON, piece by piece, so that a sheet may be of any length.

An amount is never cut, whatever the width of its column. Text of people leaves here harmless:
as pictures of its control characters in text and CSV, as escapes in JSON, which loses nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from ledger.values.area import format_area
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import format_period
from ledger.values.text import cell_width, csv_safe, is_harmless, pad, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.values.sheet import Column, Kind, Sheet

    Printer = Callable[[object], str]
    Row = tuple[object, ...]

Format = Literal["text", "csv", "json"]

WIDTH_ROWS: Final = 1000
"""How many rows are held back to choose the widths of the columns; later rows only follow."""

CHUNK_ROWS: Final = 500
BYTE_ORDER_MARK: Final = "\ufeff"

_GAP: Final = "  "
_NUMBERS: Final = frozenset({"fen", "area", "int"})
_JSON: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def draw(sheet: Sheet, fmt: Format) -> Iterator[str]:
    """Yield `sheet` in pieces, as `text`, `csv` or `json`; its rows are read once, as needed."""
    if fmt == "json":
        return _json(sheet)
    return {"text": _text, "csv": _csv}[fmt](sheet.for_people())


def _batches(rows: Iterable[Row], first: int) -> Iterator[list[Row]]:
    """Yield `rows` by hundreds, `first` of them at first; one at a time would cost far more."""
    steady = iter(rows)
    batch = list(islice(steady, first))
    while batch:
        yield batch
        batch = list(islice(steady, CHUNK_ROWS))


def _printed(batch: list[Row], printers: Sequence[Printer]) -> list[list[str]]:
    """Return the cells of `batch`, column by column."""
    columns = zip(printers, zip(*batch, strict=True), strict=True)
    return [[show(value) for value in values] for show, values in columns]


def _printer(kind: Kind, *, sep: bool, text: Callable[[str], str]) -> Printer:
    """Return the function that prints a value of `kind`; None prints as nothing."""
    yes, no = _("是"), _("否")
    printers: dict[Kind, Callable[[Any], str]] = {
        "text": lambda value: "" if value is None else text(str(value)),
        "fen": lambda value: "" if value is None else format_fen(value, sep=sep),
        "area": lambda value: "" if value is None else format_area(value),
        "int": lambda value: "" if value is None else str(value),
        "date": lambda value: "" if value is None else value.isoformat(),
        "period": lambda value: "" if value is None else format_period(value),
        "flag": lambda value: "" if value is None else yes if value else no,
    }
    return printers[kind]


# ---- text ----


def _text(sheet: Sheet) -> Iterator[str]:
    yield safe(sheet.title) + "\n"
    for label in sheet.labels:
        value = _printer(label.kind, sep=True, text=safe)(sheet.fields[label.key])
        yield _("{title}：{value}").format(title=safe(label.title), value=value) + "\n"
    if sheet.columns:
        yield from _table(sheet)
    for note in sheet.notes:
        yield safe(note) + "\n"


def _table(sheet: Sheet) -> Iterator[str]:
    printers = [_printer(column.kind, sep=True, text=safe) for column in sheet.columns]
    heads = [[safe(column.title)] for column in sheet.columns]
    batches = _batches(sheet.rows, WIDTH_ROWS)
    known = next(batches, None)
    cells = heads if known is None else _printed(known, printers)
    widths = [
        max(map(cell_width, [*head, *column])) for head, column in zip(heads, cells, strict=True)
    ]
    yield _lines(heads, sheet.columns, widths)
    yield _GAP.join("-" * width for width in widths) + "\n"
    if known is None:
        yield _("（无）") + "\n"
        return
    yield _lines(cells, sheet.columns, widths)
    for batch in batches:
        yield _lines(_printed(batch, printers), sheet.columns, widths)


def _lines(cells: list[list[str]], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = [
        [pad(cell, width, "right" if column.kind in _NUMBERS else "left") for cell in each]
        for each, column, width in zip(cells, columns, widths, strict=True)
    ]
    return "".join(f"{_GAP.join(line).rstrip(' ')}\n" for line in zip(*padded, strict=True))


# ---- CSV ----


def _csv(sheet: Sheet) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    if not sheet.columns:
        yield _csv_lines(_labelled(sheet))
        return
    yield _csv_lines([[_csv_text(column.title) for column in sheet.columns]])
    printers = [_printer(column.kind, sep=False, text=_csv_text) for column in sheet.columns]
    for batch in _batches(sheet.rows, CHUNK_ROWS):
        yield _csv_lines(zip(*_printed(batch, printers), strict=True))


def _labelled(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """Yield the labelled fields of a sheet without a table, one a line."""
    for label in sheet.labels:
        show = _printer(label.kind, sep=False, text=_csv_text)
        yield _csv_text(label.title), show(sheet.fields[label.key])


def _csv_text(text: str) -> str:
    return csv_safe(safe(text))


def _csv_lines(rows: Iterable[Sequence[str]]) -> str:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue()


# ---- JSON ----


def _json(sheet: Sheet) -> Iterator[str]:
    assert not {"kind", "rows"} & sheet.fields.keys()
    fields = _encoded({"kind": sheet.kind, **sheet.fields})
    if not sheet.columns:
        yield fields + "\n"
        return
    yield fields.removesuffix("}") + ',"rows":['
    comma = ""
    for batch in _batches(sheet.rows, CHUNK_ROWS):
        yield f"{comma}\n" + ",\n".join(_json_rows(batch, sheet.columns))
        comma = ","
    yield "]}\n"


def _json_rows(batch: list[Row], columns: Sequence[Column]) -> Iterator[str]:
    keys = [column.key for column in columns]
    values = [
        [json_value(value, column.kind) for value in each]
        for column, each in zip(columns, zip(*batch, strict=True), strict=True)
    ]
    for row in zip(*values, strict=True):
        yield _escaped(_JSON.encode(dict(zip(keys, row, strict=True))))


def _encoded(value: object) -> str:
    return _escaped(_JSON.encode(json_value(value)))


def json_value(value: object, kind: Kind | None = None) -> object:
    """Return `value` as JSON holds it: days ISO, months `YYYY-MM`, digests hex, money whole fen.

    Inside a mapping an int under `period`, or under a word that ends in `_period`, is a month.

    >>> json_value({"period": 202601, "on": date(2026, 1, 5), "amount_fen": 5})
    {'period': '2026-01', 'on': '2026-01-05', 'amount_fen': 5}

    Raises:
        TypeError: where a value has no exact form in JSON, such as a float.
    """
    if value is None:
        return None
    if kind == "flag":
        return bool(value)
    if kind == "period":
        return format_period(cast("int", value))
    if isinstance(value, (str, int)):
        return value
    return _json_of_parts(value)


def _json_of_parts(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {key: json_value(part, _kind_of(key, part)) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [json_value(part) for part in value]
    message = f"no exact JSON for {type(value).__name__}"
    raise TypeError(message)


def _kind_of(key: str, value: object) -> Kind | None:
    is_month = key == "period" or key.endswith("_period")
    return "period" if is_month and isinstance(value, int) else None


def _escaped(encoded: str) -> str:
    """Escape what a terminal would act on; JSON itself escapes only the C0 characters."""
    if encoded.isprintable():
        return encoded
    return "".join(char if is_harmless(char) else _escape(char) for char in encoded)


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(
        f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)
    )
