"""Receipts that a list of deposits names, held against the register of the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, select

from ledger.fund.collecting.deposit_rows import Deposit, staged_deposit
from ledger.fund.collecting.receipt_numbers import lot_of
from ledger.fund.collecting.receipt_uses import (
    is_kept_by_issuer,
    keeper_issues,
    read_lots,
    unknown,
    used,
    voided,
)
from ledger.registry.books import Book, list_books
from ledger.registry.rulebook import text_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import BadRow, Refused
from ledger.values.i18n import _


class ReceiptChecks:
    """Judges the receipts of a staged list; without any register it says nothing.

    Attributes:
        unknown_count: receipts that were never received, where that is only warned of.
    """

    def __init__(self, tx: Tx, who: str, today: date) -> None:
        self.unknown_count = 0
        self._tx, self._who, self._today = tx, who, today
        self._lots = read_lots(tx)
        self._books = {book.book_id: book for book in list_books(tx)} if self._lots else {}
        self._held: dict[tuple[int, str], str | None] = {}
        self._void: set[tuple[int, str]] = set()
        self._strict: dict[int, bool] = {}
        if self._lots:
            self._read()

    def fault(self, deposit: Deposit, heads: Mapping[str, str]) -> BadRow | None:
        """Return why a deposit cannot have its receipt, None where it can, or has none."""
        book, receipt = self._books.get(deposit.book_id), deposit.receipt
        lots = self._lots.get(deposit.book_id)
        if lots is None or book is None or receipt is None:
            return None
        refusal = self._refusal(book, receipt, deposit.key)
        self._held.setdefault((book.book_id, receipt), deposit.key)
        if refusal is None:
            return None
        return BadRow(
            deposit.row_no,
            heads["receipt"],
            receipt,
            refusal.code,
            refusal.message,
            refusal.hint,
            refused=True,
        )

    def notes(self) -> list[str]:
        """Say how many receipts were never received, where they were let pass."""
        if not self.unknown_count:
            return []
        return [_("{count} 张票据没有领用登记").format(count=self.unknown_count)]

    def _refusal(self, book: Book, receipt: str, key: str) -> Refused | None:
        name = (book.book_id, receipt)
        if name in self._void:
            return voided(receipt)
        if self._held.get(name, key) != key:
            return used(receipt)
        found = lot_of(self._lots[book.book_id], receipt)
        if found is None:
            if self._is_strict(book):
                return unknown(receipt)
            self.unknown_count += 1
            return None
        if is_kept_by_issuer(self._tx, book, found[0], self._who, self._today):
            return keeper_issues(self._who, receipt)
        return None

    def _is_strict(self, book: Book) -> bool:
        if book.book_id not in self._strict:
            told = text_rule(self._tx, book.custodian_id, "receipt.unknown", self._today)
            self._strict[book.book_id] = told == "refuse"
        return self._strict[book.book_id]

    def _read(self) -> None:
        """Read what stands of the receipts that the list names: used, waiting, void."""
        use, void, waiting = schema.receipt_use, schema.receipt_void, schema.draft_deposit
        voucher: Any = schema.voucher
        named = select(staged_deposit.c.receipt).where(staged_deposit.c.receipt.is_not(None))
        cancelled = exists().where(
            and_(voucher.c.book_id == use.c.book_id, voucher.c.reverses == use.c.voucher_id)
        )
        for query in (
            select(use.c.book_id, use.c.receipt, use.c.deposit_key).where(
                use.c.receipt.in_(named), ~cancelled
            ),
            select(waiting.c.book_id, waiting.c.receipt, waiting.c.deposit_key).where(
                waiting.c.receipt.in_(named)
            ),
        ):
            for book_id, receipt, key in self._tx.conn.execute(query):
                self._held[book_id, receipt] = key
        query = select(void.c.book_id, void.c.receipt).where(void.c.receipt.in_(named))
        self._void.update((row.book_id, row.receipt) for row in self._tx.conn.execute(query))
