"""SQLite as a ledger needs it: durable, guarded, one writer at a time, never on a network disk.

The settings and the lock each answer a measured fault: without `synchronous=FULL` a power cut
loses acknowledged vouchers; SQLite before 3.51.3 can corrupt a WAL file when two connections
write or checkpoint at once, so writers hold a file lock from BEGIN to COMMIT.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from ledger.values.errors import BookError
from ledger.values.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPLICATION_ID: Final = 0x77787A6A  # "wxzj"
WAIT_SECONDS_MAX: Final = 30
NETWORK_DISKS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"}
)
_SETTINGS: Final = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    f"busy_timeout={WAIT_SECONDS_MAX * 1000}",
    "cache_size=-65536",
)


def engine_for(path: Path, *, writable: bool) -> Engine:
    """Return an engine on `path`: one that begins IMMEDIATE, or one that cannot write at all."""
    mode = "rw" if writable else "ro"
    engine = create_engine(
        f"sqlite:///file:{quote(str(path))}?mode={mode}&uri=true", poolclass=NullPool
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # the driver's own type
        connection.isolation_level = None  # BEGIN is ours to say
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        if writable:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that said IMMEDIATE would keep writers out.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    return engine


def make_file(path: Path) -> None:
    """Make an empty file for a new book where there is none."""
    refuse_network_disk(path)
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise BookError(
            "cannot_create",
            _("不能在 {path} 建账：{reason}").format(path=path, reason=error.strerror),
            _("请检查文件夹是否存在、是否可写"),
        ) from error


def refuse_network_disk(path: Path) -> None:
    """Refuse a network file system: its locks do not hold, and WAL needs shared memory."""
    kind = file_system(path.resolve().parent)
    if kind in NETWORK_DISKS:
        raise BookError(
            "network_disk",
            _("{path} 在网络盘（{kind}）上，SQLite 账套会损坏").format(path=path, kind=kind),
            _("请放在本机磁盘上；多人使用请改用 PostgreSQL"),
        )


def file_system(folder: Path) -> str:
    """Return the kind of file system that `folder` lies on, "" where the system does not say."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for mount in mounts:
        _device, point, this_kind, *_rest = mount.split(" ")
        point = point.replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, this_kind
    return kind


@contextmanager
def writers_lock(path: Path) -> Iterator[None]:
    """Keep other writers of this file out, other processes included, until the block ends."""
    lock_path = path.with_name(path.name + ".lock")
    try:
        handle = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise BookError(
            "read_only",
            _("不能写 {path}：{reason}").format(path=lock_path, reason=error.strerror),
            _("请检查文件夹权限"),
        ) from error
    try:
        _take(handle, path)
        os.pwrite(handle, f"{os.getpid():<20}".encode(), 0)
        yield
    finally:
        os.close(handle)  # closing lets go of the lock


def _take(handle: int, path: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    pause = 0.001
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
                raise BookError(
                    "locked",
                    _("账套 {path} 正被进程 {holder} 写入").format(path=path, holder=holder),
                    _("请等它结束后再试；数据没有改变"),
                ) from None
            time.sleep(pause)
            pause = min(pause * 2, 0.01)
        else:
            return
