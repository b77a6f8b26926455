"""A deposit booked to the wrong household goes to the right one (改记).

In the year of the deposit its income is turned over: red at the wrong household, blue at the
right one. Of an earlier year that income is closed, and the money moves within the fund. Both
count for interest from the day of the deposit, whatever months are closed since; the vouchers are
dated in an open one. Another estate's is a voucher of its own, and so is another book's, where the
money goes from one bank account to the other. All of it is one event,
`move:<book>:<voucher>:<sub-account>:<n>`, by which what was moved of a deposit is found again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ledger.fund import entries_collecting as entries
from ledger.fund.collecting.deposited import Deposited, Taking, count_events, find_deposit, takings
from ledger.fund.collecting.destination import Destination, find_destination
from ledger.fund.collecting.unwinding import (
    Recharge,
    choose_charges,
    follow_correction,
    read_charges,
    read_vouchers,
)
from ledger.fund.free import free_principal
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.payment_banks import bank_of
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import find_draft, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Line, Share, reversal_of
from ledger.journal.vouchers import find_voucher
from ledger.registry.banks import BankAccount, find_bank_accounts
from ledger.registry.books import Book
from ledger.registry.users import has_users
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown


@dataclass(frozen=True, slots=True)
class Move:
    """What a person asks to move.

    Attributes:
        household: the code of the wrong household, or selling unit.
        to: the code of the right one.
        amount_fen: a part; all that is left of the deposit when left out.
        deposit_on: the day of the deposit; it and `voucher` may be left out where one fits.
        voucher: the number of the voucher by which the wrong household got it.
        bank_account: what another book's money is paid from, or where the money of another estate
            lies; where the deposit lies when left out.
        to_bank_account: what another book's money is paid to.
        unwind: charge repairs anew that took the money meanwhile.
        on: the day of the vouchers; today when left out.
    """

    household: str
    to: str
    reason: str
    amount_fen: int | None = None
    deposit_on: date | None = None
    voucher: str | None = None
    bank_account: str | None = None
    to_bank_account: str | None = None
    unwind: bool = False
    request_key: str | None = None
    on: date | None = None


class Moved(NamedTuple):
    """What became of a request.

    Attributes:
        fen: what was moved.
        left_fen: what is left of the deposit at the wrong household.
        vouchers: the vouchers in their order, or the drafts that wait for a second person.
        replayed: whether it had been moved before.
    """

    deposit: Deposited
    right: Destination
    fen: int
    left_fen: int
    vouchers: Sequence[tuple[str, Draft]]
    is_draft: bool
    replayed: bool


class _Plan(NamedTuple):
    """What a move takes.

    Attributes:
        banks: what the money leaves and where it goes; none where it stays in its estate.
        known: what the same request made before.
    """

    deposit: Deposited
    right: Destination
    fen: int
    left_fen: int
    banks: tuple[BankAccount, BankAccount] | None
    event: str
    known: Sequence[Taking]


def move(tx: Tx, request: Move, *, who: str, clock: Clock) -> Moved:
    """Move a deposit to its right household, once. With users it waits to be checked.

    Raises:
        InputError: a reason that cannot be kept.
        Refused: `amount_not_positive`, `date_in_future`, `household_unknown`, `deposit_unknown`,
            `deposit_ambiguous`, `move_before_deposit`, `move_nowhere`, `household_foreign`,
            `payer_class_wrong`, `selling_unit_unknown`, `bank_account_unknown`,
            `bank_account_missing`, `bank_account_wrong`, `move_over_deposit`, `move_charged`,
            `move_paid_out`, `bank_short`, or what posting refuses.
    """
    if request.amount_fen is not None and request.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额"))
    on = request.on or clock.today
    refuse_future(on, clock)
    plan = _plan(tx, request, on)
    if not plan.known:
        # Hold the months, then the heads, as postings do; and look at what was done meanwhile.
        for book_id in sorted({plan.deposit.book.book_id, plan.right.book.book_id}):
            open_months(tx, book_id, [period_of(on)])
            lock_head(tx, book_id)
        plan = _plan(tx, request, on)
    if plan.known:
        return _replayed(tx, plan)
    drafts = list(_drafts(tx, request, plan, on, who))
    if plan.banks is not None and plan.deposit.book != plan.right.book:
        refuse_short(tx, plan.deposit.book.book_id, plan.banks[0], plan.fen, on)
    # After this line it is written, or posting refuses it.
    is_draft = has_users(tx)
    codes = save_drafts(tx, drafts, clock=clock) if is_draft else _post(tx, drafts, clock)
    made = list(zip(codes, drafts, strict=True))
    left_fen = plan.left_fen - plan.fen
    return Moved(plan.deposit, plan.right, plan.fen, left_fen, made, is_draft, replayed=False)


def _plan(tx: Tx, request: Move, on: date) -> _Plan:
    deposit = find_deposit(tx, request.household, request.deposit_on, request.voucher)
    if on < deposit.dated_on:
        raise Refused(
            "move_before_deposit",
            _("改记日期 {on} 早于交存日期 {deposited}").format(on=on, deposited=deposit.dated_on),
            _("请核对日期"),
        )
    right = find_destination(tx, deposit, request.to)
    taken = takings(tx, deposit)
    left_fen = deposit.amount_fen - sum(each.fen for each in taken)
    tag = _tag(request, right)
    known = [each for each in taken if each.event.endswith(tag)]
    if known and request.amount_fen not in {None, known[0].fen}:
        if request.request_key is not None:
            raise Refused(
                "request_key_reused",
                _("同一请求键已用于另一笔改记 {code}").format(code=known[0].code),
                _("请核对；确是另一笔，请换一个请求键"),
            )
        known = [each for each in known if each.fen == request.amount_fen]
    if known and request.amount_fen is None and left_fen and request.request_key is None:
        known = []  # what is left is to follow
    fen = known[0].fen if known else request.amount_fen or left_fen
    if not known:
        _refuse_over_deposit(deposit, left_fen, fen)
    event = f"{deposit.moves}{count_events(tx, deposit.book, deposit.moves) + 1}{tag}"
    banks = None if known else _banks(tx, request, deposit, right)
    return _Plan(deposit, right, fen, left_fen, banks, event, known[:1])


def _tag(request: Move, right: Destination) -> str:
    """Return what the event of a request ends with: where to, or the caller's key."""
    tag = f":to:{right.book.book_id}:{right.sub_id}"
    if request.request_key is None:
        return f"{tag}:"
    key = hashlib.sha256(netstring(request.request_key).encode()).hexdigest()[:32]
    return f"{tag}:k{key}"


