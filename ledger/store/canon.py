"""Canonical text of rows, built by the database: one definition for posting and for verifying.

A field is `<number of characters>:<text>,` and NULL is `~`, as `values.digest.netstring` writes
them; integers are decimal, days ISO, bytes lower hexadecimal. Nothing else, so that every
database gives the same bytes, whatever its settings.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Date, LargeBinary, Text, case, cast, func, literal_column
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from ledger.store.database import Dialect


class wxzj_day(GenericFunction[str]):  # noqa: N801 # the name of a function in SQL
    """A day, written ISO: a server's `DateStyle` may say otherwise."""

    type = Text()
    inherit_cache = True


class wxzj_hex(GenericFunction[str]):  # noqa: N801 # the name of a function in SQL
    """Bytes in lower hexadecimal."""

    type = Text()
    inherit_cache = True


@compiles(wxzj_day, "sqlite")
def _day_on_sqlite(element: wxzj_day, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(wxzj_day, "postgresql")
def _day_on_postgresql(element: wxzj_day, compiler: SQLCompiler, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)}, 'YYYY-MM-DD')"


@compiles(wxzj_hex, "sqlite")
def _hex_on_sqlite(element: wxzj_hex, compiler: SQLCompiler, **kw: Any) -> str:
    return f"lower(hex({compiler.process(element.clauses, **kw)}))"


@compiles(wxzj_hex, "postgresql")
def _hex_on_postgresql(element: wxzj_hex, compiler: SQLCompiler, **kw: Any) -> str:
    return f"encode({compiler.process(element.clauses, **kw)}, 'hex')"


def _plain(value: ColumnElement[Any]) -> ColumnElement[str]:
    if isinstance(value.type, Date):
        return wxzj_day(value)
    if isinstance(value.type, LargeBinary):
        return wxzj_hex(value)
    return cast(value, Text)


def field(value: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the canonical text of one value."""
    text = _plain(value)
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
