"""Tables of what is due at first, and of plans to pay it. The migrations are the truth."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

household_due = Table(
    "household_due",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("due_fen", BigInteger, nullable=False),
    Column("rule", Text, nullable=False),
    Column("rate", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("fixed_on", Date, nullable=False),
    Column("change_id", Integer, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_household_due_household",
    ),
    ForeignKeyConstraint(
        ["book_id", "change_id"],
        ["master_change.book_id", "master_change.change_id"],
        name="fk_household_due_change",
    ),
)

deposit_plan = Table(
    "deposit_plan",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("plan_no", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_deposit_plan_household",
    ),
)

deposit_plan_step = Table(
    "deposit_plan_step",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("plan_no", Integer, primary_key=True, autoincrement=False),
    Column("step_no", Integer, primary_key=True, autoincrement=False),
    Column("due_on", Date, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "plan_no"],
        ["deposit_plan.book_id", "deposit_plan.plan_no"],
        name="fk_deposit_plan_step_plan",
    ),
)