def _refuse_over_deposit(deposit: Deposited, left_fen: int, fen: int) -> None:
    if fen > left_fen or fen == 0:
        raise Refused(
            "move_over_deposit",
            _("这笔交存 {deposited} 元，还剩 {left} 元可改记").format(
                deposited=format_fen(deposit.amount_fen), left=format_fen(left_fen)
            ),
            _("请核对金额；已退款、已改记和待审核的都算在内"),
        )


def _banks(
    tx: Tx, request: Move, deposit: Deposited, right: Destination
) -> tuple[BankAccount, BankAccount] | None:
    """Return what the money leaves and where it goes, None where it stays in its estate."""
    is_own_estate = deposit.estate_id == right.estate_id
    if deposit.book == right.book and is_own_estate:
        return None
    wrong = (
        bank_of(tx, deposit.book, deposit.bank_account_id)
        if request.bank_account is None
        else _named_bank(tx, request.bank_account, deposit.book)
    )
    if deposit.book == right.book:
        return wrong, wrong
    if request.to_bank_account is None:
        return wrong, bank_of(tx, right.book, None)
    return wrong, _named_bank(tx, request.to_bank_account, right.book)


def _named_bank(tx: Tx, number: str, book: Book) -> BankAccount:
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
            _("专户 {number} 不是账套 {book} 的").format(number=shown(number), book=book.code),
            _("请给出同一代管机构、同一种资金的专户"),
        )
    return bank


# ---- the vouchers ----


def _post(tx: Tx, drafts: Sequence[Draft], clock: Clock) -> list[str]:
    posted = post_many(tx, drafts, clock=clock)
    for draft, voucher in zip(drafts, posted, strict=True):
        follow_correction(tx, draft, voucher)
    return [voucher.code for voucher in posted]


def _drafts(tx: Tx, request: Move, plan: _Plan, on: date, who: str) -> Iterator[Draft]:
    """Write the vouchers in their order: red repairs, the move, repairs charged anew."""
    recharges = _recharges(tx, request, plan)
    book_id = plan.deposit.book.book_id
    stored = read_vouchers(tx, book_id, [each.voucher_id for each in recharges])
    reason = clean_name(request.reason, _("改记原因"))
    for turn, old in enumerate(stored, start=1):
        red = reversal_of(old.draft, old.voucher_id, old.number, on, maker=who, reason=reason)
        yield _of_event(red, plan, f"red{turn}")
    yield from _moves(request, plan, on, who, reason)
    for turn, (old, each) in enumerate(zip(stored, recharges, strict=True), start=1):
        blue = Draft(
            book_id=book_id,
            kind=old.draft.kind,
            dated_on=on,
            value_on=old.draft.value_on,
            summary=f"订正{old.number}号凭证：{reason}",  # records are in Chinese
            lines=entries.recharged(
                old.draft.lines, plan.deposit.sub_id, plan.right.sub_id, each.fen
            ),
            request_key="",
            maker=who,
            estate_id=old.draft.estate_id,
            corrects=old.voucher_id,
            case_id=old.draft.case_id,
            attachment_count=old.draft.attachment_count,
            evidence=old.draft.evidence,
        )
        yield _of_event(blue, plan, f"blue{turn}")


