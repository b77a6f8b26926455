"""Taking the steps of a hand-over of plant; each is dated, and shown by a paper where it has one.

With the switch of the duty the operator becomes the keeper of every asset, and its owner too unless
the agreement leaves the property where it was; from that day the fund does not pay for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ledger.fund.using.ballot import needed, refusal
from ledger.fund.using.consent import Ballot, Count, Matter, Ruleset, Verdict, decide, electorate
from ledger.fund.using.scope import make_scope, read_voters
from ledger.registry.asset_papers import read_papers
from ledger.registry.assets import find_asset, record_assets
from ledger.registry.holdings import Role, add_holding, next_turn
from ledger.registry.rulebook import flag_rule, text_rule
from ledger.registry.users import has_users
from ledger.renovation.plant.handovers import (
    Defect,
    Handover,
    Paper,
    Step,
    add_step,
    find_handover,
    list_handovers,
    promised,
)
from ledger.renovation.plant.states import State, refuse_move
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

CASES: Final = ("A", "B", "C", "D", "E")  # how it comes to the operator: handbook of entries


def take_step(
    tx: Tx,
    code: str,
    to: State,
    body: Mapping[str, object],
    *,
    on: date,
    paper: Paper | None = None,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Take a step, once; return the hand-over, and whether the step is new.

    Raises:
        Refused: `handover_unknown`, `out_of_reach`, `date_in_future`, `handover_state`,
            `handover_dates`, `handover_defects`, `handover_own`, `asset_promised`.
    """
    handover = find_handover(tx, code)
    known = handover.last(to)
    if known is not None and (known.on, known.body, known.paper) == (on, body, paper):
        return handover, False
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    refuse_move(code, handover.state, to)
    last = handover.steps[-1]
    if on < last.on:
        raise Refused(
            "handover_dates",
            _("{on} 早于上一步的 {last}").format(on=on, last=last.on),
            _("请核对日期"),
        )
    _refuse_defects(handover, to)
    _refuse_promised(tx, handover, to)
    if to is State.RESPONSIBILITY_SWITCHED:
        _refuse_alone(tx, handover, who)
    step = Step(last.step_no + 1, to, on, body, paper, who)
    add_step(tx, handover.handover_id, step, clock=clock)
    if to is State.RESPONSIBILITY_SWITCHED:
        _switch(tx, handover, on, who=who, clock=clock)
    return find_handover(tx, code), True


def _refuse_defects(handover: Handover, to: State) -> None:
    if to in {State.JOINT_ACCEPTANCE, State.HANDED_OVER} and handover.open_defects:
        first = handover.open_defects[0]
        raise Refused(
            "handover_defects",
            _("移交 {code} 还有 {count} 处缺陷没有整改：{asset} {what}").format(
                code=handover.code,
                count=len(handover.open_defects),
                asset=first.asset,
                what=shown(first.what),
            ),
            _("请整改后运行 wxzj renovation handover defect {code} --mended 序号").format(
                code=handover.code
            ),
        )


def _refuse_promised(tx: Tx, handover: Handover, to: State) -> None:
    """Refuse to take up again what went into another hand-over meanwhile."""
    if handover.state is not State.NOT_TRANSFERRED or to is State.NOT_TRANSFERRED:
        return
    own = {each.code: each for each in handover.assets}
    for other in list_handovers(tx, handover.estate.code):
        taken = [each.code for each in other.assets if each.code in own]
        if other.handover_id > handover.handover_id and taken:
            raise promised(own[taken[0]], other.code)


def _refuse_alone(tx: Tx, handover: Handover, who: str) -> None:
    agreed = handover.last(State.AGREEMENT_SIGNED)
    if agreed is not None and agreed.who == who and has_users(tx):
        raise Refused(
            "handover_own",
            _("{who} 登记了移交协议，不能自己切换维护责任").format(who=shown(who)),
            _("请由另一名用户办理"),
        )


