"""The proposal of a yearly plan (年度计划): the projects in the store against a given budget."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ledger.registry.rulebook import int_rule, table_rule
from ledger.renovation.funding.sources import read_sources
from ledger.renovation.planning.priority import Candidate, Ranked, rank
from ledger.renovation.planning.projects import Project, State, list_projects, read_items
from ledger.renovation.planning.works import WorkClass
from ledger.store.database import Tx


class Plan(NamedTuple):
    """A proposal, and the projects by code."""

    ranked: tuple[Ranked, ...]
    projects: dict[str, Project]


def plan_year(tx: Tx, custodian_id: int, year: int, budget_fen: int) -> Plan:
    """Rank a custodian's projects that wait in the store, and those on the year's plan already.

    By the rules of the first day of the year, so that it comes out the same whenever it is asked.
    """
    on = date(year, 1, 1)
    waiting = [
        each
        for each in list_projects(tx, custodian_id=custodian_id)
        if each.state is State.STORED or _is_on_plan(each, year)
    ]
    items, sources = read_items(tx, waiting), read_sources(tx, waiting)
    candidates = [
        Candidate(
            code=each.code,
            built_year=each.built_year,
            wish_permille=None if each.survey is None else each.survey.wish_permille,
            veteran=each.veteran,
            budget_fen=sum(item.budget_fen for item in items[each.project_id]),
            basic_fen=sum(
                item.budget_fen
                for item in items[each.project_id]
                if item.work_class is WorkClass.BASIC
            ),
            other_fen=sum(
                source.granted_fen
                for source in sources[each.project_id]
                if not source.memo and not source.kind.fiscal
            ),
            on_plan=_is_on_plan(each, year),
        )
        for each in waiting
    ]
    ranked = rank(
        candidates,
        year=year,
        budget_fen=budget_fen,
        weights=table_rule(tx, custodian_id, "renovation.plan.weights", on),
        built_until=int_rule(tx, custodian_id, "renovation.target_built_until", on),
        wish_min=int_rule(tx, custodian_id, "renovation.plan.wish_min_permille", on),
    )
    return Plan(tuple(ranked), {each.code: each for each in waiting})


def _is_on_plan(project: Project, year: int) -> bool:
    planned = project.planned
    gone = {State.STORED, State.WITHDRAWN}
    return planned is not None and planned.year == year and project.state not in gone
