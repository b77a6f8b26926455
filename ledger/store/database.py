"""The one way to a database: `open_database`, then `read()` or `write()`.

A transaction is all or nothing. On SQLite readers cannot write at all, and writers stand in line;
on PostgreSQL the isolation is READ COMMITTED and the rooms lock rows in one order (month, head of
the log, numbers, balances).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from ledger.store import guards, sqlite
from ledger.store.faults import translated
from ledger.values.errors import BookError, InputError
from ledger.values.i18n import _
from ledger.values.reach import EVERYWHERE, Reach

Dialect = Literal["sqlite", "postgresql"]
HEAD = "0004"  # the newest migration; a test compares it with the folder


@dataclass(frozen=True, slots=True)
class Tx:
    """A transaction in hand.

    Attributes:
        conn: SQLAlchemy's connection, begun.
        dialect: which database this is.
        writable: False for a reader.
        reach: how far who asks may see; the registry holds what is looked up against it.
    """

    conn: Connection
    dialect: Dialect
    writable: bool
    reach: Reach = field(default=EVERYWHERE, compare=False)


class Database:
    """An open database. Threads may share it; each transaction has a connection of its own."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.path = Path(url.database or "") if url.drivername == "sqlite" else None
        self.dialect: Dialect = "postgresql" if self.path is None else "sqlite"
        if self.path is None:
            self._reader = self._writer = _postgres_engine(url)
        else:
            self._reader = sqlite.engine_for(self.path, writable=False)
            self._writer = sqlite.engine_for(self.path, writable=True)

    @property
    def name(self) -> str:
        """What to call it before people: a path, or an address without its password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Lend a transaction that sees one moment of the data and changes nothing."""
        with translated(self.name), self._reader.connect() as conn, conn.begin():
            if self.dialect == "postgresql":
                conn.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield Tx(conn, self.dialect, writable=False)

    @contextmanager
    def write(self, *, dry_run: bool = False) -> Iterator[Tx]:
        """Lend a transaction that is kept whole, or, on an error or a dry run, not at all."""
        with (
            translated(self.name),
            self._alone(),
            self._writer.connect() as conn,
            conn.begin() as transaction,
        ):
            yield Tx(conn, self.dialect, writable=True)
            if dry_run:
                transaction.rollback()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self.path is None:
            yield
            return
        with sqlite.writers_lock(self.path):
            yield

    def writer_engine(self) -> Engine:
        """Return the engine that may change the schema; for `store.upgrade` only."""
        return self._writer

    def close(self) -> None:
        """Let go of all connections."""
        self._reader.dispose()
        self._writer.dispose()


def parse_url(where: str) -> URL:
    """Read `where`: a bare path means a SQLite file.

    Raises:
        InputError: `database_url`, where it is neither a path nor an address we serve.
    """
    if "://" not in where:
        return URL.create("sqlite", database=where)
    try:
        url = make_url(where)
    except (exc.ArgumentError, ValueError):
        url = URL.create("unreadable")
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise InputError(
        "database_url",
        _("不认识的数据库地址"),
        _("请写文件路径，或 postgresql://用户@主机/库名"),
    )


def open_database(where: str, *, check: bool = True, guarded: bool = True) -> Database:
    """Open the database at `where`.

    Args:
        where: a path, or a URL of SQLite or PostgreSQL.
        check: False only for `book init`, `book upgrade` and `book doctor`.
        guarded: False only for `book verify`, which tells of missing guards what else is wrong.

    Raises:
        BookError: missing, not one of ours, of another version, or with guards missing.
    """
    url = parse_url(where)
    if url.drivername == "sqlite":
        path = Path(url.database or "")
        if not path.exists():
            raise BookError(
                "book_missing",
                _("没有找到账套文件 {path}").format(path=path),
                _("请先运行 wxzj book init，或用 --db 指定"),
            )
        sqlite.refuse_network_disk(path)
    database = Database(url)
    if check:
        try:
            _check(database, guarded=guarded)
        except BaseException:
            database.close()
            raise
    return database


def version_of(database: Database) -> str | None:
    """Return the newest migration that the database has seen, None where it is empty."""
    with translated(database.name), database._reader.connect() as conn:  # noqa: SLF001 # same module
        if not conn.dialect.has_table(conn, "alembic_version"):
            return None
        return conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _check(database: Database, *, guarded: bool) -> None:
    version = version_of(database)
    if version is None or not _is_ours(database):
        raise BookError(
            "not_a_book",
            _("{name} 里没有账套").format(name=database.name),
            _("请先运行 wxzj book init"),
        )
    if version != HEAD:
        raise BookError(
            "schema_behind" if version < HEAD else "schema_ahead",
            _("账套 {name} 的版本是 {version}，程序的版本是 {head}").format(
                name=database.name, version=version, head=HEAD
            ),
            _("请先备份，再运行 wxzj book upgrade") if version < HEAD else _("请升级程序"),
        )
    if guarded and database.dialect == "sqlite":
        with database.read() as tx:
            guards.refuse_missing(tx.conn, database.dialect, database.name)


def _is_ours(database: Database) -> bool:
    """Tell whether the tables are a book: other programs keep their version as we do."""
    with database.read() as tx:
        if database.dialect == "postgresql":
            return tx.conn.dialect.has_table(tx.conn, "book_head")
        found = tx.conn.execute(text("PRAGMA application_id")).scalar_one()
        return bool(found == sqlite.APPLICATION_ID)


def _postgres_engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise BookError(
            "driver_missing",
            _("没有安装 PostgreSQL 驱动"),
            _("请运行 pip install 'wxzj[pg]'"),
        ) from error
    event.listen(engine, "connect", _plan_for_all_rows)
    return engine


def _plan_for_all_rows(connection: DBAPIConnection, _record: object) -> None:
    """Plan a cursor for all of its rows: PostgreSQL would plan it for the first tenth."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("SET cursor_tuple_fraction = 1")
    connection.commit()
