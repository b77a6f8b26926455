"""Reading the roster of households, a page at a time: it may hold millions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select

from ledger.registry.closed import LOST
from ledger.registry.estates import refuse_beyond
from ledger.registry.standing import standing
from ledger.registry.titles import owned_on
from ledger.store import schema
from ledger.store.database import Tx

PAGE_ROWS: Final = 1000


class HouseholdRow(NamedTuple):
    """A household, and its owner on a day; `lost_on` where it was lost by then."""

    code: str
    estate: str
    building: str
    unit: str
    room: str
    kind: str
    usage: str | None
    area: int
    due_fen: int
    owner: str | None
    book: str
    lost_on: date | None


def read_page(
    tx: Tx,
    estate_id: int,
    after: str = "",
    *,
    on: date,
    limit: int = PAGE_ROWS,
    with_lost: bool = False,
) -> Sequence[HouseholdRow]:
    """Read the households of an estate whose codes come after `after`, in order of code.

    Args:
        tx: a transaction.
        estate_id: the estate.
        after: the last code of the page before.
        on: the day whose owners are wanted.
        limit: the most households to read.
        with_lost: those that were lost (灭失) by the day too.
    """
    refuse_beyond(tx, estate_id)
    sub = schema.sub_account
    query = (
        _households(on, with_lost=with_lost)
        .where(schema.estate.c.estate_id == estate_id, sub.c.code > after)
        .order_by(sub.c.code)
        .limit(limit)
    )
    return [HouseholdRow._make(row) for row in tx.conn.execute(query)]


def _households(on: date, *, with_lost: bool) -> Select[Any]:
    """Return the question for households as they stand on a day, and their first owner."""
    book, estate, household, sub, title = (
        schema.book,
        schema.estate,
        schema.household,
        schema.sub_account,
        schema.title,
    )
    lost_on, there = _lost_on(on), standing(household, on)
    return (
        select(
            sub.c.code,
            estate.c.code,
            household.c.building,
            household.c.unit,
            household.c.room,
            household.c.kind,
            household.c.usage,
            household.c.area,
            household.c.due_fen,
            title.c.owner,
            book.c.code,
            lost_on,
        )
        .join_from(estate, book, book.c.custodian_id == estate.c.custodian_id)
        .join(sub, and_(sub.c.book_id == book.c.book_id, sub.c.estate_id == estate.c.estate_id))
        .join(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        .outerjoin(
            title,
            and_(
                title.c.book_id == household.c.book_id,
                title.c.sub_id == household.c.sub_id,
                title.c.title_no == _owner_on(on),
            ),
        )
        .where(or_(there, lost_on.is_not(None)) if with_lost else there)
    )


def _lost_on(on: date) -> ScalarSelect[date]:
    """Return the day on which a household was lost, where that was by a day and stands."""
    close, household = schema.sub_close, schema.household
    return (
        select(close.c.closed_on)
        .where(
            close.c.book_id == household.c.book_id,
            close.c.sub_id == household.c.sub_id,
            close.c.cause == LOST,
            close.c.since.is_not(None),
            close.c.until.is_(None),
            close.c.closed_on <= on,
        )
        .correlate(household)
        .scalar_subquery()
    )


def _owner_on(on: date) -> ScalarSelect[int]:
    """Return the number of a household's first title that is in force on a day."""
    title, household = schema.title, schema.household
    return (
        select(func.min(title.c.title_no))
        .where(
            title.c.book_id == household.c.book_id,
            title.c.sub_id == household.c.sub_id,
            *owned_on(on),
        )
        .correlate(household)
        .scalar_subquery()
    )
