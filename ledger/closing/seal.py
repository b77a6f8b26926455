"""What a close leaves behind: statements, roots, checkpoint, snapshots, and the month closed.

The order is the database's: all of it hangs on the close's row, and the month comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Insert, Integer, Select, Update, and_, bindparam, insert, select, update

from ledger.closing import roots, statements
from ledger.closing.checkpoint import Checkpoint, write_checkpoint
from ledger.closing.months import TheBook
from ledger.journal.balances import (
    THE_BOOK,
    THE_PERIOD,
    MonthEnd,
    accounts_at,
    holdings_at,
    read_figures,
)
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Dialect, Tx
from ledger.store.log import advance
from ledger.values.clock import Clock
from ledger.values.digest import root_of
from ledger.values.period import MONTHS, month_of

_THE_CLOSE: Final = bindparam("the_close", type_=Integer)


def seal_month(
    tx: Tx, book: TheBook, end: MonthEnd, close_no: int, *, who: str, clock: Clock
) -> tuple[bytes, str]:
    """Freeze the statements, write the close's row, then all that hangs on it, then the month.

    Returns:
        The root of the book's log, and the checkpoint.
    """
    frozen = statements.freeze(
        book.code,
        close_no,
        read_figures(tx, book.book_id, end.period),
        statements.read_accounts(tx, book.book_id),
        kind=book.kind,
    )
    moved = roots.new_roots(tx, end, book.salt)
    standing = {each.code: each for each in roots.standing_roots(tx, book.book_id, end.period)}
    standing.update((each.code, each) for each in moved)
    log = advance(tx, book.book_id)
    stated = Checkpoint(
        custodian=book.custodian,
        book=book.code,
        size=log.size,
        root=log.root(),
        period=end.period,
        close_no=close_no,
        balance_root=roots.book_root(standing.values()),
        master_digest=_master_digest(tx, book.book_id),
        statement_digest=statements.digest_of(frozen),
    )
    checkpoint = _log_close(tx, book.book_id, stated, who=who, clock=clock)
    words = {**end.words, "the_close": close_no}
    tx.conn.execute(_snapshot_of_accounts(), words)
    everybody = month_of(end.period) == MONTHS
    tx.conn.execute(
        _snapshot_of_holdings(tx.dialect, has_later=end.has_later, everybody=everybody), words
    )
    _keep(tx, (book.book_id, end.period, close_no), moved, frozen)
    tx.conn.execute(_month_closed(), words)
    return stated.root, checkpoint


def _log_close(tx: Tx, book_id: int, stated: Checkpoint, *, who: str, clock: Clock) -> str:
    """Write the row that all else hangs on, and return the checkpoint's text."""
    checkpoint = write_checkpoint(stated)
    tx.conn.execute(
        schema.close_log.insert().values(
            book_id=book_id,
            period=stated.period,
            close_no=stated.close_no,
            act="CLOSE",
            who=who,
            at=clock.at,
            log_size=stated.size,
            root=stated.root,
            balance_root=stated.balance_root,
            master_digest=stated.master_digest,
            statement_digest=stated.statement_digest,
            checkpoint=checkpoint,
        )
    )
    return checkpoint


def _keep(
    tx: Tx,
    close: tuple[int, int, int],
    moved: Sequence[roots.EstateRoot],
    frozen: Sequence[statements.Frozen],
) -> None:
    """Write the roots and the frozen statements; `close` is book, month and number."""
    insert_rows(
        tx,
        schema.balance_root,
        ("book_id", "period", "close_no", "estate_id", "leaf_count", "root"),
        [(*close, each.estate_id, each.leaf_count, each.root) for each in moved],
    )
    insert_rows(
        tx,
        schema.statement,
        ("book_id", "period", "close_no", "form", "body", "digest"),
        [(*close, each.form, each.body, each.digest) for each in frozen],
    )


def _master_digest(tx: Tx, book_id: int) -> bytes:
    leaves = tx.conn.execute(_master_leaves(), {"the_book": book_id}).scalars()
    return root_of(bytes(leaf) for leaf in leaves)


@cache
def _master_leaves() -> Select[Any]:
    change = schema.master_change
    return select(change.c.leaf).where(change.c.book_id == THE_BOOK).order_by(change.c.change_id)


@cache
def _snapshot_of_accounts() -> Insert:
    """Write the closing balances of all accounts."""
    table, accounts = schema.account_snapshot, accounts_at()
    return insert(table).from_select(
        [column.name for column in table.columns],
        select(
            THE_BOOK,
            THE_PERIOD,
            _THE_CLOSE,
            accounts.c.account,
            accounts.c.estate_id,
            accounts.c.bank_account_id,
            accounts.c.balance_fen,
        ),
    )


@cache
def _snapshot_of_holdings(dialect: Dialect, *, has_later: bool, everybody: bool) -> Insert:
    """Write the closing balances of the sub-accounts that moved.

    In December of all of them, so that no search for a balance goes further back.
    """
    held = holdings_at(dialect, has_later=has_later)
    rows = select(
        THE_BOOK,
        held.c.sub_id,
        held.c.part,
        THE_PERIOD,
        _THE_CLOSE,
        held.c.amount_fen,
        held.c.moment,
    )
    if not everybody:
        share, voucher = schema.share, schema.voucher
        moved = (
            select(share.c.sub_id, share.c.part)
            .distinct()
            .join_from(
                voucher,
                share,
                and_(share.c.book_id == THE_BOOK, share.c.voucher_id == voucher.c.voucher_id),
            )
            .where(voucher.c.book_id == THE_BOOK, voucher.c.period == THE_PERIOD)
            .subquery()
        )
        rows = rows.join(moved, and_(moved.c.sub_id == held.c.sub_id, moved.c.part == held.c.part))
    table = schema.snapshot
    return insert(table).from_select([column.name for column in table.columns], rows)


@cache
def _month_closed() -> Update:
    month = schema.month
    return (
        update(month)
        .where(month.c.book_id == THE_BOOK, month.c.period == THE_PERIOD)
        .values(state="CLOSED", close_no=_THE_CLOSE)
    )
