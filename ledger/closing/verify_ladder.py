"""What sub-accounts hold, held to the sum of their shares: now, and at every close. Set-wise.

For each part of a sub-account the months in which it moved, the months of its snapshots and today
make one ladder. Adding up the movement along it gives what each snapshot and the kept balance must
say, and shows the rungs that are missing, all in one pass over the shares of all books.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from ledger.journal.verify_kept import sub_account
from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import same_voucher
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.days import day_number
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import MONTHS

TODAY: Final = 999_999  # the rung of the kept balance: later than any month


def ladder(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare kept balances and snapshots with what shares add up to."""
    rung, sub = _climbed(tx).subquery(), schema.sub_account
    december = _last_decembers().subquery()
    closed = schema.month
    bad = _Faults(rung, december.c.period, closed.c.state)
    query = (
        select(
            rung.c.book_id,
            sub.c.code,
            rung.c.part,
            rung.c.period,
            rung.c.amount,
            rung.c.kept_amount,
            bad.differs.label("differs"),
            bad.received.label("received"),
            bad.missing.label("missing"),
            bad.extra.label("extra"),
            bad.no_anchor.label("no_anchor"),
            bad.no_balance.label("no_balance"),
        )
        .select_from(rung)
        .outerjoin(sub, and_(sub.c.book_id == rung.c.book_id, sub.c.sub_id == rung.c.sub_id))
        .outerjoin(
            closed,
            and_(
                closed.c.book_id == rung.c.book_id,
                closed.c.period == rung.c.period,
                closed.c.state != "OPEN",
            ),
        )
        .outerjoin(december, december.c.book_id == rung.c.book_id)
        .where(
            or_(bad.differs, bad.received, bad.missing, bad.extra, bad.no_anchor, bad.no_balance)
        )
    )
    for row in tx.conn.execute(query):
        yield from _told(books, row)


def _told(books: Books, row: Any) -> Iterator[Finding]:
    where = sub_account(books, row.book_id, row.code, row.part)
    if row.period != TODAY:
        where = f"{where} {row.period // 100:04}-{row.period % 100:02}"
    sums = {"sum": format_fen(int(row.amount)), "kept": format_fen(int(row.kept_amount))}
    if row.differs:
        if row.period == TODAY:
            told = _("余额或积数与分户明细之和不符：明细 {sum} 元，余额 {kept} 元")
            yield wrong("balance_differs", where, told.format(**sums))
        else:
            told = _("月末结存与分户明细之和不符：明细 {sum} 元，结存 {kept} 元")
            yield wrong("snapshot_differs", where, told.format(**sums))
    if row.received:
        yield wrong("balance_differs", where, _("累计交存与分户明细之和不符"))
    if row.no_balance:
        yield wrong("balance_missing", where, _("有分户明细而没有余额"))
    if row.missing:
        yield wrong("snapshot_missing", where, _("当月有变动，结账时的结存缺失"))
    if row.no_anchor:
        yield wrong("snapshot_missing", where, _("此后的年末结存缺失"))
    if row.extra:
        yield wrong("snapshot_extra", where, _("当月没有变动，却有结存"))


class _Faults:
    """The conditions under which a rung is wrong."""

    def __init__(
        self, rung: Subquery, december: ColumnElement[int], state: ColumnElement[str]
    ) -> None:
        today = rung.c.period == TODAY
        month = rung.c.period % 100
        self.differs = and_(
            rung.c.kept == 1,
            or_(rung.c.amount != rung.c.kept_amount, rung.c.moment != rung.c.kept_moment),
        )
        self.received = and_(today, rung.c.received != rung.c.kept_received)
        self.missing = and_(state.is_not(None), rung.c.moved > 0, rung.c.kept == 0)
        self.extra = and_(rung.c.kept == 1, rung.c.moved == 0, ~today, month != MONTHS)
        # In December every sub-account has a snapshot, so no search goes further back.
        next_december = case(
            (month == MONTHS, rung.c.period + 100), else_=rung.c.period - month + MONTHS
        )
        self.no_anchor = and_(
            next_december <= func.coalesce(december, 0),
            func.coalesce(rung.c.next_period, TODAY) > next_december,
        )
        self.no_balance = and_(~today, rung.c.next_period.is_(None))


