"""Closes held to the log they stood on, and months to their closes. All books at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, select, union_all

from ledger.closing.checkpoint import Checkpoint, write_checkpoint
from ledger.closing.roots import EstateRoot, book_root
from ledger.closing.statements import Frozen, digest_of
from ledger.closing.verify_ladder import standing_close
from ledger.journal.verify_log import Books, Log, wrong
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.streams import Stream
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.period import MONTHS
from ledger.values.text import safe

_CLOSES_AT_A_TIME: Final = 200  # each with its checkpoint and its statements


def months(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare the state of every month with the acts in the close log."""
    month, log = schema.month, schema.close_log
    acts_of = select(log.c.book_id, log.c.period, log.c.close_no, log.c.act).order_by(
        log.c.book_id, log.c.period, log.c.close_no
    )
    every = select(month.c.book_id, month.c.period, month.c.state, month.c.close_no).order_by(
        month.c.book_id, month.c.period
    )
    with Stream(tx, acts_of, key_width=2) as acts, Stream(tx, every) as rows:
        for book_id, own in groupby(rows, key=itemgetter(0)):
            before: Any = None
            for row in own:
                lawful = _state_after(acts.of(book_id, row.period))
                for told in _month_faults(row, before, lawful):
                    yield wrong("month_state_differs", _where(books, book_id, row.period), told)
                before = row


def _month_faults(row: Any, before: Any, lawful: tuple[str, int]) -> Iterator[str]:
    if (row.state, row.close_no) != lawful:
        yield _("月份状态与结账记录不符")
    if before is not None and row.period != _next(before.period):
        yield _("与上一个月份不相连")
    elif before is not None and before.state == "OPEN" and row.state != "OPEN":
        yield _("已结账，而上一个月份未结账")


def _next(period: int) -> int:
    return period + 89 if period % 100 == MONTHS else period + 1


def _state_after(acts: Iterable[Any]) -> tuple[str, int]:
    """Return the state and the number of closes that the acts of a month lead to."""
    by_no: dict[int, set[str]] = {}
    for row in acts:
        by_no.setdefault(row.close_no, set()).add(row.act)
    if not by_no:
        return "OPEN", 0
    last = max(by_no)
    whole = sorted(by_no) == list(range(1, last + 1))
    reopened = all("REOPEN" in by_no[no] for no in by_no if no != last)
    if not (whole and reopened and "CLOSE" in by_no[last]):
        return "?", last
    if "LOCK" in by_no[last]:
        return "LOCKED", last
    return ("OPEN" if "REOPEN" in by_no[last] else "CLOSED"), last


def posted_after_close(tx: Tx, books: Books) -> Iterator[Finding]:
    """Look for vouchers of closed months that came into the log after their close."""
    voucher, month, log = schema.voucher, schema.month, schema.close_log
    query = (
        select(voucher.c.book_id, voucher.c.period, voucher.c.word, voucher.c.no)
        .join_from(
            month,
            log,
            and_(
                log.c.book_id == month.c.book_id,
                log.c.period == month.c.period,
                log.c.close_no == month.c.close_no,
                log.c.act == "CLOSE",
            ),
        )
        .join(
            voucher,
            and_(
                voucher.c.book_id == month.c.book_id,
                voucher.c.period == month.c.period,
                voucher.c.voucher_id > log.c.log_size,
            ),
        )
        .where(month.c.state != "OPEN")
    )
    for key in tx.conn.execute(query):
        yield wrong("posted_after_close", books.voucher(*key), _("月份结账以后才入账"))


def checkpoints(tx: Tx, books: Books, log: Log) -> Iterator[Finding]:
    """Compare what every close states with the log, the roots and the statements it stood on."""
    close, month = schema.close_log, schema.month
    book, custodian = schema.book, schema.custodian
    query = (
        select(close, custodian.c.code.label("custodian"), month.c.close_no.label("standing_no"))
        .join_from(close, book, book.c.book_id == close.c.book_id)
        .outerjoin(month, standing_close(close))
        .join(custodian, custodian.c.custodian_id == book.c.custodian_id)
        .where(close.c.act == "CLOSE")
        .order_by(close.c.book_id, close.c.period, close.c.close_no)
    )
    with (
        Stream(tx, query, at_a_time=_CLOSES_AT_A_TIME) as rows,
        Stream(tx, _statements(), key_width=3, at_a_time=_CLOSES_AT_A_TIME) as statements,
        Stream(tx, _estate_roots(), key_width=3) as roots,
    ):
        for _book_id, own in groupby(rows, key=itemgetter(0)):
            newest: dict[int, EstateRoot] = {}
            for row in own:
                key = (row.book_id, row.period, row.close_no)
                newest.update((each.estate_id, _estate_root(each)) for each in roots.of(*key))
                frozen = [
                    Frozen(each.form, each.body, bytes(each.digest)) for each in statements.of(*key)
                ]
                computed = {"statement_digest": digest_of(frozen), **_log_roots(log, row)}
                if row.standing_no is not None:  # another module looks at those replaced
                    computed["balance_root"] = book_root(newest.values())
                where = _where(books, row.book_id, row.period)
                yield from _changed_statements(where, frozen)
                yield from _compared(books, row, where, computed)


