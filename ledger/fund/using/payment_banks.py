"""From which bank account a payment is made: one for each fund type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from ledger.registry.banks import BankAccount, find_bank_accounts
from ledger.registry.books import Book
from ledger.registry.kinds import fund_type_title
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown


def find_banks(tx: Tx, books: Sequence[Book], numbers: Sequence[str]) -> Mapping[str, BankAccount]:
    """Return the bank account that pays for each fund type."""
    chosen: dict[str, BankAccount] = {}
    named = find_bank_accounts(tx, numbers)
    for number in numbers:
        bank = named.get(number)
        if bank is None:
            raise Refused(
                "bank_account_unknown",
                _("没有登记专户 {number}").format(number=shown(number)),
                _("请先运行 wxzj registry bank-account add"),
            )
        fits = any(
            (book.custodian_id, book.fund_type) == (bank.custodian_id, bank.fund_type)
            for book in books
        )
        if not fits or chosen.setdefault(bank.fund_type, bank) != bank:
            raise Refused(
                "bank_account_wrong",
                _("专户 {number} 不能支付这个项目").format(number=shown(number)),
                _("每种资金给一个本代管机构的专户"),
            )
    for book in books:
        if book.fund_type not in chosen:
            chosen[book.fund_type] = only_bank(tx, book)
    return chosen


def bank_of(tx: Tx, book: Book, bank_account_id: int | None) -> BankAccount:
    """Return a bank account by its id; the only one of the book where none is known.

    Raises:
        Refused: `bank_account_missing`.
    """
    if bank_account_id is None:
        return only_bank(tx, book)
    table = schema.bank_account
    number = tx.conn.execute(
        select(table.c.number).where(table.c.bank_account_id == bank_account_id)
    ).scalar_one()
    return find_bank_accounts(tx, [number])[number]


def only_bank(tx: Tx, book: Book) -> BankAccount:
    """Return the one bank account of a book.

    Raises:
        Refused: `bank_account_missing`, where there is none, or more.
    """
    table = schema.bank_account
    numbers = tx.conn.execute(
        select(table.c.number)
        .where(table.c.custodian_id == book.custodian_id, table.c.fund_type == book.fund_type)
        .limit(2)
    ).scalars()
    found = find_bank_accounts(tx, numbers)
    if len(found) != 1:
        raise Refused(
            "bank_account_missing",
            _("没有说明从哪个{fund}资金专户支付").format(fund=fund_type_title(book.fund_type)),
            _("请加 --bank-account 账号"),
        )
    return next(iter(found.values()))
