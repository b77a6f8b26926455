"""The log of every book, read again from its first entry: leaves, places, numbers, roots.

Each voucher's leaf is computed anew from its stored columns, lines and shares, and compared with
the leaf that was sealed when it was posted. The tree over the leaves gives the root at every size
that a close states, so a close can be held to the log it stood on. Memory stays flat: a book is
read in parts of so many vouchers and shares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, Text, cast, select

from ledger.journal.leaf import HEAD_FIELDS, Body, bodies, voucher_leaf
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import LEAF_VERSION, master_leaf
from ledger.store.streams import Stream
from ledger.values.digest import HASH_SIZE, Frontier
from ledger.values.finding import Finding
from ledger.values.i18n import _

_VOUCHERS_AT_A_TIME: Final = 1000
_SHARES_AT_A_TIME: Final = 50_000
_DAYS: Final = frozenset({"dated_on", "value_on"})


@dataclass(frozen=True, slots=True)
class Books:
    """The books by their ids, and how a voucher of theirs is called."""

    codes: Mapping[int, str]

    def voucher(self, book_id: int, period: int, word: str, no: int) -> str:
        """Return a voucher's number, whatever stands in its columns."""
        return f"{self.book(book_id)}:{period // 100:04}-{period % 100:02}:{word}-{no}"

    def book(self, book_id: int) -> str:
        """Return a book's code; one that is not there is called by its id."""
        return self.codes.get(book_id, f"#{book_id}")


@dataclass(slots=True)
class Log:
    """What reading the log again gave.

    Attributes:
        voucher_count: how many vouchers there are.
        roots: by book and size, the root of the log and the root over its changes of master data.
        whole_until: by book, how far the log has no gap: a tree beyond it means nothing.
    """

    voucher_count: int = 0
    roots: dict[tuple[int, int], tuple[bytes, bytes]] = field(default_factory=dict)
    whole_until: dict[int, int] = field(default_factory=dict)


class _Head(NamedTuple):
    """What a book's row says of its log."""

    log_size: int
    frontier_size: int
    frontier: bytes


class _Place(NamedTuple):
    """An entry of the log; `fault` tells that its content is not what was sealed."""

    place: int
    is_voucher: bool
    leaf: bytes
    fault: Finding | None


def read_books(tx: Tx) -> Books:
    """Read the codes of all books."""
    book = schema.book
    rows = tx.conn.execute(select(book.c.book_id, book.c.code).order_by(book.c.code))
    return Books({row.book_id: row.code for row in rows})


def check_log(tx: Tx, books: Books, log: Log, tell: Callable[[int], None]) -> Iterator[Finding]:
    """Read the logs of all books, fill `log`, and tell what is not as it was sealed.

    Args:
        tell: hears now and then how many vouchers have been read.
    """
    heads = _read_heads(tx)
    sizes = _read_sizes(tx)
    with Stream(tx, _voucher_rows()) as vouchers, Stream(tx, _change_rows()) as changes:
        for book_id in sorted(books.codes):
            head = heads.get(book_id, _Head(0, 0, b""))
            trees = _Trees(sizes[book_id], head.frontier_size)
            last = 0
            entries = merge(
                _vouchers(tx, books, vouchers.of(book_id)),
                _changes(books, changes.of(book_id)),
                key=lambda entry: entry.place,
            )
            for entry in entries:
                misplaced = _misplaced(books.book(book_id), last, entry.place)
                yield from (fault for fault in (misplaced, entry.fault) if fault is not None)
                trees.add(entry, whole=misplaced is None)
                last = entry.place
                log.voucher_count += entry.is_voucher
                if log.voucher_count % _VOUCHERS_AT_A_TIME == 0:
                    tell(log.voucher_count)
            yield from _check_head(books.book(book_id), head, last, trees)
            log.whole_until[book_id] = trees.log.size
            log.roots.update({(book_id, size): roots for size, roots in trees.roots.items()})


class _Trees:
    """The tree over a book's log and the one over its changes of master data, as they grow.

    They grow until the first gap; a tree beyond it would mean nothing.

    Attributes:
        roots: both roots at the sizes that closes state.
        frontier: the edge of the log's tree at the size that the book's row states.
    """

    def __init__(self, sizes: set[int], frontier_size: int) -> None:
        self.log, self._masters = Frontier(), Frontier()
        self.whole = True
        self.roots = {0: (self.log.root(), self._masters.root())}
        self.frontier = b""
        self._sizes = sizes
        self._frontier_size = frontier_size

    def add(self, entry: _Place, *, whole: bool) -> None:
        """Take in the next entry; where there is a gap before it the trees stay as they are."""
        self.whole = self.whole and whole
        if not self.whole:
            return
        self.log.append(entry.leaf)
        if not entry.is_voucher:
            self._masters.append(entry.leaf)
        if self.log.size in self._sizes:
            self.roots[self.log.size] = self.log.root(), self._masters.root()
        if self.log.size == self._frontier_size:
            self.frontier = self.log.to_bytes()


def _misplaced(where: str, last: int, place: int) -> Finding | None:
    """Compare an entry's place with that of the entry before it."""
    if place == last:
        return wrong("log_place_twice", where, _("日志第 {place} 条有两个").format(place=last))
    return None if place == last + 1 else _gap(where, last + 1, place - 1)


