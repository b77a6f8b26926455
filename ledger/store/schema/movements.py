"""The register of the bank's movements. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

bank_movement = Table(
    "bank_movement",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("bank_account_id", Integer, primary_key=True, autoincrement=False),
    Column("bank_ref", Text, primary_key=True, autoincrement=False),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("moved_on", Date, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("counterparty", Text, nullable=True),
    Column("draft_id", Integer, nullable=True),
    Column("voucher_id", Integer, nullable=True),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_bank_movement_book"),
    ForeignKeyConstraint(
        ["bank_account_id"],
        ["bank_account.bank_account_id"],
        name="fk_bank_movement_bank_account",
    ),
    ForeignKeyConstraint(
        ["book_id", "draft_id"],
        ["draft.book_id", "draft.draft_id"],
        name="fk_bank_movement_draft",
    ),
    ForeignKeyConstraint(
        ["book_id", "voucher_id"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_bank_movement_voucher",
    ),
)
