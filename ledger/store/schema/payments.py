"""Tables of how an approved case is paid. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

usage_bearer = Table(
    "usage_bearer",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("area", Integer, nullable=False),
    Column("weight", BigInteger, nullable=False),
    Column("deposited_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_bearer_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_usage_bearer_sub_account",
    ),
)

usage_event = Table(
    "usage_event",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("event_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("from_state", Text, nullable=False),
    Column("to_state", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("reason", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_event_case",
    ),
)

usage_payment = Table(
    "usage_payment",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("payment_no", Integer, primary_key=True, autoincrement=False),
    Column("stage", Text, nullable=True),
    Column("kind", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("fund_fen", BigInteger, nullable=False),
    Column("bank_account_id", Integer, nullable=True),
    Column("payee", Text, nullable=False),
    Column("invoice", Text, nullable=True),
    Column("ordered_on", Date, nullable=False),
    Column("to_state", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Column("returns_no", Integer, nullable=True),
    Column("repeats_no", Integer, nullable=True),
    Column("voucher_id", Integer, nullable=True),
    Column("draft_id", Integer, nullable=True),
    Column("who", Text, nullable=False),
    Column("request_key", Text, nullable=True),
    ForeignKeyConstraint(
        ["bank_account_id"], ["bank_account.bank_account_id"], name="fk_usage_payment_bank"
    ),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_payment_case",
    ),
    ForeignKeyConstraint(
        ["book_id", "voucher_id"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_usage_payment_voucher",
    ),
    ForeignKeyConstraint(
        ["book_id", "draft_id"], ["draft.book_id", "draft.draft_id"], name="fk_usage_payment_draft"
    ),
)

usage_settlement = Table(
    "usage_settlement",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("settlement_no", Integer, primary_key=True, autoincrement=False),
    Column("final_fen", BigInteger, nullable=False),
    Column("audited_fen", BigInteger, nullable=True),
    Column("audit_paper", Text, nullable=True),
    Column("retained_fen", BigInteger, nullable=False),
    Column("retained_until", Date, nullable=True),
    Column("dated_on", Date, nullable=False),
    Column("payment_no", Integer, nullable=True),
    Column("reason", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_settlement_case",
    ),
)

usage_payee = Table(
    "usage_payee",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("payee_no", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("payee", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("paper", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "case_id"],
        ["usage_case.book_id", "usage_case.case_id"],
        name="fk_usage_payee_case",
    ),
)
