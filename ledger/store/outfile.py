"""Text files for other programs: each gets its name only when it is whole.

A file that another program or a person made is never overwritten: ours begin with a line that
says so. What is written depends on the books alone, so the same books give the same digest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import safe

_CHUNK: Final = 1 << 16


class OutFile:
    """A file that is being written; its digest grows with it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._waiting: list[str] = []
        self._waiting_size = 0

    def write(self, text: str) -> None:
        """Add `text` at the end."""
        self._waiting.append(text)
        self._waiting_size += len(text)
        if self._waiting_size >= _CHUNK:
            self.flush()

    def writelines(self, pieces: Iterable[str]) -> None:
        """Add `pieces`, one after the other."""
        for piece in pieces:
            self.write(piece)

    def flush(self) -> None:
        """Hand over what waits in memory."""
        data = "".join(self._waiting).encode("utf-8", "backslashreplace")
        self._waiting.clear()
        self._waiting_size = 0
        self._hash.update(data)
        self._file.write(data)

    def digest(self) -> bytes:
        """Return the SHA-256 over all that was handed over."""
        return self._hash.digest()


def make_folder(folder: Path) -> None:
    """Make `folder` where it is not there yet.

    Raises:
        InputError: `output_not_a_folder`, `output_unwritable`.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise InputError(
            "output_not_a_folder",
            _("{name} 不是文件夹").format(name=safe(str(folder))),
            _("请给出一个文件夹；没有的话会新建"),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


@contextmanager
def whole_file(path: Path, mark: str) -> Iterator[OutFile]:
    """Lend a new file that takes the name `path` when the block ends without an error.

    Args:
        mark: the first line; a file that is there already and begins otherwise stays as it is.

    Raises:
        Refused: `output_not_ours`.
        InputError: `output_unwritable`.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _refuse_foreign(path, mark)
        with part.open("xb") as file:
            out = OutFile(file)
            out.write(mark + "\n")
            yield out
            out.flush()
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _refuse_foreign(path: Path, mark: str) -> None:
    if not os.path.lexists(path):
        return
    ours = False
    if path.is_file() and not path.is_symlink():
        line = mark.encode() + b"\n"
        with path.open("rb") as file:
            ours = file.read(len(line)) == line
    if not ours:
        raise Refused(
            "output_not_ours",
            _("{name} 已经存在，而且不是本程序导出的").format(name=safe(str(path))),
            _("请换一个文件夹，或先移走该文件"),
        )


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "output_unwritable",
        _("{name} 写不进去：{reason}").format(name=safe(str(path)), reason=error.strerror or error),
        _("检查磁盘空间和权限后重做"),
    )
