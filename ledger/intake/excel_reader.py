"""Workbooks: looked through first, then read in a child process, handed out as sheets of cells."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from ledger.intake.sheet_facts import BookFacts, SheetFacts, broken
from ledger.intake.sniff import Container, PrivateCopy
from ledger.intake.spec import Cell, Grid, Record
from ledger.intake.xls_preflight import preflight_xls
from ledger.intake.xlsx_preflight import preflight_xlsx
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import shown

_CHILD: Final = Path(__file__).with_name("excel_child.py")
_SECONDS_MAX: Final = 600


@dataclass(frozen=True, slots=True)
class _Spool:
    """One sheet as the child wrote it."""

    path: Path

    def records(self) -> Iterator[Record]:
        """Read the rows from the top."""
        with self.path.open(encoding="ascii") as stream:
            for number, line in enumerate(stream, 1):
                cells: list[Any] = json.loads(line)
                if "{" in line:
                    cells = [_cell(cell) if isinstance(cell, dict) else cell for cell in cells]
                yield Record(number, 0, cells)


def _cell(told: dict[str, Any]) -> Cell:
    if "day" in told:
        return date.fromisoformat(told["day"])
    if "moment" in told:
        return datetime.fromisoformat(told["moment"])
    if "time" in told:
        return time.fromisoformat(told["time"])
    return timedelta(seconds=told["seconds"])


def workbook_grids(copy: PrivateCopy, container: Container) -> tuple[list[Grid], list[str]]:
    """Return the visible worksheets of a workbook, and notices about the workbook.

    Raises:
        InputError: what the preflights raise, or `workbook_broken`.
    """
    book = preflight_xlsx(copy.path) if container is Container.ZIP else preflight_xls(copy.path)
    names = _read_cells(copy, book)
    grids = []
    notices = list(book.notices)
    for number, (facts, name) in enumerate(zip(book.sheets, names, strict=True)):
        facts.name = name
        if facts.is_worksheet and facts.is_visible:
            grids.append(_grid(facts, book, copy.folder / f"{number}.jsonl"))
        elif facts.is_worksheet and facts.rows:
            notices.append(_("隐藏的工作表“{sheet}”没有读").format(sheet=shown(name)))
    return grids, notices


def _grid(facts: SheetFacts, book: BookFacts, path: Path) -> Grid:
    return Grid(
        title=facts.name,
        records=_Spool(path).records,
        is_sheet=True,
        merged=tuple(facts.merged),
        marks=facts.marks,
        is_1904=book.is_1904,
        notices=facts.notices(),
    )


def _read_cells(copy: PrivateCopy, book: BookFacts) -> list[str]:
    """Have the child write the sheets beside the copy; return all sheets' names."""
    try:
        child = subprocess.run(  # noqa: S603 # our own program on our own copy, no shell
            [sys.executable, "-P", str(_CHILD), str(copy.path), str(copy.folder)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_costly() from None
    if child.returncode < 0:
        raise _too_costly()
    if child.returncode:
        raise broken(shown(child.stderr.decode("utf-8", "replace")[-200:].strip()))
    names: list[str] = json.loads((copy.folder / "names.json").read_text(encoding="ascii"))
    visible = sum(facts.is_worksheet and facts.is_visible for facts in book.sheets)
    written = sum(1 for _path in copy.folder.glob("*.jsonl"))
    if len(names) != len(book.sheets) or visible != written:
        raise broken(_("工作表的清单前后不一致"))
    return names


def _too_costly() -> InputError:
    return InputError(
        "workbook_too_costly",
        _("读取工作簿用尽了限定的内存或时间"),
        _("用表格软件打开，另存为 CSV 后导入"),
    )
