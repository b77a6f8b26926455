"""The window for the database as a whole: made once, copied soundly, refused when not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import HEAD, Database, open_database
from ledger.store.upgrade import create_database
from ledger.values.errors import BookError, InputError, LedgerError
from tests.worlds import CLOCK, build_world


def desk_at(path: Path) -> Desk:
    return open_desk(str(path), clock=CLOCK)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A file with the small world in it."""
    path = tmp_path / "book.db"
    with closing(create_database(str(path))) as database, database.write() as tx:
        build_world(tx)
    return path


def test_a_book_is_made_once(empty_url: str) -> None:
    with open_desk(empty_url, clock=CLOCK) as desk:
        made = desk.book.init(custodian="示例市维修资金管理中心", code="F1")
        assert made.fields["custodian"] == "示例市维修资金管理中心"
        assert list(desk.book.status().rows) == []
    with open_desk(empty_url, clock=CLOCK) as again, pytest.raises(BookError, match="book_exists"):
        again.book.init()


def test_the_status_tells_where_each_book_stands(db: Database, database_url: str) -> None:
    with db.write() as tx:
        build_world(tx)
    with open_desk(database_url, clock=CLOCK) as desk:
        rows = {row[0]: row for row in desk.book.status().rows}
    assert rows["F1-C"][2:5] == (202601, 202601, 1)
    assert set(rows) == {"F1-C", "F1-P", "F2-C"}


def test_a_backup_is_a_sound_copy_and_never_overwrites(book: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with desk_at(book) as desk:
        desk.book.backup(str(copy))
        with pytest.raises(InputError, match="output_exists"):
            desk.book.backup(str(copy))
    with desk_at(book) as here, desk_at(copy) as there:
        assert list(here.book.status().rows) == list(there.book.status().rows)
    leftovers = {path.name for path in tmp_path.iterdir() if path.name.startswith(".")}
    assert leftovers == set()


def test_a_restored_book_goes_on(book: Path, tmp_path: Path) -> None:
    copy, anew = tmp_path / "copy.db", tmp_path / "anew.db"
    desk_at(book).book.backup(str(copy))
    with desk_at(anew) as desk:
        desk.book.restore(str(copy))
        desk.voucher.reverse("F1-C:2026-02:付-1", reason="恢复后继续记账")
    with desk_at(anew) as desk, pytest.raises(InputError, match="output_exists"):
        desk.book.restore(str(copy))


def test_a_backup_of_something_else_is_not_restored(tmp_path: Path) -> None:
    other, target = tmp_path / "other.db", tmp_path / "target.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t(x)")
        connection.commit()
    with pytest.raises(BookError, match="not_a_book"):
        desk_at(target).book.restore(str(other))
    assert not target.exists()


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda path: path.write_bytes(b""), "not_a_book"),
        (lambda path: path.write_bytes(b"no database at all" * 100), "not_a_book"),
        (lambda path: path.unlink(), "book_missing"),
    ],
)
def test_a_file_that_is_no_book_is_told_in_words(
    book: Path, spoil: Callable[[Path], object], word: str
) -> None:
    for end in ("-wal", "-shm"):
        book.with_name(book.name + end).unlink(missing_ok=True)
    spoil(book)
    with pytest.raises(LedgerError, match=word), desk_at(book) as desk:
        desk.book.status()


def test_a_book_whose_guard_was_taken_off_is_not_opened(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("DROP TRIGGER voucher_update")
        connection.commit()
    with pytest.raises(BookError, match="guards_changed"):
        open_database(str(book))
    with desk_at(book) as desk:
        sheet = desk.book.doctor()
    assert sheet.fields["ok"] is False
    assert ("guards", False) in [(row[0], row[1]) for row in sheet.rows]
    with desk_at(book) as desk:
        told = desk.book.verify()
    assert told.fields["ok"] is False
    assert "guards_changed" in [row[0] for row in told.rows]


def test_the_doctor_finds_a_healthy_book_healthy(database_url: str) -> None:
    with open_desk(database_url, clock=CLOCK) as desk:
        sheet = desk.book.doctor()
    wrong = [row for row in sheet.rows if row[1] is False and row[2] != "warn"]
    assert wrong == []


def test_an_upgrade_of_the_newest_changes_nothing(database_url: str) -> None:
    with open_desk(database_url, clock=CLOCK) as desk:
        assert desk.book.upgrade().fields == {"before": HEAD, "after": HEAD}


def test_a_book_of_a_newer_program_is_left_alone(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(BookError, match="schema_ahead"):
        open_database(str(book))
    with desk_at(book) as desk, pytest.raises(BookError, match="schema_ahead"):
        desk.book.upgrade()
