"""The balance sheet (资产负债表, 会住维01表)."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from ledger.closing import forms
from ledger.reports.scope import (
    Scope,
    carried_notes,
    claim_notes,
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

_Cell = tuple[str, object, object]

_BLANK: Final[_Cell] = ("", None, None)
_INDENT: Final = "　"
_ASSETS: Final = ("银行存款", "国债投资", "备用金")


def balance_sheet(tx: Tx, scope: Scope) -> Sheet:
    """Show 会住维01表."""
    figures = scope_figures(tx, scope, carried=True)
    form = forms.balance_sheet(figures)
    notes = (
        *scope_notes(tx, scope),
        *carried_notes(scope),
        *restated_notes(figures),
        *claim_notes(scope),
    )
    return Sheet(
        kind=form.kind,
        title=_("资产负债表（会住维01表）"),
        columns=(
            Column("line", _("项目")),
            Column("opening_year_fen", _("年初余额"), "fen"),
            Column("closing_fen", _("期末余额"), "fen"),
        ),
        rows=form.rows,
        fields=scope_fields(scope),
        notes=notes,
        paper=_paper(scope, form, notes),
    )


def _paper(scope: Scope, form: forms.Form, notes: tuple[str, ...]) -> Sheet:
    """Lay the form out in two halves, as it is printed: assets, and what stands against them."""
    fen_of = {str(row[0]): (row[1], row[2]) for row in form.rows}

    def cell(line: str, *, indent: int = 1, before: str = "") -> _Cell:
        return (_INDENT * indent + before + line_title(line), *fen_of[line])

    left = [(_("一、资产："), None, None), *(cell(line) for line in _ASSETS)]
    right = [
        (_("二、负债："), None, None),
        cell("应付房屋灭失返还资金"),
        cell("负债合计"),
        (_("三、净资产："), None, None),
        cell("维修资金"),
        *_funds(scope, cell("商品住宅维修资金", indent=2), cell("已售公有住房维修资金", indent=2)),
        cell("待分配累计收益"),
        cell("净资产合计"),
    ]
    rows = [(*one, *other) for one, other in zip_longest(left, right, fillvalue=_BLANK)]
    totals = (*cell("资产总计", indent=0), *cell("负债和净资产总计", indent=0))
    fields = title_fields(scope)
    return Sheet(
        kind=form.kind,
        title=_("资产负债表（会住维01表）"),
        columns=(
            Column("asset", _("资产")),
            Column("asset_opening_year_fen", _("年初余额"), "fen"),
            Column("asset_closing_fen", _("期末余额"), "fen"),
            Column("source", _("负债和净资产")),
            Column("opening_year_fen", _("年初余额"), "fen"),
            Column("closing_fen", _("期末余额"), "fen"),
        ),
        rows=[*rows, totals],
        fields=fields,
        notes=notes,
        labels=title_labels(fields, of_day=True),
    )


def _funds(scope: Scope, commodity: _Cell, sold_public: _Cell) -> list[_Cell]:
    """Return the lines of the funds that are managed; the first says that they are parts."""
    managed = [
        cell
        for fund_type, cell in (("C", commodity), ("P", sold_public))
        if fund_type in scope.fund_types
    ]
    first, *others = managed or [commodity]
    title = _INDENT + _("其中：{line}").format(line=first[0].strip(_INDENT))
    return [(title, *first[1:]), *((_INDENT * 3 + each[0], *each[1:]) for each in others)]
