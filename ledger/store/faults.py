"""What the databases' own errors mean to a person. Third-party errors are translated here only."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from ledger.values.errors import BookError, LedgerError, Refused
from ledger.values.i18n import _

_GUARD = re.compile(r"wxzj:(\w+) ([^\n]*)")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn an error of the database into one of ours; `where` names the database to people."""
    try:
        yield
    except _errors() as error:
        told = _translate(error, where)
        if told is None:
            raise
        raise told from error


def _errors() -> tuple[type[Exception], ...]:
    """Return what may come up: through SQLAlchemy, or from a driver that bulk inserts speak to."""
    driver = sys.modules.get("psycopg")  # an optional extra, loaded by SQLAlchemy where it is used
    return (exc.DBAPIError, sqlite3.Error, *((driver.Error,) if driver else ()))


def _translate(error: Exception, where: str) -> LedgerError | None:
    original = getattr(error, "orig", None) or error
    text = str(original)
    guard = _GUARD.search(text)
    if guard:
        return Refused(
            guard[1],
            _("数据库拒绝了这笔写入：{text}").format(text=guard[2]),
            _("请运行 wxzj book verify，并联系维护人员"),
        )
    if "ck_sub_balance_overdraft" in text:
        return Refused(
            "overdraft",
            _("分户账可用余额不足，整张凭证未入账"),
            _("请查询该户余额，或先续筹"),
        )
    lowered = text.lower()
    for sign, told in _SIGNS.items():
        if sign in lowered:
            return told(where)
    driver = sys.modules.get("psycopg")
    if getattr(error, "connection_invalidated", False) or (
        driver is not None and isinstance(original, driver.OperationalError)
    ):
        return BookError(
            "cannot_connect",
            _("连不上数据库 {where}：{text}").format(where=where, text=text.strip().split("\n")[0]),
            _("请检查 --db 和数据库服务是否已启动"),
        )
    return None


def _locked(where: str) -> BookError:
    return BookError(
        "locked",
        _("账套 {where} 正被另一个程序写入").format(where=where),
        _("请稍后再试；数据没有改变"),
    )


def _full(where: str) -> BookError:
    return BookError(
        "disk_full",
        _("磁盘已满，{where} 没有写入").format(where=where),
        _("请腾出空间后重做；数据没有改变"),
    )


def _failing(where: str) -> BookError:
    return BookError(
        "disk_error",
        _("读写 {where} 出错").format(where=where),
        _("请停止使用，检查磁盘，再运行 wxzj book doctor"),
    )


def _read_only(where: str) -> BookError:
    return BookError(
        "read_only",
        _("{where} 是只读的").format(where=where),
        _("请检查文件权限，或换一个位置"),
    )


def _forbidden(where: str) -> BookError:
    return BookError(
        "no_permission",
        _("登录数据库 {where} 的用户没有这项权限").format(where=where),
        _("请换用有权限的用户，或请管理员授权"),
    )


def _broken(where: str) -> BookError:
    return BookError(
        "not_a_book",
        _("{where} 不是账套文件，或已损坏").format(where=where),
        _("请用 wxzj book restore 恢复备份"),
    )


def _missing(where: str) -> BookError:
    return BookError(
        "book_missing",
        _("打不开账套 {where}").format(where=where),
        _("请先运行 wxzj book init，或用 --db 指定"),
    )


_SIGNS = {
    "database is locked": _locked,
    "lock timeout": _locked,
    "deadlock detected": _locked,
    "disk is full": _full,
    "no space left": _full,
    "readonly database": _read_only,
    "read-only transaction": _read_only,
    "permission denied": _forbidden,
    "disk i/o error": _failing,
    "not a database": _broken,
    "malformed": _broken,
    "unable to open database": _missing,
}
