"""The window for votes on using the fund: who may vote, their ballots, how the vote stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.using.cases import find_case
from ledger.fund.using.casting import Slip, all_ballots, take_ballots
from ledger.fund.using.consent import Ballot, Count
from ledger.fund.using.electors import Electorate, freeze, must_be_frozen
from ledger.fund.using.tally import Choice
from ledger.intake import case_files
from ledger.intake.reader import read_rows
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class VotingDesk:
    """Freeze who may vote on a case, and take their ballots."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def electorate(self, code: str, *, on: date | None = None, dry_run: bool = False) -> Sheet:
        """Freeze who may vote; the same day again changes nothing.

        Args:
            code: the case.
            on: the day of whose owners; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("usage.electorate", code, dry_run=dry_run) as tx:
            case, electorate, is_new = freeze(tx, code, on=on, who=counter.who, clock=counter.clock)
        notes = [] if is_new else [_("表决权人早已固定，没有改变")]
        return tried(_electorate_sheet(case.code, electorate, notes), dry_run=dry_run)

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
            code: the case.
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
        with counter.act("usage.ballot", f"{code} {path}", dry_run=dry_run) as tx:
            cast = take_ballots(tx, code, intake, on=on, who=counter.who, clock=counter.clock)
        told = (cast.new_count, cast.changed_count, cast.same_count)
        sheet = Sheet(
            kind="usage_ballots",
            title=_("{code} 表决票").format(code=code),
            columns=_count_columns(),
            rows=_count_rows(cast.counted),
            fields={
                "case": code,
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
        """List every ballot of a case, those that were followed by another too."""
        with self._counter.look() as tx:
            case = find_case(tx, code)
            electorate = must_be_frozen(tx, case)
            slips = all_ballots(tx, case)
        current = {slip.home: slip.ballot_no for slip in slips}
        words = _choice_words()

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
            kind="usage_ballot_list",
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
            fields={"case": code},
        )
        paper = replace(sheet, rows=[row(slip, words[slip.choice]) for slip in slips])
        return replace(sheet, paper=paper)


def _electorate_sheet(code: str, electorate: Electorate, notes: list[str]) -> Sheet:
    total = electorate.total
    return Sheet(
        kind="usage_electorate",
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
            "case": code,
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


def _choice_words() -> dict[Choice, str]:
    return {
        Choice.AGREE: _("同意"),
        Choice.AGAINST: _("反对"),
        Choice.ABSTAIN: _("弃权"),
        Choice.OBJECT: _("异议"),
    }