def _switch(tx: Tx, handover: Handover, on: date, *, who: str, clock: Clock) -> None:
    """Make the operator the keeper, and the owner unless the agreement is about the duty only."""
    agreed = handover.last(State.AGREEMENT_SIGNED)
    assert agreed is not None
    roles = [Role.KEEPER] if agreed.body["duty_only"] else [Role.OWNER, Role.KEEPER]
    reason = f"移交 {handover.code}"
    for asset in handover.assets:
        for role in roles:
            turn = next_turn(
                asset.held,
                role,
                handover.operator,
                on,
                handover_id=handover.handover_id,
                reason=reason,
            )
            add_holding(tx, asset.asset_id, turn, who=who, clock=clock)
    record_assets(
        tx,
        [find_asset(tx, each.code) for each in handover.assets],
        f"{reason}：{len(handover.assets)} 项资产自 {on} 起由{handover.operator.name}负责",
        who=who,
        clock=clock,
    )


def accept_plant(  # noqa: PLR0913 # one for each thing that is said
    tx: Tx,
    code: str,
    *,
    passed: bool,
    parties: Sequence[str],
    invited_on: date | None,
    on: date,
    paper: Paper | None,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Record the joint acceptance: passed, or rejected over the defects that were found.

    An operator that was not asked to come need not take anything over.

    Args:
        parties: who was there; the operator among them, or it was invited.
        invited_on: the day on which the operator was invited.

    Raises:
        Refused: `operator_uninvited`, `handover_no_defect` where it is rejected without one, or
            what `take_step` refuses.
    """
    handover = find_handover(tx, code)
    named = [clean_name(each, _("参加单位")) for each in parties]
    if invited_on is None and handover.operator.name not in named:
        raise Refused(
            "operator_uninvited",
            _("{operator} 没有参加验收，也没有写明何时邀请").format(
                operator=shown(handover.operator.name)
            ),
            _("请把它写进 --party，或写 --invited-on 邀请日期"),
        )
    if not passed and not handover.defects_on(on):
        raise Refused(
            "handover_no_defect",
            _("移交 {code} 验收不合格，却没有登记一处缺陷").format(code=code),
            _("请先运行 wxzj renovation handover defect {code} 登记").format(code=code),
        )
    body = {
        "parties": named,
        "invited_on": None if invited_on is None else invited_on.isoformat(),
    }
    to = State.JOINT_ACCEPTANCE if passed else State.REJECTED
    return take_step(tx, code, to, body, on=on, paper=paper, who=who, clock=clock)


def owners_vote(
    tx: Tx,
    code: str,
    present: Count,
    agreed: Count,
    *,
    on: date,
    paper: Paper,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Record that the owners decided to hand over (民法典 278 (9)); who is concerned is counted.

    Raises:
        Refused: `vote_impossible`, `vote_not_passed`, or what `take_step` refuses.
    """
    handover = find_handover(tx, code)
    rules = Ruleset(text_rule(tx, handover.estate.custodian_id, "vote.use_ruleset", on))
    total = electorate(read_voters(tx, make_scope(tx, handover.estate, ()), on).values())
    ballot = Ballot(total, present, agreed)
    verdict = decide(ballot, Matter.OTHER, rules)
    if verdict is not Verdict.PASSED:
        raise refusal(ballot, verdict, rules, needed(rules))
    body = {
        "ruleset": rules.value,
        "total": [total.area, total.heads],
        "present": [present.area, present.heads],
        "agreed": [agreed.area, agreed.heads],
    }
    return take_step(tx, code, State.OWNERS_DECIDED, body, on=on, paper=paper, who=who, clock=clock)


def agree(  # noqa: PLR0913 # one for each thing that is said
    tx: Tx,
    code: str,
    number: str,
    case: str,
    *,
    duty_only: bool,
    on: date,
    paper: Paper,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Record the agreement with the operator.

    Args:
        number: the agreement's.
        case: A equity, B free and for a named purpose, C free otherwise, D built by the operator,
            E paid for.
        duty_only: the property stays where it was; only the duty to maintain is handed over.

    Raises:
        Refused: `handover_vote_missing` where the rules want a vote, or what `take_step` refuses.
    """
    assert case in CASES
    handover = find_handover(tx, code)
    asked = flag_rule(tx, handover.estate.custodian_id, "handover.owners_vote", on)
    if asked and handover.state is State.JOINT_ACCEPTANCE:
        raise Refused(
            "handover_vote_missing",
            _("移交 {code} 还没有业主表决结果").format(code=code),
            _("请先运行 wxzj renovation handover vote {code} 登记").format(code=code),
        )
    number = clean_name(number, _("协议编号"))
    body = {"number": number, "case": case, "duty_only": duty_only}
    return take_step(
        tx, code, State.AGREEMENT_SIGNED, body, on=on, paper=paper, who=who, clock=clock
    )


def find_defect(
    tx: Tx, code: str, asset: str, what: str, days: int, *, on: date, who: str, clock: Clock
) -> tuple[Handover, bool]:
    """Write a defect down; the same one again changes nothing.

    Raises:
        Refused: `handover_unknown`, `handover_asset`, `date_in_future`, `handover_state` once the
            plant was handed over.
    """
    handover = find_handover(tx, code)
    what = clean_name(what, _("缺陷"))
    for known in handover.defects:
        if (known.asset, known.what, known.found_on) == (asset, what, on):
            return handover, False
    own = {each.code: each.asset_id for each in handover.assets}
    if asset not in own:
        raise Refused(
            "handover_asset",
            _("资产 {asset} 不在移交 {code} 里").format(asset=shown(asset), code=code),
            _("请运行 wxzj renovation handover show {code} 查看").format(code=code),
        )
    if handover.last(State.HANDED_OVER) is not None:
        refuse_move(code, handover.state, State.REJECTED)
    defect = Defect(len(handover.defects) + 1, asset, what, days, on, None)
    _write_defect(tx, handover, defect, "FOUND", own[asset], on, who, clock)
    return find_handover(tx, code), True


def mend_defect(
    tx: Tx, code: str, defect_no: int, *, on: date, who: str, clock: Clock
) -> tuple[Handover, bool]:
    """Write down that a defect was mended; again it changes nothing.

    Raises:
        Refused: `handover_unknown`, `defect_unknown`, `date_in_future`, `handover_dates`.
    """
    handover = find_handover(tx, code)
    own = {each.code: each.asset_id for each in handover.assets}
    for defect in handover.defects:
        if defect.defect_no == defect_no:
            if defect.mended_on is not None:
                return handover, False
            if on < defect.found_on:
                raise Refused(
                    "handover_dates",
                    _("{on} 早于上一步的 {last}").format(on=on, last=defect.found_on),
                    _("请核对日期"),
                )
            _write_defect(tx, handover, defect, "MENDED", own[defect.asset], on, who, clock)
            return find_handover(tx, code), True
    raise Refused(
        "defect_unknown",
        _("移交 {code} 没有第 {no} 处缺陷").format(code=code, no=defect_no),
        _("请运行 wxzj renovation handover show {code} 查看").format(code=code),
    )


def _write_defect(
    tx: Tx,
    handover: Handover,
    defect: Defect,
    act: str,
    asset_id: int,
    on: date,
    who: str,
    clock: Clock,
) -> None:
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    tx.conn.execute(
        schema.plant_defect.insert().values(
            handover_id=handover.handover_id,
            defect_no=defect.defect_no,
            act=act,
            asset_id=asset_id,
            what=defect.what,
            days=defect.days,
            dated_on=on,
            who=who,
            at=clock.at,
        )
    )


def hand_over(
    tx: Tx,
    code: str,
    *,
    keys: int,
    without_drawings: str | None,
    on: date,
    paper: Paper,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Record that the plant was handed over by its inventory, with drawings and keys.

    Args:
        keys: how many went with it.
        without_drawings: why an asset has no drawing (竣工图).

    Raises:
        Refused: `drawings_missing`, or what `take_step` refuses.
    """
    handover = find_handover(tx, code)
    for asset in handover.assets:
        drawn = any(each.kind == "drawing" for each in read_papers(tx, asset))
        if not drawn and without_drawings is None:
            raise Refused(
                "drawings_missing",
                _("资产 {asset} 没有竣工图").format(asset=shown(asset.title)),
                _("请运行 wxzj renovation asset attach 登记，或写 --without-drawings 原因"),
            )
    reason = None if without_drawings is None else clean_name(without_drawings, _("原因"))
    body = {"keys": keys, "without_drawings": reason}
    return take_step(tx, code, State.HANDED_OVER, body, on=on, paper=paper, who=who, clock=clock)
