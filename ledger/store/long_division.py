"""Multiply and divide in SQL beyond 63 bits, exactly.

SQLite turns an overflowing product silently into a floating-point number, and PostgreSQL refuses
it. Long division keeps every step in range: one digit of the factor at a time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Select, cast, literal, select

from ledger.values.interest import digits


def divided(rows: Select[Any], weight: str, factor: int, whole: int) -> Select[Any]:
    """Return `rows` with two columns more: `quotient` and `remainder` of weight × factor ÷ whole.

    Args:
        rows: has a column `weight`, from nothing up to `whole`.
        weight: its name.
        factor: zero or more.
        whole: more than nothing.

    Raises:
        InputError: `integral_too_large`.
    """
    bits, parts = digits(factor, whole)
    names = [column.key for column in rows.selected_columns if column.key is not None]
    step = rows.add_columns(
        cast(literal(0), BigInteger).label("quotient"),
        cast(literal(0), BigInteger).label("remainder"),
    )
    base, divisor = literal(1 << bits, BigInteger), literal(whole, BigInteger)
    for part in parts:
        # OFFSET 0 keeps the steps apart: folded into one another they would grow without end.
        row = step.offset(0).subquery().c
        rest = row.remainder * base + literal(part, BigInteger) * row[weight]
        step = select(
            *(row[name] for name in names),
            (row.quotient * base + rest // divisor).label("quotient"),
            (rest % divisor).label("remainder"),
        )
    return step
