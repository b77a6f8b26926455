"""Hand-overs, held to the journal: what left one book came into the other."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.fund.leaving.custody_register import Custody, custodies
from ledger.journal.verify_log import Books, wrong
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen


def handovers(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare what left with what came, for each hand-over and fund type."""
    for custody in custodies(tx):
        for side in custody.sides:
            left = _moved(custody, side.old.book_id)
            came = _moved(custody, side.new.book_id)
            if left != came:
                yield wrong(
                    "custody_differs",
                    books.book(side.old.book_id),
                    _("划转 {code}：划出 {left} 元，划入 {came} 元").format(
                        code=custody.code, left=format_fen(left), came=format_fen(came)
                    ),
                )
            if left >= side.total_fen and side.to_come_fen:
                yield wrong(
                    "custody_left",
                    books.book(side.old.book_id),
                    _("划转 {code} 已划完，原账套的分户账还有 {amount} 元").format(
                        code=custody.code, amount=format_fen(side.to_come_fen)
                    ),
                )


def _moved(custody: Custody, book_id: int) -> int:
    return sum(
        part.amount_fen
        for part in custody.parts
        if part.book.book_id == book_id and not part.is_draft
    )
