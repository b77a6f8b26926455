"""Building and upgrading a database with the migrations. Alembic is imported only when needed."""

from __future__ import annotations

from pathlib import Path

from ledger.store import guards, places, sqlite
from ledger.store.database import HEAD, Database, parse_url, version_of
from ledger.store.faults import translated
from ledger.values.errors import BookError
from ledger.values.i18n import _


def create_database(where: str) -> Database:
    """Build the tables and guards in an empty place and return it open.

    Raises:
        BookError: `book_exists` where there is one already.
    """
    url = parse_url(where)
    if url.drivername == "sqlite":
        path = Path(url.database or "")
        if path.exists() and path.stat().st_size:
            raise _exists(str(path))
        sqlite.make_file(path)
    database = Database(url)
    try:
        _build(database)
    except BaseException:
        database.close()
        raise
    return database


def _build(database: Database) -> None:
    if version_of(database) is not None:
        raise _exists(database.name)
    upgrade_database(database)


def upgrade_database(database: Database) -> tuple[str | None, str]:
    """Bring `database` up to this program; return the version before and after.

    Everything happens in one transaction, so an interrupted upgrade leaves the old version.
    """
    before = version_of(database)
    if before is not None and before > HEAD:
        raise BookError(
            "schema_ahead",
            _("账套的版本是 {version}，比程序的 {head} 新").format(version=before, head=HEAD),
            _("请升级程序"),
        )
    if before != HEAD:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(places.migrations_dir()))
        with database.write() as tx:
            config.attributes["connection"] = tx.conn
            command.upgrade(config, "head")
        with translated(database.name), database.read() as tx:
            guards.refuse_missing(tx.conn, database.dialect, database.name)
    return before, HEAD


def _exists(name: str) -> BookError:
    return BookError(
        "book_exists",
        _("{name} 里已经有账套").format(name=name),
        _("请换一个 --db，或直接使用它"),
    )
