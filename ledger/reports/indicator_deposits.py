"""The rows behind the figures of the ministry's form that tell how the money lies at the banks.

A term deposit stays in 1001 under its own detail; how long it is bound stands in the register of
investments. What lies at a bank is no single estate's own.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from ledger.fund.entries import BANK, TERM
from ledger.journal.voucher import Side
from ledger.reports.indicator_homes import Asked, named, of_estate
from ledger.reports.indicator_rows import earned
from ledger.store import schema
from ledger.store.days import day_number

_YEAR_DAYS: Final = 366  # no term of one year is longer
_YEARS: Final = 3


def earned_in_three_years(asked: Asked) -> Select[Any]:
    """What the money earned in this year and the two before it, by account."""
    return earned(asked._replace(first=asked.first - (_YEARS - 1) * 100))


def at_banks(asked: Asked) -> Select[Any]:
    """What lies at the banks at the end of the month, bound or not, by book."""
    return _by_book(asked, _in_bank(asked))


def on_demand(asked: Asked) -> Select[Any]:
    """What of it is not bound for a term, by book."""
    return _by_book(asked, _in_bank(asked) - _bound(asked))


def short_terms(asked: Asked) -> Select[Any]:
    """Term deposits of a year at most that are held at the end of the month."""
    return _terms_where(asked, _days(asked) <= _YEAR_DAYS)


def long_terms(asked: Asked) -> Select[Any]:
    """Term deposits of more than a year that are held at the end of the month."""
    return _terms_where(asked, _days(asked) > _YEAR_DAYS)


def _by_book(asked: Asked, fen: ColumnElement[int]) -> Select[Any]:
    book = schema.book
    return named(book.c.code, book.c.code, fen).where(book.c.book_id.in_(asked.books), fen != 0)


def _in_bank(asked: Asked) -> ColumnElement[int]:
    moved, book = schema.turnover, schema.book
    held = (
        select(func.sum(moved.c.debit_fen - moved.c.credit_fen))
        .where(
            moved.c.book_id == book.c.book_id,
            moved.c.period <= asked.last,
            moved.c.account == BANK,
            of_estate(asked, moved.c.estate_id),
        )
        .correlate(book)
        .scalar_subquery()
    )
    return func.coalesce(held, 0)


def _bound(asked: Asked) -> ColumnElement[int]:
    terms, book = _terms(asked), schema.book
    bound: ScalarSelect[int] = (
        select(func.sum(terms.c.fen))
        .where(terms.c.book_id == book.c.book_id)
        .correlate(book)
        .scalar_subquery()
    )
    return func.coalesce(bound, 0)


def _terms_where(asked: Asked, length: ColumnElement[bool]) -> Select[Any]:
    terms, held = _terms(asked), schema.investment
    return (
        named(held.c.ref, held.c.name, terms.c.fen)
        .select_from(terms)
        .join(
            held,
            and_(
                held.c.book_id == terms.c.book_id,
                held.c.investment_id == terms.c.investment_id,
            ),
        )
        .where(length)
    )


def _days(asked: Asked) -> ColumnElement[int]:
    held = schema.investment
    return day_number(asked.dialect, held.c.due_on) - day_number(asked.dialect, held.c.start_on)


def _terms(asked: Asked) -> Subquery:
    """Return what each term deposit still binds, reversed vouchers and their reversals apart."""
    held, book, line = schema.investment, schema.book, schema.line
    voucher = schema.voucher
    original = voucher.alias("original")
    event = func.coalesce(original.c.event, voucher.c.event)
    own = literal("invest:") + book.c.code + ":" + cast(held.c.investment_id, String) + ":"
    fen = func.sum(
        case((line.c.side == Side.DEBIT.value, line.c.amount_fen), else_=-line.c.amount_fen)
    )
    return (
        select(held.c.book_id, held.c.investment_id, fen.label("fen"))
        .select_from(held)
        .join(book, book.c.book_id == held.c.book_id)
        .join(voucher, voucher.c.book_id == held.c.book_id)
        .outerjoin(
            original,
            and_(
                original.c.book_id == voucher.c.book_id,
                original.c.voucher_id == voucher.c.reverses,
            ),
        )
        .join(
            line,
            and_(line.c.book_id == voucher.c.book_id, line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            held.c.book_id.in_(asked.books),
            held.c.kind == "term",
            voucher.c.period <= asked.last,
            or_(voucher.c.event.startswith("invest:"), original.c.event.startswith("invest:")),
            func.substr(event, 1, func.length(own)) == own,
            line.c.account == BANK,
            line.c.detail == TERM,
            of_estate(asked, line.c.estate_id),
        )
        .group_by(held.c.book_id, held.c.investment_id)
        .having(fen != 0)
        .subquery()
    )
