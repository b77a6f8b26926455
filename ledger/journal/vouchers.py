"""Vouchers looked up by number, and lists of them."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Result, func, select

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.period import parse_period
from ledger.values.reach import refuse_estate
from ledger.values.text import shown

_CODE: Final = re.compile(
    r"(?P<book>[^:]+):(?P<period>[0-9]{4}-[0-9]{2}):(?P<word>[收付转结])-(?P<no>[1-9][0-9]{0,8})",
    re.ASCII,
)


def find_voucher(tx: Tx, code: str) -> tuple[int, int]:
    """Return book and voucher id of the voucher called `code`, such as `F1-C:2026-01:收-12`.

    Raises:
        InputError: `voucher_code`.
        Refused: `voucher_unknown`, `out_of_reach`.
    """
    read = _CODE.fullmatch(code.replace("：", ":"))
    if read is None:
        raise InputError(
            "voucher_code",
            _("“{code}”不是凭证号").format(code=shown(code)),
            _("凭证号如 F1-C:2026-01:收-12"),
        )
    voucher, book = schema.voucher, schema.book
    row = tx.conn.execute(
        select(voucher.c.book_id, voucher.c.voucher_id, voucher.c.estate_id, book.c.custodian_id)
        .join(book, book.c.book_id == voucher.c.book_id)
        .where(
            book.c.code == read["book"],
            voucher.c.period == parse_period(read["period"]),
            voucher.c.word == read["word"],
            voucher.c.no == int(read["no"]),
        )
    ).one_or_none()
    if row is None:
        raise Refused(
            "voucher_unknown",
            _("没有凭证 {code}").format(code=shown(code)),
            _("运行 wxzj voucher list 查看"),
        )
    refuse_estate(tx.reach, row.estate_id, row.custodian_id, code)
    return row.book_id, row.voucher_id


def list_vouchers(
    tx: Tx,
    *,
    book: str | None,
    estate: str | None,
    period: int | None,
    maker: str | None = None,
    event: str | None = None,
) -> Result[Any]:
    """Read posted vouchers in the order of their numbers within a month, as they come."""
    voucher, books, estates = schema.voucher, schema.book, schema.estate
    red = schema.voucher.alias("red")
    query = (
        select(
            books.c.code.label("book"),
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            voucher.c.dated_on,
            voucher.c.kind,
            voucher.c.summary,
            estates.c.code.label("estate"),
            voucher.c.debit_fen,
            voucher.c.maker,
            voucher.c.checker,
            voucher.c.reverses,
            red.c.voucher_id.label("reversed_by"),
        )
        .join(books, books.c.book_id == voucher.c.book_id)
        .outerjoin(estates, estates.c.estate_id == voucher.c.estate_id)
        .outerjoin(
            red, (red.c.book_id == voucher.c.book_id) & (red.c.reverses == voucher.c.voucher_id)
        )
        .order_by(books.c.code, voucher.c.period, voucher.c.voucher_id)
    )
    if book is not None:
        query = query.where(books.c.code == book)
    if estate is not None:
        query = query.where(estates.c.code == estate)
    if period is not None:
        query = query.where(voucher.c.period == period)
    if maker is not None:
        query = query.where(voucher.c.maker == maker)
    if event is not None:
        query = query.where(voucher.c.event.startswith(event, autoescape=True))
    return tx.conn.execute(query, execution_options={"yield_per": 500})


def open_date_for(tx: Tx, book_id: int, period: int) -> int | None:
    """Return `period` where it is open, else the earliest open month after it, None without one."""
    month = schema.month
    found: int | None = tx.conn.execute(
        select(func.min(month.c.period)).where(
            month.c.book_id == book_id, month.c.period >= period, month.c.state == "OPEN"
        )
    ).scalar_one()
    return found


def is_reversed(tx: Tx, book_id: int, voucher_id: int) -> bool:
    """Tell whether a red voucher cancels this one."""
    voucher = schema.voucher
    query = select(voucher.c.voucher_id).where(
        voucher.c.book_id == book_id, voucher.c.reverses == voucher_id
    )
    return tx.conn.execute(query).first() is not None
