"""Money that comes back to a case (追回), and cases that are stopped, held up or opened again.

What comes back is 5001 in red with shares over the original scope, never income: it belongs to who
paid, not to all by 积数. Each gets back in proportion to what was taken from it, and never more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ledger.fund.using.bearing import Parts, recovered
from ledger.fund.using.booking import Booked, Due, Movement, book_dues, conclude
from ledger.fund.using.case_steps import Step, move, read_steps
from ledger.fund.using.cases import Case, CaseBook, State, find_case
from ledger.fund.using.common_part import Gift, gifts_at, read_gifts
from ledger.fund.using.earmarks import read_held, release
from ledger.fund.using.paying import hold_open, refuse_closed, return_order
from ledger.fund.using.payment_banks import find_banks
from ledger.fund.using.payments import (
    COVERED,
    RECOVERED,
    Made,
    next_no,
    read_register,
    read_taken,
    refuse_waiting,
)
from ledger.fund.using.usage import cancel, draw_order, hold_case, refuse_future, refuse_state
from ledger.registry.banks import find_bank_accounts
from ledger.registry.users import has_users
from ledger.store.database import Tx
from ledger.values.apportion import apportion
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown

SOURCES: Final = ("contractor", "overpaid", "third_party", "insurance")
_FROM_PAID: Final = frozenset({"contractor", "overpaid"})
_RECOVERABLE: Final = frozenset(
    {State.PAYING, State.PAID, State.RETAINED, State.REOPENED, State.RECOVERING}
)


def source_word(source: str) -> str:
    """Return what people call where money comes back from."""
    return {
        "contractor": _("施工单位退款"),
        "overpaid": _("多付退回"),
        "third_party": _("责任人赔偿"),
        "insurance": _("保险赔款"),
    }[source]


_RECORD_WORDS: Final = {  # records are in Chinese
    "contractor": "施工单位退款",
    "overpaid": "多付退回",
    "third_party": "责任人赔偿",
    "insurance": "保险赔款",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came back.

    Attributes:
        source: a word of `SOURCES`.
        payer: who paid it; the case's payee when left out.
        bank_account: where it came in; its fund is the one whose sub-accounts get it.
    """

    amount_fen: int
    source: str
    payer: str | None = None
    bank_account: str | None = None
    reason: str | None = None
    on: date | None = None
    request_key: str | None = None


class Recovered(NamedTuple):
    """What became of money that came back.

    Attributes:
        left_fen: what may still come back of what was taken.
    """

    case: Case
    booked: Booked
    left_fen: int
    replayed: bool


def recover(tx: Tx, code: str, receipt: Receipt, *, who: str, clock: Clock) -> Recovered:
    """Book money that came back to a case, once. With users it waits to be checked.

    Raises:
        InputError: words that cannot be kept.
        Refused: `case_unknown`, `amount_not_positive`, `date_in_future`, `usage_state`,
            `usage_waiting`, `nothing_to_recover`, `recover_over`, `request_key_reused`,
            `bank_account_unknown`, `bank_account_missing`, `bank_account_wrong`, or what
            posting refuses.
    """
    on = receipt.on or clock.today
    refuse_future(on, clock)
    if receipt.amount_fen <= 0:
        raise Refused("amount_not_positive", _("追回金额必须大于零"), _("请核对金额，单位是元"))
    case = hold_open(tx, code, on)
    register = read_register(tx, case)
    payer = case.payee if receipt.payer is None else clean_name(receipt.payer, _("付款人"))
    known = _known(register, receipt, payer, on)
    if known is not None:
        booked = Booked(
            known.book, known.bank_account or "", known.fund_fen, known.code, known.is_waiting
        )
        return Recovered(case, booked, _left(tx, case, register), replayed=True)
    refuse_closed(tx, case, on)
    refuse_waiting(case, register)
    refuse_state(case, _RECOVERABLE)
    own, taken = _book_of(tx, case, register, receipt.bank_account)
    whole_fen = sum(parts.total_fen for parts in taken.values())
    if receipt.amount_fen > whole_fen:
        raise Refused(
            "recover_over",
            _("账套 {book} 为这个项目支出 {taken} 元，不能追回 {amount} 元").format(
                book=own.book.code,
                taken=format_fen(whole_fen),
                amount=format_fen(receipt.amount_fen),
            ),
            _("请核对金额；多出的不是这个项目的款"),
        )
    left_fen = _left(tx, case, register) - receipt.amount_fen
    due = _due(tx, case, own, taken, receipt)
    movement = Movement(
        _kind(case, receipt.source),
        _state_after(case, left_fen),
        payer,
        [
            _RECORD_WORDS[receipt.source],
            f"收{payer}",
            *([receipt.reason] if receipt.reason else []),
        ],
        on,
        reason=receipt.reason,
        request_key=receipt.request_key,
    )
    [booked] = book_dues(tx, case, next_no(register), [due], movement, who=who, clock=clock)
    return Recovered(find_case(tx, code), booked, left_fen, replayed=False)


