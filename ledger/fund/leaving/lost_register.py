"""The register of lost houses: what is owed to whom, and what of it was paid. It is behind 2001."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, select

from ledger.fund.leaving.settling import SETTLED
from ledger.journal.drafts import drafts_of_event
from ledger.journal.reading import number_of
from ledger.registry.books import Book, list_books
from ledger.registry.closed import LOST
from ledger.registry.estates import Estate
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

EVENT: Final = "lost:"
PAID: Final = "lostpay:"
_WAITING: Final = ("DRAFT", "CHECKED")


@dataclass(frozen=True, slots=True)
class Payable:
    """What is owed to one payee for one sub-account.

    Attributes:
        no: within the loss and the book.
        estate_id: of the sub-account.
        paid_fen: what was paid and stands.
        waiting_fen: payments that wait in drafts.
        stands: whether its voucher is posted and not reversed.
    """

    book: Book
    code: str
    no: int
    sub_id: int
    sub_code: str
    estate_id: int
    payee_class: str
    payee: str
    lost_on: date
    principal_fen: int
    earnings_fen: int
    amount_fen: int
    paid_fen: int
    waiting_fen: int
    stands: bool

    @property
    def label(self) -> str:
        """What people call it, such as `ML-A01-001-3`; told apart by its book where needed."""
        return f"{self.code}-{self.no}"

    @property
    def open_fen(self) -> int:
        """What may still be paid; what waits is counted as paid."""
        return self.amount_fen - self.paid_fen - self.waiting_fen if self.stands else 0


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss, in all its books.

    Attributes:
        homes: the codes of the households that are closed by it.
        vouchers: numbers of its vouchers, or of drafts that wait.
        is_draft: whether it waits.
        counts: whether it stands or waits; False where it was returned or taken back.
    """

    code: str
    on: date
    reason: str
    books: tuple[Book, ...]
    homes: tuple[str, ...]
    payables: tuple[Payable, ...]
    vouchers: tuple[str, ...]
    is_draft: bool
    counts: bool

    @property
    def amount_fen(self) -> int:
        """What is owed in all."""
        return sum(each.amount_fen for each in self.payables)

    @property
    def paid_fen(self) -> int:
        """What was paid, or waits to be."""
        return sum(each.paid_fen + each.waiting_fen for each in self.payables)


def loss_codes(tx: Tx, books: Iterable[Book]) -> set[str]:
    """Return the codes of all losses of some books, whatever became of them."""
    close = schema.sub_close
    return {
        event.removeprefix(EVENT)
        for event in tx.conn.execute(
            select(close.c.event)
            .distinct()
            .where(
                close.c.book_id.in_([book.book_id for book in books]),
                close.c.cause == LOST,
            )
        ).scalars()
    }


def find_loss(tx: Tx, code: str) -> Loss:
    """Return the loss called `code`.

    Raises:
        Refused: `lost_unknown`.
    """
    found = _losses(tx, list_books(tx), [code]) if code.startswith("ML-") else []
    if not found:
        raise Refused(
            "lost_unknown",
            _("没有灭失登记 {code}").format(code=shown(code)),
            _("请运行 wxzj fund lost list 查看，编号形如 ML-A01-001"),
        )
    return found[0]


def losses_of(tx: Tx, estate: Estate, books: Sequence[Book]) -> list[Loss]:
    """Return the losses of an estate, in order of their codes."""
    codes = sorted(code for code in loss_codes(tx, books) if code.startswith(f"ML-{estate.code}-"))
    return _losses(tx, books, codes)


def _losses(tx: Tx, books: Sequence[Book], codes: Sequence[str]) -> list[Loss]:
    return [loss for code in codes for loss in _loss(tx, books, code)]


def _loss(tx: Tx, books: Sequence[Book], code: str) -> list[Loss]:
    close, sub, household = schema.sub_close, schema.sub_account, schema.household
    by_id = {book.book_id: book for book in books}
    event = f"{EVENT}{code}"
    rows = tx.conn.execute(
        select(close, sub.c.code, household.c.sub_id.label("home"))
        .join_from(
            close, sub, and_(sub.c.book_id == close.c.book_id, sub.c.sub_id == close.c.sub_id)
        )
        .outerjoin(
            household,
            and_(household.c.book_id == close.c.book_id, household.c.sub_id == close.c.sub_id),
        )
        .where(close.c.book_id.in_(list(by_id)), close.c.event == event)
        .order_by(sub.c.code)
    ).all()
    if not rows:
        return []
    own = [by_id[book_id] for book_id in sorted({row.book_id for row in rows})]
    owing = payables(tx, own, event)
    drafts = [
        kept
        for book in own
        for kept in drafts_of_event(tx, book.book_id, event)
        if (kept.draft.event or "").removesuffix(SETTLED) == event and kept.draft.reverses is None
    ]
    waits = [kept.code for kept in drafts if kept.state in _WAITING]
    stands = any(row.since is not None and row.until is None for row in rows)
    return [
        Loss(
            code,
            rows[0].closed_on,
            rows[0].reason,
            tuple(own),
            tuple(row.code for row in rows if row.home is not None),
            tuple(owing),
            (*_vouchers(tx, own, event), *waits),
            is_draft=bool(waits),
            counts=stands or bool(waits),
        )
    ]


