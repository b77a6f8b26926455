"""The log of a book: every voucher and every change of master data is one leaf of it.

The leaves make one tree (RFC 6962). Its right edge, the frontier, sits in `book_head`, so that
appending costs O(log n); it may lag behind the leaves and then catches up from them.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, select, union_all, update

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.digest import Frontier, leaf_hash, netstring
from ledger.values.errors import Corrupt
from ledger.values.i18n import _

LEAF_VERSION: Final = 1


def lock_head(tx: Tx, book_id: int) -> int:
    """Take the book's head for this transaction and return the size of its log."""
    head = schema.book_head
    query = select(head.c.log_size).where(head.c.book_id == book_id).with_for_update()
    size: int = tx.conn.execute(query).scalar_one()
    return size


def record_master_change(
    tx: Tx,
    book_id: int,
    *,
    kind: str,
    summary: str,
    row_count: int,
    content: bytes,
    who: str,
    clock: Clock,
) -> int:
    """Append a change of master data to the book's log and return its place, `change_id`.

    Args:
        kind: a word such as `households`.
        summary: what was done, for people.
        content: the SHA-256 over the canonical text of the rows that changed.
    """
    change_id = lock_head(tx, book_id) + 1
    tx.conn.execute(
        schema.master_change.insert().values(
            book_id=book_id,
            change_id=change_id,
            kind=kind,
            summary=summary,
            row_count=row_count,
            content=content,
            who=who,
            at=clock.at,
            leaf=master_leaf(change_id, kind, summary, row_count, content, who, clock.at),
            leaf_version=LEAF_VERSION,
        )
    )
    advance(tx, book_id)
    return change_id


def master_leaf(
    change_id: int, kind: str, summary: str, row_count: int, content: bytes, who: str, at: str
) -> bytes:
    """Return the leaf of a change of master data."""
    text = netstring("master", LEAF_VERSION, change_id, kind, summary, row_count, content, who, at)
    return leaf_hash(text.encode())


def advance(tx: Tx, book_id: int) -> Frontier:
    """Bring the frontier up to the log and return it. The head must be locked."""
    head = schema.book_head
    kept = tx.conn.execute(
        select(head.c.log_size, head.c.frontier_size, head.c.frontier).where(
            head.c.book_id == book_id
        )
    ).one()
    frontier = Frontier.from_bytes(kept.frontier) if kept.frontier_size else Frontier()
    if frontier.size == kept.log_size:
        return frontier
    for place, leaf in tx.conn.execute(_leaves_after(book_id, frontier.size)):
        if place != frontier.size + 1:
            raise Corrupt(
                "log_gap",
                _("账套日志第 {place} 条缺失").format(place=frontier.size + 1),
                _("请停止记账，运行 wxzj book verify"),
            )
        frontier.append(bytes(leaf))
    if frontier.size != kept.log_size:
        raise Corrupt(
            "log_gap",
            _("账套日志第 {place} 条缺失").format(place=frontier.size + 1),
            _("请停止记账，运行 wxzj book verify"),
        )
    tx.conn.execute(
        update(head)
        .where(head.c.book_id == book_id)
        .values(frontier_size=frontier.size, frontier=frontier.to_bytes())
    )
    return frontier


def _leaves_after(book_id: int, size: int) -> Select[Any]:
    voucher, change = schema.voucher, schema.master_change
    both = union_all(
        select(voucher.c.voucher_id.label("place"), voucher.c.leaf).where(
            voucher.c.book_id == book_id, voucher.c.voucher_id > size
        ),
        select(change.c.change_id.label("place"), change.c.leaf).where(
            change.c.book_id == book_id, change.c.change_id > size
        ),
    ).subquery()
    return select(both.c.place, both.c.leaf).order_by(both.c.place)
