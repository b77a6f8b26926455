"""Put pooled money into a term deposit or a treasury bond, and take it back.

A term deposit may be ended early, whole or in part; the bank then pays its own lower interest,
which is recorded as it came. A bond is held to maturity (165号令 art. 26), and bought only with the
consent of the owners, or for sold public housing of the finance bureau. Interest goes to 4101 and
4102 and from there to all households; no household's share moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund import entries
from ledger.fund.bank_refs import INVESTMENT, movement, refuse_used_ref
from ledger.fund.earning.earnings import find_bank
from ledger.fund.earning.investments import (
    Investment,
    Kind,
    Move,
    Standing,
    find_by_ref,
    find_investment,
    read_standing,
)
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_drafts
from ledger.journal.lookups import hold_months, open_months
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Line, Movement
from ledger.journal.voucher import Kind as VoucherKind
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book, ensure_book, list_books
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.reach import refuse_estate
from ledger.values.text import clean_name, shown


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a person asks to buy.

    Attributes:
        ref: the certificate's number; once in a book.
        name: of a bond, its issue.
        due_on: the day on which it is paid back.
        consent: who agreed to a bond, and when: the number of the decision.
        bank_ref: the bank's number of the payment.
        on: the day of the payment; today when left out.
    """

    kind: Kind
    amount_fen: int
    ref: str
    due_on: date
    rate_ppm: int
    name: str | None = None
    bank_account: str | None = None
    consent: str | None = None
    bank_ref: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a person asks to take back.

    Attributes:
        investment: its code, or its certificate's number.
        interest_fen: what the bank paid beside the principal.
        amount_fen: a part of the principal of a term deposit; all of it when left out.
        bank_ref: the bank's number of the receipt.
        on: the day of the bank; today when left out.
    """

    investment: str
    interest_fen: int
    amount_fen: int | None = None
    bank_ref: str | None = None
    on: date | None = None


class Invested(NamedTuple):
    """What became of a purchase or a redemption.

    Attributes:
        code: of the voucher, or of the draft that waits for a second person.
        is_early: whether a term deposit ended before its day.
    """

    investment: Investment
    code: str
    on: date
    principal_fen: int
    interest_fen: int
    is_draft: bool
    replayed: bool
    is_early: bool = False


def buy(tx: Tx, purchase: Purchase, *, who: str, clock: Clock) -> Invested:
    """Buy a term deposit or a bond, once for each certificate. With users it waits to be checked.

    Raises:
        Refused: `amount_not_positive`, `date_in_future`, `bank_account_unknown`,
            `bank_account_missing`, `due_before_start`, `consent_missing`, `bond_unnamed`,
            `investment_differs`, `bank_ref_used`, `bank_short`, or what posting refuses.
    """
    on = purchase.on or clock.today
    refuse_future(on, clock)
    _refuse_words(purchase, on)
    bank = find_bank(tx, purchase.bank_account)
    book = ensure_book(tx, bank.custodian_id, bank.fund_type)
    refuse_estate(tx.reach, None, book.custodian_id, book.code)
    # Hold the month, then the head, as postings do; what is read from here on stays.
    hold_months(tx, book.book_id, [period_of(on)])
    lock_head(tx, book.book_id)
    wanted = _investment(tx, purchase, bank, book, on)
    known = find_by_ref(tx, book, wanted.ref)
    standing = Standing(wanted, (), ())
    if known is not None:
        standing = read_standing(tx, known)
        _refuse_other(known, wanted)
        before = next((each for each in standing.bought if each.counts), None)
        if before is not None:  # also when its month has closed since
            return _replayed(known, before)
    open_months(tx, book.book_id, [period_of(on)])
    moved = _movement(tx, book, bank, purchase.bank_ref, -purchase.amount_fen)
    refuse_short(tx, book.book_id, bank, purchase.amount_fen, on)
    # After this line it is written, or posting refuses it.
    if known is None:
        _enter(tx, wanted, who=who, clock=clock)
    held = known or wanted
    event = held.event("buy", len(standing.bought) + 1)
    lines = (
        entries.term_bought(held.principal_fen, bank.bank_account_id)
        if held.kind == "term"
        else entries.bond_bought(held.principal_fen, bank.bank_account_id, held.name)
    )
    code, is_draft = _write(
        tx, replace(_voucher(held, event, on, lines, who), movements=moved), clock
    )
    return Invested(held, code, on, held.principal_fen, 0, is_draft, replayed=False)


def redeem(tx: Tx, redemption: Redemption, *, who: str, clock: Clock) -> Invested:
    """Take back a term deposit, or a part of it, or a bond that has matured; once.

    Raises:
        Refused: `amount_not_positive`, `date_in_future`, `investment_unknown`,
            `investment_unposted`, `redeem_before_start`, `bond_before_maturity`,
            `bond_in_part`, `investment_short`, `bank_ref_used`, or what posting refuses.
    """
    on = redemption.on or clock.today
    refuse_future(on, clock)
    bound = redemption.amount_fen
    if (bound is not None and bound <= 0) or redemption.interest_fen < 0:
        raise Refused(
            "amount_not_positive", _("金额必须大于零；利息不能小于零"), _("请核对金额，单位是元")
        )
    investment = find_investment(tx, list_books(tx), redemption.investment)
    book = investment.book
    refuse_estate(tx.reach, None, book.custodian_id, book.code)
    hold_months(tx, book.book_id, [period_of(on)])
    lock_head(tx, book.book_id)
    standing = read_standing(tx, investment)
    before = _redeemed_before(standing, redemption, on)
    if before is not None:  # also when its month has closed since
        return _replayed(investment, before)
    open_months(tx, book.book_id, [period_of(on)])
    amount_fen = standing.free_fen if bound is None else bound
    _refuse_redemption(standing, amount_fen, on)
    bank = find_bank(tx, investment.bank_account)
    bank_account_id = bank.bank_account_id
    back_fen = amount_fen + redemption.interest_fen
    moved = _movement(tx, book, bank, redemption.bank_ref, back_fen)
    lines = (
        entries.term_ended(amount_fen, redemption.interest_fen, bank_account_id)
        if investment.kind == "term"
        else entries.bond_matured(
            amount_fen, redemption.interest_fen, bank_account_id, investment.name
        )
    )
    event = investment.event("redeem", len(standing.redeemed) + 1)
    draft = replace(_voucher(investment, event, on, lines, who), movements=moved)
    code, is_draft = _write(tx, draft, clock)
    return Invested(
        investment,
        code,
        on,
        -amount_fen,
        redemption.interest_fen,
        is_draft,
        replayed=False,
        is_early=on < investment.due_on,
    )


def _refuse_words(purchase: Purchase, on: date) -> None:
    if purchase.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额"))
    if purchase.due_on <= on:
        raise Refused(
            "due_before_start",
            _("到期日 {due} 不在 {on} 之后").format(
                due=purchase.due_on.isoformat(), on=on.isoformat()
            ),
            _("请核对 --due"),
        )
    if purchase.kind == "bond" and not purchase.consent:
        raise Refused(
            "consent_missing",
            _("购买国债须经业主大会或业主同意；售房单位的款须经同级财政部门同意"),
            _("请用 --consent 写明决定的名称和日期（165号令第二十六条）"),
        )
    if purchase.kind == "bond" and not purchase.name:
        raise Refused("bond_unnamed", _("没有写明是哪一期国债"), _("请加 --name 国债名称"))


def _investment(tx: Tx, purchase: Purchase, bank: BankAccount, book: Book, on: date) -> Investment:
    table = schema.investment
    newest = tx.conn.execute(
        select(func.max(table.c.investment_id)).where(table.c.book_id == book.book_id)
    ).scalar_one()
    return Investment(
        book,
        (newest or 0) + 1,
        purchase.kind,
        bank.bank_account_id,
        bank.number,
        clean_name(purchase.ref, _("存单或凭证号")),
        entries.TERM if purchase.name is None else clean_name(purchase.name, _("名称")),
        purchase.amount_fen,
        purchase.rate_ppm,
        on,
        purchase.due_on,
        None if purchase.consent is None else clean_name(purchase.consent, _("同意的依据")),
    )


def _refuse_other(known: Investment, wanted: Investment) -> None:
    """Refuse a certificate that stands in the register with other words."""
    if known == wanted._replace(investment_id=known.investment_id):
        return
    raise Refused(
        "investment_differs",
        _("{ref} 已登记为 {code}：{amount} 元，{start} 至 {due}").format(
            ref=shown(known.ref),
            code=known.code,
            amount=format_fen(known.principal_fen),
            start=known.start_on.isoformat(),
            due=known.due_on.isoformat(),
        ),
        _("请核对存单或凭证号"),
    )


def _redeemed_before(standing: Standing, redemption: Redemption, on: date) -> Move | None:
    """Return the redemption that says the same and stands.

    Where no amount is given, all is meant: it was taken back before when nothing is left.
    """
    for move in standing.redeemed:
        same = (move.on, move.interest_fen) == (on, redemption.interest_fen)
        whole = redemption.amount_fen is None and standing.free_fen == 0
        if move.counts and same and (whole or -move.principal_fen == redemption.amount_fen):
            return move
    return None


def _refuse_redemption(standing: Standing, amount_fen: int, on: date) -> None:
    investment = standing.investment
    if not standing.is_bought:
        raise Refused(
            "investment_unposted",
            _("{code} 的购买还没有过账，或已注销").format(code=investment.code),
            _("请先审核、过账购买的单据"),
        )
    if on < investment.start_on:
        raise Refused(
            "redeem_before_start",
            _("日期 {on} 早于存入或购买的日期 {start}").format(
                on=on.isoformat(), start=investment.start_on.isoformat()
            ),
            _("请核对日期"),
        )
    if investment.kind == "bond" and on < investment.due_on:
        raise Refused(
            "bond_before_maturity",
            _("国债 {code} 到 {due} 才到期，须持有到期").format(
                code=investment.code, due=investment.due_on.isoformat()
            ),
            _("165号令第二十六条：不得提前兑付、转让、回购或质押；请等到期后再登记"),
        )
    if amount_fen > standing.free_fen or amount_fen == 0:
        raise Refused(
            "investment_short",
            _("{code} 只剩本金 {left} 元").format(
                code=investment.code, left=format_fen(standing.free_fen)
            ),
            _("请核对金额；运行 wxzj fund invest list 查看"),
        )
    if investment.kind == "bond" and amount_fen != standing.held_fen:
        raise Refused(
            "bond_in_part",
            _("国债 {code} 到期时一次兑付").format(code=investment.code),
            _("请去掉 --amount"),
        )


def _enter(tx: Tx, investment: Investment, *, who: str, clock: Clock) -> None:
    """Write a row of the register."""
    row = investment._asdict()
    book: Book = row.pop("book")
    del row["bank_account"]
    tx.conn.execute(
        schema.investment.insert().values(**row, book_id=book.book_id, maker=who, made_at=clock.at)
    )


def _voucher(
    investment: Investment, event: str, on: date, lines: tuple[Line, ...], who: str
) -> Draft:
    act = "购买" if ":buy:" in event else "收回"  # records are in Chinese
    what = "定期存款" if investment.kind == "term" else f"国债 {investment.name}"
    words = [f"{act}{what}", investment.ref, investment.bank_account]
    if act == "购买":
        words.append(f"到期{investment.due_on.isoformat()}")
        words += [f"依据{investment.consent}"] if investment.consent else []
    elif investment.kind == "term" and on < investment.due_on:
        words.append("提前支取")
    return Draft(
        book_id=investment.book.book_id,
        kind=VoucherKind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=" ".join(words),
        lines=lines,
        request_key=event,
        maker=who,
        event=event,
        evidence=investment.digest,
    )


def _movement(
    tx: Tx, book: Book, bank: BankAccount, ref: str | None, amount_fen: int
) -> tuple[Movement, ...]:
    """Return the movement of the bank under a number that is free."""
    if ref is None:
        return ()
    number = clean_name(ref, _("银行流水号"))
    refuse_used_ref(tx, book, bank, number)
    return movement(bank, number, INVESTMENT, amount_fen)


def _write(tx: Tx, draft: Draft, clock: Clock) -> tuple[str, bool]:
    """Post `draft`; once there are users, save it to be checked."""
    if has_users(tx):
        return save_drafts(tx, [draft], clock=clock)[0], True
    return post(tx, draft, clock=clock).code, False


def _replayed(investment: Investment, move: Move) -> Invested:
    return Invested(
        investment,
        move.code,
        move.on,
        move.principal_fen,
        move.interest_fen,
        move.is_draft,
        replayed=True,
    )
