"""Canonical text of rows, built by the database: one definition for posting and for verifying.

A field is `<number of characters>:<text>,` and NULL is `~`, as `values.digest.netstring` writes
them; integers are decimal, bytes lower hexadecimal. Nothing else, so that every database gives
the same bytes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, literal_column
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ledger.store.database import Dialect


def field(value: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the canonical text of one value."""
    text = cast(value, Text)
    return case((value.is_(None), "~"), else_=cast(func.length(text), Text) + ":" + text + ",")


def fields(*values: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the canonical text of several values, one after the other."""
    whole = field(values[0])
    for value in values[1:]:
        whole = whole + field(value)
    return whole


def joined(
    dialect: Dialect, text: ColumnElement[str], *order: ColumnElement[Any]
) -> ColumnElement[str]:
    """Return an aggregate that joins `text` over a group, in `order`.

    On SQLite the rows must come from a sub-query that is ordered already: before 3.44 its
    aggregate takes no order of its own.
    """
    if dialect == "sqlite":
        return func.group_concat(text, literal_column("''"))
    return func.string_agg(text, aggregate_order_by(literal_column("''"), *order))
