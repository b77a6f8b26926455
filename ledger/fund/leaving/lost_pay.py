"""What is owed for lost houses is paid, partly or whole, and comes back where the bank returns it.

借 应付房屋灭失返还资金 / 贷 银行存款; no sub-account is touched. A returned payment is the same in
red, dated on the day on which the money came back, and the obligation is open again. Never more is
paid than is owed: the database holds that too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.fund import entries_leaving as entries
from ledger.fund.bank_refs import LOST, movement, refuse_used_ref
from ledger.fund.leaving.lost_register import EVENT, PAID, Loss, Payable, find_loss
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import drafts_of_event, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.reading import number_of
from ledger.journal.voucher import Draft, Kind
from ledger.registry.banks import BankAccount, find_bank_accounts
from ledger.registry.books import Book
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown

BACK: Final = f"{PAID}back:"


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants paid, or says came back.

    Attributes:
        code: of the loss.
        household: the code of the one sub-account that it is about; all of the loss when left out.
        amount_fen: a part; all that is open when left out.
        bank_accounts: one for each fund type concerned; may be left out where there is one only.
        bank_ref: the bank's number of the movement.
        on: today when left out.
        is_return: money that the bank sent back.
    """

    code: str
    household: str | None = None
    amount_fen: int | None = None
    bank_accounts: tuple[str, ...] = ()
    bank_ref: str | None = None
    on: date | None = None
    is_return: bool = False


class Moved(NamedTuple):
    """One voucher of a payment, or the draft that waits."""

    book: Book
    bank_account: str
    code: str
    amount_fen: int


class Paid(NamedTuple):
    """What became of an order."""

    loss: Loss
    moved: tuple[Moved, ...]
    is_draft: bool
    replayed: bool


class _Part(NamedTuple):
    """What of a payable is paid (+) or came back (-)."""

    payable: Payable
    amount_fen: int


class _Asked(NamedTuple):
    """What an order is about.

    Attributes:
        tag: tells this order apart from others.
        known: the vouchers or drafts that it made before.
    """

    loss: Loss
    chosen: list[Payable]
    banks: dict[Book, BankAccount]
    tag: str
    known: Sequence[Moved]


def pay(tx: Tx, order: Order, *, who: str, clock: Clock) -> Paid:
    """Pay what is owed, or book what came back, once. With users it waits to be checked.

    Raises:
        Refused: `amount_not_positive`, `date_in_future`, `lost_unknown`, `lost_payee_unknown`,
            `lost_before`, `lost_amount_ambiguous`, `lost_overpaid`, `nothing_to_pay`,
            `bank_account_unknown`, `bank_account_missing`, `bank_account_wrong`, `bank_ref_used`,
            `bank_short`, or what posting refuses.
    """
    if order.amount_fen is not None and order.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额，单位是元"))
    on = order.on or clock.today
    refuse_future(on, clock)
    asked = _read(tx, order, on)
    if not asked.known:  # what was made before is told also when its month has closed since
        for book in sorted(asked.loss.books):
            open_months(tx, book.book_id, [period_of(on)])
            lock_head(tx, book.book_id)
        asked = _read(tx, order, on)
    loss, chosen, banks, tag, known = asked
    if known:
        return Paid(loss, tuple(known), any(":D-" in each.code for each in known), replayed=True)
    parts = _parts(loss, chosen, order)
    by_book: dict[Book, list[_Part]] = {}
    for part in parts:
        by_book.setdefault(part.payable.book, []).append(part)
    drafts = []
    for book, own in sorted(by_book.items()):
        _refuse_bank(tx, book, banks[book], order, sum(part.amount_fen for part in own), on)
        drafts.append(_voucher(tx, book, banks[book], own, tag, order, on, who))
    is_draft = has_users(tx)
    codes = (
        save_drafts(tx, drafts, clock=clock)
        if is_draft
        else [posted.code for posted in post_many(tx, drafts, clock=clock)]
    )
    moved = tuple(
        Moved(book, banks[book].number, code, draft.debit_fen)
        for book, code, draft in zip(sorted(by_book), codes, drafts, strict=True)
    )
    return Paid(find_loss(tx, order.code), moved, is_draft, replayed=False)


