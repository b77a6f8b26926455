"""The statement of changes in net assets (净资产变动表, 会住维03表)."""

from __future__ import annotations

from typing import Final

from ledger.closing import forms
from ledger.reports.scope import (
    Scope,
    carried_notes,
    restated_notes,
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

_NUMBERED: Final = {
    "上年年末余额": "一、",
    "以前年度调整": "二、",
    "本年年初余额": "三、",
    "本年收支差额": "　（一）",
    "本年分配累计收益": "　（二）",
    "本年划转": "　（三）",
    "本年年末余额": "五、",
}


def net_assets(tx: Tx, scope: Scope) -> Sheet:
    """Show 会住维03表."""
    figures = scope_figures(tx, scope, carried=True)
    form = forms.net_assets(figures)
    notes = (*scope_notes(tx, scope), *carried_notes(scope), *restated_notes(figures))
    columns = (
        Column("line", _("项目")),
        Column("commodity_fen", _("商品住宅维修资金"), "fen"),
        Column("sold_public_fen", _("已售公有住房维修资金"), "fen"),
        Column("undistributed_fen", _("待分配累计收益"), "fen"),
        Column("total_fen", _("净资产合计"), "fen"),
    )
    # 不同时管理两类资金的，不设置非适用栏目: what is not managed has no column on paper.
    hidden = {
        key
        for fund_type, key in (("C", "commodity_fen"), ("P", "sold_public_fen"))
        if scope.fund_types and fund_type not in scope.fund_types
    }
    shown = [place for place, column in enumerate(columns) if column.key not in hidden]
    fields = title_fields(scope)
    title = _("净资产变动表（会住维03表）")
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
            columns=[columns[place] for place in shown],
            rows=_printed(form, shown),
            fields=fields,
            notes=notes,
            labels=title_labels(fields, of_day=False),
        ),
    )


def _printed(form: forms.Form, shown: list[int]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for row in form.rows:
        line = str(row[0])
        if line == "本年收支差额":
            rows.append((_("四、本年变动金额"), *(None for _place in shown[1:])))
        printed = (_NUMBERED[line] + line_title(line), *row[1:])
        rows.append(tuple(printed[place] for place in shown))
    return rows
