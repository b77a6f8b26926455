"""A case is paid in parts (分期拨付): advance, progress payments, the rest by its settlement.

What a payment is asked for is its part of the whole cost. All that was asked for so far is divided
afresh over the frozen scope; the fund pays its part of it, the others pay theirs past the fund.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.fund.using.bearing import Parts, ReturnOrder, change
from ledger.fund.using.booking import Booked, Due, Movement, book_dues
from ledger.fund.using.cases import Case, State, find_case, read_shares, save_case
from ledger.fund.using.common_part import common_at, most_of
from ledger.fund.using.frozen import read_frozen, shares_of
from ledger.fund.using.gifts import gifts_due, with_gifts
from ledger.fund.using.imprest import refuse_imprest_short
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.payees import known_payee
from ledger.fund.using.payment_banks import find_banks
from ledger.fund.using.payment_checks import refuse_paying_operated, refuse_stage
from ledger.fund.using.payments import (
    Made,
    next_no,
    paid_fen,
    portions_by_sub,
    read_register,
    read_stands,
    refuse_used_invoice,
    refuse_waiting,
)
from ledger.fund.using.usage import draw_order, hold_case, refuse_future, refuse_state
from ledger.journal.lookups import hold_months, open_months
from ledger.registry.banks import BankAccount
from ledger.registry.rulebook import text_rule
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.text import clean_name

_PARTS = frozenset({"advance", "progress"})


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a case that is to be paid.

    Attributes:
        amount_fen: of the whole cost; what of it the fund pays follows from the frozen scope.
        again: the number of a returned payment that is made again; its amount is known.
        stage: a stage of the place's plan, where it has one.
        order_only: only order it; it is booked when the bank has paid.
        holder: whose imprest has paid it; None where the bank does.
    """

    amount_fen: int | None = None
    again: int | None = None
    stage: str | None = None
    bank_accounts: Sequence[str] = ()
    payee: str | None = None
    invoice: str | None = None
    on: date | None = None
    request_key: str | None = None
    order_only: bool = False
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What became of a payment in parts.

    Attributes:
        cost_fen: of the whole cost.
        replayed: whether it had been made before.
    """

    case: Case
    payment_no: int
    cost_fen: int
    booked: tuple[Booked, ...]
    replayed: bool

    @property
    def fund_fen(self) -> int:
        """What the fund pays."""
        return sum(each.fund_fen for each in self.booked)

    @property
    def direct_fen(self) -> int:
        """What others pay past the fund."""
        return self.cost_fen - self.fund_fen


def pay_part(tx: Tx, code: str, asked: Instalment, *, who: str, clock: Clock) -> PaidPart:
    """Pay a part of a case, once. With users it waits to be checked.

    Raises:
        InputError: a payee or an invoice that cannot be kept.
        Refused: `case_unknown`, `amount_not_positive`, `date_in_future`, `usage_state`,
            `usage_waiting`, `payment_unknown`, `payment_stands`, `bearers_missing`,
            `payment_over_approved`, `advance_over`, `advance_under`, `stage_unknown`,
            `stage_missing`, `payee_missing`, `payee_differs`, `case_payee_unconfirmed`,
            `invoice_used`, `request_key_reused`, `nothing_to_pay`, `bank_account_unknown`,
            `bank_account_missing`, `bank_account_wrong`, `bank_short`, `imprest_short`,
            `asset_operated`, or what posting refuses.
    """
    on = asked.on or clock.today
    refuse_future(on, clock)
    asked = replace(
        asked,
        on=on,
        invoice=None if asked.invoice is None else clean_name(asked.invoice, _("发票号码")),
        holder=None if asked.holder is None else clean_name(asked.holder, _("领用人")),
    )
    case = hold_open(tx, code, on)
    register = read_register(tx, case)
    known = _known(case, register, asked)
    if known:
        return _told(case, known)
    refuse_closed(tx, case, on)
    refuse_waiting(case, register)
    refuse_state(case, {State.APPROVED, State.PAYING})
    payee = known_payee(tx, case, asked.payee)
    return _pay(tx, case, register, asked, payee, who=who, clock=clock)


def hold_open(tx: Tx, code: str, on: date) -> Case:
    """Hold the month of each book of a case, then its head, as postings do; return the case.

    A month that has closed is refused by `refuse_closed`, once it is known that nothing of the
    kind was done before.
    """
    for own in find_case(tx, code).books:
        hold_months(tx, own.book.book_id, [period_of(on)])
    return hold_case(tx, code)


def refuse_closed(tx: Tx, case: Case, on: date) -> None:
    """Refuse a day in a month that a book of the case has closed.

    Raises:
        Refused: `month_closed`.
    """
    for own in case.books:
        open_months(tx, own.book.book_id, [period_of(on)])


def _pay(
    tx: Tx,
    case: Case,
    register: Sequence[Made],
    asked: Instalment,
    payee: str,
    *,
    who: str,
    clock: Clock,
) -> PaidPart:
    assert asked.on is not None
    amount_fen, kind, costs = _costs(tx, case, register, asked, asked.on)
    payment_no = next_no(register)
    refuse_paying_operated(tx, case, asked.on)
    refuse_used_invoice(tx, case, payee, asked.invoice)
    if case.payee == "":
        case = save_case(tx, replace(case, payee=payee))
    numbers = None if asked.holder is not None else asked.bank_accounts
    dues = dues_at(tx, case, register, costs, numbers, amount_fen=amount_fen)
    refuse_nothing(case, dues)
    for due in dues:
        if due.bank is not None:
            refuse_short(tx, due.own.book.book_id, due.bank, due.fund_fen, asked.on)
        elif asked.holder is not None:
            refuse_imprest_short(tx, due.own.book, asked.holder, due.fund_fen)
    booked = book_dues(
        tx,
        case,
        payment_no,
        dues,
        Movement(
            kind,
            State.PAYING,
            payee,
            [
                {"advance": "预付", "progress": "进度款"}[kind],
                f"付{payee}",
                "" if asked.holder is None else f"备用金{asked.holder}",
            ],
            asked.on,
            invoice=asked.invoice,
            stage=asked.stage,
            repeats_no=asked.again,
            request_key=asked.request_key,
            waits=asked.order_only,
            holder=asked.holder,
        ),
        who=who,
        clock=clock,
    )
    case = find_case(tx, case.code)
    return PaidPart(case, payment_no, amount_fen, tuple(booked), replayed=False)


def _costs(
    tx: Tx, case: Case, register: Sequence[Made], asked: Instalment, on: date
) -> tuple[int, str, dict[int, int]]:
    """Return the amount of a payment, its kind, and what the case has then cost in each book."""
    if asked.again is not None:
        returned = _returned(case, register, asked.again)
        amount_fen = returned[0].amount_fen
        books = {each.book.book_id for each in returned}
        costs = {
            own.book.book_id: paid_fen(register, own.book) + amount_fen
            for own in case.books
            if own.book.book_id in books
        }
        return amount_fen, returned[0].kind, costs
    amount_fen = asked.amount_fen or 0
    if amount_fen <= 0:
        raise Refused("amount_not_positive", _("拨付金额必须大于零"), _("请核对金额，单位是元"))
    before = {own.book.book_id: paid_fen(register, own.book) for own in case.books}
    refuse_stage(
        tx,
        case,
        paid_fen=max(before.values()),
        amount_fen=amount_fen,
        stage=asked.stage,
        on=on,
    )
    kind = "progress" if any(each.stands for each in register) else "advance"
    return amount_fen, kind, {book_id: fen + amount_fen for book_id, fen in before.items()}


def _returned(case: Case, register: Iterable[Made], payment_no: int) -> list[Made]:
    """Return the rows of a payment that came back and was not made again.

    Raises:
        Refused: `payment_unknown`, `payment_stands`.
    """
    made = list(register)
    own = [each for each in made if each.payment_no == payment_no and each.kind in _PARTS]
    again = {each.book.book_id for each in made if each.repeats_no == payment_no and each.counts}
    lost = [each for each in own if not each.counts and each.book.book_id not in again]
    if not own:
        raise unknown_payment(case, payment_no)
    if not lost:
        raise Refused(
            "payment_stands",
            _("项目 {code} 的第 {no} 笔付款没有退回，或已经重付").format(
                code=case.code, no=payment_no
            ),
            _("请运行 wxzj fund usage show {code} 查看").format(code=case.code),
        )
    return lost


def unknown_payment(case: Case, payment_no: int) -> Refused:
    """Say that a case has no such payment."""
    return Refused(
        "payment_unknown",
        _("项目 {code} 没有第 {no} 笔付款可以这样处理").format(code=case.code, no=payment_no),
        _("请运行 wxzj fund usage show {code} 查看").format(code=case.code),
    )


def dues_at(
    tx: Tx,
    case: Case,
    register: Sequence[Made],
    costs: Mapping[int, int],
    bank_accounts: Sequence[str] | None,
    *,
    amount_fen: int | None = None,
) -> list[Due]:
    """Return what each book has to move once the case has cost so much in it.

    Args:
        tx: a transaction that holds the books.
        case: an approved case.
        register: what was paid for it.
        costs: the whole cost so far, by the books that are looked at.
        bank_accounts: one for each fund concerned; None where imprest pays.
        amount_fen: of the payment; left out, what the cost has grown by in each book.
    """
    changes = changes_at(tx, case, register, costs)
    gifts = gifts_due(tx, case, register, costs)
    for book_id, own_gifts in gifts.items():
        changes[book_id] = with_gifts(changes.get(book_id, []), own_gifts)
    moving = [own for own in case.books if changes.get(own.book.book_id)]
    banks: Mapping[str, BankAccount] = {}
    if bank_accounts is not None:
        banks = find_banks(tx, [own.book for own in moving], bank_accounts)
    return [
        Due(
            own,
            banks.get(own.book.fund_type),
            costs[own.book.book_id] - paid_fen(register, own.book)
            if amount_fen is None
            else amount_fen,
            tuple(changes[own.book.book_id]),
            gifts.get(own.book.book_id, ()),
        )
        for own in moving
    ]


def changes_at(
    tx: Tx, case: Case, register: Sequence[Made], costs: Mapping[int, int]
) -> dict[int, list[tuple[int, Parts]]]:
    """Return what more each sub-account pays out of its own, by book, where that is something."""
    bearers, most = read_frozen(tx, case), most_of(read_shares(tx, case))
    shares = {
        cost_fen: portions_by_sub(
            shares_of(bearers, cost_fen - sum(common_at(cost_fen, most).values()))
        )
        for cost_fen in set(costs.values())
    }
    order, back = draw_order(tx, case), return_order(tx, case)
    found: dict[int, list[tuple[int, Parts]]] = {}
    for (book_id, sub_id), stand in sorted(read_stands(tx, case, register).items()):
        if book_id in costs:
            share_fen = shares[costs[book_id]].get((book_id, sub_id), 0)
            parts = change(share_fen, stand, order, back)
            if any(parts):
                found.setdefault(book_id, []).append((sub_id, parts))
    return found


def return_order(tx: Tx, case: Case) -> ReturnOrder:
    """Return into which part money comes back: by the rule of the case's first day."""
    return ReturnOrder(text_rule(tx, case.estate.custodian_id, "use.return_order", case.drafted_on))


