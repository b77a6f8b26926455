"""What keeps a distributed database possible: every key of a book's table names the book."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKeyConstraint,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from ledger.store import schema
from ledger.store.schema.base import metadata

PER_BOOK = [table for table in metadata.sorted_tables if table.name not in schema.REFERENCE_TABLES]


def keys(table: Table) -> Iterator[tuple[str, list[str]]]:
    """Walk the keys of a table, each with its columns in order."""
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            yield str(constraint.name or "primary key"), [each.name for each in constraint.columns]
    for index in table.indexes:
        if index.unique:
            yield str(index.name), [each.name for each in index.columns]


def test_the_reference_tables_are_tables() -> None:
    assert set(metadata.tables) >= schema.REFERENCE_TABLES


@pytest.mark.parametrize("table", PER_BOOK, ids=lambda table: table.name)
def test_every_key_of_a_books_table_begins_with_the_book(table: Table) -> None:
    for name, columns in keys(table):
        assert columns[0] == "book_id", name


@pytest.mark.parametrize("table", PER_BOOK, ids=lambda table: table.name)
def test_a_books_table_refers_to_another_ones_rows_of_the_same_book(table: Table) -> None:
    for constraint in table.foreign_key_constraints:
        target = constraint.elements[0].column
        if target.table.name not in schema.REFERENCE_TABLES:
            assert constraint.column_keys[0] == "book_id", constraint.name
            assert target.name == "book_id", constraint.name


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name_to_be_refused_by(table: Table) -> None:
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint | ForeignKeyConstraint | UniqueConstraint):
            assert constraint.name, constraint


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_no_column_rounds(table: Table) -> None:
    for column in table.columns:
        assert not isinstance(column.type, Float | Numeric), column


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_money_is_kept_in_whole_fen_of_64_bits(table: Table) -> None:
    for column in table.columns:
        if column.name.endswith("_fen"):
            assert isinstance(column.type, BigInteger), column
