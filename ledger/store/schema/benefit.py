"""Tables of households' contributions. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from ledger.store.schema.base import metadata

benefit_plan = Table(
    "benefit_plan",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", Integer, primary_key=True, autoincrement=False),
    Column("project_id", Integer, nullable=False),
    Column("item_no", Integer, nullable=False),
    Column("plan_no", Integer, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("resident_fen", BigInteger, nullable=False),
    Column("book_fen", BigInteger, nullable=False),
    Column("household_count", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_benefit_plan_book"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_benefit_plan_estate"),
    UniqueConstraint("book_id", "project_id", "item_no", "plan_no", name="uq_benefit_plan_no"),
    ForeignKeyConstraint(
        ["project_id", "item_no"],
        ["project_item.project_id", "project_item.item_no"],
        name="fk_benefit_plan_item",
    ),
)

benefit_due = Table(
    "benefit_due",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("area", BigInteger, nullable=False),
    Column("weight", BigInteger, nullable=False),
    Column("due_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "plan_id"],
        ["benefit_plan.book_id", "benefit_plan.plan_id"],
        name="fk_benefit_due_plan",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_benefit_due_household",
    ),
)

benefit_move = Table(
    "benefit_move",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("move_id", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("asks", Integer, nullable=True),
    Column("case_id", Integer, nullable=True),
    Column("dated_on", Date, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("book_id", "asks", name="uq_benefit_move_asks"),
    ForeignKeyConstraint(
        ["book_id", "plan_id", "sub_id"],
        ["benefit_due.book_id", "benefit_due.plan_id", "benefit_due.sub_id"],
        name="fk_benefit_move_due",
    ),
    ForeignKeyConstraint(
        ["book_id", "asks"],
        ["benefit_move.book_id", "benefit_move.move_id"],
        name="fk_benefit_move_asks",
    ),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_benefit_move_case",
    ),
)
