"""The leaf of a voucher: SHA-256 over the canonical bytes of all its business columns.

Lines and shares are written out by the database (`store.canon`), the head of the voucher here;
posting and verifying use the same two functions. Codes stand for ids, so that swapping two
households' codes is found too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select

from ledger.store import schema
from ledger.store.canon import fields, joined
from ledger.store.database import Tx
from ledger.values.digest import leaf_hash, netstring

HEAD_FIELDS = (
    "period",
    "word",
    "no",
    "kind",
    "dated_on",
    "value_on",
    "summary",
    "attachment_count",
    "line_count",
    "share_count",
    "debit_fen",
    "request_key",
    "event",
    "reverses",
    "corrects",
    "case_id",
    "maker",
    "checker",
    "poster",
    "posted_at",
    "evidence",
    "leaf_version",
)

# Said to the statement: said to the connection it would hold for all that follows.
_STREAM = {"yield_per": 200}


class Body(NamedTuple):
    """The canonical text of a voucher's lines and of its shares."""

    lines: str
    shares: str


def voucher_leaf(
    head: Mapping[str, Any], voucher_id: int, book_code: str, estate_code: str | None, body: Body
) -> bytes:
    """Return the leaf of a voucher."""
    text = netstring(
        "voucher",
        book_code,
        voucher_id,
        estate_code,
        *(head[name] for name in HEAD_FIELDS),
        body.lines,
        body.shares,
    )
    return leaf_hash(text.encode())


def bodies(tx: Tx, book_id: int, first: int, last: int) -> Iterator[tuple[int, Body]]:
    """Read the canonical lines and shares of the vouchers `first` to `last` of a book, in order.

    Vouchers without a line are left out.
    """
    with (
        closing(
            tx.conn.execute(_shares(tx, book_id, first, last), execution_options=_STREAM)
        ) as shares,
        closing(
            tx.conn.execute(_lines(tx, book_id, first, last), execution_options=_STREAM)
        ) as lines,
    ):
        waiting = shares.fetchone()
        for voucher_id, text in lines:
            own = ""
            while waiting is not None and waiting[0] <= voucher_id:
                if waiting[0] == voucher_id:
                    own = waiting[1]
                waiting = shares.fetchone()
            yield voucher_id, Body(text, own)


def _lines(tx: Tx, book_id: int, first: int, last: int) -> Select[Any]:
    line, estate, bank = schema.line, schema.estate, schema.bank_account
    rows = (
        select(
            line.c.voucher_id,
            line.c.line_no,
            fields(
                line.c.line_no,
                line.c.account,
                line.c.side,
                line.c.amount_fen,
                estate.c.code,
                bank.c.number,
                line.c.detail,
            ).label("text"),
        )
        .select_from(line)
        .outerjoin(estate, estate.c.estate_id == line.c.estate_id)
        .outerjoin(bank, bank.c.bank_account_id == line.c.bank_account_id)
        .where(line.c.book_id == book_id, line.c.voucher_id.between(first, last))
        .order_by(line.c.voucher_id, line.c.line_no)
        .subquery()
    )
    return (
        select(rows.c.voucher_id, joined(tx.dialect, rows.c.text, rows.c.line_no))
        .group_by(rows.c.voucher_id)
        .order_by(rows.c.voucher_id)
    )


def _shares(tx: Tx, book_id: int, first: int, last: int) -> Select[Any]:
    share, sub = schema.share, schema.sub_account
    rows = (
        select(
            share.c.voucher_id,
            share.c.sub_id,
            share.c.part,
            fields(
                share.c.line_no,
                sub.c.code,
                share.c.part,
                share.c.amount_fen,
                share.c.payer_class,
            ).label("text"),
        )
        .select_from(share)
        .outerjoin(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .where(share.c.book_id == book_id, share.c.voucher_id.between(first, last))
        .order_by(share.c.voucher_id, share.c.sub_id, share.c.part)
        .subquery()
    )
    return (
        select(rows.c.voucher_id, joined(tx.dialect, rows.c.text, rows.c.sub_id, rows.c.part))
        .group_by(rows.c.voucher_id)
        .order_by(rows.c.voucher_id)
    )
