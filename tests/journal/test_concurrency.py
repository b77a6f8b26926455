"""Several offices at once: nothing lost, no gap, no overdraft, nothing in a closed month."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from ledger.journal import lookups
from ledger.journal.posting import post, post_many
from ledger.journal.voucher import Posted
from ledger.store import schema
from ledger.store.database import Database, Tx
from ledger.values.digest import Frontier, root_of
from ledger.values.errors import LedgerError
from tests.journal.posts import balance, months, posted, vouchers
from tests.worlds import (
    CLOCK,
    COMMODITY,
    OTHER,
    SOLD_PUBLIC,
    SOLD_PUBLIC_BANK,
    close_month,
    deposit,
    interest,
    repair,
)

WRITERS = 8
POSTS = 25


def at_once(work: Callable[[int], None], writers: int = WRITERS) -> None:
    """Run `work` in threads that begin together; what goes wrong in one is raised here."""
    met = threading.Barrier(writers)
    wrong: list[BaseException] = []

    def begin(number: int) -> None:
        met.wait()
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 # told below
            wrong.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def assert_whole(database: Database, book_id: int = COMMODITY) -> None:
    """Numbers without a gap, the log without a gap, the frontier over all of it."""
    head, change = schema.book_head, schema.master_change
    with database.read() as tx:
        rows = vouchers(tx, book_id)
        changes = tx.conn.execute(
            select(change.c.change_id, change.c.leaf).where(change.c.book_id == book_id)
        ).all()
        kept = tx.conn.execute(select(head).where(head.c.book_id == book_id)).one()
    numbers = defaultdict(list)
    for row in rows:
        numbers[row.period, row.word].append(row.no)
    for found in numbers.values():
        assert found == list(range(1, len(found) + 1))
    leaves = dict([*((row.voucher_id, row.leaf) for row in rows), *map(tuple, changes)])
    assert sorted(leaves) == list(range(1, kept.log_size + 1))
    root = root_of(bytes(leaves[place]) for place in sorted(leaves))
    assert Frontier.from_bytes(bytes(kept.frontier)).root() == root


def test_eight_writers_lose_nothing_and_overdraw_nobody(office: Database) -> None:
    posted(office, deposit("first", {1: 50_000}))
    done: list[Posted] = []
    refused: list[str] = []

    def work(number: int) -> None:
        for turn in range(POSTS):
            key = f"{number}-{turn}"
            draft = repair(key, {1: 700}) if turn % 2 else deposit(key, {2: 10, 3: 10})
            try:
                with office.write() as tx:
                    one = post(tx, draft, clock=CLOCK)
            except LedgerError as error:
                refused.append(error.code)
            else:
                done.append(one)

    at_once(work)
    spent = 50_000 // 700
    assert refused == ["overdraft"] * (WRITERS * (POSTS // 2) - spent)
    assert len(done) == len({one.code for one in done}) == WRITERS * (POSTS - POSTS // 2) + spent
    assert balance(office, 1)[0] == 50_000 - spent * 700
    assert balance(office, 2)[0] == WRITERS * (POSTS - POSTS // 2) * 10
    with office.read() as tx:
        assert {row.voucher_id for row in vouchers(tx)} == {2, *(one.voucher_id for one in done)}
    assert_whole(office)


def look_together(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all writers look at the months before the first of them opens one."""
    if database.dialect == "sqlite":  # there they stand in line from the beginning
        return
    met, own, look = threading.Barrier(WRITERS), threading.local(), lookups._newest_month

    def newest_month(tx: Tx, book_id: int) -> int | None:
        newest = look(tx, book_id)
        if not getattr(own, "looked", False):
            own.looked = True
            met.wait()
        return newest

    monkeypatch.setattr(lookups, "_newest_month", newest_month)


def test_the_first_vouchers_of_a_book_open_its_month_together(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_together(office, monkeypatch)

    def work(number: int) -> None:
        with office.write() as tx:
            post(tx, deposit(f"{number}", {1: 1}), clock=CLOCK)

    at_once(work)
    assert months(office) == [202602]
    assert balance(office, 1)[0] == WRITERS
    assert_whole(office)


def test_the_first_vouchers_of_later_months_open_them_together(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted(office, deposit("first", {1: 1}, dated_on=date(2025, 10, 1)))
    look_together(office, monkeypatch)

    def work(number: int) -> None:
        on = date(2026, 1 + number % 3, 1)
        with office.write() as tx:
            post(tx, deposit(f"{number}", {1: 1}, dated_on=on), clock=CLOCK)

    at_once(work)
    assert months(office) == [202510, 202511, 202512, 202601, 202602, 202603]
    assert_whole(office)


def test_the_same_file_sent_by_all_is_taken_in_once(office: Database) -> None:
    drafts = [deposit(f"{n}", {1: 100, 2: n + 1}) for n in range(5)]
    answers: list[tuple[bool, ...]] = []

    def work(_number: int) -> None:
        with office.write() as tx:
            answers.append(tuple(one.replayed for one in post_many(tx, drafts, clock=CLOCK)))

    at_once(work)
    assert sorted(answers) == [(False,) * 5, *[(True,) * 5] * (WRITERS - 1)]
    assert balance(office, 1)[0] == 500
    assert_whole(office)


def test_batches_over_the_same_books_never_wait_for_each_other(office: Database) -> None:
    other: dict[str, Any] = {"book_id": OTHER, "estate_id": 3, "bank_account_id": 4}
    sold: dict[str, Any] = {"book_id": SOLD_PUBLIC, "bank_account_id": SOLD_PUBLIC_BANK}

    def work(number: int) -> None:
        batch = [
            deposit(f"{number}", {1: 1}),
            deposit(f"{number}", {1: 1}, **sold),
            deposit(f"{number}", {1: 1}, **other),
        ]
        for turn in range(3):
            drafts = [deposit(f"{number}-{turn}", {2: 1}), *batch][:: 1 if number % 2 else -1]
            with office.write() as tx:
                post_many(tx, drafts, clock=CLOCK)

    at_once(work)
    for book_id in (COMMODITY, SOLD_PUBLIC, OTHER):
        assert_whole(office, book_id)


def test_no_voucher_slips_into_a_month_while_it_is_closed(office: Database) -> None:
    """Half of the writers post into January, one closes it: whoever is late is refused."""
    january = date(2026, 1, 20)
    posted(office, interest("first", 5, dated_on=january))
    refused: list[str] = []

    def work(number: int) -> None:
        if number == 0:
            with office.write() as tx:
                if office.dialect == "postgresql":  # as a close does, before it looks
                    hold = "SELECT 1 FROM month WHERE book_id=1 AND period=202601 FOR UPDATE"
                    tx.conn.execute(text(hold))
                close_month(tx, COMMODITY, 202601)
            return
        for turn in range(4):
            try:
                with office.write() as tx:
                    post(tx, interest(f"{number}-{turn}", 1, dated_on=january), clock=CLOCK)
            except LedgerError as error:
                refused.append(error.code)

    at_once(work)
    assert set(refused) <= {"month_closed"}
    with office.read() as tx:
        size = tx.conn.execute(select(schema.close_log.c.log_size)).scalar_one()
        rows = vouchers(tx)
    assert all(row.voucher_id <= size for row in rows)
    assert len(rows) == 2 + (WRITERS - 1) * 4 - len(refused)
    assert_whole(office)
