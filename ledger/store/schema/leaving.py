"""Tables of those who leave the fund. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from ledger.store.schema.base import metadata

# Closed sub-accounts. A row counts from `since`, a place in the book's log, until `until`.
sub_close = Table(
    "sub_close",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("event", Text, primary_key=True, autoincrement=False),
    Column("cause", Text, nullable=False),
    Column("closed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", Integer, nullable=True),
    Column("until", Integer, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_sub_close_sub_account",
    ),
)

# What is owed for lost houses: the register behind 2001.
lost_refund = Table(
    "lost_refund",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("event", Text, primary_key=True, autoincrement=False),
    Column("lost_no", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, nullable=False),
    Column("payee_class", Text, nullable=False),
    Column("payee", Text, nullable=False),
    Column("principal_fen", BigInteger, nullable=False),
    Column("earnings_fen", BigInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("since", Integer, nullable=True),
    Column("until", Integer, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_lost_refund_sub_account",
    ),
)

# What of it was paid, or came back.
lost_payment = Table(
    "lost_payment",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("event", Text, primary_key=True, autoincrement=False),
    Column("lost_event", Text, nullable=False),
    Column("lost_no", Integer, primary_key=True, autoincrement=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("since", Integer, nullable=True),
    Column("until", Integer, nullable=True),
    ForeignKeyConstraint(
        ["book_id", "lost_event", "lost_no"],
        ["lost_refund.book_id", "lost_refund.event", "lost_refund.lost_no"],
        name="fk_lost_payment_refund",
    ),
)

# Estates that go over to another keeper.
custody = Table(
    "custody",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("event", Text, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, nullable=False),
    Column("to_book_id", Integer, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("notice_on", Date, nullable=False),
    Column("resolution", Text, nullable=False),
    Column("evidence", LargeBinary, nullable=False),
    Column("fund_fen", BigInteger, nullable=False),
    Column("undistributed_fen", BigInteger, nullable=False),
    Column("settled_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_custody_book"),
    ForeignKeyConstraint(["to_book_id"], ["book.book_id"], name="fk_custody_to_book"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_custody_estate"),
)
