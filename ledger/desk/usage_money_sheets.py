"""How the money of an approved case looks, to scripts and to people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledger.fund.using import final_cost, payees, paying
from ledger.fund.using.booking import Booked
from ledger.fund.using.cases import Case
from ledger.fund.using.usage import state_word
from ledger.fund.waiting import waiting_note
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet


def moved_sheet(  # noqa: PLR0913 # what one movement of a case tells
    kind: str,
    title: str,
    case: Case,
    booked: Iterable[Booked],
    fields: dict[str, object],
    labels: Sequence[Column],
    notes: Sequence[str],
    *,
    replayed: bool,
    told: dict[str, object] | None = None,
) -> Sheet:
    """Lay out the vouchers of a movement of a case, and where the case is now."""
    rows = [(each.book.code, each.code, each.bank_account, each.fund_fen) for each in booked]
    columns = (
        Column("book", _("账套")),
        Column("voucher", _("凭证")),
        Column("bank_account", _("专户")),
        Column("amount_fen", _("金额（元）"), "fen"),
    )
    words = [waiting_note()] if any(":D-" in str(row[1]) for row in rows) else []
    whole = {"case": case.code, "state": case.state.value, **fields, "replayed": replayed}
    return Sheet(
        kind=kind,
        title=title,
        columns=columns,
        rows=rows,
        fields=whole,
        notes=[*notes, *words],
        paper=Sheet(
            kind=kind,
            title=title,
            columns=columns,
            rows=rows,
            fields={**whole, "state": state_word(case.state), **(told or {})},
            labels=(Column("state", _("进度")), *labels),
            notes=[*notes, *words],
        ),
    )


def settled_sheet(title: str, settled: final_cost.Settled) -> Sheet:
    """Lay out a settlement and what came of it."""
    figures = settled.settlement
    notes = [_("已经这样结算过，没有重复入账")] if settled.replayed else []
    return moved_sheet(
        "usage_settlement",
        title.format(code=settled.case.code),
        settled.case,
        settled.booked,
        {
            "final_fen": figures.final_fen,
            "audited_fen": figures.audited_fen,
            "retained_fen": figures.retained_fen,
            "retained_until": figures.retained_until,
            "moved_fen": sum(each.fund_fen for each in settled.booked),
        },
        (
            Column("final_fen", _("结算金额"), "fen"),
            Column("retained_fen", _("质保金"), "fen"),
            Column("moved_fen", _("维修资金补付（退回为负）"), "fen"),
        ),
        notes,
        replayed=settled.replayed,
    )


def state_sheet(
    title: str,
    case: Case,
    fields: dict[str, object] | None = None,
    labels: Sequence[Column] = (),
) -> Sheet:
    """Say where a case is now."""
    whole = {"case": case.code, "state": case.state.value, **(fields or {})}
    return Sheet(
        kind="usage_state",
        title=title.format(code=case.code),
        fields=whole,
        paper=Sheet(
            kind="usage_state",
            title=title.format(code=case.code),
            fields={**whole, "state": state_word(case.state)},
            labels=(Column("state", _("进度")), *labels),
        ),
    )


def payee_sheet(code: str, payee: payees.Payee, notes: Sequence[str]) -> Sheet:
    """Lay out somebody who may be paid for a case."""
    fields = {
        "case": code,
        "payee": payee.payee,
        "role": payee.role,
        "paper": payee.paper,
        "named_by": payee.named_by,
        "confirmed_by": payee.confirmed_by,
    }
    labels = (
        Column("payee", _("收款单位")),
        Column("role", _("事项")),
        Column("paper", _("合同或发票号码")),
        Column("named_by", _("登记人")),
        Column("confirmed_by", _("确认人")),
    )
    title = _("收款单位 {code}").format(code=code)
    return Sheet(
        kind="usage_payee",
        title=title,
        fields=fields,
        notes=notes,
        paper=Sheet(
            kind="usage_payee",
            title=title,
            fields={**fields, "role": payees.role_word(payee.role)},
            labels=labels,
            notes=notes,
        ),
    )


def paid_sheet(paid: paying.PaidPart) -> Sheet:
    """Lay out a payment in parts."""
    notes = [_("这笔拨付已经登记过，没有重复支付")] if paid.replayed else []
    if paid.direct_fen:
        notes.append(
            _("不由维修资金支付的 {amount} 元由各方直接支付").format(
                amount=format_fen(paid.direct_fen)
            )
        )
    return moved_sheet(
        "usage_payment",
        _("拨付 {code}").format(code=paid.case.code),
        paid.case,
        paid.booked,
        {"payment": paid.payment_no, "cost_fen": paid.cost_fen, "paid_fen": paid.fund_fen},
        (
            Column("payment", _("第几笔"), "int"),
            Column("cost_fen", _("本期工程款"), "fen"),
            Column("paid_fen", _("维修资金支付"), "fen"),
        ),
        notes,
        replayed=paid.replayed,
    )
