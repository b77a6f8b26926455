"""Renovation projects (改造项目) as they stand: estates, steps, wish, cost lines. Reading alone.

A project belongs to the custodian whose body keeps it. It is within the reach of whoever reaches
all its estates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from ledger.renovation.planning.works import WorkClass, works
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.reach import beyond_reach
from ledger.values.text import shown


class State(StrEnum):
    """How far a project is."""

    STORED = "STORED"
    PLANNED = "PLANNED"
    STARTED = "STARTED"
    COMPLETED = "COMPLETED"
    HANDED_OVER = "HANDED_OVER"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class Factors(NamedTuple):
    """What the central subsidy goes by: numbers of what is renovated; area in 0.01 m²."""

    estate_count: int
    building_count: int
    household_count: int
    area: int


class ProjectEstate(NamedTuple):
    """An estate of a project; `area` in 0.01 m²."""

    estate_id: int
    code: str
    name: str
    built_year: int
    building_count: int
    household_count: int
    area: int


class Step(NamedTuple):
    """What became of a project on a day.

    Attributes:
        year: of the yearly plan, where the step put the project on one.
        from_on, until_on: when the works are planned to begin and to end, both included.
        evidence: what shows it: a document, a minute.
    """

    state: State
    dated_on: date
    year: int | None
    from_on: date | None
    until_on: date | None
    evidence: str | None
    who: str


class Survey(NamedTuple):
    """How many of the residents wish for a project."""

    wish_permille: int
    dated_on: date
    evidence: str


class Item(NamedTuple):
    """A cost line of a project.

    Attributes:
        estate: the code of its estate; None for all of the project.
        work: a key of `works`.
        network: the utility plant that it makes; None for others.
    """

    item_no: int
    estate_id: int | None
    estate: str | None
    work: str
    work_class: WorkClass
    network: str | None
    title: str
    budget_fen: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project.

    Attributes:
        unit: the body that carries it out (实施主体), where it is known.
        veteran: whether veterans settled by the state live there (军队离退休干部住宅小区).
        steps: what became of it, oldest first; never empty.
    """

    project_id: int
    code: str
    custodian_id: int
    name: str
    unit: str | None
    veteran: bool
    stored_on: date
    estates: tuple[ProjectEstate, ...]
    steps: tuple[Step, ...]
    survey: Survey | None

    @property
    def state(self) -> State:
        """How far it is."""
        return self.steps[-1].state

    @property
    def planned(self) -> Step | None:
        """The step that last put it on a yearly plan."""
        found = [step for step in self.steps if step.state is State.PLANNED]
        return found[-1] if found else None

    @property
    def built_year(self) -> int:
        """The year in which the newest of its estates was built."""
        return max(estate.built_year for estate in self.estates)

    @property
    def factors(self) -> Factors:
        """What the subsidy goes by."""
        return sum_factors(self.estates)

    def day_of(self, state: State) -> date | None:
        """Return the day on which it last came to a state."""
        found = [step.dated_on for step in self.steps if step.state is state]
        return found[-1] if found else None


def sum_factors(estates: Iterable[ProjectEstate]) -> Factors:
    """Return the four factors of estates; an estate that is named twice counts once."""
    own = {estate.estate_id: estate for estate in estates}.values()
    return Factors(
        len(own),
        sum(each.building_count for each in own),
        sum(each.household_count for each in own),
        sum(each.area for each in own),
    )


def reaches(tx: Tx, project: Project) -> bool:
    """Tell whether a project is within the reach of who asks."""
    return all(
        tx.reach.holds_estate(each.estate_id, project.custodian_id) for each in project.estates
    )


def list_projects(
    tx: Tx, *, custodian_id: int | None = None, state: State | None = None
) -> list[Project]:
    """Return the projects within reach in order of code, of one keeper or state where named."""
    tx.reach.was_asked = True
    found = _read(tx, None, custodian_id)
    return [each for each in found if reaches(tx, each) and (state is None or each.state is state)]


def look_up(tx: Tx, code: str) -> Project | None:
    """Return the project called `code`, None where there is none.

    Raises:
        Refused: `out_of_reach`.
    """
    found = _read(tx, code, None)
    if found and not reaches(tx, found[0]):
        raise beyond_reach(shown(code))
    return found[0] if found else None


def find_project(tx: Tx, code: str) -> Project:
    """Return the project called `code`.

    Raises:
        Refused: `project_unknown`, `out_of_reach`.
    """
    project = look_up(tx, code)
    if project is None:
        raise Refused(
            "project_unknown",
            _("没有改造项目“{code}”").format(code=shown(code)),
            _("请运行 wxzj renovation project list 查看"),
        )
    return project


def hold_project(tx: Tx, code: str) -> Project:
    """Return the project called `code`, kept for this transaction.

    Raises:
        Refused: `project_unknown`, `out_of_reach`.
    """
    table = schema.project
    tx.conn.execute(
        select(table.c.project_id).where(table.c.code == code).with_for_update(key_share=True)
    ).all()
    return find_project(tx, code)


