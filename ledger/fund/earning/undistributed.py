"""What may be given out of 3101: carried, never more than stands there, never foreign money."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from ledger.fund import entries
from ledger.journal.balances import NO_ESTATE, accounts_at, read_month_end
from ledger.journal.chart import rules_on
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.period import period_of


class Undistributed(NamedTuple):
    """The undistributed earnings of a book, or of one of its estates, in fen.

    Attributes:
        carried_fen: on 3101, on the day that is asked for or now, whichever is less.
        foreign_fen: money that is not the fund's and lies in it.
        charges_fen: what the bank charged this month and was not carried yet.
        unclosed_fen: earned this month, and not carried to 3101 yet.
    """

    carried_fen: int
    foreign_fen: int
    charges_fen: int
    unclosed_fen: int

    def free_fen(self, *, nets_charges: bool) -> int:
        """Return what may be given out.

        Args:
            nets_charges: take off what the bank charged (interest.fee_netting), carried or not.
        """
        charges_fen = self.charges_fen if nets_charges else 0
        return max(0, self.carried_fen - self.foreign_fen - charges_fen)


def read_undistributed(tx: Tx, book_id: int, estate_id: int | None, on: date) -> Undistributed:
    """Read what stands on 3101 for an estate, or for none, at the end of the day `on`."""
    key = estate_id or NO_ESTATE
    now = _balance(tx, book_id, key)
    unclosed = _unclosed(tx, book_id, key, on)
    charges_fen = -unclosed.pop(entries.CHARGES, 0)
    return Undistributed(
        carried_fen=min(now, now - _after(tx, book_id, estate_id, on)),
        foreign_fen=0 if estate_id else _foreign(tx, book_id),
        charges_fen=max(0, charges_fen),
        unclosed_fen=sum(unclosed.values()),
    )


def _balance(tx: Tx, book_id: int, key: int) -> int:
    month = schema.month
    newest = tx.conn.execute(
        select(func.max(month.c.period)).where(month.c.book_id == book_id)
    ).scalar_one()
    if newest is None:
        return 0
    standing = accounts_at().c
    fen = tx.conn.execute(
        select(func.sum(standing.balance_fen)).where(
            standing.account == entries.UNDISTRIBUTED, standing.estate_id == key
        ),
        read_month_end(tx, book_id, newest).words,
    ).scalar_one()
    return -int(fen or 0)


def _after(tx: Tx, book_id: int, estate_id: int | None, on: date) -> int:
    """Return what came to 3101 after a day, less what was given out."""
    voucher, line = schema.voucher, schema.line
    fen = tx.conn.execute(
        select(func.sum(case((line.c.side == "C", line.c.amount_fen), else_=-line.c.amount_fen)))
        .select_from(voucher)
        .join(
            line,
            and_(line.c.book_id == voucher.c.book_id, line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.period >= period_of(on),
            voucher.c.dated_on > on,
            line.c.account == entries.UNDISTRIBUTED,
            line.c.estate_id.is_not_distinct_from(estate_id),
        )
    ).scalar_one()
    return int(fen or 0)


def _foreign(tx: Tx, book_id: int) -> int:
    """Return what was paid in by mistake, is not the fund's, and was not given back yet."""
    line = schema.line
    fen = tx.conn.execute(
        select(
            func.sum(case((line.c.side == "C", line.c.amount_fen), else_=-line.c.amount_fen))
        ).where(
            line.c.book_id == book_id,
            line.c.account.in_((entries.OTHER_INCOME, entries.CHARGES)),
            line.c.detail == entries.FOREIGN,
        )
    ).scalar_one()
    return max(0, int(fen or 0))


def _unclosed(tx: Tx, book_id: int, key: int, on: date) -> dict[str, int]:
    """Return what the month left on each account that closes to 3101, credit positive."""
    moved = schema.turnover
    accounts = [
        rule.account
        for rule in rules_on(tx, book_id, on).values()
        if rule.closes_to == entries.UNDISTRIBUTED
    ]
    query = (
        select(moved.c.account, func.sum(moved.c.credit_fen - moved.c.debit_fen))
        .where(
            moved.c.book_id == book_id,
            moved.c.period == period_of(on),
            moved.c.account.in_(accounts),
            moved.c.estate_id == key,
        )
        .group_by(moved.c.account)
    )
    return {account: int(fen) for account, fen in tx.conn.execute(query)}
