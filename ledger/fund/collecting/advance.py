"""What a developer pays in advance for homes that are not sold yet (单位预交).

The money lies on the developer's sub-account of the estate until it is given to the households:
within the fund, no cash and no income. What is not needed goes back by a refund.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, func, select

from ledger.fund import bank_refs
from ledger.fund import entries_collecting as entries
from ledger.fund.collecting.arrears import owing
from ledger.fund.collecting.deposited import begins_with, count_events
from ledger.fund.collecting.suspense import refuse_amount
from ledger.fund.earning.earnings import find_bank
from ledger.fund.entries import deposit
from ledger.fund.free import free_principal
from ledger.fund.refilling.replenish import Selection
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import drafts_of_event, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post
from ledger.journal.reading import number_of, read_voucher
from ledger.journal.voucher import Draft, Kind, Line, PayerClass, Share
from ledger.registry.books import Book, ensure_book
from ledger.registry.estates import Estate, find_estate
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown

DEVELOPER: Final = "DEVELOPER"
_EVENT: Final = "advance:"


@dataclass(frozen=True, slots=True)
class Advance:
    """What a developer paid, for the homes of which estate."""

    estate: str
    amount_fen: int
    payer: str
    bank_ref: str
    bank_account: str | None = None
    on: date | None = None


class Given(NamedTuple):
    """What a household gets."""

    household: str
    amount_fen: int


class Booked(NamedTuple):
    """What became of a request; `code` is a draft's where it waits, empty where nothing was done.

    Attributes:
        given: what each household got.
        left_fen: what is left on the developer's sub-account, waiting transfers counted.
    """

    book: Book
    developer: str
    code: str
    on: date
    fen: int
    given: Sequence[Given]
    left_fen: int
    is_draft: bool
    replayed: bool


class Held(NamedTuple):
    """A developer's sub-account: what it holds."""

    book: Book
    estate: str
    developer: str
    left_fen: int


def record_advance(tx: Tx, asked: Advance, *, who: str, clock: Clock) -> Booked:
    """Book what a developer paid in advance, once for each number of the bank's.

    Raises:
        Refused: `amount_not_positive`, `date_in_future`, `estate_unknown`,
            `bank_account_unknown`, `bank_account_missing`, `bank_account_wrong`,
            `bank_ref_used`, or what posting refuses.
    """
    refuse_amount(asked.amount_fen)
    on = asked.on or clock.today
    refuse_future(on, clock)
    estate = find_estate(tx, asked.estate)
    payer = clean_name(asked.payer, _("付款方"))
    ref = clean_name(asked.bank_ref, _("银行流水号"))
    bank = find_bank(tx, asked.bank_account)
    if (bank.custodian_id, bank.fund_type) != (estate.custodian_id, "C"):
        raise Refused(
            "bank_account_wrong",
            _("专户 {number} 不是这个小区的商品住宅资金专户").format(number=shown(bank.number)),
            _("请给出代管这个小区的机构的商品住宅专户"),
        )
    book = ensure_book(tx, estate.custodian_id, "C")
    beginning = f"{_EVENT}ref:{bank.bank_account_id}:{_digest(ref)}:"
    known = _standing(tx, book, beginning)
    summary = f"{estate.name}{entries.ADVANCE} {payer} {bank.number} 流水{ref}"
    if known is not None:
        code, draft, is_draft = known
        if (draft.dated_on, draft.debit_fen, draft.summary) != (on, asked.amount_fen, summary):
            raise Refused(
                "bank_ref_used",
                _("专户 {number} 的流水 {ref} 已经入账").format(
                    number=shown(bank.number), ref=shown(ref)
                ),
                _("请核对银行流水号"),
            )
        sub_id, developer = _developer(tx, book, estate, who, clock)
        left = left_of_advance(tx, book, sub_id)
        return Booked(book, developer, code, on, draft.debit_fen, (), left, is_draft, replayed=True)
    bank_refs.refuse_used_ref(tx, book, bank, ref)
    open_months(tx, book.book_id, [period_of(on)])
    sub_id, developer = _developer(tx, book, estate, who, clock)
    share = Share(sub_id, asked.amount_fen, payer_class=PayerClass.DEVELOPER)
    lines = deposit(estate.estate_id, bank.bank_account_id, entries.ADVANCE, [share])
    draft = replace(
        _draft(tx, book, estate, beginning, on, who, summary, lines),
        movements=bank_refs.movement(bank, ref, bank_refs.ADVANCE, asked.amount_fen, payer),
    )
    code, is_draft = _enter(tx, draft, clock)
    left = left_of_advance(tx, book, sub_id)
    return Booked(book, developer, code, on, asked.amount_fen, (), left, is_draft, replayed=False)


