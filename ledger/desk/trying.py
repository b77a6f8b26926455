"""What is said below a sheet of something that was tried and not kept."""

from __future__ import annotations

from dataclasses import replace

from ledger.desk.fund import dry_run_notes
from ledger.values.sheet import Sheet


def tried(sheet: Sheet, *, dry_run: bool) -> Sheet:
    """Return `sheet` with the word that nothing was changed, where it was a dry run."""
    return replace(
        sheet,
        notes=(*sheet.notes, *dry_run_notes(dry_run=dry_run)),
        paper=None if sheet.paper is None else tried(sheet.paper, dry_run=dry_run),
    )
