"""The bank's numbers of movements that are in the books, whatever room booked them.

A deposit keeps its number in a row of its own, or waits with it in a draft. What other rooms book
or draw up says account and number in its summary, in one way: `<account> 流水<number>`. So one
movement of the bank is booked once, by one room.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import Select, and_, select

from ledger.journal.reading import number_of
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_SAID: Final = re.compile(r"(?:^|\s)(?P<account>\S+) 流水(?P<ref>[^\s]+)")
_WORD: Final = " 流水"
_WAITING: Final = ("DRAFT", "CHECKED")


def said_refs(
    tx: Tx, book_ids: Collection[int] | None = None, own: str | None = None
) -> dict[tuple[str, str], str]:
    """Return account and number of all movements that vouchers and drafts name, with their codes.

    Args:
        tx: a transaction.
        book_ids: of these books; of all when left out.
        own: what begins so is passed over.
    """
    found: dict[tuple[str, str], str] = {}
    for code, summary in _summaries(tx, book_ids):
        if own is None or not summary.startswith(own):
            for said in _SAID.finditer(summary):
                found.setdefault((said["account"], said["ref"]), code)
    return found


def refuse_used_ref(
    tx: Tx, book: Book, bank: BankAccount, ref: str, own: str | None = None
) -> None:
    """Refuse a number of the bank's under which a movement stands in the books, or waits.

    Args:
        tx: a transaction.
        book: the book of the bank account.
        bank: the account.
        ref: the number.
        own: what the summaries of the asking room's own vouchers of this movement begin with.

    Raises:
        Refused: `bank_ref_used`.
    """
    for table in (schema.deposit, schema.draft_deposit):
        if tx.conn.execute(_deposits(table, book, f"ref:{bank.number}:{ref}")).first() is not None:
            raise Refused(
                "bank_ref_used",
                _("专户 {number} 的流水 {ref} 已作为交存入账").format(
                    number=shown(bank.number), ref=shown(ref)
                ),
                _("请核对银行流水号"),
            )
    code = said_refs(tx, [book.book_id], own).get((bank.number, ref))
    if code is not None:
        raise Refused(
            "bank_ref_used",
            _("专户 {number} 的流水 {ref} 已经入账或制单：{code}").format(
                number=shown(bank.number), ref=shown(ref), code=code
            ),
            _("请核对银行流水号"),
        )


def _deposits(table: Any, book: Book, key: str) -> Select[Any]:
    """Return the question for a deposit of this key that waits, or stands in the books."""
    query = select(table.c.book_id).where(
        table.c.book_id == book.book_id, table.c.deposit_key == key
    )
    if table is schema.draft_deposit:
        return query
    red = schema.voucher.alias("red")
    return query.outerjoin(
        red, and_(red.c.book_id == table.c.book_id, red.c.reverses == table.c.voucher_id)
    ).where(red.c.voucher_id.is_(None))


def _summaries(tx: Tx, book_ids: Collection[int] | None) -> Iterator[tuple[str, str]]:
    voucher, draft, book = schema.voucher, schema.draft, schema.book
    red = voucher.alias("red")
    posted = (
        select(book.c.code, voucher.c.period, voucher.c.word, voucher.c.no, voucher.c.summary)
        .join_from(voucher, book, book.c.book_id == voucher.c.book_id)
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.summary.contains(_WORD),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
        .order_by(voucher.c.book_id, voucher.c.voucher_id)
    )
    waiting = (
        select(book.c.code, draft.c.draft_id, draft.c.summary)
        .join_from(draft, book, book.c.book_id == draft.c.book_id)
        .where(draft.c.summary.contains(_WORD), draft.c.state.in_(_WAITING))
        .order_by(draft.c.book_id, draft.c.draft_id)
    )
    if book_ids is not None:
        posted = posted.where(voucher.c.book_id.in_(book_ids))
        waiting = waiting.where(draft.c.book_id.in_(book_ids))
    for code, period, word, no, summary in tx.conn.execute(posted).all():
        yield f"{code}:{number_of(period, word, no)}", summary
    for code, draft_id, summary in tx.conn.execute(waiting).all():
        if not summary.startswith("注销"):
            yield f"{code}:D-{draft_id}", summary
