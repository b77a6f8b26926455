"""The inside of an .xlsx, streamed once: what its cells are beside their values.

The reader of the values gives '' for an error, the cached value for a formula, and the stored
number whatever the screen shows; so what it leaves out is found out here. No DTD is accepted and
no entity resolved; formulas are counted, never evaluated.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.parsers import expat

from ledger.intake.number_format import BUILT_IN, PLAIN, Look, look_of
from ledger.intake.package import Package, open_package
from ledger.intake.sheet_facts import BookFacts, SheetFacts, broken, column_of, parse_block
from ledger.intake.spec import Mark
from ledger.values.errors import InputError
from ledger.values.i18n import _

ROWS_MAX: Final = 1_048_576
COLUMNS_MAX: Final = 16_384
_DIGITS: Final = "0123456789"
_TRUE: Final = frozenset({"1", "true"})
# Plain ints: an operation on flags costs more than the whole rest of a cell.
_ERROR: Final = int(Mark.ERROR)
_FORMULA: Final = int(Mark.FORMULA)
_FORMULA_UNCACHED: Final = int(Mark.FORMULA | Mark.UNCACHED)
_Attributes = dict[str, str]


def preflight_xlsx(path: Path) -> BookFacts:
    """Return what is to be known about the .xlsx at `path` before its values are read.

    Raises:
        InputError: `workbook_…`, `sheet_…`, `file_encrypted` or `file_kind`.
    """
    with open_package(path) as package:
        book = BookFacts()
        main = _main_part(package)
        types = _relations(package, main)
        book.looks = _looks(package, _related(types, "/styles"))
        parts = _sheets(package, main, types, book)
        for name in sorted(package.names):
            facts = parts.get(name)
            if facts is None:
                for _chunk in package.chunks(name):
                    pass  # counted and searched for a DTD
            else:
                _SheetScan(facts, book).read(package, name)
        _tell_of_parts(package, book)
        return book


def _main_part(package: Package) -> str:
    for tag, attributes in _elements(package, "_rels/.rels"):
        if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            return attributes.get("Target", "").lstrip("/")
    raise broken(_("没有工作簿部件"))


def _relations(package: Package, main: str) -> dict[str, tuple[str, str]]:
    """Return the workbook's parts: relation id → type, name."""
    folder, name = posixpath.split(main)
    found = {}
    for tag, attributes in _elements(package, f"{folder}/_rels/{name}.rels"):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))
    return found


def _related(types: dict[str, tuple[str, str]], ending: str) -> str | None:
    return next((part for kind, part in types.values() if kind.endswith(ending)), None)


