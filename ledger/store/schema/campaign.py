"""Tables of replenishment campaigns. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from ledger.store.schema.base import metadata

campaign = Table(
    "campaign",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("permille", Integer, nullable=True),
    Column("standard_fen", BigInteger, nullable=True),
    Column("total_fen", BigInteger, nullable=True),
    Column("times", Integer, nullable=False),
    Column("every_months", Integer, nullable=False),
    Column("pay_days", Integer, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("replaces", Text, nullable=True),
    Column("household_count", Integer, nullable=False),
    Column("due_fen", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_campaign_book"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_campaign_estate"),
    UniqueConstraint("book_id", "code", name="uq_campaign_code"),
)

campaign_due = Table(
    "campaign_due",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False),
    Column("area", Integer, nullable=False),
    Column("initial_fen", BigInteger, nullable=False),
    Column("balance_fen", BigInteger, nullable=False),
    Column("due_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "campaign_id"],
        ["campaign.book_id", "campaign.campaign_id"],
        name="fk_campaign_due_campaign",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_campaign_due_sub_account",
    ),
)

campaign_step = Table(
    "campaign_step",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("step_no", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("first_due_on", Date, nullable=True),
    Column("vote", Text, nullable=True),
    Column("reason", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "campaign_id"],
        ["campaign.book_id", "campaign.campaign_id"],
        name="fk_campaign_step_campaign",
    ),
)

campaign_waiver = Table(
    "campaign_waiver",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("waiver_id", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("asks", Integer, nullable=True),
    Column("amount_fen", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("book_id", "asks", name="uq_campaign_waiver_asks"),
    ForeignKeyConstraint(
        ["book_id", "campaign_id", "sub_id"],
        ["campaign_due.book_id", "campaign_due.campaign_id", "campaign_due.sub_id"],
        name="fk_campaign_waiver_due",
    ),
    ForeignKeyConstraint(
        ["book_id", "asks"],
        ["campaign_waiver.book_id", "campaign_waiver.waiver_id"],
        name="fk_campaign_waiver_asks",
    ),
)

notice = Table(
    "notice",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("notice_id", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("urge_no", Integer, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("open_fen", BigInteger, nullable=False),
    Column("now_fen", BigInteger, nullable=False),
    Column("pay_until", Date, nullable=False),
    Column("owner", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("book_id", "code", name="uq_notice_code"),
    ForeignKeyConstraint(
        ["book_id", "campaign_id", "sub_id"],
        ["campaign_due.book_id", "campaign_due.campaign_id", "campaign_due.sub_id"],
        name="fk_notice_due",
    ),
)

notice_delivery = Table(
    "notice_delivery",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("delivery_id", Integer, primary_key=True, autoincrement=False),
    Column("notice_id", Integer, nullable=False),
    Column("delivered_on", Date, nullable=False),
    Column("manner", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "notice_id"],
        ["notice.book_id", "notice.notice_id"],
        name="fk_notice_delivery_notice",
    ),
)
