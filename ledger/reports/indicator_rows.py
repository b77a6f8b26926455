"""The rows behind the figures of the ministry's form that tell of what moved in the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from ledger.fund.entries import DEPOSIT_INCOME, REPAIR
from ledger.fund.refilling.campaign import IN_FORCE, State
from ledger.fund.refilling.campaign_status import PURPOSES
from ledger.fund.using.cases import Path
from ledger.journal.voucher import CLOSING_KINDS, Kind, Side
from ledger.reports.indicator_homes import Asked, Rows, named, of_estate, same
from ledger.store import schema
from ledger.store.days import day_number
from ledger.values.period import last_day

EARNED: Final = ("4101", "4102", "4201", "4301", "4901", "5901")
UNDISTRIBUTED: Final = "3101"
BUILD_UP: Final = ("补建",)
REFILLED: Final = tuple(word for word in PURPOSES if word not in BUILD_UP)


def _turnover(asked: Asked, *accounts: str) -> Select[Any]:
    """Return what an account gained in the year, by estate, closing vouchers apart."""
    moved, estate = schema.turnover, schema.estate
    closing = [kind.value for kind in CLOSING_KINDS]
    gained = func.sum(moved.c.credit_fen - moved.c.debit_fen)
    return (
        named(func.coalesce(estate.c.code, ""), func.coalesce(estate.c.name, ""), gained)
        .select_from(moved)
        .outerjoin(estate, estate.c.estate_id == moved.c.estate_id)
        .where(
            moved.c.book_id.in_(asked.books),
            moved.c.period.between(asked.first, asked.last),
            moved.c.account.in_(accounts),
            moved.c.kind.not_in(closing),
            of_estate(asked, moved.c.estate_id),
        )
        .group_by(estate.c.code, estate.c.name)
        .having(gained != 0)
    )


def collected(asked: Asked) -> Select[Any]:
    """Income of deposits in the year, refunds of the same year taken out, by estate."""
    return _turnover(asked, DEPOSIT_INCOME)


def earned(asked: Asked) -> Select[Any]:
    """What the money earned in the year less what the bank charged, by account."""
    moved, account = schema.turnover, schema.account
    closing = [kind.value for kind in CLOSING_KINDS]
    gained = func.sum(moved.c.credit_fen - moved.c.debit_fen)
    return (
        named(moved.c.account, account.c.name, gained)
        .select_from(moved)
        .join(
            account,
            and_(account.c.account == moved.c.account, account.c.chart == literal("FUND")),
        )
        .where(
            moved.c.book_id.in_(asked.books),
            moved.c.period.between(asked.first, asked.last),
            moved.c.account.in_(EARNED),
            moved.c.kind.not_in(closing),
            of_estate(asked, moved.c.estate_id),
        )
        .group_by(moved.c.account, account.c.name)
        .having(gained != 0)
    )


def distributed(asked: Asked) -> Select[Any]:
    """What was given out of the undistributed earnings in the year, by book."""
    moved, book = schema.turnover, schema.book
    given = func.sum(moved.c.debit_fen - moved.c.credit_fen)
    return (
        named(book.c.code, book.c.code, given)
        .select_from(moved)
        .join(book, book.c.book_id == moved.c.book_id)
        .where(
            moved.c.book_id.in_(asked.books),
            moved.c.period.between(asked.first, asked.last),
            moved.c.account == UNDISTRIBUTED,
            moved.c.kind == Kind.DISTRIBUTION.value,
            of_estate(asked, moved.c.estate_id),
        )
        .group_by(book.c.code)
        .having(given != 0)
    )


def undistributed(asked: Asked) -> Select[Any]:
    """What is not yet given out: 3101 and what will be carried to it, by book."""
    moved, book = schema.turnover, schema.book
    held = func.sum(moved.c.credit_fen - moved.c.debit_fen)
    return (
        named(book.c.code, book.c.code, held)
        .select_from(moved)
        .join(book, book.c.book_id == moved.c.book_id)
        .where(
            moved.c.book_id.in_(asked.books),
            moved.c.period <= asked.last,
            moved.c.account.in_((UNDISTRIBUTED, *EARNED)),
            of_estate(asked, moved.c.estate_id),
        )
        .group_by(book.c.code)
        .having(held != 0)
    )


def bank_accounts(asked: Asked) -> Select[Any]:
    """Bank accounts of the books, each with the book; what lies on them is no estate's own."""
    bank, book = schema.bank_account, schema.book
    return (
        named(bank.c.number, book.c.code, literal(1))
        .select_from(bank)
        .join(
            book,
            and_(book.c.custodian_id == bank.c.custodian_id, book.c.fund_type == bank.c.fund_type),
        )
        .where(book.c.book_id.in_(asked.books))
    )


