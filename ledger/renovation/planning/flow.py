"""The way of a project: 入库 → 列入计划 → 开工 → 竣工 → 移交 → 结案, each step dated and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from ledger.fund.using.usage import refuse_future
from ledger.registry.closed import is_open
from ledger.registry.rulebook import flag_rule
from ledger.renovation.planning.projects import Project, State, hold_project, state_word
from ledger.renovation.planning.writing import record_project
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

NEXT: Final[Mapping[State, frozenset[State]]] = {
    State.STORED: frozenset({State.PLANNED, State.WITHDRAWN}),
    State.PLANNED: frozenset({State.STARTED, State.STORED, State.WITHDRAWN}),
    State.STARTED: frozenset({State.COMPLETED}),
    State.COMPLETED: frozenset({State.HANDED_OVER, State.CLOSED}),
    State.HANDED_OVER: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""From where to where a project may go; the database holds the same."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A step that a person takes.

    Attributes:
        evidence: the document that shows it.
        year: of the yearly plan; for PLANNED alone.
        from_on, until_on: when the works are planned to begin and end, both included.
    """

    state: State
    evidence: str
    on: date | None = None
    year: int | None = None
    from_on: date | None = None
    until_on: date | None = None


def take_step(tx: Tx, code: str, taking: Taking, *, who: str, clock: Clock) -> tuple[Project, bool]:
    """Take a step of a project; return it, and whether that is new.

    Raises:
        Refused: `project_unknown`, `project_state`, `date_order`, `date_in_future`,
            `plan_year_missing`, `plan_days`, `public_owner_missing`.
    """
    project = hold_project(tx, code)
    evidence = clean_name(taking.evidence, _("依据"))
    last = project.steps[-1]
    if _was_taken(project, taking, evidence):
        return project, False
    refuse_step(project, taking)
    on = taking.on or clock.today
    refuse_future(on, clock)
    if on < last.dated_on:
        raise Refused(
            "date_order",
            _("{on} 早于上一步（{state}）的 {last}").format(
                on=on, state=state_word(last.state), last=last.dated_on
            ),
            _("请核对日期"),
        )
    if taking.state is State.STARTED:
        _refuse_without_public_owner(tx, project, on)
    tx.conn.execute(
        schema.project_step.insert().values(
            project_id=project.project_id,
            step_no=len(project.steps) + 1,
            state=taking.state.value,
            dated_on=on,
            year=taking.year,
            from_on=taking.from_on,
            until_on=taking.until_on,
            evidence=evidence,
            who=who,
            at=clock.at,
        )
    )
    words = (taking.state.value, on, taking.year, taking.from_on, taking.until_on, evidence)
    record_project(tx, project.custodian_id, code, "step", words, who=who, clock=clock)
    return hold_project(tx, code), True


def _was_taken(project: Project, taking: Taking, evidence: str) -> bool:
    """Say whether the step is the last one, or an earlier one told again word for word."""
    asked = (taking.state, taking.year)
    last = project.steps[-1]
    if (last.state, last.year) == asked and len(project.steps) > 1:
        return True
    return any(
        (step.state, step.year, step.dated_on, step.evidence) == (*asked, taking.on, evidence)
        for step in project.steps
    )


def refuse_step(project: Project, taking: Taking) -> None:
    """Refuse a step that does not follow upon where the project is, or that lacks a word.

    Raises:
        Refused: `project_state`, `plan_year_missing`, `plan_days`.
    """
    if taking.state not in NEXT[project.state]:
        raise Refused(
            "project_state",
            _("项目 {code} {state}，不能改为“{wanted}”").format(
                code=shown(project.code),
                state=state_word(project.state),
                wanted=state_word(taking.state),
            ),
            _("接下来可以是：{states}").format(
                states="、".join(state_word(each) for each in State if each in NEXT[project.state])
                or _("没有下一步")
            ),
        )
    planned = taking.state is State.PLANNED
    if planned != (taking.year is not None):
        raise Refused(
            "plan_year_missing",
            _("列入计划要写年度（--year），其他步骤不写"),
            _("例如 --year 2026"),
        )
    days = (taking.from_on, taking.until_on)
    if not planned and days != (None, None):
        raise Refused(
            "plan_days",
            _("计划开工、竣工日期只在列入计划时写"),
            _("请去掉 --from 和 --until"),
        )
    if taking.from_on and taking.until_on and taking.until_on < taking.from_on:
        raise Refused(
            "plan_days",
            _("计划竣工日期早于计划开工日期"),
            _("请核对日期"),
        )


def _refuse_without_public_owner(tx: Tx, project: Project, on: date) -> None:
    """Refuse to start while the owner of public housing gives nothing: 四（四）.

    Raises:
        Refused: `public_owner_missing`.
    """
    if not flag_rule(tx, project.custodian_id, "renovation.public_owner_required", on):
        return
    home, source = schema.household, schema.project_source
    public = select(home.c.sub_id).where(
        home.c.estate_id.in_([estate.estate_id for estate in project.estates]),
        home.c.kind == "unsold_public",
        is_open(home),
    )
    paying = select(source.c.source_no).where(
        source.c.project_id == project.project_id, source.c.kind == "public_owner"
    )
    if tx.conn.execute(public.limit(1)).first() and not tx.conn.execute(paying.limit(1)).first():
        raise Refused(
            "public_owner_missing",
            _("项目 {code} 的小区里有公房，公房产权单位还没有出资").format(
                code=shown(project.code)
            ),
            _("请先登记：wxzj renovation source add {code} public_owner").format(
                code=shown(project.code)
            ),
        )
