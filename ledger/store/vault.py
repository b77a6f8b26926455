"""The files beside the database (附件): copies of papers, each named by the digest of its bytes.

A file's own name never becomes a path, so no name leads out of the folder. A copy gets its name
only when it is whole and on the disk; two people who keep the same file keep one copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from ledger.store.database import Database
from ledger.values.errors import BookError
from ledger.values.i18n import _
from ledger.values.text import safe

FOLDER_VARIABLE: Final = "WXZJ_FILES"
_SUFFIX: Final = ".files"  # of the folder beside a SQLite file
_CHUNK: Final = 1 << 20


class Kept(StrEnum):
    """How a copy is found again."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"


class Vault:
    """The folder in which copies are kept.

    Attributes:
        folder: made when the first copy comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place_of(self, sha256: bytes) -> Path:
        """Return where the copy with this digest is, or would be."""
        name = sha256.hex()
        return self.folder / name[:2] / name

    def keep(self, source: Path, sha256: bytes) -> None:
        """Copy `source`, whose bytes have this digest, unless a whole copy is there already.

        Raises:
            BookError: `files_unwritable`.
        """
        if self.look(sha256) is Kept.WHOLE:
            return
        place = self.place_of(sha256)
        part = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with source.open("rb") as taken, part.open("xb") as copy:
                os.fchmod(copy.fileno(), 0o600)
                shutil.copyfileobj(taken, copy, _CHUNK)
                copy.flush()
                os.fsync(copy.fileno())
            part.replace(place)
        except OSError as error:
            raise BookError(
                "files_unwritable",
                _("附件写不进 {folder}：{reason}").format(
                    folder=safe(str(self.folder)), reason=error.strerror or error
                ),
                _("检查磁盘空间和权限后重做"),
            ) from error
        finally:
            with suppress(OSError):  # whatever went wrong has been told
                part.unlink(missing_ok=True)

    def look(self, sha256: bytes) -> Kept:
        """Tell whether the copy with this digest is there and whole."""
        digest = hashlib.sha256()
        try:
            with self.place_of(sha256).open("rb") as copy:
                while piece := copy.read(_CHUNK):
                    digest.update(piece)
        except FileNotFoundError:
            return Kept.MISSING
        except OSError:
            return Kept.CHANGED  # a folder in its place, or a disk that fails
        return Kept.WHOLE if digest.digest() == sha256 else Kept.CHANGED


def vault_of(database: Database) -> Vault:
    """Return the vault of a database: the folder that is set, or the one beside a SQLite file.

    Raises:
        BookError: `files_folder_unset` on PostgreSQL while no folder is set.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Vault(Path(named))
    if database.path is None:
        raise BookError(
            "files_folder_unset",
            _("没有设定附件文件夹"),
            _("请把环境变量 {name} 设为一个各人都能读写的文件夹").format(name=FOLDER_VARIABLE),
        )
    return Vault(database.path.with_name(database.path.name + _SUFFIX))
