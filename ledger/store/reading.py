"""Reading what somebody may have made unreadable, so that a search can go on elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import exc

from ledger.store.database import Tx
from ledger.values.errors import Corrupt
from ledger.values.i18n import _

_CACHE_KIB: Final = 16_384


def frugal(tx: Tx) -> None:
    """Keep SQLite's memory small for a run through everything: each sort takes a cache's worth."""
    if tx.dialect == "sqlite":
        tx.conn.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KIB}")


def lenient(tx: Tx) -> None:
    """Read text that is no text too, so that whoever holds it can be named.

    What cannot be decoded comes back as lone surrogates, which no digest of ours can contain.
    """
    if tx.dialect == "sqlite":
        connection: Any = tx.conn.connection.driver_connection
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")


@contextmanager
def unreadable(tx: Tx) -> Iterator[None]:
    """Read inside the block; the transaction stays usable whatever the data does to it.

    Raises:
        Corrupt: `data_unreadable`, where a value is not what its column holds.
    """
    try:
        with tx.conn.begin_nested():
            yield
    except (exc.DBAPIError, OverflowError, ValueError) as error:
        reason = str(getattr(error, "orig", None) or error).split("\n")[0]
        raise Corrupt(
            "data_unreadable",
            _("数据读不出来：{reason}").format(reason=reason),
            _("请停止记账，用备份比对"),
        ) from error
