"""Giving money that waited (待认领) to the household that it was paid for.

In the year of the receipt its income is turned over: red on the suspense, blue on the household.
In a later year that income is closed, and the money moves within the fund, no income at all. Both
count for interest from the day of the bank. Posted vouchers and drafts that wait say what was
assigned before, so that the same assignment is made once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund import entries
from ledger.fund.collecting.deposit_checks import payer_title
from ledger.fund.collecting.deposit_sorter import FIRST, MORE
from ledger.fund.collecting.suspense import Booked, enter, refuse_amount, request_key
from ledger.fund.collecting.unclaimed import SUSPENSE, Item, Move, read_item
from ledger.fund.using.usage import refuse_future
from ledger.journal.voucher import Draft, Kind, Part, PayerClass, Share
from ledger.registry.books import Book, list_books
from ledger.registry.kinds import fund_type_title, selling_unit_code
from ledger.registry.lineage import refuse_gone
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

PAYERS: Final = {
    "业主": PayerClass.OWNER,
    "售房单位": PayerClass.SELLING_UNIT,
    "开发单位": PayerClass.DEVELOPER,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims how much of a receipt.

    Attributes:
        item: the code of the item, or the bank's number of the receipt.
        household: its code.
        amount_fen: a part of what is open; all of it when left out.
        purpose: 首期, 续交, 补建 or 补足; when left out, 首期 where the home has had no money,
            else 补足.
        payer: a word of `PAYERS`.
    """

    item: str
    household: str
    amount_fen: int | None = None
    purpose: str | None = None
    payer: str = "业主"
    on: date | None = None


class Target(NamedTuple):
    """The sub-account that gets the money.

    Attributes:
        is_first: whether the household has never received a deposit.
    """

    sub_id: int
    code: str
    estate_id: int
    is_first: bool


def assign(tx: Tx, claim: Claim, *, who: str, clock: Clock) -> Booked:
    """Give a receipt, or a part of it, to a household, once. With users it waits to be checked.

    Raises:
        Refused: `amount_not_positive`, `date_in_future`, `suspense_unknown`,
            `suspense_ambiguous`, `suspense_unchecked`, `date_before_receipt`,
            `household_unknown`, `household_closed`, `household_foreign`, `payer_class_wrong`,
            `selling_unit_unknown`, `suspense_short`, or what posting refuses.
    """
    on = claim.on or clock.today
    if claim.amount_fen is not None:
        refuse_amount(claim.amount_fen)
    refuse_future(on, clock)
    item = _find_item(tx, claim.item)
    receipt = _received(item, on)
    payer = PAYERS[claim.payer]
    target = _find_target(tx, item.book, claim.household, payer)
    before = _assigned_before(item, target, payer, claim)
    if before is not None:
        return Booked(
            item.book, item.code, before.code, before.draft, before.is_draft, replayed=True
        )
    fen = item.free_fen if claim.amount_fen is None else claim.amount_fen
    _refuse_short(item, fen)
    share = Share(target.sub_id, fen, payer_class=payer)
    purpose = claim.purpose or (FIRST if target.is_first else MORE)
    if on.year == receipt.draft.dated_on.year:
        lines = entries.claimed(item.sub_id, share, target.estate_id, purpose)
    else:
        lines = entries.claimed_later(
            item.book.control, item.sub_id, share, target.estate_id, purpose
        )
    draft = Draft(
        book_id=item.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=receipt.draft.value_on,
        summary=f"认领 {item.code} {target.code} {purpose}",
        lines=lines,
        request_key=request_key(tx, item.book_id, item.sub_id),
        maker=who,
        estate_id=target.estate_id,
    )
    return enter(tx, item.book, item.code, draft, clock=clock)


def _find_item(tx: Tx, word: str) -> Item:
    """Return the item of this code, or of the receipt of this number, as it stands now."""
    sub, books = schema.sub_account, {book.book_id: book for book in list_books(tx)}
    rows = tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id, sub.c.code)
        .where(
            sub.c.kind == SUSPENSE,
            (sub.c.code == word) | sub.c.code.endswith(f"-{word}", autoescape=True),
        )
        .order_by(sub.c.book_id, sub.c.code)
    ).all()
    exact = [row for row in rows if row.code == word] or [
        row for row in rows if row.code in _codes_of(tx, row.book_id, word)
    ]
    if not exact:
        raise Refused(
            "suspense_unknown",
            _("没有待认领款“{word}”").format(word=shown(word)),
            _("请运行 wxzj fund suspense list 查看"),
        )
    if len(exact) > 1:
        raise Refused(
            "suspense_ambiguous",
            _("流水号“{word}”的待认领款不止一笔").format(word=shown(word)),
            _("请写待认领款的编号，如 {code}").format(code=shown(exact[0].code)),
        )
    [row] = exact
    return read_item(tx, books[row.book_id], row.sub_id, row.code)


