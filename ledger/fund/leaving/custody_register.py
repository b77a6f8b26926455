"""The register of hand-overs (划转): which estate went from whom to whom, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, func, select

from ledger.fund.leaving.settling import undistributed_fen
from ledger.journal.drafts import drafts_of_event
from ledger.journal.reading import number_of
from ledger.journal.voucher import Kind
from ledger.registry.books import Book, every_book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

EVENT: Final = "custody:"
DAYS_TO_HAND_OVER: Final = 30  # 部令165号第15条
WAITING: Final = ("DRAFT", "CHECKED")


class Part(NamedTuple):
    """One voucher of a hand-over, on one side, that stands or waits.

    Attributes:
        is_draft: whether it waits to be checked and posted.
        is_red: whether it takes a part back.
    """

    book: Book
    code: str
    voucher_id: int | None
    on: date
    amount_fen: int
    is_draft: bool
    is_red: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What a hand-over is between two books.

    Attributes:
        to_come_fen: what the old book still holds of it.
    """

    old: Book
    new: Book
    fund_fen: int
    undistributed_fen: int
    settled_fen: int
    to_come_fen: int

    @property
    def total_fen(self) -> int:
        """What goes over in all, without what is settled by later instalments."""
        return self.fund_fen + self.undistributed_fen + self.settled_fen


@dataclass(frozen=True, slots=True)
class Custody:
    """A hand-over of an estate.

    Attributes:
        sides: one for each fund type.
        parts: its vouchers that stand, and its drafts, in order of book and number.
    """

    code: str
    estate_id: int
    estate: str
    on: date
    notice_on: date
    resolution: str
    evidence: bytes
    sides: tuple[Side, ...]
    parts: tuple[Part, ...]

    @property
    def event(self) -> str:
        """What its vouchers and rows are tied together by."""
        return f"{EVENT}{self.code}"

    @property
    def due_on(self) -> date:
        """The last day on which the bank has to move the money."""
        return self.notice_on + timedelta(days=DAYS_TO_HAND_OVER)

    @property
    def stands(self) -> bool:
        """Whether any of its vouchers is posted and not taken back."""
        return any(not part.is_draft for part in self.parts)

    @property
    def waits(self) -> tuple[str, ...]:
        """The codes of its drafts."""
        return tuple(part.code for part in self.parts if part.is_draft)

    @property
    def to_come_fen(self) -> int:
        """What is still to come, over all books."""
        return sum(side.to_come_fen for side in self.sides)


def find_custody(tx: Tx, code: str) -> Custody:
    """Return the hand-over called `code`.

    Raises:
        Refused: `custody_unknown`.
    """
    found = [each for each in custodies(tx) if each.code == code]
    if not found:
        raise Refused(
            "custody_unknown",
            _("没有划转 {code}").format(code=shown(code)),
            _("请运行 wxzj fund custody list 查看，编号形如 HZ-A01-001"),
        )
    return found[0]


def custodies(tx: Tx, estate_id: int | None = None) -> list[Custody]:
    """Return the hand-overs there are, of estates within reach, in order of their codes."""
    table, estate = schema.custody, schema.estate
    query = (
        select(table, estate.c.code.label("estate"), estate.c.custodian_id)
        .join(estate, estate.c.estate_id == table.c.estate_id)
        .order_by(table.c.event, table.c.book_id)
    )
    if estate_id is not None:
        query = query.where(table.c.estate_id == estate_id)
    by_event: dict[str, list[Any]] = {}
    for row in tx.conn.execute(query):
        if tx.reach.holds_estate(row.estate_id, row.custodian_id):
            by_event.setdefault(row.event, []).append(row)
    books = every_book(tx)
    return [_custody(tx, books, event, rows) for event, rows in by_event.items()]


def _custody(tx: Tx, books: dict[int, Book], event: str, rows: Sequence[Any]) -> Custody:
    first = rows[0]
    sides = tuple(
        Side(
            books[row.book_id],
            books[row.to_book_id],
            row.fund_fen,
            row.undistributed_fen,
            row.settled_fen,
            _to_come(tx, row.book_id, event, row.estate_id),
        )
        for row in rows
    )
    own = [book for side in sides for book in (side.old, side.new)]
    return Custody(
        event.removeprefix(EVENT),
        first.estate_id,
        first.estate,
        first.ordered_on,
        first.notice_on,
        first.resolution,
        bytes(first.evidence),
        sides,
        tuple(_parts(tx, own, event)),
    )


def _to_come(tx: Tx, book_id: int, event: str, estate_id: int) -> int:
    """Return what the old book still holds of a hand-over that has begun."""
    close, balance, sub = schema.sub_close, schema.sub_balance, schema.sub_account
    rows = tx.conn.execute(
        select(func.count(), func.coalesce(func.sum(balance.c.amount_fen), 0))
        .join_from(
            close,
            balance,
            and_(balance.c.book_id == close.c.book_id, balance.c.sub_id == close.c.sub_id),
        )
        .join(sub, and_(sub.c.book_id == close.c.book_id, sub.c.sub_id == close.c.sub_id))
        .where(
            close.c.book_id == book_id,
            close.c.event == event,
            close.c.since.is_not(None),
            close.c.until.is_(None),
            sub.c.kind != "COMMON_INCOME",  # it is part of 3101
        )
    ).one()
    if not rows[0]:
        return 0
    return int(rows[1]) - undistributed_fen(tx, book_id, estate_id)


def _parts(tx: Tx, books: Iterable[Book], event: str) -> list[Part]:
    voucher = schema.voucher
    red = voucher.alias("red")
    parts: list[Part] = []
    for book in books:
        rows = tx.conn.execute(
            select(voucher)
            .outerjoin(
                red,
                and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id),
            )
            .where(
                voucher.c.book_id == book.book_id,
                voucher.c.kind == Kind.CUSTODY.value,
                voucher.c.event == event,
                voucher.c.reverses.is_(None),
                red.c.voucher_id.is_(None),
            )
            .order_by(voucher.c.voucher_id)
        )
        parts += [
            Part(
                book,
                f"{book.code}:{number_of(row.period, row.word, row.no)}",
                row.voucher_id,
                row.dated_on,
                row.debit_fen,
                is_draft=False,
                is_red=False,
            )
            for row in rows
        ]
        parts += [
            Part(
                book,
                kept.code,
                None,
                kept.draft.dated_on,
                kept.draft.debit_fen,
                is_draft=True,
                is_red=kept.draft.reverses is not None,
            )
            for kept in drafts_of_event(tx, book.book_id, event)
            if kept.state in WAITING and kept.draft.event == event
        ]
    return parts
