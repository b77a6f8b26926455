"""The registers of runs and of investments, held to their vouchers. All books at once.

Every voucher of a run, and of a term deposit or bond, carries the digest of the row it was made
from as its evidence, and the log holds the voucher. So a row that was changed, or is gone, is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ledger.fund.earning import investments as invested
from ledger.fund.earning import runs as given
from ledger.journal.drafts import drafts_of_event
from ledger.journal.verify_log import Books, wrong
from ledger.registry.books import Book, list_books
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _


def runs(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare each run with what its vouchers and drafts say it was reckoned by."""
    table = schema.distribution
    for book in list_books(tx):
        rows = {
            f"{given.EVENT}{book.code}:{row.distribution_id}": given.row_digest(
                book.code,
                row.distribution_id,
                row.estate_id or None,
                row.first_on,
                row.last_on,
                row.method,
                row.dated_on,
                row.total_fen,
                row.weight,
                row.sub_count,
                row.as_of,
                row.terms,
            )
            for row in tx.conn.execute(select(table).where(table.c.book_id == book.book_id))
        }
        for event, where in _differing(tx, books, book, given.EVENT, rows):
            yield wrong(
                "distribution_differs",
                where,
                _("收益分配 {event} 的登记与凭证所附的不符，或已不在").format(event=event),
            )


def investments(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare each term deposit and bond with what its vouchers and drafts say was bought."""
    for book in list_books(tx):
        rows = {
            f"{invested.EVENT}{book.code}:{each.investment_id}": each.digest
            for each in invested.list_investments(tx, book)
        }
        for event, where in _differing(tx, books, book, invested.EVENT, rows):
            yield wrong(
                "investment_record_differs",
                where,
                _("定期存款或国债 {event} 的登记与凭证所附的不符，或已不在").format(event=event),
            )


def _differing(
    tx: Tx, books: Books, book: Book, prefix: str, rows: dict[str, bytes]
) -> Iterator[tuple[str, str]]:
    """Return the events whose row is another than their vouchers say, and where that is seen.

    Args:
        tx: a transaction.
        books: the names of books and vouchers.
        book: the book.
        prefix: what the events of this register begin with.
        rows: the digest of each row, by the three first words of its events.
    """
    voucher = schema.voucher
    posted = tx.conn.execute(
        select(voucher.c.event, voucher.c.evidence, voucher.c.period, voucher.c.word, voucher.c.no)
        .where(
            voucher.c.book_id == book.book_id,
            voucher.c.event.startswith(prefix, autoescape=True),
            voucher.c.reverses.is_(None),
        )
        .order_by(voucher.c.voucher_id)
    ).all()
    told: set[str] = set()
    for row in posted:
        name = _row_of(row.event)
        if name not in told and row.evidence != rows.get(name):
            told.add(name)
            yield name, books.voucher(book.book_id, row.period, row.word, row.no)
    seen = {_row_of(row.event) for row in posted}
    for name in rows.keys() - seen:  # nothing posted: what lies in the drawer knows
        for kept in drafts_of_event(tx, book.book_id, name):
            if kept.draft.event is not None and _row_of(kept.draft.event) == name:
                if kept.draft.evidence != rows[name]:
                    yield name, kept.code
                break


def _row_of(event: str) -> str:
    """Return what the events of one row share.

    >>> _row_of("invest:F1-C:3:buy:1"), _row_of("distribution:F1-C:2")
    ('invest:F1-C:3', 'distribution:F1-C:2')
    """
    return ":".join(event.split(":")[:3])
