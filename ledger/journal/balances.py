"""Balances at the end of a month, from what is kept: never from the lines of past months.

The newest closed month gives the balances of the accounts then; the turnover after it does the
rest. Sub-accounts hold their balance of today, so an earlier month's end is today's less the
shares of the months after it. Reading is flat in history either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    cast,
    exists,
    func,
    select,
    union_all,
)

from ledger.journal.voucher import CLOSING_KINDS, Kind
from ledger.store import schema
from ledger.store.database import Dialect, Tx
from ledger.store.days import day_number
from ledger.values.period import prev_period, year_of

NO_ESTATE: Final = 0  # in kept figures

# A run over hundreds of books asks the same of each: the questions are built once, and these are
# their blanks. `closed_period` and `closed_no` name the newest close that stands, 0 for none.
THE_BOOK: Final = bindparam("the_book", type_=Integer)
THE_PERIOD: Final = bindparam("the_period", type_=Integer)
_CLOSED_PERIOD: Final = bindparam("closed_period", type_=Integer)
_CLOSED_NO: Final = bindparam("closed_no", type_=Integer)


class MonthEnd(NamedTuple):
    """The end of a month of a book, and from where its balances are reckoned.

    Attributes:
        closed_period, closed_no: the newest close that is not after the month; 0 for none.
        has_later: whether there are vouchers of months after it.
    """

    book_id: int
    period: int
    closed_period: int
    closed_no: int
    has_later: bool

    @property
    def words(self) -> dict[str, Any]:
        """What fills the blanks of the questions of this module."""
        return {
            "the_book": self.book_id,
            "the_period": self.period,
            "closed_period": self.closed_period,
            "closed_no": self.closed_no,
        }


def read_month_end(tx: Tx, book_id: int, period: int) -> MonthEnd:
    """Find out from where the balances at the end of `period` are reckoned."""
    words = {"the_book": book_id, "the_period": period}
    closed = tx.conn.execute(_newest_close(), words).one_or_none()
    later = tx.conn.execute(_has_later(), words).scalar_one()
    closed_period, closed_no = closed or (0, 0)
    return MonthEnd(book_id, period, closed_period, closed_no, bool(later))


@cache
def _newest_close() -> Select[Any]:
    month = schema.month
    return (
        select(month.c.period, month.c.close_no)
        .where(month.c.book_id == THE_BOOK, month.c.period <= THE_PERIOD, month.c.state != "OPEN")
        .order_by(month.c.period.desc())
        .limit(1)
    )


@cache
def _has_later() -> Select[Any]:
    voucher = schema.voucher
    return select(exists().where(voucher.c.book_id == THE_BOOK, voucher.c.period > THE_PERIOD))


@cache
def accounts_at() -> Subquery:
    """Return the balances of a book's accounts at a month's end, to be filled with its words.

    Columns: `account`, `estate_id` and `bank_account_id` (0 for none), `balance_fen` (debit
    positive). A balance of nothing has no row.
    """
    return _accounts_at().subquery()


@cache
def _accounts_at() -> Select[Any]:
    kept, moved = schema.account_snapshot, schema.turnover
    later = select(
        moved.c.account,
        moved.c.estate_id,
        moved.c.bank_account_id,
        (moved.c.debit_fen - moved.c.credit_fen).label("fen"),
    ).where(
        moved.c.book_id == THE_BOOK,
        moved.c.period > _CLOSED_PERIOD,
        moved.c.period <= THE_PERIOD,
    )
    closed = select(
        kept.c.account, kept.c.estate_id, kept.c.bank_account_id, kept.c.balance_fen
    ).where(
        kept.c.book_id == THE_BOOK,
        kept.c.period == _CLOSED_PERIOD,
        kept.c.close_no == _CLOSED_NO,
    )
    every = union_all(later, closed).subquery()
    keys = (every.c.account, every.c.estate_id, every.c.bank_account_id)
    return (
        select(*keys, cast(func.sum(every.c.fen), BigInteger).label("balance_fen"))
        .group_by(*keys)
        .having(func.sum(every.c.fen) != 0)
    )


@cache
def holdings_at(dialect: Dialect, *, has_later: bool) -> Subquery:
    """Return what every sub-account of a book holds at a month's end, to be filled with its words.

    Columns: `sub_id`, `part`, `amount_fen`, `moment`.
    """
    return _holdings_at(dialect, has_later=has_later).subquery()


@cache
def _holdings_at(dialect: Dialect, *, has_later: bool) -> Select[Any]:
    balance, share, voucher = schema.sub_balance, schema.share, schema.voucher
    if not has_later:
        return select(
            balance.c.sub_id, balance.c.part, balance.c.amount_fen, balance.c.moment
        ).where(balance.c.book_id == THE_BOOK)
    since = (
        select(
            share.c.sub_id,
            share.c.part,
            func.sum(share.c.amount_fen).label("fen"),
            func.sum(share.c.amount_fen * day_number(dialect, voucher.c.value_on)).label("days"),
        )
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == THE_BOOK, share.c.voucher_id == voucher.c.voucher_id),
        )
        .where(voucher.c.book_id == THE_BOOK, voucher.c.period > THE_PERIOD)
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
        .where(balance.c.book_id == THE_BOOK)
    )


def account_balances(tx: Tx, book_id: int, period: int) -> Subquery:
    """Return the balances of a book's accounts at the end of `period`: `accounts_at`, filled."""
    return _accounts_at().params(read_month_end(tx, book_id, period).words).subquery()


def sub_balances(tx: Tx, book_id: int, period: int) -> Subquery:
    """Return what every sub-account holds at the end of `period`: `holdings_at`, filled."""
    end = read_month_end(tx, book_id, period)
    held = _holdings_at(tx.dialect, has_later=end.has_later)
    return held.params(end.words).subquery()


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
    before = read_month_end(tx, book_id, prev_period(year_of(period) * 100 + 1))
    of_estate = estate_id is not None
    words = {"the_estate": estate_id} if of_estate else {}
    opening = tx.conn.execute(_openings(of_estate=of_estate), {**before.words, **words})
    movements = tx.conn.execute(
        _movements(of_estate=of_estate),
        {
            "the_book": book_id,
            "the_first": before.period + 1,
            "the_period": period,
            **words,
        },
    )
    figures = Figures(
        period,
        {row[0]: int(row[1]) for row in opening},
        tuple(
            Movement(row[0], Kind(row[1]), row[2], int(row[3]), int(row[4])) for row in movements
        ),
    )
    return figures if estate_id is None else _claiming(figures, *_pooled_accounts(tx, book_id))


@cache
def _openings(*, of_estate: bool) -> Select[Any]:
    before = accounts_at()
    query = select(before.c.account, func.sum(before.c.balance_fen)).group_by(before.c.account)
    if of_estate:
        query = query.where(before.c.estate_id == bindparam("the_estate", type_=Integer))
    return query


@cache
def _movements(*, of_estate: bool) -> Select[Any]:
    moved = schema.turnover
    keys = (moved.c.account, moved.c.kind, moved.c.period)
    query = (
        select(*keys, func.sum(moved.c.debit_fen), func.sum(moved.c.credit_fen))
        .where(
            moved.c.book_id == THE_BOOK,
            moved.c.period.between(bindparam("the_first", type_=Integer), THE_PERIOD),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    if of_estate:
        query = query.where(moved.c.estate_id == bindparam("the_estate", type_=Integer))
    return query


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
