"""Taking many drafts out of the drawer at once: all that wait, or all that a file made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from ledger.desk.separation import refuse_checking
from ledger.intake.sniff import copy_privately
from ledger.journal.drafts import Kept, check_drafts, find_draft
from ledger.registry.books import KINDS, find_book, list_books
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.sheet import Sheet


class Choice(NamedTuple):
    """Which of the drafts that wait are meant.

    Attributes:
        path: those alone that this file of deposits made.
        maker: those alone that this user drew up.
    """

    path: str | None = None
    book: str | None = None
    period: int | None = None
    maker: str | None = None

    def told(self) -> str:
        """Write the choice for the operation log."""
        return " ".join(str(word) for word in self if word is not None) or "--all"


class Left(NamedTuple):
    """A draft that was left as it is, and why."""

    code: str
    word: str
    message: str


def pick(tx: Tx, choice: Choice, state: str) -> list[Kept]:
    """Return the drafts in a state that are meant and within reach, by book and number.

    Raises:
        InputError: where the file cannot be read.
        Refused: `book_unknown`.
    """
    table, waits = schema.draft, schema.draft_deposit
    books = {each.book_id: each.code for each in list_books(tx, kinds=KINDS)}
    if choice.book is not None:
        only = find_book(tx, choice.book, KINDS)
        books = {only.book_id: only.code}
    query = (
        select(table.c.book_id, table.c.draft_id, table.c.dated_on)
        .where(table.c.book_id.in_(books), table.c.state == state)
        .order_by(table.c.book_id, table.c.draft_id)
    )
    if choice.maker is not None:
        query = query.where(table.c.maker == choice.maker)
    if choice.path is not None:
        import_id = copy_privately(Path(choice.path)).sha256.hex()
        query = query.where(
            select(waits.c.draft_id)
            .where(
                waits.c.book_id == table.c.book_id,
                waits.c.draft_id == table.c.draft_id,
                waits.c.import_id == import_id,
            )
            .exists()
        )
    kept = []
    for row in tx.conn.execute(query).all():
        if choice.period in {None, period_of(row.dated_on)}:
            kept += _within_reach(tx, f"{books[row.book_id]}:D-{row.draft_id}")
    return kept


def _within_reach(tx: Tx, code: str) -> list[Kept]:
    try:
        return [find_draft(tx, code)]
    except Refused as refusal:
        if refusal.code != "out_of_reach":
            raise
        return []


def check_all(tx: Tx, drafts: Sequence[Kept], who: str) -> tuple[list[Kept], list[Left]]:
    """Check what `who` may check, and tell of the rest; drafts of one event go together."""
    done: list[Kept] = []
    left: list[Left] = []
    for group in _together(drafts):
        try:
            refuse_checking(tx, group, who)
            check_drafts(tx, group, who)
        except Refused as refusal:
            left += [Left(each.code, refusal.code, refusal.message) for each in group]
        else:
            done += group
    return done, left


def _together(drafts: Iterable[Kept]) -> list[list[Kept]]:
    groups: dict[str, list[Kept]] = {}
    for each in drafts:
        groups.setdefault(each.draft.event or each.code, []).append(each)
    return list(groups.values())


def in_turn(kept: Kept) -> tuple[int, int]:
    """Return the place of a draft among those of all books."""
    return kept.draft.book_id, kept.draft_id


def with_left(sheet: Sheet, left: Sequence[Left]) -> Sheet:
    """Tell scripts too which drafts were left as they are."""
    told = {"left": [each._asdict() for each in left]}
    return replace(sheet, fields={**sheet.fields, **told})


def left_notes(left: Sequence[Left], limit: int = 20) -> list[str]:
    """Say which drafts were left as they are, and why."""
    notes = [
        _("{code} 没有审核：{reason}").format(code=each.code, reason=each.message)
        for each in left[:limit]
    ]
    if len(left) > limit:
        notes.append(_("另有 {count} 张没有审核").format(count=len(left) - limit))
    return notes
