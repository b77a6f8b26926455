"""The roots over what sub-accounts hold, built again for every close, estate by estate.

What they held is taken from their snapshots, which are held to the shares elsewhere. An estate is
read once; its leaves are computed anew only where a snapshot says that they moved, and the tree is
built where a close wrote its root.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, func, select

from ledger.closing.roots import estate_leaves, root_of_leaves
from ledger.closing.verify_ladder import Closes, standing_close, standing_closes
from ledger.journal.verify_log import Books, wrong
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.streams import Stream
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.text import safe


def balance_roots(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare the roots of all closes that stand with what sub-accounts held."""
    salts = {
        row.book_id: bytes(row.salt)
        for row in tx.conn.execute(select(schema.book.c.book_id, schema.book.c.salt))
    }
    codes = {
        row.estate_id: row.code
        for row in tx.conn.execute(select(schema.estate.c.estate_id, schema.estate.c.code))
    }
    closes = standing_closes(tx)
    with Stream(tx, _histories(), key_width=2) as histories, Stream(tx, _kept_roots()) as kept:
        for (book_id, estate_id), rows in groupby(kept, key=itemgetter(0, 1)):
            code = codes.get(estate_id, "")
            estate = _Estate(closes, histories.of(book_id, estate_id))
            for row in rows:
                root = estate.root(salts.get(book_id, b""), code, row.period, row.leaf_count)
                if root != bytes(row.root):
                    yield _differs(books, row, code)


def _differs(books: Books, row: Any, code: str) -> Finding:
    return wrong(
        "balance_root_differs",
        f"{books.book(row.book_id)}:{row.period // 100:04}-{row.period % 100:02}",
        _("小区 {estate} 的分户余额根与分户结存不符").format(estate=safe(code or _("未定小区"))),
    )


class _Estate:
    """What the sub-accounts of an estate held at each close, and their leaves."""

    def __init__(self, closes: Closes, rows: Iterable[Any]) -> None:
        self._held: list[list[Any]] = []  # sub-account, code, principal, earnings
        self._coming: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        sub = None
        for book_id, _estate, sub_id, code, part, period, close_no, fen in rows:
            if sub_id != sub:
                sub = sub_id
                self._held.append([sub_id, code, 0, 0])
            if period is not None and closes.get((book_id, period)) == close_no:
                column = 2 if part == Part.PRINCIPAL else 3
                self._coming[period].append((len(self._held) - 1, column, fen))
        self._leaves = [b""] * len(self._held)
        self._stale = set(range(len(self._held)))

    def root(self, salt: bytes, code: str, period: int, leaf_count: int) -> bytes:
        """Return the root at a month's end; later sub-accounts were not there at that close."""
        for earlier in sorted(each for each in self._coming if each <= period):
            for place, column, fen in self._coming.pop(earlier):
                if self._held[place][column] != fen:
                    self._held[place][column] = fen
                    self._stale.add(place)
        places = sorted(self._stale)
        fresh = estate_leaves(salt, code, (tuple(self._held[place]) for place in places))
        for place, leaf in zip(places, fresh, strict=True):
            self._leaves[place] = leaf
        self._stale.clear()
        return root_of_leaves(self._leaves[:leaf_count])


def _histories() -> Select[Any]:
    """Return a query on the sub-accounts, estate by estate, each with all its snapshots."""
    sub, kept = schema.sub_account, schema.snapshot
    return (
        select(
            sub.c.book_id,
            func.coalesce(sub.c.estate_id, 0).label("estate_id"),
            sub.c.sub_id,
            sub.c.code,
            kept.c.part,
            kept.c.period,
            kept.c.close_no,
            kept.c.amount_fen,
        )
        .outerjoin_from(
            sub, kept, and_(kept.c.book_id == sub.c.book_id, kept.c.sub_id == sub.c.sub_id)
        )
        .order_by(sub.c.book_id, sub.c.estate_id.nulls_first(), sub.c.sub_id)
    )


def _kept_roots() -> Select[Any]:
    kept, month = schema.balance_root, schema.month
    return (
        select(kept.c.book_id, kept.c.estate_id, kept.c.period, kept.c.leaf_count, kept.c.root)
        .join_from(kept, month, standing_close(kept))
        .order_by(kept.c.book_id, kept.c.estate_id, kept.c.period)
    )
