"""Receipts whose household is not known yet (待认领): booked at once, each told apart for ever.

Each receipt has a SUSPENSE sub-account of its own, named by the bank account and the bank's
number, so that what is open of it is the sum of its sealed shares. It names no estate and so takes
no part in repairs, votes or replenishment. All else about it is read from its sealed voucher.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund import entries
from ledger.fund.bank_refs import UNCLAIMED, movement, refuse_used_ref
from ledger.fund.collecting.unclaimed import SUSPENSE, Item, read_item, summary_of
from ledger.fund.earning.earnings import find_bank
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_drafts
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book, ensure_book
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the bank told of money that nobody is known to have paid."""

    amount_fen: int
    bank_account: str | None
    bank_ref: str
    payer: str | None = None
    on: date | None = None


class Booked(NamedTuple):
    """What became of a receipt, or of an assignment.

    Attributes:
        item: its code.
        code: of the voucher, or of the draft that waits for a second person.
        replayed: whether it had been booked before.
    """

    book: Book
    item: str
    code: str
    draft: Draft
    is_draft: bool
    replayed: bool


def record(tx: Tx, receipt: Receipt, *, who: str, clock: Clock) -> Booked:
    """Book a receipt that nobody has claimed, once for each number of the bank's.

    Raises:
        Refused: `amount_not_positive`, `bank_account_unknown`, `bank_account_missing`,
            `date_in_future`, `bank_ref_used`, or what posting refuses.
    """
    on = receipt.on or clock.today
    refuse_amount(receipt.amount_fen)
    bank = find_bank(tx, receipt.bank_account)
    refuse_future(on, clock)
    ref = clean_name(receipt.bank_ref, _("银行流水号"))
    book = ensure_book(tx, bank.custodian_id, bank.fund_type)
    code = entries.suspense_code(bank.number, ref)
    known = _sub_account(tx, book, code)
    sub_id = _open_sub_account(tx, book, code) if known is None else known
    draft = _voucher(tx, receipt, bank, book, sub_id, on, who)
    booked = _booked_before(read_item(tx, book, sub_id, code), draft)
    if booked is None:
        refuse_used_ref(tx, book, bank, ref)
        booked = enter(tx, book, code, draft, clock=clock)
    # The head of the log is taken after the month, as every posting does.
    if known is None:
        record_master_change(
            tx,
            book.book_id,
            kind="suspense",
            summary=f"设立待认领分户账 {code}",
            row_count=1,
            content=hashlib.sha256(netstring(SUSPENSE, sub_id, code).encode()).digest(),
            who=who,
            clock=clock,
        )
    return booked


def enter(tx: Tx, book: Book, item: str, draft: Draft, *, clock: Clock) -> Booked:
    """Post `draft`; once there are users, save it to be checked."""
    if not has_users(tx):
        posted = post(tx, draft, clock=clock)
        return Booked(book, item, posted.code, draft, is_draft=False, replayed=posted.replayed)
    code = save_drafts(tx, [draft], clock=clock)[0]
    return Booked(book, item, code, draft, is_draft=True, replayed=False)


def request_key(tx: Tx, book_id: int, sub_id: int) -> str:
    """Return the key of the next voucher that touches a sub-account: two at once are one."""
    share = schema.share
    count = tx.conn.execute(
        select(func.count(share.c.voucher_id.distinct())).where(
            share.c.book_id == book_id, share.c.sub_id == sub_id
        )
    ).scalar_one()
    return f"suspense:{sub_id}:{count + 1}"


def refuse_amount(amount_fen: int) -> None:
    """Refuse what is not more than nothing.

    Raises:
        Refused: `amount_not_positive`.
    """
    if amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额"))


def _voucher(
    tx: Tx, receipt: Receipt, bank: BankAccount, book: Book, sub_id: int, on: date, who: str
) -> Draft:
    ref = clean_name(receipt.bank_ref, _("银行流水号"))
    payer = None if receipt.payer is None else clean_name(receipt.payer, _("付款方"))
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=summary_of(bank.number, ref, payer),
        lines=entries.unclaimed(receipt.amount_fen, bank.bank_account_id, sub_id),
        request_key=request_key(tx, book.book_id, sub_id),
        maker=who,
        movements=movement(bank, ref, UNCLAIMED, receipt.amount_fen, payer),
    )


def _booked_before(item: Item, draft: Draft) -> Booked | None:
    """Return the booking of this receipt that stands, None where there is none.

    Raises:
        Refused: `bank_ref_used`, where it says something else.
    """
    standing = next((move for move in item.moves if move.fen > 0), None)
    if standing is None:
        return None
    if (standing.draft.dated_on, standing.fen) != (draft.dated_on, draft.debit_fen):
        raise Refused(
            "bank_ref_used",
            _("这笔流水已登记为待认领：{on}，{amount} 元").format(
                on=standing.draft.dated_on.isoformat(), amount=format_fen(standing.fen)
            ),
            _("请核对银行流水号；原来登记错的，先注销 {code}").format(code=standing.code),
        )
    return Booked(
        item.book, item.code, standing.code, standing.draft, standing.is_draft, replayed=True
    )


def _sub_account(tx: Tx, book: Book, code: str) -> int | None:
    sub = schema.sub_account
    found = tx.conn.execute(
        select(sub.c.sub_id, sub.c.kind).where(sub.c.book_id == book.book_id, sub.c.code == code)
    ).one_or_none()
    return None if found is None else int(found.sub_id)


def _open_sub_account(tx: Tx, book: Book, code: str) -> int:
    sub = schema.sub_account
    last = tx.conn.execute(
        select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == book.book_id)
    ).scalar_one()
    sub_id = int(last) + 1
    tx.conn.execute(
        sub.insert().values(
            book_id=book.book_id, sub_id=sub_id, kind=SUSPENSE, control=book.control, code=code
        )
    )
    return sub_id
