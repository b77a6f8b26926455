"""Rows of a query in order of a key, taken key by key, so that several tables walk side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import Row, Select

from ledger.store.database import Tx

ROWS_AT_A_TIME: Final = 2000


class Stream:
    """A query that is read as it is needed; what nobody took is let go of at the end.

    The first columns are the key, and the rows come in its order. Keys are asked for in order.
    """

    def __init__(
        self, tx: Tx, query: Select[Any], *, key_width: int = 1, at_a_time: int = ROWS_AT_A_TIME
    ) -> None:
        self._result = tx.conn.execute(query, execution_options={"yield_per": at_a_time})
        self._rows: Iterator[Row[Any]] = iter(self._result)
        self._width = key_width

    def of(self, *key: int) -> Iterator[Row[Any]]:
        """Walk the rows of one key; rows of keys that nobody asked for are passed over."""
        assert len(key) == self._width
        for row in self._rows:
            own = row[: self._width]
            if own > key:
                self._rows = chain([row], self._rows)
                return
            if own == key:
                yield row

    def __iter__(self) -> Iterator[Row[Any]]:
        """Walk the rows that are left, whatever their key."""
        return self._rows

    def __enter__(self) -> Self:
        """Read until the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._result.close()
