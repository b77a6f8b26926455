"""Whether a house stands on a day: whether it came already and has not gone yet."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from ledger.registry.closed import CUSTODY, EMPTY, LOST, is_open
from ledger.store import schema

# How a house takes part in an event: it goes, it comes, or it changes and stays.
FROM: Final = "FROM"
INTO: Final = "INTO"
SELF: Final = "SELF"


def standing(of: Any, on: date | None = None) -> ColumnElement[bool]:
    """Say that the house of `of`'s row stands on a day.

    Args:
        of: a table or alias with `book_id` and `sub_id`.
        on: the day; as it stands now when left out.
    """
    if on is None:
        return is_open(of)
    part, other = schema.house_part.alias("went"), schema.house_part.alias("came")
    back = exists().where(
        other.c.book_id == part.c.book_id,
        other.c.sub_id == part.c.sub_id,
        other.c.role == INTO,
        other.c.event_no > part.c.event_no,
        other.c.dated_on <= on,
    )
    earlier = exists().where(
        other.c.book_id == part.c.book_id,
        other.c.sub_id == part.c.sub_id,
        other.c.role != SELF,
        other.c.event_no < part.c.event_no,
    )
    went = and_(part.c.role == FROM, part.c.dated_on <= on, not_(back))
    to_come = and_(part.c.role == INTO, part.c.dated_on > on, not_(earlier))
    elsewhere = exists().where(
        part.c.book_id == of.c.book_id, part.c.sub_id == of.c.sub_id, or_(went, to_come)
    )
    return and_(not_(elsewhere), not_(_left(of, on)))


def _left(of: Any, on: date) -> ColumnElement[bool]:
    """Say that the house left the fund by a day: what it did then stands now."""
    close = schema.sub_close
    return exists().where(
        close.c.book_id == of.c.book_id,
        close.c.sub_id == of.c.sub_id,
        close.c.cause.in_((LOST, CUSTODY, EMPTY)),
        close.c.since.is_not(None),
        close.c.until.is_(None),
        close.c.closed_on <= on,
    )
