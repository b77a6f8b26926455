"""Who may vote on a case or a campaign (表决权人), counted on a day and frozen with it.

A house that is sold later does not change it: whoever owned it on that day has the vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ledger.fund.using.consent import Count
from ledger.fund.using.subject import Subject
from ledger.fund.using.tally import HomeId, Seat, count_seats, seated
from ledger.fund.using.usage import refuse_future
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who may vote on a subject.

    Attributes:
        frozen_on: the day on which they were counted.
        codes: the code of each home.
    """

    frozen_on: date
    seats: tuple[Seat, ...]
    codes: dict[HomeId, str]

    @property
    def total(self) -> Count:
        """All of them, by area and by number."""
        return count_seats(self.seats)


def freeze(
    tx: Tx, subject: Subject, *, on: date | None, who: str, clock: Clock
) -> tuple[Electorate, bool]:
    """Freeze who may vote on a subject, whose books are held; return it, and whether it is new.

    The same day again changes nothing.

    Args:
        on: the day of whose owners; today when left out.

    Raises:
        Refused: `date_in_future`, `electorate_frozen`, `usage_dates`, `scope_changed`, or what
            refuses a subject that is no longer open.
    """
    known = read_electorate(tx, subject)
    if known is not None:
        if on is None or on == known.frozen_on:
            return known, False
        raise Refused(
            "electorate_frozen",
            _("{subject} 的表决权人已按 {on} 固定").format(
                subject=subject.title, on=known.frozen_on
            ),
            _("要按另一天计算，请{anew}").format(anew=subject.anew),
        )
    subject.refuse_closed()
    on = on or clock.today
    refuse_future(on, clock)
    refuse_before(on, subject.begun_on, _("固定表决权人"), subject.begun)
    _write(tx, subject, on, seated(subject.voters(on)), who, clock)
    electorate = read_electorate(tx, subject)
    assert electorate is not None
    return electorate, True


def refuse_before(on: date, earlier: date, what: str, after: str) -> None:
    """Refuse a day that lies before the day of what must come first.

    Raises:
        Refused: `usage_dates`.
    """
    if on < earlier:
        raise Refused(
            "usage_dates",
            _("{what} {on} 不能早于{after} {earlier}").format(
                what=what, on=on, after=after, earlier=earlier
            ),
            _("请核对日期"),
        )


def _write(tx: Tx, subject: Subject, on: date, seats: list[Seat], who: str, clock: Clock) -> None:
    tables, keys = subject.tables, subject.keys
    if {seat.home[0] for seat in seats} - keys.keys():
        raise Refused(
            "scope_changed",
            _("{subject} 的范围里有了另一种资金的房屋").format(subject=subject.title),
            _("请{anew}").format(anew=subject.anew),
        )
    insert_rows(
        tx,
        tables.elector,
        ("book_id", tables.key, "sub_id", "area", "head_no", "heads"),
        (
            (book_id, keys[book_id], sub_id, seat.area, seat.head_no, seat.heads)
            for seat in seats
            for book_id, sub_id in (seat.home,)
        ),
    )
    insert_rows(
        tx,
        tables.electorate,
        ("book_id", tables.key, "frozen_on", "who", "at", *subject.extra),
        (
            (book_id, key, on, who, clock.at, *subject.extra.values())
            for book_id, key in keys.items()
        ),
    )


def read_electorate(tx: Tx, subject: Subject) -> Electorate | None:
    """Return who may vote on a subject as it was frozen, None where it was not yet."""
    frozen, elector, _ballot, _key = subject.tables
    sub = schema.sub_account
    seats: list[Seat] = []
    codes: dict[HomeId, str] = {}
    frozen_on: date | None = None
    for book_id in subject.keys:
        frozen_on = tx.conn.execute(
            select(frozen.c.frozen_on).where(*subject.rows_of(frozen, book_id))
        ).scalar_one_or_none()
        for row in tx.conn.execute(
            select(
                elector.c.book_id,
                elector.c.sub_id,
                elector.c.area,
                elector.c.head_no,
                elector.c.heads,
                sub.c.code,
            )
            .join(sub, (sub.c.book_id == elector.c.book_id) & (sub.c.sub_id == elector.c.sub_id))
            .where(*subject.rows_of(elector, book_id))
            .order_by(elector.c.sub_id)
        ):
            home = (row.book_id, row.sub_id)
            seats.append(Seat(home, row.area, row.head_no, row.heads))
            codes[home] = row.code
    return None if frozen_on is None else Electorate(frozen_on, tuple(seats), codes)


def must_be_frozen(tx: Tx, subject: Subject) -> Electorate:
    """Return who may vote on a subject.

    Raises:
        Refused: `electorate_missing`.
    """
    electorate = read_electorate(tx, subject)
    if electorate is None:
        raise Refused(
            "electorate_missing",
            _("{subject} 还没有固定表决权人").format(subject=subject.title),
            _("请先运行 {command} --on 日期").format(
                command=f"{subject.commands} electorate {subject.code}"
            ),
        )
    return electorate
