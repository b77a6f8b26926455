"""Tables of the registry room. The migrations are the truth; a test compares."""

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

household = Table(
    "household",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, nullable=False),
    Column("building", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("floor", Text, nullable=True),
    Column("lift", SmallInteger, nullable=True),
    Column("kind", Text, nullable=False),
    Column("usage", Text, nullable=True),
    Column("area", Integer, nullable=False),
    Column("share_area", Integer, nullable=True),
    Column("vote_area", Integer, nullable=True),
    Column("heads", Integer, nullable=True),
    Column("price_fen", BigInteger, nullable=True),
    Column("standard_fen", BigInteger, nullable=True),
    Column("due_fen", BigInteger, nullable=False),
    Column("deposited_before_fen", BigInteger, nullable=False),
    Column("selling_unit", Text, nullable=True),
    Column("change_id", Integer, nullable=False),
    Column("structure", Text, nullable=True),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_household_estate"),
    UniqueConstraint("book_id", "estate_id", "building", "unit", "room", name="uq_household_door"),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_household_sub_account",
    ),
    ForeignKeyConstraint(
        ["book_id", "change_id"],
        ["master_change.book_id", "master_change.change_id"],
        name="fk_household_change",
    ),
)

title = Table(
    "title",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("title_no", Integer, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False),
    Column("id_no", Text, nullable=True),
    Column("phone", Text, nullable=True),
    Column("owned_from", Date, nullable=True),
    Column("owned_until", Date, nullable=True),
    Column("share_num", Integer, nullable=False),
    Column("share_den", Integer, nullable=False),
    Column("change_id", Integer, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id"], ["household.book_id", "household.sub_id"], name="fk_title_household"
    ),
    ForeignKeyConstraint(
        ["book_id", "change_id"],
        ["master_change.book_id", "master_change.change_id"],
        name="fk_title_change",
    ),
)
