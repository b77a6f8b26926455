"""The register of distributions (收益分配): what each run was reckoned by, and whether it stands.

A run is one event, `distribution:<book>:<n>`, with a voucher an estate. Its row is written once;
its vouchers carry the row's digest as evidence. It stands while a voucher of it stands or a draft
of it waits: what was returned or reversed whole may be run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import and_, func, select

from ledger.journal.drafts import Kept, find_draft, waiting_of_event
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.interest import Method, Span

EVENT: Final = "distribution:"
State = Literal["waiting", "posted", "undone"]


class Run(NamedTuple):
    """One distribution.

    Attributes:
        estate_id: whose earnings were given out; None for those of the whole book.
        dated_on: of its vouchers.
        weight: the integral of all that took part, in fen·day; by area their area in 0.01 m², by
            rates what was promised, in fen.
        as_of: the log of the book up to here was reckoned with.
        terms: every other parameter that was used.
    """

    book: Book
    distribution_id: int
    estate_id: int | None
    span: Span
    method: Method
    dated_on: date
    total_fen: int
    weight: int
    sub_count: int
    as_of: int
    terms: Mapping[str, Any]

    @property
    def event(self) -> str:
        """What its vouchers and drafts name."""
        return f"{EVENT}{self.book.code}:{self.distribution_id}"

    @property
    def digest(self) -> bytes:
        """The evidence of its vouchers: over the whole row."""
        return row_digest(
            self.book.code,
            self.distribution_id,
            self.estate_id,
            *self.span,
            self.method,
            self.dated_on,
            self.total_fen,
            self.weight,
            self.sub_count,
            self.as_of,
            terms_text(self.terms),
        )


def row_digest(*row: str | int | date | None) -> bytes:
    """Return the digest of a row of the register, from the code of its book to its terms."""
    return hashlib.sha256(netstring("distribution", *row).encode()).digest()


def terms_text(terms: Mapping[str, Any]) -> str:
    """Write terms as the register keeps them."""
    return json.dumps(terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def next_id(tx: Tx, book_id: int) -> int:
    """Return the number of the run to come."""
    table = schema.distribution
    newest = tx.conn.execute(
        select(func.max(table.c.distribution_id)).where(table.c.book_id == book_id)
    ).scalar_one()
    return (newest or 0) + 1


def enter_run(tx: Tx, run: Run, *, who: str, clock: Clock) -> None:
    """Write a run into the register."""
    tx.conn.execute(
        schema.distribution.insert().values(
            book_id=run.book.book_id,
            distribution_id=run.distribution_id,
            estate_id=run.estate_id or 0,
            first_on=run.span.first,
            last_on=run.span.last,
            method=run.method.value,
            dated_on=run.dated_on,
            total_fen=run.total_fen,
            weight=run.weight,
            sub_count=run.sub_count,
            as_of=run.as_of,
            terms=terms_text(run.terms),
            maker=who,
            made_at=clock.at,
        )
    )


def list_runs(tx: Tx, book: Book) -> list[Run]:
    """Return the runs of a book, the oldest first, whether they stand or not."""
    table = schema.distribution
    query = select(table).where(table.c.book_id == book.book_id).order_by(table.c.distribution_id)
    return [
        Run(
            book,
            row.distribution_id,
            row.estate_id or None,
            Span(row.first_on, row.last_on),
            Method(row.method),
            row.dated_on,
            row.total_fen,
            row.weight,
            row.sub_count,
            row.as_of,
            json.loads(row.terms),
        )
        for row in tx.conn.execute(query)
    ]


def state_of(tx: Tx, run: Run) -> State:
    """Return what became of a run."""
    voucher = schema.voucher
    red = voucher.alias("red")
    standing = (
        select(voucher.c.voucher_id)
        .outerjoin(
            red,
            and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == run.book.book_id,
            voucher.c.event == run.event,
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
        .limit(1)
    )
    if tx.conn.execute(standing).first() is not None:
        return "posted"
    return "waiting" if waiting_of_event(tx, run.event) else "undone"


def find_whole(tx: Tx, codes: Sequence[str]) -> list[Kept]:
    """Return drafts by their codes; the name of a distribution stands for all of its drafts.

    Raises:
        InputError: `draft_code`.
        Refused: `draft_unknown`; `event_split`, where a distribution is named in part.
    """
    named: list[str] = []
    for code in codes:
        of_event = waiting_of_event(tx, code) if code.startswith(EVENT) else []
        named += of_event or [code]
    kept = [find_draft(tx, code) for code in dict.fromkeys(named)]
    for event in sorted({each.draft.event or "" for each in kept}):
        if event.startswith(EVENT) and not set(waiting_of_event(tx, event)) <= set(named):
            raise Refused(
                "event_split",
                _("{event} 的凭证要一起办理").format(event=event),
                _("请写 {event}，代替其中一部分单据的编号").format(event=event),
            )
    return kept
