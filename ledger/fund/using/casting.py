"""Ballots (表决票): of each home the last one counts; the earlier ones stay on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund.using.consent import NOBODY, Ballot, Count, Ruleset
from ledger.fund.using.electors import (
    Electorate,
    must_be_frozen,
    read_electorate,
    refuse_before,
)
from ledger.fund.using.subject import Subject
from ledger.fund.using.tally import Choice, HomeId, split_persons, tally
from ledger.fund.using.usage import refuse_future
from ledger.intake.reader import Intake
from ledger.intake.spec import Row
from ledger.registry.files import refuse_bad_rows
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.area import format_area
from ledger.values.clock import Clock
from ledger.values.errors import BadRow, Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_SHOWN = 5  # persons that a refusal names


class Slip(NamedTuple):
    """One ballot.

    Attributes:
        ballot_no: in the order in which they came in, from 1 in each book.
        channel: how it was cast, such as 书面.
        proxy: who cast it for the owner.
    """

    home: HomeId
    ballot_no: int
    choice: Choice
    channel: str | None
    proxy: str | None
    cast_on: date

    def says(self, other: Slip) -> bool:
        """Tell whether it says the same as `other`."""
        return self._replace(ballot_no=0) == other._replace(ballot_no=0)


class Cast(NamedTuple):
    """What became of a file of ballots.

    Attributes:
        new_count: homes that had none before.
        changed_count: homes whose ballot is followed by another.
        counted: how the vote stands.
    """

    electorate: Electorate
    new_count: int
    changed_count: int
    same_count: int
    counted: Ballot


def take_ballots(
    tx: Tx, subject: Subject, intake: Intake, *, on: date | None, who: str, clock: Clock
) -> Cast:
    """Record the ballots of a file, all or nothing; what was recorded before changes nothing.

    Args:
        subject: what is voted on; its books are held.
        on: the day of ballots that say none; today when left out.

    Raises:
        BadRows: `household_unknown`, `ballot_twice`, `date_in_future`, `usage_dates`.
        Refused: `electorate_missing`, `ballot_split`, or what refuses a subject that is closed.
    """
    electorate = must_be_frozen(tx, subject)
    day = on or clock.today
    current = read_ballots(tx, subject)
    slips = _read(intake, electorate, day, clock)
    fresh = [
        slip for slip in slips if slip.home not in current or not slip.says(current[slip.home])
    ]
    changed = sum(slip.home in current for slip in fresh)
    if fresh:
        subject.refuse_closed()
        _refuse_split(electorate, current | {slip.home: slip for slip in fresh})
        _write(tx, subject, fresh, who, clock)
    counted = count_ballots(electorate, read_ballots(tx, subject))
    return Cast(electorate, len(fresh) - changed, changed, len(slips) - len(fresh), counted)


def _read(intake: Intake, electorate: Electorate, day: date, clock: Clock) -> list[Slip]:
    homes = {code: home for home, code in electorate.codes.items()}
    bad: list[BadRow] = []
    slips: dict[str, Slip] = {}
    for row in intake.rows:
        code, cast_on = str(row.values["household"]), row.values["on"] or day
        assert isinstance(cast_on, date)
        try:
            _refuse_row(code, cast_on, homes, slips, electorate, clock)
        except Refused as error:
            bad.append(_bad(row, code, intake.heads, error))
            continue
        slips[code] = Slip(
            homes[code],
            0,
            Choice(str(row.values["choice"])),
            _text(row, "channel"),
            _text(row, "proxy"),
            cast_on,
        )
    refuse_bad_rows(intake, bad)
    return list(slips.values())


def _refuse_row(
    code: str,
    cast_on: date,
    homes: Mapping[str, HomeId],
    slips: Mapping[str, Slip],
    electorate: Electorate,
    clock: Clock,
) -> None:
    if code not in homes:
        raise Refused(
            "household_unknown",
            _("{code} 不在表决范围内").format(code=shown(code)),
            _("核对房屋编号和分摊范围"),
        )
    if code in slips:
        raise Refused(
            "ballot_twice", _("{code} 写了两张票").format(code=shown(code)), _("每户只写一张")
        )
    refuse_future(cast_on, clock)
    refuse_before(cast_on, electorate.frozen_on, _("表决日期"), _("固定表决权人"))


def _bad(row: Row, code: str, heads: Mapping[str, str], error: Refused) -> BadRow:
    return BadRow(
        row.number, heads["household"], code, error.code, error.message, error.hint, refused=True
    )


def _text(row: Row, key: str) -> str | None:
    value = row.values[key]
    return None if value is None else str(value)


def _refuse_split(electorate: Electorate, slips: Mapping[HomeId, Slip]) -> None:
    choices = {home: slip.choice for home, slip in slips.items()}
    split = split_persons(electorate.seats, choices)
    if split:
        persons = ["、".join(electorate.codes[home] for home in homes) for homes in split]
        raise Refused(
            "ballot_split",
            _("同一业主的几套房意见不一：{persons}").format(persons="；".join(persons[:_SHOWN])),
            _("一人只有一票，请核实后改成一致"),
        )


def _write(tx: Tx, subject: Subject, slips: list[Slip], who: str, clock: Clock) -> None:
    table = subject.tables.ballot
    for book_id, key in subject.keys.items():
        last = tx.conn.execute(
            select(func.max(table.c.ballot_no)).where(*subject.rows_of(table, book_id))
        ).scalar_one()
        insert_rows(
            tx,
            table,
            (
                "book_id",
                subject.tables.key,
                "ballot_no",
                "sub_id",
                "choice",
                "channel",
                "proxy",
                "cast_on",
                "who",
                "at",
            ),
            (
                (
                    book_id,
                    key,
                    ballot_no,
                    slip.home[1],
                    slip.choice.value,
                    slip.channel,
                    slip.proxy,
                    slip.cast_on,
                    who,
                    clock.at,
                )
                for ballot_no, slip in enumerate(
                    (slip for slip in slips if slip.home[0] == book_id), start=(last or 0) + 1
                )
            ),
        )


def read_ballots(tx: Tx, subject: Subject) -> dict[HomeId, Slip]:
    """Return the ballot of each home that counts."""
    return {slip.home: slip for slip in all_ballots(tx, subject)}


def all_ballots(tx: Tx, subject: Subject) -> list[Slip]:
    """Return every ballot ever cast, in their order within each book."""
    table = subject.tables.ballot
    return [
        Slip(
            (row.book_id, row.sub_id),
            row.ballot_no,
            Choice(row.choice),
            row.channel,
            row.proxy,
            row.cast_on,
        )
        for book_id in subject.keys
        for row in tx.conn.execute(
            select(table).where(*subject.rows_of(table, book_id)).order_by(table.c.ballot_no)
        )
    ]


def count_ballots(electorate: Electorate, slips: Mapping[HomeId, Slip]) -> Ballot:
    """Count the ballots that count."""
    return tally(electorate.seats, {home: slip.choice for home, slip in slips.items()})


def choice_words() -> dict[Choice, str]:
    """Return what people call what a ballot says."""
    return {
        Choice.AGREE: _("同意"),
        Choice.AGAINST: _("反对"),
        Choice.ABSTAIN: _("弃权"),
        Choice.OBJECT: _("异议"),
    }


# ---- figures that were reported, held against the ballots ----


class Figures(NamedTuple):
    """What was reported of a vote."""

    present: Count
    agreed: Count = NOBODY
    objected: Count = NOBODY


def figures_of(
    tx: Tx, subject: Subject, reported: Figures | None, rules: Ruleset, on: date
) -> tuple[Count | None, Figures]:
    """Return who is concerned, None where nobody was frozen, and the figures of a vote.

    Args:
        reported: None counts the ballots; where there are both, they must say the same.
        on: the day of the vote.

    Raises:
        Refused: `electorate_missing`, `ballot_missing`, `vote_differs`, `usage_dates`.
    """
    if reported is None:
        electorate: Electorate | None = must_be_frozen(tx, subject)
    else:
        electorate = read_electorate(tx, subject)
    cast = None if electorate is None else _count_cast(tx, subject, electorate, on)
    if reported is None:
        if cast is None:
            raise Refused(
                "ballot_missing",
                _("{subject} 还没有一张表决票").format(subject=subject.title),
                _("请先运行 {command} 登记，或写明表决总数").format(
                    command=f"{subject.commands} ballot"
                ),
            )
        reported = Figures(cast.present, cast.agreed, cast.objected)
    elif cast is not None and _differ(reported, cast, rules):
        raise Refused(
            "vote_differs",
            _(
                "登记的表决票是参与 {present}，同意 {agreed}，持异议 {objected}，与写明的总数不同"
            ).format(
                present=measured(cast.present),
                agreed=measured(cast.agreed),
                objected=measured(cast.objected),
            ),
            _("请不写总数，由表决票计算；或先更正表决票"),
        )
    return None if electorate is None else electorate.total, reported


def _differ(reported: Figures, cast: Ballot, rules: Ruleset) -> bool:
    """Tell whether figures say something else than the ballots.

    Who objected is often left out; it counts where it was said, and where it decides.
    """
    told_no = reported.objected != NOBODY or rules is Ruleset.OBJECTION_1_3
    return (reported.present, reported.agreed) != (cast.present, cast.agreed) or (
        told_no and reported.objected != cast.objected
    )


def _count_cast(tx: Tx, subject: Subject, electorate: Electorate, on: date) -> Ballot | None:
    """Return how the ballots count on the day of the vote, None where there is none."""
    slips = read_ballots(tx, subject)
    if not slips:
        return None
    last = max(slip.cast_on for slip in slips.values())
    refuse_before(on, last, _("表决"), _("最后一张表决票"))
    return count_ballots(electorate, slips)


def measured(count: Count) -> str:
    """Write a count by both measures."""
    return _("{area} ㎡、{heads} 人").format(area=format_area(count.area), heads=count.heads)
