"""A close and a posting at the same time: whatever is in flight is in the close, or refused."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from ledger.closing.closer import Closed, close_book
from ledger.journal.posting import post
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.bookkeeping import CLOCK, Bookkeeper, open_books


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    return open_books(db)


@pytest.fixture
def book(keeper: Bookkeeper) -> Book:
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.post(book, "2026-01-05", "借 1001 3.00", "贷 4001 3.00", estate="A01")
    return book


def until_somebody_waits(db: Database) -> None:
    """Return when a session of PostgreSQL waits for a lock; on SQLite writers stand in line."""
    if db.dialect == "sqlite":
        return
    waiting = 0
    while not waiting:
        with db.read() as tx:
            waiting = tx.conn.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname=current_database() AND wait_event_type='Lock'"
                )
            ).scalar_one()


def test_a_close_waits_for_a_voucher_in_flight_and_takes_it_in(
    keeper: Bookkeeper, book: Book
) -> None:
    late = keeper.draft(book, "2026-01-31", "借 1001 4.00", "贷 4001 4.00", estate="A01")
    with ThreadPoolExecutor(1) as pool:
        with keeper.db.write() as tx:
            post(tx, late, clock=CLOCK)
            closing = pool.submit(keeper.close, book, 202601)
            until_somebody_waits(keeper.db)
        closed: Closed = closing.result()
    assert closed.draft is not None
    assert [line.amount_fen for line in closed.draft.lines] == [700, 700]


def test_a_voucher_that_comes_during_a_close_is_refused(keeper: Bookkeeper, book: Book) -> None:
    late = keeper.draft(book, "2026-01-31", "借 1001 4.00", "贷 4001 4.00", estate="A01")
    with ThreadPoolExecutor(1) as pool:
        with keeper.db.write() as tx:
            close_book(tx, book.book_id, 202601, who="单人", clock=CLOCK)
            posting = pool.submit(keeper.enter, late)
            until_somebody_waits(keeper.db)
        with pytest.raises(Refused, match="month_closed"):
            posting.result()
    moved = schema.turnover
    left = select(func.sum(moved.c.debit_fen - moved.c.credit_fen)).where(moved.c.account == "4001")
    assert keeper.rows(left) == [(0,)]


def test_two_closes_at_once_make_one(keeper: Bookkeeper, book: Book) -> None:
    barrier = threading.Barrier(2)

    def close() -> Closed:
        barrier.wait()
        return keeper.close(book, 202601)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(close) for _each in range(2)]
        closed = [each.result() for each in both]
    assert sorted(each.fresh for each in closed) == [False, True]
    assert closed[0].root == closed[1].root
