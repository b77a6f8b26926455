"""Publicity before a vote (公示): the days that a plan hangs out, where a place asks for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from ledger.fund.using.cases import Case
from ledger.fund.using.papers import read_papers
from ledger.registry.rulebook import int_rule, rule_on
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _

_DAYS: Final = "use.publicity_days_before"


def refuse_unpublished(tx: Tx, case: Case, on: date) -> None:
    """Refuse a vote on a plan that was not made public long enough before.

    The day of the publicity is that of the paper; a rule of 7 days asks for the seventh day before
    the vote or an earlier one.

    Raises:
        Refused: `publicity_missing`.
    """
    keeper_id = case.estate.custodian_id
    days = int_rule(tx, keeper_id, _DAYS, on)
    if not days:
        return
    last = on - timedelta(days=days)
    shown = [paper.dated_on for paper in read_papers(tx, case) if paper.kind == "publicity"]
    if not any(each <= last for each in shown):
        raise Refused(
            "publicity_missing",
            _("项目 {code} 在 {on} 表决，须在 {last} 或以前公示").format(
                code=case.code, on=on, last=last
            ),
            _(
                "依据：{source}；请用 wxzj fund usage step 登记公示，或用 attach 登记附件“公示”"
            ).format(source=rule_on(tx, keeper_id, _DAYS, on).source),
        )
