"""The doors of a case with their owners, for lists that people sign or check (清册, 意见表)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select

from ledger.journal.voucher import Part
from ledger.registry.estates import Estate
from ledger.registry.titles import owned_on
from ledger.store import schema
from ledger.store.database import Tx


class Home(NamedTuple):
    """A door as people know it.

    Attributes:
        owners: in the order of their titles; empty where none is known.
        id_nos: of those owners of whom it is known.
        phones: the same.
        principal_fen: what its sub-account holds, set aside or not.
        principal_free_fen: what no case has set aside of it.
    """

    building: str
    unit: str
    floor: str | None
    room: str
    area: int
    owners: tuple[str, ...]
    id_nos: tuple[str, ...]
    phones: tuple[str, ...]
    principal_fen: int
    earnings_fen: int
    principal_free_fen: int
    earnings_free_fen: int


def read_homes(
    tx: Tx, estate: Estate, book_ids: Iterable[int], on: date
) -> dict[tuple[int, int], Home]:
    """Read the homes of an estate in some books, with those who own them on a day."""
    books = list(book_ids)
    owners = _owners(tx, estate, books, on)
    household = schema.household
    balance = schema.sub_balance
    principal, earnings = balance.alias("principal"), balance.alias("earnings")
    homes = {}
    for row in tx.conn.execute(
        select(
            household,
            principal.c.amount_fen.label("principal_fen"),
            principal.c.earmark_fen.label("principal_held_fen"),
            earnings.c.amount_fen.label("earnings_fen"),
            earnings.c.earmark_fen.label("earnings_held_fen"),
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
        .where(household.c.book_id.in_(books), household.c.estate_id == estate.estate_id)
    ):
        key = (row.book_id, row.sub_id)
        known = owners.get(key, [])
        homes[key] = Home(
            row.building,
            row.unit,
            row.floor,
            row.room,
            row.area,
            tuple(owner for owner, _id_no, _phone in known),
            tuple(id_no for _owner, id_no, _phone in known if id_no),
            tuple(phone for _owner, _id_no, phone in known if phone),
            row.principal_fen,
            row.earnings_fen,
            row.principal_fen - row.principal_held_fen,
            row.earnings_fen - row.earnings_held_fen,
        )
    return homes


def _owners(
    tx: Tx, estate: Estate, books: list[int], on: date
) -> dict[tuple[int, int], list[tuple[str, str | None, str | None]]]:
    household, title = schema.household, schema.title
    owners: dict[tuple[int, int], list[tuple[str, str | None, str | None]]] = {}
    for row in tx.conn.execute(
        select(title.c.book_id, title.c.sub_id, title.c.owner, title.c.id_no, title.c.phone)
        .join(
            household,
            and_(household.c.book_id == title.c.book_id, household.c.sub_id == title.c.sub_id),
        )
        .where(
            title.c.book_id.in_(books),
            household.c.estate_id == estate.estate_id,
            *owned_on(on),
        )
        .order_by(title.c.book_id, title.c.sub_id, title.c.title_no)
    ):
        owners.setdefault((row.book_id, row.sub_id), []).append((row.owner, row.id_no, row.phone))
    return owners
