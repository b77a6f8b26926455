from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ledger.closing import roots, statements
from ledger.closing.closer import close_book
from ledger.closing.forms import FORMS
from ledger.journal.balances import read_figures
from ledger.journal.voucher import Kind
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Database
from ledger.store.log import advance
from ledger.values.digest import root_of
from ledger.values.errors import Refused
from tests.bookkeeping import CLOCK, MAKER, Bookkeeper, open_books


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    return open_books(db)


@pytest.fixture
def book(keeper: Bookkeeper) -> Book:
    """Open a book with two estates and a January."""
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.estate("A02", book)
    keeper.post(
        book, "2026-01-01", "借 1001 900.00", "贷 3001 900.00", estate="A01", kind=Kind.OPENING
    )
    keeper.post(book, "2026-01-05", "借 1001 300.01", "贷 4001 300.01", estate="A02")
    keeper.post(book, "2026-01-06", "借 5001 100.01", "贷 1001 100.01", estate="A01")
    keeper.post(book, "2026-01-21", "借 1001 7.00", "贷 4101 7.00")
    return book


def month_states(keeper: Bookkeeper) -> list[tuple[int, str, int]]:
    month = schema.month
    query = select(month.c.period, month.c.state, month.c.close_no).order_by(month.c.period)
    return [(row[0], row[1], row[2]) for row in keeper.rows(query)]


def test_a_close_leaves_income_and_expenditure_at_nothing_and_the_month_closed(
    keeper: Bookkeeper, book: Book
) -> None:
    closed = keeper.close(book, 202601)
    assert closed.fresh
    assert closed.posted is not None
    assert closed.posted.code == "F1-C:2026-01:结-1"
    assert month_states(keeper) == [(202601, "CLOSED", 1)]
    with keeper.db.read() as tx:
        figures = read_figures(tx, book.book_id, 202601)
    balances: dict[str, int] = dict(figures.year_opening)
    for moved in figures.movements:
        balances[moved.account] = balances.get(moved.account, 0) + moved.net_fen
    assert {account: fen for account, fen in balances.items() if fen} == {
        "1001": 110700,
        "3001": -110000,
        "3101": -700,
    }


def test_a_month_that_is_closed_stays_as_it_is(keeper: Bookkeeper, book: Book) -> None:
    first = keeper.close(book, 202601)
    again = keeper.close(book, 202601)
    assert not again.fresh
    assert (again.root, again.checkpoint) == (first.root, first.checkpoint)
    assert month_states(keeper) == [(202601, "CLOSED", 1)]