def _looks(package: Package, part: str | None) -> list[Look]:
    """Return what each cell style does to numbers."""
    if part is None:
        return []
    codes = dict(BUILT_IN)
    looks: list[Look] = []
    section = ""
    for tag, attributes in _elements(package, part):
        if tag in {"numFmts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "fonts"}:
            section = tag
        elif tag == "numFmt" and section == "numFmts":
            codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif tag == "xf" and section == "cellXfs":
            code = codes.get(_number(attributes, "numFmtId"))
            looks.append(PLAIN if code is None else look_of(code))
    return looks


def _sheets(
    package: Package, main: str, types: dict[str, tuple[str, str]], book: BookFacts
) -> dict[str, SheetFacts]:
    """List the sheets of the workbook in `book`; return those with cells by their part."""
    parts = {}
    for tag, attributes in _elements(package, main):
        if tag == "workbookPr":
            book.is_1904 = attributes.get("date1904", "") in _TRUE
        elif tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = types.get(relation, ("", ""))
            facts = SheetFacts(attributes.get("name", ""))
            facts.is_visible = attributes.get("state", "visible") == "visible"
            facts.is_worksheet = kind.endswith("/worksheet")
            book.sheets.append(facts)
            if facts.is_worksheet:
                parts[part] = facts
    return parts


def _tell_of_parts(package: Package, book: BookFacts) -> None:
    names = [name.lower() for name in package.names]
    if any("vbaproject" in name for name in names):
        book.notices.append(_("工作簿带有宏；宏没有运行，只读了数据"))
    if any("externallinks/" in name or name.endswith("connections.xml") for name in names):
        book.notices.append(_("工作簿带有外部链接或数据连接；没有理会"))


def _elements(package: Package, part: str) -> list[tuple[str, _Attributes]]:
    """Return the elements of a small part in order, without prefixes."""
    found: list[tuple[str, _Attributes]] = []

    def begin(name: str, attributes: _Attributes) -> None:
        found.append((name.rpartition(":")[2], attributes))

    _parse(package, part, begin)
    return found


def _parse(
    package: Package,
    part: str,
    begin: Callable[[str, _Attributes], None],
    end: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    _feed(parser, package, part)
    return parser


def _feed(parser: expat.XMLParserType, package: Package, part: str) -> None:
    try:
        for chunk in package.chunks(part):
            parser.Parse(chunk, False)  # noqa: FBT003 # expat takes it by position only
        parser.Parse(b"", True)  # noqa: FBT003 # the same
    except expat.ExpatError as error:
        raise broken(f"{part}: {error}") from None


def _number(attributes: _Attributes, key: str) -> int:
    value = attributes.get(key, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= len("1048576") else 0


class _SheetScan:
    """The walk over one sheet.

    It hears of beginnings only: what a cell was is settled when the next one begins. That halves
    the calls, of which there are millions.

    Args:
        facts: where to write what is found.
        book: the workbook's styles and date system.
    """

    def __init__(self, facts: SheetFacts, book: BookFacts) -> None:
        self._facts = facts
        self._book = book
        self._parser = expat.ParserCreate()
        self._columns: dict[str, int] = {}
        self._row = 0
        self._row_text = "0"
        self._column = -1
        self._width = 0
        self._kind = ""
        self._look = PLAIN
        self._has_value = False
        self._is_formula = False
        self._digits: list[str] = []
        self._others: dict[str, Callable[[_Attributes], None]] = {
            "row": self._begin_row,
            "f": self._begin_formula,
            "col": self._begin_col,
            "mergeCell": self._begin_merge,
        }

    def read(self, package: Package, part: str) -> None:
        """Walk over the part."""
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        _feed(self._parser, package, part)
        self._settle_row()

    def _begin(self, name: str, attributes: _Attributes) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "is"}:
            self._has_value = True
            if self._column >= self._width:
                self._width = self._column + 1
            if self._kind == "n" and self._look is not PLAIN:
                self._parser.CharacterDataHandler = self._digits.append
        else:
            other = self._others.get(name)
            if other is not None:
                other(attributes)

    def _begin_row(self, attributes: _Attributes) -> None:
        self._settle_row()
        row = _number(attributes, "r") or self._row + 1
        if row <= self._row or row > ROWS_MAX:
            raise self._disordered(str(row))
        self._row, self._row_text, self._column = row, str(row), -1
        if attributes.get("hidden", "") in _TRUE:
            self._facts.hidden_rows.append(row)

    def _settle_row(self) -> None:
        self._settle_cell()
        if self._width:
            self._facts.see(self._row, self._width - 1)
            self._width = 0

    def _begin_cell(self, attributes: _Attributes) -> None:
        if self._digits or self._is_formula or self._kind == "e":
            self._settle_cell()
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else self._column_of(reference)
        if column <= self._column or column >= COLUMNS_MAX:
            raise self._disordered(reference or self._row_text)
        self._column = column
        self._kind = attributes.get("t", "n")
        self._look = self._book.look(_number(attributes, "s")) if "s" in attributes else PLAIN
        self._has_value = False

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        if reference[len(letters) :] != self._row_text:
            raise self._disordered(reference)
        column = self._columns.get(letters)
        if column is None:
            if not letters.isascii() or not letters.isalpha() or not letters.isupper():
                raise self._disordered(reference)
            column = self._columns[letters] = column_of(letters)
        return column

    def _begin_formula(self, attributes: _Attributes) -> None:
        self._is_formula = True
        self._width = max(self._width, self._column + 1)
        block = parse_block(attributes.get("ref", ""))
        if block is None or attributes.get("t") not in {"array", "dataTable"}:
            return
        self._facts.see(block.bottom, block.right)
        for row in range(block.top, block.bottom + 1):
            for column in range(block.left, block.right + 1):
                self._facts.mark(row, column, Mark.FORMULA)

    def _settle_cell(self) -> None:
        """Mark the cell that has just been walked over."""
        mark = 0
        if self._kind == "e":
            mark |= _ERROR
        if self._is_formula:
            mark |= _FORMULA if self._has_value else _FORMULA_UNCACHED
        if self._digits:
            mark |= self._mark_of_number("".join(self._digits))
        if mark:
            self._facts.mark(self._row, self._column, mark)
        self._kind, self._is_formula = "", False
        self._digits.clear()
        self._parser.CharacterDataHandler = None

    def _mark_of_number(self, text: str) -> int:
        try:
            value = float(text)
        except ValueError:
            raise broken(f"{self._facts.name}: {text[:40]}") from None
        if not math.isfinite(value):
            raise broken(f"{self._facts.name}: {text[:40]}")
        return self._look.marks_of(value, is_1904=self._book.is_1904)

    def _begin_col(self, attributes: _Attributes) -> None:
        if attributes.get("hidden", "") in _TRUE:
            first, last = _number(attributes, "min"), _number(attributes, "max")
            columns = range(max(first, 1) - 1, min(last, COLUMNS_MAX))
            self._facts.hidden_columns.extend(columns)

    def _begin_merge(self, attributes: _Attributes) -> None:
        block = parse_block(attributes.get("ref", ""))
        if block is not None:
            self._facts.merge(block)

    def _disordered(self, place: str) -> InputError:
        return InputError(
            "sheet_disordered",
            _("工作表“{sheet}”在 {place} 处的单元格地址错乱或重复").format(
                sheet=self._facts.name, place=place[:20]
            ),
            _("用表格软件打开，另存为新的 XLSX 后再导入"),
        )
