"""What a file must hold, and what is handed out of it: fields, rows, sheets.

A `FileSpec` is data: the readers know no column by name. Everything that a person put into a file
reaches a field's `parse` as text, so one grammar a field decides, whatever the file's format.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ledger.values.errors import InputError

# What an office file's cell may hold once it has been read; text files hold `str` only.
Cell = str | int | float | bool | date | datetime | time | timedelta
Values = Mapping[str, object]


class Kind(enum.Enum):
    """What a column holds; it decides how a number or date cell of a sheet becomes text."""

    TEXT = "text"
    CODE = "code"  # estate, building, unit, room, household
    ACCOUNT = "account"  # long numbers that are names: bank accounts, identity numbers, receipts
    WORD = "word"  # one of a few words, yes and no among them
    AMOUNT = "amount"
    RATE = "rate"
    AREA = "area"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was understood although it was not written as it should be.

    Attributes:
        value: what was understood.
        remark: what was read how, for a notice, the same for all such cells of a column.
    """

    value: object
    remark: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a file.

    Attributes:
        key: the code word, which may also be the column's head.
        heads: the Chinese heads that are understood; the first is the official one.
        required: the column must be there.
        parse: text of a cell that is not empty → value or `Noted`; raises InputError.
        kind: what the column holds.
        filled: a cell of the column must not be empty; by default those of a required column.
        parse_wan: reads the text of a cell under a head in 万元; None where that makes no sense.
        summed: a total row (合计) is checked against the sum of this column.
    """

    key: str
    heads: tuple[str, ...]
    required: bool
    parse: Callable[[str], object]
    kind: Kind = Kind.TEXT
    filled: bool | None = None
    parse_wan: Callable[[str], object] | None = None
    summed: bool = False

    @property
    def title(self) -> str:
        """The official head, and the code word beside it."""
        return f"{self.heads[0]}（{self.key}）" if self.heads else self.key

    @property
    def must_be_filled(self) -> bool:
        """Whether an empty cell is a fault."""
        return self.required if self.filled is None else self.filled


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One kind of file.

    Attributes:
        kind: the code word of the kind, such as `deposits`.
        title: what people call it, in the language in force.
        fields: its columns.
        check: what must hold between the cells of a row; returns the fault or None.
    """

    kind: str
    title: str
    fields: tuple[Field, ...]
    check: Callable[[Values], InputError | None] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file that is read.

    Attributes:
        index: where it stands, from 0.
        field: what it is.
        text: its head as the file has it.
        is_wan: its amounts are in 万元.
    """

    index: int
    field: Field
    text: str
    is_wan: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table.

    Attributes:
        columns: the columns that are read.
        last: its last row; the data begin below.
        width: one more than its last column.
        labelled: the columns that have a head at all.
        notices: what people should know about it.
    """

    columns: tuple[Column, ...]
    last: int
    width: int
    labelled: frozenset[int]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, read.

    Attributes:
        number: the row as an office program numbers it, from 1.
        values: code word → value for every field; None where the cell or the column is missing.
    """

    number: int
    values: dict[str, object]


class Record(NamedTuple):
    """One row of a file, not yet read.

    Attributes:
        number: the row as an office program numbers it, from 1.
        line: the line of the text file where the row begins; 0 in a workbook.
        cells: what stands in it.
    """

    number: int
    line: int
    cells: Sequence[Cell]


class Block(NamedTuple):
    """A rectangle of cells; rows from 1, columns from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


class Mark(enum.IntFlag):
    """What a sheet's cell is beside its value, as far as a reader must know."""

    ERROR = 1  # #N/A and the like
    FORMULA = 2
    UNCACHED = 4  # a formula whose value the file does not hold
    SCALED = 8  # shown divided or multiplied, or with a unit: 0!.0, or 0.00%
    FOREIGN = 16  # shown with the sign of another currency
    ROUNDED = 32  # shown with fewer decimals than it has
    DRESSED = 64  # shown with leading zeros or letters that it does not have
    NO_DAY = 128  # the day 1900-02-29, which never was


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of cells: a text file, or one sheet of a workbook.

    Attributes:
        title: the sheet's name; "" for a text file.
        records: reads all rows from the top; may be called again.
        is_sheet: cells have addresses such as B3, and rows end where their last value stands.
        merged: merged cells.
        marks: column → one byte of `Mark` for each row, the first for row 1; may end early.
        is_1904: its day numbers count from 1904.
        notices: what people should know about it.
    """

    title: str
    records: Callable[[], Iterator[Record]]
    is_sheet: bool = False
    merged: tuple[Block, ...] = ()
    marks: Mapping[int, bytearray] = field(default_factory=dict)
    is_1904: bool = False
    notices: tuple[str, ...] = ()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the address of a cell, its row counted from 1 and its column from 0.

    >>> address(3, 1)
    'B3'
    """
    return f"{column_letters(column)}{row}"
