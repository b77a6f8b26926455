"""The trial balance (试算平衡表)."""

from __future__ import annotations

from ledger.closing import forms
from ledger.closing.statements import read_accounts
from ledger.journal.balances import Figures
from ledger.reports.scope import (
    Scope,
    bridges,
    claim_notes,
    scope_fields,
    scope_figures,
    scope_notes,
    title_fields,
    title_labels,
)
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet


def trial_balance(tx: Tx, scope: Scope, *, before_closing: bool = False) -> Sheet:
    """Show opening, movement and balance of every account.

    Args:
        before_closing: leave the closing voucher of the month out.
    """
    accounts = read_accounts(tx, scope.books[0].book_id) if scope.books else {}
    figures = scope_figures(tx, scope)
    form = forms.trial_balance(figures, accounts, before_closing=before_closing)
    notes = [*scope_notes(tx, scope), *claim_notes(scope)]
    if before_closing:
        notes.append(_("结转凭证未计入"))
    credit = frozenset(code for code, each in accounts.items() if each.side == "C")
    restated = bridges(figures, credit)
    # The opening stays as it was closed; the bridge leads to the restated one of 会住维01.
    notes += [
        _("以前年度调整：{account} 年初 {opening}，调整 {adjusted}，重述后 {restated}").format(
            account=each.account,
            opening=format_fen(each.opening_fen),
            adjusted=format_fen(each.adjusted_fen),
            restated=format_fen(each.restated_fen),
        )
        for each in restated
    ]
    return Sheet(
        kind=form.kind,
        title=_("试算平衡表"),
        columns=(
            Column("account", _("科目编码")),
            Column("name", _("科目名称")),
            Column("opening_fen", _("期初余额"), "fen"),
            Column("debit_fen", _("本期借方"), "fen"),
            Column("credit_fen", _("本期贷方"), "fen"),
            Column("closing_fen", _("期末余额"), "fen"),
            Column("side", _("方向")),
        ),
        rows=form.rows,
        fields={
            **scope_fields(scope),
            **form.totals,
            "restated": [each._asdict() for each in restated],
        },
        notes=notes,
        paper=_paper(scope, figures, accounts, before_closing=before_closing, notes=notes),
    )


def _paper(
    scope: Scope,
    figures: Figures,
    accounts: dict[str, forms.Account],
    *,
    before_closing: bool,
    notes: list[str],
) -> Sheet:
    """Lay the six columns out: debit and credit at the beginning, in the month, at the end."""
    rows = []
    for row in forms.trial_rows(figures, before_closing=before_closing):
        opening, closing = row.opening_fen, row.closing_fen
        rows.append(
            (
                row.account,
                accounts[row.account].name,
                max(opening, 0),
                max(-opening, 0),
                row.debit_fen,
                row.credit_fen,
                max(closing, 0),
                max(-closing, 0),
            )
        )
    money = range(2, 8)
    totals = tuple(sum(int(row[place]) for row in rows) for place in money)
    fields = title_fields(scope)
    return Sheet(
        kind=forms.TRIAL_BALANCE,
        title=_("试算平衡表"),
        columns=(
            Column("account", _("科目编码")),
            Column("name", _("科目名称")),
            Column("opening_debit_fen", _("期初借方"), "fen"),
            Column("opening_credit_fen", _("期初贷方"), "fen"),
            Column("debit_fen", _("本期借方"), "fen"),
            Column("credit_fen", _("本期贷方"), "fen"),
            Column("closing_debit_fen", _("期末借方"), "fen"),
            Column("closing_credit_fen", _("期末贷方"), "fen"),
        ),
        rows=[*rows, ("", _("合计"), *totals)],
        fields=fields,
        notes=notes,
        labels=title_labels(fields, of_day=False),
    )