def _climbed(tx: Tx) -> Select[Any]:
    """Return the rungs of all ladders, with what was added up until each."""
    rung = _rungs(tx).subquery()
    ladder_of = (rung.c.book_id, rung.c.sub_id, rung.c.part)

    def so_far(column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.sum(column).over(partition_by=ladder_of, order_by=rung.c.period)

    return select(
        *ladder_of,
        rung.c.period,
        rung.c.moved,
        rung.c.kept,
        rung.c.kept_amount,
        rung.c.kept_moment,
        rung.c.kept_received,
        so_far(rung.c.amount).label("amount"),
        so_far(rung.c.moment).label("moment"),
        so_far(rung.c.received).label("received"),
        func.lead(rung.c.period)
        .over(partition_by=ladder_of, order_by=rung.c.period)
        .label("next_period"),
    )


def _rungs(tx: Tx) -> Select[Any]:
    share, voucher, balance = schema.share, schema.voucher, schema.sub_balance
    nothing = literal(0, BigInteger)
    moved: Select[Any] = select(
        share.c.book_id,
        share.c.sub_id,
        share.c.part,
        voucher.c.period,
        share.c.amount_fen.label("amount"),
        (share.c.amount_fen * day_number(tx.dialect, voucher.c.value_on)).label("moment"),
        case((share.c.payer_class.is_(None), 0), else_=share.c.amount_fen).label("received"),
        literal(1).label("moved"),
        literal(0).label("kept"),
        nothing.label("kept_amount"),
        nothing.label("kept_moment"),
        nothing.label("kept_received"),
    ).join_from(share, voucher, same_voucher(share, voucher))
    standing: Select[Any] = select(
        balance.c.book_id,
        balance.c.sub_id,
        balance.c.part,
        literal(TODAY),
        nothing,
        nothing,
        nothing,
        literal(0),
        literal(1),
        balance.c.amount_fen,
        balance.c.moment,
        balance.c.received_fen,
    )
    every = union_all(moved, _snapshots(nothing), standing).subquery()
    keys = (every.c.book_id, every.c.sub_id, every.c.part, every.c.period)
    summed = (
        "amount",
        "moment",
        "received",
        "moved",
        "kept",
        "kept_amount",
        "kept_moment",
        "kept_received",
    )
    return select(*keys, *(func.sum(every.c[name]).label(name) for name in summed)).group_by(*keys)


def _snapshots(nothing: ColumnElement[int]) -> Select[Any]:
    """Return the snapshots of the closes that stand."""
    kept, month = schema.snapshot, schema.month
    return select(
        kept.c.book_id,
        kept.c.sub_id,
        kept.c.part,
        kept.c.period,
        nothing,
        nothing,
        nothing,
        literal(0),
        literal(1),
        kept.c.amount_fen,
        kept.c.moment,
        nothing,
    ).join_from(kept, month, standing_close(kept))


def standing_close(row: Any) -> ColumnElement[bool]:
    """Return the condition that `row` belongs to the close of its month that stands."""
    month = schema.month
    return and_(
        month.c.book_id == row.c.book_id,
        month.c.period == row.c.period,
        month.c.close_no == row.c.close_no,
        month.c.state != "OPEN",
    )


def _last_decembers() -> Select[Any]:
    """Return each book's newest closed December."""
    month = schema.month
    return (
        select(month.c.book_id, cast(func.max(month.c.period), BigInteger).label("period"))
        .where(month.c.state != "OPEN", month.c.period % 100 == MONTHS)
        .group_by(month.c.book_id)
    )
