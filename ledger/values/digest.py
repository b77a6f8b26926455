"""Digests that prove: the hash tree of RFC 6962, its proofs, and the canonical text of a row.

Any changed, missing, added or moved leaf changes the root. A leaf and a node are hashed with
different first bytes, so that one can never be passed off as the other. The verifying functions
answer False to whatever is not exactly the proof, however it is made up; they never raise.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

_SIZE_BYTES: Final = 8


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that must be kept to append and to know the root.

    It holds one hash for each 1 in the binary form of the size, so appending costs O(log n)
    and never reads an older leaf.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add `leaf`, a leaf hash, at the end."""
        assert len(leaf) == HASH_SIZE
        merged, size = leaf, self.size
        while size & 1:
            merged = node_hash(self._peaks.pop(), merged)
            size >>= 1
        self._peaks.append(merged)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """Return the size in 8 bytes and the hashes, the largest subtree first."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Read back what `to_bytes` gave.

        Raises:
            ValueError: where `data` is not the right length for its size.
        """
        size = int.from_bytes(data[:_SIZE_BYTES], "big")
        if len(data) != _SIZE_BYTES + HASH_SIZE * size.bit_count():
            message = "a frontier of this size has another length"
            raise ValueError(message)
        frontier = cls()
        frontier.size = size
        frontier._peaks = [
            data[start : start + HASH_SIZE] for start in range(_SIZE_BYTES, len(data), HASH_SIZE)
        ]
        return frontier


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over `leaves`, leaf hashes, read once."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """Return the largest power of two below `size`: where a tree parts in two."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from leaf `index` up to the root, lowest first.

    Raises:
        IndexError: where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        message = "no such leaf"
        raise IndexError(message)
    proof: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaves[start:middle]))
            start = middle
    proof.reverse()
    return proof


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether `proof` shows that `leaf` is number `index` of the `size` leaves of `root`."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    node, last, hashed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            hashed = node_hash(step, hashed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        node, last = node >> 1, last >> 1
    return last == 0 and hashed == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the hashes which show that the first `old_size` leaves are still the same.

    Raises:
        IndexError: where the tree never had that size, or `old_size` is 0 (nothing to prove).
    """
    if not 0 < old_size <= len(leaves):
        message = "the tree never had that size"
        raise IndexError(message)
    proof: list[bytes] = []
    start, end, old_end = 0, len(leaves), old_size
    known = True  # whether the verifier holds the root of the range itself
    while old_end != end:
        middle = start + _split(end - start)
        if old_end <= middle:
            proof.append(root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaves[start:middle]))
            start, known = middle, False
    if not known:
        proof.append(root_of(leaves[start:end]))
    proof.reverse()
    return proof


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether `proof` shows that the tree of `old_root` only grew into that of `new_root`."""
    if not 0 < old_size <= new_size or not _are_hashes(old_root, new_root, *proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:  # the old tree is whole inside the new one
        path.insert(0, old_root)
    if not path:
        return False
    return _grows(old_size - 1, new_size - 1, path) == (old_root, new_root)


def _grows(node: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return the old and the new root that `path` gives, or None where it does not fit."""
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else None


def _are_hashes(*values: object) -> bool:
    return all(isinstance(value, bytes) and len(value) == HASH_SIZE for value in values)


def netstring(*fields: str | int | bytes | date | None) -> str:
    r"""Return `fields` as one canonical text, in which no content can imitate a boundary.

    Each field is `<number of characters>:<text>,` and None is `~`. Every SQL engine can build
    the same text with `length(x) || ':' || x || ','`.

    >>> netstring("收", 12, None, b"\x0f")
    '1:收,2:12,~2:0f,'
    """
    return "".join("~" if field is None else _counted(_plain(field)) for field in fields)


def _plain(field: str | int | bytes | date) -> str:
    if isinstance(field, str):
        return field
    if isinstance(field, bytes):
        return field.hex()
    if isinstance(field, date):
        return field.isoformat()
    assert not isinstance(field, bool)  # databases write truth in different ways
    return str(field)


def _counted(text: str) -> str:
    return f"{len(text)}:{text},"
