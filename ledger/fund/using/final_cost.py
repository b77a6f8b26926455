"""The end of a case (结算): what it has cost in the end is divided afresh, differences are booked.

What is kept back against defects (质保金) stays set aside, for years, until it is due; what defects
have cost is taken off it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from ledger.fund.using.booking import Booked, Due, Movement, book_dues, conclude
from ledger.fund.using.case_steps import Step
from ledger.fund.using.cases import Case, State, cases_of, find_case
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.payees import known_payee
from ledger.fund.using.paying import dues_at, hold_open, refuse_closed
from ledger.fund.using.payment_checks import (
    refuse_overrun,
    refuse_paying_operated,
    refuse_retention,
    refuse_unaudited,
)
from ledger.fund.using.payments import (
    Made,
    next_no,
    paid_fen,
    read_register,
    refuse_used_invoice,
    refuse_waiting,
)
from ledger.fund.using.settlements import (
    Settlement,
    add_settlement,
    last_settlement,
    read_settlements,
)
from ledger.fund.using.usage import refuse_future, refuse_state
from ledger.registry.estates import Estate
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name


@dataclass(frozen=True, slots=True)
class Final:
    """What a case has cost in the end.

    Attributes:
        final_fen: the whole cost.
        audited_fen: as the price audit found it.
        audit_paper: the number of its report.
        retained_fen: what is kept back of it until `retained_until`.
        refunded: what was paid too much lies in the bank account again.
    """

    final_fen: int
    audited_fen: int | None = None
    audit_paper: str | None = None
    retained_fen: int = 0
    retained_until: date | None = None
    refunded: bool = False
    bank_accounts: Sequence[str] = ()
    payee: str | None = None
    invoice: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled case.

    Attributes:
        booked: the difference to what was paid before; empty where there was none.
        replayed: whether it had been settled so before.
    """

    case: Case
    settlement: Settlement
    booked: tuple[Booked, ...]
    replayed: bool


def settle(tx: Tx, code: str, final: Final, *, who: str, clock: Clock) -> Settled:
    """Settle a case, once: pay what is left, or take back what was paid too much.

    Raises:
        InputError: a payee or paper that cannot be kept.
        Refused: `case_unknown`, `date_in_future`, `amount_not_positive`, `usage_state`,
            `usage_waiting`, `bearers_missing`, `final_over_audit`, `price_audit_missing`,
            `overrun`, `retention_over`, `retention_until_missing`, `overpaid`, `payee_missing`,
            `payee_differs`, `case_payee_unconfirmed`, `invoice_used`, `bank_account_unknown`,
            `bank_account_missing`, `bank_account_wrong`, `bank_short`, `asset_operated`, or what
            posting refuses.
    """
    on = final.on or clock.today
    refuse_future(on, clock)
    final = _cleaned(final, on)
    case = hold_open(tx, code, on)
    register = read_register(tx, case)
    known = _known(tx, case, register, final)
    if known is not None:
        return known
    refuse_closed(tx, case, on)
    refuse_waiting(case, register)
    refuse_state(case, {State.APPROVED, State.PAYING})
    _refuse_final(tx, case, final, on)
    payee = known_payee(tx, case, final.payee)
    refuse_used_invoice(tx, case, payee, final.invoice)
    cost_fen = final.final_fen - final.retained_fen
    costs = {own.book.book_id: cost_fen for own in case.books}
    dues = dues_at(tx, case, register, costs, final.bank_accounts)
    _refuse_overpaid(final, dues)
    if any(due.fund_fen > 0 for due in dues):
        refuse_paying_operated(tx, case, on)
    for due in dues:
        if due.bank is not None and due.fund_fen > 0:
            refuse_short(tx, due.own.book.book_id, due.bank, due.fund_fen, on)
    payment_no = next_no(register) if dues else None
    settled = Settlement(
        len(read_settlements(tx, case)) + 1,
        final.final_fen,
        final.audited_fen,
        final.audit_paper,
        final.retained_fen,
        final.retained_until if final.retained_fen else None,
        on,
        payment_no,
        None,
        who,
    )
    add_settlement(tx, case, settled, clock.at)
    to_state = State.RETAINED if final.retained_fen else State.PAID
    booked: list[Booked] = []
    if payment_no is None:
        conclude(tx, case, to_state, Step("settle", on, who), clock=clock)
    else:
        movement = Movement(
            "final", to_state, payee, ["结算", f"付{payee}"], on, invoice=final.invoice
        )
        booked = book_dues(tx, case, payment_no, dues, movement, who=who, clock=clock)
    return Settled(find_case(tx, code), settled, tuple(booked), replayed=False)


