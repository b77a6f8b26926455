"""Tables of the closing room. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)

from ledger.store.schema.base import metadata

close_log = Table(
    "close_log",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("close_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, primary_key=True, autoincrement=False),
    Column("who", Text, nullable=False),
    Column("second", Text, nullable=True),
    Column("reason", Text, nullable=True),
    Column("at", Text, nullable=False),
    Column("log_size", Integer, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("balance_root", LargeBinary, nullable=False),
    Column("master_digest", LargeBinary, nullable=False),
    Column("statement_digest", LargeBinary, nullable=False),
    Column("checkpoint", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "period"], ["month.book_id", "month.period"], name="fk_close_log_month"
    ),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("close_no", Integer, primary_key=True, autoincrement=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("moment", BigInteger, nullable=False),
)

account_snapshot = Table(
    "account_snapshot",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("close_no", Integer, primary_key=True, autoincrement=False),
    Column("account", Text, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, primary_key=True, autoincrement=False),
    Column("bank_account_id", Integer, primary_key=True, autoincrement=False),
    Column("balance_fen", BigInteger, nullable=False),
)

balance_root = Table(
    "balance_root",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("close_no", Integer, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, primary_key=True, autoincrement=False),
    Column("leaf_count", Integer, nullable=False),
    Column("root", LargeBinary, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("close_no", Integer, primary_key=True, autoincrement=False),
    Column("form", Text, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
