"""How the matching of a project's money looks: lines by sources, and why some are still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger.renovation.funding.eligibility import Line, Table, limits, why_not
from ledger.renovation.funding.sources import Source
from ledger.renovation.planning.projects import Project
from ledger.renovation.planning.works import class_word
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet


def match_sheet(project: Project, table: Table, notes: Sequence[str] = ()) -> Sheet:
    """List what each source pays of each line; what is open is told with the reasons."""
    kinds = {each.source_no: each.kind for each in table.sources}
    rows = [
        (
            line.item_no,
            line.title,
            line.work_class.value,
            line.budget_fen,
            source_no,
            kinds[source_no].key,
            fen,
        )
        for line in table.lines
        for (source_no, item_no), fen in sorted(table.matched.items())
        if item_no == line.item_no and fen
    ]
    open_fen = sum(table.open_of(line) for line in table.lines)
    sheet = Sheet(
        kind="renovation_match",
        title=_("{code} {name} 资金匹配").format(code=project.code, name=project.name),
        columns=(
            Column("item", _("序号"), "int"),
            Column("title", _("改造内容")),
            Column("class", _("类别")),
            Column("budget_fen", _("预算（元）"), "fen"),
            Column("source", _("来源"), "int"),
            Column("kind", _("资金渠道")),
            Column("amount_fen", _("匹配（元）"), "fen"),
        ),
        rows=rows,
        fields={
            "project": project.code,
            "budget_fen": sum(line.budget_fen for line in table.lines),
            "matched_fen": sum(fen for fen in table.matched.values()),
            "open_fen": open_fen,
        },
        labels=(
            Column("budget_fen", _("预算合计（元）"), "fen"),
            Column("matched_fen", _("已匹配合计（元）"), "fen"),
            Column("open_fen", _("资金缺口（元）"), "fen"),
        ),
        notes=(*notes, *_open_notes(table)),
    )
    told = [
        (*row[:2], class_word(str(row[2])), *row[3:5], kinds[row[4]].name, row[6]) for row in rows
    ]
    return replace(sheet, paper=replace(sheet, rows=told))


def _open_notes(table: Table) -> Iterator[str]:
    """Say of each line that is open why the money that is left does not go to it."""
    for line in table.lines:
        if table.open_of(line) <= 0:
            continue
        yield _("第 {no} 项“{title}”还差 {open} 元").format(
            no=line.item_no, title=line.title, open=format_fen(table.open_of(line))
        )
        for source in table.sources:
            if source.memo or source.granted_fen <= table.of_source(source.source_no):
                continue
            fault = why_not(table, source, line) or _limit(table, source, line)
            if fault is not None:
                yield f"  {fault.message}"


def _limit(table: Table, source: Source, line: Line) -> Refused | None:
    found = limits(table, source, line)
    return next((refusal for most, refusal in found if most <= 0), None)
