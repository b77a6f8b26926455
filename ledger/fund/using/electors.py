"""Who may vote on a case (表决权人), counted on a day and frozen with the case.

A house that is sold later does not change it: whoever owned it on that day has the vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ledger.fund.using.cases import Case, State
from ledger.fund.using.consent import Count
from ledger.fund.using.scope import make_scope, read_voters
from ledger.fund.using.tally import HomeId, Seat, count_seats, seated
from ledger.fund.using.usage import hold_case, refuse_future, refuse_state
from ledger.fund.using.weights import read_weighing
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who may vote on a case.

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
    tx: Tx, code: str, *, on: date | None, who: str, clock: Clock
) -> tuple[Case, Electorate, bool]:
    """Freeze who may vote on a case; return it, and whether it is new.

    The same day again changes nothing.

    Args:
        on: the day of whose owners; today when left out.

    Raises:
        Refused: `case_unknown`, `date_in_future`, `electorate_frozen`, `usage_state`,
            `usage_dates`, `scope_changed`.
    """
    case = hold_case(tx, code)
    known = read_electorate(tx, case)
    if known is not None:
        if on is None or on == known.frozen_on:
            return case, known, False
        raise Refused(
            "electorate_frozen",
            _("项目 {code} 的表决权人已按 {on} 固定").format(code=code, on=known.frozen_on),
            _("要按另一天计算，请撤销后重新立项"),
        )
    refuse_state(case, {State.DRAFTED})
    on = on or clock.today
    refuse_future(on, clock)
    refuse_before(on, case.drafted_on, _("固定表决权人"), _("立项"))
    seats = seated(
        read_voters(
            tx, make_scope(tx, case.estate, case.scope), on, read_weighing(tx, case).excluded
        )
    )
    _write(tx, case, on, seats, who, clock)
    electorate = read_electorate(tx, case)
    assert electorate is not None
    return case, electorate, True


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


def _write(tx: Tx, case: Case, on: date, seats: list[Seat], who: str, clock: Clock) -> None:
    case_ids = {own.book.book_id: own.case_id for own in case.books}
    if {seat.home[0] for seat in seats} - case_ids.keys():
        raise Refused(
            "scope_changed",
            _("项目 {code} 的范围里有了另一种资金的房屋").format(code=case.code),
            _("请撤销后重新立项"),
        )
    insert_rows(
        tx,
        schema.usage_elector,
        ("book_id", "case_id", "sub_id", "area", "head_no", "heads"),
        (
            (book_id, case_ids[book_id], sub_id, seat.area, seat.head_no, seat.heads)
            for seat in seats
            for book_id, sub_id in (seat.home,)
        ),
    )
    insert_rows(
        tx,
        schema.usage_electorate,
        ("book_id", "case_id", "frozen_on", "who", "at"),
        ((book_id, case_id, on, who, clock.at) for book_id, case_id in case_ids.items()),
    )


def read_electorate(tx: Tx, case: Case) -> Electorate | None:
    """Return who may vote on a case as it was frozen, None where it was not yet."""
    elector, sub, frozen = schema.usage_elector, schema.sub_account, schema.usage_electorate
    seats: list[Seat] = []
    codes: dict[HomeId, str] = {}
    frozen_on: date | None = None
    for own in case.books:
        frozen_on = tx.conn.execute(
            select(frozen.c.frozen_on).where(
                frozen.c.book_id == own.book.book_id, frozen.c.case_id == own.case_id
            )
        ).scalar_one_or_none()
        for row in tx.conn.execute(
            select(elector, sub.c.code)
            .join(sub, (sub.c.book_id == elector.c.book_id) & (sub.c.sub_id == elector.c.sub_id))
            .where(elector.c.book_id == own.book.book_id, elector.c.case_id == own.case_id)
            .order_by(elector.c.sub_id)
        ):
            home = (row.book_id, row.sub_id)
            seats.append(Seat(home, row.area, row.head_no, row.heads))
            codes[home] = row.code
    return None if frozen_on is None else Electorate(frozen_on, tuple(seats), codes)


def must_be_frozen(tx: Tx, case: Case) -> Electorate:
    """Return who may vote on a case.

    Raises:
        Refused: `electorate_missing`.
    """
    electorate = read_electorate(tx, case)
    if electorate is None:
        raise Refused(
            "electorate_missing",
            _("项目 {code} 还没有固定表决权人").format(code=case.code),
            _("请先运行 wxzj fund usage electorate {code} --on 日期").format(code=case.code),
        )
    return electorate
