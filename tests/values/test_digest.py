"""The reference here is the recursive definition of RFC 6962, section 2.1, written out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.digest import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    netstring,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

SIZE_MAX = 70
LEAVES = tuple(leaf_hash(f"voucher {number}".encode()) for number in range(SIZE_MAX))


def split(size: int) -> int:
    half = 1
    while half * 2 < size:
        half *= 2
    return half


@cache
def defined_root(start: int, end: int) -> bytes:
    if end - start == 1:
        return LEAVES[start]
    half = start + split(end - start)
    pair = defined_root(start, half) + defined_root(half, end)
    return hashlib.sha256(b"\x01" + pair).digest()


def defined_path(index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    half = start + split(end - start)
    if index < half:
        return [*defined_path(index, start, half), defined_root(half, end)]
    return [*defined_path(index, half, end), defined_root(start, half)]


def defined_subproof(old_end: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    if old_end == end:
        return [] if whole else [defined_root(start, end)]
    half = start + split(end - start)
    if old_end <= half:
        return [*defined_subproof(old_end, start, half, whole=whole), defined_root(half, end)]
    return [*defined_subproof(old_end, half, end, whole=False), defined_root(start, half)]


def changed(parts: list[bytes], place: int, bit: int) -> list[bytes]:
    flipped = int.from_bytes(parts[place], "big") ^ 1 << bit
    return [*parts[:place], flipped.to_bytes(len(parts[place]), "big"), *parts[place + 1 :]]


def test_the_hashes_are_those_of_the_published_vectors() -> None:
    assert EMPTY_ROOT.hex() == ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert node_hash(b"N123", b"N456").hex() == (
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


def test_the_root_is_the_defined_one_at_every_size() -> None:
    assert root_of([]) == EMPTY_ROOT == Frontier().root()
    growing = Frontier()
    for size in range(1, SIZE_MAX + 1):
        growing.append(LEAVES[size - 1])
        assert growing.root() == root_of(LEAVES[:size]) == defined_root(0, size)
        assert growing.size == size


@given(st.integers(0, SIZE_MAX), st.integers(0, SIZE_MAX))
def test_a_frontier_goes_on_where_it_was_put_down(first: int, last: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:first]:
        frontier.append(leaf)
    again = Frontier.from_bytes(frontier.to_bytes())
    assert again.to_bytes() == frontier.to_bytes()
    for leaf in LEAVES[first:last]:
        again.append(leaf)
    assert again.root() == root_of(LEAVES[: max(first, last)])


@pytest.mark.parametrize("data", [b"", b"\x00" * 7, b"\x00" * 9, b"\x00" * 7 + b"\x01" + b"x" * 31])
def test_a_frontier_of_the_wrong_length_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="another length"):
        Frontier.from_bytes(data)


def test_every_inclusion_proof_is_the_defined_one_and_holds() -> None:
    for size in range(1, SIZE_MAX + 1):
        leaves, root = LEAVES[:size], defined_root(0, size)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            assert proof == defined_path(index, 0, size)
            assert verify_inclusion(leaves[index], index, size, proof, root)


def test_every_consistency_proof_is_the_defined_one_and_holds() -> None:
    for size in range(1, SIZE_MAX + 1):
        for old in range(1, size + 1):
            proof = consistency_proof(LEAVES[:size], old)
            assert proof == defined_subproof(old, 0, size, whole=True)
            roots = defined_root(0, old), defined_root(0, size)
            assert verify_consistency(old, size, *roots, proof)


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(size: int, index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:size], index)


@pytest.mark.parametrize(("size", "old"), [(0, 0), (3, 0), (3, 4), (3, -1)])
def test_there_is_no_proof_of_a_size_that_never_was(size: int, old: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(LEAVES[:size], old)


@given(st.data())
def test_an_inclusion_proof_with_one_bit_changed_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, SIZE_MAX))
    index = data.draw(st.integers(0, size - 1))
    parts = [LEAVES[index], defined_root(0, size), *inclusion_proof(LEAVES[:size], index)]
    bit = data.draw(st.integers(0, 255))
    for place in range(len(parts)):
        leaf, root, *proof = changed(parts, place, bit)
        assert not verify_inclusion(leaf, index, size, proof, root)


@given(st.data())
def test_a_consistency_proof_with_one_bit_changed_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, SIZE_MAX))
    old = data.draw(st.integers(1, size - 1))
    parts = [defined_root(0, old), defined_root(0, size), *consistency_proof(LEAVES[:size], old)]
    bit = data.draw(st.integers(0, 255))
    for place in range(len(parts)):
        first, last, *proof = changed(parts, place, bit)
        assert not verify_consistency(old, size, first, last, proof)


def mangled(proof: list[bytes]) -> list[Sequence[bytes]]:
    """Return what somebody could send instead of `proof`."""
    stray = LEAVES[0]
    worse: list[Sequence[bytes]] = [
        [*proof, stray],
        [stray, *proof],
        [*proof, b""],
        [*proof, b"x" * 31],
        [*proof, b"x" * 33],
    ]
    if proof:
        worse += [proof[:-1], proof[1:], [*proof[:-1], proof[-1][:-1]], [*proof, *proof]]
    if len(set(proof)) > 1:
        worse.append(proof[::-1])
    return worse


def test_a_proof_of_another_shape_is_refused() -> None:
    for size, index in product((1, 2, 3, 7, 8, 65), (0, 1, 2, 6, 64)):
        if index < size:
            leaf, root = LEAVES[index], defined_root(0, size)
            for proof in mangled(inclusion_proof(LEAVES[:size], index)):
                assert not verify_inclusion(leaf, index, size, proof, root)
    for size, old in product((2, 3, 7, 8, 65), (1, 2, 3, 6, 64, 65)):
        if old <= size:
            roots = defined_root(0, old), defined_root(0, size)
            for proof in mangled(consistency_proof(LEAVES[:size], old)):
                assert not verify_consistency(old, size, *roots, proof)


def test_a_proof_about_nothing_is_refused() -> None:
    leaf, root = LEAVES[0], defined_root(0, 2)
    assert not verify_inclusion(leaf, 0, 0, [], EMPTY_ROOT)
    assert not verify_inclusion(leaf, -1, 1, [], leaf)
    assert not verify_inclusion(leaf, 2, 2, [LEAVES[1]], root)
    assert not verify_inclusion(b"short", 0, 1, [], b"short")
    assert not verify_consistency(0, 2, EMPTY_ROOT, root, [])
    assert not verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not verify_consistency(2, 1, root, leaf, [])
    assert not verify_consistency(2, 2, root, leaf, [])
    assert not verify_consistency(3, 5, root, root, [])
    assert not verify_consistency(1, 1, b"short", b"short", [])


def test_a_leaf_is_not_a_node() -> None:
    """A node's content passed off as a leaf must not have the node's hash."""
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ((), ""),
        (("收", 12, None, b"\x0f"), "1:收,2:12,~2:0f,"),
        (("", None), "0:,~"),
        ((-5, date(2026, 1, 5)), "2:-5,10:2026-01-05,"),
        (("1:x,",), "4:1:x,,"),
    ],
)
def test_a_row_has_one_canonical_text(
    fields: tuple[str | int | bytes | date | None, ...], text: str
) -> None:
    assert netstring(*fields) == text


FIELDS = st.lists(st.none() | st.text(alphabet="0123456789:,~a收", max_size=6), max_size=5)


def read_fields(text: str) -> list[str | None]:
    fields: list[str | None] = []
    while text:
        if text.startswith("~"):
            fields.append(None)
            text = text[1:]
            continue
        count, _colon, rest = text.partition(":")
        fields.append(rest[: int(count)])
        assert rest[int(count)] == ","
        text = rest[int(count) + 1 :]
    return fields


@given(FIELDS)
def test_no_content_can_imitate_a_boundary(fields: list[str | None]) -> None:
    assert read_fields(netstring(*fields)) == fields
