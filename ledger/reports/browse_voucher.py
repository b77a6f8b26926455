"""A voucher as people look at it: its head, and its lines and shares page by page."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from ledger.journal.reading import number_of
from ledger.journal.voucher import Part, PayerClass, Side
from ledger.reports.paging import Cut, Key, Page, beyond, in_order, page_of
from ledger.reports.within import refuse_voucher
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _


class Head(NamedTuple):
    """A voucher without its lines.

    Attributes:
        reverses, reversed_by, corrects: the numbers of other vouchers of the same book.
    """

    book_id: int
    voucher_id: int
    number: str
    kind: str
    dated_on: date
    value_on: date
    estate: str | None
    estate_name: str | None
    summary: str
    attachment_count: int
    line_count: int
    share_count: int
    debit_fen: int
    maker: str
    checker: str | None
    poster: str | None
    posted_at: str
    reverses: str | None
    reversed_by: str | None
    corrects: str | None


class LineRow(NamedTuple):
    """A line of a voucher with its account's name."""

    line_no: int
    account: str
    name: str
    side: Side
    amount_fen: int
    estate: str | None
    bank_account: str | None
    detail: str | None

    @property
    def key(self) -> Key:
        """The place in the voucher."""
        return (self.line_no,)


class ShareRow(NamedTuple):
    """A share of a voucher with its sub-account's code."""

    book_id: int
    sub_id: int
    code: str
    part: Part
    line_no: int
    amount_fen: int
    payer_class: PayerClass | None

    @property
    def key(self) -> Key:
        """The place in the voucher."""
        return (self.sub_id, int(self.part))


def read_head(tx: Tx, book_id: int, voucher_id: int) -> Head:
    """Read a voucher without its lines.

    Raises:
        Refused: `voucher_unknown`.
    """
    refuse_voucher(tx, book_id, voucher_id)
    voucher, book, estate = schema.voucher, schema.book, schema.estate
    row = tx.conn.execute(
        select(voucher, book.c.code.label("book"), estate.c.code.label("estate"), estate.c.name)
        .join(book, book.c.book_id == voucher.c.book_id)
        .outerjoin(estate, estate.c.estate_id == voucher.c.estate_id)
        .where(voucher.c.book_id == book_id, voucher.c.voucher_id == voucher_id)
    ).one_or_none()
    if row is None:
        raise Refused(
            "voucher_unknown",
            _("没有第 {voucher} 号日志凭证").format(voucher=voucher_id),
            _("请运行 wxzj voucher list 查看凭证"),
        )
    reversed_by = tx.conn.execute(
        select(voucher.c.voucher_id).where(
            voucher.c.book_id == book_id, voucher.c.reverses == voucher_id
        )
    ).scalar_one_or_none()
    return Head(
        book_id,
        voucher_id,
        f"{row.book}:{number_of(row.period, row.word, row.no)}",
        row.kind,
        row.dated_on,
        row.value_on,
        row.estate,
        row.name,
        row.summary,
        row.attachment_count,
        row.line_count,
        row.share_count,
        row.debit_fen,
        row.maker,
        row.checker,
        row.poster,
        row.posted_at,
        _number(tx, row.book, book_id, row.reverses),
        _number(tx, row.book, book_id, reversed_by),
        _number(tx, row.book, book_id, row.corrects),
    )


def _number(tx: Tx, book: str, book_id: int, voucher_id: int | None) -> str | None:
    if voucher_id is None:
        return None
    voucher = schema.voucher
    row = tx.conn.execute(
        select(voucher.c.period, voucher.c.word, voucher.c.no).where(
            voucher.c.book_id == book_id, voucher.c.voucher_id == voucher_id
        )
    ).one()
    return f"{book}:{number_of(*row)}"


def read_lines(tx: Tx, book_id: int, voucher_id: int, cut: Cut) -> Page[LineRow]:
    """Read a page of the lines of a voucher: that of a month's end may have thousands."""
    refuse_voucher(tx, book_id, voucher_id)
    line, book, account = schema.line, schema.book, schema.account
    estate, bank = schema.estate, schema.bank_account
    columns = (line.c.line_no,)
    query = (
        select(
            line.c.line_no,
            line.c.account,
            func.coalesce(account.c.name, ""),
            line.c.side,
            line.c.amount_fen,
            estate.c.code,
            bank.c.number,
            line.c.detail,
        )
        .select_from(line)
        .join(book, book.c.book_id == line.c.book_id)
        .outerjoin(
            account, and_(account.c.chart == book.c.chart, account.c.account == line.c.account)
        )
        .outerjoin(estate, estate.c.estate_id == line.c.estate_id)
        .outerjoin(bank, bank.c.bank_account_id == line.c.bank_account_id)
        .where(line.c.book_id == book_id, line.c.voucher_id == voucher_id)
    )
    if cut.beside is not None:
        query = query.where(beyond(columns, cut.beside, downward=cut.backward))
    query = query.order_by(*in_order(columns, downward=cut.backward)).limit(cut.size + 1)
    found = tx.conn.execute(query)
    return page_of((LineRow(*row)._replace(side=Side(row.side)) for row in found), cut)


def read_shares(tx: Tx, book_id: int, voucher_id: int, cut: Cut) -> Page[ShareRow]:
    """Read a page of the shares of a voucher."""
    refuse_voucher(tx, book_id, voucher_id)
    share, sub = schema.share, schema.sub_account
    columns = (share.c.sub_id, share.c.part)
    query = (
        select(
            share.c.book_id,
            share.c.sub_id,
            func.coalesce(sub.c.code, "").label("code"),
            share.c.part,
            share.c.line_no,
            share.c.amount_fen,
            share.c.payer_class,
        )
        .outerjoin(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .where(share.c.book_id == book_id, share.c.voucher_id == voucher_id)
    )
    if cut.beside is not None:
        query = query.where(beyond(columns, cut.beside, downward=cut.backward))
    query = query.order_by(*in_order(columns, downward=cut.backward)).limit(cut.size + 1)
    return page_of((_share(row) for row in tx.conn.execute(query)), cut)


def _share(row: Any) -> ShareRow:
    payer = row.payer_class
    return ShareRow(
        row.book_id,
        row.sub_id,
        row.code,
        Part(row.part),
        row.line_no,
        row.amount_fen,
        None if payer is None else PayerClass(payer),
    )
