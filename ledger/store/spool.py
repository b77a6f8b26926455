"""Rows set aside while a transaction lasts, to be shown after it; large ones lie in a file."""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

_IN_MEMORY: Final = 4_000_000  # bytes; more goes to a temporary file without a name
_ROWS: Final = 1000  # written at a time, which is much faster than one by one


class Spool:
    """Rows of texts, whole numbers, truths and nothing, read as often as wanted."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 # closed below
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8"
        )
        weakref.finalize(self, self._file.close)
        coming = iter(rows)
        while some := list(islice(coming, _ROWS)):
            self._file.write(json.dumps(some) + "\n")

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        self._file.seek(0)
        for line in self._file:
            yield from map(tuple, json.loads(line))
