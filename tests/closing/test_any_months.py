"""Whatever is done in whatever order: after every close the books agree with a full scan."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, select

from ledger.closing import forms, roots, statements
from ledger.closing.roots import balance_leaf, salt_of
from ledger.journal.balances import read_figures, sub_balances
from ledger.journal.voucher import Draft, Kind, Posted
from ledger.registry.books import Book
from ledger.registry.custodians import add_custodian
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.digest import root_of
from ledger.values.errors import Refused
from ledger.values.money import format_fen
from tests.bookkeeping import CLOCK, Bookkeeper, open_books

FIRST = 202611  # so that a short run crosses the end of a year
_numbers = itertools.count(2)


@dataclass
class Run:
    """One run of acts in a book of its own."""

    keeper: Bookkeeper
    book: Book
    estates: list[str]
    period: int = FIRST
    posted: list[tuple[Draft, Posted]] = field(default_factory=list)

    def day(self, ahead: int) -> str:
        """Return a day of the open month, or of the one after it."""
        period = self.period if not ahead else _next(self.period)
        return f"{period // 100}-{period % 100:02}-11"

    def enter(self, ahead: int, *lines: str, estate: int | None, kind: Kind) -> None:
        name = None if estate is None else self.estates[estate]
        draft = self.keeper.draft(self.book, self.day(ahead), *lines, estate=name, kind=kind)
        try:
            self.posted.append((draft, self.keeper.enter(draft)))
        except Refused as refused:
            assert refused.code == "overdraft"  # the only one that acts may meet


def _next(period: int) -> int:
    return period + 1 if period % 100 < 12 else (period // 100 + 1) * 100 + 1


Act = Callable[[Run, int, int, int], None]


def voucher(*lines: str, pooled: bool = False, kind: Kind = Kind.GENERAL) -> Act:
    def act(run: Run, estate: int, fen: int, ahead: int) -> None:
        amount = format_fen(fen)
        own = None if pooled else estate
        run.enter(ahead, *(f"{line} {amount}" for line in lines), estate=own, kind=kind)

    return act


def adjusted(run: Run, estate: int, fen: int, ahead: int) -> None:
    run.enter(
        ahead,
        f"借 1001 {format_fen(fen)}",
        f"贷 3001 {format_fen(fen)}",
        estate=estate,
        kind=Kind.ADJUST,
    )


def reversed_one(run: Run, estate: int, fen: int, ahead: int) -> None:
    """Cancel one of the vouchers there are, if any."""
    if not run.posted:
        return
    draft, posted = run.posted.pop((estate + fen) % len(run.posted))
    try:
        run.keeper.reverse(draft, posted, run.day(ahead))
    except Refused as refused:
        assert refused.code == "overdraft"  # what was paid in is spent already


def carried(run: Run, _estate: int, _fen: int, ahead: int) -> None:
    run.keeper.post(run.book, run.day(ahead), "借 1001 0.01", "贷 4901 0.01")
    run.keeper.carry(run.book, run.day(ahead))


def closed(run: Run, _estate: int, _fen: int, _ahead: int) -> None:
    run.keeper.post(run.book, run.day(0), "借 1001 0.02", "贷 4101 0.02")
    run.keeper.close(run.book, run.period)
    check(run)
    run.period = _next(run.period)


ACTS: list[Act] = [
    voucher("借 1001", "贷 4001"),
    voucher("借 1001", "贷 4001"),
    voucher("借 4001", "贷 1001"),
    voucher("借 5001", "贷 1001"),
    voucher("借 5101", "贷 2001"),
    voucher("借 1001", "贷 4201"),
    voucher("借 1001", "贷 4102", pooled=True),
    voucher("借 5901", "贷 1001", pooled=True),
    voucher("借 3101", "贷 3001", kind=Kind.DISTRIBUTION),
    voucher("借 3001", "贷 1001", kind=Kind.CUSTODY),
    adjusted,
    reversed_one,
    carried,
    closed,
]
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(1, 50_000), st.integers(0, 1)),
    min_size=4,
    max_size=25,
)


def check(run: Run) -> None:
    """Compare all that is kept at the end of the month with what the lines and shares say."""
    keeper, book, period = run.keeper, run.book, run.period
    accounts = scanned_accounts(keeper, book, period)
    held = scanned_holdings(keeper, book, period)
    ledger = {key: fen for key, fen in accounts.items() if fen}
    assert not [key for key in ledger if key[0] >= "4"]
    # Σ sub-accounts = the control account, estate by estate
    by_estate: dict[int, int] = {}
    for (estate_id, _sub_id, _part), fen in held.items():
        by_estate[estate_id] = by_estate.get(estate_id, 0) + fen
    assert {key: fen for key, fen in by_estate.items() if fen} == {
        key[1]: -fen for key, fen in ledger.items() if key[0] == "3001"
    }
    # What is kept is what a scan finds.
    kept = schema.account_snapshot
    assert {
        tuple(row[:3]): row[3]
        for row in keeper.rows(
            select(
                kept.c.account, kept.c.estate_id, kept.c.bank_account_id, kept.c.balance_fen
            ).where(kept.c.book_id == book.book_id, kept.c.period == period)
        )
    } == ledger
    with keeper.db.read() as tx:
        at = sub_balances(tx, book.book_id, period)
        now = {
            (row[0], row[1]): int(row[2])
            for row in tx.conn.execute(select(at.c.sub_id, at.c.part, at.c.amount_fen))
        }
    assert now == {(sub_id, part): fen for (_estate, sub_id, part), fen in held.items()}
    assert newest_snapshots(keeper, book, period) == {key: fen for key, fen in now.items() if fen}
    check_statements(run, ledger)
    check_roots(run, held)


def scanned_accounts(keeper: Bookkeeper, book: Book, period: int) -> dict[tuple[Any, ...], int]:
    line, voucher = schema.line, schema.voucher
    balances: dict[tuple[Any, ...], int] = {}
    for account, estate_id, bank_id, side, fen in keeper.rows(
        select(
            line.c.account, line.c.estate_id, line.c.bank_account_id, line.c.side, line.c.amount_fen
        )
        .join(
            voucher,
            and_(voucher.c.book_id == line.c.book_id, voucher.c.voucher_id == line.c.voucher_id),
        )
        .where(line.c.book_id == book.book_id, voucher.c.period <= period)
    ):
        key = (account, estate_id or 0, bank_id or 0)
        balances[key] = balances.get(key, 0) + (fen if side == "D" else -fen)
    return balances


def scanned_holdings(
    keeper: Bookkeeper, book: Book, period: int
) -> dict[tuple[int, int, int], int]:
    share, voucher, sub = schema.share, schema.voucher, schema.sub_account
    estates = dict(
        keeper.rows(select(sub.c.sub_id, sub.c.estate_id).where(sub.c.book_id == book.book_id))
    )
    held = {(estate, sub_id, part): 0 for sub_id, estate in estates.items() for part in (0, 1)}
    for sub_id, part, fen in keeper.rows(
        select(share.c.sub_id, share.c.part, share.c.amount_fen)
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(share.c.book_id == book.book_id, voucher.c.period <= period)
    ):
        held[estates[sub_id], sub_id, part] += fen
    return held


def newest_snapshots(keeper: Bookkeeper, book: Book, period: int) -> dict[tuple[int, int], int]:
    kept = schema.snapshot
    rows = keeper.rows(
        select(kept.c.sub_id, kept.c.part, kept.c.amount_fen)
        .where(kept.c.book_id == book.book_id, kept.c.period <= period)
        .order_by(kept.c.period)
    )
    newest = {(sub_id, part): fen for sub_id, part, fen in rows}
    return {key: fen for key, fen in newest.items() if fen}


def check_statements(run: Run, ledger: dict[tuple[Any, ...], int]) -> None:
    with run.keeper.db.read() as tx:
        figures = read_figures(tx, run.book.book_id, run.period)
        accounts = statements.read_accounts(tx, run.book.book_id)
    sheet = {row[0]: row[1:] for row in forms.balance_sheet(figures).rows}
    assert sheet["资产总计"] == sheet["负债和净资产总计"]
    assert sheet["资产总计"][1] == sum(fen for key, fen in ledger.items() if key[0] < "2")
    made = {row[0]: row for row in forms.income(figures).rows}
    changes = {row[0]: row for row in forms.net_assets(figures).rows}
    assert made["本期收支差额"][2] == changes["本年收支差额"][4]
    assert changes["本年分配累计收益"][4] == 0
    assert changes["本年年末余额"][4] == sheet["净资产合计"][1]
    assert changes["本年年初余额"][4] == sheet["净资产合计"][0]
    table = schema.statement
    kept = run.keeper.rows(
        select(table.c.form, table.c.body).where(
            table.c.book_id == run.book.book_id, table.c.period == run.period
        )
    )
    again = statements.freeze(run.book.code, 1, figures, accounts)
    assert sorted(kept) == sorted((each.form, each.body) for each in again)


def check_roots(run: Run, held: dict[tuple[int, int, int], int]) -> None:
    """Compute every root anew; an estate that did not move must have kept the right one."""
    keeper, book = run.keeper, run.book
    sub, table = schema.sub_account, schema.book
    salt = bytes(keeper.rows(select(table.c.salt).where(table.c.book_id == book.book_id))[0][0])
    codes = dict(keeper.rows(select(sub.c.sub_id, sub.c.code).where(sub.c.book_id == book.book_id)))
    with keeper.db.read() as tx:
        standing = {
            each.estate_id: each for each in roots.standing_roots(tx, book.book_id, run.period)
        }
    for estate in run.estates:
        estate_id = keeper.estates[estate]
        own = sorted(sub_id for (of, sub_id, part) in held if of == estate_id and part == 0)
        leaves = [
            balance_leaf(
                estate,
                codes[sub_id],
                held[estate_id, sub_id, 0],
                held[estate_id, sub_id, 1],
                salt_of(salt, sub_id),
            )
            for sub_id in own
        ]
        if estate_id in standing:
            assert standing[estate_id].root == root_of(leaves)
        else:  # nothing ever moved there
            assert not any(held[estate_id, sub_id, 0] for sub_id in own)


@pytest.fixture
def runs(db: Database) -> Iterator[Run]:
    """Lend runs, each in books of a custodian of its own."""
    return _runs(open_books(db))


def _runs(first: Bookkeeper) -> Iterator[Run]:
    for number in _numbers:
        with first.db.write() as tx:
            custodian, _new = add_custodian(tx, f"业主大会{number}", f"Y{number}")
        keeper = Bookkeeper(first.db, CLOCK, custodian.custodian_id)
        keeper.estates = first.estates  # codes of estates are unique everywhere
        book = keeper.book("C")
        estates = [f"E{number}A", f"E{number}B"]
        for estate in estates:
            keeper.estate(estate, book)
        keeper.post(
            book,
            "2026-11-01",
            "借 1001 500.00",
            "贷 3001 500.00",
            estate=estates[0],
            kind=Kind.OPENING,
        )
        yield Run(keeper, book, estates)


# A run costs a second of the database's, so a failing one is shown as it was found.
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_after_every_close_the_books_agree_with_a_full_scan(
    runs: Iterator[Run], steps: list[tuple[Act, int, int, int]]
) -> None:
    run = next(runs)
    for act, estate, fen, ahead in steps:
        act(run, estate, fen, ahead)
    closed(run, 0, 0, 0)
