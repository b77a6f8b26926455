"""Interest by rates, of all sub-accounts of a book in SQL: each class of money for its days.

A sub-account's balance is a staircase of days; each step is divided into the two classes and each
class bears its rate. All is summed first and rounded once an account, half up to the fen.
`values.interest.split` says the same one sub-account at a time.

With *new money first* the year's own money absorbs what is withdrawn, and carried money falls only
by the deepest want so far: the lowest point of the running sum. With *carried money first* it falls
by all that was withdrawn so far, and never below nothing.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from ledger.fund.earning.integral import Basis, held_now, moves_since, stakes
from ledger.fund.earning.interest_moves import interest_moves
from ledger.fund.earning.terms import Rates, Terms
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.days import day_number
from ledger.store.staging import staging_table
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.interest import PPM, Classes, Order

RATES: Final = staging_table(
    "earning_rate",
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("until", Integer, nullable=False),
    Column("high_ppm", Integer, nullable=False),
    Column("low_ppm", Integer, nullable=False),
)
_MOST: Final = 1 << 62
_EPOCH: Final = 719_163  # the ordinal of 1970-01-01


def rate_rows(rates: tuple[Rates, ...]) -> list[tuple[int, int, int, int]]:
    """Return what `RATES` holds: days as numbers, each part until the day after its last."""
    return [
        (
            each.first.toordinal() - _EPOCH,
            each.last.toordinal() - _EPOCH + 1,
            each.high_ppm,
            each.low_ppm,
        )
        for each in rates
    ]


def promised(tx: Tx, basis: Basis, terms: Terms) -> Select[Any]:
    """Return `stakes` with what the rates promise to each as its weight, in fen.

    `RATES` must be laid out.
    """
    stake = stakes(tx, basis).subquery()
    owed = _owed(tx, basis, terms)
    whole = terms.day_base * PPM
    fen = (owed.c.owed * 2 + literal(whole, BigInteger)) // literal(2 * whole, BigInteger)
    earns = and_(stake.c.weight > 0, owed.c.owed > 0)
    return select(
        stake.c.sub_id,
        stake.c.estate_id,
        stake.c.integral,
        case((earns, fen), else_=0).label("weight"),
    ).outerjoin_from(stake, owed, owed.c.sub_id == stake.c.sub_id)


def refuse_too_large(tx: Tx, basis: Basis, terms: Terms) -> None:
    """Refuse sums that 63 bits may not hold; SQLite would make them inexact without a word.

    Raises:
        InputError: `integral_too_large`.
    """
    share, balance = schema.share, schema.sub_balance
    voucher = schema.voucher
    moved = (
        select(share.c.sub_id, func.sum(func.abs(share.c.amount_fen)).label("fen"))
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .where(voucher.c.book_id == basis.book_id, voucher.c.value_on >= basis.span.first)
        .group_by(share.c.sub_id)
        .subquery()
    )
    held = select(func.max(func.abs(balance.c.amount_fen))).where(
        balance.c.book_id == basis.book_id
    )
    most_fen = 2 * int(tx.conn.execute(held).scalar_one() or 0)
    most_fen += int(tx.conn.execute(select(func.max(moved.c.fen))).scalar_one() or 0)
    ppm = max((max(each.high_ppm, each.low_ppm) for each in terms.rates), default=0)
    if most_fen * basis.span.days * ppm * 4 >= _MOST:
        raise InputError(
            "integral_too_large", _("积数合计超出可计算的范围"), _("请分账套、分期间计算")
        )


def _owed(tx: Tx, basis: Basis, terms: Terms) -> Subquery:
    """Return what each sub-account earned, in fen·day·ppm."""
    step = _classed(tx, basis, terms)
    rate = RATES.c
    starts = case((step.c.on_day > rate.first, step.c.on_day), else_=rate.first)
    ends = case((step.c.until < rate.until, step.c.until), else_=rate.until)
    earned = (ends - starts) * (
        step.c.high * cast(rate.high_ppm, BigInteger) + step.c.low * cast(rate.low_ppm, BigInteger)
    )
    return (
        select(step.c.sub_id, cast(func.sum(earned), BigInteger).label("owed"))
        .join_from(step, RATES, and_(rate.first < step.c.until, rate.until > step.c.on_day))
        .group_by(step.c.sub_id)
        .subquery()
    )


def _classed(tx: Tx, basis: Basis, terms: Terms) -> Subquery:
    """Return the staircase of each sub-account: its days, and the two classes on them."""
    step = _steps(tx, basis)
    balance = step.c.carried + step.c.so_far
    high: ColumnElement[Any]
    if terms.classes is Classes.SINGLE:
        high = balance
    elif terms.classes is Classes.CHANGED_UNCHANGED:
        high = case((step.c.changes == 0, balance), else_=0)
    elif terms.order is Order.NEW_FIRST:
        high = step.c.carried + case((step.c.lowest < 0, step.c.lowest), else_=0)
    else:
        high = case((step.c.carried > step.c.taken, step.c.carried - step.c.taken), else_=0)
    return select(
        step.c.sub_id,
        step.c.on_day,
        step.c.until,
        high.label("high"),
        (balance - high).label("low"),
    ).subquery()


def _steps(tx: Tx, basis: Basis) -> Subquery:
    """Return a row for each day on which a sub-account moved, and one for the first day.

    Columns: `carried` from before; `so_far` what came and went since, `lowest` the lowest point of
    it, `taken` what went on days on which more went than came; `changes` how many days moved.
    """
    day = _days(tx, basis).c
    until = literal(basis.span.last.toordinal() - _EPOCH + 1, Integer)
    own: dict[str, Any] = {"partition_by": day.sub_id, "order_by": day.on_day}
    whole: dict[str, Any] = {"partition_by": day.sub_id}
    running = select(
        day.sub_id,
        day.on_day,
        func.coalesce(func.lead(day.on_day).over(**own), until).label("until"),
        cast(func.sum(day.carried).over(**whole), BigInteger).label("carried"),
        cast(func.sum(day.net).over(**own), BigInteger).label("so_far"),
        cast(func.sum(case((day.net < 0, -day.net), else_=0)).over(**own), BigInteger).label(
            "taken"
        ),
        func.sum(case((day.net != 0, 1), else_=0)).over(**whole).label("changes"),
    ).subquery()
    lowest = func.min(running.c.so_far).over(
        partition_by=running.c.sub_id, order_by=running.c.on_day
    )
    return select(running, lowest.label("lowest")).subquery()


def _days(tx: Tx, basis: Basis) -> Subquery:
    """Return what each sub-account carried into the period, and its movement of each day of it."""
    first, last = literal(basis.span.first, Date), literal(basis.span.last, Date)
    later = moves_since(basis).c
    moved = interest_moves(
        basis.book_id,
        where=lambda value_on, place: and_(place <= basis.as_of, value_on.between(first, last)),
    ).c
    within = (
        select(
            moved.sub_id,
            moved.amount_fen,
            day_number(tx.dialect, moved.value_on).label("on_day"),
        )
        .subquery()
        .c
    )
    begins = literal(basis.span.first.toordinal() - _EPOCH, Integer)
    held = held_now(basis).c
    nothing = literal(0, BigInteger)
    rows = union_all(
        select(
            held.sub_id, begins.label("on_day"), held.fen.label("carried"), nothing.label("net")
        ),
        select(later.sub_id, begins, -later.amount_fen, nothing),
        select(within.sub_id, within.on_day, nothing, within.amount_fen),
    ).subquery()
    return (
        select(
            rows.c.sub_id,
            rows.c.on_day,
            cast(func.sum(rows.c.carried), BigInteger).label("carried"),
            cast(func.sum(rows.c.net), BigInteger).label("net"),
        )
        .group_by(rows.c.sub_id, rows.c.on_day)
        .subquery()
    )
