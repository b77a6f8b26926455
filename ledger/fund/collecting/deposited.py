"""Deposits that stand in the books (交存), found again for what is done to them later.

A deposit is here what one voucher gave one sub-account as money paid in: a payment of a list, a
claim of unclaimed money, what was moved to its right household, an opening balance. It is read
from the sealed shares, so it is the sub-account's that holds it today; its day is the one from
which the money counts. What was reversed is none. What was taken of it since, given back or moved
on, is found by the event of the vouchers that did so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ledger.journal.drafts import drafts_of_event
from ledger.journal.reading import number_of
from ledger.journal.voucher import Draft, Kind, Part, PayerClass
from ledger.journal.vouchers import find_voucher
from ledger.registry.books import Book, list_books
from ledger.registry.estates import refuse_beyond
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_SHOWN_MAX: Final = 5  # deposits named where several fit
SUB_KINDS: Final = ("HOUSEHOLD", "SELLING_UNIT", "DEVELOPER")  # whose money may be given back


class Deposited(NamedTuple):
    """A deposit that stands in the books: what a voucher gave a sub-account.

    Attributes:
        voucher: the number of the voucher.
        bank_account_id: where the money lies; None where the voucher names no bank, or several.
        dated_on: the day from which the money counts.
        amount_fen: all of it, whatever was taken of it since.
        is_opening: handed over by a former keeper, who received it in an earlier year.
    """

    book: Book
    voucher_id: int
    voucher: str
    sub_id: int
    estate_id: int
    bank_account_id: int | None
    dated_on: date
    purpose: str
    payer_class: PayerClass
    amount_fen: int
    is_opening: bool

    def is_income_of(self, on: date) -> bool:
        """Tell whether it was income of the calendar year of `on`."""
        return not self.is_opening and self.dated_on.year == on.year

    @property
    def refunds(self) -> str:
        """What the events of its refunds begin with."""
        return f"refund:{self.voucher_id}:{self.sub_id}:"

    @property
    def moves(self) -> str:
        """What the events of its moves to other households begin with."""
        return f"move:{self.book.book_id}:{self.voucher_id}:{self.sub_id}:"


def find_deposit(tx: Tx, household: str, on: date | None, voucher_code: str | None) -> Deposited:
    """Find the one deposit of a household, or of a selling unit, that is meant.

    Args:
        tx: a transaction.
        household: the code of the household or the selling unit.
        on: the day of the deposit; None where it is left open.
        voucher_code: the number of its voucher; None where it is left open.

    Raises:
        InputError: `voucher_code`.
        Refused: `household_unknown`, `voucher_unknown`, `deposit_unknown`, `deposit_ambiguous`.
    """
    named = None if voucher_code is None else find_voucher(tx, voucher_code)
    found = [
        each
        for each in deposits_of(tx, household, on)
        if named is None or named == (each.book.book_id, each.voucher_id)
    ]
    if not found:
        raise Refused(
            "deposit_unknown",
            _("{code} 没有这样一笔交存，或已注销").format(code=shown(household)),
            _("请用 wxzj report household {code} 核对交存日期和凭证号").format(
                code=shown(household)
            ),
        )
    if len(found) > 1:
        told = "、".join(each.voucher for each in found[:_SHOWN_MAX])
        raise Refused(
            "deposit_ambiguous",
            _("{code} 有 {count} 笔这样的交存：{vouchers}").format(
                code=shown(household), count=len(found), vouchers=told
            ),
            _("请加 --voucher 凭证号，说明退的是哪一笔"),
        )
    return found[0]


def deposits_of(tx: Tx, household: str, on: date | None = None) -> list[Deposited]:
    """Return the deposits of a sub-account that stand, the oldest voucher first.

    Raises:
        Refused: `household_unknown`, `out_of_reach`.
    """
    sub = schema.sub_account
    books = {book.book_id: book for book in list_books(tx)}
    subs = tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id, sub.c.estate_id)
        .where(sub.c.book_id.in_(books), sub.c.code == household, sub.c.kind.in_(SUB_KINDS))
        .order_by(sub.c.book_id)
    ).all()
    if not subs:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(household)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    for own in subs:
        refuse_beyond(tx, own.estate_id)
    return [
        _deposited(row, books[own.book_id], own.sub_id, own.estate_id)
        for own in subs
        for row in tx.conn.execute(_deposits(own.book_id, own.sub_id, own.estate_id, on))
    ]


def _deposits(book_id: int, sub_id: int, estate_id: int, on: date | None) -> Select[Any]:
    voucher, share, line = schema.voucher, schema.share, schema.line
    red, bank = voucher.alias("red"), line.alias("bank")
    of_bank = and_(
        bank.c.book_id == book_id,
        bank.c.voucher_id == voucher.c.voucher_id,
        bank.c.bank_account_id.is_not(None),
    )
    query = (
        select(
            voucher.c.voucher_id,
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            voucher.c.value_on,
            voucher.c.kind,
            share.c.amount_fen,
            share.c.payer_class,
            line.c.detail,
            select(func.min(bank.c.bank_account_id)).where(of_bank).scalar_subquery(),
            select(func.max(bank.c.bank_account_id)).where(of_bank).scalar_subquery(),
        )
        .join_from(
            voucher,
            share,
            and_(
                share.c.book_id == book_id,
                share.c.voucher_id == voucher.c.voucher_id,
                share.c.sub_id == sub_id,
                share.c.part == int(Part.PRINCIPAL),
            ),
        )
        .join(
            line,
            and_(
                line.c.book_id == book_id,
                line.c.voucher_id == voucher.c.voucher_id,
                line.c.line_no == share.c.line_no,
            ),
        )
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.estate_id == estate_id,
            voucher.c.kind.in_((Kind.GENERAL.value, Kind.OPENING.value)),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
            share.c.amount_fen > 0,
            share.c.payer_class.is_not(None),
        )
        .order_by(voucher.c.voucher_id)
    )
    return query if on is None else query.where(voucher.c.value_on == on)


def _deposited(row: Any, book: Book, sub_id: int, estate_id: int) -> Deposited:
    first_bank, last_bank = row[-2:]
    return Deposited(
        book=book,
        voucher_id=row.voucher_id,
        voucher=f"{book.code}:{number_of(row.period, row.word, row.no)}",
        sub_id=sub_id,
        estate_id=estate_id,
        bank_account_id=first_bank if first_bank == last_bank else None,
        dated_on=row.value_on,
        purpose=row.detail or "",
        payer_class=PayerClass(row.payer_class),
        amount_fen=int(row.amount_fen),
        is_opening=row.kind == Kind.OPENING.value,
    )


# ---- what was taken of a deposit since ----


class Taking(NamedTuple):
    """A voucher, or a draft that waits, that took something of a deposit.

    Attributes:
        event: of the act that it belongs to.
        fen: what the sub-account lost by it.
        is_draft: whether it waits for a second person.
    """

    code: str
    event: str
    fen: int
    is_draft: bool


def takings(tx: Tx, deposit: Deposited) -> list[Taking]:
    """Return what was given back or moved of a deposit and stands, drafts that wait included."""
    return [
        Taking(code, event, fen, is_draft)
        for beginning in (deposit.refunds, deposit.moves)
        for code, event, sub_id, fen, is_draft in _takings(tx, deposit.book, beginning)
        if sub_id == deposit.sub_id
    ]


def left_of(tx: Tx, deposit: Deposited) -> int:
    """Return what is left of a deposit, in fen."""
    return deposit.amount_fen - sum(each.fen for each in takings(tx, deposit))


def count_events(tx: Tx, book: Book, beginning: str) -> int:
    """Count the vouchers and drafts whose event begins so, whatever became of them."""
    voucher = schema.voucher
    posted = tx.conn.execute(
        select(func.count()).where(
            voucher.c.book_id == book.book_id, begins_with(voucher.c.event, beginning)
        )
    ).scalar_one()
    return int(posted) + len(drafts_of_event(tx, book.book_id, beginning))


def refuse_taken(tx: Tx, book: Book, voucher_id: int) -> None:
    """Refuse to cancel a voucher of which a deposit was given back or moved on.

    Raises:
        Refused: `deposit_refunded`.
    """
    beginnings = (f"refund:{voucher_id}:", f"move:{book.book_id}:{voucher_id}:")
    codes = dict.fromkeys(
        code for beginning in beginnings for code, *_rest in _takings(tx, book, beginning)
    )
    if codes:
        raise Refused(
            "deposit_refunded",
            _("这张凭证里的交存已经退款或改记到别户：{vouchers}").format(
                vouchers="、".join(list(codes)[:_SHOWN_MAX])
            ),
            _("请先注销这些凭证（待审核的用 wxzj voucher return 退回），再注销交存"),
        )


def moved_to(tx: Tx, book_id: int, deposit_key: str) -> frozenset[str]:
    """Return the codes of the sub-accounts that a deposit of a list was moved to.

    What was moved on from there is not followed.
    """
    deposit, voucher, share, sub = (
        schema.deposit,
        schema.voucher,
        schema.share,
        schema.sub_account,
    )
    red = voucher.alias("red")
    events = [
        f"move:{book_id}:{row.voucher_id}:{row.sub_id}:"
        for row in tx.conn.execute(
            select(deposit.c.voucher_id, deposit.c.sub_id).where(
                deposit.c.book_id == book_id, deposit.c.deposit_key == deposit_key
            )
        )
    ]
    query = (
        select(sub.c.code)
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .join(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            or_(*(begins_with(voucher.c.event, event) for event in events)),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
            share.c.amount_fen > 0,
        )
    )
    return frozenset(tx.conn.execute(query).scalars()) if events else frozenset()


def begins_with(column: ColumnElement[Any], beginning: str) -> ColumnElement[bool]:
    """Return the condition that a text begins so; `beginning` ends with a colon.

    A range, so that an index by code point serves it: `;` follows the colon.
    """
    assert beginning.endswith(":")
    return and_(column >= beginning, column < f"{beginning[:-1]};")


def _takings(tx: Tx, book: Book, beginning: str) -> Iterator[tuple[str, str, int, int, bool]]:
    """Walk what sub-accounts lost by vouchers, then drafts, whose event begins so.

    Repairs that are charged anew within the same event name their case and are none.
    """
    voucher, share = schema.voucher, schema.share
    red = voucher.alias("red")
    query = (
        select(
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            voucher.c.event,
            share.c.sub_id,
            -share.c.amount_fen,
        )
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == voucher.c.book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book.book_id,
            begins_with(voucher.c.event, beginning),
            voucher.c.reverses.is_(None),
            or_(voucher.c.case_id.is_(None), voucher.c.corrects.is_(None)),
            red.c.voucher_id.is_(None),
            share.c.amount_fen < 0,
        )
        .order_by(voucher.c.voucher_id, share.c.sub_id)
    )
    for period, word, no, event, sub_id, fen in tx.conn.execute(query):
        yield f"{book.code}:{number_of(period, word, no)}", event, sub_id, int(fen), False
    for kept in drafts_of_event(tx, book.book_id, beginning):
        if kept.state in {"DRAFT", "CHECKED"} and _takes(kept.draft):
            for line in kept.draft.lines:
                for each in line.shares:
                    if each.amount_fen < 0:
                        event = kept.draft.event or ""
                        yield kept.code, event, each.sub_id, -each.amount_fen, True


def _takes(draft: Draft) -> bool:
    return draft.reverses is None and (draft.case_id is None or draft.corrects is None)
