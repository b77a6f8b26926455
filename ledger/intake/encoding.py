"""In which encoding a text file is written: byte-order mark, then strict UTF-8, then GB18030.

Nothing is ever decoded leniently. A file whose lines do not agree on one encoding is refused at
the first line that differs, since one of the two readings would be nonsense.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from ledger.values.errors import InputError
from ledger.values.i18n import _

LINE_BYTES_MAX: Final = 1 << 20
_CHUNK: Final = 1 << 18
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

_Verdict = Literal["utf-8", "gb18030", "either"]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file as bytes: its number from 1, and where it begins."""

    number: int
    offset: int
    body: bytes


def find_encoding(path: Path) -> str:
    """Return the encoding of the text file at `path`, all of which has been tried.

    Raises:
        InputError: `csv_nul`, `csv_utf16`, `csv_encoding`, `csv_mixed_encoding`,
            `csv_truncated` or `csv_line_too_long`.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
        stream.seek(0)
        if head[:2] in _UTF16_BOMS:
            _try_utf16(stream, _UTF16_BOMS[head[:2]])
            return "utf-16"
        if head.startswith(_UTF8_BOM):
            _find(stream, only_utf8=True)
            return "utf-8-sig"
        if b"\0" in head:
            raise _holds_nul(head)
        return _find(stream, only_utf8=False)


def _holds_nul(head: bytes) -> InputError:
    """Tell UTF-16 without a mark, where every other byte is NUL, from a broken file."""
    if max(head[0::2].count(0), head[1::2].count(0)) * 8 > len(head):
        return InputError(
            "csv_utf16",
            _("文件是没有标记的 UTF-16 编码，不能确定怎样读"),
            _("用表格软件打开，另存为“CSV UTF-8”后再导入"),
        )
    line = head[: head.index(b"\0")].count(b"\n") + 1
    return _nul_at(line)


def _nul_at(line: int) -> InputError:
    return InputError(
        "csv_nul",
        _("第 {line} 行含空字符（NUL），文件已损坏").format(line=line),
        _("重新导出这个文件"),
    )


def _try_utf16(stream: BinaryIO, encoding: str) -> None:
    """Decode all of it once; what cannot be decoded is refused here, not in the middle of rows."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 0
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
            offset += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InputError(
            "csv_truncated",
            _("文件在第 {offset} 字节附近不完整").format(offset=offset),
            _("重新导出或重新传送这个文件"),
        ) from None


def _find(stream: BinaryIO, *, only_utf8: bool) -> str:
    found: _Verdict = "either"
    size = stream.seek(0, 2)
    stream.seek(0)
    for line in _lines(stream):
        if line.body.isascii():
            if b"\0" in line.body:
                raise _nul_at(line.number)
            continue
        verdict = _verdict(line, found, only_utf8=only_utf8, size=size)
        if verdict == "either":
            continue
        if found not in {"either", verdict}:
            raise InputError(
                "csv_mixed_encoding",
                _("第 {line} 行的编码（{this}）与前面各行（{that}）不同").format(
                    line=line.number, this=verdict.upper(), that=found.upper()
                ),
                _("用一种编码重新导出整个文件，不要把两个文件直接拼接"),
            )
        found = verdict
    return "utf-8" if found == "either" else found


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    r"""Yield lines ended by `\n`, `\r\n` or `\r`, whichever, mixed or not."""
    number, offset, rest = 1, 0, b""
    while chunk := stream.read(_CHUNK):
        pieces = (rest + chunk).splitlines(keepends=True)
        # The last piece may go on; a `\r` may be the first half of `\r\n`.
        rest = pieces.pop()
        for piece in pieces:
            yield _Line(number, offset, piece)
            number += 1
            offset += len(piece)
        if len(rest) > LINE_BYTES_MAX:
            raise InputError(
                "csv_line_too_long",
                _("第 {line} 行超过 {limit} 字节").format(line=number, limit=LINE_BYTES_MAX),
                _("检查这一行是否缺少换行或引号，改正后重新导出"),
            )
    if rest:
        yield _Line(number, offset, rest)


def _verdict(line: _Line, found: _Verdict, *, only_utf8: bool, size: int) -> _Verdict:
    """Tell how one line that is not plain ASCII can be read.

    A Chinese line in GB18030 is hardly ever valid UTF-8 that reads as Chinese, so a line that is
    both counts as UTF-8 when it does read so, and else proves nothing.
    """
    try:
        text = line.body.decode("utf-8")
    except UnicodeDecodeError as error:
        if only_utf8 or (found == "utf-8" and _is_cut(line, error, size)):
            raise _undecodable(line, error, size) from None
    else:
        if b"\0" in line.body:
            raise _nul_at(line.number)
        return "utf-8" if only_utf8 or _CHINESE.search(text) else "either"
    try:
        text = line.body.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(line, error, size) from None
    if "\0" in text:
        raise _nul_at(line.number)
    return "gb18030"


def _is_cut(line: _Line, error: UnicodeDecodeError, size: int) -> bool:
    """Tell whether the file ends with half a character."""
    at_the_end = line.offset + len(line.body) == size and error.end == len(line.body)
    return at_the_end and ("unexpected end" in error.reason or "incomplete" in error.reason)


def _undecodable(line: _Line, error: UnicodeDecodeError, size: int) -> InputError:
    """Name the byte that no encoding explains, or say that the file was cut."""
    if _is_cut(line, error, size):
        return InputError(
            "csv_truncated",
            _("文件在第 {line} 行中间断了，最后一个字只有一半").format(line=line.number),
            _("重新导出或重新传送这个文件"),
        )
    return InputError(
        "csv_encoding",
        _("第 {line} 行（第 {offset} 字节）不是 UTF-8 也不是 GB18030 编码").format(
            line=line.number, offset=line.offset + error.start + 1
        ),
        _("用表格软件打开，另存为“CSV UTF-8”后再导入"),
    )
