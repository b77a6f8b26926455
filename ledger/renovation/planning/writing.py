"""Writing rows of the store of projects. Each register only grows; the database holds that too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select

from ledger.registry.books import list_books
from ledger.registry.closed import is_open
from ledger.renovation.planning.works import Work
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

LEAF_KIND: Final = "project"


class NewEstate(NamedTuple):
    """An estate as a person puts it into a project; figures left out are the registry's own.

    Attributes:
        name: registers the estate where it is not registered yet.
    """

    code: str
    built_year: int
    name: str | None = None
    building_count: int | None = None
    household_count: int | None = None
    area: int | None = None


class NewItem(NamedTuple):
    """A cost line as a person puts it into a project; the work's name is its title at first."""

    work: Work
    budget_fen: int
    estate: str | None = None
    title: str | None = None


def next_no(tx: Tx, column: ColumnElement[int], *where: ColumnElement[bool]) -> int:
    """Return the next number of a register."""
    last = tx.conn.execute(select(func.max(column)).where(*where)).scalar_one()
    return int(last or 0) + 1


def write_estates(
    tx: Tx, project_id: int, named: Sequence[NewEstate], estate_ids: Mapping[str, int]
) -> None:
    """Write the estates of a project; figures left out are those of the registry today.

    Raises:
        Refused: `project_figures_missing`.
    """
    own = _registered(tx, estate_ids.values())
    rows = []
    for estate_no, estate in enumerate(named, start=1):
        estate_id = estate_ids[estate.code]
        figures = [
            said if said is not None else known
            for said, known in zip(
                (estate.building_count, estate.household_count, estate.area),
                own.get(estate_id, (None, None, None)),
                strict=True,
            )
        ]
        if None in figures:
            raise Refused(
                "project_figures_missing",
                _("小区 {estate} 没有房屋清册，须写幢数、户数和建筑面积").format(
                    estate=shown(estate.code)
                ),
                _("请加 --buildings、--households、--area，或先导入房屋清册"),
            )
        rows.append((project_id, estate_no, estate_id, estate.built_year, *figures))
    columns = ("project_id", "estate_no", "estate_id", "built_year")
    counts = ("building_count", "household_count", "area")
    insert_rows(tx, schema.project_estate, (*columns, *counts), rows)


def _registered(tx: Tx, estate_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Return buildings, households and area (0.01 m²) of estates that have a roster."""
    table = schema.household
    doors = (
        select(table.c.estate_id, table.c.building, func.count().label("homes"))
        .add_columns(func.sum(table.c.area).label("area"))
        .where(table.c.estate_id.in_(sorted(set(estate_ids))), is_open(table))
        .group_by(table.c.estate_id, table.c.building)
        .subquery()
    )
    query = select(
        doors.c.estate_id, func.count(), func.sum(doors.c.homes), func.sum(doors.c.area)
    ).group_by(doors.c.estate_id)
    return {
        estate_id: (int(buildings), int(homes), int(area))
        for estate_id, buildings, homes, area in tx.conn.execute(query)
    }


def write_item(
    tx: Tx,
    project_id: int,
    item_no: int,
    item: NewItem,
    estate_ids: Mapping[str, int],
    **said: Any,
) -> None:
    """Write a cost line and its first budget; `said` is `on`, `who` and `at`.

    Raises:
        Refused: `project_estate_foreign`.
    """
    if item.estate is not None and item.estate not in estate_ids:
        raise Refused(
            "project_estate_foreign",
            _("小区 {estate} 不在这个项目里").format(estate=shown(item.estate)),
            _("请核对小区编号"),
        )
    tx.conn.execute(
        schema.project_item.insert().values(
            {
                "project_id": project_id,
                "item_no": item_no,
                "estate_id": None if item.estate is None else estate_ids[item.estate],
                "work": item.work.key,
                "class": item.work.work_class.value,
                "network": item.work.network,
                "title": item.title or item.work.zh,
                "who": said["who"],
                "at": said["at"],
            }
        )
    )
    write_budget(tx, (project_id, item_no, 1), item.budget_fen, reason=None, **said)


def write_budget(
    tx: Tx, key: tuple[int, int, int], budget_fen: int, *, reason: str | None, **said: Any
) -> None:
    """Write a budget; `key` is the project, the cost line and the number of the budget."""
    tx.conn.execute(
        schema.project_budget.insert().values(
            project_id=key[0],
            item_no=key[1],
            budget_no=key[2],
            budget_fen=budget_fen,
            dated_on=said["on"],
            reason=reason,
            who=said["who"],
            at=said["at"],
        )
    )


def write_survey(
    tx: Tx, project_id: int, survey_no: int, wish: tuple[int, str], **said: Any
) -> None:
    """Write how many wish for a project, in permille, and what shows it."""
    tx.conn.execute(
        schema.project_survey.insert().values(
            project_id=project_id,
            survey_no=survey_no,
            wish_permille=wish[0],
            dated_on=said["on"],
            evidence=wish[1],
            who=said["who"],
            at=said["at"],
        )
    )


def record_project(  # a leaf needs all of it
    tx: Tx,
    custodian_id: int,
    code: str,
    what: str,
    words: Iterable[str | int | date | None],
    *,
    who: str,
    clock: Clock,
    rows: int = 1,
) -> None:
    """Enter a change of a project in the log of each of the custodian's books."""
    content = hashlib.sha256(netstring(code, what, *words).encode()).digest()
    for book in sorted(list_books(tx, [custodian_id])):
        record_master_change(
            tx,
            book.book_id,
            kind=LEAF_KIND,
            summary=f"{code} {what}",
            row_count=max(rows, 1),
            content=content,
            who=who,
            clock=clock,
        )
