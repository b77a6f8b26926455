"""Tables of the reference room. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
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

custodian = Table(
    "custodian",
    metadata,
    Column("custodian_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("code", name="uq_custodian_code"),
)

estate = Table(
    "estate",
    metadata,
    Column("estate_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("custodian_id", Integer, nullable=False),
    UniqueConstraint("code", name="uq_estate_code"),
    ForeignKeyConstraint(["custodian_id"], ["custodian.custodian_id"], name="fk_estate_custodian"),
)

bank_account = Table(
    "bank_account",
    metadata,
    Column("bank_account_id", Integer, primary_key=True, autoincrement=False),
    Column("custodian_id", Integer, nullable=False),
    Column("fund_type", Text, nullable=False),
    Column("number", Text, nullable=False),
    ForeignKeyConstraint(
        ["custodian_id"], ["custodian.custodian_id"], name="fk_bank_account_custodian"
    ),
    UniqueConstraint("number", name="uq_bank_account_number"),
)

chart = Table(
    "chart",
    metadata,
    Column("chart", Text, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("chart", Text, primary_key=True, autoincrement=False),
    Column("account", Text, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("control", SmallInteger, nullable=False),
    Column("names_bank", SmallInteger, nullable=False),
    ForeignKeyConstraint(["chart"], ["chart.chart"], name="fk_account_chart"),
)

account_rule = Table(
    "account_rule",
    metadata,
    Column("chart", Text, primary_key=True, autoincrement=False),
    Column("account", Text, primary_key=True, autoincrement=False),
    Column("fund_type", Text, primary_key=True, autoincrement=False),
    Column("valid_from", Date, primary_key=True, autoincrement=False),
    Column("closes_to", Text, nullable=True),
    Column("names_estate", SmallInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    ForeignKeyConstraint(
        ["chart", "account"], ["account.chart", "account.account"], name="fk_account_rule_account"
    ),
    ForeignKeyConstraint(
        ["chart", "closes_to"],
        ["account.chart", "account.account"],
        name="fk_account_rule_closes_to",
    ),
)

login = Table(
    "login",
    metadata,
    Column("name", Text, primary_key=True, autoincrement=False),
    Column("display_name", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

# Append only: who was given which duty, or lost it, and by whom.
duty_grant = Table(
    "duty_grant",
    metadata,
    Column("grant_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["name"], ["login.name"], name="fk_duty_grant_login"),
)

import_file = Table(
    "import_file",
    metadata,
    Column("import_id", Text, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)
