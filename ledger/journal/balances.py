"""Balances at the end of a month, from what is kept: never from the lines of past months.

The newest closed month gives the balances of the accounts then; the turnover after it does the
rest. Sub-accounts hold their balance of today, so an earlier month's end is today's less the
shares of the months after it. Reading is flat in history either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Select,
    Subquery,
    and_,
    cast,
    exists,
    func,
    select,
    union_all,
)

from ledger.journal.voucher import CLOSING_KINDS, Kind
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.days import day_number
from ledger.values.period import prev_period, year_of

NO_ESTATE = 0  # in kept figures


class ClosedMonth(NamedTuple):
    """A closed month and which of its closes stands."""

    period: int
    close_no: int


def newest_close(tx: Tx, book_id: int, until: int) -> ClosedMonth | None:
    """Return the newest closed month of a book that is not after `until`."""
    month = schema.month
    row = tx.conn.execute(
        select(month.c.period, month.c.close_no)
        .where(month.c.book_id == book_id, month.c.period <= until, month.c.state != "OPEN")
        .order_by(month.c.period.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else ClosedMonth(*row)


def account_balances(tx: Tx, book_id: int, period: int) -> Subquery:
    """Return the balances of a book's accounts at the end of `period`, as a query to select from.

    Columns: `account`, `estate_id` and `bank_account_id` (0 for none), `balance_fen` (debit
    positive). A balance of nothing has no row.
    """
    kept, moved = schema.account_snapshot, schema.turnover
    closed = newest_close(tx, book_id, period)
    later: Select[Any] = select(
        moved.c.account,
        moved.c.estate_id,
        moved.c.bank_account_id,
        (moved.c.debit_fen - moved.c.credit_fen).label("fen"),
    ).where(
        moved.c.book_id == book_id,
        moved.c.period.between(0 if closed is None else closed.period + 1, period),
    )
    parts: list[Select[Any]] = [later]
    if closed is not None:
        parts.append(
            select(kept.c.account, kept.c.estate_id, kept.c.bank_account_id, kept.c.balance_fen)
            .where(kept.c.book_id == book_id)
            .where(kept.c.period == closed.period, kept.c.close_no == closed.close_no)
        )
    every = union_all(*parts).subquery()
    keys = (every.c.account, every.c.estate_id, every.c.bank_account_id)
    return (
        select(*keys, cast(func.sum(every.c.fen), BigInteger).label("balance_fen"))
        .group_by(*keys)
        .having(func.sum(every.c.fen) != 0)
        .subquery()
    )


def sub_balances(tx: Tx, book_id: int, period: int) -> Subquery:
    """Return what every sub-account holds at the end of `period`, as a query to select from.

    Columns: `sub_id`, `part`, `amount_fen`, `moment`.
    """
    balance, share, voucher = schema.sub_balance, schema.share, schema.voucher
    own = select(balance.c.sub_id, balance.c.part, balance.c.amount_fen, balance.c.moment).where(
        balance.c.book_id == book_id
    )
    later = and_(voucher.c.book_id == book_id, voucher.c.period > period)
    if not tx.conn.execute(select(exists().where(later))).scalar_one():
        return own.subquery()
    since = (
        select(
            share.c.sub_id,
            share.c.part,
            func.sum(share.c.amount_fen).label("fen"),
            func.sum(share.c.amount_fen * day_number(tx.dialect, voucher.c.value_on)).label("days"),
        )
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .where(later)
        .group_by(share.c.sub_id, share.c.part)
        .subquery()
    )
    amount = balance.c.amount_fen - func.coalesce(since.c.fen, 0)
    moment = balance.c.moment - func.coalesce(since.c.days, 0)
    return (
        select(
            balance.c.sub_id,
            balance.c.part,
            cast(amount, BigInteger).label("amount_fen"),
            cast(moment, BigInteger).label("moment"),
        )
        .outerjoin_from(
            balance,
            since,
            and_(since.c.sub_id == balance.c.sub_id, since.c.part == balance.c.part),
        )
        .where(balance.c.book_id == book_id)
        .subquery()
    )


class Movement(NamedTuple):
    """What moved on an account in a month, by vouchers of one kind."""

    account: str
    kind: Kind
    period: int
    debit_fen: int
    credit_fen: int

    @property
    def net_fen(self) -> int:
        """Debit less credit."""
        return self.debit_fen - self.credit_fen


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the statements of a month are made of: one book, several, or an estate's part.

    Attributes:
        period: the month at whose end they stand.
        year_opening: balances at the end of the year before, debit positive.
        movements: of the year up to the end of the month.
    """

    period: int
    year_opening: Mapping[str, int]
    movements: tuple[Movement, ...]


def read_figures(tx: Tx, book_id: int, period: int, estate_id: int | None = None) -> Figures:
    """Read what the statements of a month are made of.

    Args:
        estate_id: only the lines of this estate, and opposite them one row of the pooled money.
    """
    january = year_of(period) * 100 + 1
    before = account_balances(tx, book_id, prev_period(january))
    opening = select(before.c.account, func.sum(before.c.balance_fen)).group_by(before.c.account)
    moved = schema.turnover
    keys = (moved.c.account, moved.c.kind, moved.c.period)
    movements = (
        select(*keys, func.sum(moved.c.debit_fen), func.sum(moved.c.credit_fen))
        .where(moved.c.book_id == book_id, moved.c.period.between(january, period))
        .group_by(*keys)
        .order_by(*keys)
    )
    if estate_id is not None:
        opening = opening.where(before.c.estate_id == estate_id)
        movements = movements.where(moved.c.estate_id == estate_id)
    figures = Figures(
        period,
        {row[0]: int(row[1]) for row in tx.conn.execute(opening)},
        tuple(
            Movement(row[0], Kind(row[1]), row[2], int(row[3]), int(row[4]))
            for row in tx.conn.execute(movements)
        ),
    )
    return figures if estate_id is None else _claiming(figures, *_pooled_accounts(tx, book_id))


def together(figures: Iterable[Figures]) -> Figures:
    """Return the figures of several books as those of one."""
    several = tuple(figures)
    opening: dict[str, int] = {}
    for each in several:
        for account, fen in each.year_opening.items():
            opening[account] = opening.get(account, 0) + fen
    movements = tuple(movement for each in several for movement in each.movements)
    return Figures(several[0].period, opening, movements)


def _pooled_accounts(tx: Tx, book_id: int) -> tuple[str, frozenset[str]]:
    """Return the account of the pooled money, and all accounts of assets."""
    book, account = schema.book, schema.account
    rows = tx.conn.execute(
        select(account.c.account, account.c.names_bank)
        .join(book, book.c.chart == account.c.chart)
        .where(book.c.book_id == book_id, account.c["class"] == "ASSET")
        .order_by(account.c.names_bank.desc(), account.c.account)
    ).all()
    return rows[0].account, frozenset(row.account for row in rows)


def _claiming(own: Figures, pool: str, assets: frozenset[str]) -> Figures:
    """Set against an estate's own lines its claim on the pooled money, line for line.

    The money is pooled, so assets are not the estate's own: whatever its other accounts hold is
    what it may claim. Closing moves nothing between an estate and the pool.
    """
    opening = {account: fen for account, fen in own.year_opening.items() if account not in assets}
    movements = [movement for movement in own.movements if movement.account not in assets]
    mirrored = [
        Movement(pool, moved.kind, moved.period, moved.credit_fen, moved.debit_fen)
        for moved in movements
        if moved.kind not in CLOSING_KINDS
    ]
    claim = -sum(opening.values())
    return Figures(own.period, {pool: claim, **opening}, (*movements, *mirrored))
