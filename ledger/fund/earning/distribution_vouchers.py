"""The vouchers of a distribution: one an estate, with shares that SQL makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, Row, cast, func, literal, select

from ledger.fund import entries
from ledger.fund.earning.allotment import ALLOTMENT
from ledger.fund.earning.runs import Run
from ledger.fund.earning.terms import Terms
from ledger.journal.drafts import save_drafts
from ledger.journal.posting import post_split
from ledger.journal.voucher import Draft, Kind, Part, Share
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.staging import staged, staging_table
from ledger.values.clock import Clock
from ledger.values.interest import Method

_ESTATES: Final = staging_table(
    "earning_estate",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, nullable=False),
)
_BY: Final = {Method.POOLED: "积数", Method.RATE_TABLE: "利率表", Method.FLAT: "单一利率"}


def post_run(tx: Tx, run: Run, who: str, clock: Clock) -> list[str]:
    """Post a voucher an estate, with shares that never leave the database."""
    estates = _estates(tx)
    drafts = [
        _draft(run, row.estate_id, row.fen, who, staged_count=row.share_count) for row in estates
    ]
    places = [(place, row.estate_id) for place, row in enumerate(estates, start=1)]
    with staged(tx, _ESTATES, places):
        shares = (
            select(
                _ESTATES.c.place,
                ALLOTMENT.c.sub_id,
                literal(int(_part(run))).label("part"),
                literal(2).label("line_no"),  # the one of the households
                ALLOTMENT.c.amount_fen,
            )
            .join_from(_ESTATES, ALLOTMENT, ALLOTMENT.c.estate_id == _ESTATES.c.estate_id)
            .where(ALLOTMENT.c.amount_fen > 0)
        )
        posted = post_split(tx, drafts, shares, clock=clock)
    return [each.code for each in posted]


def save_run(tx: Tx, run: Run, who: str, clock: Clock) -> list[str]:
    """Draw up a voucher an estate, to be checked."""
    codes = []
    for row in _estates(tx):
        own = select(ALLOTMENT.c.sub_id, ALLOTMENT.c.amount_fen).where(
            ALLOTMENT.c.estate_id == row.estate_id, ALLOTMENT.c.amount_fen > 0
        )
        shares = [
            Share(sub_id, fen, _part(run))
            for sub_id, fen in tx.conn.execute(own.order_by(ALLOTMENT.c.sub_id))
        ]
        codes += save_drafts(
            tx, [_draft(run, row.estate_id, row.fen, who, shares=shares)], clock=clock
        )
    return codes


def _estates(tx: Tx) -> Sequence[Row[Any]]:
    """Return the estates that get something, by code, with how much and how many shares."""
    estate = schema.estate
    return tx.conn.execute(
        select(
            estate.c.estate_id,
            cast(func.sum(ALLOTMENT.c.amount_fen), BigInteger).label("fen"),
            func.count().label("share_count"),
        )
        .join_from(ALLOTMENT, estate, estate.c.estate_id == ALLOTMENT.c.estate_id)
        .where(ALLOTMENT.c.amount_fen > 0)
        .group_by(estate.c.estate_id, estate.c.code)
        .order_by(estate.c.code)
    ).all()


def _part(run: Run) -> Part:
    return Part.PRINCIPAL if Terms.from_row(run.terms).capitalise else Part.EARNINGS


def _draft(
    run: Run,
    estate_id: int,
    fen: int,
    who: str,
    *,
    shares: Sequence[Share] = (),
    staged_count: int = 0,
) -> Draft:
    first, last = run.span.first.isoformat(), run.span.last.isoformat()
    # Records are in Chinese.
    by = "面积" if Terms.from_row(run.terms).by_area else _BY[run.method]
    return Draft(
        book_id=run.book.book_id,
        kind=Kind.DISTRIBUTION,
        dated_on=run.dated_on,
        value_on=run.span.last + timedelta(days=1),
        summary=f"分配{first}至{last}收益（第{run.distribution_id}次，按{by}）",
        lines=entries.distributed(
            run.book.control,
            estate_id,
            fen,
            from_estate=run.estate_id is not None,
            shares=shares,
            staged=staged_count,
        ),
        request_key=f"{run.event}:{estate_id}",
        maker=who,
        estate_id=estate_id,
        event=run.event,
        evidence=run.digest,
    )
