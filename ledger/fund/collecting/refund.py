"""A deposit given back to who paid it (退款): 财会〔2020〕7号, part 3.

What was deposited in the calendar year of the refund is taken out of 4001 交存收入; what was
deposited in an earlier year is 5101 返还支出. The days decide, not which months are closed. Only
principal goes back, and what the household received falls by as much, by the class of who paid.

The refunds of a deposit (`deposited`) carry the event
`refund:<voucher>:<sub-account>:<n>`, so that what was given back of it is found again in the
journal and among the drafts, and a reversed one counts no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund import entries
from ledger.fund.bank_refs import REFUND, movement, refuse_used_ref
from ledger.fund.collecting.deposited import Deposited, begins_with, find_deposit, left_of
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.payment_banks import bank_of
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import drafts_of_event, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post
from ledger.journal.reading import number_of
from ledger.journal.voucher import Draft, Kind, Part, Share
from ledger.registry.banks import BankAccount, find_bank_accounts
from ledger.registry.books import Book
from ledger.registry.freezes import refuse_frozen
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown

_EVENT: Final = "refund:"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks to give back.

    Attributes:
        household: the code of a household, or of a selling unit.
        deposit_on: the day of the deposit; it and `voucher` may be left out where one deposit fits.
        voucher: the number of the deposit's voucher.
        bank_account: what it is paid from; the one that took the deposit when left out.
        bank_ref: the bank's number of the payment.
        on: the day of the payment; today when left out.
    """

    household: str
    amount_fen: int
    reason: str
    payee: str
    deposit_on: date | None = None
    voucher: str | None = None
    bank_account: str | None = None
    bank_ref: str | None = None
    request_key: str | None = None
    on: date | None = None


class Refunded(NamedTuple):
    """What became of a request.

    Attributes:
        code: of the voucher, or of the draft that waits for a second person.
        left_fen: what may still be given back of the deposit.
        is_draft: whether it waits.
        replayed: whether it had been recorded before.
    """

    deposit: Deposited
    bank_account: str
    draft: Draft
    code: str
    left_fen: int
    is_draft: bool
    replayed: bool


class _Made(NamedTuple):
    """A refund that was recorded: a voucher, or a draft that is not posted.

    Attributes:
        counts: False where it was reversed or returned.
    """

    code: str
    dated_on: date
    summary: str
    amount_fen: int
    is_draft: bool
    counts: bool

    def says(self, draft: Draft) -> bool:
        """Tell whether it says the same as `draft`."""
        return (self.dated_on, self.summary, self.amount_fen) == (
            draft.dated_on,
            draft.summary,
            draft.debit_fen,
        )


class _Found(NamedTuple):
    """What is found of a request.

    Attributes:
        left_fen: what may still be given back of the deposit.
        known: what the same request made before.
    """

    deposit: Deposited
    bank: BankAccount
    draft: Draft
    left_fen: int
    known: _Made | None


def refund(tx: Tx, request: Request, *, who: str, clock: Clock) -> Refunded:
    """Give a deposit back, once. From the first user on it waits to be checked.

    Raises:
        InputError: a reason, payee or number that cannot be kept.
        Refused: `amount_not_positive`, `date_in_future`, `household_unknown`, `deposit_unknown`,
            `deposit_ambiguous`, `refund_before_deposit`, `bank_account_unknown`,
            `bank_account_wrong`, `request_key_reused`, `bank_ref_used`, `household_frozen`,
            `refund_over_deposit`, `refund_over_balance`, `bank_short`, or what posting refuses.
    """
    if request.amount_fen <= 0:
        raise Refused("amount_not_positive", _("退款金额必须大于零"), _("请核对金额，单位是元"))
    on = request.on or clock.today
    refuse_future(on, clock)
    found = _look(tx, request, on, who)
    if found.known is None:
        # Hold the month, then the head, as postings do; and look at what was done meanwhile.
        open_months(tx, found.deposit.book.book_id, [period_of(on)])
        lock_head(tx, found.deposit.book.book_id)
        found = _look(tx, request, on, who)
    deposit, bank, draft, known = found.deposit, found.bank, found.draft, found.known
    if known is not None:
        return Refunded(
            deposit, bank.number, draft, known.code, found.left_fen, known.is_draft, replayed=True
        )
    refuse_frozen(tx, deposit.book.book_id, deposit.sub_id, request.household)
    _refuse_over_deposit(deposit, found.left_fen, draft.debit_fen)
    _refuse_over_balance(tx, deposit, request.household, draft.debit_fen)
    refuse_short(tx, deposit.book.book_id, bank, draft.debit_fen, on)
    # After this line it is written, or posting refuses it.
    is_draft = has_users(tx)
    code = (
        save_drafts(tx, [draft], clock=clock)[0] if is_draft else post(tx, draft, clock=clock).code
    )
    left_fen = found.left_fen - draft.debit_fen
    return Refunded(deposit, bank.number, draft, code, left_fen, is_draft, replayed=False)


