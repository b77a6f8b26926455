"""Where the head of a table is and which column is which.

Lines above the head (titles, units) are passed over. A head of two rows is read where each column
comes out as one field and no field twice; everything else is refused with the cells' addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final, NamedTuple

from ledger.intake.head_units import settle_units
from ledger.intake.head_words import (
    Aliases,
    Meaning,
    Unit,
    aliases_of,
    banner_unit,
    meaning_of,
    unit_alone,
)
from ledger.intake.spec import Block, Column, Field, FileSpec, Grid, Head, Kind, Record, address
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import shown

HEAD_ROWS: Final = 30
_NEVER_CHOSEN: Final = frozenset({Kind.AMOUNT, Kind.RATE, Kind.AREA, Kind.COUNT})
_ENOUGH: Final = 2  # so many known heads make a row a head


@dataclass(frozen=True, slots=True)
class Miss:
    """No head that can be used, and why.

    Attributes:
        score: how many columns were known all the same.
        error: what to tell.
    """

    score: int
    error: InputError


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands over one column: one cell, or two of which either may be all that is said.

    Attributes:
        index: the column, from 0.
        names: the readings to try.
        text: how to show it.
        row: the row of its lowest cell.
    """

    index: int
    names: tuple[str, ...]
    text: str
    row: int


class _Taken(NamedTuple):
    """A column and what it means."""

    label: _Label
    meaning: Meaning


@dataclass(slots=True)
class _Reading:
    """One way of taking one or two rows as the head."""

    first: int
    last: int
    labels: list[_Label]
    columns: list[Column] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    unknown: list[_Label] = field(default_factory=list)
    known: int = 0
    missing: list[Field] = field(default_factory=list)
    fault: InputError | None = None

    @property
    def is_good(self) -> bool:
        return not self.missing and self.fault is None


def find_head(grid: Grid, spec: FileSpec, *, unit_wan: bool) -> Head | Miss:
    """Return the head of the table in `grid`, or why there is none.

    Args:
        grid: the table.
        spec: the columns to look for.
        unit_wan: the person has said that amounts are in 万元.

    Raises:
        InputError: where the rows cannot be read at all.
    """
    rows = list(islice(grid.records(), HEAD_ROWS))
    if not any(any(record.cells) for record in rows):
        return Miss(0, InputError("rows_missing", _("表是空的"), _("核对选用的文件和工作表")))
    aliases = aliases_of(spec)
    singles = [_read(record.number, _single(record), spec, aliases, grid) for record in rows]
    best = _first_good(singles, grid)
    if best is None:
        pairs = [
            _read(over.number, _double(over, under, grid), spec, aliases, grid)
            for over, under in pairwise(rows)
        ]
        best = _first_good(pairs, grid)
        if best is None:
            nearest = max([*singles, *pairs], key=lambda each: each.known)
            return Miss(nearest.known, _explain(nearest, spec, grid))
    above = [_text(cell) for record in rows[: best.first - 1] for cell in record.cells]
    return _settled(best, [banner_unit(text) for text in above], unit_wan=unit_wan)


def _first_good(readings: list[_Reading], grid: Grid) -> _Reading | None:
    return next(
        (each for each in readings if each.is_good and not _reaching_below(each, grid)), None
    )


def _settled(best: _Reading, banners: list[Unit], *, unit_wan: bool) -> Head | Miss:
    banner = next((unit for unit in banners if unit is not Unit.UNSAID), Unit.UNSAID)
    settled = settle_units(best.columns, best.units, banner, unit_wan=unit_wan)
    if isinstance(settled, InputError):
        return Miss(len(best.columns), settled)
    columns, notices = settled
    if best.unknown:
        names = "、".join(shown(label.text) for label in best.unknown)
        notices = [*notices, _("没有用到的列：{columns}").format(columns=names)]
    return Head(
        columns=tuple(columns),
        last=best.last,
        width=max(label.index for label in best.labels) + 1,
        labelled=frozenset(label.index for label in best.labels),
        notices=tuple(notices),
    )


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _tidy(text: str) -> str:
    return "".join(text.split())


def _single(record: Record) -> list[_Label]:
    return [
        _Label(index, (text,), _tidy(text), record.number)
        for index, text in enumerate(map(_text, record.cells))
        if text.strip()
    ]


def _double(over: Record, under: Record, grid: Grid) -> list[_Label]:
    """Label each column by two rows; a merged cell stands over all the columns that it covers."""
    tops = dict(_spread(over, grid, {index for index, cell in enumerate(under.cells) if cell}))
    bottoms = {index: _text(cell) for index, cell in enumerate(under.cells)}
    labels = []
    for index in sorted(tops.keys() | bottoms.keys()):
        top, bottom = tops.get(index, "").strip(), bottoms.get(index, "").strip()
        if not top and not bottom:
            continue
        if top and bottom:
            unit = unit_alone(bottom)
            names = (f"{top}({unit})",) if unit else (bottom, top + bottom)
        else:
            names = (top or bottom,)
        row = under.number if bottom else over.number
        labels.append(_Label(index, names, _tidy(f"{top}{bottom}"), row))
    return labels


