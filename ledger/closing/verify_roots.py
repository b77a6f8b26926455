"""The roots over what sub-accounts hold, built again for every close, estate by estate.

An estate is climbed once: its movements are laid on month by month, only the leaves that moved are
computed anew, and the tree is built where a close wrote its root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, select

from ledger.closing.roots import Holding, estate_leaves, root_of_leaves
from ledger.closing.verify_ladder import standing_close
from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import same_voucher
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
    with (
        Stream(tx, _sub_accounts(), key_width=2) as subs,
        Stream(tx, _movements(), key_width=2) as moves,
        Stream(tx, _kept_roots()) as kept,
    ):
        for key, rows in groupby(kept, key=itemgetter(0, 1)):
            estate = _Estate(salts.get(key[0], b""), codes.get(key[1], ""), subs.of(*key))
            waiting: Iterator[Any] = moves.of(*key)
            for row in rows:
                waiting = estate.move_until(row.period, waiting)
                if estate.root(row.leaf_count) != bytes(row.root):
                    yield _differs(books, row, codes.get(row.estate_id, ""))


def _differs(books: Books, row: Any, code: str) -> Finding:
    return wrong(
        "balance_root_differs",
        f"{books.book(row.book_id)}:{row.period // 100:04}-{row.period % 100:02}",
        _("小区 {estate} 的分户余额根与分户明细不符").format(estate=safe(code or _("未定小区"))),
    )


class _Estate:
    """What the sub-accounts of an estate hold, and their leaves."""

    def __init__(self, salt: bytes, code: str, subs: Iterable[Any]) -> None:
        self._salt, self._code = salt, code
        self._held = [Holding(row.sub_id, row.code, 0, 0) for row in subs]
        self._place = {held.sub_id: place for place, held in enumerate(self._held)}
        self._leaves = [b""] * len(self._held)
        self._moved = set(range(len(self._held)))

    def move_until(self, period: int, moves: Iterator[Any]) -> Iterator[Any]:
        """Lay on the movements of the months up to `period`; return those that are left."""
        for row in moves:
            if row.period > period:
                return chain([row], moves)
            place = self._place.get(row.sub_id)
            if place is not None:
                held = self._held[place]
                self._held[place] = held._replace(
                    principal_fen=held.principal_fen + row.principal_fen,
                    earnings_fen=held.earnings_fen + row.earnings_fen,
                )
                self._moved.add(place)
        return iter(())

    def root(self, leaf_count: int) -> bytes:
        """Return the root over the first sub-accounts: later ones were not there at that close."""
        places = sorted(self._moved)
        fresh = estate_leaves(self._salt, self._code, (self._held[place] for place in places))
        for place, leaf in zip(places, fresh, strict=True):
            self._leaves[place] = leaf
        self._moved.clear()
        return root_of_leaves(self._leaves[:leaf_count])


def _estate_of(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(column, 0).label("estate_id")


def _sub_accounts() -> Select[Any]:
    sub = schema.sub_account
    return select(sub.c.book_id, _estate_of(sub.c.estate_id), sub.c.sub_id, sub.c.code).order_by(
        sub.c.book_id, sub.c.estate_id.nulls_first(), sub.c.sub_id
    )


def _movements() -> Select[Any]:
    share, voucher, sub = schema.share, schema.voucher, schema.sub_account
    principal = share.c.part == int(Part.PRINCIPAL)
    return (
        select(
            share.c.book_id,
            _estate_of(sub.c.estate_id),
            voucher.c.period,
            share.c.sub_id,
            cast(func.sum(case((principal, share.c.amount_fen), else_=0)), BigInteger).label(
                "principal_fen"
            ),
            cast(func.sum(case((principal, 0), else_=share.c.amount_fen)), BigInteger).label(
                "earnings_fen"
            ),
        )
        .join_from(share, voucher, same_voucher(share, voucher))
        .join(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .group_by(share.c.book_id, sub.c.estate_id, voucher.c.period, share.c.sub_id)
        .order_by(share.c.book_id, sub.c.estate_id.nulls_first(), voucher.c.period, share.c.sub_id)
    )


def _kept_roots() -> Select[Any]:
    kept, month = schema.balance_root, schema.month
    return (
        select(kept.c.book_id, kept.c.estate_id, kept.c.period, kept.c.leaf_count, kept.c.root)
        .join_from(kept, month, standing_close(kept))
        .order_by(kept.c.book_id, kept.c.estate_id, kept.c.period)
    )
