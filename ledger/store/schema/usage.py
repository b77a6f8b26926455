"""Tables of the way of a case up to its approval. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from ledger.store.schema.base import metadata

usage_weight = Table(
    "usage_weight",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("num", Integer, nullable=True),
    Column("den", Integer, nullable=True),
    Column("area", Integer, nullable=True),
    Column("excluded", Text, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_weight_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_usage_weight_household",
    ),
)

usage_basis = Table(
    "usage_basis",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("basis", Text, nullable=False),
    Column("weights", Text, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_basis_case",
    ),
)

usage_electorate = Table(
    "usage_electorate",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("frozen_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_electorate_case",
    ),
)

usage_elector = Table(
    "usage_elector",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("area", Integer, nullable=False),
    Column("head_no", Integer, nullable=False),
    Column("heads", Integer, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_elector_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_usage_elector_household",
    ),
)

usage_ballot = Table(
    "usage_ballot",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("ballot_no", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, nullable=False),
    Column("choice", Text, nullable=False),
    Column("channel", Text, nullable=True),
    Column("proxy", Text, nullable=True),
    Column("cast_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id", "sub_id"],
        ["usage_elector.book_id", "usage_elector.case_id", "usage_elector.sub_id"],
        name="fk_usage_ballot_elector",
    ),
)

usage_paper = Table(
    "usage_paper",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("paper_no", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_paper_case",
    ),
)

household_freeze = Table(
    "household_freeze",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("freeze_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("change_id", Integer, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_household_freeze_household",
    ),
    ForeignKeyConstraint(
        ["book_id", "change_id"],
        ["master_change.book_id", "master_change.change_id"],
        name="fk_household_freeze_change",
    ),
)

usage_step = Table(
    "usage_step",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("step_no", Integer, primary_key=True, autoincrement=False),
    Column("step", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("until_on", Date, nullable=True),
    Column("paper_no", Integer, nullable=True),
    Column("note", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_step_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "case_id", "paper_no"],
        ["usage_paper.book_id", "usage_paper.case_id", "usage_paper.paper_no"],
        name="fk_usage_step_paper",
    ),
)
