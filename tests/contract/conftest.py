"""Databases that a whole module shares, and the office that most of them are about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.contract.office import furnish
from tests.contract.shell import Shell

if TYPE_CHECKING:
    from tests.conftest import PostgresServer


@pytest.fixture(scope="module", autouse=True)
def _no_log_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep crash logs out of the home folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WXZJ_LOG_DIR", str(tmp_path_factory.mktemp("log")))
        yield


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Shell:
    """Lend the furnished office on SQLite, for tests that look or are refused."""
    return furnish(_on_sqlite(tmp_path_factory.mktemp("office"), _sqlite_template))


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """Lend the furnished office, once for each kind of database."""
    folder = tmp_path_factory.mktemp("both")
    if request.param == "sqlite":
        yield furnish(_on_sqlite(folder, request.getfixturevalue("_sqlite_template")))
        return
    server: PostgresServer = request.getfixturevalue("pg_server")
    name = f"wxzj_contract_{uuid4().hex[:12]}"
    url = server.create(name, template=request.getfixturevalue("_postgres_template"))
    yield furnish(Shell(url.render_as_string(hide_password=False), folder))
    server.drop(name)


def _on_sqlite(folder: Path, template: Path) -> Shell:
    """Return a shell on a copy of the tables; `book init` goes on from there."""
    path = folder / "book.db"
    shutil.copyfile(template, path)
    return Shell(f"sqlite:///{path}", folder)