def _paid_in(asked: Asked, purposes: Sequence[str]) -> Subquery:
    """Return what homes paid in the year for some purposes, less what was taken back of it."""
    voucher, line, share = schema.voucher, schema.line, schema.share
    fen = func.sum(share.c.amount_fen)
    return (
        select(share.c.book_id, share.c.sub_id, fen.label("fen"))
        .select_from(voucher)
        .join(
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .join(
            line,
            and_(
                line.c.book_id == share.c.book_id,
                line.c.voucher_id == share.c.voucher_id,
                line.c.line_no == share.c.line_no,
            ),
        )
        .where(
            voucher.c.book_id.in_(asked.books),
            voucher.c.period.between(asked.first, asked.last),
            of_estate(asked, voucher.c.estate_id),
            share.c.payer_class.is_not(None),
            line.c.detail.in_(purposes),
        )
        .group_by(share.c.book_id, share.c.sub_id)
        .having(fen > 0)
        .subquery()
    )


def _payers(asked: Asked, purposes: Sequence[str], *, by_estate: bool) -> Select[Any]:
    paid, sub, estate = _paid_in(asked, purposes), schema.sub_account, schema.estate
    if not by_estate:
        query = named(sub.c.code, estate.c.name, paid.c.fen)
    else:
        query = named(estate.c.code, estate.c.name, func.sum(paid.c.fen)).group_by(
            estate.c.code, estate.c.name
        )
    return (
        query.select_from(paid)
        .join(sub, same(sub, paid))
        .join(estate, estate.c.estate_id == sub.c.estate_id)
    )


def refilling_homes(asked: Asked) -> Select[Any]:
    """Homes that refilled their fund in the year (续交, 补足), with the amount."""
    return _payers(asked, REFILLED, by_estate=False)


def refilling_estates(asked: Asked) -> Select[Any]:
    """Estates with such homes."""
    return _payers(asked, REFILLED, by_estate=True)


def building_homes(asked: Asked) -> Select[Any]:
    """Homes that built up a fund in the year (补建), with the amount."""
    return _payers(asked, BUILD_UP, by_estate=False)


def campaigns(asked: Asked) -> Select[Any]:
    """Campaigns of refilling in force at the end of the month, with what they ask for."""
    table, estate = schema.campaign, schema.estate

    def stepped(states: Iterable[State]) -> ColumnElement[bool]:
        step = schema.campaign_step
        return exists().where(
            step.c.book_id == table.c.book_id,
            step.c.campaign_id == table.c.campaign_id,
            step.c.state.in_([state.value for state in states]),
            step.c.dated_on <= last_day(asked.last),
        )

    return (
        named(table.c.code, estate.c.name, func.sum(table.c.due_fen))
        .select_from(table)
        .join(estate, estate.c.estate_id == table.c.estate_id)
        .where(
            table.c.book_id.in_(asked.books),
            of_estate(asked, table.c.estate_id),
            stepped(IN_FORCE),
            ~stepped({State.STOPPED, State.REPLACED}),
        )
        .group_by(table.c.code, estate.c.name)
    )


# ---- use ----


def _cases(asked: Asked) -> Subquery:
    """Return the cases of which something was paid in the year, over all their books."""
    table, voucher, line = schema.usage_case, schema.voucher, schema.line
    debit = case((line.c.side == Side.DEBIT.value, line.c.amount_fen), else_=-line.c.amount_fen)
    paid = func.sum(debit)
    first_on = func.min(day_number(asked.dialect, voucher.c.dated_on))
    return (
        select(
            table.c.code,
            table.c.title,
            table.c.path,
            table.c.consent,
            paid.label("fen"),
            (first_on - func.min(day_number(asked.dialect, table.c.drafted_on))).label("days"),
        )
        .select_from(voucher)
        .join(
            table,
            and_(table.c.book_id == voucher.c.book_id, table.c.case_id == voucher.c.case_id),
        )
        .join(
            line,
            and_(line.c.book_id == voucher.c.book_id, line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id.in_(asked.books),
            voucher.c.period.between(asked.first, asked.last),
            of_estate(asked, voucher.c.estate_id),
            line.c.account == REPAIR,
        )
        .group_by(table.c.code, table.c.title, table.c.path, table.c.consent)
        .having(paid != 0)
        .subquery()
    )


def cases(asked: Asked) -> Select[Any]:
    """Cases of which something was paid in the year, with the amount."""
    paid = _cases(asked)
    return named(paid.c.code, paid.c.title, paid.c.fen)


def cases_of(*works: str) -> Rows:
    """Return such cases of some kinds of work."""

    def rows(asked: Asked) -> Select[Any]:
        paid = _cases(asked)
        return named(paid.c.code, paid.c.title, paid.c.fen).where(
            or_(*(paid.c.consent.contains(f'"work": "{work}"') for work in works))
        )

    return rows


def cases_but(*works: str) -> Rows:
    """Return such cases of all other kinds of work."""

    def rows(asked: Asked) -> Select[Any]:
        paid = _cases(asked)
        return named(paid.c.code, paid.c.title, paid.c.fen).where(
            *(~paid.c.consent.contains(f'"work": "{work}"') for work in works)
        )

    return rows


def emergencies(asked: Asked) -> Select[Any]:
    """Such cases that could not wait for a vote."""
    paid = _cases(asked)
    return named(paid.c.code, paid.c.title, paid.c.fen).where(paid.c.path == Path.EMERGENCY.value)


def days_of(path: Path) -> Rows:
    """Return such cases of a path, with the days from draft to the first payment of the year."""

    def rows(asked: Asked) -> Select[Any]:
        paid = _cases(asked)
        return named(paid.c.code, paid.c.title, paid.c.days).where(paid.c.path == path.value)

    return rows
