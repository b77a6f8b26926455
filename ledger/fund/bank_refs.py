"""The bank's numbers of movements, asked for by whatever room is to book one.

One movement of the bank is booked once, by one room. The register is the journal's.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, and_

from ledger.journal.movements import Standing, find_standing, standing
from ledger.journal.voucher import Movement
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

ADVANCE: Final = "advance"
DEPOSIT: Final = "deposit"
EARNINGS: Final = "earnings"
FOREIGN: Final = "foreign"
INVESTMENT: Final = "investment"
LOST: Final = "lost"
REFUND: Final = "refund"
UNCLAIMED: Final = "unclaimed"


def movement(  # what the register tells of one movement
    bank: BankAccount,
    ref: str | None,
    kind: str,
    amount_fen: int,
    counterparty: str | None = None,
) -> tuple[Movement, ...]:
    """Return what goes into the register with a voucher; nothing where no number was given.

    Args:
        bank: the account.
        ref: the bank's number, cleaned.
        kind: what becomes of the movement.
        amount_fen: what comes in (+) or goes out (-).
        counterparty: whom it comes from or goes to.
    """
    if ref is None:
        return ()
    return (Movement(bank.bank_account_id, ref, kind, amount_fen, counterparty),)


def refuse_used_ref(
    tx: Tx, book: Book, bank: BankAccount, ref: str, own: str | None = None
) -> None:
    """Refuse a number of the bank's under which a movement stands in the books, or waits.

    Args:
        tx: a transaction.
        book: the book of the bank account.
        bank: the account.
        ref: the number.
        own: movements of this kind are passed over.

    Raises:
        Refused: `bank_ref_used`.
    """
    found = find_standing(tx, book.book_id, bank.bank_account_id, ref)
    if found is not None and found.kind != own:
        raise used(bank, ref, found)


def used(bank: BankAccount, ref: str, found: Standing) -> Refused:
    """Return the refusal of a number that stands for what was found."""
    return Refused(
        "bank_ref_used",
        _("专户 {number} 的流水 {ref} 已经入账或制单：{on}，{amount} 元，{code}").format(
            number=shown(bank.number),
            ref=shown(ref),
            on=found.moved_on.isoformat(),
            amount=format_fen(found.amount_fen),
            code=found.code,
        ),
        _("请核对银行流水号；原来登记错的，先注销或退回 {code}").format(code=found.code),
    )


def standing_beside(numbers: Any) -> Select[Any]:
    """Return the question for movements, other than deposits, whose numbers a list names.

    Args:
        numbers: a table with `bank_account` and `bank_ref`.
    """
    table, bank = schema.bank_movement, schema.bank_account
    return (
        standing(numbers.c.bank_account, table.c.bank_ref)
        .join(bank, bank.c.bank_account_id == table.c.bank_account_id)
        .join(
            numbers,
            and_(numbers.c.bank_account == bank.c.number, numbers.c.bank_ref == table.c.bank_ref),
        )
        .where(table.c.kind != DEPOSIT)
        .distinct()
    )
