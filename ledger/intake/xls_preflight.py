"""The inside of an .xls, walked once: the same facts and limits as for an .xlsx.

An .xls is a run of records, each with its kind and length; those that we know are looked at and
all others stepped over. What they mean is in Microsoft's [MS-XLS].
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ledger.intake.compound import Compound
from ledger.intake.number_format import BUILT_IN, PLAIN, look_of
from ledger.intake.sheet_facts import INFLATED_MAX, BookFacts, SheetFacts, broken, encrypted
from ledger.intake.sniff import refused_kind
from ledger.intake.spec import Block, Mark
from ledger.values.errors import InputError
from ledger.values.i18n import _

_BOF: Final = 0x0809
_EOF: Final = 0x000A
_FILE_PASSWORD: Final = 0x002F
_DATE_1904: Final = 0x0022
_BOUND_SHEET: Final = 0x0085
_FORMAT: Final = 0x041E
_STYLE: Final = 0x00E0
_SUP_BOOK: Final = 0x01AE
_FORMULA: Final = 0x0006
_BOOL_ERR: Final = 0x0205
_NUMBER: Final = 0x0203
_RK: Final = 0x027E
_MUL_RK: Final = 0x00BD
_TEXTS: Final = {0x00FD, 0x0204, 0x00D6}
_ROW: Final = 0x0208
_COL_INFO: Final = 0x007D
_MERGED: Final = 0x00E5

_BIFF8: Final = 0x0600
_WORKSHEET: Final = 0
_HIDDEN_ROW: Final = 0x20
_RESULT_ERROR: Final = 2
_OWN_BOOKS: Final = {b"\x01\x04", b"\x01\x3a"}

_Record = tuple[int, bytes]


def preflight_xls(path: Path) -> BookFacts:
    """Return what is to be known about the .xls at `path` before its values are read.

    Raises:
        InputError: `workbook_…`, `sheet_…`, `file_encrypted`, `file_too_large` or `file_kind`.
    """
    if path.stat().st_size > INFLATED_MAX:
        raise InputError(
            "file_too_large",
            _("文件超过 {limit} 字节").format(limit=INFLATED_MAX),
            _("另存为 CSV 后导入，或分成几个文件"),
        )
    compound = Compound(path.read_bytes())
    names = compound.names
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise encrypted()
    name = next((name for name in ("Workbook", "Book") if name in names), None)
    if name is None:
        raise refused_kind("Word" if "WordDocument" in names else _("Office 旧式复合文档"))
    try:
        book = _walk(compound.stream(name))
    except struct.error:
        raise broken(_("XLS 记录不完整")) from None
    if any("VBA" in name for name in names):
        book.notices.append(_("工作簿带有宏；宏没有运行，只读了数据"))
    return book


def _walk(stream: bytes) -> BookFacts:
    common = _CommonScan()
    for kind, data in _records(stream, 0):
        common.take(kind, data)
    book = common.finish()
    for facts, start in zip(book.sheets, common.starts, strict=True):
        if facts.is_worksheet:
            scan = _SheetScan(facts, book)
            for kind, data in _records(stream, start):
                scan.take(kind, data)
    return book


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """Yield the records of the part of `stream` that begins at `at`, without its inner parts."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        if len(data) < length:
            break
        depth += kind == _BOF
        if depth <= 1:
            yield kind, data
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        at += 4 + length
    raise broken(_("XLS 记录不完整"))


