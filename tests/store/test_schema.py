"""The migrations are the truth: what they build is what the program believes, byte for byte."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Inspector,
    Table,
    UniqueConstraint,
    inspect,
)

from ledger.store import guards, schema
from ledger.store.database import Database
from tests.golden.make_schema import golden_file

TABLES = schema.metadata.sorted_tables
# What a type of ours is called by the databases. SQLite keeps days as text.
TYPES = {
    "sqlite": {
        **dict.fromkeys(("INTEGER", "BIGINT", "SMALLINT"), "INTEGER"),
        **dict.fromkeys(("TEXT", "DATE"), "TEXT"),
        "BLOB": "BLOB",
    },
    "postgresql": {
        **{name: name for name in ("INTEGER", "BIGINT", "SMALLINT", "TEXT", "DATE")},
        "BLOB": "BYTEA",
    },
}


def test_the_definitions_are_those_of_the_golden_file(db: Database) -> None:
    with db.read() as tx:
        text = guards.whole_text(tx.conn, db.dialect)
    assert text == golden_file(db.dialect).read_text(encoding="utf-8"), (
        "after a change of the migrations: python -m tests.golden.make_schema"
    )
    assert hashlib.sha256(text.encode()).hexdigest() == guards.EXPECTED[db.dialect]


def test_the_databases_have_the_tables_of_the_program_and_no_others(db: Database) -> None:
    with db.read() as tx:
        assert {*inspect(tx.conn).get_table_names()} == {
            *schema.metadata.tables,
            "alembic_version",
        }


def test_each_column_is_as_the_program_believes(db: Database) -> None:
    with db.read() as tx:
        found = inspect(tx.conn)
        for table in TABLES:
            believed = {
                column.name: (
                    TYPES[db.dialect][str(column.type).split("(")[0]],
                    bool(column.nullable),
                )
                for column in table.columns
            }
            there = {
                column["name"]: (str(column["type"]).split(" ")[0], bool(column["nullable"]))
                for column in found.get_columns(table.name)
            }
            assert there == believed, table.name


def test_the_columns_of_sqlite_stand_in_the_order_of_the_program(db: Database) -> None:
    """On PostgreSQL the widest come first in large tables, which saves padding."""
    with db.read() as tx:
        for table in TABLES if db.dialect == "sqlite" else ():
            there = [column["name"] for column in inspect(tx.conn).get_columns(table.name)]
            assert there == [column.name for column in table.columns], table.name


Reference = tuple[list[str], str, list[str]]


def uniques(table: Table) -> list[list[str]]:
    return sorted(
        [column.name for column in each.columns]
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
    )


def references(table: Table) -> list[Reference]:
    return sorted(
        (
            list(each.column_keys),
            each.referred_table.name,
            [element.column.name for element in each.elements],
        )
        for each in table.foreign_key_constraints
    )


def references_there(found: Inspector, table: str) -> list[Reference]:
    return sorted(
        (each["constrained_columns"], each["referred_table"], each["referred_columns"])
        for each in found.get_foreign_keys(table)
    )


def test_each_key_is_as_the_program_believes(db: Database) -> None:
    with db.read() as tx:
        found = inspect(tx.conn)
        for table in TABLES:
            key = found.get_pk_constraint(table.name)["constrained_columns"]
            assert key == [column.name for column in table.primary_key], table.name
            there = sorted(
                each["column_names"] for each in found.get_unique_constraints(table.name)
            )
            assert there == uniques(table), table.name
            assert references_there(found, table.name) == references(table), table.name


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_each_constraint_of_the_program_bears_its_name_in_the_database(dialect: str) -> None:
    text = golden_file(dialect).read_text(encoding="utf-8")
    for table in TABLES:
        for each in table.constraints:
            if isinstance(each, UniqueConstraint | ForeignKeyConstraint):
                assert f"{each.name}" in text
            if isinstance(each, ForeignKeyConstraint) and each.deferrable:
                [definition] = re.findall(rf"{each.name}\b[^\n]*\n?[^\n]*REFERENCES[^\n]*", text)
                assert "DEFERRABLE INITIALLY DEFERRED" in definition


def test_the_program_believes_in_no_check_that_the_migrations_should_make() -> None:
    """CHECKs stand in the migrations only, and the golden file holds them."""
    for table in TABLES:
        assert not [each for each in table.constraints if isinstance(each, CheckConstraint)]


@pytest.mark.postgresql
def test_every_text_of_postgresql_is_ordered_by_code_point(db: Database) -> None:
    if db.dialect == "postgresql":
        text = golden_file("postgresql").read_text(encoding="utf-8")
        texts = [line for line in text.splitlines() if line.startswith("text")]
        assert texts
        assert all(line.endswith(" COLLATE C") for line in texts)
