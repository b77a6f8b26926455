"""Rows below the head: every cell read by its field, every fault kept with its place and remedy.

Nothing is handed out before all of it has been read: a file is taken whole or not at all. The
rows are then read a second time from the same private copy, so a long file costs no memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.intake.cells import cell_text
from ledger.intake.head_words import normal
from ledger.intake.spec import (
    Block,
    Cell,
    Column,
    FileSpec,
    Grid,
    Head,
    Kind,
    Mark,
    Noted,
    Record,
    Row,
)
from ledger.intake.spec import address as cell_address
from ledger.intake.totals import Totals, parse_total, shown_total, total_word
from ledger.values.errors import BadRow, InputError
from ledger.values.i18n import _

VALUE_LENGTH_MAX: Final = 200
_MEMO_MAX: Final = 8192
_NONE: Final = object()
_UNNAMED: Final = "…"


@dataclass(slots=True)
class _Reader:
    """How one column is read; values met before are looked up, as most of them repeat.

    Truth values are never looked up: to a dictionary they are 0 and 1.
    """

    column: Column
    parse: Callable[[str], object]
    marks: bytearray
    must_be_filled: bool
    is_name: bool
    memo: dict[Cell, object] = field(default_factory=dict)


class Table:
    """A table with a known head.

    Args:
        grid: where the rows are.
        head: which column is which.
        spec: what the file must hold.
        use_cached: take the values of formulas that the file holds.
    """

    def __init__(self, grid: Grid, head: Head, spec: FileSpec, *, use_cached: bool) -> None:
        self._grid = grid
        self._head = head
        self._spec = spec
        self._use_cached = use_cached
        self._readers = [_reader(column, grid) for column in head.columns]
        self._blank: dict[str, object] = {each.key: None for each in spec.fields}
        self._indexes = [column.index for column in head.columns]
        self._head_words = {column.index: normal(column.text) for column in head.columns}
        self._gaps = sorted(set(range(head.width)) - head.labelled)
        self._merged_rows = self._merged_single_rows()
        self.totals = Totals([column for column in head.columns if column.field.summed])
        self.bad: list[BadRow] = []
        self.count = 0
        self._remarks: Counter[tuple[str, str]] = Counter()
        self._first_places: dict[tuple[str, str], str] = {}

    def check(self) -> None:
        """Read all rows; keep what is wrong in `bad`, what is worth knowing for `notices`."""
        self._check_merged_blocks()
        for record in self._records():
            word = total_word(record.cells)
            if word:
                self._meet_total(record, word)
                continue
            row = self._read(record)
            if row is None:
                continue
            self.count += 1
            self.totals.go_on()
            self.totals.add([row.values[each.field.key] for each in self.totals.columns])
        if not self.bad:
            self._check_totals()
        self.bad.sort(key=lambda each: each.row)

    def rows(self) -> Iterator[Row]:
        """Read the rows again, but for those that `check` found bad."""
        bad = {each.row for each in self.bad}
        for record in self._records():
            if total_word(record.cells) or record.number in bad:
                continue
            row = self._read(record)
            assert row is not None
            yield row

    def notices(self) -> list[str]:
        """Tell, once a column, what was understood although it was not written as it should be."""
        return [
            _("“{column}”列有 {count} 处{remark}（第一处在{place}）").format(
                column=key[0], count=count, remark=key[1], place=self._first_places[key]
            )
            for key, count in self._remarks.items()
        ]

    def _records(self) -> Iterator[Record]:
        """Yield the records below the head that are not blank."""
        for record in self._grid.records():
            if record.number > self._head.last and not _is_blank(record.cells):
                yield record

    def _read(self, record: Record) -> Row | None:
        before = len(self.bad)
        if self._is_misshapen(record):
            return None
        cells = record.cells
        width = len(cells)
        values = self._blank.copy()
        for reader in self._readers:
            index = reader.column.index
            cell = cells[index] if index < width else ""
            known = _NONE if cell is True or cell is False else reader.memo.get(cell, _NONE)
            if known is _NONE or (reader.marks and self._mark(reader, record)):
                known = self._read_cell(reader, cell, record)
            values[reader.column.field.key] = known
        if len(self.bad) > before:
            self._condense(record, before)
            return None
        if width > self._head.width or self._gaps:
            self._look_for_strays(record)
        if self._spec.check is not None:
            fault = self._spec.check(values)
            if fault is not None:
                self._refuse(record, "", "", fault)
                return None
        return Row(record.number, values)

    def _mark(self, reader: _Reader, record: Record) -> int:
        return reader.marks[record.number - 1] if record.number <= len(reader.marks) else 0

    def _read_cell(self, reader: _Reader, cell: Cell, record: Record) -> object:
        mark = self._mark(reader, record)
        try:
            text = self._text(reader.column, cell, mark)
            value = self._parse(reader, text)
        except InputError as error:
            shown = cell if isinstance(cell, str) else str(cell)
            self._refuse(record, reader.column.text, shown, error)
            return None
        if isinstance(value, Noted):
            self._remark(reader.column.text, reader.column.index, value.remark, record)
            return value.value
        if mark:
            if mark & Mark.FORMULA:
                remark = _("是公式，采用了文件里存的结果")
                self._remark(reader.column.text, reader.column.index, remark, record)
        elif reader.is_name and not isinstance(cell, str):
            remark = _("是数字单元格，按文本读入，请核对前导零")
            self._remark(reader.column.text, reader.column.index, remark, record)
        elif not isinstance(cell, bool):
            if len(reader.memo) >= _MEMO_MAX:
                reader.memo.clear()
            reader.memo[cell] = value
        return value

    def _text(self, column: Column, cell: Cell, mark: int) -> str:
        return cell_text(
            cell,
            column.field.kind,
            mark,
            is_1904=self._grid.is_1904,
            use_cached=self._use_cached,
        )

    def _parse(self, reader: _Reader, text: str) -> object:
        if text.strip():
            return reader.parse(text)
        if reader.must_be_filled:
            raise InputError("cell_empty", _("单元格是空的"), _("填写后重新导入"))
        return None

    def _is_misshapen(self, record: Record) -> bool:
        """Refuse a row that is not one of this table."""
        fault = None
        cells, width = record.cells, self._head.width
        if not self._grid.is_sheet and len(cells) != width:
            if len(cells) < width:
                fault = _wrong_length("row_short", len(cells), width)
            elif any(cell.strip() for cell in cells[width:] if isinstance(cell, str)):
                fault = _wrong_length("row_long", len(cells), width)
        if fault is None and record.number in self._merged_rows:
            fault = _over_merged(self._merged_rows[record.number])
        if fault is not None:
            self._refuse(record, "", str(cells[0]) if cells else "", fault)
        return fault is not None

    def _condense(self, record: Record, before: int) -> None:
        """Say one thing, not ten, of a row that is a head again or a remark below the table."""
        fault = None
        empty = sum(each.code == "cell_empty" for each in self.bad[before:])
        if self._is_head(record.cells):
            fault = InputError(
                "second_head",
                _("又出现一次表头"),
                _("一个文件（或工作表）只放一张表；删去重复的表头，或分开导入"),
            )
        elif self.totals.last_row and empty >= sum(map(_must_be_filled, self._readers)) - 1:
            fault = InputError(
                "row_after_total", _("合计行之后还有不是数据的内容"), _("删去这一行后重新导入")
            )
        if fault is not None:
            del self.bad[before:]
            first = next((str(cell) for cell in record.cells if cell != ""), "")
            self._refuse(record, "", first, fault)

    def _is_head(self, cells: Sequence[Cell]) -> bool:
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        same = sum(
            index < len(texts) and normal(texts[index]) == word
            for index, word in self._head_words.items()
        )
        return same > len(self._head_words) // 2

    def _look_for_strays(self, record: Record) -> None:
        """Take notice of what stands under no head."""
        cells = record.cells
        indexes = (*self._gaps, *range(self._head.width, len(cells)))
        stray = next((at for at in indexes if at < len(cells) and not _is_blank([cells[at]])), None)
        if stray is not None:
            self._remark(_UNNAMED, stray, _("没有表头，没有读"), record)

    def _refuse(self, record: Record, column: str, value: str, error: InputError) -> None:
        message = error.message
        if record.line and record.line != record.number:
            message = _("{message}（文本第 {line} 行）").format(message=message, line=record.line)
        self.bad.append(
            BadRow(
                row=record.number,
                column=column,
                value=value[:VALUE_LENGTH_MAX],
                code=error.code,
                message=message,
                hint=error.hint,
            )
        )

    def _remark(self, title: str, index: int, remark: str, record: Record) -> None:
        key = (title, remark)
        self._remarks[key] += 1
        if key not in self._first_places:
            place = _("第 {row} 行").format(row=record.number)
            if self._grid.is_sheet:
                place = cell_address(record.number, index)
            self._first_places[key] = place

    def _meet_total(self, record: Record, word: str) -> None:
        stated: list[tuple[str, int] | None] = []
        for column in self.totals.columns:
            cell = record.cells[column.index] if column.index < len(record.cells) else ""
            marks = self._grid.marks.get(column.index, b"")
            mark = marks[record.number - 1] if record.number <= len(marks) else 0
            try:
                text = self._text(column, cell, mark).strip()
                named = total_word([text]) == word  # the word itself may stand in this column
                stated.append(None if not text or named else (text, parse_total(column, text)))
            except InputError as error:
                self._refuse(record, column.text, str(cell), error)
                stated.append(None)
        self.totals.meet(record.number, word, stated)

    def _check_totals(self) -> None:
        for told in self.totals.differences():
            stated, found = (shown_total(told.column, each) for each in (told.stated, told.found))
            fault = InputError(
                "total_differs",
                _("合计行写的是 {stated}，各行加起来是 {found}").format(stated=stated, found=found),
                _("核对是否缺行、多行或改过数，改正后重新导入"),
            )
            self._refuse(Record(told.row, 0, ()), told.column.text, told.text, fault)

    def _data_blocks(self) -> list[Block]:
        """Return the merged cells below the head that cover a column we read."""
        return [
            block
            for block in self._grid.merged
            if block.bottom > self._head.last
            and any(block.left <= index <= block.right for index in self._indexes)
        ]

    def _merged_single_rows(self) -> dict[int, Block]:
        """Return merged cells inside one row: allowed in a total row, and in no other."""
        return {block.top: block for block in self._data_blocks() if block.top == block.bottom}

    def _check_merged_blocks(self) -> None:
        for block in self._data_blocks():
            if block.top != block.bottom:
                self._refuse(Record(block.top, 0, ()), "", str(block), _over_merged(block))


def _is_blank(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and (cell == "" or not cell.strip()) for cell in cells)


def _must_be_filled(reader: _Reader) -> bool:
    return reader.must_be_filled


def _reader(column: Column, grid: Grid) -> _Reader:
    own = column.field
    parse = own.parse_wan if column.is_wan and own.parse_wan is not None else own.parse
    marks = grid.marks.get(column.index, bytearray())
    is_name = own.kind in {Kind.CODE, Kind.ACCOUNT}
    return _Reader(column, parse, marks, own.must_be_filled, is_name)


def _wrong_length(code: str, found: int, wanted: int) -> InputError:
    return InputError(
        code,
        _("这一行有 {found} 个字段，表头有 {wanted} 列").format(found=found, wanted=wanted),
        _("检查是否缺列，或金额里的逗号没有加引号"),
    )


def _over_merged(block: Block) -> InputError:
    return InputError(
        "cell_merged",
        _("数据区有合并单元格 {cells}").format(cells=block),
        _("取消合并，在每一行填写内容"),
    )
