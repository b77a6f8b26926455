"""Sheets: what the desk hands to a skin, whole values in columns, nothing formatted yet.

A sheet is drawn once: its rows may come from a generator that reads the database as it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "fen", "area", "int", "date", "period", "flag"]
"""What a column holds.

`fen` and `area` are whole hundredths, `period` is the int `yyyymm`, `flag` a truth; any of them
may be None, which is drawn as nothing.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet, or one of its labelled fields.

    Attributes:
        key: the English word for scripts; money ends in `_fen`, an area is `area`.
        title: the heading for people, in the language in force.
        kind: what it holds.
    """

    key: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table with some values beside it.

    Attributes:
        kind: the English word for scripts, such as `trial_balance`.
        title: the title for people, in the language in force.
        columns: the columns; none where the sheet has only fields.
        rows: tuples as long as `columns`; may be a generator, drawn once.
        fields: values beside the rows, by their English word; months are the int `yyyymm`
            under `period` or a word that ends in `_period`.
        notes: lines under the table, in the language in force.
        labels: the fields that people see above the table; scripts see all of them.
        paper: the same matter laid out as an official form has it, for people; scripts read the
            sheet itself.
    """

    kind: str
    title: str
    columns: Sequence[Column] = ()
    rows: Iterable[tuple[object, ...]] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    notes: Sequence[str] = ()
    labels: Sequence[Column] = ()
    paper: Sheet | None = None

    def for_people(self) -> Sheet:
        """Return the sheet as people see it."""
        return self if self.paper is None else self.paper