def test_a_month_without_movement_closes_too_and_those_between_open(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.close(book, 202601)
    closed = keeper.close(book, 202602)
    assert (closed.fresh, closed.draft) == (True, None)
    with pytest.raises(Refused, match="earlier_month_open"):
        keeper.close(book, 202604)
    assert month_states(keeper) == [(202601, "CLOSED", 1), (202602, "CLOSED", 1)]


def test_months_close_in_order(keeper: Bookkeeper, book: Book) -> None:
    keeper.post(book, "2026-02-05", "借 1001 1.00", "贷 4001 1.00", estate="A02")
    with pytest.raises(Refused, match="earlier_month_open"):
        keeper.close(book, 202602)


def test_a_month_before_the_first_voucher_is_refused(keeper: Bookkeeper, book: Book) -> None:
    with pytest.raises(Refused, match="month_not_begun"):
        keeper.close(book, 202512)
    empty = keeper.book("P")
    with pytest.raises(Refused, match="month_not_begun"):
        keeper.close(empty, 202601)


def test_a_month_closes_on_its_last_day_and_not_before(keeper: Bookkeeper, book: Book) -> None:
    keeper.clock = replace(CLOCK, today=date(2026, 1, 30))
    with pytest.raises(Refused, match="date_in_future"):
        keeper.close(book, 202601)
    keeper.clock = replace(CLOCK, today=date(2026, 1, 31))
    assert keeper.close(book, 202601).fresh


def test_a_stop_of_the_checklist_refuses_and_names_all_stops(
    keeper: Bookkeeper, book: Book
) -> None:
    with keeper.db.write() as tx:
        tx.conn.execute(
            schema.draft.insert().values(
                book_id=book.book_id,
                draft_id=1,
                state="DRAFT",
                dated_on=date(2026, 1, 9),
                summary="待审",
                debit_fen=1,
                body="{}",
                maker=MAKER,
                made_at=CLOCK.at,
            )
        )
    with pytest.raises(Refused, match=r"checklist_failed.*1 张凭证草稿未记账"):
        keeper.close(book, 202601)
    assert month_states(keeper) == [(202601, "OPEN", 0)]


def test_a_dry_run_does_everything_and_leaves_nothing(keeper: Bookkeeper, book: Book) -> None:
    with keeper.db.write(dry_run=True) as tx:
        assert close_book(tx, book.book_id, 202601, who=MAKER, clock=CLOCK).fresh
    assert keeper.rows(select(schema.close_log)) == []
    assert month_states(keeper) == [(202601, "OPEN", 0)]


def test_the_checkpoint_covers_log_balances_master_data_and_statements(
    keeper: Bookkeeper, book: Book
) -> None:
    closed = keeper.close(book, 202601)
    with keeper.db.write() as tx:
        log = advance(tx, book.book_id)
    assert closed.root == log.root()
    lines = closed.checkpoint.splitlines()
    assert lines[:4] == [
        "wxzj/F1/F1-C",
        str(log.size),
        b64encode(log.root()).decode(),
        "period 2026-01",
    ]
    row = keeper.rows(select(schema.close_log))[0]
    stated = schema.close_log.columns
    assert dict(zip(stated.keys(), row, strict=True))["checkpoint"] == closed.checkpoint
    change = schema.master_change
    leaves = [bytes(leaf) for (leaf,) in keeper.rows(select(change.c.leaf))]
    assert f"master sha256 {root_of(leaves).hex()}" in lines
    with keeper.db.read() as tx:
        standing = roots.standing_roots(tx, book.book_id, 202601)
    assert f"balances sha256 {roots.book_root(standing).hex()}" in lines


def test_the_frozen_statements_are_what_anybody_computes_afterwards(
    keeper: Bookkeeper, book: Book
) -> None:
    closed = keeper.close(book, 202601)
    keeper.post(book, "2026-02-05", "借 1001 1.00", "贷 4001 1.00", estate="A02")
    table = schema.statement
    kept = {
        form: (body, bytes(digest))
        for form, body, digest in keeper.rows(select(table.c.form, table.c.body, table.c.digest))
    }
    assert kept.keys() == set(FORMS)
    with keeper.db.read() as tx:
        again = statements.freeze(
            book.code,
            1,
            read_figures(tx, book.book_id, 202601),
            statements.read_accounts(tx, book.book_id),
        )
    assert {each.form: (each.body, each.digest) for each in again} == kept
    for body, digest in kept.values():
        assert hashlib.sha256(body.encode()).digest() == digest
        assert json.loads(body)["period"] == "2026-01"
    assert f"statements sha256 {statements.digest_of(again).hex()}" in closed.checkpoint


def test_snapshots_are_of_what_moved_and_at_the_months_end(keeper: Bookkeeper, book: Book) -> None:
    """February is posted while January is open: January's end does not see it."""
    keeper.post(book, "2026-02-05", "借 1001 2.00", "贷 4001 2.00", estate="A02")
    keeper.estate("A03", book)
    keeper.close(book, 202601)
    keeper.post(book, "2026-02-06", "借 1001 6.00", "贷 4001 6.00", estate="A03")
    keeper.close(book, 202602)
    table = schema.snapshot
    query = select(table.c.period, table.c.sub_id, table.c.amount_fen).where(table.c.part == 0)
    assert sorted(keeper.rows(query)) == [
        (202601, 1, 45000 - 5001),  # A01, half the opening less its part of the repair
        (202601, 2, 45000 - 5000),
        (202601, 3, 15001),
        (202601, 4, 15000),
        (202602, 3, 15101),
        (202602, 4, 15100),
        (202602, 5, 300),
        (202602, 6, 300),
    ]


def test_a_snapshot_keeps_the_moment_so_that_interest_stays_exact(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.post(
        book,
        "2026-02-05",
        "借 1001 2.00",
        "贷 4001 2.00",
        estate="A02",
        value_on=date(2026, 1, 31),
    )
    keeper.close(book, 202601)
    day = (date(2026, 1, 5) - date(1970, 1, 1)).days
    table = schema.snapshot
    query = select(table.c.amount_fen, table.c.moment).where(table.c.sub_id == 3, table.c.part == 0)
    assert keeper.rows(query) == [(15001, 15001 * day)]


def test_in_december_every_sub_account_gets_a_snapshot(keeper: Bookkeeper) -> None:
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.post(book, "2026-12-05", "借 1001 3.00", "贷 4001 3.00 A01-1-1-101", estate="A01")
    keeper.close(book, 202612)
    table = schema.snapshot
    assert len(keeper.rows(select(table.c.sub_id, table.c.part))) == 2 * 2


def test_the_account_snapshot_is_the_whole_ledger_by_its_dimensions(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.close(book, 202601)
    keeper.post(book, "2026-02-05", "借 5001 10.00", "贷 1001 10.00", estate="A01")
    keeper.close(book, 202602)
    table = schema.account_snapshot
    query = select(
        table.c.account, table.c.estate_id, table.c.bank_account_id, table.c.balance_fen
    ).where(table.c.period == 202602)
    assert sorted(keeper.rows(query)) == [
        ("1001", 0, 1, 109700),
        ("3001", 1, 0, -78999),
        ("3001", 2, 0, -30001),
        ("3101", 0, 0, -700),
    ]


def test_earnings_can_be_carried_more_than_once_before_the_close(
    keeper: Bookkeeper, book: Book
) -> None:
    first = keeper.carry(book, "2026-01-21")
    assert first is not None
    assert [line.account for line in first.lines] == ["4101", "3101"]
    assert keeper.carry(book, "2026-01-21") is None  # nothing was earned since
    keeper.post(book, "2026-01-21", "借 5901 1.00", "贷 1001 1.00")
    second = keeper.carry(book, "2026-01-21")
    assert second is not None
    assert second.request_key == "carry:2026-01:2026-01-21:2"
    closing = keeper.close(book, 202601).draft
    assert closing is not None
    assert {line.account for line in closing.lines} == {"4001", "5001", "3001"}
    assert keeper.carry(book, "2026-01-21") is None  # the same again
    with pytest.raises(Refused, match="month_closed"):
        keeper.carry(book, "2026-01-31")


def test_a_carry_is_not_for_a_month_before_the_book_nor_for_tomorrow(
    keeper: Bookkeeper, book: Book
) -> None:
    with pytest.raises(Refused, match="month_not_begun"):
        keeper.carry(book, "2025-12-31")
    keeper.clock = replace(CLOCK, today=date(2026, 1, 25))
    with pytest.raises(Refused, match="date_in_future"):
        keeper.carry(book, "2026-01-26")
