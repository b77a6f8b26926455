"""Earnings given out to the households (收益分配): 借 3101 / 贷 3001 or 3002.

Interest, bond income and what the bank charged belong to the whole book: they are shared flat over
all its sub-accounts by the integral, not level by level, and then summed by estate. What the
common parts of an estate brought in is shared within that estate, by area (民法典 art. 283) or by
the integral. One event, a voucher an estate, all or nothing.

No more is given out than stands on 3101 after the carry (中期结转), and never foreign money. A
period is given out once: the same again says so and changes nothing. The shares bear interest
from the day after the period.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import and_, exists, select

from ledger.fund.collecting.unclaimed import SUSPENSE
from ledger.fund.earning.allotment import ALLOTMENT, allotted
from ledger.fund.earning.distribution_order import (
    Order,
    basis_of,
    find_scope,
    find_span,
    find_total,
    standing_run,
    terms_of,
)
from ledger.fund.earning.distribution_vouchers import post_run, save_run
from ledger.fund.earning.runs import Run, State, enter_run, next_id
from ledger.fund.earning.terms import Terms
from ledger.fund.using.usage import refuse_future
from ledger.journal.lookups import open_months
from ledger.registry.books import Book
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.store.spool import Spool
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of


class Distributed(NamedTuple):
    """What became of an order.

    Attributes:
        rows: code, integral and amount of every sub-account that took part, by code.
        codes: of the vouchers, or of the drafts that wait to be checked.
        replayed: whether it had been given out before.
        has_unclaimed: whether there is money that nobody has claimed, which takes no part.
    """

    run: Run
    state: State
    rows: Spool
    codes: tuple[str, ...]
    replayed: bool
    has_unclaimed: bool


def distribute(tx: Tx, order: Order, *, who: str, clock: Clock) -> Distributed:
    """Give earnings out, once. From the first user on the vouchers wait to be checked.

    Raises:
        InputError: `interest_period`.
        Refused: `date_in_future`, `book_ambiguous`, `book_unknown`, `estate_unknown`,
            `estate_missing`, `interest_period_open`, `earnings_distributed`,
            `amount_not_positive`, `earnings_none`, `earnings_short`, `integral_zero`, or what
            posting refuses.
    """
    on = order.on or clock.today
    refuse_future(on, clock)
    book, estate = find_scope(tx, order)
    if order.by_area and estate is None:
        raise Refused(
            "estate_missing",
            _("按面积分配只限于一个小区的收益"),
            _("请加 --estate 小区编号，或用 --method pooled 按积数分配"),
        )
    span = find_span(tx, book, order, on)
    terms = terms_of(tx, book, order, span)
    before = standing_run(tx, book, order, estate, span, terms)
    if before is not None:  # also when its month has closed since
        return _again(tx, *before)
    # Hold the month, then the head, as postings do; what is read from here on stays.
    open_months(tx, book.book_id, [period_of(on)])
    as_of = lock_head(tx, book.book_id)
    before = standing_run(tx, book, order, estate, span, terms)
    if before is not None:  # somebody else gave it out while we waited
        return _again(tx, *before)
    limit_fen = find_total(tx, order, book, estate, on)
    estate_id = None if estate is None else estate.estate_id
    basis = basis_of(book, estate_id, span, terms, as_of)
    with allotted(tx, basis, terms, limit_fen) as given:
        run = Run(
            book,
            next_id(tx, book.book_id),
            estate_id,
            span,
            terms.method,
            on,
            given.total_fen,
            given.weight,
            given.sub_count,
            as_of,
            terms.as_row(),
        )
        # After this line it is written, or posting refuses it.
        enter_run(tx, run, who=who, clock=clock)
        state: State = "waiting" if has_users(tx) else "posted"
        write = save_run if state == "waiting" else post_run
        codes = write(tx, run, who, clock)
        return _done(tx, run, state, tuple(codes), replayed=False)


def _rows(tx: Tx, book: Book) -> Iterator[tuple[object, ...]]:
    """Walk who took part, by code: integral and amount."""
    sub = schema.sub_account
    found = tx.conn.execute(
        select(sub.c.code, ALLOTMENT.c.integral, ALLOTMENT.c.amount_fen)
        .join_from(
            ALLOTMENT,
            sub,
            and_(
                sub.c.book_id == book.book_id,
                sub.c.estate_id == ALLOTMENT.c.estate_id,
                sub.c.sub_id == ALLOTMENT.c.sub_id,
            ),
        )
        .order_by(sub.c.code)
    )
    for some in found.partitions(2000):  # much faster than row by row
        yield from map(tuple, some)


def _again(tx: Tx, run: Run, state: State) -> Distributed:
    """Return a run that was made before, reckoned again by its own terms."""
    terms = Terms.from_row(run.terms)
    basis = basis_of(run.book, run.estate_id, run.span, terms, run.as_of)
    with allotted(tx, basis, terms, run.total_fen):
        return _done(tx, run, state, (), replayed=True)


def _done(tx: Tx, run: Run, state: State, codes: tuple[str, ...], *, replayed: bool) -> Distributed:
    """Tell of a run whose parts lie in `ALLOTMENT`."""
    sub, balance = schema.sub_account, schema.sub_balance
    unclaimed = (
        select(sub.c.sub_id)
        .where(
            sub.c.book_id == run.book.book_id,
            sub.c.kind == SUSPENSE,
            exists().where(
                balance.c.book_id == sub.c.book_id,
                balance.c.sub_id == sub.c.sub_id,
                balance.c.amount_fen != 0,
            ),
        )
        .limit(1)
    )
    has_unclaimed = run.estate_id is None and tx.conn.execute(unclaimed).first() is not None
    return Distributed(run, state, Spool(_rows(tx, run.book)), codes, replayed, has_unclaimed)
