"""What is found out about a workbook before its cells are read: marks, merged cells, limits.

The limits hold for every format alike, and are checked while a file is streamed: a reader that
allocates the whole rectangle must never be given a rectangle that it cannot hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ledger.intake.number_format import PLAIN, Look
from ledger.intake.spec import Block, address, column_letters
from ledger.values.errors import InputError
from ledger.values.i18n import _

CELLS_MAX: Final = 12_000_000
MERGED_MAX: Final = 10_000
INFLATED_MAX: Final = 200 << 20
_NAMED_MAX: Final = 5
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)


@dataclass(slots=True)
class SheetFacts:
    """One sheet.

    Attributes:
        name: its name, "" where only its place in the workbook is known.
        is_visible: people see it.
        is_worksheet: it holds cells, not a chart or macros.
        merged: merged cells.
        marks: as `Grid.marks`.
        hidden_rows: rows that people do not see.
        hidden_columns: columns that people do not see.
        rows: the furthest row with a value.
        columns: one more than the furthest column with a value.
    """

    name: str
    is_visible: bool = True
    is_worksheet: bool = True
    merged: list[Block] = field(default_factory=list)
    marks: dict[int, bytearray] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def see(self, row: int, column: int) -> None:
        """Take notice of a value at `row` and `column`; refuse what goes too far out."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column + 1)
        if self.rows * self.columns > CELLS_MAX:
            raise InputError(
                "sheet_too_large",
                _("工作表“{sheet}”用到了 {cell}，超过 {limit} 个单元格").format(
                    sheet=self.name, cell=address(self.rows, self.columns - 1), limit=CELLS_MAX
                ),
                _("删去远处的零星内容，或另存为 CSV 后导入"),
            )

    def mark(self, row: int, column: int, mark: int) -> None:
        """Add `mark`, a `Mark`, to a cell."""
        marks = self.marks.setdefault(column, bytearray())
        if len(marks) < row:
            marks.extend(bytes(row - len(marks)))
        marks[row - 1] |= mark

    def merge(self, block: Block) -> None:
        """Take notice of merged cells."""
        if len(self.merged) >= MERGED_MAX:
            raise InputError(
                "sheet_merged",
                _("工作表“{sheet}”的合并单元格超过 {limit} 处").format(
                    sheet=self.name, limit=MERGED_MAX
                ),
                _("取消合并后再导入"),
            )
        self.merged.append(block)

    def notices(self) -> tuple[str, ...]:
        """Tell what of this sheet people do not see although it is read."""
        told = []
        if self.hidden_rows:
            told.append(
                _("有 {count} 行被隐藏或筛选掉，仍然读入：第 {rows} 行").format(
                    count=len(self.hidden_rows), rows=_some(_runs(sorted(self.hidden_rows)))
                )
            )
        if self.hidden_columns:
            letters = [column_letters(column) for column in self.hidden_columns]
            told.append(_("有隐藏的列，仍然读入：{columns}").format(columns=_some(letters)))
        return tuple(told)


@dataclass(slots=True)
class BookFacts:
    """A workbook: its sheets in order, and what people should know of it."""

    sheets: list[SheetFacts] = field(default_factory=list)
    is_1904: bool = False
    looks: list[Look] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def look(self, style: int) -> Look:
        """Return what the cell style numbered `style` does to numbers."""
        return self.looks[style] if 0 <= style < len(self.looks) else PLAIN


def broken(detail: str) -> InputError:
    """Return the refusal of a workbook whose inside is not as it must be."""
    return InputError(
        "workbook_broken",
        _("工作簿已损坏或不完整（{detail}）").format(detail=detail),
        _("用表格软件打开，另存为新的 XLSX 后再导入"),
    )


def encrypted() -> InputError:
    """Return the refusal of a workbook with a password."""
    return InputError("file_encrypted", _("工作簿有密码"), _("取消密码另存后再导入"))


def parse_block(reference: str) -> Block | None:
    """Return the cells of a reference such as `A1:C3`, or None where it is none.

    >>> parse_block("A1:C3")
    Block(top=1, left=0, bottom=3, right=2)
    """
    first, _colon, last = reference.partition(":")
    begins, ends = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if begins is None or ends is None:
        return None
    return Block(int(begins[2]), column_of(begins[1]), int(ends[2]), column_of(ends[1]))


def column_of(letters: str) -> int:
    """Return the column, from 0, that `letters` name.

    >>> column_of("AB")
    27
    """
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _runs(rows: list[int]) -> list[str]:
    """Write ascending numbers as runs: 5–9、12."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return [str(first) if first == last else f"{first}–{last}" for first, last in runs]


def _some(names: list[str]) -> str:
    more = "…" if len(names) > _NAMED_MAX else ""
    return "、".join(names[:_NAMED_MAX]) + more
