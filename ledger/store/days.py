"""Days as numbers in SQL, the same on every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, func, literal_column, type_coerce

from ledger.store.database import Dialect


def day_number(dialect: Dialect, day: ColumnElement[Any]) -> ColumnElement[int]:
    """Return the days from 1970-01-01 to `day`, as the seal counts them into a moment."""
    if dialect == "sqlite":
        return type_coerce(func.unixepoch(day).op("/")(literal_column("86400")), Integer)
    return type_coerce(day.op("-")(literal_column("DATE '1970-01-01'")), Integer)
