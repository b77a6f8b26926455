"""Tables of the fund room. The migrations are the truth; a test compares."""

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

deposit = Table(
    "deposit",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("deposit_key", Text, primary_key=True, autoincrement=False),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("voucher_id", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("bank_account_id", Integer, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("payer_class", SmallInteger, nullable=False),
    Column("payer", Text, nullable=True),
    Column("bank_ref", Text, nullable=True),
    Column("receipt", Text, nullable=True),
    Column("import_id", Text, nullable=False),
    ForeignKeyConstraint(["import_id"], ["import_file.import_id"], name="fk_deposit_import"),
    ForeignKeyConstraint(
        ["book_id", "voucher_id"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_deposit_voucher",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_deposit_sub_account",
    ),
)

# A deposit that waits in a draft to be checked; posting moves it to `deposit`.
draft_deposit = Table(
    "draft_deposit",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("deposit_key", Text, primary_key=True, autoincrement=False),
    Column("draft_id", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("bank_account_id", Integer, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("payer_class", SmallInteger, nullable=False),
    Column("payer", Text, nullable=True),
    Column("bank_ref", Text, nullable=True),
    Column("receipt", Text, nullable=True),
    Column("import_id", Text, nullable=False),
    ForeignKeyConstraint(["import_id"], ["import_file.import_id"], name="fk_draft_deposit_import"),
    ForeignKeyConstraint(
        ["book_id", "draft_id"],
        ["draft.book_id", "draft.draft_id"],
        name="fk_draft_deposit_draft",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_draft_deposit_sub_account",
    ),
)

usage_case = Table(
    "usage_case",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("scope", Text, nullable=False),
    Column("payee", Text, nullable=False),
    Column("consent", Text, nullable=True),
    Column("drafted_on", Date, nullable=False),
    Column("approved_on", Date, nullable=True),
    Column("drafted_by", Text, nullable=False),
    Column("approved_by", Text, nullable=True),
    Column("voucher_id", Integer, nullable=True),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_usage_case_book"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_usage_case_estate"),
    UniqueConstraint("book_id", "code", name="uq_usage_case_code"),
)

usage_share = Table(
    "usage_share",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("share_no", Integer, primary_key=True, autoincrement=False),
    Column("payer", Text, nullable=False),
    Column("sub_id", Integer, nullable=True),
    Column("area", Integer, nullable=False),
    Column("share_fen", BigInteger, nullable=False),
    Column("principal_fen", BigInteger, nullable=False),
    Column("earnings_fen", BigInteger, nullable=False),
    Column("to_collect_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_share_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_usage_share_sub_account",
    ),
)
