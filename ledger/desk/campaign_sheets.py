"""How a campaign of refilling looks: lists to scripts, papers to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ledger.fund.refilling.campaign import Campaign, state_word
from ledger.fund.refilling.campaign_plan import Planned, target_word
from ledger.fund.refilling.campaign_rules import Rule
from ledger.fund.refilling.campaign_vote import needed_to_raise
from ledger.fund.refilling.campaign_waivers import Waiver
from ledger.fund.refilling.replenish import BUILD_UP, REFILL
from ledger.fund.using.consent import Ballot, Ruleset
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet

RULE_WORDS: Final = {Rule.REFILL: REFILL, Rule.BUILD_UP: BUILD_UP}


def campaign_title(campaign: Campaign) -> str:
    """Return the title of a campaign."""
    return _("续筹方案 {code}").format(code=campaign.code)


def facts_of(campaign: Campaign) -> dict[str, object]:
    """Return what scripts are told of a campaign."""
    terms = campaign.terms
    return {
        "plan": campaign.code,
        "estate": campaign.estate.code,
        "state": campaign.state.value,
        "target": terms.aim.target.value,
        "permille": terms.aim.permille,
        "standard_fen": terms.aim.standard_fen,
        "amount_fen": terms.aim.total_fen,
        "scope": list(terms.scope),
        "everyone": terms.everyone,
        "times": terms.times,
        "every_months": terms.every_months,
        "pay_days": terms.pay_days,
        "planned_on": terms.planned_on,
        "due_days": campaign.days,
        "replaces": terms.replaces,
        "households": campaign.household_count,
        "due_fen": campaign.due_fen,
    }


def paper_facts(campaign: Campaign) -> dict[str, object]:
    """Return the same as people read it."""
    terms = campaign.terms
    return {
        **facts_of(campaign),
        "estate": campaign.estate.name,
        "state": state_word(campaign.state),
        "target": target_word(terms.aim.target),
        "scope": "、".join(terms.scope) or _("全小区"),
        "due_days": "、".join(day.isoformat() for day in campaign.days),
        "times": _("一次交清") if terms.times == 1 else _("分 {n} 期").format(n=terms.times),
    }


def labels_of(facts: Mapping[str, object]) -> list[Column]:
    """Return what stands above a sheet of a campaign."""
    labels = (
        Column("plan", _("方案编号")),
        Column("estate", _("小区")),
        Column("state", _("进度")),
        Column("target", _("续筹至")),
        Column("standard_fen", _("每平方米（元）"), "fen"),
        Column("scope", _("范围")),
        Column("times", _("缴款方式")),
        Column("due_days", _("缴款期限")),
        Column("planned_on", _("名单截止日"), "date"),
        Column("replaces", _("取代方案")),
        Column("households", _("户数"), "int"),
        Column("due_fen", _("应交合计（元）"), "fen"),
    )
    return [label for label in labels if facts.get(label.key) not in {None, ""}]


# ---- the plan ----


def plan_sheet(planned: Planned) -> Sheet:
    """Lay out the list of a campaign."""
    campaign = planned.campaign
    build_up = sum(row.due_fen for row in planned.rows if row.rule is Rule.BUILD_UP)
    total = sum(row.due_fen for row in planned.rows)
    notes = [
        _("{count} 户合计 {total} 元（其中补建 {build_up} 元），与方案登记的合计相符").format(
            count=len(planned.rows), total=format_fen(total), build_up=format_fen(build_up)
        ),
        _("收付实现制：名单和通知都不入账，钱到专户才入账"),
    ]
    if not planned.is_new:
        notes.append(_("同样的方案已经拟定，没有重复拟定"))
    assert (len(planned.rows), total) == (campaign.household_count, campaign.due_fen)
    columns = (
        Column("household", _("房屋编号")),
        Column("rule", _("事项")),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("initial_fen", _("首期应交（元）"), "fen"),
        Column("balance_fen", _("余额（元）"), "fen"),
        Column("due_fen", _("本次应交（元）"), "fen"),
    )
    sheet = Sheet(
        kind="replenish_plan",
        title=campaign_title(campaign),
        columns=columns,
        rows=[
            (
                row.house.code,
                RULE_WORDS[row.rule],
                row.house.area,
                row.house.initial_fen,
                row.house.balance_fen,
                row.due_fen,
            )
            for row in planned.rows
        ],
        fields={**facts_of(campaign), "build_up_fen": build_up, "replayed": not planned.is_new},
        notes=notes,
    )
    facts = paper_facts(campaign)
    return replace(sheet, paper=replace(sheet, fields=facts, labels=labels_of(facts)))


def vote_sheet(campaign: Campaign, counted: Ballot) -> Sheet:
    """Lay out a vote that passed."""
    rows = [
        (_("范围内全体业主"), counted.total),
        (_("参与表决"), counted.present),
        (_("同意"), counted.agreed),
        (_("持异议"), counted.objected),
    ]
    vote = next(step.vote for step in campaign.steps if step.vote is not None)
    return Sheet(
        kind="replenish_vote",
        title=_("{code} 业主表决").format(code=campaign.code),
        columns=(
            Column("what", _("项目")),
            Column("area", _("面积（㎡）"), "area"),
            Column("heads", _("人数"), "int"),
        ),
        rows=[(what, measured.area, measured.heads) for what, measured in rows],
        fields={**facts_of(campaign), "passed": True, "vote": dict(vote)},
        notes=[
            _("表决通过"),
            needed_to_raise(Ruleset(str(vote["ruleset"]))),
            _("首期缴款到 {day} 止").format(day=campaign.days[0]),
        ],
    )


def step_sheet(campaign: Campaign, notes: Sequence[str]) -> Sheet:
    """Lay out a campaign without its list."""
    facts = paper_facts(campaign)
    sheet = Sheet(
        kind="replenish_step",
        title=campaign_title(campaign),
        fields=facts_of(campaign),
        notes=notes,
    )
    return replace(sheet, paper=replace(sheet, fields=facts, labels=labels_of(facts)))


def waiver_sheet(waiver: Waiver) -> Sheet:
    """Lay out a remission."""
    notes = []
    if not waiver.is_new:
        notes.append(_("同样的减免已经登记，没有重复登记"))
    if not waiver.granted:
        notes.append(
            _("等待另一人批准：wxzj fund replenish approve-waiver {code} {household}").format(
                code=waiver.campaign.code, household=waiver.household
            )
        )
    return Sheet(
        kind="replenish_waiver",
        title=_("{code} 减免").format(code=waiver.campaign.code),
        columns=(
            Column("household", _("房屋编号")),
            Column("amount_fen", _("减免（元）"), "fen"),
            Column("reason", _("原因")),
            Column("granted", _("已批准"), "flag"),
        ),
        rows=[(waiver.household, waiver.amount_fen, waiver.reason, waiver.granted)],
        fields={"plan": waiver.campaign.code, "replayed": not waiver.is_new},
        notes=notes,
    )
