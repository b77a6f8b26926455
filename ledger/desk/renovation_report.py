"""The window for reports of renovation: a project's sheet, and all projects side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.registry.custodians import find_custodian
from ledger.renovation.planning.projects import (
    State,
    find_project,
    list_projects,
    state_word,
)
from ledger.renovation.planning.works import class_word, works
from ledger.reports.renovation import Figures, read_figures
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet

_WHOLE = 1000
_BAR = 40  # cells of a bar


class RenovationReportDesk:
    """Show renovation in figures."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def project(self, code: str) -> Sheet:
        """Show what each source pays of each line, and how far the money and the works are."""
        with self._counter.look() as tx:
            figures = read_figures(tx, find_project(tx, code))
        return _project_sheet(figures, self._counter.clock.today)

    def all(self, *, custodian: str | None = None) -> Sheet:
        """Show all projects within reach side by side, with the use of the state's money."""
        with self._counter.look() as tx:
            keeper = None if custodian is None else find_custodian(tx, custodian).custodian_id
            projects = list_projects(tx, custodian_id=keeper)
            figures = [read_figures(tx, project) for project in projects]
        return _all_sheet(figures, self._counter.clock.today)


def _project_sheet(figures: Figures, today: date) -> Sheet:
    """Lay a project out: a row for each line, a column for each source."""
    counted = figures.counted
    rows = []
    for item in figures.items:
        parts = [figures.matched.get((each.source_no, item.item_no), 0) for each in counted]
        rows.append(
            (
                item.item_no,
                item.title,
                item.work_class.value,
                item.budget_fen,
                *parts,
                item.budget_fen - sum(parts),
                figures.cash.cost.get(item.item_no, 0),
            )
        )
    sheet = Sheet(
        kind="renovation_report",
        title=_("{code} {name} 资金来源与改造内容").format(
            code=figures.project.code, name=figures.project.name
        ),
        columns=(
            Column("item", _("序号"), "int"),
            Column("title", _("改造内容")),
            Column("class", _("类别")),
            Column("budget_fen", _("预算（元）"), "fen"),
            *(
                Column(f"source_{each.source_no}_fen", f"{each.source_no} {each.kind.name}", "fen")
                for each in counted
            ),
            Column("open_fen", _("缺口（元）"), "fen"),
            Column("cost_fen", _("已发生（元）"), "fen"),
        ),
        rows=rows,
        fields=_fields(figures, today),
        labels=_labels(),
        notes=_notes(figures),
    )
    told = [
        (
            row[0],
            works()[item.work].name if item.title == works()[item.work].zh else item.title,
            class_word(item.work_class.value),
            *row[3:],
        )
        for row, item in zip(rows, figures.items, strict=True)
    ]
    fields = {**sheet.fields, "state": state_word(figures.project.state)}
    labels = [label for label in _labels() if fields[label.key] is not None]
    return replace(sheet, paper=replace(sheet, rows=told, fields=fields, labels=labels))


def _fields(figures: Figures, today: date) -> dict[str, object]:
    counted = figures.counted
    fiscal = [each for each in counted if each.kind.fiscal]
    return {
        "project": figures.project.code,
        "state": figures.project.state.value,
        "budget_fen": figures.budget_fen,
        "granted_fen": sum(each.granted_fen for each in counted),
        "came_fen": figures.came_fen,
        "cost_fen": figures.cost_fen,
        "cost_permille": _permille(figures.cost_fen, figures.budget_fen),
        "fiscal_granted_fen": sum(each.granted_fen for each in fiscal),
        "fiscal_came_fen": sum(figures.uses[each.source_no].came_fen for each in fiscal),
        "fiscal_spent_fen": sum(figures.uses[each.source_no].spent_fen for each in fiscal),
        "idle_fen": sum(figures.uses[each.source_no].idle_fen for each in counted),
        "planned_days": figures.planned_days,
        "days": figures.days(today),
        "households": figures.project.factors.household_count,
    }