def _of_event(draft: Draft, plan: _Plan, part: str) -> Draft:
    """Return `draft` as a part of the event of a move."""
    return replace(draft, event=plan.event, request_key=f"{plan.event}|{part}")


def _recharges(tx: Tx, request: Move, plan: _Plan) -> list[Recharge]:
    """Return the repairs that must be charged anew, the newest first.

    Raises:
        Refused: `move_charged`, `move_paid_out`.
    """
    deposit, right = plan.deposit, plan.right
    free_fen = free_principal(tx, deposit.book.book_id, deposit.sub_id)
    short_fen = plan.fen - free_fen
    if short_fen <= 0:
        return []
    is_beside = (deposit.book, deposit.estate_id) == (right.book, right.estate_id)
    charges = read_charges(tx, deposit, right.sub_id if is_beside else None)
    chosen, still_fen = choose_charges(charges, short_fen)
    if still_fen:
        raise Refused(
            "move_paid_out",
            _(
                "{code} 可动用的本金只有 {free} 元，要改记 {fen} 元，重算维修分摊后仍差 {short} 元"
            ).format(
                code=shown(request.household),
                free=format_fen(max(free_fen, 0)),
                fen=format_fen(plan.fen),
                short=format_fen(still_fen),
            ),
            _(
                "钱已退款、已付出或已冻结：请该户先补足差额，或只改记一部分（--amount），"
                "或经批准允许透支：wxzj fund floor"
            ),
        )
    if not request.unwind:
        numbers = read_vouchers(tx, deposit.book.book_id, [each.voucher_id for each in chosen])
        raise Refused(
            "move_charged",
            _("{code} 可动用的本金只有 {free} 元：这笔交存已用于维修 {vouchers}").format(
                code=shown(request.household),
                free=format_fen(max(free_fen, 0)),
                vouchers="、".join(f"{deposit.book.code}:{each.number}" for each in numbers),
            ),
            _("加 --unwind 连同这些维修一并订正，先用 --dry-run 看全部凭证"),
        )
    return chosen


def _moves(request: Move, plan: _Plan, on: date, who: str, reason: str) -> Iterator[Draft]:
    deposit, right, fen = plan.deposit, plan.right, plan.fen
    is_income = deposit.is_income_of(on)
    wrong_share = Share(deposit.sub_id, -fen, payer_class=deposit.payer_class)
    right_share = Share(right.sub_id, fen, payer_class=deposit.payer_class)
    words = (
        f"{request.household}改记{right.code} {deposit.dated_on.isoformat()}交存{deposit.purpose}"
    )
    summary = f"{words}（{deposit.voucher}） {reason}"

    def voucher(book: Book, estate_id: int, lines: tuple[Line, ...], part: str) -> Draft:
        return _of_event(
            Draft(
                book_id=book.book_id,
                kind=Kind.GENERAL,
                dated_on=on,
                value_on=deposit.dated_on,
                summary=summary,
                lines=lines,
                request_key="",
                maker=who,
                estate_id=estate_id,
            ),
            plan,
            part,
        )

    old = None if is_income else deposit.book.control
    new = None if is_income else right.book.control
    if plan.banks is None:
        lines = entries.moved(old, deposit.estate_id, deposit.purpose, wrong_share, right_share)
        yield voucher(deposit.book, deposit.estate_id, lines, "move")
        return
    wrong_bank, right_bank = (bank.bank_account_id for bank in plan.banks)
    leaves = (
        entries.bank_unbooked(wrong_bank, fen)
        if deposit.book == right.book
        else entries.bank_paid(wrong_bank, fen)
    )
    yield voucher(
        deposit.book,
        deposit.estate_id,
        entries.moved_out(old, deposit.estate_id, leaves, deposit.purpose, wrong_share),
        "out",
    )
    yield voucher(
        right.book,
        right.estate_id,
        entries.moved_in(new, right.estate_id, right_bank, deposit.purpose, right_share),
        "in",
    )


def _replayed(tx: Tx, plan: _Plan) -> Moved:
    [known] = plan.known
    draft = find_draft(tx, known.code).draft if known.is_draft else _stored(tx, known.code)
    made = [(known.code, draft)]
    fen, left_fen = known.fen, plan.left_fen
    return Moved(plan.deposit, plan.right, fen, left_fen, made, known.is_draft, replayed=True)


def _stored(tx: Tx, code: str) -> Draft:
    stored = read_voucher(tx, *find_voucher(tx, code))
    assert stored is not None
    return stored.draft
