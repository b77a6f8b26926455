"""Tables of utility plant: operators, assets, who holds them, hand-overs.

The migrations are the truth; a test compares.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from ledger.store.schema.base import metadata

operator = Table(
    "operator",
    metadata,
    Column("operator_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("networks", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("code", name="uq_operator_code"),
)

plant_handover = Table(
    "plant_handover",
    metadata,
    Column("handover_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("operator_id", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("code", name="uq_plant_handover_code"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_plant_handover_estate"),
    ForeignKeyConstraint(
        ["operator_id"], ["operator.operator_id"], name="fk_plant_handover_operator"
    ),
)

asset = Table(
    "asset",
    metadata,
    Column("asset_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("network", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("boundary", Text, nullable=True),
    Column("quantity_milli", BigInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("maker", Text, nullable=True),
    Column("in_service_on", Date, nullable=True),
    Column("warranty_until", Date, nullable=True),
    Column("registered_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("code", name="uq_asset_code"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_asset_estate"),
    Index("ix_asset_estate", "estate_id", "network"),
)

asset_holding = Table(
    "asset_holding",
    metadata,
    Column("asset_id", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True, autoincrement=False),
    Column("turn_no", Integer, primary_key=True, autoincrement=False),
    Column("holder", Text, nullable=False),
    Column("operator_id", Integer, nullable=True),
    Column("since", Date, nullable=False),
    Column("handover_id", Integer, nullable=True),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["operator_id"], ["operator.operator_id"], name="fk_asset_holding_operator"
    ),
    ForeignKeyConstraint(
        ["handover_id"], ["plant_handover.handover_id"], name="fk_asset_holding_handover"
    ),
    ForeignKeyConstraint(
        ["asset_id"],
        ["asset.asset_id"],
        name="fk_asset_holding_asset",
        deferrable=True,
        initially="DEFERRED",
    ),
)

asset_cost = Table(
    "asset_cost",
    metadata,
    Column("asset_id", Integer, primary_key=True, autoincrement=False),
    Column("cost_no", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, primary_key=True, autoincrement=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=True),
    Column("dated_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["asset_id"], ["asset.asset_id"], name="fk_asset_cost_asset"),
)

asset_paper = Table(
    "asset_paper",
    metadata,
    Column("asset_id", Integer, primary_key=True, autoincrement=False),
    Column("paper_no", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["asset_id"], ["asset.asset_id"], name="fk_asset_paper_asset"),
)

plant_item = Table(
    "plant_item",
    metadata,
    Column("handover_id", Integer, primary_key=True, autoincrement=False),
    Column("asset_id", Integer, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(
        ["handover_id"], ["plant_handover.handover_id"], name="fk_plant_item_handover"
    ),
    ForeignKeyConstraint(["asset_id"], ["asset.asset_id"], name="fk_plant_item_asset"),
)

plant_step = Table(
    "plant_step",
    metadata,
    Column("handover_id", Integer, primary_key=True, autoincrement=False),
    Column("step_no", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("body", Text, nullable=False),
    Column("paper", Text, nullable=True),
    Column("sha256", LargeBinary, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["handover_id"], ["plant_handover.handover_id"], name="fk_plant_step_handover"
    ),
)

plant_defect = Table(
    "plant_defect",
    metadata,
    Column("handover_id", Integer, primary_key=True, autoincrement=False),
    Column("defect_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, primary_key=True, autoincrement=False),
    Column("asset_id", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["handover_id", "asset_id"],
        ["plant_item.handover_id", "plant_item.asset_id"],
        name="fk_plant_defect_item",
    ),
)

usage_asset = Table(
    "usage_asset",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("item_no", Integer, primary_key=True, autoincrement=False),
    Column("asset_id", Integer, nullable=True),
    Column("network", Text, nullable=True),
    ForeignKeyConstraint(["asset_id"], ["asset.asset_id"], name="fk_usage_asset_asset"),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_asset_case",
    ),
)
