"""Copies of the small world, made in milliseconds, for tests that break what they get."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from ledger.store.database import Dialect
from ledger.store.upgrade import create_database
from tests.worlds import build_world

_numbers = itertools.count(1)
Worlds = Callable[[Dialect], str]


@pytest.fixture(scope="session")
def _world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.db"
    database = create_database(f"sqlite:///{path}")
    with database.write() as tx:
        build_world(tx)
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _new_name() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"wxzj_world_{os.getpid()}_{worker}_{next(_numbers)}"


@pytest.fixture(scope="session")
def _world_name(pg_server: Any) -> Iterator[str]:
    name = _new_name()
    database = create_database(pg_server.create(name).render_as_string(hide_password=False))
    with database.write() as tx:
        build_world(tx)
    database.close()
    yield name
    pg_server.drop(name)


@pytest.fixture(scope="session")
def world_postgres(pg_server: Any, _world_name: str) -> Iterator[str]:
    """Lend one world on PostgreSQL, which no test may change for good."""
    name = _new_name()
    yield _for_driver(pg_server.create(name, template=_world_name))
    pg_server.drop(name)


def _for_driver(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def worlds(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Worlds]:
    """Lend a function that makes a copy of the world and returns where it is, for its driver."""
    made: list[str] = []

    def make(dialect: Dialect) -> str:
        if dialect == "sqlite":
            path = tmp_path / f"world{next(_numbers)}.db"
            shutil.copyfile(request.getfixturevalue("_world_file"), path)
            return str(path)
        server = request.getfixturevalue("pg_server")
        made.append(_new_name())
        return _for_driver(server.create(made[-1], template=request.getfixturevalue("_world_name")))

    yield make
    for name in made:
        request.getfixturevalue("pg_server").drop(name)
