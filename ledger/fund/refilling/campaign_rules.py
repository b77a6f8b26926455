"""What a household owes in a campaign of refilling (续筹), and when it is told so. Pure.

Whole fen; days inclusive. A home that never had an initial amount (NO_FUND) has nothing to compare
with: what it builds up to follows from its area and a standard, and nothing is divided by 0.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ledger.registry.kinds import due_of
from ledger.values.apportion import apportion

PERMILLE = 1000


class Target(StrEnum):
    """Up to what the money is refilled (handbook of the law: 165号 art. 17 and the city texts)."""

    INITIAL = "initial"
    CURRENT_STANDARD = "current_standard"
    RATIO = "ratio"
    DECIDED = "decided"


class Rule(StrEnum):
    """Why a household pays: its fund ran low (续交), or there never was one (补建)."""

    REFILL = "REFILL"
    BUILD_UP = "BUILD_UP"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target with its numbers.

    Attributes:
        permille: of the initial amount, for `ratio`.
        standard_fen: per m²: the standard in force, what was decided, or what homes without an
            initial amount build up to.
        total_fen: what was decided for all together, borne by area.
    """

    target: Target
    permille: int | None = None
    standard_fen: int | None = None
    total_fen: int | None = None


class House(NamedTuple):
    """A household as a plan sees it.

    Attributes:
        initial_fen: what was due at first; 0 where there never was a fund.
        standard_fen: its own standard in the roster.
        current_fen: the place's standard for its kind on the day of the plan, per m².
        rule: why it is due, None where its money has not run low.
    """

    book_id: int
    sub_id: int
    code: str
    area: int
    initial_fen: int
    balance_fen: int
    standard_fen: int | None
    rule: Rule | None
    current_fen: int | None = None


class Owed(NamedTuple):
    """What a household is to pay."""

    house: House
    rule: Rule
    due_fen: int


# Up to these a fund is refilled because it ran low; what owners decide beyond them is their own.
_BY_RULE = frozenset({Target.INITIAL, Target.RATIO})


def is_full(house: House, aim: Aim, stop_permille: int) -> bool:
    """Tell whether a home's balance is back where refilling stops; exactly there it is.

    >>> full = House(1, 1, "x", 1, 1000, 500, None, None)
    >>> is_full(full, Aim(Target.INITIAL), 500), is_full(full, Aim(Target.INITIAL), 501)
    (True, False)
    >>> is_full(full, Aim(Target.DECIDED), 500)
    False
    """
    return (
        aim.target in _BY_RULE
        and house.initial_fen > 0
        and house.balance_fen * PERMILLE >= house.initial_fen * stop_permille
    )


def base_fen(house: House, aim: Aim) -> int | None:
    """Return the initial amount, or what stands for it; None where no standard is known."""
    if house.initial_fen:
        return house.initial_fen
    standard = aim.standard_fen or house.standard_fen
    return due_of(house.area, standard) if standard else None


def owed(houses: Iterable[House], aim: Aim) -> tuple[list[Owed], list[str]]:
    """Return what each household is to pay, and the homes of which no standard is known.

    A household that owes nothing is left out.
    """
    chosen = list(houses)
    if aim.target is Target.DECIDED and aim.total_fen is not None:
        areas = [house.area for house in chosen]
        dues: list[int | None] = list(apportion(aim.total_fen, areas)) if chosen else []
    else:
        dues = [_due(house, aim) for house in chosen]
    missing = [house.code for house, due in zip(chosen, dues, strict=True) if due is None]
    rows = [
        Owed(house, house.rule or _rule_of(house), due)
        for house, due in zip(chosen, dues, strict=True)
        if due
    ]
    return rows, missing


def _rule_of(house: House) -> Rule:
    return Rule.REFILL if house.initial_fen else Rule.BUILD_UP


