"""Receipts whose household is not known yet (待认领): booked at once, each told apart for ever.

Each receipt has a SUSPENSE sub-account of its own, named by the bank account and the bank's
number, so that what is open of it is the sum of its sealed shares. It names no estate and so takes
no part in repairs, votes or replenishment. All else about it is read from its sealed voucher.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ledger.fund import entries
from ledger.fund.earnings import find_bank, refuse_deposit
from ledger.fund.usage import refuse_future
from ledger.journal.drafts import find_draft, save_drafts
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Share
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book, ensure_book
from ledger.registry.kinds import CONTROL_OF_FUND_TYPE
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name

SUSPENSE: Final = "SUSPENSE"
_WAITING: Final = ("DRAFT", "CHECKED")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the bank told of money that nobody is known to have paid."""

    amount_fen: int
    bank_account: str | None
    bank_ref: str
    payer: str | None = None
    on: date | None = None


class Move(NamedTuple):
    """A voucher that touches a suspense sub-account, and stands.

    Attributes:
        code: of the voucher, or of the draft that waits for a second person.
        is_draft: whether it waits.
        fen: what the sub-account gains (+) or loses (-) by it.
    """

    code: str
    is_draft: bool
    draft: Draft
    fen: int


class Item(NamedTuple):
    """A receipt that waits, or waited, to be claimed.

    Attributes:
        book_id, sub_id: its sub-account.
        code: the sub-account's.
        open_fen: what nobody has claimed yet.
        moves: the vouchers, and the drafts in the drawer, that touch it.
    """

    book_id: int
    sub_id: int
    code: str
    book: Book
    open_fen: int
    moves: tuple[Move, ...]

    @property
    def receipt(self) -> Move | None:
        """The posted voucher by which the money came in, None while it waits to be checked."""
        posted = (move for move in self.moves if move.fen > 0 and not move.is_draft)
        return min(posted, key=lambda move: move.draft.value_on, default=None)

    @property
    def free_fen(self) -> int:
        """What is open and not in a draft either."""
        return self.open_fen + sum(
            move.fen for move in self.moves if move.is_draft and move.fen < 0
        )


class Told(NamedTuple):
    """What an item's voucher says of where its money came from."""

    bank_account: str | None
    bank_ref: str | None
    payer: str | None


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
    refuse_deposit(tx, book, bank, ref)
    code = entries.suspense_code(bank.number, ref)
    known = _sub_account(tx, book, code)
    sub_id = _open_sub_account(tx, book, code) if known is None else known
    draft = _voucher(tx, receipt, bank, book, sub_id, on, who)
    booked = _booked_before(read_item(tx, book, sub_id, code), draft)
    if booked is None:
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
    if tx.conn.execute(select(schema.login.c.name).limit(1)).first() is None:
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


def items(tx: Tx, *, book_ids: set[int] | None = None, on: date | None = None) -> Iterator[Item]:
    """Walk what was open at the end of a day, the oldest books' first, by code.

    Args:
        tx: a transaction.
        book_ids: of these books only.
        on: the day; as it stands now when left out.
    """
    sub, share, voucher, book = (
        schema.sub_account,
        schema.share,
        schema.voucher,
        schema.book,
    )
    until: ColumnElement[bool] = sub.c.kind == SUSPENSE
    if on is not None:
        until = and_(until, voucher.c.dated_on <= on)
    if book_ids is not None:
        until = and_(until, sub.c.book_id.in_(sorted(book_ids)))
    found = tx.conn.execute(
        select(
            sub.c.book_id,
            sub.c.sub_id,
            sub.c.code,
            book.c.code.label("book"),
            book.c.custodian_id,
            book.c.fund_type,
            func.sum(share.c.amount_fen).label("fen"),
        )
        .join_from(sub, book, book.c.book_id == sub.c.book_id)
        .join(share, and_(share.c.book_id == sub.c.book_id, share.c.sub_id == sub.c.sub_id))
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(until)
        .group_by(
            sub.c.book_id,
            sub.c.sub_id,
            sub.c.code,
            book.c.code,
            book.c.custodian_id,
            book.c.fund_type,
        )
        .having(func.sum(share.c.amount_fen) != 0)
        .order_by(book.c.code, sub.c.code)
    ).all()
    for row in found:
        of = Book(
            row.book_id,
            row.book,
            row.custodian_id,
            row.fund_type,
            CONTROL_OF_FUND_TYPE[row.fund_type],
        )
        moves = tuple(_posted(tx, of, row.sub_id))
        yield Item(row.book_id, row.sub_id, row.code, of, int(row.fen), moves)


