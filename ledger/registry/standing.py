"""Whether a house stands on a day: whether it came already and has not gone into others yet."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from ledger.store import schema

# How a house takes part in an event: it goes, it comes, or it changes and stays.
FROM: Final = "FROM"
INTO: Final = "INTO"
SELF: Final = "SELF"


def standing(of: Any, on: date | None = None) -> ColumnElement[bool]:
    """Say that the house of `of`'s row stands on a day: it came already and has not gone yet.

    Args:
        of: a table or alias with `book_id` and `sub_id`.
        on: the day; as it stands now when left out.
    """
    part, other = schema.house_part.alias("went"), schema.house_part.alias("came")
    same = and_(part.c.book_id == of.c.book_id, part.c.sub_id == of.c.sub_id)
    back = [
        other.c.book_id == part.c.book_id,
        other.c.sub_id == part.c.sub_id,
        other.c.role == INTO,
        other.c.event_no > part.c.event_no,
    ]
    gone = [part.c.role == FROM]
    if on is None:
        return not_(exists().where(same, *gone, not_(exists().where(*back))))
    gone.append(part.c.dated_on <= on)
    back.append(other.c.dated_on <= on)
    first = exists().where(
        other.c.book_id == part.c.book_id,
        other.c.sub_id == part.c.sub_id,
        other.c.role != SELF,
        other.c.event_no < part.c.event_no,
    )
    went = and_(*gone, not_(exists().where(*back)))
    to_come = and_(part.c.role == INTO, part.c.dated_on > on, not_(first))
    return not_(exists().where(same, or_(went, to_come)))
