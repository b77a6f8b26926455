"""Tables about people: reach, bank details of payees, handing over.

The migrations are the truth; a test compares.
"""

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
    UniqueConstraint,
)

from ledger.store.schema.base import metadata

# Append only: which custodian or estate was put within a user's reach, or taken out of it.
reach_grant = Table(
    "reach_grant",
    metadata,
    Column("grant_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("custodian_id", Integer, nullable=True),
    Column("estate_id", Integer, nullable=True),
    Column("household", Text, nullable=True),
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

# Bank details of payees as they were written down, and who confirmed them.
payee = Table(
    "payee",
    metadata,
    Column("payee_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("bank", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Index("ix_payee_name", "name", "payee_id"),
)

payee_confirmed = Table(
    "payee_confirmed",
    metadata,
    Column("payee_id", Integer, primary_key=True, autoincrement=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["payee_id"], ["payee.payee_id"], name="fk_payee_confirmed_payee"),
)

# 会计工作交接: the list as it was drawn up, and the signatures in their order.
handover = Table(
    "handover",
    metadata,
    Column("handover_id", Integer, primary_key=True, autoincrement=False),
    Column("giver", Text, nullable=False),
    Column("taker", Text, nullable=False),
    Column("supervisor", Text, nullable=False),
    Column("handed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_absent", SmallInteger, nullable=False),
    Column("items", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["giver"], ["login.name"], name="fk_handover_giver"),
    ForeignKeyConstraint(["taker"], ["login.name"], name="fk_handover_taker"),
    ForeignKeyConstraint(["supervisor"], ["login.name"], name="fk_handover_supervisor"),
)

handover_signed = Table(
    "handover_signed",
    metadata,
    Column("handover_id", Integer, primary_key=True, autoincrement=False),
    Column("sign_no", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["handover_id"], ["handover.handover_id"], name="fk_handover_signed_handover"
    ),
    ForeignKeyConstraint(["name"], ["login.name"], name="fk_handover_signed_login"),
    UniqueConstraint("handover_id", "name", name="uq_handover_signed_name"),
)
