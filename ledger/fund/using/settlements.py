"""What cases have cost in the end, as it was settled, audited, and kept back of it (质保金)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from ledger.fund.using.cases import Case
from ledger.fund.using.payments import read_register
from ledger.store import schema
from ledger.store.database import Tx


class Settlement(NamedTuple):
    """One settlement of a case; the last one is in force.

    Attributes:
        payment_no: the payment that came of it; None where nothing was left to pay.
    """

    settlement_no: int
    final_fen: int
    audited_fen: int | None
    audit_paper: str | None
    retained_fen: int
    retained_until: date | None
    on: date
    payment_no: int | None
    reason: str | None
    who: str


def last_settlement(tx: Tx, case: Case) -> Settlement | None:
    """Return the settlement of a case that is in force, None where there is none.

    One whose payment was returned, or never booked, is in force no longer.
    """
    counting: dict[int, bool] = {}
    for each in read_register(tx, case):
        counting[each.payment_no] = counting.get(each.payment_no, False) or each.counts
    settled = [
        each
        for each in read_settlements(tx, case)
        if each.payment_no is None or counting.get(each.payment_no, True)
    ]
    return settled[-1] if settled else None


def read_settlements(tx: Tx, case: Case) -> list[Settlement]:
    """Return the settlements of a case in their order; each book holds them all."""
    table, own = schema.usage_settlement, case.books[0]
    return [
        Settlement(
            row.settlement_no,
            row.final_fen,
            row.audited_fen,
            row.audit_paper,
            row.retained_fen,
            row.retained_until,
            row.dated_on,
            row.payment_no,
            row.reason,
            row.who,
        )
        for row in tx.conn.execute(
            select(table)
            .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
            .order_by(table.c.settlement_no)
        )
    ]


def add_settlement(tx: Tx, case: Case, settled: Settlement, at: str) -> None:
    """Put a settlement on record in every book of a case."""
    for own in case.books:
        tx.conn.execute(
            schema.usage_settlement.insert().values(
                book_id=own.book.book_id,
                case_id=own.case_id,
                settlement_no=settled.settlement_no,
                final_fen=settled.final_fen,
                audited_fen=settled.audited_fen,
                audit_paper=settled.audit_paper,
                retained_fen=settled.retained_fen,
                retained_until=settled.retained_until,
                dated_on=settled.on,
                payment_no=settled.payment_no,
                reason=settled.reason,
                who=settled.who,
                at=at,
            )
        )
