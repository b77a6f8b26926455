"""The one way into a file: from a path to checked rows, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ledger.intake.csv_reader import text_grids
from ledger.intake.excel_reader import workbook_grids
from ledger.intake.head import Miss, find_head
from ledger.intake.rows import Table
from ledger.intake.sniff import Container, PrivateCopy, copy_privately, disguise, sniff
from ledger.intake.spec import FileSpec, Grid, Head, Row
from ledger.values.errors import BadRow, BadRows, InputError
from ledger.values.i18n import _
from ledger.values.text import shown

SHOWN_ROWS: Final = 50


@dataclass(frozen=True)
class Intake:
    """A file that was read.

    Attributes:
        name: the file's name, as it was given.
        sha256: the digest of its bytes.
        kind: the kind of file.
        heads: code word → what the file calls the column, or the official head where it has none.
        notices: what people should know about how it was read.
        bad: what could not be read, where the reader was asked to go on; such rows are left out.
        count: how many rows it has.
        sums: code word → the sum of the column, for the columns that are summed.
    """

    name: str
    sha256: bytes
    kind: str
    heads: Mapping[str, str]
    notices: list[str]
    bad: tuple[BadRow, ...]
    count: int
    sums: Mapping[str, int]
    _table: Table = field(repr=False)
    _copy: PrivateCopy = field(repr=False)  # the rows are read from it as long as this lives

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, read from the top each time it is asked for."""
        return self._read()

    def _read(self) -> Iterator[Row]:
        yield from self._table.rows()  # a method's own generator: it keeps the copy in being


def read_rows(
    path: Path | str,
    spec: FileSpec,
    *,
    unit_wan: bool = False,
    use_cached: bool = False,
    go_on: bool = False,
) -> Intake:
    """Read the file at `path`, all or nothing.

    Args:
        path: a CSV, XLSX or XLS file, whatever its name.
        spec: what it must hold.
        unit_wan: the person has said that amounts are in 万元.
        use_cached: take the values of formulas that the file holds.
        go_on: hand out the rows that can be read although others cannot, so that whoever asked
            can list what the rules refuse beside them; it must refuse the file then.

    Raises:
        BadRows: cells or rows that cannot be read, all of them; not where `go_on` is said.
        InputError: the file as a whole cannot be read.
    """
    path = Path(path)
    try:
        copy = copy_privately(path)
        grid, head, notices = _open(copy, spec, unit_wan=unit_wan)
        table = Table(grid, head, spec, use_cached=use_cached)
        _check(table)
    except InputError as error:
        message = _("文件“{file}”：{message}").format(file=shown(path.name), message=error.message)
        raise InputError(error.code, message, error.hint) from None
    if table.bad and not go_on:
        raise _bad_rows(path.name, table.bad)
    totals = table.totals
    titles = {each.key: each.heads[0] if each.heads else each.key for each in spec.fields}
    return Intake(
        name=path.name,
        sha256=copy.sha256,
        kind=spec.kind,
        heads=titles | {column.field.key: column.text for column in head.columns},
        notices=[*notices, *grid.notices, *head.notices, *table.notices()],
        bad=tuple(table.bad),
        count=table.count,
        sums={
            column.field.key: total
            for column, total in zip(totals.columns, totals.sums, strict=True)
        },
        _table=table,
        _copy=copy,
    )


def _check(table: Table) -> None:
    table.check()
    if table.count == 0 and not table.bad:
        raise InputError("rows_missing", _("表头下面一行数据也没有"), _("核对选用的文件和工作表"))


def listing(rows: Sequence[BadRow], limit: int = SHOWN_ROWS) -> list[str]:
    """Return a line for each of the first bad rows, and one that says how many more there are."""
    lines = [_line(row) for row in rows[:limit]]
    if len(rows) > limit:
        lines.append(_("……另有 {count} 处没有列出").format(count=len(rows) - limit))
    return lines


def _line(bad: BadRow) -> str:
    place = _("第 {row} 行").format(row=bad.row) if bad.row else _("整个文件")
    if bad.column:
        place = _("{place}“{column}”列“{value}”").format(
            place=place, column=shown(bad.column), value=shown(bad.value)
        )
    return _("{place}：{message}——{hint}").format(place=place, message=bad.message, hint=bad.hint)


def _bad_rows(name: str, rows: list[BadRow]) -> BadRows:
    return BadRows(
        name,
        tuple(rows),
        _("文件“{file}”有 {count} 处不能读入，整个文件都没有导入").format(
            file=shown(name), count=len(rows)
        ),
        _("按每一处的提示改正后重新导入"),
    )


def _open(copy: PrivateCopy, spec: FileSpec, *, unit_wan: bool) -> tuple[Grid, Head, list[str]]:
    """Return the table of the file, its head, and notices about the file."""
    container = sniff(copy.path, copy.name)
    told = disguise(container, copy.name)
    notices = [] if told is None else [told]
    if container is Container.TEXT:
        grid, head = _first_that_fits(text_grids(copy.path), spec, unit_wan=unit_wan)
        return grid, head, notices
    grids, more = workbook_grids(copy, container)
    grid, head, unread = _only_sheet(grids, spec, unit_wan=unit_wan)
    return grid, head, [*notices, *more, *unread]


def _first_that_fits(grids: list[Grid], spec: FileSpec, *, unit_wan: bool) -> tuple[Grid, Head]:
    """Take the first way of dividing a text file into fields that gives the columns wanted."""
    misses: list[Miss] = []
    for grid in grids:
        try:
            found = find_head(grid, spec, unit_wan=unit_wan)
        except InputError as error:
            found = Miss(0, error)
        if isinstance(found, Head):
            return grid, found
        misses.append(found)
    raise max(misses, key=lambda miss: miss.score).error


def _only_sheet(
    grids: list[Grid], spec: FileSpec, *, unit_wan: bool
) -> tuple[Grid, Head, list[str]]:
    """Take the one sheet that holds the table; two that do would leave one of them unread."""
    fitting: list[tuple[Grid, Head]] = []
    misses: list[Miss] = []
    for grid in grids:
        found = find_head(grid, spec, unit_wan=unit_wan)
        if isinstance(found, Head):
            fitting.append((grid, found))
        else:
            misses.append(found)
    if not fitting:
        if not misses:
            raise InputError("rows_missing", _("没有可读的工作表"), _("取消隐藏后再导入"))
        raise max(misses, key=lambda miss: miss.score).error
    filled = [pair for pair in fitting if _has_rows(*pair)] or fitting[:1]
    if len(filled) > 1:
        raise InputError(
            "sheet_ambiguous",
            _("有几张工作表都像是{title}：{sheets}").format(
                title=spec.title, sheets="、".join(shown(grid.title) for grid, _head in filled)
            ),
            _("一个文件只留一张，或分开导入"),
        )
    grid, head = filled[0]
    others = [shown(each.title) for each in grids if each is not grid and any(each.records())]
    notice = _("没有读的工作表：{sheets}").format(sheets="、".join(others))
    return grid, head, [notice] if others else []


def _has_rows(grid: Grid, head: Head) -> bool:
    return any(record.number > head.last and any(record.cells) for record in grid.records())
