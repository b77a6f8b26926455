"""Vouchers against their numbers, lines and shares. Set-wise, over all books at once.

A leaf tells that a voucher is what was sealed. These checks tell that what was sealed is lawful:
somebody who owns the file could seal anything. Each query gives back only what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from ledger.journal.verify_log import Books, wrong
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import safe

Check = Callable[[Tx, Books], Iterator[Finding]]

_NUMBERS_MAX: Final = 200  # missing numbers that one month's word names


def numbers(tx: Tx, books: Books) -> Iterator[Finding]:
    """Look for gaps in the numbers of each book, month and word."""
    voucher, kept = schema.voucher, schema.number
    given = (
        select(
            voucher.c.book_id,
            voucher.c.period,
            voucher.c.word,
            func.count().label("n"),
            func.max(voucher.c.no).label("last_no"),
        )
        .group_by(voucher.c.book_id, voucher.c.period, voucher.c.word)
        .subquery()
    )
    same = and_(
        kept.c.book_id == given.c.book_id,
        kept.c.period == given.c.period,
        kept.c.word == given.c.word,
    )
    bad: Select[Any] = (
        select(given.c.book_id, given.c.period, given.c.word, given.c.last_no, kept.c.last_no)
        .outerjoin_from(given, kept, same)
        .where(or_(given.c.n != given.c.last_no, kept.c.last_no.is_distinct_from(given.c.last_no)))
    )
    lonely: Select[Any] = (
        select(kept.c.book_id, kept.c.period, kept.c.word, given.c.last_no, kept.c.last_no)
        .outerjoin_from(kept, given, same)
        .where(given.c.n.is_(None))
    )
    for query in (bad, lonely):
        for book_id, period, word, last_no, kept_no in tx.conn.execute(query).all():
            yield from _gaps(tx, books, _Word(book_id, period, word), last_no or 0, kept_no)


class _Word(NamedTuple):
    """Numbers of one series."""

    book_id: int
    period: int
    word: str


def _gaps(tx: Tx, books: Books, of: _Word, last_no: int, kept_no: int | None) -> Iterator[Finding]:
    voucher = schema.voucher
    there = set(
        tx.conn.execute(
            select(voucher.c.no).where(
                voucher.c.book_id == of.book_id,
                voucher.c.period == of.period,
                voucher.c.word == of.word,
            )
        ).scalars()
    )
    told = 0
    for no in range(1, max(last_no, kept_no or 0) + 1):
        if no not in there and told < _NUMBERS_MAX:
            told += 1
            yield wrong("number_gap", books.voucher(*of, no), _("缺这个凭证号"))
    if kept_no is None or kept_no < last_no or not told:
        yield wrong(
            "number_differs",
            books.voucher(*of, last_no),
            _("最后一号是 {last}，编号表记着 {kept}").format(last=last_no, kept=kept_no),
        )


def lines(tx: Tx, books: Books) -> Iterator[Finding]:
    """Add up the lines of every voucher; look for lines without a voucher."""
    line, voucher = schema.line, schema.voucher
    summed = (
        select(
            line.c.book_id,
            line.c.voucher_id,
            func.count().label("n"),
            func.max(line.c.line_no).label("last_no"),
            func.sum(case((line.c.side == "D", line.c.amount_fen), else_=0)).label("debit"),
            func.sum(case((line.c.side == "D", 0), else_=line.c.amount_fen)).label("credit"),
        )
        .group_by(line.c.book_id, line.c.voucher_id)
        .subquery()
    )
    query = (
        select(
            summed.c.book_id,
            summed.c.voucher_id,
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            summed.c.debit,
            summed.c.credit,
        )
        .outerjoin_from(summed, voucher, same_voucher(summed, voucher))
        .where(
            or_(
                voucher.c.voucher_id.is_(None),
                summed.c.n != voucher.c.line_count,
                summed.c.last_no != voucher.c.line_count,
                summed.c.debit != summed.c.credit,
                summed.c.debit != voucher.c.debit_fen,
            )
        )
    )
    for row in tx.conn.execute(query):
        if row.period is None:
            where = f"{books.book(row.book_id)} #{row.voucher_id}"
            yield wrong("line_orphan", where, _("有分录而没有凭证"))
        else:
            yield wrong(
                "line_differs",
                books.voucher(row.book_id, row.period, row.word, row.no),
                _("分录的张数或借贷合计不符：借 {debit} 元，贷 {credit} 元").format(
                    debit=format_fen(int(row.debit)), credit=format_fen(int(row.credit))
                ),
            )
    bare = (
        select(voucher.c.book_id, voucher.c.period, voucher.c.word, voucher.c.no)
        .outerjoin_from(voucher, line, same_voucher(line, voucher))
        .where(line.c.voucher_id.is_(None))
    )
    for key in tx.conn.execute(bare):
        yield wrong("line_differs", books.voucher(*key), _("凭证没有分录"))


def accounts(tx: Tx, books: Books) -> Iterator[Finding]:
    """Look for lines on accounts that the chart of their book does not have."""
    line, voucher, book, account = schema.line, schema.voucher, schema.book, schema.account
    query = (
        select(voucher.c.book_id, voucher.c.period, voucher.c.word, voucher.c.no, line.c.account)
        .join_from(line, book, book.c.book_id == line.c.book_id)
        .join(voucher, same_voucher(line, voucher))
        .outerjoin(
            account, and_(account.c.chart == book.c.chart, account.c.account == line.c.account)
        )
        .where(account.c.account.is_(None))
    )
    for *key, code in tx.conn.execute(query):
        yield wrong(
            "account_unknown",
            books.voucher(*key),
            _("科目 {account} 不在科目表里").format(account=safe(code)),
        )


def shares(tx: Tx, books: Books) -> Iterator[Finding]:
    """Add up the shares of every line; look for shares without a voucher or a line."""
    share, voucher = schema.share, schema.voucher
    counted = (
        select(share.c.book_id, share.c.voucher_id, func.count().label("n"))
        .group_by(share.c.book_id, share.c.voucher_id)
        .subquery()
    )
    query = (
        select(
            counted.c.book_id, counted.c.voucher_id, voucher.c.period, voucher.c.word, voucher.c.no
        )
        .outerjoin_from(counted, voucher, same_voucher(counted, voucher))
        .where(voucher.c.share_count.is_distinct_from(counted.c.n))
    )
    for row in tx.conn.execute(query):
        if row.period is None:
            where = f"{books.book(row.book_id)} #{row.voucher_id}"
            yield wrong("share_orphan", where, _("有分户明细而没有凭证"))
        else:
            where = books.voucher(row.book_id, row.period, row.word, row.no)
            yield wrong("share_count_wrong", where, _("分户明细的条数不符"))
    emptied = (
        select(voucher.c.book_id, voucher.c.period, voucher.c.word, voucher.c.no)
        .outerjoin_from(voucher, counted, same_voucher(counted, voucher))
        .where(voucher.c.share_count != 0, counted.c.n.is_(None))
    )
    for key in tx.conn.execute(emptied):
        yield wrong("share_count_wrong", books.voucher(*key), _("分户明细的条数不符"))
    yield from _shares_of_lines(tx, books)


def _shares_of_lines(tx: Tx, books: Books) -> Iterator[Finding]:
    share, voucher, line = schema.share, schema.voucher, schema.line
    summed = (
        select(
            share.c.book_id,
            share.c.voucher_id,
            share.c.line_no,
            func.sum(share.c.amount_fen).label("held"),
        )
        .group_by(share.c.book_id, share.c.voucher_id, share.c.line_no)
        .subquery()
    )
    gained = case((line.c.side == "C", line.c.amount_fen), else_=-line.c.amount_fen)
    query = (
        select(voucher.c.book_id, voucher.c.period, voucher.c.word, voucher.c.no, summed.c.line_no)
        .join_from(summed, voucher, same_voucher(summed, voucher))
        .outerjoin(line, and_(same_voucher(summed, line), line.c.line_no == summed.c.line_no))
        .where(or_(line.c.line_no.is_(None), summed.c.held != gained))
    )
    for *key, line_no in tx.conn.execute(query):
        yield wrong(
            "shares_differ",
            books.voucher(*key),
            _("第 {line} 行的分户明细合计与分录不符").format(line=line_no),
        )


def same_voucher(left: Any, right: Any) -> ColumnElement[bool]:
    """Return the condition that two rows belong to one voucher."""
    return and_(left.c.book_id == right.c.book_id, left.c.voucher_id == right.c.voucher_id)


CHECKS: Final[tuple[Check, ...]] = (numbers, lines, accounts, shares)
