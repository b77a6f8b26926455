"""An earlier distribution beside what the books say today, household by household, and why.

What the earlier run saw is reckoned again from the vouchers that stood in the log then; what it
gave is read from its vouchers. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import BigInteger, Column, Integer, Select, and_, cast, func, or_, select

from ledger.fund.earning.allotment import ALLOTMENT, Allotted, allotted
from ledger.fund.earning.distribution_order import Order, basis_of, find_scope, terms_of
from ledger.fund.earning.runs import Run, list_runs, state_of
from ledger.fund.earning.terms import Terms
from ledger.registry.books import Book
from ledger.registry.estates import Estate
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.store.spool import Spool
from ledger.store.staging import staged, staging_table
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.interest import Method, Span

Reason = Literal["roster", "backdated", "period", "rule", "pool", "other"]
_BEFORE: Final = staging_table(
    "earning_before",
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("integral", BigInteger, nullable=False),
    Column("weight", BigInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
)


class Compared(NamedTuple):
    """What differs between a run and today.

    Attributes:
        total_fen: what is shared today: the run's own total where no other was asked for.
        rows: code, integral and amount then, integral and amount now, the difference and its
            reason, of everybody who would get another amount or has another weight, by code.
    """

    run: Run
    span: Span
    total_fen: int
    rows: Spool


class _Sides(NamedTuple):
    """One household then and now.

    Attributes:
        is_new: entered, or written anew, in the roster since; it held nothing then.
    """

    integral_then: int | None
    weight_then: int | None
    is_new: bool
    integral: int
    weight: int
    changed: Reason | None
    by_area: bool


def compare(tx: Tx, order: Order, against: int | None) -> Compared:
    """Compare the run `against`, or the one that stands for the period, with the books of today.

    Raises:
        Refused: `distribution_unknown`, `book_ambiguous`, `book_unknown`, `estate_unknown`,
            `integral_zero`.
    """
    book, estate = find_scope(tx, order)
    run = _find_run(tx, book, estate, order, against)
    span = Span(order.first or run.span.first, order.last or run.span.last)
    by_area = order.by_area or Terms.from_row(run.terms).by_area
    method = order.method or run.method
    terms = terms_of(tx, book, replace(order, by_area=by_area, method=method), span)
    limit_fen = order.amount_fen or run.total_fen if method is Method.POOLED else None
    as_of = lock_head(tx, book.book_id)
    basis = basis_of(book, run.estate_id, span, terms, as_of)
    with staged(tx, _BEFORE, ()):
        _lay_out(tx, run)
        with allotted(tx, basis, terms, limit_fen) as now:
            changed = _changed(run, span, terms, now)
            return Compared(
                run, span, now.total_fen, Spool(_rows(tx, run, changed, by_area=by_area))
            )


def _find_run(tx: Tx, book: Book, estate: Estate | None, order: Order, against: int | None) -> Run:
    estate_id = None if estate is None else estate.estate_id
    for run in list_runs(tx, book)[::-1]:
        if against is not None:
            if run.distribution_id == against:
                return run
            continue
        fits = order.last in {None, run.span.last} and order.first in {None, run.span.first}
        if run.estate_id == estate_id and fits and state_of(tx, run) != "undone":
            return run
    raise Refused(
        "distribution_unknown",
        _("{book} 没有可以比较的收益分配").format(book=book.code),
        _("请运行 wxzj fund earnings list 查看，用 --against 写明第几次"),
    )


def _lay_out(tx: Tx, run: Run) -> None:
    """Put what the run saw and gave into `_BEFORE`."""
    terms = Terms.from_row(run.terms)
    basis = basis_of(run.book, run.estate_id, run.span, terms, run.as_of)
    with allotted(tx, basis, terms, run.total_fen):
        own = select(
            ALLOTMENT.c.sub_id, ALLOTMENT.c.integral, ALLOTMENT.c.weight, ALLOTMENT.c.amount_fen
        )
        if state_of(tx, run) == "posted":
            given = _given(run).subquery()
            own = select(
                ALLOTMENT.c.sub_id,
                ALLOTMENT.c.integral,
                ALLOTMENT.c.weight,
                func.coalesce(given.c.fen, 0),
            ).outerjoin_from(ALLOTMENT, given, given.c.sub_id == ALLOTMENT.c.sub_id)
        columns = [column.name for column in _BEFORE.columns]
        tx.conn.execute(_BEFORE.insert().from_select(columns, own))


def _given(run: Run) -> Select[Any]:
    """Return what the vouchers of a run gave, by sub-account."""
    voucher, share = schema.voucher, schema.share
    return (
        select(share.c.sub_id, cast(func.sum(share.c.amount_fen), BigInteger).label("fen"))
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == run.book.book_id,
            voucher.c.voucher_id > run.as_of,
            voucher.c.event == run.event,
            voucher.c.reverses.is_(None),
        )
        .group_by(share.c.sub_id)
    )


def _changed(run: Run, span: Span, terms: Terms, now: Allotted) -> Reason | None:
    """Return what changed for everybody."""
    if span != run.span:
        return "period"
    if terms.as_row() != run.terms:
        return "rule"
    if terms.method is not Method.POOLED:
        return None
    if now.total_fen != run.total_fen:
        return "rule"
    return "pool" if now.weight != run.weight else None


def _rows(
    tx: Tx, run: Run, changed: Reason | None, *, by_area: bool
) -> Iterator[tuple[object, ...]]:
    sub, home, now, then = schema.sub_account, schema.household, ALLOTMENT.c, _BEFORE.c
    found = tx.conn.execute(
        select(
            sub.c.code,
            then.integral,
            then.weight,
            then.amount_fen,
            now.integral.label("integral_now"),
            now.weight.label("weight_now"),
            now.amount_fen.label("amount_now"),
            home.c.change_id,
        )
        .select_from(
            ALLOTMENT.join(
                sub,
                and_(
                    sub.c.book_id == run.book.book_id,
                    sub.c.estate_id == now.estate_id,
                    sub.c.sub_id == now.sub_id,
                ),
            )
            .outerjoin(home, and_(home.c.book_id == sub.c.book_id, home.c.sub_id == sub.c.sub_id))
            .outerjoin(_BEFORE, then.sub_id == now.sub_id)
        )
        .where(
            or_(
                then.amount_fen.is_distinct_from(now.amount_fen),
                then.weight.is_distinct_from(now.weight),
            )
        )
        .order_by(sub.c.code),
        execution_options={"yield_per": 2000},
    )
    for row in found:
        is_new = (row.change_id or 0) > run.as_of
        sides = _Sides(
            row.integral,
            row.weight,
            is_new,
            row.integral_now,
            row.weight_now,
            changed,
            by_area,
        )
        yield (
            row.code,
            row.integral,
            row.amount_fen,
            row.integral_now,
            row.amount_now,
            row.amount_now - (row.amount_fen or 0),
            _reason(sides),
        )


def _reason(sides: _Sides) -> Reason:
    """Say why a household's amount differs: its own reason first, then what changed for all."""
    if sides.integral_then is None or (sides.is_new and sides.integral_then == 0):
        return "roster"
    if sides.changed == "period":
        return "period"
    if sides.weight_then != sides.weight and sides.by_area:
        return "roster"
    if sides.integral_then != sides.integral and not sides.by_area:
        return "backdated"
    return sides.changed or "other"
