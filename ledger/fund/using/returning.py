"""A payment that the bank sent back (退汇): the case owes it again.

Before it is booked nothing was posted, and its draft goes back. Afterwards a red voucher restores
shares and parts, what is still needed is set aside again, and the payment may be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ledger.fund.using.booking import conclude
from ledger.fund.using.case_steps import Step
from ledger.fund.using.cases import Case, CaseBook, State, find_case
from ledger.fund.using.common_part import MARK, gift_vouchers
from ledger.fund.using.paying import hold_open, refuse_closed, unknown_payment
from ledger.fund.using.payments import RETURNED, Made, add_payment, event_of, next_no, read_register
from ledger.fund.using.usage import refuse_future, refuse_state
from ledger.journal.drafts import Kept, drafts_of_event, find_draft, return_drafts, save_drafts
from ledger.journal.posting import post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, reversal_of
from ledger.registry.users import has_users
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name

_KINDS = frozenset({"whole", "advance", "progress", "final", "retention"})
_OPEN = frozenset({State.APPROVED, State.PAYING, State.PAID, State.RETAINED})


class Back(NamedTuple):
    """What became of one book's part of a returned payment.

    Attributes:
        code: of the red voucher or its draft; of the returned draft where nothing was booked.
        is_draft: whether the red voucher waits to be checked.
    """

    made: Made
    code: str
    is_draft: bool


class Returned(NamedTuple):
    """A payment that came back."""

    case: Case
    payment_no: int
    backs: tuple[Back, ...]
    replayed: bool


def take_back(
    tx: Tx,
    code: str,
    *,
    payment_no: int | None,
    book: str | None = None,
    reason: str,
    on: date | None,
    who: str,
    clock: Clock,
) -> Returned:
    """Take a payment back, once; the last one where none is named. With users it waits.

    Args:
        tx: a transaction.
        code: the case.
        payment_no: the number of the payment.
        book: only the part of this book, where the bank sent back one of two.
        reason: what the bank said.
        on: the day of the bank.
        who: the person.
        clock: the moment.

    Raises:
        InputError: a reason that cannot be kept.
        Refused: `case_unknown`, `date_in_future`, `usage_state`, `payment_unknown`,
            `return_before_payment`, or what posting refuses.
    """
    on = on or clock.today
    refuse_future(on, clock)
    reason = clean_name(reason, _("原因"))
    case = hold_open(tx, code, on)
    register = read_register(tx, case)
    rows = _rows(case, register, payment_no, book)
    known = [
        each
        for each in register
        if each.kind == RETURNED
        and each.returns_no == rows[0].payment_no
        and each.book in {row.book for row in rows}
        and (each.voucher_id is not None or each.is_waiting)
    ]
    if known:
        told = tuple(Back(rows[0], each.code, each.is_waiting) for each in known)
        return Returned(case, rows[0].payment_no, told, replayed=True)
    refuse_closed(tx, case, on)
    refuse_state(case, _OPEN)
    waiting = [each for each in rows if each.is_waiting]
    standing = [each for each in rows if each.stands]
    if not waiting and not standing:
        raise unknown_payment(case, rows[0].payment_no)
    kept = [find_draft(tx, each.code) for each in waiting]
    return_drafts(tx, [*kept, *_gifts_beside(tx, kept)], reason)
    backs = [Back(each, each.code, is_draft=False) for each in waiting]
    if standing:
        backs += _book_back(tx, case, register, standing, reason, on, who=who, clock=clock)
    return Returned(find_case(tx, code), rows[0].payment_no, tuple(backs), replayed=False)


def _gift_event(case: Case, made: Made) -> str:
    """Return the event of what common income gave for a payment, also where it was charged anew."""
    if made.kind == "whole":
        return f"usage:{case.code}:pay{MARK}"
    return event_of(case, made.payment_no, common=True)


def _gifts_beside(tx: Tx, kept: Sequence[Kept]) -> list[Kept]:
    """Return the drafts by which common income would have paid of payments that wait."""
    return [
        gift
        for each in kept
        if (each.draft.event or "").endswith(MARK)
        for gift in drafts_of_event(tx, each.draft.book_id, each.draft.event or "")
        if gift.draft.kind is Kind.DISTRIBUTION
    ]


def _rows(
    case: Case, register: Sequence[Made], payment_no: int | None, book: str | None
) -> list[Made]:
    """Return the rows of the payment that is meant.

    Raises:
        Refused: `payment_unknown`.
    """
    own = [
        each
        for each in register
        if each.kind in _KINDS and (book is None or each.book.code == book)
    ]
    if payment_no is None:
        counting = [each.payment_no for each in own if each.counts]
        payment_no = max(counting, default=max((each.payment_no for each in own), default=0))
    rows = [each for each in own if each.payment_no == payment_no]
    if not rows:
        raise unknown_payment(case, payment_no)
    return rows


def _book_back(
    tx: Tx,
    case: Case,
    register: Sequence[Made],
    standing: Sequence[Made],
    reason: str,
    on: date,
    *,
    who: str,
    clock: Clock,
) -> list[Back]:
    owns = {own.book: own for own in case.books}
    drafts = [_red(tx, each, reason, on, who) for each in standing]
    gifts = [
        _red_of(tx, each.book.book_id, gift, reason, on, who)
        for each in standing
        for gift in gift_vouchers(tx, owns[each.book], _gift_event(case, each))
    ]  # after the payments: what was given is there again
    to_state = _state_after(register, standing)
    number = next_no(register)
    if has_users(tx):
        codes = save_drafts(tx, [*drafts, *gifts], clock=clock)[: len(drafts)]
        for each, code in zip(standing, codes, strict=True):
            paper = {"draft_id": int(code.rpartition("-")[2])}
            _register(tx, owns[each.book], each, number, to_state, (reason, on, who), paper)
    else:
        posted = post_many(tx, [*drafts, *gifts], clock=clock)[: len(drafts)]
        codes = [voucher.code for voucher in posted]
        for each, voucher in zip(standing, posted, strict=True):
            paper = {"voucher_id": voucher.voucher_id}
            _register(tx, owns[each.book], each, number, to_state, (reason, on, who), paper)
        conclude(tx, case, to_state, Step(RETURNED, on, who, reason), clock=clock)
    is_draft = has_users(tx)
    return [Back(each, code, is_draft) for each, code in zip(standing, codes, strict=True)]


def _red(tx: Tx, made: Made, reason: str, on: date, who: str) -> Draft:
    assert made.voucher_id is not None
    return _red_of(tx, made.book.book_id, made.voucher_id, reason, on, who)


def _red_of(tx: Tx, book_id: int, voucher_id: int, reason: str, on: date, who: str) -> Draft:
    stored = read_voucher(tx, book_id, voucher_id)
    assert stored is not None
    if on < stored.draft.dated_on:
        raise Refused(
            "return_before_payment",
            _("退回日期 {on} 早于付款日期 {paid}").format(on=on, paid=stored.draft.dated_on),
            _("请核对日期"),
        )
    red = reversal_of(
        stored.draft, voucher_id, stored.number, on, maker=who, reason=f"退汇 {reason}"
    )
    return replace(red, event=stored.draft.event)


def _state_after(register: Sequence[Made], standing: Sequence[Made]) -> State:
    """Return where a case is once a payment has come back."""
    if standing[0].kind == "retention":
        return State.RETAINED
    others = [
        each for each in register if each.stands and each.payment_no != standing[0].payment_no
    ]
    same = [each for each in register if each.stands and each not in standing]
    return State.PAYING if others or same else State.APPROVED


def _register(
    tx: Tx,
    own: CaseBook,
    made: Made,
    number: int,
    to_state: State,
    told: tuple[str, date, str],
    paper: dict[str, int],
) -> None:
    reason, on, who = told
    add_payment(
        tx,
        own,
        {
            "payment_no": number,
            "kind": RETURNED,
            "amount_fen": -made.amount_fen,
            "fund_fen": -made.fund_fen,
            "bank_account_id": made.bank_account_id,
            "payee": made.payee,
            "ordered_on": on,
            "to_state": to_state.value,
            "reason": reason,
            "returns_no": made.payment_no,
            "who": who,
            **paper,
        },
    )