def _kind(case: Case, source: str) -> str:
    """Tell whether the case has cost less, or somebody else bore a part of what it cost."""
    is_open = case.state is State.PAYING and source in _FROM_PAID
    return RECOVERED if is_open or case.state is State.RECOVERING else COVERED


def _state_after(case: Case, left_fen: int) -> State:
    if case.state is State.RECOVERING and left_fen == 0:
        return State.RECOVERED
    return case.state


def _known(register: Sequence[Made], receipt: Receipt, payer: str, on: date) -> Made | None:
    for each in register:
        if each.kind not in {RECOVERED, COVERED} or not each.counts:
            continue
        same = (each.ordered_on, each.payee, each.fund_fen) == (on, payer, -receipt.amount_fen)
        if receipt.request_key is not None and each.request_key == receipt.request_key and not same:
            raise Refused(
                "request_key_reused",
                _("请求键 {key} 已用于 {code}，而内容不同").format(
                    key=shown(receipt.request_key), code=each.code
                ),
                _("请核对；确是另一笔请换请求键"),
            )
        if same and receipt.request_key in {None, each.request_key}:
            return each
    return None


def _net(tx: Tx, own: CaseBook, register: Sequence[Made]) -> dict[int, Parts]:
    """Return what a case has taken from each sub-account and not given back."""
    fen_of = read_taken(tx, own, register, but_covered=True)
    subs = sorted({sub_id for sub_id, _part in fen_of})
    parts = {
        sub_id: Parts(fen_of.get((sub_id, 0), 0), fen_of.get((sub_id, 1), 0)) for sub_id in subs
    }
    return {sub_id: each for sub_id, each in parts.items() if each.total_fen > 0}


def _left(tx: Tx, case: Case, register: Sequence[Made]) -> int:
    return sum(parts.total_fen for own in case.books for parts in _net(tx, own, register).values())


def _book_of(
    tx: Tx, case: Case, register: Sequence[Made], bank_account: str | None
) -> tuple[CaseBook, dict[int, Parts]]:
    """Return the book that money came back to, and what each of its sub-accounts has paid.

    Raises:
        Refused: `nothing_to_recover`, `bank_account_missing`.
    """
    paid = {own.book.book_id: _net(tx, own, register) for own in case.books}
    books = [own for own in case.books if paid[own.book.book_id]]
    if bank_account is not None:
        bank = find_bank_accounts(tx, [bank_account]).get(bank_account)
        if bank is not None:
            books = [own for own in books if own.book.fund_type == bank.fund_type]
    if not books:
        raise Refused(
            "nothing_to_recover",
            _("项目 {code} 在这种资金里没有支出可以追回").format(code=case.code),
            _("请用 wxzj fund usage show {code} 核对").format(code=case.code),
        )
    if len(books) > 1:
        raise Refused(
            "bank_account_missing",
            _("项目 {code} 动用了两种资金，没有说明追回到哪个专户").format(code=case.code),
            _("请加 --bank-account 账号；两种资金各追回一笔"),
        )
    return books[0], paid[books[0].book.book_id]


def _due(tx: Tx, case: Case, own: CaseBook, taken: dict[int, Parts], receipt: Receipt) -> Due:
    numbers = [] if receipt.bank_account is None else [receipt.bank_account]
    bank = find_banks(tx, [own.book], numbers)[own.book.fund_type]
    gifts = read_gifts(tx, own)
    paid = {sub_id: parts.minus(Parts(gifts.get(sub_id, 0), 0)) for sub_id, parts in taken.items()}
    given_fen = sum(gifts.values())
    common_fen, own_fen = apportion(
        receipt.amount_fen, [given_fen, sum(parts.total_fen for parts in paid.values())]
    )
    back = gifts_at(common_fen, gifts) if gifts else {}
    gains = (
        recovered(own_fen, list(paid.values()), draw_order(tx, case), return_order(tx, case))
        if own_fen
        else [Parts()] * len(paid)
    )
    changes = []
    for sub_id, parts in zip(paid, gains, strict=True):
        whole = Parts(parts.principal_fen + back.get(sub_id, 0), parts.earnings_fen)
        if any(whole):
            changes.append((sub_id, Parts().minus(whole)))
    given_back = tuple(Gift(sub_id, -fen) for sub_id, fen in back.items() if fen)
    return Due(own, bank, -receipt.amount_fen, tuple(changes), given_back)


