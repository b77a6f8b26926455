"""What the place wants before a case is paid: stages, a price audit, an application for more."""

from __future__ import annotations

from datetime import date

from ledger.fund.using.cases import Case, Path
from ledger.fund.using.papers import read_papers
from ledger.fund.using.plant import concerned, operated, refuse_found
from ledger.fund.using.stage_rules import PERMILLE, Overrun, Stages, least_fen, limit_fen
from ledger.registry.rulebook import (
    flag_rule,
    int_rule,
    number_or_none,
    table_rule,
    text_rule,
)
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown


def refuse_unsettled(tx: Tx, case: Case, on: date) -> None:
    """Refuse to pay all of a case at once where the place wants it paid in stages, or audited.

    Raises:
        Refused: `advance_over`, `price_audit_missing`.
    """
    custodian_id = case.estate.custodian_id
    key = "use.advance_max_permille"
    if case.path is Path.EMERGENCY:
        key = "use.emergency_advance_max_permille"
    most = int_rule(tx, custodian_id, key, on)
    if most < PERMILLE:
        raise Refused(
            "advance_over",
            _("结算前最多拨付核准金额的千分之 {most}，不能一次付清").format(most=most),
            _("请用 --amount 先付一部分，完工审价后运行 wxzj fund usage settle 结算"),
        )
    refuse_unaudited(tx, case, case.total_fen, None, on)


def refuse_unaudited(tx: Tx, case: Case, final_fen: int, audited_fen: int | None, on: date) -> None:
    """Refuse a cost that the place wants audited and that was not.

    Raises:
        Refused: `price_audit_missing`.
    """
    threshold = number_or_none(tx, case.estate.custodian_id, "use.audit_threshold_fen", on)
    if threshold is not None and final_fen > threshold and audited_fen is None:
        raise Refused(
            "price_audit_missing",
            _("超过 {threshold} 元须经审价，没有审定金额").format(threshold=format_fen(threshold)),
            _("请运行 wxzj fund usage settle，加 --audited 审定金额"),
        )


def read_stages(tx: Tx, case: Case, on: date) -> Stages:
    """Return how much of a case the place lets be paid before its settlement."""
    custodian_id = case.estate.custodian_id
    plan = table_rule(tx, custodian_id, "use.stage_plan", on)
    if case.path is Path.EMERGENCY:
        return Stages(
            int_rule(tx, custodian_id, "use.emergency_advance_max_permille", on),
            int_rule(tx, custodian_id, "use.emergency_advance_min_permille", on),
            plan,
        )
    return Stages(int_rule(tx, custodian_id, "use.advance_max_permille", on), 0, plan)


def refuse_stage(
    tx: Tx, case: Case, *, paid_fen: int, amount_fen: int, stage: str | None, on: date
) -> None:
    """Refuse a payment before the settlement that is too much or, in an emergency, too little.

    Raises:
        Refused: `payment_over_approved`, `stage_unknown`, `advance_over`, `advance_under`.
    """
    after_fen = paid_fen + amount_fen
    if after_fen > case.total_fen:
        raise Refused(
            "payment_over_approved",
            _("项目 {code} 核准 {total} 元，已付 {paid} 元，再付 {amount} 元就超过了").format(
                code=case.code,
                total=format_fen(case.total_fen),
                paid=format_fen(paid_fen),
                amount=format_fen(amount_fen),
            ),
            _("结算金额高于核准金额的，请运行 wxzj fund usage settle"),
        )
    stages = read_stages(tx, case, on)
    if stage is not None and stage not in stages.plan:
        raise Refused(
            "stage_unknown",
            _("本地的分期规则里没有阶段 {stage}").format(stage=shown(stage)),
            _("请运行 wxzj registry rules show 查看 use.stage_plan"),
        )
    if stages.plan and stage is None:
        raise Refused(
            "stage_missing",
            _("本地规定分期拨付，没有写明是哪一期"),
            _("请加 --stage，可用：{names}").format(names="、".join(stages.plan)),
        )
    most_fen = limit_fen(case.total_fen, stages.limit_permille(stage))
    if after_fen > most_fen:
        raise Refused(
            "advance_over",
            _("这一阶段累计最多付 {most} 元，付了这笔是 {after} 元").format(
                most=format_fen(most_fen), after=format_fen(after_fen)
            ),
            _("请减少金额；完工审价后运行 wxzj fund usage settle 结算"),
        )
    least = least_fen(case.total_fen, stages.least_permille)
    if after_fen < least:
        raise Refused(
            "advance_under",
            _("应急使用首次至少付 {least} 元").format(least=format_fen(least)),
            _("请核对金额"),
        )


def refuse_overrun(tx: Tx, case: Case, final_fen: int, on: date) -> None:
    """Refuse to settle a case that has cost so much more that it must be applied for anew.

    Raises:
        Refused: `overrun`.
    """
    custodian_id = case.estate.custodian_id
    line = Overrun(
        int_rule(tx, custodian_id, "use.overrun_permille", on),
        int_rule(tx, custodian_id, "use.overrun_fen", on),
        text_rule(tx, custodian_id, "use.overrun_join", on),
        flag_rule(tx, custodian_id, "use.overrun_inclusive", on),
    )
    if line.is_beyond(case.total_fen, final_fen):
        raise Refused(
            "overrun",
            _("核准 {total} 元，结算 {final} 元，超出的部分须重新申请").format(
                total=format_fen(case.total_fen), final=format_fen(final_fen)
            ),
            _("请就超出的部分另立项目、表决、核准；本项目按核准金额以内结算"),
        )


def refuse_retention(
    tx: Tx, case: Case, final_fen: int, retained_fen: int, until: date | None, on: date
) -> None:
    """Refuse to keep back more than the place allows, or without a day on which it is due.

    Raises:
        Refused: `retention_over`, `retention_until_missing`.
    """
    if not retained_fen:
        return
    permille = int_rule(tx, case.estate.custodian_id, "use.retention_max_permille", on)
    most_fen = limit_fen(final_fen, permille)
    if retained_fen > most_fen:
        raise Refused(
            "retention_over",
            _("质保金最多 {most} 元（结算金额的千分之 {permille}），不能留 {retained} 元").format(
                most=format_fen(most_fen), permille=permille, retained=format_fen(retained_fen)
            ),
            _("请减少 --retention"),
        )
    if until is None or until <= on:
        raise Refused(
            "retention_until_missing",
            _("留了质保金，没有写明到期日，或到期日不在结算之后"),
            _("请加 --retention-until 日期"),
        )


def refuse_paying_operated(tx: Tx, case: Case, on: date) -> None:
    """Refuse to pay for what an operator keeps on a day.

    What was finished and accepted before the operator became the keeper may be paid: the fund owed
    it already. The paper of the acceptance (验收) says when.

    Raises:
        Refused: `asset_operated`.
    """
    accepted = [each.dated_on for each in read_papers(tx, case) if each.kind == "acceptance"]
    finished_on = min(accepted, default=None)
    refuse_found(
        [
            asset
            for asset in operated(concerned(tx, case), on)
            if finished_on is None or finished_on >= asset.keeper_on(on).since
        ],
        on,
    )
