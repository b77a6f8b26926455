"""What an estate has earned of its own goes to its last households, before they leave.

Common income (共有收益) that was not given out yet lies on 3101 under the estate's name. With the
last households of a book nobody would own it any more, so the same event gives it to them: 民法典
art. 283, by floor area where nothing else was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ledger.fund.leaving.lost_facts import Place, others_left
from ledger.fund.using.common_claims import free_fen
from ledger.journal.voucher import Part, Share
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen


class Own(NamedTuple):
    """What lies on 3101 under an estate's name in one book, in fen.

    Attributes:
        amount_fen: all of it; nothing where households stay to whom it may be given later.
        common: what of it leaves each sub-account of common income, less than nothing.
    """

    amount_fen: int = 0
    common: tuple[Share, ...] = ()


def read_own(tx: Tx, place: Place, book: Book, lost: Sequence[Any], on: date) -> Own:
    """Return what the last households of a book are to be given of their estate's own earnings.

    Args:
        tx: a transaction; the book's head is locked.
        place: what is lost.
        book: the book.
        lost: its households that are lost, as `lost_rows` gave them.
        on: the day of the loss.

    Raises:
        Refused: `lost_undistributed`, where it is not on 3101 yet, a case or a distribution waits
            for it, or there is less than nothing.
    """
    if not lost or others_left(tx, place, [book], lost):
        return Own()
    estate_id = place.estate.estate_id
    whole_fen = _undistributed(tx, place, book)
    common = _common(tx, book, estate_id)
    common_fen = -sum(share.amount_fen for share in common)
    if whole_fen != free_fen(tx, book, estate_id, on) or not 0 <= common_fen <= whole_fen:
        raise Refused(
            "lost_undistributed",
            _("整个小区灭失，账套 {book} 本小区的收益 {amount} 元还不能分给各户").format(
                book=book.code, amount=format_fen(whole_fen)
            ),
            _("未结转的先运行 wxzj period carry；待付的项目、待过账的分配先办完；借方余额先补足"),
        )
    return Own(whole_fen, common)


def _common(tx: Tx, book: Book, estate_id: int) -> tuple[Share, ...]:
    balance, sub = schema.sub_balance, schema.sub_account
    query = (
        select(balance.c.sub_id, balance.c.part, balance.c.amount_fen)
        .join(sub, and_(sub.c.book_id == balance.c.book_id, sub.c.sub_id == balance.c.sub_id))
        .where(
            sub.c.book_id == book.book_id,
            sub.c.kind == "COMMON_INCOME",
            sub.c.estate_id == estate_id,
            balance.c.amount_fen != 0,
        )
        .order_by(balance.c.sub_id, balance.c.part)
    )
    return tuple(
        Share(row.sub_id, -row.amount_fen, Part(row.part)) for row in tx.conn.execute(query)
    )


def _undistributed(tx: Tx, place: Place, book: Book) -> int:
    """Return the estate's part of 3101, and of the accounts that close there."""
    moved = schema.turnover
    fen = tx.conn.execute(
        select(func.coalesce(func.sum(moved.c.credit_fen - moved.c.debit_fen), 0)).where(
            moved.c.book_id == book.book_id,
            moved.c.estate_id == place.estate.estate_id,
            _closes_to_undistributed(moved.c.account),
        )
    ).scalar_one()
    return int(fen)


def _closes_to_undistributed(account: ColumnElement[str]) -> ColumnElement[bool]:
    return account.in_(("3101", "4101", "4102", "4201", "4301", "4901", "5901"))
