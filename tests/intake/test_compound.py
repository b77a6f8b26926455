from __future__ import annotations

import struct

import pytest

from ledger.intake.compound import Compound
from ledger.values.errors import InputError

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
SIZE = 512


def header(*, allocation: list[int], more: int = END, shift: int = 9) -> bytes:
    """Return the first sector of a compound file whose directory is in sector 1."""
    data = bytearray(SIZE)
    data[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", data, 30, shift, 6)
    struct.pack_into("<L", data, 48, 1)
    struct.pack_into("<LLLLL", data, 56, 4096, 2, 1, more, 0)
    struct.pack_into("<109L", data, 76, *(allocation + [FREE] * 109)[:109])
    return bytes(data)


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    data = bytearray(128)
    data[:64] = name.encode("utf-16-le").ljust(64, b"\0")
    struct.pack_into("<HB", data, 64, 2 * len(name) + 2, kind)
    struct.pack_into("<LL", data, 116, start, size)
    return bytes(data)


def numbers(*values: int) -> bytes:
    return struct.pack("<128L", *(values + (FREE,) * 128)[:128])


def small(*, chain: tuple[int, ...] = (1, END), first: bytes | None = None, cut: int = 0) -> bytes:
    """Return a compound file with one stream of 100 bytes, small enough for the mini sectors."""
    sectors = [
        numbers(END, END, END, END, END),  # 0: what follows what
        entry("Root Entry", 5, 3, 128) + entry("Workbook", 2, 0, 100) + entry("Folder", 1, 0, 0),
        numbers(*chain),  # 2: the same for mini sectors
        bytes(range(100)).ljust(SIZE, b"\0"),  # 3: the mini sectors
        numbers(0),  # 4: a list of where sector 0's like are
    ]
    whole = (first or header(allocation=[0])) + b"".join(
        each.ljust(SIZE, b"\0") for each in sectors
    )
    return whole[: len(whole) - cut]


def test_a_small_stream_is_put_together() -> None:
    compound = Compound(small())
    assert compound.stream("Workbook") == bytes(range(100))
    assert compound.names == {"Root Entry", "Workbook", "Folder"}


def test_the_chains_of_a_large_file_are_listed_in_sectors_of_their_own() -> None:
    whole = small(first=header(allocation=[], more=4))
    # The last number of such a sector names the next one.
    whole = whole[:-4] + struct.pack("<L", END)
    assert Compound(whole).stream("Workbook") == bytes(range(100))


BROKEN = {
    "a mini chain in a circle": small(chain=(1, 0)),
    "a mini chain out of the file": small(chain=(77,)),
    "a stream shorter than it says": small(chain=(END,)),
    "lists in a circle": small(first=header(allocation=[], more=4))[:-4] + struct.pack("<L", 4),
    "an odd sector size": small(first=header(allocation=[0], shift=30)),
    "sectors beyond the end": small(cut=4 * SIZE),
    "a header only": small(cut=5 * SIZE),
    "less than a header": b"\xd0\xcf\x11\xe0",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_compound_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as told:
        Compound(data).stream("Workbook")
    assert told.value.code == "workbook_broken"


def test_a_folder_is_no_stream() -> None:
    with pytest.raises(InputError):
        Compound(small()).stream("Folder")
