"""Databases that a whole module shares, and the office that most of them are about."""

from __future__ import annotations

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
def empty(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Lend a place where no database is yet."""
    folder = tmp_path_factory.mktemp("empty")
    return Shell(f"sqlite:///{folder / 'book.db'}", folder)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Lend the furnished office on SQLite; who changes it tells nobody else."""
    folder = tmp_path_factory.mktemp("office")
    return furnish(Shell(f"sqlite:///{folder / 'book.db'}", folder))


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """Lend the furnished office, once for each kind of database."""
    folder: Path = tmp_path_factory.mktemp("both")
    if request.param == "sqlite":
        yield furnish(Shell(f"sqlite:///{folder / 'book.db'}", folder))
        return
    server: PostgresServer = request.getfixturevalue("pg_server")
    name = f"wxzj_contract_{uuid4().hex[:12]}"
    url = server.create(name)
    yield furnish(Shell(url.render_as_string(hide_password=False), folder))
    server.drop(name)
