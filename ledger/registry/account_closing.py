"""A sub-account that holds nothing is closed by hand (销户), or opened again."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import func, select, update

from ledger.registry.books import Book, list_books
from ledger.registry.closed import EMPTY
from ledger.registry.estates import find_estates
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown

KIND: Final = "close_account"


class AccountClosed(NamedTuple):
    """What became of closing, or opening, a sub-account.

    Attributes:
        is_closed: whether it is closed now.
        changed: whether it was not before.
    """

    book: Book
    code: str
    is_closed: bool
    changed: bool


def close_account(
    tx: Tx, code: str, reason: str, on: date, *, reopen: bool, who: str, clock: Clock
) -> AccountClosed:
    """Close a sub-account that holds nothing, or open it again; the same again changes nothing.

    Args:
        tx: a transaction that writes.
        code: of the sub-account.
        reason: why.
        on: the day.
        reopen: open it instead; only what was closed by hand.
        who: the user.
        clock: today and now.

    Raises:
        Refused: `date_in_future`, `household_unknown`, `account_not_empty`, `account_left`.
        InputError: what `clean_name` raises.
    """
    reason = clean_name(reason, _("原因"))
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    book, sub_id = _find(tx, code)
    lock_head(tx, book.book_id)
    close = schema.sub_close
    standing = (
        close.c.book_id == book.book_id,
        close.c.sub_id == sub_id,
        close.c.since.is_not(None),
        close.c.until.is_(None),
    )
    row = tx.conn.execute(select(close.c.cause, close.c.event).where(*standing)).first()
    if (row is None) == reopen:
        return AccountClosed(book, code, is_closed=not reopen, changed=False)
    if row is not None and row.cause != EMPTY:
        raise Refused(
            "account_left",
            _("{code} 因灭失或划转销户，不能这样恢复").format(code=shown(code)),
            _("请冲销灭失认定或划转"),
        )
    if not reopen:
        _refuse_holding(tx, book, sub_id, code)
    change_id = record_master_change(
        tx,
        book.book_id,
        kind=KIND,
        summary=f"{'恢复' if reopen else '销户'} {code} {reason}",  # records are in Chinese
        row_count=1,
        content=hashlib.sha256(netstring(code, reason, on, str(reopen)).encode()).digest(),
        who=who,
        clock=clock,
    )
    if reopen:
        tx.conn.execute(update(close).where(*standing).values(until=change_id))
    else:
        _write(tx, book, sub_id, on, reason, change_id)
    return AccountClosed(book, code, is_closed=not reopen, changed=True)


def _write(tx: Tx, book: Book, sub_id: int, on: date, reason: str, change_id: int) -> None:
    tx.conn.execute(
        schema.sub_close.insert().values(
            book_id=book.book_id,
            event=f"close:{change_id}",
            sub_id=sub_id,
            cause=EMPTY,
            closed_on=on,
            reason=reason,
            since=change_id,
        )
    )


def _find(tx: Tx, code: str) -> tuple[Book, int]:
    """Find a sub-account by its code, in the books of the estate's custodian first."""
    sub = schema.sub_account
    estates = find_estates(tx, [code.partition("-")[0]])
    keepers = {each.custodian_id for each in estates.values()}
    books = {book.book_id: book for book in list_books(tx)}
    rows = tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id).where(
            sub.c.book_id.in_(list(books)), sub.c.code == code
        )
    ).all()
    if not rows:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(code)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    row = min(rows, key=lambda row: (books[row.book_id].custodian_id not in keepers, row.book_id))
    return books[row.book_id], row.sub_id


def _refuse_holding(tx: Tx, book: Book, sub_id: int, code: str) -> None:
    balance = schema.sub_balance
    held, earmark = tx.conn.execute(
        select(func.sum(func.abs(balance.c.amount_fen)), func.sum(balance.c.earmark_fen)).where(
            balance.c.book_id == book.book_id, balance.c.sub_id == sub_id
        )
    ).one()
    if held or earmark:
        raise Refused(
            "account_not_empty",
            _("{code} 还有余额 {amount} 元，不能销户").format(
                code=shown(code), amount=format_fen(int(held))
            ),
            _("余额退清、划转或返还之后再销户"),
        )