def _look(tx: Tx, request: Request, on: date, who: str) -> _Found:
    """Find the deposit, what was given back of it, and whether this request was met before."""
    deposit = find_deposit(tx, request.household, request.deposit_on, request.voucher)
    if on < deposit.dated_on:
        raise Refused(
            "refund_before_deposit",
            _("退款日期 {on} 早于交存日期 {deposited}").format(on=on, deposited=deposit.dated_on),
            _("请核对退款日期"),
        )
    bank = _find_bank(tx, request.bank_account, deposit)
    made = _made(tx, deposit.book, deposit.refunds, after=deposit.voucher_id)
    draft = _voucher(request, deposit, bank, on, len(made) + 1, who)
    known = _known(tx, request, deposit, bank, draft, made)
    return _Found(deposit, bank, draft, left_of(tx, deposit), known)


def _find_bank(tx: Tx, number: str | None, deposit: Deposited) -> BankAccount:
    book = deposit.book
    if number is None:
        return bank_of(tx, book, deposit.bank_account_id)
    bank = find_bank_accounts(tx, [number]).get(number)
    if bank is None:
        raise Refused(
            "bank_account_unknown",
            _("没有登记专户 {number}").format(number=shown(number)),
            _("请先运行 wxzj registry bank-account add"),
        )
    if (bank.custodian_id, bank.fund_type) != (book.custodian_id, book.fund_type):
        raise Refused(
            "bank_account_wrong",
            _("专户 {number} 不能退账套 {book} 的交存").format(
                number=shown(number), book=book.code
            ),
            _("请给出同一代管机构、同一种资金的专户"),
        )
    return bank


def _voucher(
    request: Request, deposit: Deposited, bank: BankAccount, on: date, turn: int, who: str
) -> Draft:
    reason = clean_name(request.reason, _("退款原因"))
    payee = clean_name(request.payee, _("收款人"))
    ref = None if request.bank_ref is None else clean_name(request.bank_ref, _("银行流水号"))
    words = [  # records are in Chinese
        f"退{request.household}",
        f"{deposit.dated_on.isoformat()}交存{deposit.purpose}（{deposit.voucher}）",
        reason,
        f"付{payee}",
        bank.number,
    ]
    if ref is not None:
        words.append(f"流水{ref}")
    event = ":".join([f"{deposit.refunds}{turn}", *_tags(request, bank)])
    return Draft(
        book_id=deposit.book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=" ".join(words),
        lines=entries.refund(
            deposit.estate_id,
            bank.bank_account_id,
            deposit.purpose,
            Share(
                deposit.sub_id,
                -request.amount_fen,
                Part.PRINCIPAL,
                payer_class=deposit.payer_class,
            ),
            is_of_this_year=deposit.is_income_of(on),
        ),
        request_key=event,
        maker=who,
        estate_id=deposit.estate_id,
        event=event,
        movements=movement(bank, ref, REFUND, -request.amount_fen, payee),
    )


def _tags(request: Request, bank: BankAccount) -> list[str]:
    """Return what of a request must not be met again: the caller's key, the bank's number."""
    tags = []
    if request.request_key is not None:
        tags.append(f"k{_digest(request.request_key)}")
    if request.bank_ref is not None:
        ref = clean_name(request.bank_ref, _("银行流水号"))
        tags.append(f"b{_digest(bank.number, ref)}")
    return tags


def _digest(*words: str) -> str:
    return hashlib.sha256(netstring(*words).encode()).hexdigest()[:32]


