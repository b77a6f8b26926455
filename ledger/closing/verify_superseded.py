"""Closes that a later close of the same month replaced, held to the log they stood on.

A month is reopened seldom, so each such close is computed by itself: from the vouchers of its
month and earlier that were in the log when it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, select, union_all

from ledger.closing.roots import EstateRoot, Holding, book_root, estate_leaves, root_of_leaves
from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import same_voucher
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.days import day_number
from ledger.values.finding import Finding
from ledger.values.i18n import _


class _Close(NamedTuple):
    """A close that no longer stands."""

    book_id: int
    period: int
    close_no: int
    log_size: int
    balance_root: bytes

    def of(self, table: Any) -> ColumnElement[bool]:
        """Return the condition that a row of `table` belongs to this close."""
        return and_(
            table.c.book_id == self.book_id,
            table.c.period == self.period,
            table.c.close_no == self.close_no,
        )

    def vouchers(self) -> ColumnElement[bool]:
        """Return the condition that a voucher was in the log and counted."""
        voucher = schema.voucher
        return and_(
            voucher.c.book_id == self.book_id,
            voucher.c.period <= self.period,
            voucher.c.voucher_id <= self.log_size,
        )


def superseded(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare what replaced closes wrote with what stood in the log then."""
    for close in _closes(tx):
        where = (
            f"{books.book(close.book_id)}:{close.period // 100:04}-{close.period % 100:02}"
            f"#{close.close_no}"
        )
        if tx.conn.execute(_accounts(close).limit(1)).first() is not None:
            told = _("已被替换的结账：科目结存与当时的分录不符")
            yield wrong("account_snapshot_differs", where, told)
        if tx.conn.execute(_sub_accounts(tx, close).limit(1)).first() is not None:
            told = _("已被替换的结账：分户结存与当时的明细不符")
            yield wrong("snapshot_differs", where, told)
        for row in tx.conn.execute(_own_roots(close)).all():
            if _root(tx, close, row) != bytes(row.root):
                told = _("已被替换的结账：分户余额根与当时的明细不符")
                yield wrong("balance_root_differs", where, told)
        if _book_root(tx, close) != close.balance_root:
            told = _("已被替换的结账：分户余额总根不符")
            yield wrong("checkpoint_differs", where, told)


def _closes(tx: Tx) -> list[_Close]:
    log, month = schema.close_log, schema.month
    rows = tx.conn.execute(
        select(log.c.book_id, log.c.period, log.c.close_no, log.c.log_size, log.c.balance_root)
        .join_from(
            log, month, and_(month.c.book_id == log.c.book_id, month.c.period == log.c.period)
        )
        .where(
            log.c.act == "CLOSE",
            (month.c.close_no != log.c.close_no) | (month.c.state == "OPEN"),
        )
        .order_by(log.c.book_id, log.c.period, log.c.close_no)
    )
    return [_Close(row[0], row[1], row[2], row[3], bytes(row[4])) for row in rows]


def _accounts(close: _Close) -> Select[Any]:
    """Return a query on the accounts whose snapshot differs from the lines of then."""
    line, voucher, kept = schema.line, schema.voucher, schema.account_snapshot
    written: Select[Any] = (
        select(
            line.c.account,
            func.coalesce(line.c.estate_id, 0).label("estate_id"),
            func.coalesce(line.c.bank_account_id, 0).label("bank_account_id"),
            case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen).label("fen"),
        )
        .join_from(line, voucher, same_voucher(line, voucher))
        .where(close.vouchers())
    )
    stands: Select[Any] = select(
        kept.c.account, kept.c.estate_id, kept.c.bank_account_id, -kept.c.balance_fen
    ).where(close.of(kept))
    both = union_all(written, stands).subquery()
    keys = (both.c.account, both.c.estate_id, both.c.bank_account_id)
    return select(*keys).group_by(*keys).having(func.sum(both.c.fen) != 0)


