"""Text files: records of fields, strictly quoted, numbered as an office program numbers rows.

A line `sep=;` at the top is obeyed and not counted. A quote that never ends is refused where it
began, and one that swallows whole rows is refused too: no row may vanish inside a field.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.intake.encoding import find_encoding
from ledger.intake.spec import Grid, Record
from ledger.values.errors import InputError
from ledger.values.i18n import _

FIELD_LENGTH_MAX: Final = 131_072
DELIMITERS: Final = (",", "\t", ";")
_SEP_LINE: Final = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text file, its encoding known."""

    path: Path
    encoding: str
    delimiter: str
    has_sep_line: bool

    def records(self) -> Iterator[Record]:
        """Read the rows from the top."""
        csv.field_size_limit(FIELD_LENGTH_MAX)
        first_line = 1 + self.has_sep_line
        with self.path.open(encoding=self.encoding, newline="") as stream:
            if self.has_sep_line:
                stream.readline()
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            number, line = 1, first_line
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise self._fault(error, number, line) from None
                next_line = reader.line_num + first_line
                if next_line - line > 1:
                    self._check_swallowing(cells, number, line)
                yield Record(number, line, cells)
                number += 1
                line = next_line

    def _check_swallowing(self, cells: list[str], number: int, line: int) -> None:
        """Refuse a record in which one field holds what looks like whole rows."""
        for cell in cells:
            inner = cell.splitlines()[1:]
            if any(part.count(self.delimiter) >= max(1, len(cells) - 1) for part in inner):
                raise InputError(
                    "csv_quote",
                    _("第 {row} 行（文本第 {line} 行）的引号里含有整行的数据").format(
                        row=number, line=line
                    ),
                    _("补上或删去多余的英文双引号后重新导入"),
                )

    def _fault(self, error: csv.Error, number: int, line: int) -> InputError:
        word = str(error)
        if "unexpected end of data" in word or "field larger than" in word:
            began = self._open_quote(line)
            if began is None:
                return InputError(
                    "csv_field_too_long",
                    _("第 {row} 行（文本第 {line} 行）有超过 {limit} 个字符的字段").format(
                        row=number, line=line, limit=FIELD_LENGTH_MAX
                    ),
                    _("缩短该字段后重新导入"),
                )
            return InputError(
                "csv_quote_open",
                _("第 {row} 行：文本第 {line} 行开始的英文双引号没有结束").format(
                    row=number, line=began
                ),
                _("补上或删去这个双引号后重新导入"),
            )
        return InputError(
            "csv_quote",
            _("第 {row} 行（文本第 {line} 行）的英文双引号用法不对").format(row=number, line=line),
            _("字段里的双引号要写成两个，或者删去"),
        )

    def _open_quote(self, first: int) -> int | None:
        """Return the line of the last quote left open, reading from line `first` on."""
        began = None
        with self.path.open(encoding=self.encoding, newline="") as stream:
            left = FIELD_LENGTH_MAX * 2
            for line_number, text in enumerate(stream, 1):
                if line_number < first:
                    continue
                began = _scan(text, self.delimiter, line_number, began)
                left -= len(text)
                if left < 0:
                    break
        return began


def _scan(text: str, delimiter: str, line_number: int, began: int | None) -> int | None:
    """Follow the quotes through one line; `began` is the line of the one that is open, if any."""
    at_start = began is None
    index = 0
    while index < len(text):
        char = text[index]
        if began is None:
            if char == '"' and at_start:
                began = line_number
            at_start = char in {delimiter, "\r", "\n"}
        elif char == '"':
            if text[index + 1 : index + 2] == '"':
                index += 1
            else:
                began = None
                at_start = False
        index += 1
    return began


def text_grids(path: Path) -> list[Grid]:
    """Return the ways in which the text file at `path` may be divided into fields.

    Raises:
        InputError: what `find_encoding` raises.
    """
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.readline(16)
    told = _SEP_LINE.fullmatch(first)
    delimiters = (told["delimiter"],) if told else DELIMITERS
    notices: tuple[str, ...] = ()
    if encoding == "gb18030":
        notices = (_("文件按 GB18030（GBK）编码读入"),)
    texts = [_Text(path, encoding, delimiter, told is not None) for delimiter in delimiters]
    return [Grid(title="", records=text.records, notices=notices) for text in texts]