def _spread(over: Record, grid: Grid, below: set[int]) -> Iterator[tuple[int, str]]:
    """Yield what stands over each column.

    A text file has lost its merged cells: there an empty cell with something below it belongs to
    the last one that was not empty.
    """
    last = ""
    blocks = [block for block in grid.merged if block.top == over.number]
    for index in range(max(len(over.cells), max(below, default=-1) + 1)):
        text = _text(over.cells[index]) if index < len(over.cells) else ""
        if text.strip():
            last = text
        elif grid.is_sheet:
            block = next((each for each in blocks if each.left <= index <= each.right), None)
            text = "" if block is None else _text(over.cells[block.left])
        elif index in below:
            text = last
        yield index, text


def _read(
    first: int,
    labels: list[_Label],
    spec: FileSpec,
    aliases: Aliases,
    grid: Grid,
) -> _Reading:
    last = max((label.row for label in labels), default=first)
    reading = _Reading(first, last, labels)
    taken: dict[str, _Taken] = {}
    for label in labels:
        meanings = _meanings(label, aliases)
        reading.known += bool(meanings)
        if not meanings:
            reading.unknown.append(label)
        elif len(meanings) > 1:
            reading.fault = reading.fault or _ambiguous(label, grid)
        else:
            _take(reading, taken, _Taken(label, meanings[0]), grid)
    for label, meaning in taken.values():
        if meaning.unit is Unit.WRONG:
            reading.fault = reading.fault or _wrong_unit(label, grid)
        reading.columns.append(Column(label.index, meaning.field, label.text))
        reading.units.append(meaning.unit)
    reading.fault = reading.fault or _repeated_unknown(reading.unknown, grid)
    reading.missing = [each for each in spec.fields if each.required and each.key not in taken]
    return reading


def _take(reading: _Reading, taken: dict[str, _Taken], new: _Taken, grid: Grid) -> None:
    """Take a column; of two words for one field the more official one counts.

    Two columns of amounts are never chosen between, nor two with the same head.
    """
    old = taken.setdefault(new.meaning.field.key, new)
    if old is new:
        return
    if old.meaning.rank == new.meaning.rank or new.meaning.field.kind in _NEVER_CHOSEN:
        reading.fault = reading.fault or _repeated(old.label, new.label, grid)
    elif new.meaning.rank < old.meaning.rank:
        taken[new.meaning.field.key] = new
        reading.unknown.append(old.label)
    else:
        reading.unknown.append(new.label)


def _meanings(label: _Label, aliases: Aliases) -> list[Meaning]:
    found: dict[str, Meaning] = {}
    for name in label.names:
        meaning = meaning_of(name, aliases)
        if meaning is not None:
            found.setdefault(meaning.field.key, meaning)
    return list(found.values())


def _reaching_below(reading: _Reading, grid: Grid) -> list[Block]:
    """Return the merged cells of the head that reach into rows below it."""
    return [
        block
        for block in grid.merged
        if reading.first <= block.bottom
        and block.top <= reading.last
        and block.bottom > reading.last
    ]


def _place(label: _Label, grid: Grid) -> str:
    if grid.is_sheet:
        return address(label.row, label.index)
    return _("第 {row} 行第 {column} 列").format(row=label.row, column=label.index + 1)


def _repeated(earlier: _Label, label: _Label, grid: Grid) -> InputError:
    return InputError(
        "head_repeated",
        _("{first}“{one}”和 {second}“{two}”是同一列的表头").format(
            first=_place(earlier, grid),
            one=shown(earlier.text),
            second=_place(label, grid),
            two=shown(label.text),
        ),
        _("只留一列，或改掉其中一个表头"),
    )


def _repeated_unknown(labels: list[_Label], grid: Grid) -> InputError | None:
    seen: dict[str, _Label] = {}
    for label in labels:
        earlier = seen.setdefault(label.text, label)
        if earlier is not label:
            return _repeated(earlier, label, grid)
    return None


def _ambiguous(label: _Label, grid: Grid) -> InputError:
    return InputError(
        "head_merged",
        _("{place} 的两行表头“{text}”可以有两种读法").format(
            place=_place(label, grid), text=shown(label.text)
        ),
        _("把表头改成一行，每列一个名称"),
    )


def _wrong_unit(label: _Label, grid: Grid) -> InputError:
    return InputError(
        "head_unit",
        _("{place} 的表头“{text}”的单位不对").format(
            place=_place(label, grid), text=shown(label.text)
        ),
        _("金额以元为单位，面积以平方米为单位，换算后再导入"),
    )


def _explain(best: _Reading, spec: FileSpec, grid: Grid) -> InputError:
    """Say why the best reading will not do."""
    if best.known < _ENOUGH:
        wanted = "、".join(each.title for each in spec.fields if each.required)
        return InputError(
            "head_missing",
            _("前 {rows} 行里没有找到{title}的表头").format(rows=HEAD_ROWS, title=spec.title),
            _("表头要有这些列：{wanted}").format(wanted=wanted),
        )
    if best.fault is not None:
        return best.fault
    merged = "、".join(map(str, _reaching_below(best, grid)[:10]))
    if merged and not best.missing:
        return InputError(
            "head_merged",
            _("合并的表头看不明白：{cells}").format(cells=merged),
            _("把表头改成一行，每列一个名称，不要合并"),
        )
    unknown = "、".join(shown(label.text) for label in best.unknown[:10])
    seen = _("第 {row} 行的表头里不认识的列：{columns}").format(row=best.last, columns=unknown)
    return InputError(
        "column_missing",
        _("第 {row} 行的表头缺少必需的列：{columns}").format(
            row=best.last, columns="、".join(each.title for each in best.missing)
        ),
        seen if unknown else _("补上这些列后重新导入"),
    )