def _read(tx: Tx, order: Order, on: date) -> _Asked:
    """Read what an order is about, and what was made of it before."""
    loss = find_loss(tx, order.code)
    chosen = _chosen(loss, order)
    if on < loss.on:
        raise Refused(
            "lost_before",
            _("日期 {on} 早于灭失认定日 {lost}").format(on=on, lost=loss.on),
            _("请核对日期"),
        )
    banks = _banks(tx, {each.book for each in chosen}, order.bank_accounts)
    tag = _tag(order, on, [bank.number for bank in banks.values()])
    return _Asked(loss, chosen, banks, tag, _made_before(tx, loss, banks, tag))


def _chosen(loss: Loss, order: Order) -> list[Payable]:
    """Return the payables that an order is about."""
    standing = [each for each in loss.payables if each.stands]
    if order.household is not None:
        standing = [each for each in standing if each.sub_code == order.household]
        if not standing:
            raise Refused(
                "lost_payee_unknown",
                _("{loss} 里没有 {code} 的应付款").format(
                    loss=loss.code, code=shown(order.household)
                ),
                _("请运行 wxzj fund lost list 查看"),
            )
    if not standing:
        raise Refused(
            "nothing_to_pay",
            _("{loss} 没有已入账的应付款").format(loss=loss.code),
            _("请先审核并过账灭失认定的凭证，或用 wxzj fund lost list 查看"),
        )
    return standing


def _parts(loss: Loss, chosen: Sequence[Payable], order: Order) -> list[_Part]:
    """Say how much of each payable moves; less than nothing where it came back."""
    may = {
        each: each.paid_fen + min(each.waiting_fen, 0) if order.is_return else each.open_fen
        for each in chosen
    }
    open_ones = [each for each in chosen if may[each] > 0]
    if not open_ones:
        raise Refused(
            "nothing_to_pay",
            _("{loss} 已全部支付").format(loss=loss.code)
            if not order.is_return
            else _("{loss} 没有支付过，谈不上退回").format(loss=loss.code),
            _("请用 wxzj fund lost list 查看；待审核的支付也算在内"),
        )
    sign = -1 if order.is_return else 1
    if order.amount_fen is None:
        return [_Part(each, sign * may[each]) for each in open_ones]
    if len(open_ones) > 1:
        raise Refused(
            "lost_amount_ambiguous",
            _("{loss} 有 {count} 笔应付款，不知道 {amount} 元是哪一笔的").format(
                loss=loss.code, count=len(open_ones), amount=format_fen(order.amount_fen)
            ),
            _("请加 --household 房屋编号"),
        )
    [only] = open_ones
    if order.amount_fen > may[only]:
        raise Refused(
            "lost_overpaid",
            _("{label} 应付 {owed} 元，已付 {paid} 元，不能再记 {amount} 元").format(
                label=only.label,
                owed=format_fen(only.amount_fen),
                paid=format_fen(only.paid_fen + only.waiting_fen),
                amount=format_fen(order.amount_fen),
            ),
            _("请核对金额；待审核的支付也算在内"),
        )
    return [_Part(only, sign * order.amount_fen)]


def _banks(tx: Tx, books: Iterable[Book], numbers: Sequence[str]) -> dict[Book, BankAccount]:
    """Return the bank account of each book: a named one, or the only one there is."""
    named = find_bank_accounts(tx, numbers)
    for number in numbers:
        if number not in named:
            raise Refused(
                "bank_account_unknown",
                _("没有登记专户 {number}").format(number=shown(number)),
                _("请先运行 wxzj registry bank-account add"),
            )
    chosen: dict[Book, BankAccount] = {}
    table = schema.bank_account
    for book in books:
        own = [bank for bank in named.values() if _fits(bank, book)]
        if not named:
            only = tx.conn.execute(
                select(table.c.number).where(
                    table.c.custodian_id == book.custodian_id, table.c.fund_type == book.fund_type
                )
            ).scalars()
            own = list(find_bank_accounts(tx, only).values())
        if len(own) != 1:
            raise Refused(
                "bank_account_missing" if not named else "bank_account_wrong",
                _("没有说明账套 {book} 用哪个专户，或所给的专户不属于它").format(book=book.code),
                _("每种资金给一个本代管机构的专户（--bank-account，可以给几次）"),
            )
        chosen[book] = own[0]
    return chosen