def _cleaned(final: Final, on: date) -> Final:
    if final.final_fen <= 0 or final.retained_fen < 0:
        raise Refused("amount_not_positive", _("结算金额必须大于零"), _("请核对金额，单位是元"))
    return replace(
        final,
        on=on,
        invoice=None if final.invoice is None else clean_name(final.invoice, _("发票号码")),
        audit_paper=None
        if final.audit_paper is None
        else clean_name(final.audit_paper, _("审价报告编号")),
    )


def _refuse_final(tx: Tx, case: Case, final: Final, on: date) -> None:
    if final.audited_fen is not None and final.final_fen > final.audited_fen:
        raise Refused(
            "final_over_audit",
            _("结算 {final} 元，高于审定的 {audited} 元").format(
                final=format_fen(final.final_fen), audited=format_fen(final.audited_fen)
            ),
            _("请按审定金额以内结算"),
        )
    refuse_unaudited(tx, case, final.final_fen, final.audited_fen, on)
    refuse_overrun(tx, case, final.final_fen, on)
    refuse_retention(tx, case, final.final_fen, final.retained_fen, final.retained_until, on)


def _refuse_overpaid(final: Final, dues: Sequence[Due]) -> None:
    """Refuse to book money back that nobody said has come.

    Raises:
        Refused: `overpaid`.
    """
    back_fen = -sum(due.fund_fen for due in dues if due.fund_fen < 0)
    if back_fen and not final.refunded:
        raise Refused(
            "overpaid",
            _("已付的比结算金额多 {amount} 元").format(amount=format_fen(back_fen)),
            _("多付的款已退回专户的，请加 --refunded；没有退回的，请先追回"),
        )


def _known(tx: Tx, case: Case, register: Sequence[Made], final: Final) -> Settled | None:
    """Return the same settlement, where it is in force or waits."""
    settled = last_settlement(tx, case)
    if settled is None or case.state not in {State.PAID, State.RETAINED, *_PAYING}:
        return None
    made = [each for each in register if each.payment_no == settled.payment_no]
    in_force = case.state not in _PAYING or any(each.is_waiting for each in made)
    same = (
        settled.final_fen == final.final_fen
        and settled.audited_fen == final.audited_fen
        and settled.retained_fen == final.retained_fen
        and settled.on == final.on
    )
    if not (in_force and same):
        return None
    return Settled(case, settled, _booked([each for each in made if each.counts]), replayed=True)


def _booked(made: Sequence[Made]) -> tuple[Booked, ...]:
    return tuple(
        Booked(each.book, each.bank_account or "", each.fund_fen, each.code, each.is_waiting)
        for each in made
    )


_PAYING = (State.APPROVED, State.PAYING)