def _made(tx: Tx, book: Book, beginning: str, holding: str = "", after: int = 0) -> list[_Made]:
    """Return the refunds whose event begins so: vouchers, then drafts that are not posted.

    Args:
        tx: a transaction.
        book: the book.
        beginning: what the event begins with.
        holding: what else it holds.
        after: a voucher that stood before them.
    """
    voucher = schema.voucher
    red = voucher.alias("red")
    query = (
        select(voucher, red.c.voucher_id.label("reversed_by"))
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book.book_id,
            voucher.c.voucher_id > after,
            begins_with(voucher.c.event, beginning),
            voucher.c.event.contains(holding, autoescape=True),
            voucher.c.reverses.is_(None),
        )
        .order_by(voucher.c.voucher_id)
    )
    posted = [
        _Made(
            f"{book.code}:{number_of(row.period, row.word, row.no)}",
            row.dated_on,
            row.summary,
            row.debit_fen,
            is_draft=False,
            counts=row.reversed_by is None,
        )
        for row in tx.conn.execute(query)
    ]
    drafts = [
        _Made(
            kept.code,
            kept.draft.dated_on,
            kept.draft.summary,
            kept.draft.debit_fen,
            is_draft=True,
            counts=kept.state != "RETURNED",
        )
        for kept in drafts_of_event(tx, book.book_id, beginning, holding)
        if kept.state != "POSTED"
    ]
    return posted + drafts


def _known(  # all that a refund is known again by
    tx: Tx,
    request: Request,
    deposit: Deposited,
    bank: BankAccount,
    draft: Draft,
    made: Sequence[_Made],
) -> _Made | None:
    """Return the refund that the same request made before, if any.

    A key that the caller chose stands for one request for ever, also when it was reversed; a
    number of the bank's, and the words alone, for what stands.

    Raises:
        Refused: `request_key_reused`, `bank_ref_used`.
    """
    for tag in _tags(request, bank):
        is_key = tag.startswith("k")
        for known in _made(tx, deposit.book, _EVENT, f":{tag}"):
            if not (known.counts or (is_key and not known.is_draft)):
                continue
            if known.says(draft):
                return known
            raise Refused(
                "request_key_reused" if is_key else "bank_ref_used",
                _("同一请求键或银行流水号已用于另一笔退款 {code}").format(code=known.code),
                _("请核对；确是另一笔，请换一个请求键或流水号"),
            )
    if request.bank_ref is not None:
        refuse_used_ref(tx, deposit.book, bank, clean_name(request.bank_ref, _("银行流水号")))
    if request.request_key is not None:
        return None
    return next((each for each in made if each.counts and each.says(draft)), None)


def _refuse_over_deposit(deposit: Deposited, left_fen: int, amount_fen: int) -> None:
    if amount_fen > left_fen:
        raise Refused(
            "refund_over_deposit",
            _(
                "这笔交存 {deposited} 元，已退 {taken} 元，还可退 {left} 元，不能退 {amount} 元"
            ).format(
                deposited=format_fen(deposit.amount_fen),
                taken=format_fen(deposit.amount_fen - left_fen),
                left=format_fen(left_fen),
                amount=format_fen(amount_fen),
            ),
            _("请核对金额；待审核的退款也算在内"),
        )


def _refuse_over_balance(tx: Tx, deposit: Deposited, household: str, amount_fen: int) -> None:
    balance = schema.sub_balance
    row = tx.conn.execute(
        select(balance.c.amount_fen, balance.c.earmark_fen).where(
            balance.c.book_id == deposit.book.book_id,
            balance.c.sub_id == deposit.sub_id,
            balance.c.part == int(Part.PRINCIPAL),
        )
    ).one()
    if amount_fen > row.amount_fen - row.earmark_fen:
        raise Refused(
            "refund_over_balance",
            _("{code} 本金余额 {balance} 元，其中已冻结 {earmark} 元，不够退 {amount} 元").format(
                code=shown(household),
                balance=format_fen(row.amount_fen),
                earmark=format_fen(row.earmark_fen),
                amount=format_fen(amount_fen),
            ),
            _("已用于维修的部分不能退；冻结的部分待使用项目支付或撤销后再退"),
        )
