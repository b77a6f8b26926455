"""Whose balance has fallen too low (续筹): 165号令 art. 17, one statement over all households.

A household is due when ten times its balance is less than three times its initial amount, the
amount due in the roster: exactly 30 % is enough. The balance is principal and earnings together.
Every household is tested, unsold homes too; `kind` tells them apart. One that never had a fund
(no initial amount and no money) is due as well, though nothing says how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from ledger.journal.voucher import Part
from ledger.registry.books import find_book, list_books
from ledger.registry.custodians import find_custodian
from ledger.registry.estates import find_estate, refuse_beyond
from ledger.registry.reach import only_estate
from ledger.store import schema
from ledger.store.database import Tx

REFILL: Final = "续交"  # words of the law, and of the scripts that read them
BUILD_UP: Final = "补建"
_ROWS: Final = 2000  # fetched at a time


class Selection(NamedTuple):
    """Which households are tested.

    Attributes:
        estate_id: one estate's only, None for all of the books.
    """

    book_ids: tuple[int, ...]
    estate_id: int | None = None


class Due(NamedTuple):
    """A household that must refill its fund.

    Attributes:
        due_fen: up to the initial amount; 0 where the roster gives none.
        rule: 续交, or 补建 where there never was a fund.
    """

    household: str
    kind: str
    initial_fen: int
    balance_fen: int
    due_fen: int
    rule: str


def choose(
    tx: Tx, *, book: str | None = None, estate: str | None = None, custodian: str | None = None
) -> Selection:
    """Read the selectors; none of them means every household there is.

    Raises:
        Refused: `book_unknown`, `estate_unknown`, `custodian_unknown`, `out_of_reach`.
    """
    estate = only_estate(tx, estate)
    keepers: set[int] | None = None
    estate_id = None
    if custodian is not None:
        keepers = {find_custodian(tx, custodian).custodian_id}
    if estate is not None:
        found = find_estate(tx, estate)
        estate_id = found.estate_id
        keepers = {found.custodian_id} if keepers is None else keepers & {found.custodian_id}
    books = {each.book_id for each in list_books(tx, keepers)}
    if book is not None:
        books &= {find_book(tx, book).book_id}
    return Selection(tuple(sorted(books)), estate_id)


def due(tx: Tx, selection: Selection, on: date | None = None) -> Iterator[Due]:
    """Walk the households that are due, by code.

    Args:
        on: as things stood at the end of this day; as they stand now when left out.
    """
    refuse_beyond(tx, selection.estate_id)
    found = tx.conn.execute(_query(selection, on), execution_options={"yield_per": _ROWS})
    return (Due(*row) for row in found)


def _query(selection: Selection, on: date | None) -> Select[Any]:
    household, sub = schema.household, schema.sub_account
    principal = schema.sub_balance.alias("principal")
    earnings = schema.sub_balance.alias("earnings")
    initial = household.c.due_fen
    balance: ColumnElement[Any] = principal.c.amount_fen + earnings.c.amount_fen
    received: ColumnElement[Any] = (
        principal.c.received_fen + earnings.c.received_fen + household.c.deposited_before_fen
    )
    tables = (
        household.join(
            sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id)
        )
        .join(
            principal,
            and_(
                principal.c.book_id == household.c.book_id,
                principal.c.sub_id == household.c.sub_id,
                principal.c.part == int(Part.PRINCIPAL),
            ),
        )
        .join(
            earnings,
            and_(
                earnings.c.book_id == household.c.book_id,
                earnings.c.sub_id == household.c.sub_id,
                earnings.c.part == int(Part.EARNINGS),
            ),
        )
    )
    if on is not None:
        later = _since(selection, on)
        tables = tables.outerjoin(
            later,
            and_(later.c.book_id == household.c.book_id, later.c.sub_id == household.c.sub_id),
        )
        balance -= func.coalesce(later.c.moved, 0)
        received -= func.coalesce(later.c.received, 0)
    never = or_(initial == 0, received == 0)
    query = (
        select(
            sub.c.code,
            household.c.kind,
            initial,
            balance,
            case((initial > balance, initial - balance), else_=0),
            case((never, BUILD_UP), else_=REFILL),
        )
        .select_from(tables)
        .where(
            household.c.book_id.in_(selection.book_ids),
            or_(10 * balance < 3 * initial, and_(initial == 0, balance == 0)),
        )
        .order_by(sub.c.code)
    )
    if selection.estate_id is not None:
        query = query.where(household.c.estate_id == selection.estate_id)
    return query


def _since(selection: Selection, on: date) -> Subquery:
    """Return what has moved on each sub-account after a day."""
    share, voucher = schema.share, schema.voucher
    paid_in = case((share.c.payer_class.is_not(None), share.c.amount_fen), else_=0)
    return (
        select(
            share.c.book_id,
            share.c.sub_id,
            cast(func.sum(share.c.amount_fen), BigInteger).label("moved"),
            cast(func.sum(paid_in), BigInteger).label("received"),
        )
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(share.c.book_id.in_(selection.book_ids), voucher.c.dated_on > on)
        .group_by(share.c.book_id, share.c.sub_id)
        .subquery()
    )