def _fits(bank: BankAccount, book: Book) -> bool:
    return (bank.custodian_id, bank.fund_type) == (book.custodian_id, book.fund_type)


def _refuse_bank(
    tx: Tx, book: Book, bank: BankAccount, order: Order, amount_fen: int, on: date
) -> None:
    if order.bank_ref is not None:
        refuse_used_ref(tx, book, bank, clean_name(order.bank_ref, _("银行流水号")))
    if amount_fen > 0:
        refuse_short(tx, book.book_id, bank, amount_fen, on)


def _tag(order: Order, on: date, banks: Sequence[str]) -> str:
    """Return what an order is known again by: all that was said of it."""
    words = (
        order.code,
        order.household,
        order.amount_fen,
        order.bank_ref,
        on,
        str(order.is_return),
        *sorted(banks),
    )
    return hashlib.sha256(netstring(*words).encode()).hexdigest()[:32]


def _made_before(tx: Tx, loss: Loss, banks: dict[Book, BankAccount], tag: str) -> list[Moved]:
    """Return what the same order made before and stands or waits."""
    voucher = schema.voucher
    red = voucher.alias("red")
    made = []
    for book in loss.books:
        rows = tx.conn.execute(
            select(voucher.c.period, voucher.c.word, voucher.c.no, voucher.c.debit_fen)
            .outerjoin(
                red, (red.c.book_id == voucher.c.book_id) & (red.c.reverses == voucher.c.voucher_id)
            )
            .where(
                voucher.c.book_id == book.book_id,
                voucher.c.event.startswith(PAID, autoescape=True),
                voucher.c.event.endswith(f":{tag}"),
                voucher.c.reverses.is_(None),
                red.c.voucher_id.is_(None),
            )
            .order_by(voucher.c.voucher_id)
        )
        number = banks[book].number if book in banks else ""
        made += [
            Moved(book, number, f"{book.code}:{number_of(row[0], row[1], row[2])}", row.debit_fen)
            for row in rows
        ]
        made += [
            Moved(book, number, kept.code, kept.draft.debit_fen)
            for kept in drafts_of_event(tx, book.book_id, PAID, f":{tag}")
            if kept.state in {"DRAFT", "CHECKED"} and kept.draft.reverses is None
        ]
    return made


def _voucher(
    tx: Tx,
    book: Book,
    bank: BankAccount,
    parts: Sequence[_Part],
    tag: str,
    order: Order,
    on: date,
    who: str,
) -> Draft:
    """Write the register of one voucher and return the voucher."""
    paid = schema.lost_payment
    turn = tx.conn.execute(
        select(func.count(func.distinct(paid.c.event))).where(paid.c.book_id == book.book_id)
    ).scalar_one()
    event = f"{BACK if order.is_return else PAID}{order.code}:{turn + 1}:{tag}"
    insert_rows(
        tx,
        paid,
        ("book_id", "event", "lost_event", "lost_no", "amount_fen"),
        (
            (book.book_id, event, f"{EVENT}{order.code}", part.payable.no, part.amount_fen)
            for part in parts
        ),
    )
    payees = "、".join(dict.fromkeys(part.payable.payee for part in parts))
    words = [
        order.code,
        "退回灭失返还款" if order.is_return else "付灭失返还款",
        payees if len(parts) == 1 else f"{len(parts)}笔",
        bank.number,
    ]
    ref = None if order.bank_ref is None else clean_name(order.bank_ref, _("银行流水号"))
    if ref is not None:
        words.append(f"流水{ref}")
    fen = sum(part.amount_fen for part in parts)
    estate_id = parts[0].payable.estate_id
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=" ".join(words),
        lines=entries.lost_paid(estate_id, order.code, bank.bank_account_id, fen),
        request_key=event,
        maker=who,
        estate_id=estate_id,
        event=event,
        movements=movement(bank, ref, LOST, -fen, payees if len(parts) == 1 else None),
    )
