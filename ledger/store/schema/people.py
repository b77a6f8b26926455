"""Tables about users: how far each reaches. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

# Append only: which custodian or estate was put within a user's reach, or taken out of it.
reach_grant = Table(
    "reach_grant",
    metadata,
    Column("grant_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("custodian_id", Integer, nullable=True),
    Column("estate_id", Integer, nullable=True),
    Column("act", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["name"], ["login.name"], name="fk_reach_grant_login"),
    ForeignKeyConstraint(
        ["custodian_id"], ["custodian.custodian_id"], name="fk_reach_grant_custodian"
    ),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_reach_grant_estate"),
)
