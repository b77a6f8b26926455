"""Holding one sub-account or one voucher against the reach of who looks."""

from __future__ import annotations

from sqlalchemy import and_, select

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.reach import refuse_estate, refuse_household


def refuse_sub(tx: Tx, book_id: int, sub_id: int) -> None:
    """Refuse a sub-account of an estate beyond reach.

    Raises:
        Refused: `out_of_reach`.
    """
    if not tx.reach.is_limited:
        return
    sub, book = schema.sub_account, schema.book
    query = (
        select(sub.c.estate_id, book.c.custodian_id, sub.c.code)
        .join(book, book.c.book_id == sub.c.book_id)
        .where(and_(sub.c.book_id == book_id, sub.c.sub_id == sub_id))
    )
    for row in tx.conn.execute(query):
        refuse_household(tx.reach, row.estate_id, row.custodian_id, row.code)


def refuse_voucher(tx: Tx, book_id: int, voucher_id: int) -> None:
    """Refuse a voucher of an estate beyond reach, or of no estate, by its place in the log.

    Raises:
        Refused: `out_of_reach`.
    """
    if not tx.reach.is_limited:
        return
    voucher, book = schema.voucher, schema.book
    query = (
        select(voucher.c.estate_id, book.c.custodian_id, book.c.code)
        .join(book, book.c.book_id == voucher.c.book_id)
        .where(voucher.c.book_id == book_id, voucher.c.voucher_id == voucher_id)
    )
    for row in tx.conn.execute(query):
        refuse_estate(tx.reach, row.estate_id, row.custodian_id, f"{row.code} {voucher_id}")
