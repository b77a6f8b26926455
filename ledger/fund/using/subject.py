"""What owners vote on (表决事项): a repair case, or a campaign of refilling the fund."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Table

from ledger.fund.using.consent import Voter
from ledger.fund.using.tally import HomeId


class Tables(NamedTuple):
    """Where the votes on one kind of subject are kept.

    Attributes:
        key: the column that names the subject within a book.
    """

    electorate: Table
    elector: Table
    ballot: Table
    key: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is voted on, over the homes of its scope.

    Attributes:
        title: what people call it, with its code.
        begun_on: the first day on which its voters may be counted.
        begun: what happened on that day.
        keys: by which it is known in each book of its scope.
        voters: reads who has a vote, as of a day.
        refuse_closed: refuses where its voters or ballots can no longer change.
        commands: the words before `electorate` and `ballot` on the command line.
        anew: how it is begun anew.
        extra: what else an electorate's own row says.
    """

    code: str
    title: str
    begun_on: date
    begun: str
    tables: Tables
    keys: Mapping[int, int | str]
    voters: Callable[[date], Mapping[HomeId, Voter]]
    refuse_closed: Callable[[], None]
    commands: str
    anew: str
    extra: Mapping[str, int] = field(default_factory=dict)

    def key_of(self, table: Table) -> Column[int | str]:
        """Return the column of a table that names the subject."""
        column: Column[int | str] = table.c[self.tables.key]
        return column

    def rows_of(self, table: Table, book_id: int) -> tuple[ColumnElement[bool], ...]:
        """Say which rows of a table belong to the subject in a book."""
        return table.c.book_id == book_id, self.key_of(table) == self.keys[book_id]
