"""Tables of the journal room. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from ledger.store.schema.base import metadata

book = Table(
    "book",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("custodian_id", Integer, nullable=False),
    Column("fund_type", Text, nullable=False),
    Column("chart", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("reopening", SmallInteger, nullable=False),
    UniqueConstraint("code", name="uq_book_code"),
    ForeignKeyConstraint(["custodian_id"], ["custodian.custodian_id"], name="fk_book_custodian"),
    ForeignKeyConstraint(["chart"], ["chart.chart"], name="fk_book_chart"),
)

book_head = Table(
    "book_head",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("log_size", Integer, nullable=False),
    Column("frontier_size", Integer, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_book_head_book"),
)

month = Table(
    "month",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("close_no", Integer, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_month_book"),
)

number = Table(
    "number",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("word", Text, primary_key=True, autoincrement=False),
    Column("last_no", Integer, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "period"], ["month.book_id", "month.period"], name="fk_number_month"
    ),
)

master_change = Table(
    "master_change",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("change_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("leaf_version", Integer, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_master_change_book"),
)

sub_account = Table(
    "sub_account",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("control", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("estate_id", Integer, nullable=True),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_sub_account_book"),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_sub_account_estate"),
    UniqueConstraint("book_id", "code", name="uq_sub_account_code"),
)

sub_balance = Table(
    "sub_balance",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("moment", BigInteger, nullable=False),
    Column("received_fen", BigInteger, nullable=False),
    Column("earmark_fen", BigInteger, nullable=False),
    Column("floor_fen", BigInteger, nullable=False),
    Column("voucher_id", Integer, nullable=False),
    Column("earmark_id", Integer, nullable=False),
    Column("grant_id", Integer, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_sub_balance_sub_account",
    ),
)

voucher = Table(
    "voucher",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("voucher_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, nullable=False),
    Column("word", Text, nullable=False),
    Column("no", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("value_on", Date, nullable=False),
    Column("estate_id", Integer, nullable=True),
    Column("summary", Text, nullable=False),
    Column("attachment_count", Integer, nullable=False),
    Column("line_count", Integer, nullable=False),
    Column("share_count", Integer, nullable=False),
    Column("debit_fen", BigInteger, nullable=False),
    Column("request_key", Text, nullable=False),
    Column("event", Text, nullable=True),
    Column("reverses", Integer, nullable=True),
    Column("corrects", Integer, nullable=True),
    Column("case_id", Integer, nullable=True),
    Column("maker", Text, nullable=False),
    Column("checker", Text, nullable=True),
    Column("poster", Text, nullable=True),
    Column("posted_at", Text, nullable=False),
    Column("evidence", LargeBinary, nullable=True),
    Column("leaf", LargeBinary, nullable=False),
    Column("leaf_version", Integer, nullable=False),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_voucher_estate"),
    UniqueConstraint("book_id", "period", "word", "no", name="uq_voucher_number"),
    UniqueConstraint("book_id", "request_key", name="uq_voucher_request_key"),
    UniqueConstraint("book_id", "reverses", name="uq_voucher_reverses"),
    ForeignKeyConstraint(
        ["book_id", "period"], ["month.book_id", "month.period"], name="fk_voucher_month"
    ),
    ForeignKeyConstraint(
        ["book_id", "reverses"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_voucher_reverses",
    ),
)

line = Table(
    "line",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("voucher_id", Integer, primary_key=True, autoincrement=False),
    Column("line_no", Integer, primary_key=True, autoincrement=False),
    Column("account", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("estate_id", Integer, nullable=True),
    Column("bank_account_id", Integer, nullable=True),
    Column("detail", Text, nullable=True),
    ForeignKeyConstraint(["estate_id"], ["estate.estate_id"], name="fk_line_estate"),
    ForeignKeyConstraint(
        ["bank_account_id"], ["bank_account.bank_account_id"], name="fk_line_bank_account"
    ),
    ForeignKeyConstraint(
        ["book_id", "voucher_id"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_line_voucher",
        deferrable=True,
        initially="DEFERRED",
    ),
)

share = Table(
    "share",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("voucher_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("line_no", Integer, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("payer_class", SmallInteger, nullable=True),
)

turnover = Table(
    "turnover",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("account", Text, primary_key=True, autoincrement=False),
    Column("estate_id", Integer, primary_key=True, autoincrement=False),
    Column("bank_account_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True, autoincrement=False),
    Column("debit_fen", BigInteger, nullable=False),
    Column("credit_fen", BigInteger, nullable=False),
    Column("voucher_id", Integer, nullable=False),
)

earmark = Table(
    "earmark",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("earmark_id", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id", "part"],
        ["sub_balance.book_id", "sub_balance.sub_id", "sub_balance.part"],
        name="fk_earmark_balance",
    ),
)

floor_grant = Table(
    "floor_grant",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("grant_id", Integer, primary_key=True, autoincrement=False),
    Column("sub_id", Integer, nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("floor_fen", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "sub_id", "part"],
        ["sub_balance.book_id", "sub_balance.sub_id", "sub_balance.part"],
        name="fk_floor_grant_balance",
    ),
)

draft = Table(
    "draft",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("draft_id", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("debit_fen", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("checker", Text, nullable=True),
    Column("reason", Text, nullable=True),
    Column("voucher_id", Integer, nullable=True),
    Column("made_at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_draft_book"),
)

trail = Table(
    "trail",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("trail_id", Text, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("before", Text, nullable=True),
    Column("after", Text, nullable=True),
)
