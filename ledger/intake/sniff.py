"""What a file really is, by its first bytes; and a private copy of it that nobody changes.

A file's name is believed in nothing but where it names a format that we refuse. The copy is what
is read and what the digest is of, so a file that changes meanwhile changes nothing.
"""

from __future__ import annotations

import enum
import hashlib
import os
import re
import shutil
import stat
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ledger.values.errors import InputError
from ledger.values.i18n import _

FILE_BYTES_MAX: Final = 2 << 30
_CHUNK: Final = 1 << 20


class Container(enum.Enum):
    """What the first bytes say."""

    TEXT = "text"
    ZIP = "zip"
    COMPOUND = "compound"  # the container of .xls, .doc and of encrypted .xlsx


_REFUSED_SUFFIXES: Final = {
    ".xlsb": "XLSB",
    ".ods": "ODS",
    ".numbers": "Numbers",
    ".et": "WPS ET",
    ".ett": "WPS ET",
    ".dbf": "DBF",
}
_REFUSED_BEGINNINGS: Final = (
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"),
)
_MARKUP: Final = re.compile(rb"\s*<(?P<word>[!?]?[a-zA-Z][\w:-]*)")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class PrivateCopy:
    """A copy of a file in a folder of its own, which goes when the copy is no longer used.

    Attributes:
        path: where the copy is.
        folder: where more may be put beside it.
        sha256: its digest.
        name: the file's own name, as it was given.
    """

    path: Path
    folder: Path
    sha256: bytes
    name: str


def copy_privately(path: Path) -> PrivateCopy:
    """Copy the file at `path` and take its digest.

    Raises:
        InputError: `file_missing`, `file_unreadable`, `file_empty`, `file_too_large` or
            `file_changed`.
    """
    folder = Path(tempfile.mkdtemp(prefix="wxzj-intake-"))
    target = folder / "file"
    try:
        sha256 = _copy(path, target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    copy = PrivateCopy(target, folder, sha256, path.name)
    weakref.finalize(copy, shutil.rmtree, folder, ignore_errors=True)
    return copy


def _copy(path: Path, target: Path) -> bytes:
    try:
        # Non-blocking, so that a pipe in the place of a file is refused instead of waited for.
        source = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise InputError("file_missing", _("没有这个文件"), _("核对路径和文件名")) from None
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    before = os.fstat(source)
    if not stat.S_ISREG(before.st_mode):
        os.close(source)
        raise InputError("file_unreadable", _("这不是普通文件"), _("给出一个文件的路径"))
    with os.fdopen(source, "rb") as stream:
        try:
            sha256, size = _pour(stream, target)
        except OSError as error:
            raise _unreadable(error) from None
        after = os.fstat(stream.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError("file_changed", _("读取时文件正在改变"), _("等文件写完并关闭后再导入"))
    if size == 0:
        raise InputError("file_empty", _("文件是空的（0 字节）"), _("重新导出这个文件"))
    return sha256


def _pour(stream: BinaryIO, target: Path) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as sink:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > FILE_BYTES_MAX:
                raise InputError(
                    "file_too_large",
                    _("文件超过 {limit} 字节").format(limit=FILE_BYTES_MAX),
                    _("分成几个文件导入"),
                )
            digest.update(chunk)
            sink.write(chunk)
    return digest.digest(), size


def _unreadable(error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(
        "file_unreadable",
        _("文件打不开或读不完：{reason}").format(reason=reason),
        _("核对路径和权限，以及临时目录的空间"),
    )


def sniff(path: Path, name: str) -> Container:
    """Tell what the file at `path`, whose name was `name`, really is.

    Raises:
        InputError: `file_kind` for what is neither text nor a workbook that we read.
    """
    refused = _REFUSED_SUFFIXES.get(Path(name).suffix.lower())
    if refused is not None:
        raise refused_kind(refused)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Container.ZIP
    if head.startswith(_COMPOUND):
        return Container.COMPOUND
    for beginning, kind in _REFUSED_BEGINNINGS:
        if head.startswith(beginning):
            raise refused_kind(kind)
    markup = _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf"))
    if markup is not None:
        is_html = b"<html" in head.lower() or markup["word"].lower() in _HTML_WORDS
        raise refused_kind("HTML" if is_html else "XML")
    return Container.TEXT


_HTML_WORDS: Final = {b"html", b"!doctype", b"table", b"head", b"body", b"meta", b"style", b"div"}


def refused_kind(kind: str) -> InputError:
    """Return the refusal of a file whose format is `kind`."""
    return InputError(
        "file_kind",
        _("文件其实是 {kind} 格式，不能导入").format(kind=kind),
        _("用表格软件打开，另存为 XLSX 或“CSV UTF-8”后再导入"),
    )


def disguise(container: Container, name: str) -> str | None:
    """Return a notice where the name says another format than the content."""
    suffix = Path(name).suffix.lower()
    expected = {
        ".xlsx": Container.ZIP,
        ".xlsm": Container.ZIP,
        ".xls": Container.COMPOUND,
        ".csv": Container.TEXT,
        ".txt": Container.TEXT,
        ".tsv": Container.TEXT,
    }.get(suffix)
    if expected in {None, container}:
        return None
    real = {Container.TEXT: _("文本"), Container.ZIP: "XLSX", Container.COMPOUND: "XLS"}[container]
    return _("扩展名是 {suffix}，内容其实是{real}，按内容读入").format(suffix=suffix, real=real)
