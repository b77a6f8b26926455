"""Recording how the owners of a case's scope voted. A vote that failed leaves no trace in the case.

Who is concerned is the electorate as it was frozen, or else counted here from the roster. Who took
part and who agreed is counted from the ballots, or else reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ledger.fund.using.cases import Case, State, find_case, save_case
from ledger.fund.using.casting import Figures, figures_of, measured
from ledger.fund.using.consent import (
    Ballot,
    Count,
    Matter,
    Ruleset,
    Verdict,
    Voter,
    decide,
    electorate,
)
from ledger.fund.using.electors import refuse_before
from ledger.fund.using.scope import make_scope, read_voters
from ledger.fund.using.steps import refuse_vote
from ledger.fund.using.subject import Subject, Tables
from ledger.fund.using.tally import HomeId
from ledger.fund.using.usage import hold_case, refuse_future, refuse_state
from ledger.fund.using.weights import read_weighing
from ledger.registry.rulebook import text_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.area import format_area
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _

_TABLES: Final = Tables(
    schema.usage_electorate, schema.usage_elector, schema.usage_ballot, "case_id"
)


def subject_of(tx: Tx, case: Case) -> Subject:
    """Return a case as its owners vote on it."""

    def voters(on: date) -> dict[HomeId, Voter]:
        excluded = read_weighing(tx, case).excluded
        return read_voters(tx, make_scope(tx, case.estate, case.scope), on, excluded)

    return Subject(
        code=case.code,
        title=_("项目 {code}").format(code=case.code),
        begun_on=case.drafted_on,
        begun=_("立项"),
        tables=_TABLES,
        keys={own.book.book_id: own.case_id for own in case.books},
        voters=voters,
        refuse_closed=lambda: refuse_state(case, {State.DRAFTED}),
        commands="wxzj fund usage",
        anew=_("撤销后重新立项"),
    )


def find_subject(tx: Tx, code: str) -> Subject:
    """Return a case to vote on.

    Raises:
        Refused: `case_unknown`, `out_of_reach`.
    """
    return subject_of(tx, find_case(tx, code))


def hold_subject(tx: Tx, code: str) -> Subject:
    """Return a case to vote on, with its books held.

    Raises:
        Refused: `case_unknown`, `out_of_reach`.
    """
    return subject_of(tx, hold_case(tx, code))


def record_vote(
    tx: Tx,
    code: str,
    reported: Figures | None = None,
    *,
    ruleset: Ruleset | None = None,
    on: date | None = None,
    clock: Clock,
) -> tuple[Case, Ballot]:
    """Record the result of a vote, where it passed. The same result again changes nothing.

    Args:
        reported: None counts the ballots.
        ruleset: the rules of the vote; those of the rulebook on its day when left out.

    Raises:
        Refused: `case_unknown`, `date_in_future`, `usage_dates`, `electorate_missing`,
            `ballot_missing`, `vote_differs`, `usage_state`, `publicity_missing`,
            `vote_above_electorate`, `vote_impossible`, `vote_not_passed`.
    """
    on = on or clock.today
    case = hold_case(tx, code)
    refuse_future(on, clock)
    refuse_before(on, case.drafted_on, _("表决"), _("立项"))
    rules = ruleset or Ruleset(text_rule(tx, case.estate.custodian_id, "vote.use_ruleset", on))
    subject = subject_of(tx, case)
    total, figures = figures_of(tx, subject, reported, rules, on)
    told = told_of(on, rules, figures)
    known = _known_vote(case, told)
    if known is not None:
        return case, Ballot(known, *figures)
    refuse_state(case, {State.DRAFTED})
    refuse_vote(tx, case, on)
    ballot = Ballot(total or electorate(subject.voters(on).values()), *figures)
    verdict = decide(ballot, Matter.USE, rules)
    if verdict is not Verdict.PASSED:
        raise refusal(ballot, verdict, rules, needed(rules))
    vote = {**told, "total": [ballot.total.area, ballot.total.heads]}
    voted = replace(case, state=State.VOTED, grounds=replace(case.grounds, vote=vote))
    return save_case(tx, voted), ballot


def told_of(on: date, rules: Ruleset, figures: Figures) -> dict[str, object]:
    """Write what was reported of a vote, as it is kept with what was voted on."""
    return {
        "on": on.isoformat(),
        "ruleset": rules.value,
        **{name: [count.area, count.heads] for name, count in figures._asdict().items()},
    }


def _known_vote(case: Case, told: Mapping[str, object]) -> Count | None:
    """Return who was concerned in the vote of a case, where it is the one that is told again."""
    vote: Mapping[str, Any] = case.grounds.vote or {}
    if case.state is State.CANCELLED or not told.items() <= vote.items():
        return None
    return Count(*vote["total"])


def refusal(ballot: Ballot, verdict: Verdict, rules: Ruleset, asked: str) -> Refused:
    """Say why a vote does not stand; of a repair or of raising money.

    Args:
        ballot: the figures.
        verdict: what they come to.
        rules: by which they were counted.
        asked: what these rules ask for in such a matter, in words.
    """
    total, present = ballot.total, ballot.present
    if present.area > total.area or present.heads > total.heads:
        return Refused(
            "vote_above_electorate",
            _("参与 {present}，多于范围内全体业主 {total}").format(
                present=measured(present), total=measured(total)
            ),
            _("一人几套房、共有的一套房、未售的房屋各只算一人；请核对面积和人数"),
        )
    if verdict is Verdict.IMPOSSIBLE:
        return Refused(
            "vote_impossible",
            _("表决数对不上：范围内共 {total}，参与 {present}，同意 {agreed}").format(
                total=measured(ballot.total),
                present=measured(ballot.present),
                agreed=measured(ballot.agreed),
            ),
            _("参与不能多于范围内总数，同意不能多于参与；请核对面积和人数"),
        )
    if verdict is Verdict.NO_QUORUM:
        told = _("参与表决 {ratio}，未达到法定范围").format(
            ratio=ratio(ballot.present, ballot.total)
        )
    elif rules is Ruleset.OBJECTION_1_3:
        told = _("持异议 {ratio}，超过三分之一").format(ratio=ratio(ballot.objected, ballot.total))
    else:
        base = ballot.present if rules is Ruleset.CIVIL_CODE_2021 else ballot.total
        told = _("同意 {ratio}，不够").format(ratio=ratio(ballot.agreed, base))
    return Refused("vote_not_passed", told, asked)


def needed(rules: Ruleset) -> str:
    """Say what a ruleset asks for."""
    return {
        Ruleset.CIVIL_CODE_2021: _(
            "民法典第二百七十八条：参与的面积和人数都要达三分之二，同意的都要超过参与的一半"
        ),
        Ruleset.OLD_2007: _("2021年前：同意的面积和人数都要达总数的三分之二"),
        Ruleset.OBJECTION_1_3: _("异议表决：持异议的面积和人数都不得超过总数的三分之一"),
    }[rules]


def ratio(part: Count, whole: Count) -> str:
    """Write both measures of a part beside those of the whole."""
    return _(
        "面积 {area}/{whole_area} ㎡（{area_rate}）、人数 {heads}/{whole_heads}（{head_rate}）"
    ).format(
        area=format_area(part.area),
        whole_area=format_area(whole.area),
        area_rate=_rate(part.area, whole.area),
        heads=part.heads,
        whole_heads=whole.heads,
        head_rate=_rate(part.heads, whole.heads),
    )


def _rate(part: int, whole: int) -> str:
    """Write a ratio in per cent, cut after two places: a line just missed never looks reached."""
    hundredths = part * 10000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
