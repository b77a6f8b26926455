"""Run as a program of its own: read a workbook, write its cells as JSON lines, a file a sheet.

A hostile workbook can make the reader allocate without end or abort the process, which no
exception handler survives. So it runs here, under a limit on memory and processor time, and what
comes back is plain data. Imports nothing of the house; takes the workbook and the target folder.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

MEMORY_MAX = 3 << 30
SECONDS_MAX = 300


def main() -> int:
    """Write `<number>.jsonl` for every visible worksheet; 0 when all was written."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    _limit()
    try:
        with python_calamine.CalamineWorkbook.from_path(source) as book:
            for number, sheet in enumerate(book.sheets_metadata):
                is_visible = sheet.visible == python_calamine.SheetVisibleEnum.Visible
                if is_visible and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    _write(book.get_sheet_by_index(number), target / f"{number}.jsonl")
            names = [sheet.name for sheet in book.sheets_metadata]
    except (python_calamine.CalamineError, MemoryError, OSError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}"[:400])
        return 1
    (target / "names.json").write_text(json.dumps(names), encoding="ascii")
    return 0


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 # not everywhere
    except ImportError:
        return
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_CPU, SECONDS_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (bound, bound))


def _write(sheet: python_calamine.CalamineSheet, target: Path) -> None:
    with target.open("w", encoding="ascii") as sink:
        for row in _rows(sheet):
            while row and row[-1] == "":
                row.pop()
            sink.write(json.dumps(row, default=_plain))
            sink.write("\n")


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[Any]]:
    """Yield the rows from A1 on.

    The reader leaves out the columns before the first used one, but not the rows.
    """
    if sheet.start is None or sheet.end is None:
        return
    count = 0
    for row in sheet.iter_rows():
        count += 1
        yield [""] * sheet.start[1] + row
    if count != sheet.end[0] + 1:
        message = f"{count} rows where {sheet.end[0] + 1} were expected"
        raise ValueError(message)


def _plain(cell: object) -> dict[str, str | float]:
    """Write what JSON has no word for."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    raise TypeError


if __name__ == "__main__":
    sys.exit(main())
