"""The compound file that an .xls lives in: one named stream of it, read with every chain bounded.

Only what the preflight needs: sectors, their chains and the directory. A chain that runs in a
circle or out of the file is refused as broken.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from ledger.intake.sheet_facts import broken
from ledger.values.i18n import _

_HEADER_SIZE: Final = 512
_IN_HEADER: Final = 109  # entries of the list of allocation sectors that the header itself holds
_LAST_SECTOR: Final = 0xFFFFFFFA
_ENTRY_SIZE: Final = 128
_ROOT: Final = 5
_STREAM: Final = 2
_SHIFTS: Final = {9, 12}
_MINI_SHIFT: Final = 6


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


class Compound:
    """A compound file.

    Args:
        data: the whole file.

    Raises:
        InputError: `workbook_broken`.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER_SIZE:
            raise _cut()
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in _SHIFTS or mini_shift != _MINI_SHIFT:
            raise _cut()
        self._size = 1 << shift
        (directory,) = struct.unpack_from("<L", data, 48)
        self._cutoff, mini_start = struct.unpack_from("<LL", data, 56)
        self._next = self._numbers(self._allocation_sectors())
        self._entries = self._directory(directory)
        self._mini_next = self._numbers(self._chain(mini_start, self._next))
        root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
        self._mini = b"" if root is None else self._read(root.start)

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and folders."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Return the stream called `name`."""
        entry = self._entries[name]
        if entry.kind != _STREAM:
            raise _cut()
        if entry.size >= self._cutoff:
            found = self._read(entry.start)
        else:
            size = 1 << _MINI_SHIFT
            chain = self._chain(entry.start, self._mini_next)
            found = b"".join(self._mini[at * size : (at + 1) * size] for at in chain)
        if len(found) < entry.size:
            raise _cut()
        return found[: entry.size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        found = self._data[at : at + self._size]
        if not found:
            raise _cut()
        return found

    def _read(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._next)))

    def _numbers(self, sectors: list[int]) -> list[int]:
        joined = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(joined) // 4}L", joined[: len(joined) // 4 * 4]))

    def _allocation_sectors(self) -> list[int]:
        """Return where the chains are written: first in the header, then in sectors of its own."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}L", self._data, 76))
        (more,) = struct.unpack_from("<L", self._data, 68)
        seen = set()
        while more < _LAST_SECTOR:
            if more in seen:
                raise _cut()
            seen.add(more)
            numbers = self._numbers([more])
            found.extend(numbers[:-1])
            more = numbers[-1]
        return [number for number in found if number < _LAST_SECTOR]

    def _chain(self, start: int, following: list[int]) -> list[int]:
        found: list[int] = []
        at = start
        while at < _LAST_SECTOR:
            if at >= len(following) or len(found) > len(following):
                raise _cut()
            found.append(at)
            at = following[at]
        return found

    def _directory(self, start: int) -> dict[str, _Entry]:
        data = self._read(start)
        found: dict[str, _Entry] = {}
        for at in range(0, len(data) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind:
                name = data[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
                begins, size = struct.unpack_from("<LL", data, at + 116)
                found.setdefault(name, _Entry(kind, begins, size))
        return found


def _cut() -> Exception:
    return broken(_("XLS 文件被截断或结构不对"))
