"""The whole story of a case beside its shares: steps, payments, settlement, what is to pay yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger.fund.using.case_steps import Taken, read_steps
from ledger.fund.using.cases import Case
from ledger.fund.using.common_part import gift_vouchers
from ledger.fund.using.final_cost import outstanding_fen
from ledger.fund.using.payments import Made, read_register
from ledger.fund.using.recovery import held_fen
from ledger.fund.using.settlements import Settlement, last_settlement
from ledger.fund.using.usage import state_word
from ledger.journal.reading import read_voucher
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet


def with_story(tx: Tx, case: Case, sheet: Sheet) -> Sheet:
    """Return the sheet of a case with all that happened to it since its approval."""
    register, steps = read_register(tx, case), read_steps(tx, case)
    if not register and not steps:
        return sheet
    settled = last_settlement(tx, case)
    known = sheet.fields["vouchers"]
    assert isinstance(known, Sequence)
    booked = [each.code for each in register if each.voucher_id is not None]
    vouchers = list(dict.fromkeys([*known, *booked, *_gifts(tx, case)]))
    fields = {
        **sheet.fields,
        "vouchers": vouchers,
        "held_fen": held_fen(tx, case),
        "outstanding_fen": outstanding_fen(tx, case, register),
        "settlement": None if settled is None else settled._asdict(),
        "steps": [_step(each) for each in steps],
        "payments": [_payment(each) for each in register],
    }
    paper = sheet.for_people()
    labels = (
        *paper.labels,
        Column("held_fen", _("仍冻结"), "fen"),
        Column("outstanding_fen", _("未付工程款"), "fen"),
    )
    told = {**paper.fields, "vouchers": "、".join(vouchers)}
    told |= {key: fields[key] for key in ("held_fen", "outstanding_fen")}
    notes = [*paper.notes, *_settled_notes(settled)]
    notes += [_payment_note(each) for each in register]
    notes += [_step_note(each) for each in steps]
    paper = replace(paper, fields=told, labels=labels, notes=notes)
    return replace(sheet, fields=fields, paper=paper)


def _gifts(tx: Tx, case: Case) -> list[str]:
    """Return the numbers of the vouchers by which common income pays of a case."""
    codes = []
    for own in case.books:
        for voucher_id in gift_vouchers(tx, own):
            stored = read_voucher(tx, own.book.book_id, voucher_id)
            assert stored is not None
            codes.append(f"{own.book.code}:{stored.number}")
    return codes


def _step(step: Taken) -> dict[str, object]:
    return {
        "act": step.act,
        "from": step.from_state.value,
        "to": step.to_state.value,
        "on": step.on,
        "reason": step.reason,
        "who": step.who,
    }


def _payment(made: Made) -> dict[str, object]:
    return {
        "payment": made.payment_no,
        "book": made.book.code,
        "kind": made.kind,
        "voucher": made.code,
        "cost_fen": made.amount_fen,
        "fund_fen": made.fund_fen,
        "payee": made.payee,
        "invoice": made.invoice,
        "ordered_on": made.ordered_on,
        "cleared_on": made.cleared_on,
        "returned_on": made.reversed_on,
        "returns": made.returns_no,
        "repeats": made.repeats_no,
        "waits": made.is_waiting,
    }


def _settled_notes(settled: Settlement | None) -> list[str]:
    if settled is None:
        return []
    told = _("{on} 结算 {final} 元").format(on=settled.on, final=format_fen(settled.final_fen))
    if settled.retained_fen:
        told += _("，质保金 {retained} 元，{until} 到期").format(
            retained=format_fen(settled.retained_fen), until=settled.retained_until
        )
    return [told]


def _payment_note(made: Made) -> str:
    note = _("第 {no} 笔 {on} {kind} {amount} 元 {payee} {code}").format(
        no=made.payment_no,
        on=made.ordered_on,
        kind=_kind_word(made.kind),
        amount=format_fen(made.fund_fen),
        payee=made.payee,
        code=made.code,
    )
    if made.is_waiting:
        return note + _("（待过账）")
    return note if made.reversed_on is None else note + _("（已退回）")


def _kind_word(kind: str) -> str:
    return {
        "whole": _("一次付清"),
        "advance": _("预付"),
        "progress": _("进度款"),
        "final": _("结算款"),
        "retention": _("质保金"),
        "returned": _("退汇"),
        "recovered": _("追回"),
        "covered": _("赔付"),
    }[kind]


def _step_note(step: Taken) -> str:
    note = _("{on} {state}（{who}）").format(
        on=step.on, state=state_word(step.to_state), who=step.who
    )
    return note if step.reason is None else f"{note} {step.reason}"
