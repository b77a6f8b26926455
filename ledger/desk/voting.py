"""The window for votes of owners: who may vote, their ballots, how the vote stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.refilling import campaign_vote
from ledger.fund.using import ballot as case_vote
from ledger.fund.using.casting import Figures, Slip, all_ballots, choice_words, take_ballots
from ledger.fund.using.consent import NOBODY, Ballot, Count
from ledger.fund.using.electors import Electorate, freeze, must_be_frozen
from ledger.fund.using.subject import Subject
from ledger.intake import case_files
from ledger.intake.reader import read_rows
from ledger.store.database import Tx
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


@dataclass(frozen=True, slots=True)
class Matter:
    """What is voted on at a window.

    Attributes:
        word: of its kinds of sheet.
        freezing, casting: its acts, as `duties` knows them.
        key: under which scripts are told its code.
        find: finds one.
        hold: finds one and holds its books.
    """

    word: str
    freezing: str
    casting: str
    key: str
    find: Callable[[Tx, str], Subject]
    hold: Callable[[Tx, str], Subject]


CASES: Final = Matter(
    "usage",
    "usage.electorate",
    "usage.ballot",
    "case",
    case_vote.find_subject,
    case_vote.hold_subject,
)
CAMPAIGNS: Final = Matter(
    "replenish",
    "replenish.electorate",
    "replenish.ballot",
    "plan",
    campaign_vote.find_subject,
    campaign_vote.hold_subject,
)


class VotingDesk:
    """Freeze who may vote on a case or a campaign, and take their ballots."""

    def __init__(self, counter: Counter, matter: Matter) -> None:
        self._counter = counter
        self._matter = matter

    def electorate(self, code: str, *, on: date | None = None, dry_run: bool = False) -> Sheet:
        """Freeze who may vote; the same day again changes nothing.

        Args:
            code: of the case or the campaign.
            on: the day of whose owners; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act(self._matter.freezing, code, dry_run=dry_run) as tx:
            subject = self._matter.hold(tx, code)
            electorate, is_new = freeze(tx, subject, on=on, who=counter.who, clock=counter.clock)
        notes = [] if is_new else [_("表决权人早已固定，没有改变")]
        return tried(_electorate_sheet(self._matter, code, electorate, notes), dry_run=dry_run)

    def ballot(
        self,
        code: str,
        *,
        path: str,
        unit_wan: bool = False,
        use_cached: bool = False,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record the ballots of a file; of each home the last one counts.

        Args:
            code: of the case or the campaign.
            path: a CSV, XLSX or XLS file: household, choice, channel, proxy, day.
            unit_wan: amounts are in 万元; a file of ballots has none.
            use_cached: take the stored results of formulas.
            on: the day of ballots that say none; today when left out.
            dry_run: do everything, keep nothing.

        Raises:
            BadRows: every row that cannot be read, or every row that a rule refuses.
        """
        counter = self._counter
        intake = read_rows(
            path, case_files.ballots(), unit_wan=unit_wan, use_cached=use_cached, go_on=True
        )
        with counter.act(self._matter.casting, f"{code} {path}", dry_run=dry_run) as tx:
            subject = self._matter.hold(tx, code)
            cast = take_ballots(tx, subject, intake, on=on, who=counter.who, clock=counter.clock)
        told = (cast.new_count, cast.changed_count, cast.same_count)
        sheet = Sheet(
            kind=f"{self._matter.word}_ballots",
            title=_("{code} 表决票").format(code=code),
            columns=_count_columns(),
            rows=_count_rows(cast.counted),
            fields={
                self._matter.key: code,
                "new_count": told[0],
                "changed_count": told[1],
                "same_count": told[2],
            },
            labels=(
                Column("new_count", _("新登记"), "int"),
                Column("changed_count", _("改票"), "int"),
                Column("same_count", _("原已登记"), "int"),
            ),
            notes=[
                *intake.notices,
                *([] if any(told[:2]) else [_("这些票都已登记过，没有改变任何数据")]),
            ],
        )
        return tried(sheet, dry_run=dry_run)

    def ballots(self, code: str) -> Sheet:
        """List every ballot, those that were followed by another too."""
        with self._counter.look() as tx:
            subject = self._matter.find(tx, code)
            electorate = must_be_frozen(tx, subject)
            slips = all_ballots(tx, subject)
        current = {slip.home: slip.ballot_no for slip in slips}
        words = choice_words()

        def row(slip: Slip, choice: str) -> tuple[object, ...]:
            return (
                electorate.codes[slip.home],
                choice,
                slip.channel,
                slip.proxy,
                slip.cast_on,
                current[slip.home] == slip.ballot_no,
            )

        sheet = Sheet(
            kind=f"{self._matter.word}_ballot_list",
            title=_("{code} 表决票").format(code=code),
            columns=(
                Column("household", _("房屋编号")),
                Column("choice", _("表决意见")),
                Column("channel", _("表决方式")),
                Column("proxy", _("代理人")),
                Column("on", _("表决日期"), "date"),
                Column("counts", _("有效"), "flag"),
            ),
            rows=[row(slip, slip.choice.value) for slip in slips],
            fields={self._matter.key: code},
        )
        paper = replace(sheet, rows=[row(slip, words[slip.choice]) for slip in slips])
        return replace(sheet, paper=paper)


def figures(  # the figures of a vote, each by area and by number
    *,
    present_area: int | None,
    present_heads: int | None,
    agreed_area: int | None,
    agreed_heads: int | None,
    objected_area: int,
    objected_heads: int,
) -> Figures | None:
    """Return what a person says of a vote, None where the ballots are to be counted.

    Raises:
        InputError: `vote_figures` where some of the figures are left out.
    """
    given = (present_area, present_heads, agreed_area, agreed_heads)
    objected = Count(objected_area, objected_heads)
    if given == (None, None, None, None) and objected == NOBODY:
        return None
    if present_area is None or present_heads is None or agreed_area is None or agreed_heads is None:
        raise InputError(
            "vote_figures",
            _("参与和同意的面积、人数四个数要写就都写"),
            _("都不写就由登记的表决票计算"),
        )
    return Figures(Count(present_area, present_heads), Count(agreed_area, agreed_heads), objected)


def _electorate_sheet(matter: Matter, code: str, electorate: Electorate, notes: list[str]) -> Sheet:
    total = electorate.total
    return Sheet(
        kind=f"{matter.word}_electorate",
        title=_("{code} 表决权人").format(code=code),
        columns=(
            Column("household", _("房屋编号")),
            Column("area", _("表决面积（㎡）"), "area"),
            Column("head_no", _("计票人"), "int"),
            Column("heads", _("计票人数"), "int"),
        ),
        rows=[
            (
                electorate.codes[seat.home],
                seat.area,
                seat.head_no,
                1 if seat.heads is None else seat.heads,
            )
            for seat in sorted(electorate.seats, key=lambda seat: electorate.codes[seat.home])
        ],
        fields={
            matter.key: code,
            "frozen_on": electorate.frozen_on,
            "area": total.area,
            "heads": total.heads,
        },
        labels=(
            Column("frozen_on", _("计算日期"), "date"),
            Column("area", _("总面积（㎡）"), "area"),
            Column("heads", _("总人数"), "int"),
        ),
        notes=(
            *notes,
            _("计票人相同的几套房只算一人：同一人的几套、同一开发单位未售的、未售公房"),
        ),
    )


def _count_columns() -> tuple[Column, ...]:
    return (
        Column("what", _("项目")),
        Column("area", _("面积（㎡）"), "area"),
        Column("heads", _("人数"), "int"),
    )


def _count_rows(counted: Ballot) -> list[tuple[object, ...]]:
    rows: list[tuple[str, Count]] = [
        (_("范围内全体业主"), counted.total),
        (_("参与表决"), counted.present),
        (_("同意"), counted.agreed),
        (_("持异议"), counted.objected),
    ]
    return [(what, measured.area, measured.heads) for what, measured in rows]