def _due(house: House, aim: Aim) -> int | None:
    if aim.target is Target.DECIDED:  # on top of what is there
        assert aim.standard_fen is not None
        return due_of(house.area, aim.standard_fen)
    if aim.target is Target.CURRENT_STANDARD:
        standard = aim.standard_fen or house.current_fen
        return max(due_of(house.area, standard) - house.balance_fen, 0) if standard else None
    base = base_fen(house, aim)
    if base is None:
        return None
    if aim.target is Target.RATIO:
        assert aim.permille is not None
        base = (base * aim.permille + PERMILLE // 2) // PERMILLE
    return max(base - house.balance_fen, 0)


# ---- instalments ----


def later(day: date, months: int) -> date:
    """Return the same day some months later, the last of a shorter month.

    >>> later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_days(first: date, times: int, every_months: int) -> list[date]:
    """Return the last day of each instalment."""
    return [later(first, every_months * turn) for turn in range(times)]


@dataclass(frozen=True, slots=True)
class Account:
    """How a household stands in a campaign. Only cash counts.

    Attributes:
        days: of the instalments; empty before the campaign is in force.
        told_until: the last day that its first notice gives it; None before a notice.
    """

    due_fen: int
    waived_fen: int
    received_fen: int
    days: Sequence[date]
    told_until: date | None = None

    @property
    def owed_fen(self) -> int:
        """What it is to pay in all."""
        return self.due_fen - self.waived_fen

    @property
    def paid_fen(self) -> int:
        """What counts of what it paid; more than it owes is its own savings."""
        return min(max(self.received_fen, 0), self.owed_fen)

    @property
    def open_fen(self) -> int:
        """What it has still to pay."""
        return self.owed_fen - self.paid_fen

    def parts(self) -> list[int]:
        """Return the instalments, equal to a fen; the earlier ones bear what is left over."""
        return apportion(self.owed_fen, [1] * max(len(self.days), 1))

    def overdue_fen(self, on: date) -> int:
        """Return what should have been paid before a day, the oldest instalment first.

        Nobody is late who was not told, or whose first notice still runs; the last day is in time.
        """
        if self.told_until is None:
            return 0
        late = [
            part
            for day, part in zip(self.days, self.parts(), strict=True)
            if max(day, self.told_until) < on
        ]
        return max(sum(late) - self.paid_fen, 0)

    def next_day(self) -> date:
        """Return the last day of the oldest instalment that is open."""
        reached = 0
        for day, part in zip(self.days, self.parts(), strict=True):
            reached += part
            if reached > self.paid_fen:
                return day
        return self.days[-1]

    def now_fen(self, until: date) -> int:
        """Return what a notice asks for until a day: what falls due by then, else the next part."""
        fallen = reached = 0
        for day, part in zip(self.days, self.parts(), strict=True):
            reached += part
            if day <= until or fallen <= self.paid_fen:
                fallen = reached
        return max(fallen - self.paid_fen, 0)


# ---- notices ----


class NoticeKind(StrEnum):
    """The notices of a household, in their order: told, urged in writing, published."""

    NOTICE = "NOTICE"
    URGE = "URGE"
    PUBLIC = "PUBLIC"


class Told(NamedTuple):
    """The newest notice of a household.

    Attributes:
        pay_until: counted from its delivery where that is known.
    """

    kind: NoticeKind
    urge_no: int
    pay_until: date


class Silence(StrEnum):
    """Why a household gets no notice on a day."""

    CLOSED = "closed"
    FULL = "full"
    PAID = "paid"
    NOT_LATE = "not_late"
    STILL_RUNNING = "still_running"
    PUBLISHED = "published"


def next_notice(
    account: Account, last: Told | None, on: date, *, urges: int, pay_days: int
) -> tuple[NoticeKind, int] | Silence:
    """Return the next notice of a household and its number of urging, or why there is none.

    A new instalment is told of anew, and the urging begins again with it.

    Args:
        account: how it stands.
        last: what it was told last.
        on: the day.
        urges: how often it is urged in writing before its arrears are published.
        pay_days: how long a notice gives to pay.
    """
    if account.open_fen == 0:
        return Silence.PAID
    if last is None:
        return NoticeKind.NOTICE, 0
    if account.overdue_fen(on) == 0:
        if last.pay_until < account.next_day() <= pay_until(on, pay_days):
            return NoticeKind.NOTICE, 0
        return Silence.NOT_LATE
    return _urge(last, on, urges)


def _urge(last: Told, on: date, urges: int) -> tuple[NoticeKind, int] | Silence:
    if last.pay_until >= on:
        return Silence.STILL_RUNNING
    if last.kind is NoticeKind.PUBLIC:
        return Silence.PUBLISHED
    if last.urge_no < urges:
        return NoticeKind.URGE, last.urge_no + 1
    return NoticeKind.PUBLIC, last.urge_no


def pay_until(on: date, pay_days: int) -> date:
    """Return the last day to pay after a notice of a day."""
    return on + timedelta(days=pay_days)
