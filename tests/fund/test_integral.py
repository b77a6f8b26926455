"""The integrals that SQL computes over a book, beside the plain model, for any movements."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import and_, select

from ledger.fund.collecting.suspense import Receipt, record
from ledger.fund.earning.allotment import ALLOTMENT, allotted
from ledger.fund.earning.integral import Basis, book_integral, integrals, stakes
from ledger.fund.earning.terms import Rates, Terms
from ledger.fund.leaving.settling import since
from ledger.registry.books import list_books
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.interest import Classes, Flow, Method, Order, Span, integral, interest_fen, split
from tests.fund.earners import BEGIN, CLOCK, move
from tests.fund.town import BANKS, House, Town, found

CODES = [f"{estate}-1-1-{room}" for estate in ("A01", "B01") for room in range(101, 107)]
SPANS = [
    Span(date(2025, 7, 1), date(2026, 6, 30)),
    Span(date(2025, 7, 1), date(2025, 7, 1)),
    Span(date(2025, 11, 3), date(2026, 2, 28)),
    Span(date(2020, 1, 1), date(2020, 12, 31)),
]


@pytest.fixture
def town(db: Database) -> Town:
    """A town with movements that are booked in any order, also long after their value date."""
    town = found(db)
    town.settle([House(code) for code in CODES if code.startswith("A")])
    town.settle([House(code) for code in CODES if code.startswith("B")], "B01")
    rng = random.Random(7)  # noqa: S311 # data, not secrets
    for code in CODES[:-1]:  # the last holds nothing
        move(town, code, rng.randrange(1, 10**6), BEGIN)
    for _turn in range(60):
        code = rng.choice(CODES[:-1])
        held = sum(town.balances(code)[:2])
        dated_on = BEGIN + timedelta(rng.randrange(390))
        value_on = rng.choice([dated_on, dated_on - timedelta(rng.randrange(60))])
        if rng.random() < 0.4 and held:
            move(town, code, -rng.randrange(1, held + 1), value_on, dated_on)
        else:
            move(town, code, rng.randrange(1, 10**6), value_on, dated_on)
    return town


def flows_of(town: Town, as_of: int) -> dict[int, list[Flow]]:
    """Return the movements of each sub-account as a voucher shows them."""
    voucher, share, sub = schema.voucher, schema.share, schema.sub_account
    with town.db.read() as tx:
        moves: dict[int, list[Flow]] = {
            sub_id: []
            for sub_id in tx.conn.execute(select(sub.c.sub_id).where(sub.c.book_id == 1)).scalars()
        }
        for row in tx.conn.execute(
            select(share.c.sub_id, share.c.amount_fen, voucher.c.value_on)
            .join(
                voucher,
                and_(
                    voucher.c.book_id == share.c.book_id,
                    voucher.c.voucher_id == share.c.voucher_id,
                ),
            )
            .where(share.c.book_id == 1, voucher.c.voucher_id <= as_of)
        ):
            moves[row.sub_id].append(Flow(row.value_on, row.amount_fen))
    return moves


def test_sql_and_the_model_agree_for_any_period_and_any_place_in_the_log(town: Town) -> None:
    for span, as_of in product(SPANS, (30, 10**6)):
        expected = {sub: integral(moves, span) for sub, moves in flows_of(town, as_of).items()}
        with town.write() as tx:
            basis = Basis(1, "3001", span, as_of)
            rows = tx.conn.execute(stakes(tx, basis)).all()
            whole = book_integral(tx, basis)
            by_estate = [integrals(tx, basis._replace(estate_id=each)) for each in (1, 2)]
        assert {row.sub_id: row.integral for row in rows} == expected
        assert whole == sum(expected.values())
        assert by_estate[0] | by_estate[1] == expected
        assert sum(map(len, by_estate)) == len(CODES)  # none twice


def test_what_leaves_today_is_counted_until_yesterday(town: Town) -> None:
    flows = flows_of(town, 10**6)
    with town.db.read() as tx:
        book = next(each for each in list_books(tx) if each.book_id == 1)
        for begin, on in product((date(1970, 1, 1), date(2026, 1, 1)), (date(2026, 5, 5), BEGIN)):
            days = Span(begin, max(begin, on) - timedelta(1))
            left = [integral(moves, days) for sub, moves in sorted(flows.items())]
            assert book_integral(tx, since(book, begin, on), only_open=True) == sum(left)


def test_households_and_suspense_together_are_the_book(town: Town) -> None:
    with town.write() as tx:
        receipt = Receipt(12_345, BANKS["C"], "S1", on=date(2026, 3, 3))
        record(tx, receipt, who="张三", clock=CLOCK)
        basis = Basis(1, "3001", SPANS[0], 10**6)
        households = sum(row.integral for row in tx.conn.execute(stakes(tx, basis)))
        assert book_integral(tx, basis) == households + 12_345 * 120


def test_interest_by_rates_agrees_with_the_model(town: Town) -> None:
    """Rates that change on 1 February: SQL against one sub-account at a time."""
    year = SPANS[0]
    parts = (
        Rates(year.first, date(2026, 1, 31), 11_000, 1_000),
        Rates(date(2026, 2, 1), year.last, 9_500, 500),
    )
    for classes, order in product(Classes, Order):
        terms = Terms(Method.RATE_TABLE, day_base=365, classes=classes, order=order, rates=parts)
        expected = {
            sub: max(0, interest_fen(_owed(moves, terms, year), 365))
            if integral(moves, year) > 0
            else 0
            for sub, moves in flows_of(town, 10**6).items()
        }
        with town.write() as tx:
            basis = Basis(1, "3001", year, 10**6)
            with allotted(tx, basis, terms, None) as given:
                rows = tx.conn.execute(select(ALLOTMENT)).all()
        assert {row.sub_id: row.amount_fen for row in rows} == expected
        assert given.total_fen == sum(expected.values()) > 0


def _owed(moves: list[Flow], terms: Terms, year: Span) -> list[tuple[int, int]]:
    """Return integrals and rates of each part of the year."""
    owed = []
    for part in terms.rates:
        high, low = _within(moves, terms, year, Span(part.first, part.last))
        owed += [(high, part.high_ppm), (low, part.low_ppm)]
    return owed


def _within(moves: list[Flow], terms: Terms, year: Span, part: Span) -> tuple[int, int]:
    """Return the integrals of the two classes within a part of the year, day by day."""
    high = low = 0
    day = part.first
    changed = {
        on
        for on in {flow.on for flow in moves}
        if year.first <= on <= year.last and sum(f.fen for f in moves if f.on == on) != 0
    }
    while day <= part.last:
        today = Span(day, day)
        balance = integral(moves, today)
        if terms.classes is Classes.SINGLE:
            of_high = balance
        elif terms.classes is Classes.CHANGED_UNCHANGED:
            of_high = 0 if changed else balance
        else:
            until = split(moves, Span(year.first, day), terms.order).high
            before = (
                split(moves, Span(year.first, day - timedelta(1)), terms.order).high
                if day > year.first
                else 0
            )
            of_high = until - before
        high, low = high + of_high, low + balance - of_high
        day += timedelta(1)
    return high, low