def read_items(tx: Tx, projects: Sequence[Project]) -> dict[int, tuple[Item, ...]]:
    """Return the cost lines of projects in their order, by `project_id`, each with its budget."""
    item, budget, estate = schema.project_item, schema.project_budget, schema.estate
    found: dict[int, list[Item]] = defaultdict(list)
    newest = budget.alias("newest")
    later = select(newest.c.budget_no).where(
        newest.c.project_id == budget.c.project_id,
        newest.c.item_no == budget.c.item_no,
        newest.c.budget_no > budget.c.budget_no,
    )
    query = (
        select(item, estate.c.code.label("estate"), budget.c.budget_fen)
        .join(
            budget,
            (budget.c.project_id == item.c.project_id) & (budget.c.item_no == item.c.item_no),
        )
        .outerjoin(estate, estate.c.estate_id == item.c.estate_id)
        .where(~later.exists())
        .order_by(item.c.project_id, item.c.item_no)
    )
    if len(projects) == 1:
        query = query.where(item.c.project_id == projects[0].project_id)
    for row in tx.conn.execute(query):
        found[row.project_id].append(
            Item(
                row.item_no,
                row.estate_id,
                row.estate,
                row.work,
                WorkClass(getattr(row, "class")),
                row.network,
                row.title,
                row.budget_fen,
            )
        )
    return {each.project_id: tuple(found[each.project_id]) for each in projects}


def find_item(tx: Tx, project: Project, item_no: int) -> Item:
    """Return a cost line of a project.

    Raises:
        Refused: `project_item_unknown`.
    """
    for item in read_items(tx, [project])[project.project_id]:
        if item.item_no == item_no:
            return item
    raise Refused(
        "project_item_unknown",
        _("项目 {code} 没有第 {no} 项改造内容").format(code=shown(project.code), no=item_no),
        _("请运行 wxzj renovation project show {code} 查看").format(code=shown(project.code)),
    )


def state_word(state: State) -> str:
    """Return what people call a state."""
    return {
        State.STORED: _("已入库"),
        State.PLANNED: _("已列入计划"),
        State.STARTED: _("已开工"),
        State.COMPLETED: _("已竣工"),
        State.HANDED_OVER: _("已移交"),
        State.CLOSED: _("已结案"),
        State.WITHDRAWN: _("已出库"),
    }[state]


def work_word(work: str) -> str:
    """Return what people call a kind of work."""
    return works()[work].name


def _read(tx: Tx, code: str | None, custodian_id: int | None) -> list[Project]:
    table = schema.project
    query = select(table).order_by(table.c.code)
    if code is not None:
        query = query.where(table.c.code == code)
    if custodian_id is not None:
        query = query.where(table.c.custodian_id == custodian_id)
    rows = tx.conn.execute(query).all()
    one = rows[0].project_id if len(rows) == 1 else None
    estates, steps, surveys = _estates(tx, one), _steps(tx, one), _surveys(tx, one)
    return [
        Project(
            row.project_id,
            row.code,
            row.custodian_id,
            row.name,
            row.unit,
            bool(row.veteran),
            row.stored_on,
            tuple(estates[row.project_id]),
            tuple(steps[row.project_id]),
            surveys.get(row.project_id),
        )
        for row in rows
    ]


def _estates(tx: Tx, one: int | None) -> dict[int, list[ProjectEstate]]:
    table, estate = schema.project_estate, schema.estate
    query = (
        select(table, estate.c.code, estate.c.name)
        .join(estate, estate.c.estate_id == table.c.estate_id)
        .order_by(table.c.project_id, table.c.estate_no)
    )
    if one is not None:
        query = query.where(table.c.project_id == one)
    found: dict[int, list[ProjectEstate]] = defaultdict(list)
    for row in tx.conn.execute(query):
        found[row.project_id].append(
            ProjectEstate(
                row.estate_id,
                row.code,
                row.name,
                row.built_year,
                row.building_count,
                row.household_count,
                row.area,
            )
        )
    return found


def _steps(tx: Tx, one: int | None) -> dict[int, list[Step]]:
    table = schema.project_step
    query = select(table).order_by(table.c.project_id, table.c.step_no)
    if one is not None:
        query = query.where(table.c.project_id == one)
    found: dict[int, list[Step]] = defaultdict(list)
    for row in tx.conn.execute(query):
        found[row.project_id].append(
            Step(
                State(row.state),
                row.dated_on,
                row.year,
                row.from_on,
                row.until_on,
                row.evidence,
                row.who,
            )
        )
    return found


def _surveys(tx: Tx, one: int | None) -> dict[int, Survey]:
    table = schema.project_survey
    query = select(table).order_by(table.c.project_id, table.c.survey_no)
    if one is not None:
        query = query.where(table.c.project_id == one)
    return {
        row.project_id: Survey(row.wish_permille, row.dated_on, row.evidence)
        for row in tx.conn.execute(query)
    }
