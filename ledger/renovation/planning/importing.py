"""Taking a list of projects into the store from a file, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger.intake.reader import Intake
from ledger.intake.spec import Row
from ledger.registry.files import (
    Taken,
    record_import,
    refuse_bad_rows,
    taken_before,
)
from ledger.renovation.planning.projects import Project
from ledger.renovation.planning.storing import NewProject, add_project
from ledger.renovation.planning.works import Work, find_work
from ledger.renovation.planning.writing import NewEstate, NewItem
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import BadRow, LedgerError
from ledger.values.i18n import _
from ledger.values.text import shown

_OF_PROJECT: Final = ("name", "unit", "veteran", "wish", "wish_evidence")
_OF_ESTATE: Final = ("estate_name", "built_year", "buildings", "households", "area")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought.

    Attributes:
        projects: those of the file, each with whether it is new.
        taken: when the same file was taken in before; None where it was not.
    """

    projects: tuple[tuple[Project, bool], ...]
    taken: Taken | None


def import_projects(
    tx: Tx, intake: Intake, *, custodian: str | None, who: str, clock: Clock
) -> Imported:
    """Put the projects of a file into the store; the same file again changes nothing.

    Raises:
        BadRows: `work_unknown`, `work_indoors`, `project_row_differs`, what reading the file found,
            and what `storing.add_project` refuses, at the first row of its project.
        Refused: `out_of_reach`.
    """
    taken = taken_before(tx, intake)
    bad: list[BadRow] = []
    rows: dict[str, list[tuple[Row, Work]]] = {}
    for row in intake.rows:
        try:
            work = find_work(str(row.values["work"]))
        except LedgerError as error:
            bad.append(_bad(row, intake.heads["work"], str(row.values["work"]), error))
            continue
        rows.setdefault(str(row.values["code"]), []).append((row, work))
    for own in rows.values():
        bad += _differing([row for row, _work in own], intake)
    refuse_bad_rows(intake, bad)
    done: list[tuple[Project, bool]] = []
    for code, own in rows.items():
        try:
            done.append(
                add_project(tx, _project(code, own), custodian=custodian, who=who, clock=clock)
            )
        except LedgerError as error:
            if error.code == "out_of_reach":
                raise
            bad.append(_bad(own[0][0], intake.heads["code"], code, error))
    refuse_bad_rows(intake, bad)
    if taken is None:
        record_import(tx, intake, who, clock)
    return Imported(tuple(done), taken)


def _project(code: str, own: Sequence[tuple[Row, Work]]) -> NewProject:
    said = _merged([row for row, _work in own], _OF_PROJECT)
    by_estate: dict[str, list[Row]] = {}
    for row, _work in own:
        by_estate.setdefault(str(row.values["estate"]), []).append(row)
    estates = []
    for estate, rows in by_estate.items():
        facts = _merged(rows, _OF_ESTATE)
        estates.append(
            NewEstate(
                estate,
                facts["built_year"],
                facts["estate_name"],
                facts["buildings"],
                facts["households"],
                facts["area"],
            )
        )
    items = [
        NewItem(
            work,
            _int(row.values["budget"]),
            str(row.values["estate"]),
            None if row.values["title"] is None else str(row.values["title"]),
        )
        for row, work in own
    ]
    return NewProject(
        code,
        said["name"],
        estates,
        items,
        said["unit"],
        bool(said["veteran"]),
        said["wish"],
        said["wish_evidence"],
    )


def _merged(rows: Sequence[Row], keys: Sequence[str]) -> dict[str, Any]:
    """Return the first value that rows say of each key."""
    return {
        key: next((row.values[key] for row in rows if row.values[key] is not None), None)
        for key in keys
    }


def _differing(rows: Sequence[Row], intake: Intake) -> list[BadRow]:
    """Return the rows that say of a project or an estate what an earlier row did not."""
    bad = []
    first: dict[tuple[str, ...], object] = {}
    for row in rows:
        for key in (*_OF_PROJECT, *_OF_ESTATE):
            value = row.values[key]
            if value is None:
                continue
            place = (key,) if key in _OF_PROJECT else (key, str(row.values["estate"]))
            if first.setdefault(place, value) != value:
                bad.append(
                    BadRow(
                        row.number,
                        intake.heads[key],
                        str(value),
                        "project_row_differs",
                        _("与同一项目前面的行不同：{value}").format(value=shown(str(value))),
                        _("同一项目、同一小区各行写一样，或只在第一行写"),
                        refused=True,
                    )
                )
    return bad


def _bad(row: Row, column: str, value: str, error: LedgerError) -> BadRow:
    return BadRow(row.number, column, value, error.code, error.message, error.hint, refused=True)


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
