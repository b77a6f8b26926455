"""Table of disputed shares. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

usage_dispute = Table(
    "usage_dispute",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("dispute_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("paper_no", Integer, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_dispute_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_usage_dispute_household",
    ),
    ForeignKeyConstraint(
        ["book_id", "case_id", "paper_no"],
        ["usage_paper.book_id", "usage_paper.case_id", "usage_paper.paper_no"],
        name="fk_usage_dispute_paper",
    ),
)
