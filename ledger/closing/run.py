"""Close or carry many books in one run: one transaction a book, and none stops the others.

The run can be started again at any time: books that are closed already are reported as such.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ledger.closing.checklist import hints
from ledger.closing.closer import close_book
from ledger.closing.interim import carry_book
from ledger.journal.voucher import Draft
from ledger.registry.books import Book
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Corrupt, Refused
from ledger.values.i18n import _
from ledger.values.period import format_period, period_of
from ledger.values.progress import Progress, silent

State = Literal["closed", "carried", "already_closed", "nothing", "failed", "skipped"]
Transact = Callable[[Book], AbstractContextManager[Tx]]

NOT_BEGUN: Final = "month_not_begun"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one book in a run.

    Attributes:
        state: `skipped` where the book begins later, `nothing` where nothing was to be carried.
        root: of the book's log after its close.
        draft: the closing voucher.
        voucher: its number.
    """

    book: Book
    state: State
    message: str = ""
    root: bytes | None = None
    draft: Draft | None = None
    voucher: str | None = None
    checkpoint: str | None = None


def close_books(
    books: Sequence[Book],
    period: int,
    *,
    transact: Transact,
    who: str,
    clock: Clock,
    progress: Progress = silent,
) -> list[Outcome]:
    """Close a month of each of `books`.

    Args:
        transact: lends the transaction of one book.
    """

    def close(tx: Tx, book: Book) -> Outcome:
        closed = close_book(tx, book.book_id, period, who=who, clock=clock)
        if not closed.fresh:
            return Outcome(
                book,
                "already_closed",
                _("{period} 早已结账").format(period=format_period(period)),
                closed.root,
                checkpoint=closed.checkpoint,
            )
        return Outcome(
            book,
            "closed",
            "；".join(each.message for each in hints(closed.findings)),
            closed.root,
            closed.draft,
            None if closed.posted is None else closed.posted.code,
            closed.checkpoint,
        )

    return _each(books, close, transact=transact, doing=_("结账"), progress=progress)


def carry_books(
    books: Sequence[Book],
    on: date,
    *,
    transact: Transact,
    who: str,
    clock: Clock,
    progress: Progress = silent,
) -> list[Outcome]:
    """Carry the earnings of each of `books` on a day of an open month."""

    def carry(tx: Tx, book: Book) -> Outcome:
        carried = carry_book(tx, book.book_id, on, who=who, clock=clock)
        if carried is None:
            nothing = _("{period} 没有要结转的收益").format(period=format_period(period_of(on)))
            return Outcome(book, "nothing", nothing)
        draft, posted = carried
        return Outcome(book, "carried", draft=draft, voucher=posted.code)

    return _each(books, carry, transact=transact, doing=_("中期结转"), progress=progress)


def _each(
    books: Sequence[Book],
    act: Callable[[Tx, Book], Outcome],
    *,
    transact: Transact,
    doing: str,
    progress: Progress,
) -> list[Outcome]:
    outcomes = []
    for done, book in enumerate(books):
        progress(done, len(books), f"{doing} {book.code}")
        outcomes.append(_one(book, act, transact))
    progress(len(books), len(books), doing)
    return outcomes


def _one(book: Book, act: Callable[[Tx, Book], Outcome], transact: Transact) -> Outcome:
    """Act on one book in its transaction; what its rules refuse is reported, not raised."""
    try:
        with transact(book) as tx:
            return act(tx, book)
    except (Refused, Corrupt) as error:
        state: State = "skipped" if error.code == NOT_BEGUN else "failed"
        return Outcome(book, state, f"[{error.code}] {error.message}")