def read_item(tx: Tx, book: Book, sub_id: int, code: str) -> Item:
    """Read one item as it stands now, with what waits in the drawer."""
    posted = list(_posted(tx, book, sub_id))
    waiting = list(_in_drawer(tx, book, sub_id))
    share = schema.share
    fen = tx.conn.execute(
        select(func.sum(share.c.amount_fen)).where(
            share.c.book_id == book.book_id, share.c.sub_id == sub_id
        )
    ).scalar_one()
    return Item(book.book_id, sub_id, code, book, int(fen or 0), (*posted, *waiting))


def told(tx: Tx, item: Item) -> Told:
    """Return what an item's voucher says of the bank, its number and the payer."""
    receipt = item.receipt
    if receipt is None:
        return Told(None, None, None)
    bank = schema.bank_account
    ids = [line.bank_account_id for line in receipt.draft.lines if line.bank_account_id]
    number = tx.conn.execute(select(bank.c.number).where(bank.c.bank_account_id.in_(ids))).scalar()
    head = entries.suspense_code(str(number), "")
    if number is None or not item.code.startswith(head):
        return Told(number, None, None)
    ref = item.code.removeprefix(head)
    said = receipt.draft.summary.removeprefix(_summary(number, ref, None))
    return Told(number, ref, said.removeprefix(" 付款方") or None)


def _summary(number: str, ref: str, payer: str | None) -> str:
    """Return what the voucher says; records are in Chinese."""
    return f"{entries.UNCLAIMED} {number} 流水{ref}" + (f" 付款方{payer}" if payer else "")


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
        summary=_summary(bank.number, ref, payer),
        lines=entries.unclaimed(receipt.amount_fen, bank.bank_account_id, sub_id),
        request_key=request_key(tx, book.book_id, sub_id),
        maker=who,
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


def _posted(tx: Tx, book: Book, sub_id: int) -> Iterator[Move]:
    """Walk the vouchers that touch a sub-account and stand, the oldest first."""
    share, voucher = schema.share, schema.voucher
    reversal: Any = voucher.alias("reversal")
    ids = tx.conn.execute(
        select(voucher.c.voucher_id)
        .distinct()
        .join(
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .outerjoin(
            reversal,
            and_(
                reversal.c.book_id == voucher.c.book_id,
                reversal.c.reverses == voucher.c.voucher_id,
            ),
        )
        .where(
            share.c.book_id == book.book_id,
            share.c.sub_id == sub_id,
            voucher.c.reverses.is_(None),
            reversal.c.voucher_id.is_(None),
        )
        .order_by(voucher.c.voucher_id)
    ).scalars()
    for voucher_id in list(ids):
        stored = read_voucher(tx, book.book_id, voucher_id)
        assert stored is not None
        fen = _fen(stored.draft, sub_id)
        yield Move(f"{book.code}:{stored.number}", False, stored.draft, fen)  # noqa: FBT003


def _in_drawer(tx: Tx, book: Book, sub_id: int) -> Iterator[Move]:
    """Walk the drafts that touch a sub-account and wait to be checked or posted."""
    table = schema.draft
    ids = tx.conn.execute(
        select(table.c.draft_id)
        .where(
            table.c.book_id == book.book_id,
            table.c.state.in_(_WAITING),
            table.c.body.contains(f"[{sub_id}, "),
        )
        .order_by(table.c.draft_id)
    ).scalars()
    for draft_id in list(ids):
        kept = find_draft(tx, f"{book.code}:D-{draft_id}")
        fen = _fen(kept.draft, sub_id)
        if fen:
            yield Move(kept.code, True, kept.draft, fen)  # noqa: FBT003


def _fen(draft: Draft, sub_id: int) -> int:
    shares: list[Share] = [share for line in draft.lines for share in line.shares]
    return sum(share.amount_fen for share in shares if share.sub_id == sub_id)
