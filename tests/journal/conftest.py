"""Sound books to attack, and fresh ones to post into."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.store.database import Database
from ledger.store.upgrade import create_database
from tests import varied
from tests.journal.tampering import verified
from tests.worlds import build_registry


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sound books once; each test works on a copy."""
    path = tmp_path_factory.mktemp("sound") / "book.db"
    with closing(create_database(str(path))) as database:
        with database.write() as tx:
            varied.build_varied(tx, seed=2)
            varied.set_aside(tx)
        assert not verified(database)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def file(sound: Path, tmp_path: Path) -> Path:
    """Lend a copy of sound books in a file of its own."""
    path = tmp_path / "book.db"
    shutil.copyfile(sound, path)
    return path


@pytest.fixture
def office(db: Database) -> Database:
    """Lend a database with books and households and no voucher yet."""
    with db.write() as tx:
        build_registry(tx)
    return db
