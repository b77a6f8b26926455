"""Vouchers as they stand in the journal, read back as drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from ledger.journal.voucher import Draft, Kind, Line, Part, PayerClass, Share, Side
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.period import format_period


class Stored(NamedTuple):
    """A voucher of the journal."""

    voucher_id: int
    number: str
    draft: Draft


def number_of(period: int, word: str, no: int) -> str:
    """Write a voucher's number within its book, such as `2026-01:收-12`."""
    return f"{format_period(period)}:{word}-{no}"


def read_voucher(tx: Tx, book_id: int, voucher_id: int) -> Stored | None:
    """Read one voucher whole, None where there is none."""
    table = schema.voucher
    row = tx.conn.execute(
        select(table).where(table.c.book_id == book_id, table.c.voucher_id == voucher_id)
    ).one_or_none()
    if row is None:
        return None
    draft = Draft(
        book_id=book_id,
        kind=Kind(row.kind),
        dated_on=row.dated_on,
        value_on=row.value_on,
        summary=row.summary,
        lines=tuple(_lines(tx, book_id, voucher_id)),
        request_key=row.request_key,
        maker=row.maker,
        estate_id=row.estate_id,
        event=row.event,
        reverses=row.reverses,
        corrects=row.corrects,
        case_id=row.case_id,
        attachment_count=row.attachment_count,
        evidence=None if row.evidence is None else bytes(row.evidence),
        checker=row.checker,
        poster=row.poster,
    )
    return Stored(voucher_id, number_of(row.period, row.word, row.no), draft)


def _lines(tx: Tx, book_id: int, voucher_id: int) -> Sequence[Line]:
    line, share = schema.line, schema.share
    shares: dict[int, list[Share]] = defaultdict(list)
    for row in tx.conn.execute(
        select(share)
        .where(share.c.book_id == book_id, share.c.voucher_id == voucher_id)
        .order_by(share.c.sub_id, share.c.part)
    ):
        shares[row.line_no].append(
            Share(
                row.sub_id,
                row.amount_fen,
                Part(row.part),
                None if row.payer_class is None else PayerClass(row.payer_class),
            )
        )
    return [
        Line(
            row.account,
            Side(row.side),
            row.amount_fen,
            row.estate_id,
            row.bank_account_id,
            row.detail,
            tuple(shares.get(row.line_no, ())),
        )
        for row in tx.conn.execute(
            select(line)
            .where(line.c.book_id == book_id, line.c.voucher_id == voucher_id)
            .order_by(line.c.line_no)
        )
    ]