def _changed_statements(where: str, frozen: Iterable[Frozen]) -> Iterator[Finding]:
    for each in frozen:
        if sha256(each.body.encode("utf-8", "surrogatepass")).digest() != each.digest:
            told = _("封存的报表 {form} 被改动").format(form=safe(each.form))
            yield wrong("statement_differs", where, told)


def _log_roots(log: Log, row: Any) -> dict[str, bytes]:
    """Return the roots at the size that a close states; nothing beyond a gap, told elsewhere."""
    known = log.roots.get((row.book_id, row.log_size))
    return {} if known is None else {"root": known[0], "master_digest": known[1]}


def _compared(books: Books, row: Any, where: str, computed: dict[str, bytes]) -> Iterator[Finding]:
    titles = {
        "statement_digest": _("报表摘要"),
        "balance_root": _("分户余额根"),
        "root": _("日志根"),
        "master_digest": _("基础资料摘要"),
    }
    for name, value in computed.items():
        if value != bytes(row._mapping[name]):  # noqa: SLF001 # how SQLAlchemy calls a row as a mapping
            told = _("结账记录的{what}与账不符").format(what=titles[name])
            yield wrong("checkpoint_differs", where, told)
    if "root" not in computed:
        told = _("结账时日志有 {size} 条，现在没有这么多连续的记录").format(size=row.log_size)
        yield wrong("checkpoint_differs", where, told)
    stated = write_checkpoint(
        Checkpoint(
            custodian=row.custodian,
            book=books.book(row.book_id),
            size=row.log_size,
            root=bytes(row.root),
            period=row.period,
            close_no=row.close_no,
            balance_root=bytes(row.balance_root),
            master_digest=bytes(row.master_digest),
            statement_digest=bytes(row.statement_digest),
        )
    )
    if row.checkpoint != stated:
        yield wrong("checkpoint_differs", where, _("检查点文本与结账记录不符"))


def _estate_root(row: Any) -> EstateRoot:
    return EstateRoot(row.code or "", row.estate_id, row.leaf_count, bytes(row.root))


def _statements() -> Select[Any]:
    kept = schema.statement
    return select(
        kept.c.book_id, kept.c.period, kept.c.close_no, kept.c.form, kept.c.body, kept.c.digest
    ).order_by(kept.c.book_id, kept.c.period, kept.c.close_no, kept.c.form)


def _estate_roots() -> Select[Any]:
    kept, estate = schema.balance_root, schema.estate
    return (
        select(
            kept.c.book_id,
            kept.c.period,
            kept.c.close_no,
            kept.c.estate_id,
            kept.c.leaf_count,
            kept.c.root,
            estate.c.code,
        )
        .outerjoin_from(kept, estate, estate.c.estate_id == kept.c.estate_id)
        .order_by(kept.c.book_id, kept.c.period, kept.c.close_no)
    )


def account_snapshots(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare each close's balances of accounts with those before it and the month's movement."""
    kept, moved, month = schema.account_snapshot, schema.turnover, schema.month
    closed = month.alias("closed")
    after = case((kept.c.period % 100 == MONTHS, kept.c.period + 89), else_=kept.c.period + 1)
    dimensions = (kept.c.account, kept.c.estate_id, kept.c.bank_account_id)
    here: Select[Any] = select(
        kept.c.book_id, kept.c.period, *dimensions, (-kept.c.balance_fen).label("fen")
    ).join_from(kept, month, standing_close(kept))
    carried: Select[Any] = (
        select(kept.c.book_id, closed.c.period, *dimensions, kept.c.balance_fen)
        .join_from(kept, month, standing_close(kept))
        .join(
            closed,
            and_(
                closed.c.book_id == kept.c.book_id,
                closed.c.period == after,
                closed.c.state != "OPEN",
            ),
        )
    )
    movement: Select[Any] = select(
        moved.c.book_id,
        moved.c.period,
        moved.c.account,
        moved.c.estate_id,
        moved.c.bank_account_id,
        moved.c.debit_fen - moved.c.credit_fen,
    ).join_from(
        moved,
        closed,
        and_(
            closed.c.book_id == moved.c.book_id,
            closed.c.period == moved.c.period,
            closed.c.state != "OPEN",
        ),
    )
    every = union_all(here, carried, movement).subquery()
    keys = (every.c.book_id, every.c.period, every.c.account)
    query = (
        select(*keys)
        .group_by(*keys, every.c.estate_id, every.c.bank_account_id)
        .having(func.sum(every.c.fen) != 0)
        .subquery()
    )
    for book_id, period, account in tx.conn.execute(select(query).distinct()):
        yield wrong(
            "account_snapshot_differs",
            _where(books, book_id, period),
            _("科目 {account} 的月末结存与发生额不符").format(account=safe(account)),
        )


def _where(books: Books, book_id: int, period: int) -> str:
    return f"{books.book(book_id)}:{period // 100:04}-{period % 100:02}"
