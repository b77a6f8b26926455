"""Tables of the rulebook room. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
)

from ledger.store.schema.base import metadata

# Append only: what a custodian set, or proposed to set. `single` is 1 where there were no users.
rule_value = Table(
    "rule_value",
    metadata,
    Column("set_id", Integer, primary_key=True, autoincrement=False),
    Column("custodian_id", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("value", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("single", SmallInteger, nullable=False),
    ForeignKeyConstraint(
        ["custodian_id"], ["custodian.custodian_id"], name="fk_rule_value_custodian"
    ),
    Index("ix_rule_value_custodian", "custodian_id", "rule"),
)

# Append only: the second person who brought a proposal in force.
rule_confirm = Table(
    "rule_confirm",
    metadata,
    Column("set_id", Integer, primary_key=True, autoincrement=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["set_id"], ["rule_value.set_id"], name="fk_rule_confirm_rule_value"),
    ForeignKeyConstraint(["who"], ["login.name"], name="fk_rule_confirm_login"),
)
