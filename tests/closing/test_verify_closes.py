"""Closes are held to the log they stood on: in December, and when a month was reopened."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from ledger.closing.closer import close_book
from ledger.journal.posting import post
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database, Tx
from ledger.store.log import advance
from ledger.values.clock import Clock
from tests import worlds
from tests.journal.tampering import (
    reopening_unlocked,
    verified,
    without_guards,
    without_guards_on_a_server,
)
from tests.worlds import COMMODITY

CLOCK = Clock(date(2026, 4, 2), "2026-04-02T00:00:00Z")
NOVEMBER, DECEMBER, JANUARY = 202511, 202512, 202601


def close(tx: Tx, *periods: int) -> None:
    for period in periods:
        close_book(tx, COMMODITY, period, who="单人", clock=CLOCK)


def build_years_end(tx: Tx) -> None:
    """Write a book that moved in November and January, and is closed through all three months."""
    worlds.build_registry(tx)
    post(tx, worlds.deposit("首期", {1: 5000, 2: 700}, dated_on=date(2025, 11, 5)), clock=CLOCK)
    close(tx, NOVEMBER, DECEMBER)
    post(tx, worlds.deposit("续交", {1: 60}, dated_on=date(2026, 1, 6)), clock=CLOCK)
    close(tx, JANUARY)


def reopen(tx: Tx, period: int, close_no: int) -> None:
    """Open a closed month again, as the database allows it."""
    book, log, month = schema.book, schema.close_log, schema.month
    with reopening_unlocked(tx):
        tx.conn.execute(sa.update(book).where(book.c.book_id == COMMODITY).values(reopening=1))
    tree = advance(tx, COMMODITY)
    row = (COMMODITY, period, close_no, "REOPEN", "甲", "乙", "更正", CLOCK.at, tree.size)
    insert_rows(
        tx,
        log,
        [column.name for column in log.columns],
        [(*row, tree.root(), *(bytes(32),) * 3, "")],
    )
    tx.conn.execute(
        sa.update(month)
        .where(month.c.book_id == COMMODITY, month.c.period == period)
        .values(state="OPEN")
    )


def build_reopened(tx: Tx) -> None:
    """Write a book whose January was closed twice, with a voucher in between."""
    worlds.build_registry(tx)
    post(tx, worlds.deposit("首期", {1: 5000, 2: 700}, dated_on=date(2026, 1, 5)), clock=CLOCK)
    close(tx, JANUARY)
    reopen(tx, JANUARY, 1)
    post(tx, worlds.deposit("补记", {1: 60, 3: 9}, dated_on=date(2026, 1, 6)), clock=CLOCK)
    post(tx, worlds.deposit("二月", {1: 1}, dated_on=date(2026, 2, 6)), clock=CLOCK)


def change(db: Database, statement: str) -> set[str]:
    """Let the owner of the database change something; return what the verification then tells."""
    if db.path is not None:
        with without_guards(db.path) as run:
            run(statement)
    else:
        with db.write() as tx, without_guards_on_a_server(tx):
            assert tx.conn.execute(sa.text(statement)).rowcount
    return {each.code for each in verified(db)}


def test_a_years_end_is_sound(db: Database) -> None:
    with db.write() as tx:
        build_years_end(tx)
        kept = schema.snapshot
        anchors = tx.conn.execute(
            sa.select(sa.func.count()).where(kept.c.period == DECEMBER)
        ).scalar_one()
    assert anchors > 2
    assert not verified(db)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        (f"DELETE FROM snapshot WHERE sub_id = 2 AND period = {DECEMBER}", {"snapshot_missing"}),
        (f"DELETE FROM snapshot WHERE sub_id = 1 AND period = {JANUARY}", {"snapshot_missing"}),
        (
            f"UPDATE snapshot SET amount_fen = 8 WHERE sub_id = 5 AND period = {DECEMBER}",
            {"snapshot_differs", "balance_root_differs"},
        ),
        (
            f"UPDATE snapshot SET period = {JANUARY} WHERE sub_id = 2 AND period = {DECEMBER}",
            {"snapshot_missing", "snapshot_extra"},
        ),
        (
            f"DELETE FROM balance_root WHERE period = {DECEMBER} AND estate_id = 2",
            {"checkpoint_differs"},
        ),
        ("DELETE FROM sub_balance WHERE sub_id = 1 AND part = 0", {"balance_missing"}),
        (
            "UPDATE sub_balance SET received_fen = received_fen + 1 WHERE sub_id = 1 AND part = 0",
            {"balance_differs"},
        ),
        ("UPDATE sub_balance SET amount_fen = 3 WHERE sub_id = 4", {"balance_differs"}),
        (
            f"DELETE FROM account_snapshot WHERE period = {DECEMBER} AND account = '1001'",
            {"account_snapshot_differs"},
        ),
        (f"UPDATE month SET period = 202602 WHERE period = {JANUARY}", {"month_state_differs"}),
        (f"UPDATE month SET state = 'OPEN' WHERE period = {NOVEMBER}", {"month_state_differs"}),
    ],
)
def test_what_a_years_end_keeps_cannot_be_changed_unseen(
    db: Database, statement: str, codes: set[str]
) -> None:
    with db.write() as tx:
        build_years_end(tx)
    if "month SET period" in statement and db.path is None:
        return  # its foreign keys hold the row
    assert codes <= change(db, statement)


def test_a_month_that_is_open_again_is_sound(db: Database) -> None:
    with db.write() as tx:
        build_reopened(tx)
    assert not verified(db)


def test_a_month_that_was_closed_again_is_sound(db: Database) -> None:
    with db.write() as tx:
        build_reopened(tx)
        close(tx, JANUARY, 202602)
    assert not verified(db)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE snapshot SET amount_fen = 1 WHERE close_no = 1 AND sub_id = 1",
            "snapshot_differs",
        ),
        (
            "DELETE FROM snapshot WHERE close_no = 1 AND sub_id = 2 AND period = 202601",
            "snapshot_differs",
        ),
        (
            "UPDATE account_snapshot SET balance_fen = 1 WHERE close_no = 1",
            "account_snapshot_differs",
        ),
        ("UPDATE balance_root SET leaf_count = 1 WHERE close_no = 1", "balance_root_differs"),
        (
            "UPDATE close_log SET checkpoint = 'x' WHERE close_no = 1 AND act = 'CLOSE'",
            "checkpoint_differs",
        ),
        ("DELETE FROM close_log WHERE act = 'REOPEN'", "month_state_differs"),
        ("DELETE FROM statement WHERE close_no = 1", "checkpoint_differs"),
    ],
)
def test_a_close_that_was_replaced_cannot_be_changed_unseen(
    db: Database, statement: str, code: str
) -> None:
    with db.write() as tx:
        build_reopened(tx)
        close(tx, JANUARY)
    assert code in change(db, statement)