def transfer(
    tx: Tx,
    estate_code: str,
    given: Sequence[Given] | None,
    *,
    on: date | None,
    who: str,
    clock: Clock,
) -> Booked:
    """Give an advance to households: those named, or every sold home what it owes.

    Raises:
        Refused: `date_in_future`, `estate_unknown`, `advance_missing`, `household_unknown`,
            `household_twice`, `amount_not_positive`, `advance_short`, or what posting refuses.
    """
    day = on or clock.today
    refuse_future(day, clock)
    estate = find_estate(tx, estate_code)
    book = ensure_book(tx, estate.custodian_id, "C")
    found = _find_developer(tx, book, estate)
    if found is None:
        raise Refused(
            "advance_missing",
            _("小区 {estate} 没有单位预交").format(estate=shown(estate.code)),
            _("请先运行 wxzj fund advance record"),
        )
    sub_id, developer = found
    open_months(tx, book.book_id, [period_of(day)])
    lock_head(tx, book.book_id)
    chosen = _owing(tx, book, estate, day) if given is None else list(given)
    left = left_of_advance(tx, book, sub_id)
    if not chosen:
        return Booked(book, developer, "", day, 0, (), left, is_draft=False, replayed=True)
    subs = _subs(tx, book, estate, chosen)
    words = [(each.household, each.amount_fen) for each in sorted(chosen)]
    beginning = f"{_EVENT}to:{sub_id}:{day.isoformat()}:{_digest(*map(str, words))}:"
    fen = sum(each.amount_fen for each in chosen)
    known = _standing(tx, book, beginning)
    if known is not None:
        code, draft, is_draft = known
        return Booked(book, developer, code, day, fen, chosen, left, is_draft, replayed=True)
    if fen > left:
        raise Refused(
            "advance_short",
            _("{developer} 只剩 {left} 元，要转 {fen} 元").format(
                developer=developer, left=format_fen(left), fen=format_fen(fen)
            ),
            _("请核对金额，或由开发单位补交"),
        )
    lines = _lines(book, estate, sub_id, chosen, subs)
    summary = f"{estate.name}{entries.ADVANCE}转入{len(chosen)}户"
    draft = _draft(tx, book, estate, beginning, day, who, summary, lines)
    code, is_draft = _enter(tx, draft, clock)
    return Booked(book, developer, code, day, fen, chosen, left - fen, is_draft, replayed=False)


def _lines(
    book: Book, estate: Estate, sub_id: int, given: Sequence[Given], subs: Mapping[str, int]
) -> tuple[Line, ...]:
    payer = PayerClass.DEVELOPER
    fen = sum(each.amount_fen for each in given)
    return entries.advance_moved(
        book.control,
        estate.estate_id,
        Share(sub_id, -fen, payer_class=payer),
        [Share(subs[each.household], each.amount_fen, payer_class=payer) for each in given],
    )


def list_advances(tx: Tx, books: Iterable[Book]) -> list[Held]:
    """Return the developers' sub-accounts of books, by code."""
    sub, estate = schema.sub_account, schema.estate
    by_id = {book.book_id: book for book in books}
    rows = tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id, sub.c.code, estate.c.code.label("estate"))
        .join(estate, estate.c.estate_id == sub.c.estate_id)
        .where(sub.c.book_id.in_(by_id), sub.c.kind == DEVELOPER)
        .order_by(sub.c.code)
    ).all()
    return [
        Held(
            by_id[row.book_id],
            row.estate,
            row.code,
            left_of_advance(tx, by_id[row.book_id], row.sub_id),
        )
        for row in rows
    ]


def left_of_advance(tx: Tx, book: Book, sub_id: int) -> int:
    """Return what is left on a developer's sub-account, transfers that wait counted as gone."""
    waiting = sum(
        share.amount_fen
        for kept in drafts_of_event(tx, book.book_id, f"{_EVENT}to:{sub_id}:")
        if kept.state in {"DRAFT", "CHECKED"} and kept.draft.reverses is None
        for line in kept.draft.lines
        for share in line.shares
        if share.sub_id == sub_id
    )
    return free_principal(tx, book.book_id, sub_id) + waiting


