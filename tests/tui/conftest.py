"""Desks to look at. The terminal skin knows no database, so SQLite stands for both kinds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import open_database
from tests.tui.estates import CLOCK, build


@pytest.fixture(scope="session")
def estates_file(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Path:
    """Build the estates once; every test only looks at them."""
    path = tmp_path_factory.mktemp("estates") / "wxzj.db"
    shutil.copyfile(_sqlite_template, path)
    database = open_database(str(path))
    with database.write() as tx:
        build(tx)
    database.close()
    return path


@pytest.fixture
def desk(estates_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Lend a desk over the estates, in the folder where the file lies."""
    monkeypatch.chdir(estates_file.parent)
    with open_desk("wxzj.db", clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def empty_desk(
    tmp_path: Path, _sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """Lend a desk over a book in which nothing stands yet."""
    shutil.copyfile(_sqlite_template, tmp_path / "wxzj.db")
    monkeypatch.chdir(tmp_path)
    with open_desk("wxzj.db", clock=CLOCK) as opened:
        yield opened
