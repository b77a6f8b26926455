"""Days of money at a hand-over: none earns twice, none is lost when it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.fund.earning.distribution_undo import undo as annul
from ledger.fund.earning.integral import book_integral, integrals
from ledger.fund.leaving.custody_undo import undo
from ledger.fund.leaving.settling import pooled_fen, since
from ledger.registry.books import find_book
from ledger.registry.titles import find_door
from ledger.store.database import Database
from tests.fund.earners import amounts, give_out
from tests.fund.handing import HOME, OTHER, back, held, keeping_town, order, with_earnings
from tests.fund.steps import refused
from tests.fund.town import CLOCK, Town


@pytest.fixture
def town(db: Database) -> Iterator[Town]:
    """Lend a town that is verified and closed at the end."""
    with keeping_town(db) as town:
        yield town


def days(town: Town, code: str = HOME) -> tuple[int, int, int]:
    """Return the pool, the integral of a home over two months, and that of all that are open."""
    with town.db.read() as tx:
        book = find_book(tx, "F1-C")
        begin, end = date(2026, 1, 1), date(2026, 3, 1)
        own = integrals(tx, since(book, begin, end, 1)).get(find_door(tx, code).sub_id, 0)
        whole = book_integral(tx, since(book, begin, end), only_open=True)
        return pooled_fen(tx, 1), own, whole


def test_taken_back_no_day_counts_twice_and_none_is_lost(town: Town) -> None:
    """Taken back on a later day; not while the old keeper has given out what was left."""
    with_earnings(town)
    before = days(town)
    order(town)
    assert days(town)[0] == 496
    done = give_out(town, first=date(2026, 1, 1), last=date(2026, 2, 27), on=date(2026, 2, 28))
    assert {code: fen for code, fen in amounts(done).items() if fen} == {OTHER: 496}
    refused(town, "custody_distributed", lambda: back(town))
    with town.write() as tx:
        annul(tx, find_book(tx, "F1-C"), 1, reason="误", on=None, who="张三", clock=CLOCK)
    with town.write() as tx:
        undo(tx, "HZ-A01-001", "误划", date(2026, 3, 3), who="张三", clock=CLOCK)
    assert days(town) == before


def test_what_comes_back_by_a_hand_over_earns_from_that_day_on(town: Town) -> None:
    """100.00 from 20 February until 1 March; what was settled before earns no more."""
    with_earnings(town)
    order(town)
    order(town, to="F1", resolution="大会2号", on=date(2026, 2, 20))
    assert held(town, "F1-C")[HOME] == (10_000, 0)
    assert days(town)[:2] == (496, 9 * 10_000)
    order(town, to="M1", resolution="大会3号", on=date(2026, 2, 21))
    pool, own, whole = days(town)
    assert (own, whole) == (10_000, 55 * 5_000)  # OTHER alone is open, from 5 January
    with town.write() as tx:
        undo(tx, "HZ-A01-003", "误划", None, who="张三", clock=CLOCK)
    assert days(town)[:2] == (496, 9 * 10_000)
    assert pool < 496
