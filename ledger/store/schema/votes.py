"""Tables of the votes on campaigns. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

campaign_electorate = Table(
    "campaign_electorate",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, primary_key=True),
    Column("led_by", Integer, nullable=False),
    Column("frozen_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_campaign_electorate_book"),
)

campaign_elector = Table(
    "campaign_elector",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, primary_key=True),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("area", Integer, nullable=False),
    Column("head_no", Integer, nullable=False),
    Column("heads", Integer, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "code"],
        ["campaign_electorate.book_id", "campaign_electorate.code"],
        name="fk_campaign_elector_electorate",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["household.book_id", "household.sub_id"],
        name="fk_campaign_elector_household",
    ),
)

campaign_ballot = Table(
    "campaign_ballot",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, primary_key=True),
    Column("ballot_no", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, nullable=False),
    Column("choice", Text, nullable=False),
    Column("channel", Text, nullable=True),
    Column("proxy", Text, nullable=True),
    Column("cast_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "code", "sub_id"],
        ["campaign_elector.book_id", "campaign_elector.code", "campaign_elector.sub_id"],
        name="fk_campaign_ballot_elector",
    ),
)
