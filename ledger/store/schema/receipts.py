"""Tables of the register of receipts. The migrations are the truth; a test compares."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKeyConstraint, Integer, Table, Text

from ledger.store.schema.base import metadata

receipt_lot = Table(
    "receipt_lot",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("lot_no", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("first_no", BigInteger, nullable=False),
    Column("last_no", BigInteger, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("keeper", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["book_id"], ["book.book_id"], name="fk_receipt_lot_book"),
)

receipt_use = Table(
    "receipt_use",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("receipt", Text, primary_key=True, autoincrement=False),
    Column("use_no", Integer, primary_key=True, autoincrement=False),
    Column("lot_no", Integer, nullable=False),
    Column("no", BigInteger, nullable=False),
    Column("voucher_id", Integer, nullable=False),
    Column("sub_id", Integer, nullable=False),
    Column("deposit_key", Text, nullable=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "lot_no"],
        ["receipt_lot.book_id", "receipt_lot.lot_no"],
        name="fk_receipt_use_lot",
    ),
    ForeignKeyConstraint(
        ["book_id", "voucher_id"],
        ["voucher.book_id", "voucher.voucher_id"],
        name="fk_receipt_use_voucher",
    ),
    ForeignKeyConstraint(
        ["book_id", "sub_id"],
        ["sub_account.book_id", "sub_account.sub_id"],
        name="fk_receipt_use_sub_account",
    ),
)

receipt_void = Table(
    "receipt_void",
    metadata,
    Column("book_id", Integer, primary_key=True, autoincrement=False),
    Column("receipt", Text, primary_key=True, autoincrement=False),
    Column("lot_no", Integer, nullable=False),
    Column("no", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("voided_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["book_id", "lot_no"],
        ["receipt_lot.book_id", "receipt_lot.lot_no"],
        name="fk_receipt_void_lot",
    ),
)