def _vouchers(tx: Tx, books: Sequence[Book], event: str) -> list[str]:
    """Return the numbers of the vouchers of a loss that stand, with that of its earnings."""
    voucher = schema.voucher
    red = voucher.alias("red")
    codes = []
    for book in books:
        rows = tx.conn.execute(
            select(voucher.c.period, voucher.c.word, voucher.c.no)
            .outerjoin(
                red,
                and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id),
            )
            .where(
                voucher.c.book_id == book.book_id,
                voucher.c.event.in_([event, f"{event}{SETTLED}"]),
                voucher.c.reverses.is_(None),
                red.c.voucher_id.is_(None),
            )
            .order_by(voucher.c.voucher_id)
        )
        codes += [f"{book.code}:{number_of(*row)}" for row in rows]
    return codes


def payables(tx: Tx, books: Sequence[Book], event: str | None = None) -> list[Payable]:
    """Return what is or was owed, in order of book, loss and number.

    Args:
        tx: a transaction.
        books: which books'.
        event: of one loss only.
    """
    by_id = {book.book_id: book for book in books}
    query = _owed().where(schema.lost_refund.c.book_id.in_(list(by_id)))
    if event is not None:
        query = query.where(schema.lost_refund.c.event == event)
    waiting = _waiting(tx, books)
    return [
        Payable(
            by_id[row.book_id],
            row.event.removeprefix(EVENT),
            row.lost_no,
            row.sub_id,
            row.sub_code,
            row.estate_id,
            row.payee_class,
            row.payee,
            row.lost_on,
            row.principal_fen,
            row.earnings_fen,
            row.amount_fen,
            int(row.paid_fen),
            waiting.get((row.book_id, row.event, row.lost_no), 0),
            stands=row.since is not None and row.until is None,
        )
        for row in tx.conn.execute(query)
    ]


def _owed() -> Select[Any]:
    """Return the question for what is owed, with what of it was paid and stands."""
    owed, paid, sub, close = (
        schema.lost_refund,
        schema.lost_payment,
        schema.sub_account,
        schema.sub_close,
    )
    standing = and_(paid.c.since.is_not(None), paid.c.until.is_(None))
    of_payment = and_(
        paid.c.book_id == owed.c.book_id,
        paid.c.lost_event == owed.c.event,
        paid.c.lost_no == owed.c.lost_no,
    )
    paid_fen = (
        select(func.coalesce(func.sum(case((standing, paid.c.amount_fen), else_=0)), 0))
        .where(of_payment)
        .correlate(owed)
        .scalar_subquery()
    )
    lost_on = (
        select(func.min(close.c.closed_on))
        .where(close.c.book_id == owed.c.book_id, close.c.event == owed.c.event)
        .correlate(owed)
        .scalar_subquery()
    )
    return (
        select(
            owed,
            sub.c.code.label("sub_code"),
            sub.c.estate_id,
            paid_fen.label("paid_fen"),
            lost_on.label("lost_on"),
        )
        .join(sub, and_(sub.c.book_id == owed.c.book_id, sub.c.sub_id == owed.c.sub_id))
        .order_by(owed.c.book_id, owed.c.event, owed.c.lost_no)
    )


def _waiting(tx: Tx, books: Sequence[Book]) -> dict[tuple[int, str, int], int]:
    """Return the payments that wait in drafts, by book, loss and number."""
    paid = schema.lost_payment
    waiting: dict[tuple[int, str, int], int] = {}
    for book in books:
        alive = {
            kept.draft.event
            for kept in drafts_of_event(tx, book.book_id, PAID)
            if kept.state in _WAITING and kept.draft.reverses is None
        }
        rows: list[Any] = []
        if alive:
            rows = list(
                tx.conn.execute(
                    select(paid).where(
                        paid.c.book_id == book.book_id,
                        paid.c.since.is_(None),
                        paid.c.event.in_(sorted(event for event in alive if event)),
                    )
                )
            )
        for row in rows:
            key = (book.book_id, row.lost_event, row.lost_no)
            waiting[key] = waiting.get(key, 0) + row.amount_fen
    return waiting
