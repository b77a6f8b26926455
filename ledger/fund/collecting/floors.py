"""How far below nothing a sub-account may stand (允许透支), with a second person's leave.

Where money left in cash that was never the household's, no order of corrections works without
standing below nothing for a while. The leave is a row that never changes; the last one counts, it
is listed at every close, and it ends by one of nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ledger.journal.voucher import Part
from ledger.registry.books import Book, list_books
from ledger.registry.estates import refuse_beyond
from ledger.registry.users import list_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import SHARE_MAX, format_fen
from ledger.values.text import clean_name, shown


class Granted(NamedTuple):
    """What became of a leave.

    Attributes:
        overdraft_fen: how far below nothing its principal may stand.
        balance_fen: its principal now.
        unchanged: whether that was allowed already.
    """

    book: Book
    code: str
    overdraft_fen: int
    balance_fen: int
    unchanged: bool


def grant_floor(  # what a leave says
    tx: Tx, code: str, overdraft_fen: int, *, reason: str, approver: str, who: str, clock: Clock
) -> Granted:
    """Let the principal of a sub-account stand so far below nothing, or no longer (0).

    Raises:
        InputError: a reason or name that cannot be kept.
        Refused: `household_unknown`, `amount_too_large`, `approver_is_drafter`, `user_unknown`,
            `floor_in_use`.
    """
    reason = clean_name(reason, _("原因"))
    approver = clean_name(approver, _("批准人"))
    _refuse_people(tx, who, approver)
    if overdraft_fen > SHARE_MAX:
        raise Refused(
            "amount_too_large",
            _("透支限额不超过 {largest} 元").format(largest=format_fen(SHARE_MAX)),
            _("请核对金额"),
        )
    book, sub_id = _find(tx, code)
    lock_head(tx, book.book_id)
    balance, grant = schema.sub_balance, schema.floor_grant
    row = tx.conn.execute(
        select(balance.c.amount_fen, balance.c.earmark_fen, balance.c.floor_fen).where(
            balance.c.book_id == book.book_id,
            balance.c.sub_id == sub_id,
            balance.c.part == int(Part.PRINCIPAL),
        )
    ).one()
    if row.floor_fen == -overdraft_fen:
        return Granted(book, code, overdraft_fen, row.amount_fen, unchanged=True)
    if row.amount_fen - row.earmark_fen < -overdraft_fen:
        raise Refused(
            "floor_in_use",
            _("{code} 本金余额 {balance} 元，不能把透支限额降到 {limit} 元").format(
                code=shown(code),
                balance=format_fen(row.amount_fen),
                limit=format_fen(overdraft_fen),
            ),
            _("请先收回差额，再收回透支"),
        )
    newest = tx.conn.execute(
        select(func.coalesce(func.max(grant.c.grant_id), 0)).where(grant.c.book_id == book.book_id)
    ).scalar_one()
    grant_row = {
        "book_id": book.book_id,
        "grant_id": newest + 1,
        "sub_id": sub_id,
        "part": int(Part.PRINCIPAL),
        "floor_fen": -overdraft_fen,
        "who": who,
        "second": approver,
        "reason": reason,
        "at": clock.at,
    }
    _write(tx, book, code, grant_row, clock)
    return Granted(book, code, overdraft_fen, row.amount_fen, unchanged=False)


def _write(tx: Tx, book: Book, code: str, row: Mapping[str, Any], clock: Clock) -> None:
    """Write a leave, and its leaf in the log of the book."""
    tx.conn.execute(schema.floor_grant.insert().values(row))
    said = (code, row["floor_fen"], row["who"], row["second"], row["reason"])
    record_master_change(
        tx,
        book.book_id,
        kind="floor",
        summary=f"{code}允许透支{format_fen(-row['floor_fen'])}元：{row['reason']}",
        row_count=1,
        content=hashlib.sha256(netstring("floor", *said).encode()).digest(),
        who=row["who"],
        clock=clock,
    )


def _refuse_people(tx: Tx, who: str, approver: str) -> None:
    if approver == who:
        raise Refused(
            "approver_is_drafter",
            _("{who} 不能自己批准").format(who=shown(who)),
            _("请写明另一位批准人（--approver）"),
        )
    users = {user.name for user in list_users(tx)}
    if users and approver not in users:
        raise Refused(
            "user_unknown",
            _("没有用户 {user}").format(user=shown(approver)),
            _("请运行 wxzj user list 查看"),
        )


def _find(tx: Tx, code: str) -> tuple[Book, int]:
    sub, books = schema.sub_account, {book.book_id: book for book in list_books(tx)}
    row = tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id, sub.c.estate_id)
        .where(sub.c.book_id.in_(books), sub.c.code == code)
        .order_by(sub.c.book_id)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(code)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    refuse_beyond(tx, row.estate_id)
    return books[row.book_id], row.sub_id
