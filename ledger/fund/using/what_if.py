"""What a case would cost each payer if it were divided otherwise, or were larger or smaller.

Nothing is written: whoever likes the answer drafts the case so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ledger.fund.using.affordable import Means, affordable
from ledger.fund.using.cases import find_case
from ledger.fund.using.common_claims import plan
from ledger.fund.using.scope import Scope, make_scope
from ledger.fund.using.usage import Order, Shared, preview, share_now, weighed_by
from ledger.fund.using.weighing import Weighing
from ledger.fund.using.weights import read_weighing, weighed_bearers
from ledger.intake.reader import Intake
from ledger.registry.estates import find_estate
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a person wonders about.

    Attributes:
        total_fen: another cost; the case's own when left out.
        by: another basis, with `weights` where it needs numbers.
        within_means: no more than nobody has to add to.
    """

    total_fen: int | None = None
    by: str | None = None
    weights: Intake | None = None
    within_means: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether anything would be otherwise."""
        return self != WhatIf()


def what_if(tx: Tx, code: str, asked: WhatIf) -> tuple[Shared, Means | None]:
    """Return who would bear what, and before the approval what the poorest can bear.

    Raises:
        Refused: `case_unknown`, `scope_frozen` where the case is approved and cannot be otherwise,
            `amount_not_positive`, `means_exhausted`, or what sharing refuses.
    """
    case = find_case(tx, code)
    if case.approved_on is not None:
        if asked.is_asked:
            raise Refused(
                "scope_frozen",
                _("项目 {code} 已核准，分摊不能再改").format(code=code),
                _("不带选项查看已固定的分摊；要改须撤销后重新立项"),
            )
        return preview(tx, case), None
    scope = make_scope(tx, case.estate, case.scope)
    weighing = read_weighing(tx, case)
    if asked.by is not None or asked.weights is not None:
        weighing = weighed_by(tx, scope, asked.by, asked.weights)
    if asked.total_fen is not None:
        if asked.total_fen <= 0:
            raise Refused("amount_not_positive", _("预算金额必须大于零"), _("请核对金额，单位是元"))
        case = replace(case, total_fen=asked.total_fen)
    means = _means(tx, case.total_fen, scope, weighing, case.grounds.common)
    if asked.within_means:
        _refuse_nothing(means)
        case = replace(case, total_fen=means.total_fen)
    return share_now(tx, case, scope, weighing), means


def within_means(tx: Tx, order: Order) -> tuple[Order, Means]:
    """Return an order scaled down to what the poorest can bear, and what that is.

    Raises:
        Refused: `means_exhausted`, or what sharing refuses.
    """
    scope = make_scope(tx, find_estate(tx, order.estate), order.scope)
    weighing = weighed_by(tx, scope, order.by, order.weights)
    means = _means(tx, order.total_fen, scope, weighing, order.common)
    _refuse_nothing(means)
    return replace(order, total_fen=means.total_fen), means


def _means(
    tx: Tx, total_fen: int, scope: Scope, weighing: Weighing, common: int | str | None
) -> Means:
    bearers = weighed_bearers(tx, scope, weighing)
    gift_fen = sum(each.share_fen for each in plan(tx, common, total_fen, scope, bearers))
    means = affordable(total_fen - gift_fen, bearers.doors, bearers.selling_units)
    return means._replace(total_fen=means.total_fen + gift_fen)


def _refuse_nothing(means: Means) -> None:
    if means.total_fen == 0:
        raise Refused(
            "means_exhausted",
            _("{code} 的分户账没有可用的钱，缩小到多少都要自筹").format(
                code=shown(means.poorest or "")
            ),
            _("请先补足交存，或不加 --within-means，由各户自筹不足部分"),
        )