# ---- stopped, held up, opened again ----


def stop(
    tx: Tx, code: str, *, reason: str, on: date | None, who: str, clock: Clock
) -> tuple[Case, int]:
    """Cancel a case; after an advance it is to be recovered. Return it, and what was released.

    Raises:
        Refused: `case_unknown`, `usage_state`, `usage_waiting`, `date_in_future`.
    """
    case = find_case(tx, code)
    if case.state is not State.PAYING:
        refuse_waiting(case, read_register(tx, case))
        return cancel(tx, code, reason=reason, who=who, clock=clock, on=on)
    on = on or clock.today
    refuse_future(on, clock)
    case = hold_case(tx, code)
    refuse_state(case, {State.PAYING})
    refuse_waiting(case, read_register(tx, case))
    released_fen = sum(release(tx, own) for own in case.books)
    step = Step("cancel", on, who, clean_name(reason, _("撤销原因")))
    return move(tx, case, State.RECOVERING, step, clock=clock), released_fen


def write_off(
    tx: Tx, code: str, *, reason: str, on: date | None, who: str, clock: Clock
) -> tuple[Case, int]:
    """Give up what was not recovered of a cancelled case; return it, and how much that is.

    Whoever cancelled it does not write it off. Again changes nothing.

    Raises:
        Refused: `case_unknown`, `usage_state`, `usage_waiting`, `date_in_future`,
            `writer_off_is_canceller`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    case = hold_case(tx, code)
    register = read_register(tx, case)
    left_fen = _left(tx, case, register)
    if case.state is State.WRITTEN_OFF:
        return case, left_fen
    refuse_state(case, {State.RECOVERING})
    refuse_waiting(case, register)
    cancelled_by = [each.who for each in read_steps(tx, case) if each.act == "cancel"]
    if has_users(tx) and who in cancelled_by:
        raise Refused(
            "writer_off_is_canceller",
            _("项目 {code} 由 {who} 撤销，不能自己核销").format(code=case.code, who=shown(who)),
            _("请由另一人核销"),
        )
    step = Step("write_off", on, who, clean_name(reason, _("核销原因")))
    return move(tx, case, State.WRITTEN_OFF, step, clock=clock), left_fen


def hold_up(
    tx: Tx, code: str, to: State, *, reason: str, on: date | None, who: str, clock: Clock
) -> Case:
    """Suspend a case (dispute, court), or open a paid one again for a defect. Again: no change.

    Args:
        tx: a transaction.
        code: the case.
        to: `SUSPENDED` or `REOPENED`.
        reason: why.
        on: the day.
        who: the person.
        clock: the moment.

    Raises:
        Refused: `case_unknown`, `usage_state`, `usage_waiting`, `date_in_future`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    case = hold_case(tx, code)
    if case.state is to:
        return case
    allowed = {State.APPROVED, State.PAYING, State.RETAINED}
    refuse_state(case, allowed if to is State.SUSPENDED else {State.PAID, State.RETAINED})
    refuse_waiting(case, read_register(tx, case))
    act = "suspend" if to is State.SUSPENDED else "reopen"
    return move(tx, case, to, Step(act, on, who, reason), clock=clock)


def resume(tx: Tx, code: str, *, reason: str, on: date | None, who: str, clock: Clock) -> Case:
    """Bring a case back to where it was before it was held up.

    Raises:
        Refused: `case_unknown`, `usage_state`, `usage_waiting`, `date_in_future`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    case = hold_case(tx, code)
    refuse_state(case, {State.SUSPENDED, State.REOPENED})
    refuse_waiting(case, read_register(tx, case))
    held = [each for each in read_steps(tx, case) if each.act in {"suspend", "reopen"}]
    return conclude(tx, case, held[-1].from_state, Step("resume", on, who, reason), clock=clock)


def held_fen(tx: Tx, case: Case) -> int:
    """Return what is set aside for a case."""
    return sum(sum(read_held(tx, own).values()) for own in case.books)
