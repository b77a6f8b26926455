"""Tables of houses that become other houses. The migrations are the truth; a test compares."""

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
)

from ledger.store.schema.base import metadata

# Append only: the seal over its parts and carried movements, which are written before it.
house_event = Table(
    "house_event",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("event_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("area_gap", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("voucher_id", Integer, nullable=True),
    Column("change_id", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "voucher_id"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_house_event_voucher",
    ),
    ForeignKeyConstraint(
        ["book_id", "change_id"],
        ["master_change.book_id", "master_change.change_id"],
        name="fk_house_event_change",
    ),
)

# What a house had when it went into others (FROM), or began with (INTO).
house_part = Table(
    "house_part",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("event_no", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_before", Text, nullable=True),
    Column("area", Integer, nullable=False),
    Column("due_fen", BigInteger, nullable=False),
    Column("principal_fen", BigInteger, nullable=False),
    Column("earnings_fen", BigInteger, nullable=False),
    Column("before_fen", BigInteger, nullable=False),
    Column("owner_fen", BigInteger, nullable=False),
    Column("selling_unit_fen", BigInteger, nullable=False),
    Column("developer_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "event_no"],
        ["house_event.book_id", "house_event.event_no"],
        name="fk_house_part_event",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_house_part_household",
    ),
)

# Movements that interest counts on a successor as it would have on its predecessor.
carried_move = Table(
    "carried_move",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("event_no", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("value_on", Date, primary_key=True, autoincrement=False),
    Column("amount_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "event_no"],
        ["house_event.book_id", "house_event.event_no"],
        name="fk_carried_move_event",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_carried_move_sub_account",
    ),
)

# What is to become of houses when a draft is posted.
draft_house = Table(
    "draft_house",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("draft_id", Integer, primary_key=True, autoincrement=False),
    Column("plan", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "draft_id"],
        ["draft.book_id", "draft.draft_id"],
        name="fk_draft_house_draft",
    ),
)