def refuse_nothing(case: Case, dues: Sequence[Due]) -> None:
    """Refuse a payment of which the fund bears nothing.

    Raises:
        Refused: `nothing_to_pay`.
    """
    if not dues:
        raise Refused(
            "nothing_to_pay",
            _("这笔款里维修资金没有要付的，全部由各方直接支付"),
            _("请用 wxzj fund usage share {code} 查看各方应付的金额").format(code=case.code),
        )


def _known(case: Case, register: Iterable[Made], asked: Instalment) -> list[Made]:
    """Return the payment that the same request made before.

    Without a request key the same amount, day, payee and invoice are the same payment.

    Raises:
        Refused: `request_key_reused`.
    """
    made = [each for each in register if each.kind in _PARTS and each.counts]
    payee = case.payee if asked.payee is None else clean_name(asked.payee, _("收款单位"))
    for each in made:
        same = (
            each.ordered_on == asked.on
            and each.invoice == asked.invoice
            and each.payee == payee
            and each.repeats_no == asked.again
            and (asked.again is not None or each.amount_fen == asked.amount_fen)
        )
        if asked.request_key is not None and each.request_key == asked.request_key and not same:
            raise Refused(
                "request_key_reused",
                _("请求键 {key} 已用于第 {no} 笔付款，而内容不同").format(
                    key=asked.request_key, no=each.payment_no
                ),
                _("请核对；确是另一笔请换请求键"),
            )
        if same and asked.request_key in {None, each.request_key}:
            return [row for row in made if row.payment_no == each.payment_no]
    return []


def _told(case: Case, made: Sequence[Made]) -> PaidPart:
    return PaidPart(
        case,
        made[0].payment_no,
        made[0].amount_fen,
        tuple(
            Booked(
                each.book,
                each.bank_account or "",
                each.fund_fen,
                each.code,
                is_draft=each.is_waiting,
            )
            for each in made
        ),
        replayed=True,
    )