def _check_head(where: str, head: _Head, last: int, trees: _Trees) -> Iterator[Finding]:
    """Compare what the book's row says of its log with the log."""
    if last < head.log_size:
        yield _gap(where, last + 1, head.log_size)
        return
    if last > head.log_size:
        yield wrong(
            "log_size_differs",
            where,
            _("日志有 {count} 条，日志头记着 {kept} 条").format(count=last, kept=head.log_size),
        )
    if not trees.whole or head.frontier_size == 0:
        return
    changed = _changed_range(trees.frontier, head.frontier)
    if changed is not None:
        yield wrong(
            "log_root_differs",
            where,
            _("日志第 {first} 至 {last} 条中有改动：树根不符").format(
                first=changed[0], last=changed[1]
            ),
        )


def _changed_range(computed: bytes, kept: bytes) -> tuple[int, int] | None:
    """Return the first range of entries, from 1, under a peak of the tree that differs."""
    if computed == kept:
        return None
    size = int.from_bytes(kept[:8], "big")
    if len(computed) != len(kept) or computed[:8] != kept[:8]:
        return 1, size
    first, start = 1, len(kept) - HASH_SIZE * size.bit_count()
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            if computed[start : start + HASH_SIZE] != kept[start : start + HASH_SIZE]:
                return first, first + (1 << bit) - 1
            first, start = first + (1 << bit), start + HASH_SIZE
    return 1, size


def _gap(where: str, first: int, last: int) -> Finding:
    return wrong(
        "log_gap",
        where,
        _("日志缺第 {first} 条").format(first=first)
        if first == last
        else _("日志缺第 {first} 至 {last} 条").format(first=first, last=last),
    )


def wrong(code: str, where: str, message: str) -> Finding:
    """Return a finding that the books contradict themselves."""
    return Finding(code, "error", where, message)


# ---- reading ----


def _read_heads(tx: Tx) -> dict[int, _Head]:
    return {
        row.book_id: _Head(row.log_size, row.frontier_size, bytes(row.frontier))
        for row in tx.conn.execute(select(schema.book_head))
    }


def _read_sizes(tx: Tx) -> defaultdict[int, set[int]]:
    """Return the sizes of the log that closes state."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    close = schema.close_log
    for book_id, size in tx.conn.execute(select(close.c.book_id, close.c.log_size).distinct()):
        wanted[book_id].add(size)
    return wanted


def _voucher_rows() -> Select[Any]:
    voucher, estate = schema.voucher, schema.estate
    return (
        select(
            voucher.c.book_id,
            voucher.c.voucher_id,
            voucher.c.leaf,
            estate.c.code.label("estate_code"),
            # As text: a day that somebody made unreadable is found, and does not stop the search.
            *(
                cast(voucher.c[name], Text).label(name) if name in _DAYS else voucher.c[name]
                for name in HEAD_FIELDS
            ),
        )
        .outerjoin(estate, estate.c.estate_id == voucher.c.estate_id)
        .order_by(voucher.c.book_id, voucher.c.voucher_id)
    )


def _change_rows() -> Select[Any]:
    change = schema.master_change
    return select(change).order_by(change.c.book_id, change.c.change_id)


def _vouchers(tx: Tx, books: Books, rows: Iterable[Any]) -> Iterator[_Place]:
    """Walk the vouchers of a book with their leaves checked."""
    for part in _parts(rows):
        book_id = part[0].book_id
        written = bodies(tx, book_id, part[0].voucher_id, part[-1].voucher_id)
        waiting = next(written, None)
        for row in part:
            while waiting is not None and waiting[0] < row.voucher_id:
                waiting = next(written, None)
            body = Body("", "")
            if waiting is not None and waiting[0] == row.voucher_id:
                body = waiting[1]
            yield _Place(row.voucher_id, True, bytes(row.leaf), _fault(books, row, body))  # noqa: FBT003 # a field
        for _orphan in written:
            pass  # to the end, so that the database lets go of it


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Part vouchers so that their lines and shares fit in memory."""
    part: list[Any] = []
    weight = 0
    for row in rows:
        if part and (len(part) == _VOUCHERS_AT_A_TIME or weight >= _SHARES_AT_A_TIME):
            yield part
            part, weight = [], 0
        part.append(row)
        weight += row.share_count
    if part:
        yield part


def _fault(books: Books, row: Any, body: Body) -> Finding | None:
    try:
        leaf = voucher_leaf(
            row._mapping,  # noqa: SLF001 # how SQLAlchemy calls a row as a mapping
            row.voucher_id,
            books.book(row.book_id),
            row.estate_code,
            body,
        )
    except UnicodeEncodeError:  # text that no program of ours can have written
        leaf = b""
    if leaf == bytes(row.leaf):
        return None
    return wrong(
        "leaf_differs",
        books.voucher(row.book_id, row.period, row.word, row.no),
        _("凭证内容与入账时封存的摘要不符（日志第 {place} 条）").format(place=row.voucher_id),
    )


def _changes(books: Books, rows: Iterable[Any]) -> Iterator[_Place]:
    """Walk the changes of master data of a book with their leaves checked."""
    for row in rows:
        leaf = master_leaf(
            row.change_id,
            row.kind,
            row.summary,
            row.row_count,
            bytes(row.content),
            row.who,
            row.at,
        )
        fault = None
        if leaf != bytes(row.leaf) or row.leaf_version != LEAF_VERSION:
            fault = wrong(
                "master_leaf_differs",
                books.book(row.book_id),
                _("基础资料变更与当时封存的摘要不符（日志第 {place} 条）").format(
                    place=row.change_id
                ),
            )
        yield _Place(row.change_id, False, bytes(row.leaf), fault)  # noqa: FBT003 # a field