# ---- what was kept back ----


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept back of a case."""

    case: Case
    settlement: Settlement

    def is_due(self, on: date) -> bool:
        """Tell whether it may be paid on a day."""
        until = self.settlement.retained_until
        return until is not None and until <= on


def list_held(tx: Tx, estate: Estate | None = None) -> list[Held]:
    """Return all cases of which something is kept back, those due first come first."""
    table, estates = schema.usage_case, schema.estate
    query = (
        select(estates.c.code)
        .join(table, table.c.estate_id == estates.c.estate_id)
        .where(table.c.state == State.RETAINED.value)
        .distinct()
    )
    if estate is not None:
        query = query.where(estates.c.estate_id == estate.estate_id)
    codes = list(tx.conn.execute(query).scalars())
    held = []
    for case in cases_of(tx, codes):
        settled = last_settlement(tx, case)
        if case.state is State.RETAINED and settled is not None:
            held.append(Held(case, settled))
    return sorted(held, key=lambda each: (str(each.settlement.retained_until), each.case.code))


def pay_held(
    tx: Tx,
    code: str,
    *,
    deducted_fen: int = 0,
    reason: str | None = None,
    bank_accounts: Sequence[str] = (),
    on: date | None = None,
    who: str,
    clock: Clock,
) -> Settled:
    """Pay what was kept back of a case, less what defects have cost, once.

    Raises:
        InputError: `reason_missing`.
        Refused: `case_unknown`, `date_in_future`, `usage_state`, `usage_waiting`,
            `retention_not_due`, `deduction_over`, `bank_account_unknown`,
            `bank_account_missing`, `bank_account_wrong`, `bank_short`, or what posting refuses.
    """
    on = on or clock.today
    refuse_future(on, clock)
    case = hold_open(tx, code, on)
    register = read_register(tx, case)
    known = [
        each
        for each in register
        if each.kind == "retention" and each.counts and each.ordered_on == on
    ]
    settled = last_settlement(tx, case)
    if known and settled is not None:
        return Settled(case, settled, _booked(known), replayed=True)
    refuse_closed(tx, case, on)
    refuse_waiting(case, register)
    refuse_state(case, {State.RETAINED})
    assert settled is not None
    _refuse_held(Held(case, settled), deducted_fen, reason, on)
    less = _less(settled, deducted_fen)._replace(on=on, reason=reason, who=who)
    costs = {own.book.book_id: less.final_fen for own in case.books}
    dues = dues_at(tx, case, register, costs, bank_accounts)
    for due in dues:
        if due.bank is not None and due.fund_fen > 0:
            refuse_short(tx, due.own.book.book_id, due.bank, due.fund_fen, on)
    payment_no = next_no(register) if dues else None
    if deducted_fen:
        number = len(read_settlements(tx, case)) + 1
        less = less._replace(settlement_no=number, payment_no=payment_no)
        add_settlement(tx, case, less, clock.at)
    booked = _pay_held(tx, case, register, dues, less, clock)
    return Settled(find_case(tx, code), less, tuple(booked), replayed=False)


def _pay_held(
    tx: Tx,
    case: Case,
    register: Sequence[Made],
    dues: Sequence[Due],
    settled: Settlement,
    clock: Clock,
) -> list[Booked]:
    on, who, reason = settled.on, settled.who, settled.reason
    if not dues:
        conclude(tx, case, State.PAID, Step("retention", on, who, reason), clock=clock)
        return []
    finals = [each.payee for each in register if each.kind == "final"]
    payee = finals[-1] if finals else case.payee
    words = ["质保金", f"付{payee}"]
    movement = Movement("retention", State.PAID, payee, words, on, reason=reason)
    return book_dues(tx, case, next_no(register), dues, movement, who=who, clock=clock)


def _less(settled: Settlement, deducted_fen: int) -> Settlement:
    """Return a settlement less what a defect has cost, which is kept back no longer."""
    left_fen = settled.retained_fen - deducted_fen
    return settled._replace(
        final_fen=settled.final_fen - deducted_fen,
        retained_fen=left_fen,
        retained_until=settled.retained_until if left_fen else None,
    )


def _refuse_held(held: Held, deducted_fen: int, reason: str | None, on: date) -> None:
    if not held.is_due(on):
        raise Refused(
            "retention_not_due",
            _("项目 {code} 的质保金 {until} 到期").format(
                code=held.case.code, until=held.settlement.retained_until
            ),
            _("请到期后支付"),
        )
    if not 0 <= deducted_fen <= held.settlement.retained_fen:
        raise Refused(
            "deduction_over",
            _("质保金 {held} 元，不能抵扣 {deducted} 元").format(
                held=format_fen(held.settlement.retained_fen), deducted=format_fen(deducted_fen)
            ),
            _("请核对抵扣金额；超出质保金的向责任方追偿"),
        )
    if deducted_fen and reason is None:
        raise InputError("reason_missing", _("抵扣质保金没有写明原因"), _("请加 --reason 原因"))


def outstanding_fen(tx: Tx, case: Case, register: Sequence[Made]) -> int:
    """Return what of the cost is still to be paid: of the settled one, before it the approved."""
    settled = last_settlement(tx, case) if case.state in {State.RETAINED, State.PAID} else None
    cost_fen = case.total_fen if settled is None else settled.final_fen
    return cost_fen - max(paid_fen(register, own.book) for own in case.books)
