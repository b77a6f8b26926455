"""Approving a case (核准): who bears what is frozen, and that money set aside.

What must be so is refused here by name, in this order; after that nothing can fail.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger.fund.refilling.freeze import refuse_frozen
from ledger.fund.using.case_steps import Step, record_step
from ledger.fund.using.cases import Case, Path, State, save_case, write_shares
from ledger.fund.using.common_claims import refuse_common, refuse_common_short
from ledger.fund.using.earmarks import set_aside
from ledger.fund.using.electors import refuse_before
from ledger.fund.using.frozen import freeze_bearers
from ledger.fund.using.guards import refuse_cost, refuse_uncollected
from ledger.fund.using.papers import papers_digest, read_papers
from ledger.fund.using.plant import refuse_operated, refuse_warranty
from ledger.fund.using.scope import make_scope
from ledger.fund.using.steps import refuse_steps
from ledger.fund.using.usage import (
    Shared,
    amounts_of,
    hold_case,
    logins,
    preview,
    refuse_future,
    refuse_state,
    share_now,
)
from ledger.fund.using.weights import read_weighing
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _


def approve(tx: Tx, code: str, *, on: date | None, who: str, clock: Clock) -> Shared:
    """Approve a case: freeze who bears what and set that money aside.

    Approving again changes nothing.

    Raises:
        Refused: `case_unknown`, `usage_state`, `vote_missing`, `approver_is_drafter`,
            `date_in_future`, `usage_dates`, `in_warranty`, `forbidden_cost`, `asset_operated`,
            `asset_missing`, `step_missing`, `fund_frozen`, `area_zero`, `weight_missing`,
            `collect_not_agreed`, `scope_changed`, `common_income_forbidden`,
            `common_income_short`.
    """
    on = on or clock.today
    case = hold_case(tx, code)  # from here on no other case and no voucher moves the balances
    if case.state is State.APPROVED or (case.state is State.PAID and case.approved_on == on):
        return preview(tx, case)
    _refuse_approval(tx, case, who)
    refuse_future(on, clock)
    refuse_before(on, case.drafted_on, _("核准"), _("立项"))
    refuse_cost(tx, case, on)
    refuse_common(tx, case, on)
    refuse_warranty(tx, case, on)
    refuse_operated(tx, case, on)
    refuse_steps(tx, case, on)
    scope = make_scope(tx, case.estate, case.scope)
    refuse_frozen(tx, case, scope, on)
    shared = share_now(tx, case, scope, read_weighing(tx, case))
    refuse_uncollected(tx, case, shared.portions, on)
    refuse_common_short(tx, case, shared.portions, scope.books, on)
    amounts = amounts_of(shared, scope.books)
    if set(amounts) != {own.book for own in case.books}:
        raise Refused(
            "scope_changed",
            _("项目 {code} 的范围里有了另一种资金的房屋").format(code=code),
            _("请撤销后重新立项"),
        )
    drafted, case = (
        case,
        replace(
            case,
            state=State.APPROVED,
            approved_on=on,
            approved_by=who,
            grounds=replace(case.grounds, papers=papers_digest(read_papers(tx, case))),
            books=tuple(replace(own, amount_fen=amounts[own.book]) for own in case.books),
        ),
    )
    write_shares(tx, case, shared.portions)
    assert shared.bearers is not None
    freeze_bearers(tx, case, shared.bearers)
    for own in case.books:
        set_aside(tx, own, shared.portions)
    record_step(tx, drafted, State.APPROVED, Step("approve", on, who), clock=clock)
    return replace(shared, case=save_case(tx, case), frozen=True, bearers=None)


def _refuse_approval(tx: Tx, case: Case, who: str) -> None:
    if case.state is State.DRAFTED and case.path is Path.NORMAL:
        raise Refused(
            "vote_missing",
            _("项目 {code} 还没有业主表决结果").format(code=case.code),
            _("请先运行 wxzj fund usage vote 登记；应急使用请在立项时写明事由"),
        )
    refuse_state(case, {State.DRAFTED, State.VOTED})
    if case.drafted_by == who and logins(tx):
        raise Refused(
            "approver_is_drafter",
            _("项目 {code} 由 {who} 立项，不能自己核准").format(code=case.code, who=who),
            _("请由另一人核准"),
        )
