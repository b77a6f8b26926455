"""Recording how the owners of a case's scope voted. A vote that failed leaves no trace in the case.

Who is concerned is the electorate as it was frozen, or else counted here from the roster. Who took
part and who agreed is counted from the ballots, or else reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.fund.using.cases import Case, State, save_case
from ledger.fund.using.casting import count_ballots, read_ballots
from ledger.fund.using.consent import (
    NOBODY,
    Ballot,
    Count,
    Matter,
    Ruleset,
    Verdict,
    decide,
)
from ledger.fund.using.electors import (
    Electorate,
    must_be_frozen,
    read_electorate,
    refuse_before,
)
from ledger.fund.using.scope import count_owners, make_scope
from ledger.fund.using.steps import refuse_vote
from ledger.fund.using.usage import hold_case, refuse_future, refuse_state
from ledger.fund.using.weights import read_weighing
from ledger.registry.rulebook import text_rule
from ledger.store.database import Tx
from ledger.values.area import format_area
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _


def record_vote(
    tx: Tx,
    code: str,
    *,
    present: Count | None = None,
    agreed: Count = NOBODY,
    objected: Count = NOBODY,
    ruleset: Ruleset | None = None,
    on: date | None = None,
    clock: Clock,
) -> tuple[Case, Ballot]:
    """Record the result of a vote, where it passed. The same result again changes nothing.

    Args:
        present: who took part, as it was reported; None counts the ballots.
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
    electorate = read_electorate(tx, case) if present else must_be_frozen(tx, case)
    cast = None if electorate is None else _count_cast(tx, case, electorate, on)
    if present is None:
        if cast is None:
            raise Refused(
                "ballot_missing",
                _("项目 {code} 还没有一张表决票").format(code=code),
                _("请先运行 wxzj fund usage ballot 登记，或写明表决总数"),
            )
        present, agreed, objected = cast.present, cast.agreed, cast.objected
    elif cast is not None and (present, agreed) != (cast.present, cast.agreed):
        raise Refused(
            "vote_differs",
            _("登记的表决票是参与 {present}，同意 {agreed}，与写明的总数不同").format(
                present=measured(cast.present), agreed=measured(cast.agreed)
            ),
            _("请不写总数，由表决票计算；或先更正表决票"),
        )
    known = _known_vote(case, _told(on, rules, present, agreed, objected))
    if known is not None:
        return case, Ballot(known, present, agreed, objected)
    refuse_state(case, {State.DRAFTED})
    refuse_vote(tx, case, on)
    total = _concerned(tx, case, on) if electorate is None else electorate.total
    ballot = Ballot(total, present, agreed, objected)
    verdict = decide(ballot, Matter.USE, rules)
    if verdict is not Verdict.PASSED:
        raise refusal(ballot, verdict, rules, needed(rules))
    vote = {**_told(on, rules, present, agreed, objected), "total": [total.area, total.heads]}
    voted = replace(case, state=State.VOTED, grounds=replace(case.grounds, vote=vote))
    return save_case(tx, voted), ballot


def _count_cast(tx: Tx, case: Case, electorate: Electorate, on: date) -> Ballot | None:
    """Return how the ballots of a case count on the day of the vote, None where there is none."""
    slips = read_ballots(tx, case)
    if not slips:
        return None
    last = max(slip.cast_on for slip in slips.values())
    refuse_before(on, last, _("表决"), _("最后一张表决票"))
    return count_ballots(electorate, slips)


def _concerned(tx: Tx, case: Case, on: date) -> Count:
    excluded = read_weighing(tx, case).excluded
    return count_owners(tx, make_scope(tx, case.estate, case.scope), on, excluded)


def _told(
    on: date, rules: Ruleset, present: Count, agreed: Count, objected: Count
) -> dict[str, object]:
    """Write what was reported of a vote, as it is kept with the case."""
    counts = {"present": present, "agreed": agreed, "objected": objected}
    return {
        "on": on.isoformat(),
        "ruleset": rules.value,
        **{name: [count.area, count.heads] for name, count in counts.items()},
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


def measured(count: Count) -> str:
    """Write a count by both measures."""
    return _("{area} ㎡、{heads} 人").format(area=format_area(count.area), heads=count.heads)


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