def _labels() -> tuple[Column, ...]:
    return (
        Column("state", _("状态")),
        Column("budget_fen", _("预算合计（元）"), "fen"),
        Column("granted_fen", _("下达或承诺合计（元）"), "fen"),
        Column("came_fen", _("到账合计（元）"), "fen"),
        Column("cost_fen", _("已发生合计（元）"), "fen"),
        Column("cost_permille", _("完成预算（‰）"), "int"),
        Column("fiscal_granted_fen", _("财政资金下达（元）"), "fen"),
        Column("fiscal_came_fen", _("财政资金到账（元）"), "fen"),
        Column("fiscal_spent_fen", _("财政资金使用（元）"), "fen"),
        Column("idle_fen", _("闲置（元）"), "fen"),
        Column("planned_days", _("计划工期（天）"), "int"),
        Column("days", _("实际工期（天）"), "int"),
        Column("households", _("惠及户数"), "int"),
    )


def _notes(figures: Figures) -> list[str]:
    """Draw each source as a bar: spent, come, granted."""
    most = max((each.granted_fen for each in figures.counted), default=0)
    if not most:
        return []
    notes = [_("█ 已使用　▓ 到账未用　░ 未到账")]
    for each in figures.counted:
        use = figures.uses[each.source_no]
        whole = each.granted_fen * _BAR // most
        spent = min(use.spent_fen * _BAR // most, whole)
        came = min(max(use.came_fen * _BAR // most - spent, 0), whole - spent)
        bar = "█" * spent + "▓" * came + "░" * (whole - spent - came)
        notes.append(f"{each.source_no:>3} {bar} {each.kind.name} {format_fen(each.granted_fen)}")
    return notes


def _all_sheet(figures: Sequence[Figures], today: date) -> Sheet:
    rows = [_row(each, today) for each in figures]
    sums = {
        key: sum(int(str(_fields(each, today)[key])) for each in figures)
        for key in (
            "budget_fen",
            "granted_fen",
            "came_fen",
            "cost_fen",
            "fiscal_granted_fen",
            "fiscal_spent_fen",
            "idle_fen",
            "households",
        )
    }
    sheet = Sheet(
        kind="renovation_reports",
        title=_("改造项目资金使用和绩效"),
        columns=(
            Column("project", _("改造项目")),
            Column("name", _("改造项目名称")),
            Column("state", _("状态")),
            Column("budget_fen", _("预算（元）"), "fen"),
            Column("granted_fen", _("下达或承诺（元）"), "fen"),
            Column("came_fen", _("到账（元）"), "fen"),
            Column("cost_fen", _("已发生（元）"), "fen"),
            Column("cost_permille", _("完成预算（‰）"), "int"),
            Column("fiscal_spent_fen", _("财政资金使用（元）"), "fen"),
            Column("idle_fen", _("闲置（元）"), "fen"),
            Column("planned_days", _("计划工期（天）"), "int"),
            Column("days", _("实际工期（天）"), "int"),
            Column("households", _("惠及户数"), "int"),
        ),
        rows=rows,
        fields={
            "count": len(rows),
            **sums,
            "cost_permille": _permille(sums["cost_fen"], sums["budget_fen"]),
        },
        labels=tuple(label for label in _labels() if label.key in {*sums, "cost_permille"}),
    )
    told = [(*row[:2], state_word(State(str(row[2]))), *row[3:]) for row in rows]
    return replace(sheet, paper=replace(sheet, rows=told))


def _row(figures: Figures, today: date) -> tuple[object, ...]:
    fields = _fields(figures, today)
    keys = (
        "state",
        "budget_fen",
        "granted_fen",
        "came_fen",
        "cost_fen",
        "cost_permille",
        "fiscal_spent_fen",
        "idle_fen",
        "planned_days",
        "days",
        "households",
    )
    return (
        figures.project.code,
        figures.project.name,
        *(fields[key] for key in keys),
    )


def _permille(part: int, whole: int) -> int:
    return part * _WHOLE // whole if whole else 0
