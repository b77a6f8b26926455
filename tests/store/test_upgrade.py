"""Building a book, and what is looked at before one is opened."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from ledger.store import guards, places, sqlite
from ledger.store.database import HEAD, Database, open_database, parse_url, version_of
from ledger.store.places import alembic_ini, fixtures_dir, migrations_dir
from ledger.store.upgrade import create_database, upgrade_database
from ledger.values.errors import BookError, Refused
from tests.store.conftest import Worlds

BYTES = {"sqlite": "BLOB", "postgresql": "bytea"}
FIRST_VERSION = (
    "INSERT INTO custodian VALUES(1,'F1','中心')",
    "INSERT INTO chart VALUES('FUND','维修资金','财会〔2020〕7号')",
    f"INSERT INTO book VALUES(1,'F1-C','FUND',1,'C','FUND',CAST('{'0' * 32}' AS BYTES),1)",
)


def opening(where: str) -> str:
    """Return the word with which opening is refused, or an empty text."""
    try:
        open_database(where).close()
    except BookError as error:
        assert error.hint
        return error.code
    return ""


def changed(where: str, *statements: str) -> str:
    """Change a SQLite book as any other program can, and return where it is."""
    with closing(sqlite3.connect(where)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return where


# ---- building ----


def test_a_book_is_built_in_an_empty_place(empty_url: str) -> None:
    database = create_database(empty_url)
    assert version_of(database) == HEAD
    assert opening(empty_url) == ""
    assert upgrade_database(database) == (HEAD, HEAD)
    database.close()


def test_a_book_is_never_built_over_another(database_url: str) -> None:
    with pytest.raises(BookError) as told:
        create_database(database_url)
    assert told.value.code == "book_exists"


def test_a_book_is_never_built_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    with pytest.raises(BookError) as told:
        create_database(str(path))
    assert told.value.code == "book_exists"
    assert path.read_text(encoding="utf-8").startswith("Sehr")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BookError) as told:
        create_database(str(tmp_path / "nowhere" / "book.db"))
    assert told.value.code == "cannot_create"


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    create_database(str(path)).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_interrupted_build_leaves_nothing(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "migrations"
    _copy(migrations_dir(), broken)
    for guard in broken.glob("sql/*_guards.sql"):
        guard.write_text(guard.read_text(encoding="utf-8") + "\n\nCREATE NONSENSE\n", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(places, "migrations_dir", lambda: broken)
        with pytest.raises(DBAPIError, match=r"(?i)nonsense"):
            create_database(empty_url)
    database = Database(parse_url(empty_url))
    assert version_of(database) is None
    upgrade_database(database)
    assert opening(empty_url) == ""
    database.close()


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*.*"):
        if path.suffix in {".py", ".sql"}:
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.mark.postgresql
def test_a_city_may_have_a_schema_of_its_own(worlds: Worlds) -> None:
    """One schema a city is the first rung beyond one server; the guards must be the same there."""
    where = worlds("postgresql")
    database = open_database(where)
    with database.write() as tx:
        tx.conn.execute(text("CREATE SCHEMA ningbo"))
    database.close()
    own = make_url(where).update_query_dict({"options": "-csearch_path=ningbo"})
    city = create_database(own.render_as_string(hide_password=False))
    with city.read() as tx:
        assert guards.digest(tx.conn, "postgresql") == guards.EXPECTED["postgresql"]
        assert tx.conn.execute(text("SELECT count(*) FROM voucher")).scalar_one() == 0
        assert tx.conn.execute(text("SELECT count(*) FROM public.voucher")).scalar_one() > 0
    city.close()


# ---- versions ----


def test_the_program_knows_the_newest_migration() -> None:
    texts = [path.read_text(encoding="utf-8") for path in migrations_dir().glob("versions/*.py")]
    revisions = [re.findall(r'^revision = "(\w+)"', each, re.MULTILINE) for each in texts]
    assert max(revision for [revision] in revisions) == HEAD


def test_a_book_that_is_not_there_is_not_made_by_opening(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    assert opening(str(path)) == "book_missing"
    assert not path.exists()


def test_what_is_no_book_is_refused(tmp_path: Path, worlds: Worlds) -> None:
    empty, letter, other = (str(tmp_path / name) for name in ("empty", "letter", "other"))
    Path(empty).touch()
    Path(letter).write_text("Sehr geehrte Damen und Herren, " * 99, encoding="utf-8")
    changed(other, "CREATE TABLE t(x)")
    # Other programs keep their version in a table of the same name.
    stranger = changed(worlds("sqlite"), "PRAGMA application_id=7")
    assert [*map(opening, (empty, letter, other, stranger))] == ["not_a_book"] * 4


@pytest.mark.postgresql
def test_a_database_of_another_program_is_refused(empty_url: str) -> None:
    if empty_url.startswith("postgresql"):
        database = Database(parse_url(empty_url))
        assert opening(empty_url) == "not_a_book"
        with database.write() as tx:
            tx.conn.execute(text("CREATE TABLE alembic_version(version_num text)"))
            tx.conn.execute(text(f"INSERT INTO alembic_version VALUES('{HEAD}')"))
        database.close()
        assert opening(empty_url) == "not_a_book"


@pytest.mark.parametrize(("version", "word"), [("0000", "schema_behind"), ("9999", "schema_ahead")])
def test_a_book_of_another_version_is_not_opened(
    version: str, word: str, database_url: str
) -> None:
    database = open_database(database_url)
    with database.write() as tx:
        tx.conn.execute(text(f"UPDATE alembic_version SET version_num='{version}'"))
    assert opening(database_url) == word
    if word == "schema_ahead":
        with pytest.raises(BookError) as told:
            upgrade_database(database)
        assert told.value.code == word
    open_database(database_url, check=False).close()
    database.close()


def test_a_book_of_the_first_version_is_brought_up_with_what_it_holds(empty_url: str) -> None:
    """Its flag for reopening was nobody's to set; it is off afterwards, and stays off."""
    path = parse_url(empty_url)
    if path.drivername == "sqlite":
        sqlite.make_file(Path(path.database or ""))
    database = Database(path)
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()))
    with database.write() as tx:
        config.attributes["connection"] = tx.conn
        command.upgrade(config, "0001")
        for statement in FIRST_VERSION:
            tx.conn.exec_driver_sql(statement.replace("BYTES", BYTES[tx.dialect]))
    assert opening(empty_url) == "schema_behind"
    assert upgrade_database(database) == ("0001", HEAD)
    assert opening(empty_url) == ""
    with database.read() as tx:
        books = tx.conn.execute(text("SELECT code, reopening FROM book")).all()
        assert [tuple(row) for row in books] == [("F1-C", 0)]
    with pytest.raises(Refused, match="sealed"), database.write() as tx:
        tx.conn.execute(text("UPDATE book SET reopening=1"))
    database.close()


