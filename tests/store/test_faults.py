"""What the databases' own errors become before a person sees them."""

from __future__ import annotations

import sqlite3
import threading

import psycopg
import pytest
from sqlalchemy import exc, text

from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database, Tx, open_database
from ledger.store.faults import translated
from ledger.values.errors import BookError, Refused
from tests.store.attack import raw
from tests.store.conftest import Worlds
from tests.worlds import build_registry


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("database is locked", "locked"),
        ("database or disk is full", "disk_full"),
        ("attempt to write a readonly database", "read_only"),
        ("file is not a database", "not_a_book"),
        ("database disk image is malformed", "not_a_book"),
        ("unable to open database file", "book_missing"),
        ("disk I/O error", "disk_error"),
    ],
)
def test_an_error_of_sqlite_is_told_in_our_words(said: str, word: str) -> None:
    with pytest.raises(BookError) as told, translated("book.db"):
        raise exc.OperationalError("BEGIN", {}, sqlite3.OperationalError(said))
    assert told.value.code == word
    assert "book.db" in told.value.message
    assert told.value.hint


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (psycopg.errors.DeadlockDetected("deadlock detected"), "locked"),
        (psycopg.errors.LockNotAvailable("canceling … due to lock timeout"), "locked"),
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), "disk_full"),
        (psycopg.OperationalError("connection refused\nIs it running?"), "cannot_connect"),
        (psycopg.errors.InsufficientPrivilege("permission denied for table line"), "no_permission"),
        (
            psycopg.errors.ReadOnlySqlTransaction("cannot … in a read-only transaction"),
            "read_only",
        ),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_an_error_of_postgresql_is_told_in_our_words(
    error: psycopg.Error,
    word: str,
    wrapped: bool,  # noqa: FBT001 # through SQLAlchemy, or from a bulk insert
) -> None:
    raised = exc.DBAPIError.instance("x", {}, error, psycopg.Error) if wrapped else error
    assert isinstance(raised, Exception)
    with pytest.raises(BookError) as told, translated("city"):
        raise raised
    assert told.value.code == word
    assert "Is it running" not in told.value.message  # one line


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    ours = exc.ProgrammingError("SELEC", {}, sqlite3.OperationalError("near SELEC: syntax error"))
    with pytest.raises(exc.ProgrammingError), translated("book.db"):
        raise ours
    with pytest.raises(ZeroDivisionError), translated("book.db"):
        raise ZeroDivisionError


def run_in(database: Database, *statements: str) -> None:
    with database.write() as tx:
        for statement in statements:
            tx.conn.exec_driver_sql(statement)


def test_a_refusal_of_a_guard_keeps_its_word(db: Database) -> None:
    with db.write() as tx:
        build_registry(tx)
    with pytest.raises(Refused) as told:
        run_in(db, "UPDATE sub_account SET code='x' WHERE book_id=1")
    assert told.value.code == "sealed"
    assert "wxzj:" not in told.value.message
    assert told.value.hint


def test_a_refusal_in_the_middle_of_a_bulk_insert_keeps_its_word(db: Database) -> None:
    with db.write() as tx:
        build_registry(tx)
    columns = ["book_id", "period", "state", "close_no"]
    with pytest.raises(Refused) as told, db.write() as tx:
        insert_rows(tx, schema.month, columns, [(1, 202601, "CLOSED", 1)])
    assert told.value.code == "month_order"


@pytest.mark.parametrize(
    "dialect", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def test_an_overdraft_has_one_word_on_both(dialect: str, worlds: Worlds) -> None:
    database = open_database(worlds("sqlite" if dialect == "sqlite" else "postgresql"))
    charge = raw(
        lines=("'5001','D',90001,1,NULL,NULL", "'1001','C',90001,NULL,1,NULL"),
        shares=("1,0,1,-90001,NULL",),
        word="'付'",
        debit_fen="90001",
        leaf="zeroblob(32)" if dialect == "sqlite" else r"decode(repeat('00',32),'hex')",
    )
    with pytest.raises(Refused) as told:
        run_in(database, *charge)
    assert told.value.code == "overdraft"
    database.close()


@pytest.mark.postgresql
def test_two_that_wait_for_each_other_are_told_to_try_again(worlds: Worlds) -> None:
    database = open_database(worlds("postgresql"))
    met = threading.Barrier(2)
    words: list[str] = []

    def lock(tx: Tx, book_id: int) -> None:
        tx.conn.execute(text(f"SELECT 1 FROM book_head WHERE book_id={book_id} FOR UPDATE"))

    def work(first: int, second: int) -> None:
        try:
            with database.write() as tx:
                tx.conn.execute(text("SET LOCAL deadlock_timeout='10ms'"))
                lock(tx, first)
                met.wait()
                lock(tx, second)
        except BookError as error:
            words.append(error.code)

    threads = [threading.Thread(target=work, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert words == ["locked"]
    database.close()


@pytest.mark.postgresql
def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(BookError) as told:
        open_database("postgresql://u:secret@127.0.0.1:1/city")
    assert told.value.code == "cannot_connect"
    assert "secret" not in told.value.message
