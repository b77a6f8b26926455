"""Backups of a SQLite book: a copy as of one moment, looked at before it gets its name.

Copying the file while it is open gives a broken copy more often than not; SQLite's own backup
interface does not. A PostgreSQL server is backed up by its own tools.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.store import sqlite
from ledger.store.database import Database, open_database
from ledger.store.faults import translated
from ledger.values.errors import BookError, InputError, Refused
from ledger.values.i18n import _
from ledger.values.progress import Progress

_PAGES_A_STEP = 4096


def backup(database: Database, target: Path, progress: Progress) -> None:
    """Copy `database` to the new file `target`, as of one moment, and check the copy.

    Raises:
        Refused: `backup_by_server` on PostgreSQL.
        InputError: `output_exists` where `target` is there already.
    """
    if database.path is None:
        raise Refused(
            "backup_by_server",
            _("PostgreSQL 的备份由数据库服务器来做"),
            _("请用 pg_dump -Fc 或持续归档，见 docs/operations.md"),
        )
    _copy_whole(database.path, target, progress)


def restore(backup_file: Path, target: Path, progress: Progress) -> None:
    """Make the book `target`, which must not be there, from a backup.

    Raises:
        BookError: where the backup is not a sound book of ours.
        InputError: `output_exists` where `target` is there already.
    """
    if not backup_file.is_file():
        raise InputError(
            "file_missing",
            _("没有备份文件 {path}").format(path=backup_file),
            _("请核对路径"),
        )
    open_database(str(backup_file)).close()  # refuses what is not one of ours
    sqlite.refuse_network_disk(target)
    _copy_whole(backup_file, target, progress)


def _copy_whole(source: Path, target: Path, progress: Progress) -> None:
    """Copy a book under a passing name, check it, and only then give it its own."""
    if target.exists():
        raise InputError(
            "output_exists",
            _("{path} 已存在").format(path=target),
            _("请换一个文件名；不会覆盖已有文件"),
        )
    passing = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with translated(str(source)):
            _copy(source, passing, progress)
        _check(passing)
        os.link(passing, target)  # fails rather than overwrite
        _sync(target)
    except OSError as error:
        raise BookError(
            "cannot_create",
            _("不能写 {path}：{reason}").format(path=target, reason=error.strerror or error),
            _("请检查文件夹是否存在、是否可写、磁盘是否已满"),
        ) from error
    finally:
        for leftover in (passing, *(passing.with_name(passing.name + end) for end in _SIDE_FILES)):
            leftover.unlink(missing_ok=True)


_SIDE_FILES = ("-wal", "-shm", "-journal", ".lock")


def _copy(source: Path, target: Path, progress: Progress) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(
            there,
            pages=_PAGES_A_STEP,
            progress=lambda _status, left, total: progress(total - left, total, _("复制")),
        )
        # One file that needs no other beside it.
        there.execute("PRAGMA journal_mode=DELETE")


def _check(copy: Path) -> None:
    with translated(str(copy)), closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as there:
        found = [row[0] for row in there.execute("PRAGMA integrity_check(1)")]
        broken = there.execute("PRAGMA foreign_key_check").fetchone()
    if found != ["ok"] or broken is not None:
        raise BookError(
            "backup_unsound",
            _("复制出来的文件没有通过完整性检查"),
            _("请运行 wxzj book doctor 检查原账套和磁盘"),
        )


def _sync(path: Path) -> None:
    """Ask the disk to keep the new file and its name."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
