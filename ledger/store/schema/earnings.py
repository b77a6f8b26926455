"""Tables of what the money earns. The migrations are the truth; a test compares."""

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

distribution = Table(
    "distribution",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("distribution_id", Integer, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("method", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    Column("weight", BigInteger, nullable=False),
    Column("sub_count", Integer, nullable=False),
    Column("as_of", Integer, nullable=False),
    Column("terms", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_distribution_book"),
)

investment = Table(
    "investment",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("investment_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("bank_account_id", Integer, nullable=False),
    Column("ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("principal_fen", BigInteger, nullable=False),
    Column("rate_ppm", Integer, nullable=False),
    Column("start_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("consent", Text, nullable=True),
    Column("maker", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_investment_book"),
    ForeignKeyConstraint(
        ["bank_account_id"], ["bank_account.bank_account_id"], name="fk_investment_bank_account"
    ),
    UniqueConstraint("book_id", "ref", name="uq_investment_ref"),
)