def _owing(tx: Tx, book: Book, estate: Estate, day: date) -> list[Given]:
    """Return what each sold home of an estate still owes of what is due at first."""
    chosen = Selection((book.book_id,), estate.estate_id)
    return [
        Given(each.household, each.open_fen)
        for each in owing(tx, chosen, day, only_open=True)
        if each.kind in {"commodity", "non_home"}
    ]


def _subs(tx: Tx, book: Book, estate: Estate, given: Sequence[Given]) -> dict[str, int]:
    """Return the sub-accounts of households, all of the estate and each once."""
    for each in given:
        refuse_amount(each.amount_fen)
    sub = schema.sub_account
    known = {
        row.code: row.sub_id
        for row in tx.conn.execute(
            select(sub.c.code, sub.c.sub_id).where(
                sub.c.book_id == book.book_id,
                sub.c.estate_id == estate.estate_id,
                sub.c.kind == "HOUSEHOLD",
            )
        )
    }
    seen: set[str] = set()
    for each in given:
        if each.household not in known:
            raise Refused(
                "household_unknown",
                _("小区 {estate} 没有房屋“{code}”").format(
                    estate=estate.code, code=shown(each.household)
                ),
                _("请核对房屋编号，或先导入房屋清册"),
            )
        if each.household in seen:
            raise Refused(
                "household_twice",
                _("房屋 {code} 写了两次").format(code=shown(each.household)),
                _("一户只写一次"),
            )
        seen.add(each.household)
    return known


def _find_developer(tx: Tx, book: Book, estate: Estate) -> tuple[int, str] | None:
    sub, code = schema.sub_account, f"{estate.code}-DEV"
    row = tx.conn.execute(
        select(sub.c.sub_id).where(sub.c.book_id == book.book_id, sub.c.code == code)
    ).one_or_none()
    return None if row is None else (row.sub_id, code)


def _developer(tx: Tx, book: Book, estate: Estate, who: str, clock: Clock) -> tuple[int, str]:
    """Return the developer's sub-account of an estate; it is opened when first needed."""
    found = _find_developer(tx, book, estate)
    if found is not None:
        return found
    lock_head(tx, book.book_id)
    sub, code = schema.sub_account, f"{estate.code}-DEV"
    last = tx.conn.execute(
        select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == book.book_id)
    ).scalar_one()
    sub_id = int(last) + 1
    tx.conn.execute(
        sub.insert().values(
            book_id=book.book_id,
            sub_id=sub_id,
            kind=DEVELOPER,
            control=book.control,
            code=code,
            estate_id=estate.estate_id,
        )
    )
    record_master_change(
        tx,
        book.book_id,
        kind="developer",
        summary=f"设立开发单位分户账 {code}",
        row_count=1,
        content=hashlib.sha256(netstring(DEVELOPER, sub_id, code).encode()).digest(),
        who=who,
        clock=clock,
    )
    return sub_id, code


def _digest(*words: str) -> str:
    return hashlib.sha256(netstring(*words).encode()).hexdigest()[:32]


def _draft(
    tx: Tx,
    book: Book,
    estate: Estate,
    beginning: str,
    on: date,
    who: str,
    summary: str,
    lines: tuple[Line, ...],
) -> Draft:
    event = f"{beginning}{count_events(tx, book, beginning) + 1}"
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=summary,
        lines=lines,
        request_key=event,
        maker=who,
        estate_id=estate.estate_id,
        event=event,
    )


def _enter(tx: Tx, draft: Draft, clock: Clock) -> tuple[str, bool]:
    if has_users(tx):
        return save_drafts(tx, [draft], clock=clock)[0], True
    return post(tx, draft, clock=clock).code, False


def _standing(tx: Tx, book: Book, beginning: str) -> tuple[str, Draft, bool] | None:
    """Return the voucher of an event that stands, or the draft that waits; None without one."""
    voucher = schema.voucher
    red = voucher.alias("red")
    row = tx.conn.execute(
        select(voucher.c.voucher_id, voucher.c.period, voucher.c.word, voucher.c.no)
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book.book_id,
            begins_with(voucher.c.event, beginning),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
        .order_by(voucher.c.voucher_id)
        .limit(1)
    ).one_or_none()
    if row is not None:
        stored = read_voucher(tx, book.book_id, row.voucher_id)
        assert stored is not None
        code = f"{book.code}:{number_of(row.period, row.word, row.no)}"
        return code, stored.draft, False
    for kept in drafts_of_event(tx, book.book_id, beginning):
        if kept.state in {"DRAFT", "CHECKED"} and kept.draft.reverses is None:
            return kept.code, kept.draft, True
    return None
