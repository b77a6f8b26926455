"""What `book doctor` looks at: the machine, the file and the guards, never the accounts."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator

from sqlalchemy import text

import ledger
from ledger.store import guards, sqlite
from ledger.store.database import HEAD, Database, version_of
from ledger.values.finding import Finding
from ledger.values.i18n import _

_WAL_FIXED = (3, 51, 3)
_FREE_BYTES_MIN = 500 * 2**20


def examine(database: Database) -> Iterator[Finding]:
    """Look at everything that has made ledgers lose data; one finding a check, bad or good."""
    yield from _program()
    version = version_of(database)
    yield _finding(
        "schema_version",
        version == HEAD,
        _("表结构版本 {version}，程序需要 {head}").format(version=version, head=HEAD),
    )
    if version is None:
        return
    with database.read() as tx:
        yield _finding(
            "guards",
            guards.digest(tx.conn, database.dialect) == guards.EXPECTED[database.dialect],
            _("表结构与保护触发器和发布时一致"),
        )
        yield from _sqlite(database) if database.dialect == "sqlite" else _postgres(tx.conn)


def _program() -> Iterator[Finding]:
    yield _finding(
        "program",
        sys.version_info >= (3, 11),
        _("wxzj {version}，Python {python}，位于 {place}").format(
            version=ledger.__version__,
            python=".".join(map(str, sys.version_info[:3])),
            place=os.path.dirname(ledger.__file__),  # noqa: PTH120 # shown, not opened
        ),
    )
    encoding = (sys.stdout.encoding or "").lower()
    yield _finding(
        "encoding",
        encoding.replace("-", "") in {"utf8", "gb18030"},
        _("终端编码 {encoding}").format(encoding=encoding),
        warn=True,
    )


def _sqlite(database: Database) -> Iterator[Finding]:
    assert database.path is not None
    yield _finding(
        "sqlite_version",
        sqlite3.sqlite_version_info >= _WAL_FIXED,
        _(
            "SQLite {version}；3.51.3 之前两个连接同时写可能损坏 WAL 文件，本程序用文件锁避开"
        ).format(version=sqlite3.sqlite_version),
        warn=True,
    )
    kind = sqlite.file_system(database.path.resolve().parent)
    yield _finding(
        "file_system",
        kind not in sqlite.NETWORK_DISKS,
        _("账套所在文件系统 {kind}").format(kind=kind or "?"),
    )
    free = shutil.disk_usage(database.path.resolve().parent).free
    yield _finding(
        "free_space",
        free > _FREE_BYTES_MIN,
        _("剩余空间 {free} MB").format(free=free // 2**20),
        warn=True,
    )
    with database.read() as tx:
        mode = tx.conn.execute(text("PRAGMA journal_mode")).scalar_one()
        yield _finding("journal_mode", mode == "wal", _("日志方式 {mode}").format(mode=mode))
        application = tx.conn.execute(text("PRAGMA application_id")).scalar_one()
        yield _finding(
            "application_id",
            application == sqlite.APPLICATION_ID,
            _("文件标识 {application:#x}").format(application=application),
        )
        sound = tx.conn.execute(text("PRAGMA quick_check(1)")).scalar_one()
        yield _finding("integrity", sound == "ok", _("完整性检查：{sound}").format(sound=sound))
        broken = tx.conn.execute(text("PRAGMA foreign_key_check")).first()
        yield _finding("foreign_keys", broken is None, _("没有悬空的分录或引用"))


def _postgres(conn: object) -> Iterator[Finding]:
    def setting(name: str) -> str:
        value: str = conn.execute(text(f"SHOW {name}")).scalar_one()  # type: ignore[attr-defined]
        return value

    version = setting("server_version")
    yield _finding(
        "server_version",
        int(version.split(".")[0].split(" ")[0]) >= 15,  # noqa: PLR2004 # the oldest one tested
        _("PostgreSQL {version}").format(version=version),
    )
    commit = setting("synchronous_commit")
    yield _finding(
        "synchronous_commit",
        commit != "off",
        _("synchronous_commit = {commit}；off 会丢失已确认的凭证").format(commit=commit),
    )
    sync = setting("fsync")
    yield _finding("fsync", sync == "on", _("fsync = {sync}").format(sync=sync), warn=True)
    encoding = setting("server_encoding")
    yield _finding(
        "server_encoding", encoding == "UTF8", _("数据库编码 {encoding}").format(encoding=encoding)
    )


def _finding(code: str, ok: bool, message: str, *, warn: bool = False) -> Finding:  # noqa: FBT001 # the verdict
    return Finding(code, "warn" if warn else "error", "", message, ok=ok)
