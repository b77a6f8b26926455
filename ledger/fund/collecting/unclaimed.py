"""What is known of money that nobody has claimed (待认领), read from sealed rows and the drawer.

A receipt has a SUSPENSE sub-account of its own: what is open of it is the sum of its shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ledger.fund import entries
from ledger.journal.drafts import find_draft
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Share
from ledger.registry.books import Book
from ledger.registry.kinds import CONTROL_OF_FUND_TYPE
from ledger.store import schema
from ledger.store.database import Tx

SUSPENSE: Final = "SUSPENSE"
_WAITING: Final = ("DRAFT", "CHECKED")


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


def standing_codes(tx: Tx) -> frozenset[str]:
    """Return the codes of all items whose receipt is posted and was not reversed.

    A receipt names no estate, so only the few vouchers without one are looked through.
    """
    sub, share, voucher = schema.sub_account, schema.share, schema.voucher
    reversal: Any = voucher.alias("reversal")
    query = (
        select(sub.c.code)
        .distinct()
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .join(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .outerjoin(
            reversal,
            and_(
                reversal.c.book_id == voucher.c.book_id, reversal.c.reverses == voucher.c.voucher_id
            ),
        )
        .where(
            voucher.c.estate_id.is_(None),
            sub.c.kind == SUSPENSE,
            share.c.amount_fen > 0,
            voucher.c.reverses.is_(None),
            reversal.c.voucher_id.is_(None),
        )
    )
    return frozenset(tx.conn.execute(query).scalars())


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
    said = receipt.draft.summary.removeprefix(summary_of(number, ref, None))
    return Told(number, ref, said.removeprefix(" 付款方") or None)


def summary_of(number: str, ref: str, payer: str | None) -> str:
    """Return what the voucher says; records are in Chinese."""
    return f"{entries.UNCLAIMED} {number} 流水{ref}" + (f" 付款方{payer}" if payer else "")


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
        yield Move(f"{book.code}:{stored.number}", is_draft=False, draft=stored.draft, fen=fen)


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
            yield Move(kept.code, is_draft=True, draft=kept.draft, fen=fen)


def _fen(draft: Draft, sub_id: int) -> int:
    shares: list[Share] = [share for line in draft.lines for share in line.shares]
    return sum(share.amount_fen for share in shares if share.sub_id == sub_id)
