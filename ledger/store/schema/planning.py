"""Tables of the store of renovation projects. The migrations are the truth; a test compares."""

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
    UniqueConstraint,
)

from ledger.store.schema.base import metadata

project = Table(
    "project",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("custodian_id", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=True),
    Column("veteran", SmallInteger, nullable=False),
    Column("stored_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["custodian_id"], ["custodian.custodian_id"], name="fk_project_custodian"),
    UniqueConstraint("code", name="uq_project_code"),
)

project_estate = Table(
    "project_estate",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("estate_no", Integer, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, nullable=False),
    Column("built_year", Integer, nullable=False),
    Column("building_count", Integer, nullable=False),
    Column("household_count", Integer, nullable=False),
    Column("area", BigInteger, nullable=False),
    ForeignKeyConstraint(["project_id"], ["project.project_id"], name="fk_project_estate_project"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_project_estate_estate"),
    UniqueConstraint("project_id", "estate_id", name="uq_project_estate_estate"),
)

project_item = Table(
    "project_item",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("item_no", Integer, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, nullable=True),
    Column("work", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("network", Text, nullable=True),
    Column("title", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["project_id"], ["project.project_id"], name="fk_project_item_project"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_project_item_estate"),
)

project_budget = Table(
    "project_budget",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("item_no", Integer, primary_key=True, autoincrement=False),
    Column("budget_no", Integer, primary_key=True, autoincrement=False),
    Column("budget_fen", BigInteger, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("reason", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["project_id", "item_no"],
        ["project_item.project_id", "project_item.item_no"],
        name="fk_project_budget_item",
    ),
)

project_survey = Table(
    "project_survey",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("survey_no", Integer, primary_key=True, autoincrement=False),
    Column("wish_permille", Integer, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["project_id"], ["project.project_id"], name="fk_project_survey_project"),
)

project_step = Table(
    "project_step",
    metadata,
    Column("project_id", Integer, primary_key=True, autoincrement=False),
    Column("step_no", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("year", Integer, nullable=True),
    Column("from_on", Date, nullable=True),
    Column("until_on", Date, nullable=True),
    Column("evidence", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["project_id"], ["project.project_id"], name="fk_project_step_project"),
)
