"""Deposits that stand in the books (交存), found again for what is done to them later.

A deposit is here what one voucher of deposits gave one sub-account: of a household that is one
payment, of a selling unit all that it paid under that voucher. What was reversed is none.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, func, select

from ledger.fund.deposit_rows import SUB_KINDS
from ledger.journal.reading import number_of
from ledger.journal.voucher import PayerClass
from ledger.journal.vouchers import find_voucher
from ledger.registry.books import Book, list_books
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_SHOWN_MAX: Final = 5  # deposits named where several fit


class Deposited(NamedTuple):
    """A deposit that stands in the books: what a voucher gave a sub-account.

    Attributes:
        voucher: the number of the voucher.
        amount_fen: all of it, whatever was given back since.
    """

    book: Book
    voucher_id: int
    voucher: str
    sub_id: int
    estate_id: int
    bank_account_id: int
    dated_on: date
    purpose: str
    payer_class: PayerClass
    amount_fen: int


def find_deposit(tx: Tx, household: str, on: date | None, voucher_code: str | None) -> Deposited:
    """Find the one deposit of a household, or of a selling unit, that is meant.

    Args:
        tx: a transaction.
        household: the code of the household or the selling unit.
        on: the day of the deposit; None where it is left open.
        voucher_code: the number of its voucher; None where it is left open.

    Raises:
        InputError: `voucher_code`.
        Refused: `household_unknown`, `voucher_unknown`, `deposit_unknown`, `deposit_ambiguous`.
    """
    sub = schema.sub_account
    books = {book.book_id: book for book in list_books(tx)}
    subs = tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id, sub.c.estate_id).where(
            sub.c.book_id.in_(books), sub.c.code == household, sub.c.kind.in_(SUB_KINDS)
        )
    ).all()
    if not subs:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(household)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    named = None if voucher_code is None else find_voucher(tx, voucher_code)
    found = [
        _deposited(row, books[row.book_id], own.estate_id)
        for own in subs
        for row in tx.conn.execute(_deposits(own.book_id, own.sub_id, own.estate_id, on))
        if named is None or named == (row.book_id, row.voucher_id)
    ]
    if not found:
        raise Refused(
            "deposit_unknown",
            _("{code} 没有这样一笔交存，或已注销").format(code=shown(household)),
            _("请用 wxzj report household {code} 核对交存日期和凭证号").format(
                code=shown(household)
            ),
        )
    if len(found) > 1:
        told = "、".join(each.voucher for each in found[:_SHOWN_MAX])
        raise Refused(
            "deposit_ambiguous",
            _("{code} 有 {count} 笔这样的交存：{vouchers}").format(
                code=shown(household), count=len(found), vouchers=told
            ),
            _("请加 --voucher 凭证号，说明退的是哪一笔"),
        )
    return found[0]


def _deposits(book_id: int, sub_id: int, estate_id: int, on: date | None) -> Select[Any]:
    """Return the deposits of a sub-account that stand; a selling unit's of one voucher are one."""
    deposit, voucher = schema.deposit, schema.voucher
    red = voucher.alias("red")
    keys = (
        deposit.c.book_id,
        deposit.c.voucher_id,
        deposit.c.sub_id,
        deposit.c.bank_account_id,
        deposit.c.dated_on,
        deposit.c.purpose,
        deposit.c.payer_class,
        voucher.c.period,
        voucher.c.no,
        voucher.c.word,
    )
    query = (
        select(*keys, func.sum(deposit.c.amount_fen).label("fen"))
        .join_from(
            voucher,
            deposit,
            and_(
                deposit.c.book_id == voucher.c.book_id,
                deposit.c.voucher_id == voucher.c.voucher_id,
                deposit.c.sub_id == sub_id,
            ),
        )
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.estate_id == estate_id,
            red.c.voucher_id.is_(None),
        )
        .group_by(*keys)
        .order_by(deposit.c.voucher_id)
    )
    return query if on is None else query.where(voucher.c.dated_on == on)


def _deposited(row: Any, book: Book, estate_id: int) -> Deposited:
    return Deposited(
        book=book,
        voucher_id=row.voucher_id,
        voucher=f"{book.code}:{number_of(row.period, row.word, row.no)}",
        sub_id=row.sub_id,
        estate_id=estate_id,
        bank_account_id=row.bank_account_id,
        dated_on=row.dated_on,
        purpose=row.purpose,
        payer_class=PayerClass(row.payer_class),
        amount_fen=int(row.fen),
    )
