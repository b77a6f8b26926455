"""What a sub-account may still give up of its principal."""

from __future__ import annotations

from sqlalchemy import select

from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx


def free_principal(tx: Tx, book_id: int, sub_id: int) -> int:
    """Return the principal that is not set aside, in fen, down to the floor that was approved."""
    balance = schema.sub_balance
    row = tx.conn.execute(
        select(balance.c.amount_fen, balance.c.earmark_fen, balance.c.floor_fen).where(
            balance.c.book_id == book_id,
            balance.c.sub_id == sub_id,
            balance.c.part == int(Part.PRINCIPAL),
        )
    ).one()
    return int(row.amount_fen - row.earmark_fen - row.floor_fen)
