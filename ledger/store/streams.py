"""Rows of a query in order of a key, taken key by key, so that several tables walk side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import Executable

from ledger.store.database import Tx

ROWS_AT_A_TIME: Final = 2000


class Stream:
    """A query that is read as it is needed; what nobody took is let go of at the end.

    The first columns are the key, and the rows come in its order. Keys are asked for in order.
    """

    def __init__(
        self, tx: Tx, query: Executable, *, key_width: int = 1, at_a_time: int = ROWS_AT_A_TIME
    ) -> None:
        self._result = tx.conn.execute(query, execution_options={"yield_per": at_a_time})
        self._key_of = itemgetter(*range(key_width)) if key_width > 1 else lambda row: (row[0],)
        self._groups = groupby(self._result, key=self._key_of)
        self._next: tuple[Any, Iterator[Any]] | None = None

    def of(self, *key: int) -> Iterator[Any]:
        """Walk the rows of one key; rows of keys that nobody asked for are passed over."""
        for own, rows in self._groups if self._next is None else chain([self._next], self._groups):
            self._next = None
            if own == key:
                return rows
            if own > key:
                self._next = own, rows
                break
        return iter(())

    def __iter__(self) -> Iterator[Any]:
        """Walk the rows that are left, whatever their key."""
        return iter(self._result)

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
