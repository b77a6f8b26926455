"""Imprest (备用金, 1201): drawn by a holder, settled against cases, the rest given back.

What a holder has is what the journal says: the lines of 1201 name the holder. What is settled is a
payment of its case like any other, from the holder's cash instead of the bank.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from ledger.fund import entries
from ledger.fund.earning.earnings import find_bank
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_new_drafts
from ledger.journal.lookups import open_months, voucher_ids_by_request
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book, ensure_book, list_books
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown


@dataclass(frozen=True, slots=True)
class Slip:
    """What a person draws or gives back.

    Attributes:
        bank_account: may be left out where only one is registered.
        request_key: tells two equal slips of a day apart.
    """

    holder: str
    amount_fen: int
    bank_account: str | None = None
    on: date | None = None
    request_key: str | None = None


class Slipped(NamedTuple):
    """What became of a slip.

    Attributes:
        code: of the voucher, or of the draft that waits for a second person.
        held_fen: what the holder has by the journal.
    """

    book: Book
    holder: str
    code: str
    is_draft: bool
    replayed: bool
    held_fen: int


class Holder(NamedTuple):
    """What a holder has in a book."""

    book: str
    holder: str
    drawn_fen: int
    settled_fen: int

    @property
    def held_fen(self) -> int:
        """What is still to be settled or given back."""
        return self.drawn_fen - self.settled_fen


def draw(tx: Tx, slip: Slip, *, who: str, clock: Clock) -> Slipped:
    """Pay imprest to a holder, once. With users it waits to be checked.

    Raises:
        InputError: a name that cannot be kept.
        Refused: `amount_not_positive`, `date_in_future`, `bank_account_missing`,
            `bank_account_unknown`, `bank_short`, or what posting refuses.
    """
    return _book(tx, slip, is_draw=True, who=who, clock=clock)


def give_back(tx: Tx, slip: Slip, *, who: str, clock: Clock) -> Slipped:
    """Take back what a holder did not use, once. With users it waits to be checked.

    Raises:
        InputError: a name that cannot be kept.
        Refused: `amount_not_positive`, `date_in_future`, `bank_account_missing`,
            `bank_account_unknown`, `imprest_short`, or what posting refuses.
    """
    return _book(tx, slip, is_draw=False, who=who, clock=clock)


def _book(tx: Tx, slip: Slip, *, is_draw: bool, who: str, clock: Clock) -> Slipped:
    on = slip.on or clock.today
    refuse_future(on, clock)
    if slip.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额，单位是元"))
    bank = find_bank(tx, slip.bank_account)
    book = ensure_book(tx, bank.custodian_id, bank.fund_type)
    open_months(tx, book.book_id, [period_of(on)])  # the month, then the head, as postings do
    lock_head(tx, book.book_id)
    holder = clean_name(slip.holder, _("领用人"))
    draft = _voucher(slip, holder, bank, book, on, is_draw=is_draw, who=who)
    if voucher_ids_by_request(tx, book.book_id, [draft.request_key]):
        code, is_draft, replayed = post(tx, draft, clock=clock).code, False, True
    else:
        if is_draw:
            refuse_short(tx, book.book_id, bank, slip.amount_fen, on, but=draft.summary)
        else:
            refuse_imprest_short(tx, book, holder, slip.amount_fen)
        code, is_draft, replayed = _keep(tx, draft, clock)
    return Slipped(book, holder, code, is_draft, replayed, held_by(tx, book, holder))


def _keep(tx: Tx, draft: Draft, clock: Clock) -> tuple[str, bool, bool]:
    if not has_users(tx):
        return post(tx, draft, clock=clock).code, False, False
    [saved] = save_new_drafts(tx, [draft], clock=clock)
    return saved.code, saved.state != "POSTED", not saved.is_new


def _voucher(
    slip: Slip,
    holder: str,
    bank: BankAccount,
    book: Book,
    on: date,
    *,
    is_draw: bool,
    who: str,
) -> Draft:
    act, word = ("draw", "领备用金") if is_draw else ("return", "退备用金")  # records: Chinese
    key = slip.request_key or f"{holder}:{bank.number}:{on}:{slip.amount_fen}"
    words = [word, holder, bank.number, slip.request_key or ""]
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=" ".join(filter(None, words)),
        lines=entries.imprest(slip.amount_fen, bank.bank_account_id, holder, is_draw=is_draw),
        request_key=f"imprest:{act}:{key}",
        maker=who,
    )


def refuse_imprest_short(tx: Tx, book: Book, holder: str, amount_fen: int) -> None:
    """Refuse more than a holder has.

    Raises:
        Refused: `imprest_short`.
    """
    held = held_by(tx, book, holder)
    if amount_fen > held:
        raise Refused(
            "imprest_short",
            _("{holder}在账套 {book} 只有备用金 {held} 元，不够 {amount} 元").format(
                holder=shown(holder),
                book=book.code,
                held=format_fen(held),
                amount=format_fen(amount_fen),
            ),
            _("请运行 wxzj fund imprest list 核对"),
        )


def held_by(tx: Tx, book: Book, holder: str) -> int:
    """Return what a holder has in a book by the journal."""
    found = [
        each.held_fen
        for each in list_holders(tx)
        if (each.book, each.holder) == (book.code, holder)
    ]
    return sum(found)


def list_holders(tx: Tx) -> list[Holder]:
    """Return what every holder drew and settled or gave back, by book and name."""
    line = schema.line
    signed = case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen)
    drawn = func.sum(case((line.c.side == "D", line.c.amount_fen), else_=0))
    holders = []
    for book in list_books(tx):
        query = (
            select(line.c.detail, drawn.label("drawn_fen"), func.sum(signed).label("held_fen"))
            .where(and_(line.c.book_id == book.book_id, line.c.account == entries.IMPREST))
            .group_by(line.c.detail)
            .order_by(line.c.detail)
        )
        holders += [
            Holder(
                book.code,
                row.detail or "",
                int(row.drawn_fen),
                int(row.drawn_fen) - int(row.held_fen),
            )
            for row in tx.conn.execute(query)
        ]
    return holders
