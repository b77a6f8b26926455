"""The window for yearly plans (年度计划) of renovation."""

from __future__ import annotations

from dataclasses import replace

from ledger.desk.counter import Counter
from ledger.registry.custodians import find_custodian
from ledger.renovation.funding.yearly import Plan, plan_year
from ledger.renovation.planning.priority import Ranked, Why
from ledger.renovation.planning.projects import sum_factors
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet

_TAKEN = frozenset({Why.PICKED, Why.ON_PLAN})


class PlanDesk:
    """Propose which projects a year's money reaches."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def propose(self, year: int, *, budget_fen: int, custodian: str | None = None) -> Sheet:
        """Rank the projects of a custodian by the year's rules, and pick as many as money reaches.

        Args:
            year: of the plan.
            budget_fen: the money of the state for it.
            custodian: whose projects; those of the custodian of `book init` when left out.
        """
        with self._counter.look() as tx:
            keeper = find_custodian(tx, custodian)
            plan = plan_year(tx, keeper.custodian_id, year, budget_fen)
        return _sheet(plan, year, budget_fen)


def why_word(why: Why) -> str:
    """Return what people call what becomes of a project in a proposal."""
    return {
        Why.PICKED: _("建议列入"),
        Why.ON_PLAN: _("已在计划内"),
        Why.OVER_BUDGET: _("超出余下预算"),
        Why.WISH_LOW: _("居民意愿不够"),
        Why.WISH_MISSING: _("还没有征求意见"),
    }[why]


def _sheet(plan: Plan, year: int, budget_fen: int) -> Sheet:
    taken = [each for each in plan.ranked if each.why in _TAKEN]
    factors = sum_factors(
        estate for each in taken for estate in plan.projects[each.candidate.code].estates
    )
    need_fen = sum(each.candidate.need_fen for each in taken)
    sheet = Sheet(
        kind="renovation_plan",
        title=_("{year} 年度改造计划建议").format(year=year),
        columns=(
            Column("place", _("次序"), "int"),
            Column("project", _("改造项目")),
            Column("name", _("改造项目名称")),
            Column("result", _("结果")),
            Column("target", _("重点年代"), "flag"),
            Column("built_year", _("建成年份"), "int"),
            Column("wish_permille", _("意愿（‰）"), "int"),
            Column("points", _("得分（千分之一分）"), "int"),
            Column("points_of", _("其中")),
            Column("budget_fen", _("预算（元）"), "fen"),
            Column("other_fen", _("其他渠道（元）"), "fen"),
            Column("need_fen", _("需财政资金（元）"), "fen"),
            Column("left_fen", _("余下（元）"), "fen"),
        ),
        rows=[_row(place, each, plan) for place, each in enumerate(plan.ranked, start=1)],
        fields={
            "year": year,
            "budget_fen": budget_fen,
            "need_fen": need_fen,
            "left_fen": budget_fen - need_fen,
            "estates": factors.estate_count,
            "buildings": factors.building_count,
            "households": factors.household_count,
            "area": factors.area,
        },
        labels=(
            Column("budget_fen", _("年度资金（元）"), "fen"),
            Column("need_fen", _("列入项目需要（元）"), "fen"),
            Column("left_fen", _("余下（元）"), "fen"),
            Column("estates", _("小区数"), "int"),
            Column("buildings", _("幢数"), "int"),
            Column("households", _("户数"), "int"),
            Column("area", _("建筑面积（㎡）"), "area"),
        ),
        notes=[
            _("次序：已在计划内的、重点年代建成的、得分高的在先；规则见 renovation.plan.weights"),
            _("列入计划用 wxzj renovation project step 项目编号 planned --year {year}").format(
                year=year
            ),
        ],
    )
    told = [(*row[:3], why_word(Why(str(row[3]))), *row[4:]) for row in sheet.rows]
    return replace(sheet, paper=replace(sheet, rows=told))


def _row(place: int, each: Ranked, plan: Plan) -> tuple[object, ...]:
    one = each.candidate
    return (
        place,
        one.code,
        plan.projects[one.code].name,
        each.why.value,
        each.target,
        one.built_year,
        one.wish_permille,
        each.points,
        " ".join(f"{key}={part}" for key, part in each.parts.items()),
        one.budget_fen,
        one.other_fen,
        one.need_fen,
        each.left_fen,
    )
