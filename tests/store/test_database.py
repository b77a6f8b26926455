"""Transactions: all or nothing, readers that cannot write, writers in line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from ledger.store import database as database_module
from ledger.store import schema, sqlite
from ledger.store.database import Database, Tx, open_database, parse_url
from ledger.store.upgrade import create_database
from ledger.values.errors import BookError, InputError, Refused
from tests.house.reading import ROOT
from tests.store.conftest import Worlds
from tests.worlds import add

PRAGMAS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "busy_timeout": 30_000,
}


def custodians(tx: Tx) -> int:
    count: int = tx.conn.execute(select(func.count()).select_from(schema.custodian)).scalar_one()
    return count


def add_custodian(tx: Tx, number: int = 1) -> None:
    add(tx, "custodian", custodian_id=number, code=f"F{number}", name="中心")


def test_what_is_written_is_kept(db: Database) -> None:
    with db.write() as tx:
        add_custodian(tx)
    with db.read() as tx:
        assert custodians(tx) == 1


def test_an_error_keeps_nothing(db: Database) -> None:
    def fail() -> None:
        with db.write() as tx:
            add_custodian(tx)
            raise Refused("because", "不行")

    with pytest.raises(Refused):
        fail()
    with db.read() as tx:
        assert custodians(tx) == 0


def test_a_dry_run_sees_all_and_keeps_nothing(db: Database) -> None:
    with db.write(dry_run=True) as tx:
        add_custodian(tx)
        assert custodians(tx) == 1
    with db.read() as tx:
        assert custodians(tx) == 0


def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(BookError) as told, db.read() as tx:
        tx.conn.execute(text("INSERT INTO custodian VALUES(1,'F1','x')"))
    assert told.value.code == "read_only"


def test_a_reader_sees_one_moment(db: Database) -> None:
    with db.read() as tx:
        assert custodians(tx) == 0
        with db.write() as writer:
            add_custodian(writer)
        assert custodians(tx) == 0
    with db.read() as tx:
        assert custodians(tx) == 1


def test_readers_do_not_keep_writers_out(db: Database) -> None:
    with db.read() as one, db.read() as two:
        assert custodians(one) == custodians(two) == 0
        with db.write() as tx:
            add_custodian(tx)


def test_threads_share_a_database(db: Database) -> None:
    def work(number: int) -> None:
        with db.write() as tx:
            add_custodian(tx, number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as tx:
        assert custodians(tx) == 8


@pytest.mark.parametrize("writable", [True, False])
def test_every_connection_to_a_file_is_set_for_a_ledger(writable: bool, worlds: Worlds) -> None:  # noqa: FBT001 # which of two
    database = open_database(worlds("sqlite"))
    with database.write() if writable else database.read() as tx:
        for name, value in PRAGMAS.items():
            assert tx.conn.execute(text(f"PRAGMA {name}")).scalar_one() == value, name
        assert tx.conn.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        if writable:
            assert tx.conn.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
    database.close()


@pytest.mark.postgresql
def test_writers_on_a_server_see_what_is_committed(world_postgres: str) -> None:
    database = open_database(world_postgres)
    with database.write(dry_run=True) as tx:
        level = tx.conn.execute(text("SHOW transaction_isolation")).scalar_one()
    assert level == "read committed"
    database.close()


# ---- writers in line ----

HOLDER = """
import sys
from ledger.store.database import open_database
with open_database(sys.argv[1]).write():
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held_by_another(where: str) -> Iterator[subprocess.Popen[str]]:
    """Have another process write to the book at `where` until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, where],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.communicate("\n")
        assert holder.returncode == 0


def test_a_writer_is_told_who_is_writing(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    where = worlds("sqlite")
    database = open_database(where)
    monkeypatch.setattr(sqlite, "WAIT_SECONDS_MAX", 0)
    with held_by_another(where) as holder:
        with pytest.raises(BookError) as told, database.write():
            pytest.fail("two writers at once")
        assert told.value.code == "locked"
        assert str(holder.pid) in told.value.message
    with database.write():
        pass
    database.close()


def test_a_writer_waits_for_the_one_before(worlds: Worlds) -> None:
    where = worlds("sqlite")
    database = open_database(where)

    def work() -> None:
        with database.write() as tx:
            add_custodian(tx, 9)

    with held_by_another(where):
        waiting = threading.Thread(target=work)
        waiting.start()
        assert waiting.is_alive()
    waiting.join(timeout=30)
    with database.read() as tx:
        assert custodians(tx) == 3
    database.close()


def test_a_program_that_knows_no_lock_of_ours_is_waited_for_too(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = worlds("sqlite")
    monkeypatch.setattr(sqlite, "_SETTINGS", ("busy_timeout=0",))
    database = open_database(where)
    with closing(sqlite3.connect(where, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookError) as told, database.write():
            pytest.fail("two writers at once")
    assert told.value.code == "locked"
    database.close()


def test_a_lock_that_cannot_be_made_is_told(worlds: Worlds) -> None:
    where = worlds("sqlite")
    Path(f"{where}.lock").symlink_to("elsewhere")  # never followed: it could lead to another's file
    database = open_database(where)
    with pytest.raises(BookError) as told, database.write():
        pytest.fail("it was written without a lock")
    assert told.value.code == "read_only"
    database.close()


# ---- where a book may lie ----


def test_a_network_disk_is_refused(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    where = worlds("sqlite")
    monkeypatch.setattr(sqlite, "file_system", lambda _folder: "nfs4")
    for act in (open_database, lambda path: create_database(f"{path}.new")):
        with pytest.raises(BookError) as told:
            act(where)
        assert told.value.code == "network_disk"
        assert "nfs4" in told.value.message
    assert not Path(f"{where}.new").exists()


def test_the_file_system_is_that_of_the_nearest_mount(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = """/dev/a / ext4 rw 0 0
server:/x /mnt/of\\040fice nfs4 rw 0 0
//server/y /mnt/of\\040fice/deep cifs rw 0 0"""
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_more: mounts)
    assert sqlite.file_system(Path("/srv")) == "ext4"
    assert sqlite.file_system(Path("/mnt/of fice/books")) == "nfs4"
    assert sqlite.file_system(Path("/mnt/of fice/deep/books")) == "cifs"


def test_a_system_that_lists_no_mounts_is_not_asked_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(*_args: object, **_more: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", missing)
    assert sqlite.file_system(Path("/srv")) == ""


@pytest.mark.parametrize(
    ("where", "read"),
    [
        ("book.db", "sqlite:///book.db"),
        ("sqlite:///book.db", "sqlite:///book.db"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_an_address_is_read(where: str, read: str) -> None:
    assert parse_url(where).render_as_string() == read


@pytest.mark.parametrize("where", ["mysql://h/d", "sqlite://", "postgresql://h:port/d", "://"])
def test_an_address_that_we_do_not_serve_is_refused(where: str) -> None:
    with pytest.raises(InputError) as told:
        parse_url(where)
    assert told.value.code == "database_url"


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_driver(*_args: object, **_more: object) -> None:
        raise ModuleNotFoundError

    assert "secret" not in Database(parse_url("postgresql://u:secret@h/d")).name
    monkeypatch.setattr(database_module, "create_engine", no_driver)
    with pytest.raises(BookError) as told:
        Database(parse_url("postgresql://u:secret@h/d"))
    assert told.value.code == "driver_missing"
