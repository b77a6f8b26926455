"""Tables of the money of projects. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    SmallInteger,
    Table,
    Text,
)

from ledger.store.schema.base import metadata

project_source = Table(
    "project_source",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("source_no", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("payer", Text, nullable=False),
    Column("borrower", Text, nullable=True),
    Column("rank", Integer, nullable=False),
    Column("classes", Text, nullable=True),
    Column("network", Text, nullable=True),
    Column("cap_fen", BigInteger, nullable=True),
    Column("cap_permille", Integer, nullable=True),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=True),
    Column("memo", SmallInteger, nullable=False),
    Column("of_no", Integer, nullable=True),
    Column("evidence", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["project_id"], ["project.project_id"], name="fk_project_source_project"),
    ForeignKeyConstraint(
        ["project_id", "of_no"],
        ["project_source.project_id", "project_source.source_no"],
        name="fk_project_source_of",
    ),
)

project_grant = Table(
    "project_grant",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("source_no", Integer, primary_key=True, autoincrement=False),
    Column("grant_no", Integer, primary_key=True, autoincrement=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("until_on", Date, nullable=True),
    Column("evidence", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["project_id", "source_no"],
        ["project_source.project_id", "project_source.source_no"],
        name="fk_project_grant_source",
    ),
)

project_match = Table(
    "project_match",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("match_no", Integer, primary_key=True, autoincrement=False),
    Column("source_no", Integer, nullable=False),
    Column("item_no", Integer, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("reason", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["project_id", "source_no"],
        ["project_source.project_id", "project_source.source_no"],
        name="fk_project_match_source",
    ),
    ForeignKeyConstraint(
        ["project_id", "item_no"],
        ["project_item.project_id", "project_item.item_no"],
        name="fk_project_match_item",
    ),
)
