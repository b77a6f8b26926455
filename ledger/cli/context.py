"""What a command needs besides its own words: who, which database, and how to tell people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from ledger.cli import diagnostics
from ledger.cli.progress import Bar

if TYPE_CHECKING:
    from ledger.cli.doors import Doors
    from ledger.desk import Desk


@dataclass(slots=True)
class Context:
    """One run of the program.

    Attributes:
        db: the database as typed: a URL, or a path for SQLite.
        user: who is at the keyboard, or None in single-person mode.
        quiet: only data and errors, no words and no progress.
        doors: the ways out.
    """

    db: str
    user: str | None
    quiet: bool
    doors: Doors
    progress: Bar = field(init=False)
    _desk: Desk | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.progress = Bar(silent=self.quiet)

    def desk(self) -> Desk:
        """Give the desk, opened the first time it is asked for."""
        if self._desk is None:
            self._desk = self.doors.open_desk(self.db, user=self.user)
        return self._desk

    def notice(self, words: str) -> None:
        """Say something to the person, not to the script."""
        self.progress.finish()
        if not self.quiet:
            diagnostics.notice(words)

    def close(self) -> None:
        """Take the bar away and close the desk."""
        self.progress.finish()
        if self._desk is not None:
            self._desk.close()


def current() -> Context:
    """Give the context of the command that is running."""
    found = click.get_current_context().find_object(Context)
    assert found is not None
    return found
