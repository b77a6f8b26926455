"""The statement of income and expenditure (收支表, 会住维02表)."""

from __future__ import annotations

from typing import Final

from ledger.closing import forms
from ledger.reports.scope import (
    Scope,
    scope_fields,
    scope_figures,
    scope_notes,
    title_fields,
    title_labels,
)
from ledger.reports.words import line_title
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet

_NUMBERED: Final = {"本期收入": "一、", "本期支出": "二、", "本期收支差额": "三、"}


def income(tx: Tx, scope: Scope) -> Sheet:
    """Show 会住维02表."""
    form = forms.income(scope_figures(tx, scope))
    notes = scope_notes(tx, scope)
    columns = (
        Column("line", _("项目")),
        Column("month_fen", _("本月数"), "fen"),
        Column("year_fen", _("本年累计数"), "fen"),
    )
    fields = title_fields(scope)
    title = _("收支表（会住维02表）")
    return Sheet(
        kind=form.kind,
        title=title,
        columns=columns,
        rows=form.rows,
        fields=scope_fields(scope),
        notes=notes,
        paper=Sheet(
            kind=form.kind,
            title=title,
            columns=columns,
            rows=[(_printed(str(row[0])), *row[1:]) for row in form.rows],
            fields=fields,
            notes=notes,
            labels=title_labels(fields, of_day=False),
        ),
    )


def _printed(line: str) -> str:
    return _NUMBERED.get(line, "　　") + line_title(line)
