"""What becomes of a receipt that was received (专用票据): used by a deposit, or void."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, select

from ledger.fund.collecting.deposited import Deposited, find_deposit, left_of
from ledger.fund.collecting.receipt_numbers import Lot, as_number, lot_of
from ledger.fund.collecting.receipt_returns import receipts_of
from ledger.fund.using.usage import refuse_future
from ledger.journal.reading import number_of
from ledger.registry.books import Book, find_book, list_books
from ledger.registry.rulebook import flag_rule
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

_USE: Final = (
    "book_id",
    "receipt",
    "use_no",
    "lot_no",
    "no",
    "voucher_id",
    "sub_id",
    "deposit_key",
    "who",
    "at",
)


class Use(NamedTuple):
    """A receipt that a deposit names."""

    receipt: str
    voucher_id: int
    sub_id: int
    deposit_key: str | None


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt and what it stands for; `unchanged` where that was so already."""

    book: Book
    receipt: str
    deposit: Deposited | None
    unchanged: bool


def read_lots(tx: Tx) -> dict[int, list[Lot]]:
    """Return the lots of all books that have a register, by book."""
    lot = schema.receipt_lot
    lots: dict[int, list[Lot]] = {}
    query = select(
        lot.c.book_id,
        lot.c.lot_no,
        lot.c.prefix,
        lot.c.width,
        lot.c.first_no,
        lot.c.last_no,
        lot.c.keeper,
    ).order_by(lot.c.book_id, lot.c.lot_no)
    for row in tx.conn.execute(query):
        lots.setdefault(row.book_id, []).append(Lot(*row))
    return lots


def choose_book(tx: Tx, code: str | None) -> Book:
    """Return the book that is named, or the only one there is.

    Raises:
        Refused: `book_unknown`, `book_ambiguous`.
    """
    if code is not None:
        return find_book(tx, code)
    books = list_books(tx)
    if len(books) != 1:
        raise Refused(
            "book_ambiguous",
            _("没有说明是哪个账套的票据"),
            _("请加 --book 账套编号，例如 F1-C"),
        )
    return books[0]


# ---- used ----


def write_uses(
    tx: Tx, book_id: int, lots: Sequence[Lot], uses: Iterable[Use], who: str, clock: Clock
) -> None:
    """Write what deposits use of the register; receipts that were never received have no row.

    Raises:
        Refused: `receipt_used`, `receipt_voided`.
    """
    rows = [(use, found) for use in uses if (found := lot_of(lots, use.receipt)) is not None]
    names = [use.receipt for use, _found in rows]
    refuse_voided(tx, book_id, names)
    counted = _uses_before(tx, book_id, names)
    insert_rows(
        tx,
        schema.receipt_use,
        _USE,
        (
            (
                book_id,
                use.receipt,
                counted.get(use.receipt, 0) + 1,
                lot.lot_no,
                number.no,
                use.voucher_id,
                use.sub_id,
                use.deposit_key,
                who,
                clock.at,
            )
            for use, (lot, number) in rows
        ),
    )


def _uses_before(tx: Tx, book_id: int, receipts: Sequence[str]) -> Mapping[str, int]:
    """Count earlier uses, all of which must have been cancelled.

    Raises:
        Refused: `receipt_used`.
    """
    use, voucher = schema.receipt_use, schema.voucher
    red = voucher.alias("red")
    counted: dict[str, int] = {}
    for part in _parts(receipts):
        query = (
            select(use.c.receipt, use.c.use_no, red.c.voucher_id)
            .outerjoin(
                red, and_(red.c.book_id == use.c.book_id, red.c.reverses == use.c.voucher_id)
            )
            .where(use.c.book_id == book_id, use.c.receipt.in_(part))
        )
        for receipt, use_no, cancelled in tx.conn.execute(query):
            if cancelled is None:
                raise used(receipt)
            counted[receipt] = max(use_no, counted.get(receipt, 0))
    return counted


def refuse_voided(tx: Tx, book_id: int, receipts: Sequence[str]) -> None:
    """Refuse receipts that are void.

    Raises:
        Refused: `receipt_voided`.
    """
    void = schema.receipt_void
    for part in _parts(receipts):
        found = tx.conn.execute(
            select(void.c.receipt).where(void.c.book_id == book_id, void.c.receipt.in_(part))
        ).first()
        if found is not None:
            raise voided(found.receipt)


def voided(receipt: str) -> Refused:
    """Return the refusal of a receipt that is void."""
    return Refused(
        "receipt_voided",
        _("票据 {receipt} 已作废").format(receipt=shown(receipt)),
        _("请核对票据号"),
    )


def _parts(receipts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(receipts), 500):
        yield receipts[start : start + 500]


def used(receipt: str) -> Refused:
    """Return the refusal of a receipt that stands for another deposit."""
    return Refused(
        "receipt_used",
        _("票据 {receipt} 已用于另一笔交存").format(receipt=shown(receipt)),
        _("请核对票据号；运行 wxzj fund receipt list --detail 查看"),
    )