# ---- guards ----


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER voucher_update",
        "CREATE TABLE more(x)",
        "CREATE TRIGGER more AFTER INSERT ON voucher BEGIN SELECT 1; END",
        "CREATE VIEW more AS SELECT 1",
        "ALTER TABLE voucher ADD COLUMN more TEXT",
        "DROP INDEX ix_earmark_case",
    ],
)
def test_a_book_whose_guards_were_touched_is_not_opened(statement: str, worlds: Worlds) -> None:
    assert opening(changed(worlds("sqlite"), statement)) == "guards_changed"


def test_a_guard_that_was_written_anew_in_other_words_is_noticed(worlds: Worlds) -> None:
    where = changed(
        worlds("sqlite"),
        "DROP TRIGGER voucher_update",
        "CREATE TRIGGER voucher_update BEFORE UPDATE ON voucher WHEN 0 BEGIN SELECT 1; END",
    )
    assert opening(where) == "guards_changed"


def test_what_sqlite_keeps_for_itself_is_no_change(worlds: Worlds) -> None:
    assert opening(changed(worlds("sqlite"), "ANALYZE")) == ""


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER voucher_sealed ON voucher",
        "ALTER TABLE voucher DISABLE TRIGGER voucher_sealed",
        "ALTER TABLE voucher ENABLE TRIGGER voucher_sealed",  # no longer for a replica
        "ALTER TABLE voucher DROP CONSTRAINT ck_voucher_checker",
        "ALTER TABLE voucher ADD COLUMN more text",
        "DROP INDEX ix_earmark_case",
        "ALTER FUNCTION wxzj_seal() SECURITY INVOKER",
        "ALTER FUNCTION wxzj_month_step() RESET search_path",
    ],
)
def test_a_change_of_the_guards_of_a_server_is_noticed(statement: str, world_postgres: str) -> None:
    database = open_database(world_postgres)
    with database.write(dry_run=True) as tx:
        guards.refuse_missing(tx.conn, "postgresql", "city")
        tx.conn.execute(text(statement))
        with pytest.raises(BookError) as told:
            guards.refuse_missing(tx.conn, "postgresql", "city")
    assert told.value.code == "guards_changed"
    database.close()


# ---- files that come with the program ----


def test_the_files_that_come_along_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (migrations_dir() / "env.py").is_file()
    assert fixtures_dir().is_dir()
    monkeypatch.setattr(places, "PACKAGE", tmp_path)
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/alembic.ini").touch()
    assert alembic_ini() == tmp_path / "_data/alembic.ini"
    with pytest.raises(BookError) as told:
        migrations_dir()
    assert told.value.code == "installation_incomplete"
