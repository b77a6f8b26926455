"""The entries of the handbook's worked year (V5) that commands make: a lost house, a 划转.

借 5101 7,500.00 / 贷 2001; 借 2001 / 贷 1001; 借 3001 500,000.00, 3101 12,000.00 / 贷 1001, and the
mirror of it in the new keeper's book.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.closing.closer import close_book
from ledger.closing.forms import net_assets
from ledger.closing.verify import verify_books
from ledger.fund.leaving import custody, lost, lost_pay
from ledger.journal.balances import read_figures
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Kind
from ledger.journal.vouchers import find_voucher
from ledger.registry.banks import register_bank_account
from ledger.registry.books import list_books
from ledger.registry.custodians import add_custodian
from ledger.store.database import Database
from tests.bookkeeping import CLOCK, Bookkeeper, open_books

Entry = list[tuple[str, str, int]]


@pytest.fixture
def keeper(db: Database) -> Iterator[Bookkeeper]:
    """Open the commodity book of the year; verify all books at the end."""
    keeper = open_books(db)
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.estate("L01", book, rooms=("101",))
    keeper.estate("X01", book)
    for estate, debit, against in (
        ("A01", "借 1001 4,222,500.00", ("贷 3001 4,092,500.00", "贷 3101 130,000.00")),
        ("L01", "借 1001 7,500.00", ("贷 3001 7,500.00",)),
        ("X01", "借 1001 500,000.00", ("贷 3001 500,000.00",)),
    ):
        keeper.post(book, "2026-01-01", debit, *against, estate=estate, kind=Kind.OPENING)
    with db.write() as tx:
        add_custodian(tx, "X01业主大会", "M1")
        register_bank_account(tx, "8888-1", 2, "C")
    yield keeper
    with db.read() as tx:
        assert verify_books(tx).findings == []


def entry(db: Database, code: str) -> Entry:
    with db.read() as tx:
        stored = read_voucher(tx, *find_voucher(tx, code))
        assert stored is not None
        return [(each.account, each.side.value, each.amount_fen) for each in stored.draft.lines]


@pytest.mark.usefixtures("keeper")
def test_the_entries_of_the_year(db: Database) -> None:
    said = lost.Request(date(2026, 7, 1), "拆除", ("L01-1-1-101",), settle=False)
    with db.write() as tx:
        [recognised] = lost.declare(tx, said, who="单人", clock=CLOCK).vouchers
    order = lost_pay.Order("ML-L01-001", on=date(2026, 7, 9))
    with db.write() as tx:
        [paid] = lost_pay.pay(tx, order, who="单人", clock=CLOCK).moved
    money = custody.Money(date(2026, 9, 15), earnings={"C": 12_000_00})
    ask = custody.Order("X01", "M1", date(2026, 9, 1), "大会1号", bytes(32), money)
    with db.write() as tx:
        left, came = custody.order(tx, ask, who="单人", clock=CLOCK).parts
    assert entry(db, recognised) == [("5101", "D", 7_500_00), ("2001", "C", 7_500_00)]
    assert entry(db, paid.code) == [("2001", "D", 7_500_00), ("1001", "C", 7_500_00)]
    handed: Entry = [("3001", "D", 500_000_00), ("3101", "D", 12_000_00)]
    assert entry(db, left.code) == [*handed, ("1001", "C", 512_000_00)]
    assert entry(db, came.code) == [
        ("1001", "D", 512_000_00),
        ("3001", "C", 500_000_00),
        ("3101", "C", 12_000_00),
    ]
    with db.read() as tx:
        books = {book.code: book.book_id for book in list_books(tx)}
    for period in range(202601, 202610):
        with db.write() as tx:
            close_book(tx, books["F1-C"], period, who="单人", clock=CLOCK)
    with db.write() as tx:
        close_book(tx, books["M1-C"], 202609, who="单人", clock=CLOCK)
    with db.read() as tx:
        for code, sign in (("F1-C", -1), ("M1-C", 1)):
            rows = {
                row[0]: row[1:] for row in net_assets(read_figures(tx, books[code], 202609)).rows
            }
            assert rows["本年划转"] == (
                sign * 500_000_00,
                0,
                sign * 12_000_00,
                sign * 512_000_00,
            )
            assert sign < 0 or rows["本年年末余额"][-1] == 512_000_00
