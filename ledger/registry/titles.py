"""Titles: who owns a household, from which day to which, both days included (产权).

A sub-account belongs to the house and goes with it; its owners come and go (部令165号第28条).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from ledger.registry.books import FUND
from ledger.registry.estates import refuse_beyond
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.ratio import Ratio
from ledger.values.reach import refuse_household
from ledger.values.text import shown

PAGE_ROWS: Final = 1000


class Door(NamedTuple):
    """A household and the book that keeps its sub-account."""

    book_id: int
    book: str
    sub_id: int
    code: str


class Title(NamedTuple):
    """One owner's title; a day that is None is not known, or has not come.

    Attributes:
        title_no: counted from 1 within the household.
        owned_from: the first day.
        owned_until: the last day; the day before `owned_from` where the title was put right by
            another of the same day, and so never was in force.
        share: of the house.
    """

    title_no: int
    owner: str
    id_no: str | None
    phone: str | None
    owned_from: date | None
    owned_until: date | None
    share: Ratio

    @property
    def is_void(self) -> bool:
        """Whether it never was in force."""
        if self.owned_from is None or self.owned_until is None:
            return False
        return self.owned_until < self.owned_from


def owned_on(on: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say that a title is in force on a day."""
    title = schema.title
    return (
        or_(title.c.owned_from.is_(None), title.c.owned_from <= on),
        or_(title.c.owned_until.is_(None), title.c.owned_until >= on),
    )


def owned_then(title: Title, on: date) -> bool:
    """Tell whether a title is in force on a day."""
    begun = title.owned_from is None or title.owned_from <= on
    return begun and (title.owned_until is None or title.owned_until >= on)


def find_door(tx: Tx, code: str) -> Door:
    """Find a household by its code, in the books of the estate's custodian first.

    Raises:
        Refused: `household_unknown`, `out_of_reach`.
    """
    book, estate, sub, household = (
        schema.book,
        schema.estate,
        schema.sub_account,
        schema.household,
    )
    rows = tx.conn.execute(
        select(
            sub.c.book_id,
            book.c.code.label("book"),
            sub.c.sub_id,
            sub.c.code,
            book.c.custodian_id,
            estate.c.custodian_id.label("keeper"),
            estate.c.estate_id,
        )
        .join_from(book, sub, sub.c.book_id == book.c.book_id)
        .join(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        .join(estate, estate.c.estate_id == household.c.estate_id)
        .where(book.c.kind == FUND, sub.c.code == code)
    ).all()
    if not rows:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(code)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    row = min(rows, key=lambda row: (row.custodian_id != row.keeper, row.book_id))
    refuse_household(tx.reach, row.estate_id, row.custodian_id, row.code)
    return Door(row.book_id, row.book, row.sub_id, row.code)


def read_titles(tx: Tx, door: Door) -> list[Title]:
    """Read every title that a household ever had, in the order they came."""
    title = schema.title
    return [
        Title(*row[:6], Ratio(row.share_num, row.share_den))
        for row in tx.conn.execute(
            select(
                title.c.title_no,
                title.c.owner,
                title.c.id_no,
                title.c.phone,
                title.c.owned_from,
                title.c.owned_until,
                title.c.share_num,
                title.c.share_den,
            )
            .where(title.c.book_id == door.book_id, title.c.sub_id == door.sub_id)
            .order_by(title.c.title_no)
        )
    ]


def read_estate_titles(
    tx: Tx, estate_id: int, after: tuple[str, int], *, on: date, limit: int = PAGE_ROWS
) -> Sequence[tuple[str, Title]]:
    """Read the titles of an estate's households in force on a day, with the households' codes.

    Args:
        tx: a transaction.
        estate_id: the estate; its households in the books of its custodian.
        after: the code and the number of the last title of the page before.
        on: the day.
        limit: the most titles to read.
    """
    refuse_beyond(tx, estate_id)
    book, estate, sub, title = schema.book, schema.estate, schema.sub_account, schema.title
    code, title_no = after
    rows = tx.conn.execute(
        select(
            sub.c.code,
            title.c.title_no,
            title.c.owner,
            title.c.id_no,
            title.c.phone,
            title.c.owned_from,
            title.c.owned_until,
            title.c.share_num,
            title.c.share_den,
        )
        .join_from(estate, book, book.c.custodian_id == estate.c.custodian_id)
        .join(sub, and_(sub.c.book_id == book.c.book_id, sub.c.estate_id == estate.c.estate_id))
        .join(title, and_(title.c.book_id == sub.c.book_id, title.c.sub_id == sub.c.sub_id))
        .where(
            estate.c.estate_id == estate_id,
            sub.c.code >= code,
            or_(sub.c.code > code, title.c.title_no > title_no),
            *owned_on(on),
        )
        .order_by(sub.c.code, title.c.title_no)
        .limit(limit)
    )
    return [(row.code, Title(*row[1:7], Ratio(row.share_num, row.share_den))) for row in rows]
