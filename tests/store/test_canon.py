"""The canonical text of rows is the same on both databases, and as `netstring` writes it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, Date, Integer, LargeBinary, select, text

from ledger.store.canon import fields, joined
from ledger.store.database import Database, open_database
from ledger.store.staging import STAGED_TEXT, staged, staging_table
from ledger.values.digest import netstring

TABLE = staging_table(
    "canon",
    Column("n", Integer, nullable=False),
    Column("word", STAGED_TEXT),
    Column("fen", BigInteger),
    Column("on", Date),
    Column("digest", LargeBinary),
)
Row = tuple[str | None, int | None, date | None, bytes | None]
# A NUL ends a text on SQLite, and PostgreSQL refuses it; names with one never come in.
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(
    st.tuples(
        st.none() | WORDS,
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.dates(),
        st.none() | st.binary(max_size=12),
    ),
    min_size=1,
    max_size=12,
)


def written(database: Database, rows: list[Row], *settings_of_server: str) -> str:
    numbered = [(n, *row) for n, row in enumerate(rows)]
    with database.write() as tx:
        for setting in settings_of_server:
            tx.conn.execute(text(setting))
        with staged(tx, TABLE, reversed(numbered)):
            one = fields(TABLE.c.word, TABLE.c.fen, TABLE.c.on, TABLE.c.digest)
            ordered = select(TABLE.c.n, one.label("text")).order_by(TABLE.c.n).subquery()
            whole = joined(tx.dialect, ordered.c.text, ordered.c.n)
            found: str = tx.conn.execute(select(whole)).scalar_one()
            return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_any_row_is_written_as_the_verifier_writes_it(rows: list[Row], db: Database) -> None:
    assert written(db, rows) == "".join(netstring(*row) for row in rows)


def test_no_text_can_imitate_a_boundary(db: Database) -> None:
    pair: list[list[Row]] = [
        [("a,1:b", 1, None, None), ("", 2, None, None)],
        [("a", 1, None, None), ("1:b,", 2, None, None)],
    ]
    assert written(db, pair[0]) != written(db, pair[1])
    assert written(db, [(None, 0, None, None)]) != written(db, [("~", 0, None, None)])
    assert written(db, [("", 0, None, None)]) != written(db, [(None, 0, None, None)])


@pytest.mark.postgresql
def test_a_servers_own_way_to_write_days_changes_nothing(world_postgres: str) -> None:
    database = open_database(world_postgres)
    row: Row = ("x", 1, date(2026, 2, 3), b"\xff")
    assert written(database, [row], "SET LOCAL DateStyle TO 'German'") == netstring(*row)
    database.close()