def _held(tx: Tx, close: _Close) -> Select[Any]:
    """Return a query on what the parts of sub-accounts held then."""
    share, voucher = schema.share, schema.voucher
    days = share.c.amount_fen * day_number(tx.dialect, voucher.c.value_on)
    return (
        select(
            share.c.sub_id,
            share.c.part,
            cast(func.sum(share.c.amount_fen), BigInteger).label("amount"),
            cast(func.sum(days), BigInteger).label("moment"),
            func.max(voucher.c.period).label("moved"),
        )
        .join_from(share, voucher, same_voucher(share, voucher))
        .where(close.vouchers())
        .group_by(share.c.sub_id, share.c.part)
    )


def _sub_accounts(tx: Tx, close: _Close) -> Select[Any]:
    """Return a query on the parts of sub-accounts whose snapshot is missing or differs."""
    held, kept = _held(tx, close).subquery(), schema.snapshot
    moved = and_(held.c.moved == close.period, kept.c.sub_id.is_(None))
    same = and_(close.of(kept), kept.c.sub_id == held.c.sub_id, kept.c.part == held.c.part)
    missing: Select[Any] = (
        select(held.c.sub_id, held.c.part).outerjoin_from(held, kept, same).where(moved)
    )
    differs: Select[Any] = (
        select(kept.c.sub_id, kept.c.part)
        .outerjoin_from(
            kept, held, and_(held.c.sub_id == kept.c.sub_id, held.c.part == kept.c.part)
        )
        .where(
            close.of(kept),
            (kept.c.amount_fen != func.coalesce(held.c.amount, 0))
            | (kept.c.moment != func.coalesce(held.c.moment, 0)),
        )
    )
    both = union_all(missing, differs).subquery()
    return select(both)


def _own_roots(close: _Close) -> Select[Any]:
    kept, estate = schema.balance_root, schema.estate
    return (
        select(kept.c.estate_id, kept.c.leaf_count, kept.c.root, estate.c.code)
        .outerjoin_from(kept, estate, estate.c.estate_id == kept.c.estate_id)
        .where(close.of(kept))
    )


def _root(tx: Tx, close: _Close, row: Any) -> bytes:
    """Build the root over what an estate's sub-accounts held then."""
    sub, held = schema.sub_account, _held(tx, close).subquery()
    principal = held.c.part == int(Part.PRINCIPAL)
    salt = tx.conn.execute(
        select(schema.book.c.salt).where(schema.book.c.book_id == close.book_id)
    ).scalar_one()
    rows = tx.conn.execute(
        select(
            sub.c.sub_id,
            sub.c.code,
            cast(func.coalesce(func.sum(case((principal, held.c.amount))), 0), BigInteger),
            cast(func.coalesce(func.sum(case((~principal, held.c.amount))), 0), BigInteger),
        )
        .outerjoin_from(sub, held, held.c.sub_id == sub.c.sub_id)
        .where(sub.c.book_id == close.book_id, func.coalesce(sub.c.estate_id, 0) == row.estate_id)
        .group_by(sub.c.sub_id, sub.c.code)
        .order_by(sub.c.sub_id)
        .limit(row.leaf_count)
    )
    holdings = (Holding(each[0], each[1], each[2], each[3]) for each in rows)
    return root_of_leaves(estate_leaves(bytes(salt), row.code or "", holdings))


def _book_root(tx: Tx, close: _Close) -> bytes:
    """Build the root over the roots of estates that stood when the close was made."""
    kept, log, estate = schema.balance_root, schema.close_log, schema.estate
    rows = tx.conn.execute(
        select(estate.c.code, kept.c.estate_id, kept.c.leaf_count, kept.c.root)
        .join_from(
            kept,
            log,
            and_(
                log.c.book_id == kept.c.book_id,
                log.c.period == kept.c.period,
                log.c.close_no == kept.c.close_no,
                log.c.act == "CLOSE",
            ),
        )
        .outerjoin(estate, estate.c.estate_id == kept.c.estate_id)
        .where(
            kept.c.book_id == close.book_id,
            kept.c.period <= close.period,
            log.c.log_size <= close.log_size,
        )
        .order_by(kept.c.period, kept.c.close_no)
    )
    newest = {row[1]: EstateRoot(row[0] or "", row[1], row[2], bytes(row[3])) for row in rows}
    return book_root(newest.values())
