"""How a renovation project looks: to scripts by stable words, to people as they speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ledger.renovation.planning.projects import (
    Item,
    Project,
    State,
    read_items,
    state_word,
    sum_factors,
)
from ledger.renovation.planning.works import class_word, works
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


def projects_sheet(
    projects: Sequence[Project],
    items: Mapping[int, Sequence[Item]],
    *,
    notes: Sequence[str] = (),
) -> Sheet:
    """List projects, and under them the four factors of the subsidy together."""
    factors = sum_factors(estate for project in projects for estate in project.estates)
    rows = [_listed(project, items[project.project_id]) for project in projects]
    sheet = Sheet(
        kind="renovation_projects",
        title=_("改造项目储备库"),
        columns=(
            Column("project", _("改造项目")),
            Column("name", _("改造项目名称")),
            Column("state", _("状态")),
            Column("year", _("计划年度"), "int"),
            Column("built_year", _("建成年份"), "int"),
            Column("estates", _("小区数"), "int"),
            Column("buildings", _("幢数"), "int"),
            Column("households", _("户数"), "int"),
            Column("area", _("建筑面积（㎡）"), "area"),
            Column("wish_permille", _("意愿（‰）"), "int"),
            Column("budget_fen", _("预算（元）"), "fen"),
        ),
        rows=rows,
        fields={
            "count": len(projects),
            "estates": factors.estate_count,
            "buildings": factors.building_count,
            "households": factors.household_count,
            "area": factors.area,
            "budget_fen": sum(row[-1] for row in rows if isinstance(row[-1], int)),
        },
        labels=(
            Column("estates", _("小区数"), "int"),
            Column("buildings", _("幢数"), "int"),
            Column("households", _("户数"), "int"),
            Column("area", _("建筑面积（㎡）"), "area"),
            Column("budget_fen", _("预算合计（元）"), "fen"),
        ),
        notes=notes,
    )
    told = [(*row[:2], state_word(State(str(row[2]))), *row[3:]) for row in rows]
    return replace(sheet, paper=replace(sheet, rows=told))


def _listed(project: Project, items: Sequence[Item]) -> tuple[object, ...]:
    planned = project.planned
    return (
        project.code,
        project.name,
        project.state.value,
        None if planned is None else planned.year,
        project.built_year,
        *project.factors,
        None if project.survey is None else project.survey.wish_permille,
        sum(item.budget_fen for item in items),
    )


def project_sheet(tx: Tx, project: Project, *, notes: Sequence[str] = ()) -> Sheet:
    """Lay a project out: its estates, its cost lines and what became of it."""
    items = read_items(tx, [project])[project.project_id]
    fields = _fields(project, items)
    told = fields | {
        "state": state_word(project.state),
        "veteran": _("是") if project.veteran else None,
        "estates": "、".join(f"{each.code} {each.name}" for each in project.estates),
        "steps": " → ".join(
            f"{state_word(step.state)} {step.dated_on.isoformat()}" for step in project.steps
        ),
    }
    sheet = Sheet(
        kind="renovation_project",
        title=_("改造项目 {code} {name}").format(code=project.code, name=project.name),
        columns=(
            Column("item", _("序号"), "int"),
            Column("estate", _("小区")),
            Column("work", _("改造内容")),
            Column("title", _("分项名称")),
            Column("class", _("类别")),
            Column("network", _("管线设施")),
            Column("budget_fen", _("预算（元）"), "fen"),
        ),
        rows=[
            (
                *(item[0], item[2], item.work, item.title),
                item.work_class.value,
                item.network,
                item.budget_fen,
            )
            for item in items
        ],
        fields=fields,
        notes=notes,
    )
    paper = replace(
        sheet,
        columns=tuple(column for column in sheet.columns if column.key != "network"),
        rows=[
            (
                item.item_no,
                item.estate,
                works()[item.work].name,
                None if item.title == works()[item.work].zh else item.title,
                class_word(item.work_class),
                item.budget_fen,
            )
            for item in items
        ],
        fields=told,
        labels=[label for label in _labels() if told[label.key] not in {None, ""}],
    )
    return replace(sheet, paper=paper)


def _fields(project: Project, items: Sequence[Item]) -> dict[str, object]:
    planned = project.planned
    return {
        "project": project.code,
        "name": project.name,
        "state": project.state.value,
        "unit": project.unit,
        "veteran": project.veteran,
        "built_year": project.built_year,
        "year": None if planned is None else planned.year,
        "planned_from": None if planned is None else planned.from_on,
        "planned_until": None if planned is None else planned.until_on,
        "started_on": project.day_of(State.STARTED),
        "completed_on": project.day_of(State.COMPLETED),
        "wish_permille": None if project.survey is None else project.survey.wish_permille,
        "wish_evidence": None if project.survey is None else project.survey.evidence,
        "estates": [estate.code for estate in project.estates],
        "buildings": project.factors.building_count,
        "households": project.factors.household_count,
        "area": project.factors.area,
        "budget_fen": sum(item.budget_fen for item in items),
        "steps": [
            {"state": step.state.value, "on": step.dated_on, "evidence": step.evidence}
            for step in project.steps
        ],
    }


def _labels() -> tuple[Column, ...]:
    return (
        Column("state", _("状态")),
        Column("steps", _("经过")),
        Column("unit", _("实施主体")),
        Column("estates", _("小区")),
        Column("built_year", _("建成年份"), "int"),
        Column("veteran", _("军休小区")),
        Column("buildings", _("幢数"), "int"),
        Column("households", _("户数"), "int"),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("wish_permille", _("意愿（‰）"), "int"),
        Column("wish_evidence", _("意愿依据")),
        Column("year", _("计划年度"), "int"),
        Column("planned_from", _("计划开工"), "date"),
        Column("planned_until", _("计划竣工"), "date"),
        Column("started_on", _("实际开工"), "date"),
        Column("completed_on", _("实际竣工"), "date"),
        Column("budget_fen", _("预算合计（元）"), "fen"),
    )
