"""Those who left, held to the journal: 2001 equals its register, the closed hold nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import same_voucher
from ledger.registry.books import FUND
from ledger.registry.closed import CUSTODY
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen

_PAYABLE: Final = "2001"


def _effects() -> Select[Any]:
    """Return what the register says of 2001: a row for each voucher that let a row count or end.

    Columns: `book_id`, `voucher_id`, `fen` (credit positive).
    """
    owed, paid = schema.lost_refund, schema.lost_payment
    parts: list[Select[Any]] = []
    for table, sign in ((owed, 1), (paid, -1)):
        parts.append(
            select(
                table.c.book_id,
                table.c.since.label("voucher_id"),
                (sign * table.c.amount_fen).label("fen"),
            ).where(table.c.since.is_not(None))
        )
        parts.append(
            select(table.c.book_id, table.c.until, -sign * table.c.amount_fen).where(
                table.c.until.is_not(None)
            )
        )
    every = union_all(*parts).subquery()
    return select(every.c.book_id, every.c.voucher_id, every.c.fen)


def owed_by_register(tx: Tx, book_id: int, period: int) -> int:
    """Return what is owed for lost houses at a month's end, by the register."""
    effect, voucher = _effects().subquery(), schema.voucher
    fen = tx.conn.execute(
        select(func.coalesce(func.sum(effect.c.fen), 0))
        .join_from(effect, voucher, same_voucher(effect, voucher))
        .where(effect.c.book_id == book_id, voucher.c.period <= period)
    ).scalar_one()
    return int(fen)


def closed_holding(tx: Tx, book_id: int | None = None) -> list[str]:
    """Return the closed sub-accounts that hold something, or have something set aside.

    Those of a hand-over hold what is still to come of it; `custody_to_come` tells of them.
    """
    close, balance, sub = schema.sub_close, schema.sub_balance, schema.sub_account
    query = (
        select(sub.c.code)
        .distinct()
        .join_from(
            close,
            balance,
            and_(balance.c.book_id == close.c.book_id, balance.c.sub_id == close.c.sub_id),
        )
        .join(sub, and_(sub.c.book_id == close.c.book_id, sub.c.sub_id == close.c.sub_id))
        .where(
            close.c.cause != CUSTODY,
            close.c.since.is_not(None),
            close.c.until.is_(None),
            or_(balance.c.amount_fen != 0, balance.c.earmark_fen != 0),
        )
        .order_by(sub.c.code)
    )
    if book_id is not None:
        query = query.where(close.c.book_id == book_id)
    return list(tx.conn.execute(query).scalars())


def leaving(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare 2001 with its register, by book; look at the vouchers that rows count from."""
    yield from _payable(tx, books)
    yield from _untied(tx, books)
    for code in closed_holding(tx):
        yield wrong("closed_not_empty", code, _("已销户的分户账还有余额"))


def _payable(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare the balance of 2001, from lines, with the register."""
    line, effect = schema.line, _effects().subquery()
    signed = case((line.c.side == "C", line.c.amount_fen), else_=-line.c.amount_fen)
    booked: Select[Any] = select(line.c.book_id, signed.label("fen")).where(
        line.c.book_id.in_(select(schema.book.c.book_id).where(schema.book.c.kind == FUND)),
        line.c.account == _PAYABLE,
    )
    told: Select[Any] = select(effect.c.book_id, -effect.c.fen)
    both = union_all(booked, told).subquery()
    query = (
        select(both.c.book_id, func.sum(both.c.fen).label("gap"))
        .group_by(both.c.book_id)
        .having(func.sum(both.c.fen) != 0)
        .order_by(both.c.book_id)
    )
    for book_id, gap in tx.conn.execute(query).all():
        yield wrong(
            "lost_register_differs",
            books.book(book_id),
            _("2001 余额比灭失返还登记簿多 {amount} 元").format(amount=format_fen(int(gap))),
        )


def _not_returned(table: Any) -> ColumnElement[bool]:
    """Say that a row has not ended by a later hand-over, which opens a door again."""
    if table is not schema.sub_close:
        return true()
    return or_(table.c.cause != CUSTODY, table.c.until.is_(None))


def _untied(tx: Tx, books: Books) -> Iterator[Finding]:
    """Look for rows that count from a voucher of another event, or end with no reversal."""
    voucher, red = schema.voucher, schema.voucher.alias("red")
    for table in (schema.sub_close, schema.lost_refund, schema.lost_payment):
        change = schema.master_change
        query = (
            select(table.c.book_id, table.c.event)
            .distinct()
            .select_from(table)
            .outerjoin(
                voucher,
                and_(
                    voucher.c.book_id == table.c.book_id,
                    voucher.c.voucher_id == table.c.since,
                    voucher.c.event == table.c.event,
                ),
            )
            .outerjoin(
                change,
                and_(
                    change.c.book_id == table.c.book_id,
                    change.c.change_id == table.c.since,
                    literal(table is schema.sub_close),
                ),
            )
            .outerjoin(
                red, and_(red.c.book_id == table.c.book_id, red.c.reverses == voucher.c.voucher_id)
            )
            .where(
                table.c.since.is_not(None),
                or_(
                    and_(voucher.c.voucher_id.is_(None), change.c.change_id.is_(None)),
                    and_(
                        voucher.c.voucher_id.is_not(None),
                        red.c.voucher_id.is_distinct_from(table.c.until),
                        _not_returned(table),
                    ),
                ),
            )
        )
        for book_id, event in tx.conn.execute(query).all():
            yield wrong(
                "register_untied",
                books.book(book_id),
                _("登记簿 {event} 与凭证的过账、冲销不一致").format(event=event),
            )
