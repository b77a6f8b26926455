"""Books (账套) of custodians: one for each type of fund, made when first needed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.registry.kinds import CONTROL_OF_FUND_TYPE
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.reach import beyond_reach
from ledger.values.text import shown

FUND: Final = "FUND"
SALT_BYTES: Final = 32


class Book(NamedTuple):
    """A FUND book.

    Attributes:
        control: the account that its households' sub-accounts add up to, `3001` or `3002`.
    """

    book_id: int
    code: str
    custodian_id: int
    fund_type: str
    control: str


def ensure_book(tx: Tx, custodian_id: int, fund_type: str) -> Book:
    """Return the book of a custodian and a type of fund, made if there is none."""
    custodian, book = schema.custodian, schema.book
    # Whoever else is making this book waits here and then finds it.
    custodian_code = tx.conn.execute(
        select(custodian.c.code).where(custodian.c.custodian_id == custodian_id).with_for_update()
    ).scalar_one()
    code = f"{custodian_code}-{fund_type}"
    known = _books(tx, code=code)
    if known:
        return known[0]
    newest = tx.conn.execute(select(func.max(book.c.book_id))).scalar_one()
    book_id = (newest or 0) + 1
    tx.conn.execute(
        book.insert().values(
            book_id=book_id,
            code=code,
            kind=FUND,
            custodian_id=custodian_id,
            fund_type=fund_type,
            chart=FUND,
            salt=secrets.token_bytes(SALT_BYTES),
            reopening=0,
        )
    )
    return Book(book_id, code, custodian_id, fund_type, CONTROL_OF_FUND_TYPE[fund_type])


def find_book(tx: Tx, code: str) -> Book:
    """Return the FUND book called `code`.

    Raises:
        Refused: `book_unknown`, `out_of_reach`.
    """
    found = _books(tx, code=code)
    if not found:
        raise Refused(
            "book_unknown",
            _("没有账套“{code}”").format(code=shown(code)),
            _("请运行 wxzj book status 查看账套"),
        )
    if not tx.reach.names_custodian(found[0].custodian_id):
        raise beyond_reach(shown(code))
    return found[0]


def list_books(tx: Tx, custodian_ids: Iterable[int] | None = None) -> list[Book]:
    """Return the FUND books, of some custodians only where they are named, in order of code.

    Books of custodians beyond the reach of who asks are left out.
    """
    books = _books(tx, custodian_ids=custodian_ids)
    return [book for book in books if tx.reach.names_custodian(book.custodian_id)]


def every_book(tx: Tx) -> dict[int, Book]:
    """Return all FUND books by id, whatever the reach of who asks.

    Only for what is within reach by itself and names books of other keepers too, as an estate does
    that went from one to another.
    """
    return {book.book_id: book for book in _books(tx)}


def _books(
    tx: Tx, *, code: str | None = None, custodian_ids: Iterable[int] | None = None
) -> list[Book]:
    book = schema.book
    query = (
        select(book.c.book_id, book.c.code, book.c.custodian_id, book.c.fund_type)
        .where(book.c.kind == FUND)
        .order_by(book.c.code)
    )
    if code is not None:
        query = query.where(book.c.code == code)
    if custodian_ids is not None:
        query = query.where(book.c.custodian_id.in_(sorted(set(custodian_ids))))
    return [Book(*row, CONTROL_OF_FUND_TYPE[row.fund_type]) for row in tx.conn.execute(query)]