def is_kept_by_issuer(tx: Tx, book: Book, lot: Lot, who: str, on: date) -> bool:
    """Tell whether `who` may not issue a receipt of a lot, because it keeps the lot itself."""
    return (
        lot.keeper == who
        and has_users(tx)
        and flag_rule(tx, book.custodian_id, "receipt.keeper_separate", on)
    )


def issue(
    tx: Tx,
    receipt: str,
    household: str,
    *,
    deposit_on: date | None,
    voucher: str | None,
    who: str,
    clock: Clock,
) -> Issued:
    """Give a deposit that has none its receipt, once.

    Raises:
        InputError: `receipt_number`.
        Refused: what `find_deposit` refuses, `receipt_unknown`, `keeper_is_issuer`,
            `deposit_has_receipt`, `receipt_used`, `receipt_voided`.
    """
    name = str(as_number(receipt))
    deposit = find_deposit(tx, household, deposit_on, voucher)
    book = deposit.book
    lock_head(tx, book.book_id)
    lots = read_lots(tx).get(book.book_id, [])
    found = lot_of(lots, name)
    if found is None:
        raise unknown(name)
    if is_kept_by_issuer(tx, book, found[0], who, clock.today):
        raise keeper_issues(who, name)
    held = next(iter(receipts_of(tx, deposit)), None)
    if held == name:
        return Issued(book, name, deposit, unchanged=True)
    if held is not None:
        raise Refused(
            "deposit_has_receipt",
            _("这笔交存已开票据 {receipt}").format(receipt=shown(held)),
            _("请核对；写错的票据先作废：wxzj fund receipt void"),
        )
    use = Use(name, deposit.voucher_id, deposit.sub_id, None)
    write_uses(tx, book.book_id, lots, [use], who, clock)
    return Issued(book, name, deposit, unchanged=False)


def unknown(receipt: str) -> Refused:
    """Return the refusal of a receipt that was never received."""
    return Refused(
        "receipt_unknown",
        _("票据 {receipt} 没有领用登记").format(receipt=shown(receipt)),
        _("请核对票据号，或先运行 wxzj fund receipt receive"),
    )


def keeper_issues(who: str, receipt: str) -> Refused:
    """Return the refusal of a keeper who would issue a receipt."""
    return Refused(
        "keeper_is_issuer",
        _("{who} 保管票据 {receipt}，不能自己开票").format(who=shown(who), receipt=shown(receipt)),
        _("请由另一人办理；规则见 wxzj registry rules show receipt.keeper_separate"),
    )


# ---- void ----


def void(
    tx: Tx,
    receipt: str,
    *,
    reason: str,
    book: str | None,
    on: date | None,
    who: str,
    clock: Clock,
) -> Issued:
    """Make a receipt void: unused, or of a deposit that was cancelled or wholly given back.

    Raises:
        InputError: `receipt_number`, or a reason that cannot be kept.
        Refused: `receipt_unknown`, `receipt_used`, `book_ambiguous`, `date_in_future`.
    """
    day = on or clock.today
    refuse_future(day, clock)
    reason = clean_name(reason, _("作废原因"))
    name = str(as_number(receipt))
    lots = read_lots(tx)
    found = [
        (each, place)
        for each in (list_books(tx) if book is None else [find_book(tx, book)])
        if (place := lot_of(lots.get(each.book_id, []), name)) is not None
    ]
    if not found:
        raise unknown(name)
    if len(found) > 1:
        choose_book(tx, None)
    of, (lot, number) = found[0]
    lock_head(tx, of.book_id)
    table = schema.receipt_void
    is_void = select(table.c.receipt).where(table.c.book_id == of.book_id, table.c.receipt == name)
    if tx.conn.execute(is_void).first() is not None:
        return Issued(of, name, None, unchanged=True)
    _refuse_standing(tx, of, name)
    tx.conn.execute(
        table.insert().values(
            book_id=of.book_id,
            receipt=name,
            lot_no=lot.lot_no,
            no=number.no,
            reason=reason,
            voided_on=day,
            who=who,
            at=clock.at,
        )
    )
    return Issued(of, name, None, unchanged=False)


def _refuse_standing(tx: Tx, book: Book, receipt: str) -> None:
    """Refuse where something is left of the deposit for which the receipt was given."""
    for row in tx.conn.execute(_standing(book.book_id, receipt)).all():
        number = number_of(row.period, row.word, row.no)
        deposit = find_deposit(tx, row.code, None, f"{book.code}:{number}")
        if left_of(tx, deposit):
            raise used(receipt)


def _standing(book_id: int, receipt: str) -> Select[Any]:
    use, voucher, sub = schema.receipt_use, schema.voucher, schema.sub_account
    red = voucher.alias("red")
    return (
        select(sub.c.code, voucher.c.period, voucher.c.word, voucher.c.no)
        .join_from(
            use,
            voucher,
            and_(voucher.c.book_id == use.c.book_id, voucher.c.voucher_id == use.c.voucher_id),
        )
        .join(sub, and_(sub.c.book_id == use.c.book_id, sub.c.sub_id == use.c.sub_id))
        .outerjoin(red, and_(red.c.book_id == use.c.book_id, red.c.reverses == use.c.voucher_id))
        .where(use.c.book_id == book_id, use.c.receipt == receipt, red.c.voucher_id.is_(None))
    )
