"""The window for the steps of a case (程序): what was done on which day, what is still missing."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.using.cases import Case, Path, find_case
from ledger.fund.using.procedure import Procedure, add_working_days, steps_of
from ledger.fund.using.steps import (
    Record,
    Row,
    case_procedure,
    read_rows,
    record_step,
    required_steps,
    step_words,
)
from ledger.registry.rulebook import int_rule, list_rule
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet

_CALENDAR_DAYS = 60  # more than the longest term of a decision


class StepsDesk:
    """Write the steps of a case down."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def step(
        self,
        code: str,
        step: str,
        *,
        on: date,
        until: date | None = None,
        paper_no: int | None = None,
        note: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write a step down; written again it takes the place of the former.

        Args:
            code: the case.
            step: a word of `fund.procedure.Step`, or what people call it.
            on: its day, or the first day of a publicity.
            until: the last day of a publicity, included.
            paper_no: the number of the paper that shows it.
            note: what else is to be said.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        record = Record(step, on, until, paper_no, note)
        with counter.act("usage.step", f"{code} {step}", dry_run=dry_run) as tx:
            case, row, is_new = record_step(tx, code, record, who=counter.who, clock=counter.clock)
            sheet = _sheet(tx, case, [] if is_new else [_("早已这样登记，没有改变")])
        assert row.step_no
        return tried(sheet, dry_run=dry_run)

    def steps(self, code: str) -> Sheet:
        """Show the steps of a case's procedure in their order: taken, needed, by which day."""
        with self._counter.look() as tx:
            return _sheet(tx, find_case(tx, code), [])


def _sheet(tx: Tx, case: Case, notes: list[str]) -> Sheet:
    procedure, words = case_procedure(tx, case), step_words()
    taken = {row.step.value: row for row in read_rows(tx, case)}
    needed = required_steps(tx, case, case.approved_on or case.drafted_on)
    decide_by = _decide_by(tx, case, taken.get("applied"))
    rows = [
        _row(str(step), words[step], taken.get(str(step)), case, needed)
        for step in steps_of(procedure)
    ]
    return Sheet(
        kind="usage_steps",
        title=_("{code} 程序").format(code=case.code),
        columns=(
            Column("step", _("代码")),
            Column("title", _("步骤")),
            Column("needed", _("核准前须有"), "flag"),
            Column("on", _("日期"), "date"),
            Column("until", _("至"), "date"),
            Column("paper_no", _("附件"), "int"),
            Column("who", _("登记人")),
            Column("note", _("备注")),
        ),
        rows=rows,
        fields={
            "case": case.code,
            "procedure": procedure.value,
            "decide_by": decide_by,
        },
        labels=(Column("decide_by", _("应急审核期限"), "date"),) if decide_by else (),
        notes=[*notes, _procedure_word(procedure), *_late(tx, case, decide_by)],
    )


def _row(
    step: str, title: str, row: Row | None, case: Case, needed: set[str]
) -> tuple[object, ...]:
    if step == "vote":
        vote = case.grounds.vote
        day = None if vote is None else date.fromisoformat(str(vote["on"]))
        return (step, title, True, day, None, None, None, None)
    if step == "approval":
        return (step, title, True, case.approved_on, None, None, case.approved_by, None)
    if row is None:
        return (step, title, step in needed, None, None, None, None, None)
    return (
        step,
        title,
        step in needed,
        row.on,
        row.until,
        row.paper_no,
        row.who,
        row.note,
    )


def _decide_by(tx: Tx, case: Case, applied: Row | None) -> date | None:
    """Return the last day on which an emergency must be decided, None where it is none."""
    if case.path is not Path.EMERGENCY:
        return None
    begun = case.drafted_on if applied is None else applied.on
    count = int_rule(tx, case.estate.custodian_id, "use.emergency_days", begun)
    return add_working_days(begun, count, *_calendar(tx, case, begun))


def _calendar(tx: Tx, case: Case, begun: date) -> tuple[frozenset[str], frozenset[str]]:
    """Return the holidays and the working weekends that the keeper knows of around a day."""
    keeper = case.estate.custodian_id
    days = (begun, begun + timedelta(days=_CALENDAR_DAYS))  # over the turn of a year
    free, work = (
        frozenset(name for on in days for name in list_rule(tx, keeper, key, on))
        for key in ("calendar.free_days", "calendar.work_days")
    )
    return free, work


def _late(tx: Tx, case: Case, decide_by: date | None) -> list[str]:
    if decide_by is None:
        return []
    year = f"{decide_by:%Y}-"
    known = any(name.startswith(year) for name in _calendar(tx, case, decide_by)[0])
    notes = [
        _("工作日按已设定的放假和调休计算（规则 calendar.free_days、calendar.work_days）")
        if known
        else _("没有设定当年的放假安排，工作日按周一至周五计算（规则 calendar.free_days）")
    ]
    if case.approved_on is not None and case.approved_on > decide_by:
        notes.append(_("核准 {on} 晚于应急审核期限 {by}").format(on=case.approved_on, by=decide_by))
    return notes


def _procedure_word(procedure: Procedure) -> str:
    return {
        Procedure.BEFORE_TRANSFER: _("程序：划转前使用（第165号令第二十二条）"),
        Procedure.AFTER_TRANSFER: _("程序：划转后使用（第165号令第二十三条）"),
        Procedure.EMERGENCY_BEFORE: _("程序：划转前应急使用（第165号令第二十四条）"),
        Procedure.EMERGENCY_AFTER: _("程序：划转后应急使用（第165号令第二十四条）"),
    }[procedure]
