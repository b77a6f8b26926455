"""The ways out of the command line: to the desk, to a workbook, to the full-screen skin.

Everything slow lies behind these doors and is loaded when one is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.desk import Desk
    from ledger.values.sheet import Sheet


def open_desk(db: str, *, user: str | None) -> Desk:
    """Open the desk; SQLAlchemy is loaded here and not before."""
    from ledger.desk import open_desk as opened  # noqa: PLC0415 - a help page does without

    return opened(db, user=user)


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Write `sheet` as a workbook."""
    from ledger.desk import write_xlsx as written  # noqa: PLC0415 - as above

    written(sheet, path)


def no_screen(desk: Desk) -> None:
    """Stand in where nobody joined the full-screen skin."""
    del desk
    raise AssertionError


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways out, given by the front door (and by tests)."""

    open_desk: Callable[..., Desk] = open_desk
    write_xlsx: Callable[[Sheet, Path], None] = write_xlsx
    open_screen: Callable[[Desk], None] = no_screen
