"""Whether a bank account holds what is to be paid: the money of all estates is pooled on it."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from sqlalchemy import func, select

from ledger.fund.earning.investments import term_fen
from ledger.fund.entries import TERM
from ledger.journal.balances import account_balances
from ledger.journal.voucher import Side
from ledger.registry.banks import BankAccount
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import shown

_LAST_PERIOD: Final = 299912


def refuse_short(
    tx: Tx, book_id: int, bank: BankAccount, amount_fen: int, on: date, *, but: str | None = None
) -> None:
    """Refuse where the bank account does not hold the money, at the month's end and now.

    The money is pooled: households may hold more than lies on this account. What is bound for a
    term pays nothing, and what drafts that wait are to pay is spoken for.

    Args:
        tx: a transaction that holds the head of the book.
        book_id: the book.
        bank: the bank account.
        amount_fen: what is to be paid.
        on: the day.
        but: the summary of the draft that is asked about, which does not count against itself.

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
    waiting_fen = leaving_fen(tx, book_id, bank.bank_account_id, but=but)
    if waiting_fen and held - waiting_fen < amount_fen <= held:
        raise Refused(
            "bank_short",
            _(
                "专户 {number} 活期 {held} 元，待过账的凭证要付 {waiting} 元，不够再付 {amount} 元"
            ).format(
                number=shown(bank.number),
                held=format_fen(held),
                waiting=format_fen(waiting_fen),
                amount=format_fen(amount_fen),
            ),
            _("请先调入资金，或换一个专户；不付的凭证请先退回（wxzj voucher return）"),
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


def leaving_fen(tx: Tx, book_id: int, bank_account_id: int, *, but: str | None = None) -> int:
    """Return what drafts that wait are to pay from a bank account; what comes in is not there yet.

    Args:
        tx: a transaction.
        book_id: the book.
        bank_account_id: the bank account.
        but: the summary of a draft that does not count.
    """
    table = schema.draft
    # The text is narrowed before it is read: drafts of deposits may hold many thousand shares.
    bodies = tx.conn.execute(
        select(table.c.body).where(
            table.c.book_id == book_id,
            table.c.state.in_(("DRAFT", "CHECKED")),
            table.c.summary != (but or ""),
            table.c.body.contains(f'"bank_account_id": {bank_account_id},', autoescape=True),
        )
    ).scalars()
    return sum(max(0, _out_fen(body, bank_account_id)) for body in bodies)


def _out_fen(body: str, bank_account_id: int) -> int:
    """Return what a draft takes off the demand part of a bank account, net."""
    return sum(
        line["amount_fen"] if line["side"] == Side.CREDIT else -line["amount_fen"]
        for line in json.loads(body)["lines"]
        if line["bank_account_id"] == bank_account_id and line["detail"] != TERM
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
