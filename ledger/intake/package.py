"""The zip container of an .xlsx: counted and inflated under limits before anything is believed.

Nothing is ever extracted to disk. The central directory's size is read from the file's end before
it is parsed, so that a million members cost nothing; sizes are what really comes out, not what
the directory says.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ledger.intake.sheet_facts import INFLATED_MAX, broken, encrypted
from ledger.intake.sniff import refused_kind
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import shown

MEMBERS_MAX: Final = 1000
RATIO_MAX: Final = 100
_RATIO_FREE: Final = 1 << 20  # what is small may be as repetitive as it likes
_DIRECTORY_MAX: Final = MEMBERS_MAX * 1024
_CHUNK: Final = 1 << 18
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_COMMENT_MAX: Final = 0xFFFF
_ENCRYPTED_FLAG: Final = 1


class Package:
    """An open container; what has been inflated so far is counted over all members.

    Args:
        archive: the open zip file, its members checked.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._inflated = 0
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """Return a small part whole.

        Raises:
            InputError: `workbook_broken` where it is missing, or what `chunks` raises.
        """
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece.

        Raises:
            InputError: `workbook_broken`, `workbook_inflated` or `workbook_doctype`.
        """
        if name not in self.names:
            raise broken(_("缺少 {part}").format(part=shown(name)))
        info = self._archive.getinfo(name)
        size, tail = 0, b""
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._count(name, len(chunk), size, info.compress_size)
                    if b"<!DOCTYPE" in tail + chunk or chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                        raise _doctype(name)
                    tail = chunk[-16:]
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise broken(f"{shown(name)}: {error}") from None

    def _count(self, name: str, more: int, size: int, compressed: int) -> None:
        self._inflated += more
        too_dense = size > _RATIO_FREE and size > RATIO_MAX * max(compressed, 1)
        if self._inflated > INFLATED_MAX or too_dense:
            raise InputError(
                "workbook_inflated",
                _("工作簿的 {part} 解压后过大（压缩炸弹的样子）").format(part=shown(name)),
                _("另存为 CSV 后导入，或分成几个文件"),
            )


def _doctype(name: str) -> InputError:
    return InputError(
        "workbook_doctype",
        _("工作簿的 {part} 带有 DOCTYPE 或异常编码，不予读取").format(part=shown(name)),
        _("用表格软件打开，另存为新的 XLSX 后再导入"),
    )


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open the container at `path`, its directory checked.

    Raises:
        InputError: `workbook_broken`, `workbook_members`, `file_encrypted` or `file_kind`.
    """
    with path.open("rb") as stream:
        _check_directory_size(stream)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise broken(str(error)) from None
    with archive:
        _check_members(archive)
        yield Package(archive)


def _check_directory_size(stream: BinaryIO) -> None:
    size = stream.seek(0, 2)
    start = max(0, size - _COMMENT_MAX - _END.size)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise broken(_("压缩包没有目录，文件可能被截断"))
    end = _END.unpack_from(tail, at)
    count, directory = end[4], end[5]
    locator_at = at - _LOCATOR.size
    if locator_at >= 0 and tail[locator_at : locator_at + 4] == b"PK\x06\x07":
        at64 = _LOCATOR.unpack_from(tail, locator_at)[2]
        stream.seek(min(at64, size))
        record = stream.read(_END64.size)
        if len(record) < _END64.size:
            raise broken(_("压缩包没有目录，文件可能被截断"))
        end64 = _END64.unpack(record)
        count, directory = end64[7], end64[8]
    if count > MEMBERS_MAX or directory > _DIRECTORY_MAX:
        raise InputError(
            "workbook_members",
            _("工作簿里有 {count} 个部件，最多 {limit} 个").format(count=count, limit=MEMBERS_MAX),
            _("用表格软件打开，另存为新的 XLSX 后再导入"),
        )


def _check_members(archive: zipfile.ZipFile) -> None:
    seen: set[str] = set()
    for info in archive.infolist():
        name = info.filename.replace("\\", "/").casefold()
        if name in seen:
            raise InputError(
                "workbook_duplicate",
                _("工作簿里有两个同名部件 {part}").format(part=shown(info.filename)),
                _("用表格软件打开，另存为新的 XLSX 后再导入"),
            )
        seen.add(name)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise encrypted()
    kind = _other_kind(seen)
    if kind is not None:
        raise refused_kind(kind)


def _other_kind(names: set[str]) -> str | None:
    """Name the format where the container is not an .xlsx."""
    if "xl/workbook.bin" in names:
        return "XLSB"
    if "mimetype" in names:
        return "ODS" if "content.xml" in names else "OpenDocument"
    if any(name.endswith(".iwa") for name in names):
        return "Numbers"
    if "word/document.xml" in names:
        return "Word"
    if "ppt/presentation.xml" in names:
        return "PowerPoint"
    return None if "[content_types].xml" in names else "ZIP"
