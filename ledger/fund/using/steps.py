"""The register of the steps of a case (程序): each with its day, and the paper that shows it.

A step that was written down wrongly is written again: the last row of a step counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.cases import Case, Path
from ledger.fund.using.papers import read_papers
from ledger.fund.using.procedure import (
    HANGING,
    Disorder,
    Procedure,
    Step,
    Taken,
    first_disorder,
    lacking,
    procedure_of,
    steps_of,
)
from ledger.fund.using.publicity import refuse_unpublished
from ledger.fund.using.usage import hold_case, refuse_future
from ledger.registry.rulebook import flag_rule, int_rule, list_rule, text_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

_DAYS_RULE: Final = {
    Step.PUBLICITY: "use.publicity_days_before",
    Step.RESULT_PUBLICITY: "use.publicity_days_after",
}
_REQUIRED_RULE: Final = {
    Procedure.BEFORE_TRANSFER: "use.steps_before_transfer",
    Procedure.AFTER_TRANSFER: "use.steps_after_transfer",
    Procedure.EMERGENCY_BEFORE: "use.steps_emergency",
    Procedure.EMERGENCY_AFTER: "use.steps_emergency",
}


@dataclass(frozen=True, slots=True)
class Record:
    """What a person says of a step.

    Attributes:
        until: the last day of a publicity, included.
        paper_no: the number of the paper that shows it.
    """

    step: str
    on: date
    until: date | None = None
    paper_no: int | None = None
    note: str | None = None


class Row(NamedTuple):
    """A step as it stands in the register.

    Attributes:
        step_no: in the order of writing, from 1.
    """

    step_no: int
    step: Step
    on: date
    until: date | None
    paper_no: int | None
    note: str | None
    who: str = ""

    @property
    def taken(self) -> Taken:
        """When it was taken."""
        return Taken(self.on, self.until or self.on)


def step_words() -> dict[str, str]:
    """Return what people call the steps, the vote and the approval."""
    return {
        Step.PLAN: _("使用方案"),
        Step.PUBLICITY: _("公示"),
        "vote": _("表决"),
        Step.WORKS: _("组织实施"),
        Step.APPLIED: _("申请列支"),
        Step.COMMITTEE_OK: _("业委会审核同意"),
        Step.KEEPER_OK: _("公房资金管理单位同意"),
        Step.FILED: _("备案"),
        "approval": _("核准"),
        Step.RESULT_PUBLICITY: _("结果公示"),
    }


def case_procedure(tx: Tx, case: Case) -> Procedure:
    """Return the procedure of a case: who keeps the money on the day of the draft decides."""
    keeper = text_rule(tx, case.estate.custodian_id, "keeper.kind", case.drafted_on)
    return procedure_of(emergency=case.path is Path.EMERGENCY, kept_by_owners=keeper != "centre")


def record_step(
    tx: Tx, code: str, record: Record, *, who: str, clock: Clock
) -> tuple[Case, Row, bool]:
    """Write a step down; return it, and whether it is new. The same again changes nothing.

    Raises:
        InputError: `step_unknown`, `step_until`.
        Refused: `case_unknown`, `date_in_future`, `step_not_here`, `usage_state`,
            `paper_unknown`, `step_paper_missing`, `publicity_short`, `usage_dates`.
    """
    case = hold_case(tx, code)
    row = _read(record, who)
    rows = read_rows(tx, case)
    known = {each.step: each for each in rows}
    last = known.get(row.step)
    if last is not None and last._replace(step_no=0, who="") == row._replace(who=""):
        return case, last, False
    refuse_future(row.taken.until, clock)
    procedure = case_procedure(tx, case)
    _refuse_place(case, procedure, row.step)
    _refuse_paper(tx, case, row)
    _refuse_short(tx, case, row)
    _refuse_disorder(case, procedure, {**_taken(rows), row.step: row.taken}, None)
    row = row._replace(step_no=len(rows) + 1)
    _write(tx, case, row, clock)
    return case, row, True


def _read(record: Record, who: str) -> Row:
    words = {title: step for step, title in step_words().items()} | {each: each for each in Step}
    found = words.get(record.step)
    if not isinstance(found, Step):
        raise InputError(
            "step_unknown",
            _("不认识的步骤“{word}”").format(word=shown(record.step)),
            _("可写：{names}").format(names="、".join(step_words()[each] for each in Step)),
        )
    if (found in HANGING) != (record.until is not None):
        raise InputError(
            "step_until",
            _("公示要写到哪一天为止，其他步骤只写一天"),
            _("公示请加 --until 日期；其他步骤请去掉 --until"),
        )
    if record.until is not None and record.until < record.on:
        raise InputError(
            "step_until",
            _("公示的最后一天 {until} 早于第一天 {on}").format(until=record.until, on=record.on),
            _("请核对日期"),
        )
    note = None if record.note is None else clean_name(record.note, _("备注"))
    return Row(0, found, record.on, record.until, record.paper_no, note, who)


def _refuse_place(case: Case, procedure: Procedure, step: Step) -> None:
    sequence = steps_of(procedure)
    if step not in sequence:
        raise Refused(
            "step_not_here",
            _("项目 {code} 的程序里没有“{step}”这一步").format(
                code=case.code, step=step_words()[step]
            ),
            _("请运行 wxzj fund usage steps {code} 查看").format(code=case.code),
        )
    is_after = sequence.index(step) > sequence.index("approval")
    if is_after != (case.approved_on is not None):
        raise Refused(
            "usage_state",
            _("“{step}”应在核准之后登记").format(step=step_words()[step])
            if is_after
            else _("项目 {code} 已核准，不能再登记“{step}”").format(
                code=case.code, step=step_words()[step]
            ),
            _("请运行 wxzj fund usage steps {code} 查看").format(code=case.code),
        )


def _refuse_paper(tx: Tx, case: Case, row: Row) -> None:
    if row.paper_no is None:
        if flag_rule(tx, case.estate.custodian_id, "use.step_papers", row.on):
            raise Refused(
                "step_paper_missing",
                _("“{step}”没有附件").format(step=step_words()[row.step]),
                _("请先运行 wxzj fund usage attach，再用 --paper 写明序号"),
            )
        return
    if row.paper_no not in {paper.paper_no for paper in read_papers(tx, case)}:
        raise Refused(
            "paper_unknown",
            _("项目 {code} 没有第 {no} 号附件").format(code=case.code, no=row.paper_no),
            _("请运行 wxzj fund usage papers {code} 查看").format(code=case.code),
        )


def _refuse_short(tx: Tx, case: Case, row: Row) -> None:
    if row.step not in HANGING:
        return
    days = int_rule(tx, case.estate.custodian_id, _DAYS_RULE[row.step], row.on)
    if row.taken.days < days:
        raise Refused(
            "publicity_short",
            _("公示 {days} 天，不足 {needed} 天").format(days=row.taken.days, needed=days),
            _("请公示满期后再登记；首日和末日都算"),
        )


def _refuse_disorder(
    case: Case,
    procedure: Procedure,
    taken: dict[Step, Taken],
    vote_on: date | None,
    approved_on: date | None = None,
) -> None:
    vote = case.grounds.vote
    if vote_on is None and vote is not None:
        vote_on = date.fromisoformat(str(vote["on"]))
    found = first_disorder(
        procedure, taken, vote_on=vote_on, approved_on=approved_on or case.approved_on
    )
    if found is not None:
        raise out_of_order(found)


def out_of_order(found: Disorder) -> Refused:
    """Return the refusal of days that are out of order."""
    words = step_words()
    return Refused(
        "usage_dates",
        _("{what} {on} 不能早于{after} {earlier}").format(
            what=words[found.what],
            on=found.on,
            after=words[found.earlier],
            earlier=found.not_before,
        ),
        _("请核对日期"),
    )


def refuse_vote(tx: Tx, case: Case, on: date) -> None:
    """Refuse a vote before the plan was made public for as long as the rule says.

    Raises:
        Refused: `publicity_missing`, `usage_dates`.
    """
    taken = _taken(read_rows(tx, case))
    if Step.PUBLICITY not in taken:
        refuse_unpublished(tx, case, on)  # a paper may show it as well as a step
    _refuse_disorder(case, case_procedure(tx, case), taken, on)


def refuse_steps(tx: Tx, case: Case, on: date) -> None:
    """Refuse an approval before the steps that the rules require, or dated before any step.

    Raises:
        Refused: `step_missing`, `usage_dates`.
    """
    taken = _taken(read_rows(tx, case))
    missing = lacking(required_steps(tx, case, on), taken)
    if missing:
        words = step_words()
        raise Refused(
            "step_missing",
            _("项目 {code} 还缺：{steps}").format(
                code=case.code, steps="、".join(words[each] for each in missing)
            ),
            _("请先用 wxzj fund usage step 登记"),
        )
    _refuse_disorder(case, case_procedure(tx, case), taken, None, on)


def required_steps(tx: Tx, case: Case, on: date) -> set[str]:
    """Return the words of the steps that the rules require before the approval."""
    procedure = case_procedure(tx, case)
    named = list_rule(tx, case.estate.custodian_id, _REQUIRED_RULE[procedure], on)
    return set(named) & {str(each) for each in steps_of(procedure)}


def read_rows(tx: Tx, case: Case) -> list[Row]:
    """Return every step ever written down, in the order of writing."""
    table, own = schema.usage_step, case.books[0]  # the same stands in each book of the case
    return [
        Row(
            row.step_no, Step(row.step), row.dated_on, row.until_on, row.paper_no, row.note, row.who
        )
        for row in tx.conn.execute(
            select(table)
            .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
            .order_by(table.c.step_no)
        )
    ]


def _taken(rows: list[Row]) -> dict[Step, Taken]:
    return {row.step: row.taken for row in rows}


def _write(tx: Tx, case: Case, row: Row, clock: Clock) -> None:
    for own in case.books:
        tx.conn.execute(
            schema.usage_step.insert().values(
                book_id=own.book.book_id,
                case_id=own.case_id,
                step_no=row.step_no,
                step=row.step.value,
                dated_on=row.on,
                until_on=row.until,
                paper_no=row.paper_no,
                note=row.note,
                who=row.who,
                at=clock.at,
            )
        )
