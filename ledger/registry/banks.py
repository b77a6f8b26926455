"""Bank accounts (专户): each belongs to one custodian and one type of fund, for good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.registry.books import Book
from ledger.registry.kinds import fund_type_title
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_account_number, shown

_CHUNK: Final = 500  # numbers looked up at a time


class BankAccount(NamedTuple):
    """A bank account."""

    bank_account_id: int
    custodian_id: int
    fund_type: str
    number: str


def register_bank_account(
    tx: Tx, number: str, custodian_id: int, fund_type: str
) -> tuple[BankAccount, bool]:
    """Register a bank account; return it, and whether it is new.

    The same account of the same custodian and fund again changes nothing.

    Raises:
        InputError: what `clean_account_number` raises.
        Refused: `bank_account_foreign`.
    """
    number = clean_account_number(number, _("银行账号"))
    known = find_bank_accounts(tx, [number]).get(number)
    if known is not None:
        if (known.custodian_id, known.fund_type) != (custodian_id, fund_type):
            raise Refused(
                "bank_account_foreign",
                foreign_account(tx, known),
                _("一个专户只属于一个代管机构和一种资金，请核对账号"),
            )
        return known, False
    table = schema.bank_account
    newest = tx.conn.execute(select(func.max(table.c.bank_account_id))).scalar_one()
    account = BankAccount((newest or 0) + 1, custodian_id, fund_type, number)
    tx.conn.execute(table.insert().values(account._asdict()))
    return account, True


def find_bank_accounts(tx: Tx, numbers: Iterable[str]) -> dict[str, BankAccount]:
    """Return the registered ones of `numbers`."""
    table = schema.bank_account
    found: dict[str, BankAccount] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _CHUNK):
        for row in tx.conn.execute(
            select(
                table.c.bank_account_id, table.c.custodian_id, table.c.fund_type, table.c.number
            ).where(table.c.number.in_(wanted[start : start + _CHUNK]))
        ):
            found[row.number] = BankAccount(*row)
    return found


def foreign_account(tx: Tx, account: BankAccount) -> str:
    """Say whose `account` is, to somebody who took it for another's."""
    custodian = schema.custodian
    name = tx.conn.execute(
        select(custodian.c.name).where(custodian.c.custodian_id == account.custodian_id)
    ).scalar_one()
    return _("专户 {number} 属于{custodian}的{fund}资金").format(
        number=shown(account.number),
        custodian=shown(name),
        fund=fund_type_title(account.fund_type),
    )


def accounts_of_books(tx: Tx, books: Iterable[Book]) -> dict[int, str]:
    """Return the bank accounts into which money of each book is paid, by book id, in one text."""
    table = schema.bank_account
    return {
        book.book_id: "、".join(
            tx.conn.execute(
                select(table.c.number)
                .where(
                    table.c.custodian_id == book.custodian_id,
                    table.c.fund_type == book.fund_type,
                )
                .order_by(table.c.bank_account_id)
            ).scalars()
        )
        for book in books
    }
