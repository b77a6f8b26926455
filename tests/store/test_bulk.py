"""Many rows at a time, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database
from tests.worlds import build_registry

COLUMNS = ["book_id", "sub_id", "title_no", "owner", "phone", "owned_from", "share_num"]


def rows() -> Iterator[tuple[object, ...]]:
    yield (1, 1, 2, "张三\t“三”\\n", None, date(2020, 2, 29), 1, 3, 1)
    yield (1, 1, 3, "Ünal, A.", "010-1", None, 2, 3, 1)


def test_rows_arrive_as_they_were_given(db: Database) -> None:
    title = schema.title
    with db.write() as tx:
        build_registry(tx)
        insert_rows(tx, title, [*COLUMNS, "share_den", "change_id"], rows())
    with db.read() as tx:
        found = tx.conn.execute(
            select(title).where(title.c.book_id == 1, title.c.sub_id == 1, title.c.title_no > 1)
        ).all()
    assert [(row.owner, row.phone, row.owned_from, row.share_num) for row in found] == [
        ("张三\t“三”\\n", None, date(2020, 2, 29), 1),
        ("Ünal, A.", "010-1", None, 2),
    ]


def test_bytes_arrive_as_they_were_given(db: Database) -> None:
    salt = bytes(range(32))
    with db.write() as tx:
        build_registry(tx)
        columns = [column.name for column in schema.book.columns]
        insert_rows(tx, schema.book, columns, [(9, "X", "COMMON", 1, "", "FUND", salt, 0)])
    with db.read() as tx:
        query = select(schema.book.c.salt).where(schema.book.c.book_id == 9)
        assert bytes(tx.conn.execute(query).scalar_one()) == salt


def test_no_rows_are_no_trouble(db: Database) -> None:
    with db.write() as tx:
        insert_rows(tx, schema.custodian, ["custodian_id", "code", "name"], [])


def test_a_reader_is_not_written_through(db: Database) -> None:
    with db.read() as tx, pytest.raises(AssertionError):
        insert_rows(tx, schema.custodian, ["custodian_id", "code", "name"], [(1, "F1", "x")])
