"""Telling that a household disputes its share of a case, and how that ended (争议).

Told before the approval, the share is not drawn from its sub-account: it is
collected past the fund.
The approval freezes who bears what; told later, the dispute is a mark and moves no money.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.fund.using.cases import Case, State
from ledger.fund.using.disputes import CONFIRMED, TOLD, Dispute, read_disputes, write_dispute
from ledger.fund.using.electors import refuse_before
from ledger.fund.using.papers import read_papers
from ledger.fund.using.usage import hold_case, preview, refuse_future, refuse_state
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person writes down about a household's share.

    Attributes:
        resolved: None where it is disputed; `confirmed` or `changed` where that is settled.
        on: the day of it.
        paper_no: the number of the paper of the case that shows it.
    """

    household: str
    reason: str
    on: date
    resolved: str | None = None
    paper_no: int | None = None


def dispute(tx: Tx, code: str, said: Said, *, who: str, clock: Clock) -> tuple[Case, Dispute, bool]:
    """Write a dispute or its end down; return the case, the row, and whether it is new.

    The same again, as long as it is the last row of the household, changes nothing.

    Raises:
        Refused: `case_unknown`, `dispute_changes`, `date_in_future`, `usage_dates`, `usage_state`,
            `household_not_in_case`, `dispute_open`, `dispute_missing`, `paper_unknown`.
        InputError: what `clean_name` raises.
    """
    case = hold_case(tx, code)
    if said.resolved == CHANGED:
        raise _must_correct(case)
    refuse_future(said.on, clock)
    reason = clean_name(said.reason, _("原因"))
    book_id, sub_id = _household(tx, case, said.household)
    known = [
        each for each in read_disputes(tx, case) if (each.book_id, each.sub_id) == (book_id, sub_id)
    ]
    last = known[-1] if known else None
    act = TOLD if said.resolved is None else CONFIRMED
    if last is not None and (last.act, last.on, last.reason, last.paper_no) == (
        act,
        said.on,
        reason,
        said.paper_no,
    ):
        return case, last, False
    _refuse_turn(case, said.household, last, act)
    if act == TOLD:
        refuse_state(case, set(State) - {State.CANCELLED})
    earlier = case.drafted_on if last is None else last.on
    refuse_before(said.on, earlier, _("争议日期"), _("立项或上一次登记"))
    _refuse_paper(tx, case, said.paper_no)
    row = Dispute(
        book_id, sub_id, said.household, len(known) + 1, act, said.on, reason, said.paper_no, who
    )
    write_dispute(tx, case, row, clock.at)
    return case, row, True


def _household(tx: Tx, case: Case, household: str) -> tuple[int, int]:
    for each in preview(tx, case).portions:
        if each.code == household and each.area and each.sub_id is not None:
            return each.book_id, each.sub_id
    raise Refused(
        "household_not_in_case",
        _("房屋 {household} 不分摊项目 {code}").format(household=shown(household), code=case.code),
        _("请用 wxzj fund usage show 核对分摊的房屋"),
    )


def _refuse_turn(case: Case, household: str, last: Dispute | None, act: str) -> None:
    is_open = last is not None and last.act == TOLD
    if act == TOLD and is_open:
        raise Refused(
            "dispute_open",
            _("房屋 {household} 对项目 {code} 的争议还没有处理").format(
                household=shown(household), code=case.code
            ),
            _("请先用 --resolved confirmed 登记处理结果"),
        )
    if act == CONFIRMED and not is_open:
        raise Refused(
            "dispute_missing",
            _("房屋 {household} 对项目 {code} 没有未处理的争议").format(
                household=shown(household), code=case.code
            ),
            _("请用 wxzj fund usage show 核对"),
        )


def _must_correct(case: Case) -> Refused:
    return Refused(
        "dispute_changes",
        _("项目 {code} 各户的分摊不能在争议登记里改动").format(code=case.code),
        _(
            "付款前请撤销后按更正的依据重新立项；付款后请用 wxzj fund usage settle 结算，"
            "或用 wxzj voucher reverse 注销错误凭证；更正后再用 --resolved confirmed 了结争议"
        ),
    )


def _refuse_paper(tx: Tx, case: Case, paper_no: int | None) -> None:
    if paper_no is None or paper_no in {paper.paper_no for paper in read_papers(tx, case)}:
        return
    raise Refused(
        "paper_unknown",
        _("项目 {code} 没有第 {no} 号附件").format(code=case.code, no=paper_no),
        _("请先用 wxzj fund usage attach 登记附件"),
    )
