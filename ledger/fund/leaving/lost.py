"""A house is lost (灭失): what it held is owed to who paid it in: 165号令 art. 29.

财会〔2020〕7号 part 3: 借 返还支出 / 贷 应付房屋灭失返还资金 when the house is lost, also where it
goes to the treasury; the shares leave at that moment. What the sub-accounts have earned of the
pooled money is given to them before, by a voucher of its own; to the last of an estate also what
the estate has earned of its own. From then on they are closed: they have no vote, bear no repair
and are not asked to replenish.

Rows of the register (`lost_refund`, `sub_close`) are written beside the voucher, or beside the
draft that waits, and name its event; the seal lets them count, and a reversal ends them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from ledger.fund import entries_leaving as entries
from ledger.fund.leaving.lost_common import Own, read_own
from ledger.fund.leaving.lost_facts import (
    Place,
    lost_rows,
    read_lost,
    refuse_unknown,
)
from ledger.fund.leaving.lost_register import EVENT, Loss, find_loss, loss_codes, losses_of
from ledger.fund.leaving.lost_sharing import Owed, owed, with_own
from ledger.fund.leaving.settling import SETTLED
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, Part, Share
from ledger.registry.books import Book, list_books
from ledger.registry.closed import LOST
from ledger.registry.estates import Estate, find_estate
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown

KIND: Final = "lost"  # of the change of master data, where nothing was held


@dataclass(frozen=True, slots=True)
class Request:
    """What a person says of a loss.

    Attributes:
        households: codes, all of one estate; none where a building or the estate is named.
        estate: its code; may be left out where households are named.
        building: of `estate`.
        on: the day of the loss.
        reason: why, such as 拆除 or 火灾.
        treasury: who gets the selling units' part where they no longer exist.
        settle: give out before what they have earned of the pooled money.
        paper: the SHA-256 of the file that shows the loss.
    """

    on: date
    reason: str
    households: tuple[str, ...] = ()
    estate: str | None = None
    building: str | None = None
    treasury: str | None = None
    settle: bool = True
    paper: bytes | None = None


class Declared(NamedTuple):
    """What became of a request.

    Attributes:
        vouchers: numbers of vouchers, or of drafts that wait for a second person.
        replayed: whether it had been declared before.
    """

    loss: Loss
    vouchers: tuple[str, ...]
    is_draft: bool
    replayed: bool


def declare(tx: Tx, request: Request, *, who: str, clock: Clock) -> Declared:
    """Declare homes lost, once. From the first user on the vouchers wait to be checked.

    Raises:
        Refused: `date_in_future`, `lost_place_missing`, `estate_unknown`, `household_unknown`,
            `scope_unknown`, `already_lost`, `lost_earmarked`, `lost_undistributed`, or what
            posting refuses.
        InputError: what `clean_name` raises.
    """
    refuse_future(request.on, clock)
    reason = clean_name(request.reason, _("灭失原因"))
    place = _place(tx, request)
    books = list_books(tx, [place.estate.custodian_id])
    known = _known(tx, place, books, request.on, reason)
    if known is not None:  # also when its month has closed since
        return known
    for book in sorted(books):  # hold the months, then the heads, as postings do
        if _has_homes(tx, book, place.estate):
            open_months(tx, book.book_id, [period_of(request.on)])
            lock_head(tx, book.book_id)
    known = _known(tx, place, books, request.on, reason)
    if known is not None:  # somebody else declared it while we waited
        return known
    rows = lost_rows(tx, place, books)
    code = _next_code(tx, place.estate, books)
    by_book = {book: [row for row in rows if row.book_id == book.book_id] for book in books}
    # Before anything is written, for later there are no households to tell who is the last.
    owned = {book: read_own(tx, place, book, own, request.on) for book, own in by_book.items()}
    said = _Said(code, place, request, reason, who)
    drafts: list[Draft] = []
    for book, own in by_book.items():
        if own:
            drafts += _declare_in(tx, book, own, owned[book], said, clock)
    is_draft = has_users(tx)
    if is_draft:
        save_drafts(tx, drafts, clock=clock)
    else:
        post_many(tx, drafts, clock=clock)
    loss = find_loss(tx, code)
    return Declared(loss, loss.vouchers, loss.is_draft, replayed=False)


def _known(tx: Tx, place: Place, books: Sequence[Book], on: date, reason: str) -> Declared | None:
    """Return the loss that says the same, None without one."""
    losses = [loss for loss in losses_of(tx, place.estate, books) if loss.counts]
    known = _declared_before(place, lost_rows(tx, place, books), losses, on, reason)
    return None if known is None else Declared(known, known.vouchers, known.is_draft, replayed=True)


def _place(tx: Tx, request: Request) -> Place:
    codes = tuple(sorted(set(request.households)))
    estates = {code.partition("-")[0] for code in codes}
    if request.estate is not None:
        estates.add(request.estate)
    if len(estates) != 1 or bool(codes) == bool(request.building or request.estate):
        raise Refused(
            "lost_place_missing",
            _("没有说清是哪些房屋：给出同一小区的房屋编号，或用 --estate 和 --building"),
            _("房屋编号形如 A01-3-2-501；只给 --estate 就是整个小区"),
        )
    return Place(find_estate(tx, estates.pop()), codes, request.building)


def _has_homes(tx: Tx, book: Book, estate: Estate) -> bool:
    household = schema.household
    return (
        tx.conn.execute(
            select(household.c.sub_id)
            .where(household.c.book_id == book.book_id, household.c.estate_id == estate.estate_id)
            .limit(1)
        ).first()
        is not None
    )


def _declared_before(
    place: Place, rows: Sequence[Any], losses: Sequence[Loss], on: date, reason: str
) -> Loss | None:
    """Return the loss that says the same, standing or waiting.

    Raises:
        Refused: `already_lost`, where some of the homes are lost by another; `household_unknown`,
            `scope_unknown` where there are no such homes.
    """
    wanted = set(place.codes) or {row.code for row in rows}
    for loss in losses:
        homes = {code for code in loss.homes if _within(place, code)}
        said = (loss.on, loss.reason) == (on, reason)
        if said and homes and (homes == wanted or not (place.codes or wanted - homes)):
            return loss
        both = sorted(homes & wanted)
        if both:
            raise Refused(
                "already_lost",
                _("{code} 已由 {loss} 认定灭失").format(code=shown(both[0]), loss=loss.code),
                _("请用 wxzj fund lost list 查看；认定有误的先用 wxzj fund lost undo 冲销"),
            )
    refuse_unknown(place, rows)
    return None


def _within(place: Place, code: str) -> bool:
    return place.building is None or code.split("-")[1] == place.building


def _next_code(tx: Tx, estate: Estate, books: Sequence[Book]) -> str:
    known = loss_codes(tx, books)
    no = 1
    while f"ML-{estate.code}-{no:03d}" in known:
        no += 1
    return f"ML-{estate.code}-{no:03d}"


class _Said(NamedTuple):
    """A loss to be written: its code, and what was said of it."""

    code: str
    place: Place
    request: Request
    reason: str
    who: str

    @property
    def event(self) -> str:
        """What its vouchers and rows are tied together by."""
        return f"{EVENT}{self.code}"


def _declare_in(
    tx: Tx, book: Book, rows: Sequence[Any], own: Own, said: _Said, clock: Clock
) -> list[Draft]:
    """Write the register of one book and return its vouchers: earnings first, then the loss."""
    request = said.request
    homes, units = read_lost(tx, said.place, book, rows, request.on, settle=request.settle)
    treasury = None if request.treasury is None else clean_name(request.treasury, _("国库"))
    payable = owed(with_own(homes, own.amount_fen), units, treasury)
    moving = any(row.amount_fen for row in payable)
    since = None
    if not moving:
        since = record_master_change(
            tx,
            book.book_id,
            kind=KIND,
            summary=f"{said.code} {said.reason}",
            row_count=len(rows),
            content=digest_of(said.code, [row.code for row in rows], request.paper),
            who=said.who,
            clock=clock,
        )
    insert_rows(
        tx,
        schema.sub_close,
        ("book_id", "event", "sub_id", "cause", "closed_on", "reason", "since"),
        (
            (book.book_id, said.event, row.sub_id, LOST, request.on, said.reason, since)
            for row in payable
            if row.closes
        ),
    )
    if not moving:
        return []
    _write_register(tx, book, said.event, payable)
    return [*_settled(book, said, payable, own), _loss(book, said, payable, len(rows))]


def _settled(book: Book, said: _Said, payable: Sequence[Owed], own: Own) -> list[Draft]:
    """Return the voucher of what leaving sub-accounts have earned, if anything."""
    estate_id = said.place.estate.estate_id
    earned = [
        Share(row.sub_id, row.settled_fen, Part.EARNINGS) for row in payable if row.settled_fen
    ]
    if not earned:
        return []
    return [
        Draft(
            book_id=book.book_id,
            kind=Kind.DISTRIBUTION,
            dated_on=said.request.on,
            value_on=said.request.on,
            summary=f"{said.code} 灭失房屋结清收益",
            lines=entries.settled(book.control, estate_id, earned, own.amount_fen, own.common),
            request_key=f"{said.event}{SETTLED}",
            maker=said.who,
            estate_id=estate_id,
            event=f"{said.event}{SETTLED}",
        )
    ]


def _loss(book: Book, said: _Said, payable: Sequence[Owed], count: int) -> Draft:
    estate = said.place.estate
    shares = [
        Share(row.sub_id, -fen, part)
        for row in payable
        for part, fen in ((Part.PRINCIPAL, row.principal_fen), (Part.EARNINGS, row.earnings_fen))
        if fen
    ]
    words = [said.code, f"{estate.name}{count}户灭失", said.reason]  # records are in Chinese
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=said.request.on,
        value_on=said.request.on,
        summary=" ".join(words),
        lines=entries.lost_recognised(estate.estate_id, said.code, shares),
        request_key=said.event,
        maker=said.who,
        estate_id=estate.estate_id,
        event=said.event,
        evidence=said.request.paper,
    )


def _write_register(tx: Tx, book: Book, event: str, payable: Sequence[Owed]) -> None:
    columns = (
        "book_id",
        "event",
        "lost_no",
        "sub_id",
        "payee_class",
        "payee",
        "principal_fen",
        "earnings_fen",
        "amount_fen",
    )
    owing = [row for row in payable if row.amount_fen]
    insert_rows(
        tx,
        schema.lost_refund,
        columns,
        (
            (
                book.book_id,
                event,
                lost_no,
                row.sub_id,
                row.payee_class,
                row.payee,
                row.principal_fen,
                row.earnings_fen,
                row.amount_fen,
            )
            for lost_no, row in enumerate(owing, start=1)
        ),
    )


def digest_of(code: str, homes: Sequence[str], paper: bytes | None = None) -> bytes:
    """Return the digest over the homes of a loss and the paper that shows it, for the log."""
    words = [code, *sorted(homes), *([] if paper is None else [paper.hex()])]
    return hashlib.sha256(netstring(*words).encode()).digest()
