"""What becomes of a campaign: voted for, in force by rule without a meeting, stopped.

Raising money is decided by 民法典 278(六): owners of two thirds take part, three quarters of them
say yes, by area and by number. Where the place has a rule for owners who decide nothing (Shanghai
65), the campaign is replaced after its days by one that follows the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from ledger.fund.refilling.campaign import (
    RUNNING,
    Campaign,
    State,
    Step,
    add_step,
    campaigns_of,
    find_campaign,
    hold_books,
    hold_campaign,
    refuse_state,
)
from ledger.fund.refilling.campaign_plan import Order, Planned, frozen_rows, plan
from ledger.fund.refilling.campaign_rules import Target, pay_until
from ledger.fund.using.ballot import refusal, told_of
from ledger.fund.using.casting import Figures, figures_of
from ledger.fund.using.consent import (
    Ballot,
    Count,
    Matter,
    Ruleset,
    Verdict,
    decide,
    electorate,
)
from ledger.fund.using.scope import make_scope, read_voters
from ledger.fund.using.subject import Subject, Tables
from ledger.fund.using.usage import refuse_future
from ledger.registry.rulebook import number_or_none, text_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name

_TABLES: Final = Tables(
    schema.campaign_electorate, schema.campaign_elector, schema.campaign_ballot, "code"
)


def subject_of(tx: Tx, campaign: Campaign) -> Subject:
    """Return a campaign as its owners vote on it, those too who have nothing to pay."""
    scope = make_scope(tx, campaign.estate, campaign.terms.scope)
    return Subject(
        code=campaign.code,
        title=_("续筹方案 {code}").format(code=campaign.code),
        begun_on=campaign.terms.planned_on,
        begun=_("拟定方案"),
        tables=_TABLES,
        keys={book.book_id: campaign.code for book in scope.books},
        voters=lambda on: read_voters(tx, scope, on),
        refuse_closed=lambda: refuse_state(campaign, {State.PLANNED}),
        commands="wxzj fund replenish",
        anew=_("停止后重新拟定"),
        extra={"led_by": campaign.books[0].book.book_id},
    )


def find_subject(tx: Tx, code: str) -> Subject:
    """Return a campaign to vote on.

    Raises:
        Refused: `campaign_unknown`, `out_of_reach`.
    """
    return subject_of(tx, find_campaign(tx, code))


def hold_subject(tx: Tx, code: str) -> Subject:
    """Return a campaign to vote on, with all books of its scope held.

    Raises:
        Refused: `campaign_unknown`, `out_of_reach`.
    """
    campaign = find_campaign(tx, code)
    hold_books(tx, make_scope(tx, campaign.estate, campaign.terms.scope).books)
    return subject_of(tx, find_campaign(tx, code))  # again: it may have taken a step meanwhile


class Result(NamedTuple):
    """What was reported of a vote.

    Attributes:
        figures: None counts the ballots.
        ruleset: the rules of the vote; those in force on its day when left out.
        first_due_on: the last day of the first instalment; counted from the vote when left out.
    """

    figures: Figures | None = None
    ruleset: Ruleset | None = None
    on: date | None = None
    first_due_on: date | None = None


def record_vote(
    tx: Tx, code: str, result: Result, *, who: str, clock: Clock
) -> tuple[Campaign, Ballot]:
    """Record the vote on a campaign, where it passed. The same result again changes nothing.

    Raises:
        Refused: `campaign_unknown`, `campaign_state`, `date_in_future`, `vote_before_plan`,
            `electorate_missing`, `ballot_missing`, `vote_differs`, `usage_dates`,
            `vote_above_electorate`, `vote_impossible`, `vote_not_passed`.
    """
    on = result.on or clock.today
    campaign = hold_campaign(tx, code)
    refuse_future(on, clock)
    rules = result.ruleset or Ruleset(
        text_rule(tx, campaign.estate.custodian_id, "vote.raise_ruleset", on)
    )
    first = result.first_due_on or pay_until(on, campaign.terms.pay_days)
    subject = subject_of(tx, campaign)
    total, figures = figures_of(tx, subject, result.figures, rules, on)
    told = told_of(on, rules, figures)
    known = _known_vote(campaign, told, first)
    if known is not None:
        return campaign, Ballot(known, *figures)
    refuse_state(campaign, {State.PLANNED})
    if on < campaign.terms.planned_on or first < on:
        raise Refused(
            "vote_before_plan",
            _("方案 {planned}、表决 {on}、首期缴款 {first}：日期先后不对").format(
                planned=campaign.terms.planned_on, on=on, first=first
            ),
            _("请核对日期"),
        )
    ballot = Ballot(total or electorate(subject.voters(on).values()), *figures)
    verdict = decide(ballot, Matter.RAISE, rules)
    if verdict is not Verdict.PASSED:
        raise refusal(ballot, verdict, rules, needed_to_raise(rules))
    vote = {**told, "total": [ballot.total.area, ballot.total.heads]}
    step = Step(State.VOTED, on, first_due_on=first, vote=vote)
    return add_step(tx, campaign, step, who=who, clock=clock), ballot


def _known_vote(campaign: Campaign, told: Mapping[str, object], first: date) -> Count | None:
    """Return who was concerned in the vote of a campaign, where it is the one told again."""
    for step in campaign.steps:
        vote: Mapping[str, Any] = step.vote or {}
        if step.first_due_on == first and told.items() <= vote.items():
            return Count(*vote["total"])
    return None


def needed_to_raise(rules: Ruleset) -> str:
    """Say what a ruleset asks for to raise money."""
    return {
        Ruleset.CIVIL_CODE_2021: _(
            "民法典第二百七十八条：筹集维修资金，参与的面积和人数都要达三分之二，"
            "同意的都要达参与的四分之三"
        ),
        Ruleset.OLD_2007: _("2021年前：同意的面积和人数都要达总数的三分之二"),
        Ruleset.OBJECTION_1_3: _("异议表决：持异议的面积和人数都不得超过总数的三分之一"),
    }[rules]


# ---- by rule, without a meeting ----


def fall_back(tx: Tx, code: str, *, on: date | None, who: str, clock: Clock) -> Planned:
    """Put the rule of the place in the place of a campaign that nobody decided; once.

    Raises:
        Refused: `campaign_unknown`, `campaign_state`, `date_in_future`, `fallback_missing`,
            `fallback_early`, or what `plan` refuses.
    """
    on = on or clock.today
    refuse_future(on, clock)
    campaign = hold_campaign(tx, code)
    known = [
        each
        for each in campaigns_of(tx, [campaign.estate.code])
        if each.terms.replaces == campaign.code
    ]
    if known:
        return Planned(known[0], tuple(frozen_rows(tx, known[0])), is_new=False)
    refuse_state(campaign, {State.PLANNED})
    keeper = campaign.estate.custodian_id
    days = number_or_none(tx, keeper, "replenish.fallback_days", on)
    if days is None:
        raise Refused(
            "fallback_missing",
            _("本地规则没有规定业主不作决定时怎样续交"),
            _("请用 wxzj registry rules show 查看 replenish.fallback_days"),
        )
    first_day = campaign.terms.planned_on + timedelta(days=days)
    if on < first_day:
        raise Refused(
            "fallback_early",
            _("方案 {code} 到 {day} 满 {days} 天，之前由业主决定").format(
                code=campaign.code, day=first_day, days=days
            ),
            _("请到期后再办"),
        )
    reason = f"{days}天未作决定"  # records are in Chinese
    add_step(tx, campaign, Step(State.REPLACED, on, reason=reason), who=who, clock=clock)
    order = Order(
        campaign.estate.code,
        target=Target.RATIO,
        standard_fen=campaign.terms.aim.standard_fen,
        scope=campaign.terms.scope,
        on=on,
        replaces=campaign.code,
    )
    planned = plan(tx, order, who=who, clock=clock)
    first_due_on = pay_until(on, planned.campaign.terms.pay_days)
    step = Step(State.BY_RULE, on, first_due_on=first_due_on, reason=reason)
    campaign = add_step(tx, planned.campaign, step, who=who, clock=clock)
    return replace(planned, campaign=campaign)


def stop(
    tx: Tx, code: str, *, reason: str, on: date | None, who: str, clock: Clock
) -> tuple[Campaign, bool]:
    """Stop a campaign; return it, and whether that is new. What was paid stays paid.

    Raises:
        Refused: `campaign_unknown`, `campaign_state`, `date_in_future`, `vote_before_plan`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    campaign = hold_campaign(tx, code)
    if campaign.state is State.STOPPED:
        return campaign, False
    refuse_state(campaign, RUNNING)
    last = campaign.steps[-1].dated_on if campaign.steps else campaign.terms.planned_on
    if on < last:
        raise Refused(
            "vote_before_plan",
            _("停止日期 {on} 早于 {last}").format(on=on, last=last),
            _("请核对日期"),
        )
    step = Step(State.STOPPED, on, reason=clean_name(reason, _("停止原因")))
    return add_step(tx, campaign, step, who=who, clock=clock), True
