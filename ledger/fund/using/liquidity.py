"""Whether a bank account holds what is to be paid: the money of all estates is pooled on it."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import func, select

from ledger.fund.earning.investments import term_fen
from ledger.journal.balances import account_balances
from ledger.registry.banks import BankAccount
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import shown

_LAST_PERIOD: Final = 299912


def refuse_short(tx: Tx, book_id: int, bank: BankAccount, amount_fen: int, on: date) -> None:
    """Refuse where the bank account does not hold the money, at the month's end and now.

    The money is pooled: households may hold more than lies on this account. What is bound for a
    term pays nothing.

    Raises:
        Refused: `bank_short`.
    """
    month = schema.month
    periods = tx.conn.execute(  # none where the day lies before the book's first month
        select(month.c.period).where(month.c.book_id == book_id, month.c.period == period_of(on))
    ).scalars()
    held = min(
        _bank_balance(tx, book_id, bank.bank_account_id, period)
        - term_fen(tx, book_id, bank.bank_account_id, period)
        for period in (*periods, _LAST_PERIOD)
    )
    if held < amount_fen:
        raise Refused(
            "bank_short",
            _("专户 {number} 活期只有 {held} 元，要付 {amount} 元").format(
                number=shown(bank.number),
                held=format_fen(held),
                amount=format_fen(amount_fen),
            ),
            _("请先调入资金，或换一个专户"),
        )


def _bank_balance(tx: Tx, book_id: int, bank_account_id: int, period: int) -> int:
    balances = account_balances(tx, book_id, period)
    return int(
        tx.conn.execute(
            select(func.coalesce(func.sum(balances.c.balance_fen), 0)).where(
                balances.c.bank_account_id == bank_account_id
            )
        ).scalar_one()
    )
