"""What an operator is told before anything is reckoned: what fits its case, and its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.renovation.operating.entries import INVOICED, Case, Receipt
from ledger.renovation.operating.life import Act, Change, Regime, read_life
from ledger.renovation.operating.straight_line import Method, index, residual_fen
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import period_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked about the life of an asset.

    Attributes:
        residual_ppm: in millionths of the cost.
        rebuild: from, until, what it costs, and the months of the new life; or nothing.
        disposed_on: when it leaves.
    """

    on: date
    months: int
    residual_ppm: int
    regime: Regime = Regime.ENTERPRISE
    method: Method = Method.EXACT
    rebuild: tuple[date, date, int, int] | None = None
    disposed_on: date | None = None


def make_receipt(
    case: Case,
    cost_fen: int,
    *,
    vat_fen: int = 0,
    capital_fen: int = 0,
    payable_fen: int = 0,
    at_once: bool = False,
    is_nominal: bool = False,
    tax_permille: int,
) -> Receipt:
    """Return what is received, where it fits its case.

    Raises:
        Refused: `receipt_case`, `receipt_over`.
    """
    misfit = None
    if vat_fen and case not in INVOICED:
        misfit = _("进项税额")
    elif capital_fen and case is not Case.A:
        misfit = _("实收资本")
    elif payable_fen and case is not Case.E:
        misfit = _("应付账款")
    elif at_once and case not in {Case.C, Case.C1}:
        misfit = _("一次计入收入")
    elif is_nominal and case not in {Case.B, Case.C}:
        misfit = _("名义金额")
    if misfit is not None:
        raise Refused(
            "receipt_case",
            _("情形 {case} 没有{what}").format(case=case.value, what=misfit),
            _("请去掉这一项，或核对是哪种取得情形"),
        )
    if max(capital_fen, payable_fen) > cost_fen + vat_fen:
        raise Refused(
            "receipt_over",
            _("实收资本或应付账款超过资产的价款"),
            _("请核对金额，单位是元"),
        )
    return Receipt(
        case, cost_fen, vat_fen, capital_fen, payable_fen, at_once, is_nominal, tax_permille
    )


def plan_changes(cost_fen: int, plan: Plan) -> list[Change]:
    """Return what happens to an asset by a plan.

    Raises:
        Refused: `unit_residual`, `operating_order`.
    """
    if plan.regime is Regime.UNIT and plan.residual_ppm:
        raise Refused(
            "unit_residual",
            _("政府单位的固定资产和公共基础设施不留净残值"),
            _("请去掉 --residual（政府会计准则第3号第十八条、第5号）"),
        )
    keep = residual_fen(cost_fen, plan.residual_ppm)
    changes = [Change(plan.on, Act.RECEIVED, cost_fen, keep, plan.months)]
    if plan.rebuild is not None:
        begun, ended, spent_fen, months = plan.rebuild
        changes.append(Change(begun, Act.REBUILD))
        _refuse_disorder(changes)
        life = read_life(changes, plan.regime, plan.method)
        # What is left when it is in use again is the first part of its new cost.
        cost_fen = life.carrying(max(index(period_of(ended)), life.runs[-1].first)) + spent_fen
        keep = residual_fen(cost_fen, plan.residual_ppm)
        changes.append(Change(ended, Act.REBUILT, spent_fen, keep, months))
    if plan.disposed_on is not None:
        changes.append(Change(plan.disposed_on, Act.DISPOSED))
    _refuse_disorder(changes)
    return changes


def _refuse_disorder(changes: Sequence[Change]) -> None:
    days = [change.on for change in changes]
    if days != sorted(days):
        raise Refused(
            "operating_order",
            _("日期的先后不对：投入使用、停用改造、重新使用、处置应依次发生"),
            _("请核对各个日期"),
        )
