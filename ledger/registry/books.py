"""Books (账套): of a custodian one for each type of fund, and the memo books beside them.

Books are made when first needed. A code says whose book it is and of which kind: `F1-C` and `F1-P`
of the fund, `XM01-R` of a renovation project, `GS-O` of an operator, `A01-S` of an estate's common
income. Only the fund's books are a legal set of accounts; the kinds are never added up.
"""

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
PROJECT: Final = "PROJECT"
OPERATOR: Final = "OPERATOR"
COMMON: Final = "COMMON"
KINDS: Final = (FUND, PROJECT, OPERATOR, COMMON)
_LETTERS: Final = {PROJECT: "R", OPERATOR: "O", COMMON: "S"}
SALT_BYTES: Final = 32


class Book(NamedTuple):
    """A book.

    Attributes:
        fund_type: of a FUND book; empty of others.
        control: the account that its households' sub-accounts add up to, `3001` or `3002`; empty
            where no household holds anything.
    """

    book_id: int
    code: str
    custodian_id: int
    fund_type: str
    control: str
    kind: str = FUND


def ensure_book(tx: Tx, custodian_id: int, fund_type: str) -> Book:
    """Return the book of a custodian and a type of fund, made if there is none."""
    return _ensure(tx, FUND, custodian_id, fund_type)


def ensure_memo_book(tx: Tx, kind: str, custodian_id: int, whose: str) -> Book:
    """Return the memo book of a project, an operator or an estate, made if there is none.

    Args:
        kind: `PROJECT`, `OPERATOR` or `COMMON`.
        custodian_id: whose body keeps it.
        whose: the code of the project, the operator or the estate.

    Raises:
        Refused: `chart_missing`, where the database does not have the chart yet.
    """
    return _ensure(tx, kind, custodian_id, whose)


def memo_book_code(kind: str, whose: str) -> str:
    """Return what the memo book of a project, an operator or an estate is called.

    >>> memo_book_code("PROJECT", "XM01"), memo_book_code("OPERATOR", "GS")
    ('XM01-R', 'GS-O')
    """
    return f"{whose}-{_LETTERS[kind]}"


def _ensure(tx: Tx, kind: str, custodian_id: int, whose: str) -> Book:
    custodian, book = schema.custodian, schema.book
    # Whoever else is making this book waits here and then finds it.
    custodian_code = tx.conn.execute(
        select(custodian.c.code).where(custodian.c.custodian_id == custodian_id).with_for_update()
    ).scalar_one()
    code = f"{custodian_code}-{whose}" if kind == FUND else memo_book_code(kind, whose)
    fund_type = whose if kind == FUND else ""
    known = _books(tx, code=code, kinds=[kind])
    if known:
        return known[0]
    _refuse_missing_chart(tx, kind)
    newest = tx.conn.execute(select(func.max(book.c.book_id))).scalar_one()
    book_id = (newest or 0) + 1
    tx.conn.execute(
        book.insert().values(
            book_id=book_id,
            code=code,
            kind=kind,
            custodian_id=custodian_id,
            fund_type=fund_type,
            chart=kind,
            salt=secrets.token_bytes(SALT_BYTES),
            reopening=0,
        )
    )
    return Book(book_id, code, custodian_id, fund_type, _control(fund_type), kind)


def _control(fund_type: str) -> str:
    return CONTROL_OF_FUND_TYPE[fund_type] if fund_type else ""


def _refuse_missing_chart(tx: Tx, kind: str) -> None:
    chart = schema.chart.c.chart
    if tx.conn.execute(select(chart).where(chart == kind)).first() is None:
        raise Refused(
            "chart_missing",
            _("数据库里还没有这类账套的科目表"),
            _("请运行 wxzj book upgrade"),
        )


def find_book(tx: Tx, code: str, kinds: Iterable[str] = (FUND,)) -> Book:
    """Return the book called `code`, of the fund unless other kinds are meant too.

    Raises:
        Refused: `book_unknown`, `out_of_reach`.
    """
    found = _books(tx, code=code, kinds=kinds)
    if not found:
        raise Refused(
            "book_unknown",
            _("没有账套“{code}”").format(code=shown(code)),
            _("请运行 wxzj book status 查看账套"),
        )
    if not tx.reach.names_custodian(found[0].custodian_id):
        raise beyond_reach(shown(code))
    return found[0]


def list_books(
    tx: Tx, custodian_ids: Iterable[int] | None = None, kinds: Iterable[str] = (FUND,)
) -> list[Book]:
    """Return the FUND books, of some custodians only where they are named, in order of code.

    With `kinds` those of other kinds too. Books of custodians beyond the reach of who asks are
    left out.
    """
    books = _books(tx, custodian_ids=custodian_ids, kinds=kinds)
    return [book for book in books if tx.reach.names_custodian(book.custodian_id)]


def every_book(tx: Tx) -> dict[int, Book]:
    """Return all FUND books by id, whatever the reach of who asks.

    Only for what is within reach by itself and names books of other keepers too, as an estate does
    that went from one to another.
    """
    return {book.book_id: book for book in _books(tx)}


def kind_title(kind: str) -> str:
    """Return what a book of a kind is called above what is printed of it."""
    return {
        FUND: _("住宅专项维修资金"),
        PROJECT: _("项目资金备查账"),
        OPERATOR: _("资产明细账"),
        COMMON: _("共有部分收益单列账"),
    }[kind]


def kind_notes(kind: str) -> tuple[str, ...]:
    """Return what must be said below all that is printed of a book that is no legal set."""
    said = {
        PROJECT: _("项目资金备查账：分录是给实施主体的建议分录，不是法定账簿"),
        OPERATOR: _("资产明细账，建议分录：不是专业经营单位的法定账簿"),
        COMMON: _("共有部分收益单列账：资金交入维修资金前的记录，不是法定账簿"),
    }
    return (said[kind],) if kind in said else ()


def kind_of_book(tx: Tx, book_id: int) -> str:
    """Return the kind of a book that exists."""
    book = schema.book
    return str(tx.conn.execute(select(book.c.kind).where(book.c.book_id == book_id)).scalar_one())


def _books(
    tx: Tx,
    *,
    code: str | None = None,
    custodian_ids: Iterable[int] | None = None,
    kinds: Iterable[str] = (FUND,),
) -> list[Book]:
    book = schema.book
    query = (
        select(book.c.book_id, book.c.code, book.c.custodian_id, book.c.fund_type, book.c.kind)
        .where(book.c.kind.in_(sorted(set(kinds))))
        .order_by(book.c.code)
    )
    if code is not None:
        query = query.where(book.c.code == code)
    if custodian_ids is not None:
        query = query.where(book.c.custodian_id.in_(sorted(set(custodian_ids))))
    return [Book(*row[:4], _control(row.fund_type), row.kind) for row in tx.conn.execute(query)]
