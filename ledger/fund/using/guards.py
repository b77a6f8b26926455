"""What stands against an approval (165号令 arts. 2, 18, 25): each a refusal of its own name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.fund.using.cases import Case, Path
from ledger.fund.using.papers import read_papers
from ledger.fund.using.sharing import Payer, Portion
from ledger.fund.using.work_rules import read_work
from ledger.registry.rulebook import flag_rule
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen


def refuse_cost(tx: Tx, case: Case, on: date) -> None:
    """Refuse a cost that is somebody else's on the day of the approval.

    Raises:
        Refused: `in_warranty`, `forbidden_cost`, `emergency_kind`.
    """
    until = case.grounds.warranty_until
    if until is not None and on <= date.fromisoformat(until):
        raise Refused(
            "in_warranty",
            _("项目 {code} 在保修期内，到 {until} 为止由建设单位负责").format(
                code=case.code, until=until
            ),
            _("请先由建设单位保修；保修期满后再使用维修资金"),
        )
    urgent = case.path is Path.EMERGENCY
    read_work(tx, case.estate.custodian_id, case.grounds.work, on, urgent=urgent)


def refuse_uncollected(tx: Tx, case: Case, portions: Iterable[Portion], on: date) -> None:
    """Refuse where households lack money and nobody agreed to collect it, where a rule asks that.

    Raises:
        Refused: `collect_not_agreed`.
    """
    if not flag_rule(tx, case.estate.custodian_id, "use.collect_agreement", on):
        return
    missing = [
        each.to_collect_fen
        for each in portions
        if each.payer is Payer.HOUSEHOLD and each.to_collect_fen
    ]
    agreed = any(paper.kind == "collect" for paper in read_papers(tx, case))
    if missing and not agreed:
        raise Refused(
            "collect_not_agreed",
            _("{count} 户的分户账不够，还差 {amount} 元，没有自筹协议").format(
                count=len(missing), amount=format_fen(sum(missing))
            ),
            _("请先登记附件“自筹协议”，或缩小金额（--within-means）后重新立项"),
        )
