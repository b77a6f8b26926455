"""Pages of lists of any length, cut by the key of a row and never by its number.

A list is in order of a key that no two of its rows share. Whoever has read to a row gets the next
page by the key of that row: the database seeks there in its index and reads no row twice, however
far down the list it is. Reading backwards gives the end of a list as cheaply as its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, UnaryExpression, tuple_

Row = TypeVar("Row")
Key = tuple[str | int, ...]

PAGE_ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Cut:
    """Which page of a list is wanted.

    Attributes:
        beside: the key of the row next to the page, outside it; None where an end of the list is
            wanted.
        backward: the page lies before that row, or at the end of the list.
        size: the most rows to read.
    """

    beside: Key | None = None
    backward: bool = False
    size: int = PAGE_ROWS


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows that follow each other in a list.

    Attributes:
        rows: in the order of the list, whichever way they were read.
        more: whether the list goes on beyond the page, in the direction of reading.
    """

    rows: tuple[Row, ...]
    more: bool


def page_of(rows: Iterable[Row], cut: Cut) -> Page[Row]:
    """Make a page of `rows`, read in the direction of `cut` and one more than it wants."""
    read = list(rows)
    kept = read[: cut.size]
    if cut.backward:
        kept.reverse()
    return Page(tuple(kept), more=len(read) > cut.size)


def beyond(
    columns: Sequence[ColumnElement[Any]], key: Key, *, downward: bool, inclusive: bool = False
) -> ColumnElement[bool]:
    """Say that the `columns` of a row come after `key`, or, `downward`, before it."""
    row = tuple_(*columns)
    if downward:
        return row <= key if inclusive else row < key
    return row >= key if inclusive else row > key


def in_order(
    columns: Sequence[ColumnElement[Any]], *, downward: bool
) -> list[UnaryExpression[Any]]:
    """Order by `columns`, or, `downward`, the other way."""
    return [column.desc() if downward else column.asc() for column in columns]
