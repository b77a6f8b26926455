"""Paying a case (拨付): the fund pays what its sub-accounts bear, and never anybody else's part.

What households lack, and what the developer and the owner unit of unsold homes bear, is no money
of the fund: they pay it themselves. A case over two fund types is two payments from two bank
accounts, one event. A payment that was reversed may be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from ledger.fund.entries import repair_paid
from ledger.fund.using.booking import gift_voucher
from ledger.fund.using.case_steps import Step, move
from ledger.fund.using.cases import Case, CaseBook, State, digest_of, find_case, read_shares
from ledger.fund.using.common_claims import refuse_gift_short
from ledger.fund.using.common_part import MARK, Gift, most_of, read_gifts
from ledger.fund.using.earmarks import release
from ledger.fund.using.gifts import still_due, target_gifts
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.payment_banks import find_banks
from ledger.fund.using.payment_checks import refuse_paying_operated, refuse_unsettled
from ledger.fund.using.payments import (
    add_payment,
    next_no,
    read_register,
    refuse_used_invoice,
    refuse_waiting,
)
from ledger.fund.using.sharing import Portion
from ledger.fund.using.usage import logins, refuse_future, refuse_state
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Part, Posted
from ledger.journal.vouchers import is_reversed
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book
from ledger.registry.payees import refuse_unconfirmed_payee
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown


@dataclass(frozen=True, slots=True)
class Payment:
    """How a case is to be paid.

    Attributes:
        bank_accounts: one for each fund type concerned; may be left out where there is one only.
        payee: the case's own when left out.
        invoice: the number of the invoice, written into the summary.
    """

    bank_accounts: Sequence[str] = ()
    payee: str | None = None
    invoice: str | None = None
    on: date | None = None


class Paid(NamedTuple):
    """One voucher of a payment."""

    book: Book
    bank_account: str
    amount_fen: int
    voucher: Posted


@dataclass(frozen=True, slots=True)
class Outcome:
    """A paid case: what the fund paid, and the portions that say who pays the rest."""

    case: Case
    portions: tuple[Portion, ...]
    paid: tuple[Paid, ...]


class _Due(NamedTuple):
    """What one book pays."""

    own: CaseBook
    bank: BankAccount
    portions: tuple[Portion, ...]
    request_key: str
    replayed: bool
    corrects: int | None
    given: Mapping[int, int] = MappingProxyType({})  # by sub-account, of what common income pays
    gifts: tuple[Gift, ...] = ()  # what of that is still to be given
    corrected: Posted | None = None  # a later voucher pays in its stead, since a deposit was moved

    @property
    def amount_fen(self) -> int:
        return sum(portion.from_fund_fen for portion in self.portions)


def pay(tx: Tx, code: str, payment: Payment, *, who: str, clock: Clock) -> Outcome:
    """Pay a case out of the fund. The same payment again gives the same vouchers.

    Raises:
        Refused: `case_unknown`, `usage_state`, `date_in_future`, `payee_missing`,
            `payee_differs`, `payee_unconfirmed`, `nothing_to_pay`, `bank_account_unknown`,
            `bank_account_missing`, `bank_account_wrong`, `bank_short`, `asset_operated`, or what
            posting refuses.
    """
    on = payment.on or clock.today
    refuse_future(on, clock)
    case, portions, dues = _read(tx, code, payment)
    number = None if payment.invoice is None else clean_name(payment.invoice, _("发票号码"))
    for due in dues:
        if not due.replayed:  # hold the month, then the head, as postings do
            open_months(tx, due.own.book.book_id, [period_of(on)])
            lock_head(tx, due.own.book.book_id)
    if find_case(tx, code) != case:  # somebody else took a step while we waited
        case, portions, dues = _read(tx, code, payment)
    case = _with_payee(case, payment)
    refuse_unconfirmed_payee(tx, case.payee)
    if not dues:
        raise Refused(
            "nothing_to_pay",
            _("项目 {code} 没有动用维修资金，全部由各方直接支付").format(code=code),
            _("请用 wxzj fund usage share 查看各方应付的金额"),
        )
    fresh = [due for due in dues if not due.replayed]
    if fresh:
        refuse_used_invoice(tx, case, case.payee, number)
        refuse_unsettled(tx, case, on)
        refuse_paying_operated(tx, case, on)
    for due in fresh:
        given_fen = sum(gift.amount_fen for gift in due.gifts)
        refuse_gift_short(tx, case, due.own, given_fen, on)
        refuse_short(tx, due.own.book.book_id, due.bank, due.amount_fen, on)
        release(tx, due.own)
    posted = _post(tx, case, dues, (on, who, number), clock)
    vouchers = {voucher.book_id: voucher for voucher in posted}
    books = tuple(
        replace(own, voucher_id=vouchers[own.book.book_id].voucher_id)
        if own.book.book_id in vouchers
        else own
        for own in case.books
    )
    case = replace(case, books=books)
    if fresh:
        _register(tx, case, fresh, number, on, who)
        case = move(tx, case, State.PAID, Step("pay", on, who), clock=clock)
    paid = [
        Paid(due.own.book, due.bank.number, due.amount_fen, voucher)
        for due, voucher in zip(dues, posted, strict=True)
    ]
    return Outcome(case, tuple(portions), tuple(paid))


def _post(
    tx: Tx, case: Case, dues: Sequence[_Due], told: tuple[date, str, str | None], clock: Clock
) -> list[Posted]:
    """Post what common income gives, then the payments; return the vouchers of these."""
    drafts = {
        due.own.book.book_id: _voucher(tx, case, due, *told)
        for due in dues
        if due.corrected is None
    }
    gifts = [
        gift_voucher(drafts[due.own.book.book_id], due.own.book, due.gifts)
        for due in dues
        if due.gifts
    ]
    posted = post_many(tx, [*gifts, *drafts.values()], clock=clock)[len(gifts) :]
    by_book = {voucher.book_id: voucher for voucher in posted}
    return [due.corrected or by_book[due.own.book.book_id] for due in dues]


def _register(
    tx: Tx, case: Case, fresh: Sequence[_Due], invoice: str | None, on: date, who: str
) -> None:
    """Write a whole payment into the register, in the books in which it was made."""
    register = read_register(tx, case)
    before = {each.payment_no for each in register if each.kind == "whole"}
    payment_no = next_no(register)
    vouchers = {own.book.book_id: own.voucher_id for own in case.books}
    for due in fresh:
        add_payment(
            tx,
            due.own,
            {
                "payment_no": payment_no,
                "kind": "whole",
                "amount_fen": case.total_fen,
                "fund_fen": due.amount_fen,
                "bank_account_id": due.bank.bank_account_id,
                "payee": case.payee,
                "invoice": invoice,
                "ordered_on": on,
                "to_state": State.PAID.value,
                "repeats_no": max(before, default=None),
                "voucher_id": vouchers[due.own.book.book_id],
                "who": who,
            },
        )


def _read(tx: Tx, code: str, payment: Payment) -> tuple[Case, list[Portion], list[_Due]]:
    case = find_case(tx, code)
    refuse_state(case, {State.APPROVED, State.PAID})
    register = read_register(tx, case)
    refuse_waiting(case, register)
    if any(each.stands and each.kind != "whole" for each in register):
        refuse_state(case, set())  # paid in stages: nothing of it is paid at once
    portions = read_shares(tx, case)
    return case, portions, _dues(tx, case, portions, payment)


def _with_payee(case: Case, payment: Payment) -> Case:
    given = None if payment.payee is None else clean_name(payment.payee, _("收款单位"))
    if case.payee and given and given != case.payee:
        raise Refused(
            "payee_differs",
            _("项目 {code} 的收款单位是{payee}，不是{given}").format(
                code=case.code, payee=shown(case.payee), given=shown(given)
            ),
            _("请核对；收款单位变更请撤销后重新立项"),
        )
    if not (case.payee or given):
        raise Refused(
            "payee_missing",
            _("项目 {code} 没有写明收款单位").format(code=case.code),
            _("请加 --payee 收款单位"),
        )
    return replace(case, payee=case.payee or given or "")


def _dues(tx: Tx, case: Case, portions: Iterable[Portion], payment: Payment) -> list[_Due]:
    """Return what is to be paid: all of it, or only what was returned after an earlier payment."""
    by_book: dict[int, list[Portion]] = {}
    for portion in portions:
        if portion.from_fund_fen:
            by_book.setdefault(portion.book_id, []).append(portion)
    paying = [own for own in case.books if own.book.book_id in by_book]
    banks = find_banks(tx, [own.book for own in paying], payment.bank_accounts)
    dues = [
        _Due(
            own,
            banks[own.book.fund_type],
            tuple(by_book[own.book.book_id]),
            *_request(tx, case.code, own),
        )
        for own in paying
    ]
    dues = [due._replace(corrected=_corrected(tx, case, due)) for due in dues]
    fresh = [due for due in dues if not due.replayed]
    chosen = fresh if case.state is State.PAID and fresh else dues
    return [_given(tx, case, due) for due in chosen]


def _corrected(tx: Tx, case: Case, due: _Due) -> Posted | None:
    """Return the voucher that pays for a case since a deposit was moved, None where none does."""
    book, voucher_id = due.own.book, due.own.voucher_id
    if not due.replayed or voucher_id is None:
        return None
    stored = read_voucher(tx, book.book_id, voucher_id)
    assert stored is not None
    if (stored.draft.event or "").startswith(f"usage:{case.code}"):
        return None
    return Posted(book.book_id, voucher_id, f"{book.code}:{stored.number}", replayed=True)


def _given(tx: Tx, case: Case, due: _Due) -> _Due:
    """Say what each sub-account is given for the payment by common income."""
    book_id = due.own.book.book_id
    fen = dict(most_of(due.portions)).get(book_id, 0)
    if not fen:
        return due
    given = target_gifts(tx, case, due.own, fen)
    gifts = () if due.replayed else still_due(given, read_gifts(tx, due.own))
    return due._replace(given=given, gifts=gifts)


def _spent(due: _Due) -> Iterator[tuple[int, Part, int]]:
    """Give what each part of each sub-account pays, with what it was given for it."""
    own = {each.sub_id: each for each in due.portions if each.sub_id is not None}
    for sub_id in sorted(own.keys() | due.given.keys()):
        portion = own.get(sub_id)
        principal_fen = (portion.principal_fen if portion else 0) + due.given.get(sub_id, 0)
        if principal_fen:
            yield sub_id, Part.PRINCIPAL, principal_fen
        if portion and portion.earnings_fen:
            yield sub_id, Part.EARNINGS, portion.earnings_fen


def _request(tx: Tx, code: str, own: CaseBook) -> tuple[str, bool, int | None]:
    """Return the request key of a payment, whether it stands, and the one that it replaces."""
    key = f"usage:{code}:pay"
    if own.voucher_id is None:
        return key, False, None
    if is_reversed(tx, own.book.book_id, own.voucher_id):
        return f"{key}:{own.voucher_id}", False, own.voucher_id
    stored = read_voucher(tx, own.book.book_id, own.voucher_id)
    assert stored is not None
    return stored.draft.request_key, True, stored.draft.corrects


def _voucher(  # one voucher has that many sides
    tx: Tx, case: Case, due: _Due, on: date, who: str, number: str | None
) -> Draft:
    """Write the payment of one book.

    Once there are users, the case itself was the draft: its drafter made the voucher out, and
    whoever approved its amounts checked it.
    """
    words = [case.code, case.title, f"付{case.payee}"]  # records are in Chinese
    if number:
        words.append(f"发票{number}")
    users = logins(tx)
    return Draft(
        book_id=due.own.book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=" ".join(words),
        lines=repair_paid(
            case.estate.estate_id,
            due.bank.bank_account_id,
            _spent(due),
        ),
        request_key=due.request_key,
        corrects=due.corrects,
        maker=case.drafted_by if case.drafted_by in users else who,
        estate_id=case.estate.estate_id,
        event=f"usage:{case.code}:pay{MARK}" if due.given else f"usage:{case.code}",
        case_id=due.own.case_id,
        attachment_count=1 if number else 0,
        evidence=digest_of(due.portions, case.grounds.papers),
        checker=case.approved_by if users else None,
        poster=who if users else None,
    )