class _CommonScan:
    """The walk over what all sheets have in common."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self._book = BookFacts()
        self._codes = dict(BUILT_IN)
        self._formats: list[int] = []
        self._is_biff8 = True
        self._has_links = False

    def take(self, kind: int, data: bytes) -> None:
        """Look at one record."""
        if kind == _FILE_PASSWORD:
            raise encrypted()
        if kind == _BOF:
            self._is_biff8 = struct.unpack_from("<H", data)[0] >= _BIFF8
        elif kind == _DATE_1904:
            self._book.is_1904 = data[:1] == b"\x01"
        elif kind == _FORMAT:
            self._codes[struct.unpack_from("<H", data)[0]] = self._format_code(data)
        elif kind == _STYLE:
            self._formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUND_SHEET:
            self._bound_sheet(data)
        elif kind == _SUP_BOOK:
            self._has_links = self._has_links or data[2:4] not in _OWN_BOOKS

    def finish(self) -> BookFacts:
        """Return what was found."""
        codes = self._codes
        looks = [look_of(codes[code]) if code in codes else PLAIN for code in self._formats]
        self._book.looks = looks
        if self._has_links:
            self._book.notices.append(_("工作簿带有外部链接或数据连接；没有理会"))
        return self._book

    def _bound_sheet(self, data: bytes) -> None:
        start, state, kind = struct.unpack_from("<LBB", data)
        facts = SheetFacts("", is_visible=state & 3 == 0, is_worksheet=kind == _WORKSHEET)
        self._book.sheets.append(facts)
        self.starts.append(start)

    def _format_code(self, data: bytes) -> str:
        if not self._is_biff8:
            return data[3 : 3 + data[2]].decode("gb18030", "replace")
        count, flags = struct.unpack_from("<HB", data, 2)
        if flags & 1:
            return data[5 : 5 + 2 * count].decode("utf-16-le", "replace")
        return data[5 : 5 + count].decode("latin-1")


def _rk(number: int) -> float:
    """Return the number that the four bytes of an RK value mean."""
    if number & 2:
        whole = number >> 2
        value = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))
    return value / 100 if number & 1 else value


class _SheetScan:
    """The walk over one sheet.

    Args:
        facts: where to write what is found.
        book: the workbook's styles and date system.
    """

    def __init__(self, facts: SheetFacts, book: BookFacts) -> None:
        self._facts = facts
        self._book = book
        self._takers: dict[int, Callable[[bytes], None]] = dict.fromkeys(_TEXTS, self._text)
        self._takers |= {
            _FORMULA: self._formula,
            _BOOL_ERR: self._bool_or_error,
            _NUMBER: self._number,
            _RK: self._rk,
            _MUL_RK: self._many_rk,
            _ROW: self._row,
            _COL_INFO: self._columns,
            _MERGED: self._merged,
        }

    def take(self, kind: int, data: bytes) -> None:
        """Look at one record."""
        taker = self._takers.get(kind)
        if taker is not None:
            taker(data)

    def _see(self, row: int, column: int, mark: int) -> None:
        self._facts.see(row + 1, column)
        if mark:
            self._facts.mark(row + 1, column, mark)

    def _see_number(self, row: int, column: int, style: int, value: float, mark: int = 0) -> None:
        if not math.isfinite(value):
            raise broken(_("单元格里不是有效的数"))
        look = self._book.look(style)
        self._see(row, column, mark | look.marks_of(value, is_1904=self._book.is_1904))

    def _text(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self._see(row, column, 0)

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        result = data[6:14]
        if result[6:8] != b"\xff\xff":
            (value,) = struct.unpack("<d", result)
            self._see_number(row, column, style, value, int(Mark.FORMULA))
        elif result[0] == _RESULT_ERROR:
            self._see(row, column, int(Mark.FORMULA | Mark.ERROR))
        else:
            self._see(row, column, int(Mark.FORMULA))

    def _bool_or_error(self, data: bytes) -> None:
        row, column, _style, _value, is_error = struct.unpack_from("<HHHBB", data)
        self._see(row, column, int(Mark.ERROR) if is_error else 0)

    def _number(self, data: bytes) -> None:
        self._see_number(*struct.unpack_from("<HHHd", data))

    def _rk(self, data: bytes) -> None:
        row, column, style, number = struct.unpack_from("<HHHL", data)
        self._see_number(row, column, style, _rk(number))

    def _many_rk(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        for at in range(4, len(data) - 6, 6):
            style, number = struct.unpack_from("<HL", data, at)
            self._see_number(row, column, style, _rk(number))
            column += 1

    def _row(self, data: bytes) -> None:
        (row,) = struct.unpack_from("<H", data)
        (flags,) = struct.unpack_from("<H", data, 12)
        if flags & _HIDDEN_ROW:
            self._facts.hidden_rows.append(row + 1)

    def _columns(self, data: bytes) -> None:
        first, last, _width, _style, flags = struct.unpack_from("<HHHHH", data)
        if flags & 1:
            self._facts.hidden_columns.extend(range(first, min(last, 255) + 1))

    def _merged(self, data: bytes) -> None:
        (count,) = struct.unpack_from("<H", data)
        for at in range(2, 2 + 8 * count, 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", data, at)
            self._facts.merge(Block(top + 1, left, bottom + 1, right))
