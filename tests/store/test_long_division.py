from __future__ import annotations

import random

from sqlalchemy import BigInteger, Column, Integer, select

from ledger.store.database import Database
from ledger.store.long_division import divided
from ledger.store.staging import staged, staged_from, staging_table

WEIGHTS = staging_table(
    "test_weight",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("weight", BigInteger, nullable=False),
)
PARTS = staging_table(
    "test_part",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("weight", BigInteger, nullable=False),
    Column("quotient", BigInteger, nullable=False),
    Column("remainder", BigInteger, nullable=False),
)


def test_products_beyond_63_bits_are_divided_exactly(db: Database) -> None:
    rng = random.Random(1)  # noqa: S311 # data, not secrets
    with db.write() as tx:
        for bits in (1, 20, 45, 54):
            whole = (1 << bits) + rng.randrange(1 << bits)
            weights = [0, 1, whole, *(rng.randrange(whole + 1) for _ in range(50))]
            for factor in (0, 1, 61_888, 10**12 + 7, 2**40 + 1):
                rows = divided(select(WEIGHTS), "weight", factor, whole)
                with staged(tx, WEIGHTS, enumerate(weights)), staged_from(tx, PARTS, rows):
                    found = tx.conn.execute(select(PARTS).order_by(PARTS.c.place)).all()
                assert [(row.quotient, row.remainder) for row in found] == [
                    divmod(factor * weight, whole) for weight in weights
                ]