def _codes_of(tx: Tx, book_id: int, ref: str) -> set[str]:
    """Return what items of this number are called, on any bank account of the book."""
    bank, book = schema.bank_account, schema.book
    numbers = tx.conn.execute(
        select(bank.c.number)
        .join(
            book,
            and_(book.c.custodian_id == bank.c.custodian_id, book.c.fund_type == bank.c.fund_type),
        )
        .where(book.c.book_id == book_id)
    ).scalars()
    return {entries.suspense_code(number, ref) for number in numbers}


def _received(item: Item, on: date) -> Move:
    """Return how the money came in, posted and not after `on`."""
    receipt = item.receipt
    if receipt is None:
        raise Refused(
            "suspense_unchecked",
            _("待认领款 {code} 还没有过账，或已注销").format(code=shown(item.code)),
            _("请先审核、过账登记它的单据"),
        )
    if on < receipt.draft.dated_on:
        raise Refused(
            "date_before_receipt",
            _("认领日期 {on} 早于到账日期 {received}").format(
                on=on.isoformat(), received=receipt.draft.dated_on.isoformat()
            ),
            _("请核对日期"),
        )
    return receipt


def _find_target(tx: Tx, book: Book, code: str, payer: PayerClass) -> Target:
    """Return the sub-account for a household of `book`, or for the selling unit of its building."""
    household, sub, balance, estate = (
        schema.household,
        schema.sub_account,
        schema.sub_balance,
        schema.estate,
    )
    rows = tx.conn.execute(
        select(household, sub.c.code, estate.c.code.label("estate"), balance.c.received_fen)
        .join(sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id))
        .join(estate, estate.c.estate_id == household.c.estate_id)
        .join(
            balance,
            and_(
                balance.c.book_id == household.c.book_id,
                balance.c.sub_id == household.c.sub_id,
                balance.c.part == int(Part.PRINCIPAL),
            ),
        )
        .where(sub.c.code == code)
    ).all()
    if not rows:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(code)),
            _("请核对房屋编号，或先导入房屋清册"),
        )
    row = next((each for each in rows if each.book_id == book.book_id), None)
    if row is None:
        raise Refused(
            "household_foreign",
            _("房屋 {code} 不属于收到这笔款的账套 {book}（{fund}）").format(
                code=shown(code), book=book.code, fund=fund_type_title(book.fund_type)
            ),
            _("请核对房屋编号；钱进错专户的，先由银行转到该房屋所属的专户"),
        )
    refuse_gone(tx, Door(row.book_id, book.code, row.sub_id, row.code))
    if payer is not PayerClass.SELLING_UNIT:
        is_first = not (row.received_fen or row.deposited_before_fen)
        return Target(row.sub_id, row.code, row.estate_id, is_first)
    return _find_selling_unit(tx, book, code, selling_unit_code(row.estate, row.building))


def _find_selling_unit(tx: Tx, book: Book, household: str, code: str) -> Target:
    if book.fund_type != "P":
        raise Refused(
            "payer_class_wrong",
            _("{code} 不能由{payer}交存").format(
                code=shown(household), payer=payer_title(PayerClass.SELLING_UNIT)
            ),
            _("售房单位只交已售公有住房的款；它的分户账只收售房单位的款，请核对交款方"),
        )
    sub, balance = schema.sub_account, schema.sub_balance
    row = tx.conn.execute(
        select(sub.c.sub_id, sub.c.code, sub.c.estate_id, balance.c.received_fen)
        .join(
            balance,
            and_(
                balance.c.book_id == sub.c.book_id,
                balance.c.sub_id == sub.c.sub_id,
                balance.c.part == int(Part.PRINCIPAL),
            ),
        )
        .where(sub.c.book_id == book.book_id, sub.c.code == code, sub.c.kind == "SELLING_UNIT")
    ).one_or_none()
    if row is None:
        raise Refused(
            "selling_unit_unknown",
            _("房屋 {code} 所在的幢没有登记售房单位").format(code=shown(household)),
            _("先在房屋清册里填写售房单位并导入，或核对交款方"),
        )
    return Target(row.sub_id, row.code, row.estate_id, not row.received_fen)


def _assigned_before(item: Item, target: Target, payer: PayerClass, claim: Claim) -> Move | None:
    """Return the assignment that says the same and stands, None where there is none.

    Where no amount is given, all is meant: it was assigned before when nothing is left.
    """
    for move in item.moves:
        gained = [
            (share.amount_fen, line.detail)
            for line in move.draft.lines
            for share in line.shares
            if (share.sub_id, share.payer_class) == (target.sub_id, payer)
        ]
        for fen, purpose in gained:
            if claim.purpose not in {None, purpose}:
                continue
            if fen == claim.amount_fen or (claim.amount_fen is None and item.free_fen == 0):
                return move
    return None


def _refuse_short(item: Item, fen: int) -> None:
    if fen > item.free_fen or fen == 0:
        raise Refused(
            "suspense_short",
            _("待认领款 {code} 只剩 {amount} 元可认领").format(
                code=shown(item.code), amount=format_fen(item.free_fen)
            ),
            _("请核对金额；运行 wxzj fund suspense list 查看"),
        )
