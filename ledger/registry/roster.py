"""Taking a roster of households (房屋清册) in: all of it or nothing, each door once.

The rows lie in a temporary table; SQL compares them with what is known, numbers the new ones and
takes them over, so a million rows cost no memory. For each book one entry of its log covers all
new households by the digest over their canonical text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import FromClause, exists, func, select

from ledger.intake.reader import Intake
from ledger.intake.spec import Row
from ledger.registry.books import Book, ensure_book, list_books
from ledger.registry.custodians import Custodian, find_custodian
from ledger.registry.dues import fix_dues
from ledger.registry.estates import Estate, add_estates, find_estates
from ledger.registry.files import (
    record_import,
    refuse_bad_rows,
    taken_before,
    unchanged_note,
)
from ledger.registry.places import hold_keepers, staged_place, staged_places
from ledger.registry.roster_checks import (
    bad_estates,
    differing_doors,
    known_doors,
    mixed_selling_units,
    repeated_doors,
)
from ledger.registry.roster_rows import staged_household, staged_rows
from ledger.registry.roster_writes import BookShare, take_over
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.store.staging import joined_as_written, learn_sizes, staged
from ledger.values.clock import Clock
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent

_STEP: Final = 5000  # rows between two signs of life
_STAGED: Final = staged_household.c


@dataclass(frozen=True, slots=True)
class Roster:
    """What became of a file.

    Attributes:
        row_count: the households in the file.
        known_count: those that were registered already, with the same content.
        books: the new ones.
        notes: what people should know.
    """

    row_count: int
    known_count: int
    books: Sequence[BookShare]
    notes: Sequence[str]

    @property
    def new_count(self) -> int:
        """The households that were not known."""
        return sum(each.household_count for each in self.books)


def import_roster(
    tx: Tx,
    intake: Intake,
    custodian: Custodian | None,
    *,
    who: str,
    clock: Clock,
    progress: Progress = silent,
) -> Roster:
    """Register the households of a file.

    Args:
        tx: a transaction that is kept whole or not at all.
        intake: the file, read with the spec of households.
        custodian: who keeps the estates; None leaves known estates with theirs and gives new ones
            to that of `book init`.
        who: the person, for the log.
        clock: the moment, for the log.
        progress: told how far it is.

    Raises:
        BadRows: rows that a rule refuses; nothing is changed.
    """
    bad: list[BadRow] = []
    taken = taken_before(tx, intake)
    if taken is None:
        rows = staged_rows(_counted(intake, progress), intake.heads, bad)
        with staged(tx, staged_household, rows):
            hold_keepers(tx, _STAGED.estate, is_roster=True)
            taken = taken_before(tx, intake)  # somebody may have brought it in the meantime
            if taken is None:
                progress(0, 0, _("核对房屋"))
                return _import_staged(tx, intake, custodian, bad, who=who, clock=clock)
    return Roster(intake.count, intake.count, (), (unchanged_note(taken),))


def _import_staged(
    tx: Tx,
    intake: Intake,
    custodian: Custodian | None,
    bad: list[BadRow],
    *,
    who: str,
    clock: Clock,
) -> Roster:
    with staged_places(tx, _STAGED.estate), joined_as_written(tx):
        known = find_estates(tx, tx.conn.execute(select(_STAGED.estate).distinct()).scalars())
        _hold_books(tx, known)
        bad.extend(bad_estates(tx, known, custodian, intake.heads))
        bad.extend(repeated_doors(tx, intake.heads))
        bad.extend(differing_doors(tx, intake.heads))
        bad.extend(mixed_selling_units(tx, intake.heads))
        refuse_bad_rows(intake, bad)
        known_count = _count(tx, known_doors())
        _add_new_estates(tx, known, custodian)
        taken = [take_over(tx, book, intake.name, who, clock) for book in _books_with_news(tx)]
    books = [_with_dues(tx, each, who, clock) for each in taken]
    learn_sizes(tx, schema.sub_account, schema.sub_balance, schema.household, schema.title)
    record_import(tx, intake, who, clock)
    return Roster(intake.count, known_count, books, _notes(known_count, intake))


def _with_dues(tx: Tx, taken: BookShare, who: str, clock: Clock) -> BookShare:
    """Fix by the rules what the roster left open of the dues of new households."""
    fixed = fix_dues(
        tx,
        taken.book,
        on=clock.today,
        who=who,
        clock=clock,
        of_change=taken.change_id,
        told=select(_STAGED.code).where(_STAGED.due_fen.is_not(None)),
    )
    return taken._replace(due_fen=taken.due_fen + fixed.due_fen)


def _counted(intake: Intake, progress: Progress) -> Iterator[Row]:
    for count, row in enumerate(intake.rows):
        if count % _STEP == 0:
            progress(count, intake.count, _("读入房屋清册"))
        yield row


def _hold_books(tx: Tx, known: Mapping[str, Estate]) -> None:
    """Keep others from registering households of the same books until we are done."""
    held = list_books(tx, {estate.custodian_id for estate in known.values()})
    for book in sorted(held):
        lock_head(tx, book.book_id)


def _count(tx: Tx, rows: FromClause) -> int:
    return tx.conn.execute(select(func.count()).select_from(rows)).scalar_one()


def _add_new_estates(tx: Tx, known: Mapping[str, Estate], custodian: Custodian | None) -> None:
    first = func.min(_STAGED.row_no)
    query = (
        select(_STAGED.estate, func.coalesce(func.max(_STAGED.estate_name), _STAGED.estate))
        .group_by(_STAGED.estate)
        .order_by(first)
    )
    new = [(code, name) for code, name in tx.conn.execute(query) if code not in known]
    if new:
        keeper = custodian or find_custodian(tx, None)
        add_estates(tx, new, keeper.custodian_id)


def _books_with_news(tx: Tx) -> list[Book]:
    """Return the books that new households of the file belong to, made where they are missing."""
    estate, sub, place = schema.estate, schema.sub_account, staged_place.c
    is_known = exists(
        select(sub.c.sub_id)
        .join_from(staged_place, sub, sub.c.book_id == place.book_id)
        .where(place.estate == _STAGED.estate, sub.c.code == _STAGED.code)
    )
    query = (
        select(estate.c.custodian_id, _STAGED.fund_type)
        .join_from(staged_household, estate, estate.c.code == _STAGED.estate)
        .where(~is_known)
        .distinct()
        .order_by(estate.c.custodian_id, _STAGED.fund_type)
    )
    return [ensure_book(tx, *pair) for pair in tx.conn.execute(query).all()]


def _notes(known_count: int, intake: Intake) -> list[str]:
    notes = list(intake.notices)
    if known_count == intake.count:
        notes.append(_("清册里的房屋都已登记过，没有改变任何登记"))
    elif known_count:
        notes.append(_("其中 {count} 户已登记过，没有改变").format(count=known_count))
    return notes
