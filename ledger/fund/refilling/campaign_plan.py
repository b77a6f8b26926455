"""Planning a campaign (拟定续筹方案): who ran low, what each is to pay, the list frozen.

Nothing is booked: on a cash basis (财会〔2020〕7号) a claim on an owner is no income.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, Subquery, and_, func, select

from ledger.fund.refilling import replenish
from ledger.fund.refilling.campaign import (
    RUNNING,
    Campaign,
    Terms,
    add_campaign,
    campaigns_of,
    hold_books,
)
from ledger.fund.refilling.campaign_rules import Aim, House, Owed, Rule, Target, is_full, owed
from ledger.fund.using.scope import Scope, make_scope
from ledger.fund.using.usage import refuse_future
from ledger.journal.voucher import Part
from ledger.registry.closed import is_open
from ledger.registry.estates import Estate, find_estate
from ledger.registry.rulebook import number_or_none, rule_on, table_rule, text_rule
from ledger.registry.structure import is_high
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_RULES: Final = {replenish.REFILL: Rule.REFILL, replenish.BUILD_UP: Rule.BUILD_UP}
STOP: Final = "replenish.stop_permille"
_PAY_DAYS: Final = 30  # where the place says nothing
_TIMES_MAX: Final = 120
_NAMED_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for when a campaign is planned.

    Attributes:
        target: the rule of the place where it is left out.
        everyone: all homes of the scope pay, not those alone whose money ran low.
        times: instalments, 1 for a lump.
        replaces: the code of the campaign in whose place it is planned.
    """

    estate: str
    target: Target | None = None
    permille: int | None = None
    standard_fen: int | None = None
    total_fen: int | None = None
    scope: Sequence[str] = ()
    everyone: bool = False
    times: int = 1
    every_months: int = 12
    on: date | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A campaign and its list.

    Attributes:
        rows: by code.
        is_new: False where the same plan stood already.
    """

    campaign: Campaign
    rows: tuple[Owed, ...]
    is_new: bool


def plan(tx: Tx, order: Order, *, who: str, clock: Clock) -> Planned:
    """Plan a campaign and freeze its list. The same order on the same day is one campaign.

    Raises:
        Refused: `estate_unknown`, `date_in_future`, `scope_unknown`, `target_incomplete`,
            `target_excessive`, `campaign_times`, `standard_missing`, `campaign_empty`,
            `campaign_running`, `replenish_stopped`.
    """
    on = order.on or clock.today
    refuse_future(on, clock)
    estate = find_estate(tx, order.estate)
    scope = make_scope(tx, estate, order.scope)
    terms = _terms(tx, order, scope, on)
    hold_books(tx, scope.books)
    known = _planned_before(tx, estate, terms)
    if known is not None:
        return Planned(known, tuple(frozen_rows(tx, known)), is_new=False)
    chosen = [house for house in read_houses(tx, scope, on) if terms.everyone or house.rule]
    houses = _not_full(tx, scope, chosen, terms.aim, on)
    rows, missing = owed(houses, terms.aim)
    _refuse_missing(missing)
    if not rows:
        raise Refused(
            "campaign_empty",
            _("范围内没有需要交款的房屋"),
            _("请用 wxzj fund replenish due 查看；全体业主都交的请加 --everyone"),
        )
    _refuse_running(tx, estate, rows)
    campaign = add_campaign(tx, estate, terms, rows, scope.books, who=who, clock=clock)
    return Planned(campaign, tuple(rows), is_new=True)


def _terms(tx: Tx, order: Order, scope: Scope, on: date) -> Terms:
    if not 1 <= order.times <= _TIMES_MAX or not 1 <= order.every_months <= _TIMES_MAX:
        raise Refused(
            "campaign_times",
            _("期数和间隔月数都要在 1 到 {most} 之间").format(most=_TIMES_MAX),
            _("一次交清写 --mode lump，分期写 --mode instalments --times 期数"),
        )
    keeper = scope.estate.custodian_id
    pay_days = number_or_none(tx, keeper, "replenish.pay_days", on)
    return Terms(
        aim=_aim(tx, order, keeper, on),
        scope=() if not scope.places else tuple(sorted(set(order.scope))),
        everyone=order.everyone,
        times=order.times,
        every_months=order.every_months,
        pay_days=_PAY_DAYS if pay_days is None else pay_days,
        planned_on=on,
        replaces=order.replaces,
    )


def _aim(tx: Tx, order: Order, custodian_id: int, on: date) -> Aim:
    """Read the target and its numbers; each target takes its own and no other.

    Raises:
        Refused: `target_incomplete`, `target_excessive`.
    """
    target = order.target or Target(text_rule(tx, custodian_id, "replenish.target", on))
    permille = order.permille
    if target is Target.RATIO and permille is None:
        permille = number_or_none(tx, custodian_id, "replenish.target_permille", on)
    aim = Aim(target, permille, order.standard_fen, order.total_fen)
    needed, allowed = _numbers(target)
    given = {
        name
        for name, value in (
            ("ratio", permille),
            ("standard", order.standard_fen),
            ("amount", order.total_fen),
        )
        if value is not None
    }
    if needed and len(given & needed) != 1:
        raise Refused(
            "target_incomplete",
            _("续筹至“{target}”须写明一项：{options}").format(
                target=target_word(target), options=_options(needed)
            ),
            _("请加上后重做"),
        )
    if given - allowed:
        raise Refused(
            "target_excessive",
            _("续筹至“{target}”用不到 {options}").format(
                target=target_word(target), options=_options(given - allowed)
            ),
            _("请去掉后重做"),
        )
    return aim


def _numbers(target: Target) -> tuple[set[str], set[str]]:
    """Return of which numbers a target needs exactly one, and which it may have."""
    return {
        Target.INITIAL: (set[str](), {"standard"}),
        Target.RATIO: ({"ratio"}, {"ratio", "standard"}),
        Target.CURRENT_STANDARD: (set[str](), {"standard"}),
        Target.DECIDED: ({"standard", "amount"}, {"standard", "amount"}),
    }[target]


def _options(names: set[str]) -> str:
    return "、".join(f"--{name}" for name in sorted(names))


def target_word(target: Target) -> str:
    """Return what people call a target."""
    return {
        Target.INITIAL: _("首期应交金额"),
        Target.CURRENT_STANDARD: _("现行交存标准"),
        Target.RATIO: _("首期应交金额的一定比例"),
        Target.DECIDED: _("业主决定的金额"),
    }[target]


def _not_full(tx: Tx, scope: Scope, chosen: list[House], aim: Aim, on: date) -> list[House]:
    """Leave out the homes whose balance is back where the place stops to refill.

    Raises:
        Refused: `replenish_stopped` where that is all of them.
    """
    rule = rule_on(tx, scope.estate.custodian_id, STOP, on)
    assert isinstance(rule.value, int)
    houses = [house for house in chosen if not is_full(house, aim, rule.value)]
    if chosen and not houses:
        raise Refused(
            "replenish_stopped",
            _("范围内 {count} 户的余额都已达到首期应交金额的 {permille}‰，按规定停止续交").format(
                count=len(chosen), permille=rule.value
            ),
            _("依据：{source}；业主另行决定的请用 --target decided").format(source=rule.source),
        )
    return houses


def _planned_before(tx: Tx, estate: Estate, terms: Terms) -> Campaign | None:
    for known in campaigns_of(tx, [estate.code]):
        if known.terms == terms and known.state in RUNNING:
            return known
    return None


def _refuse_missing(codes: Sequence[str]) -> None:
    if codes:
        raise Refused(
            "standard_missing",
            _("{count} 户没有首期应交金额和交存标准，算不出补建金额：{codes}").format(
                count=len(codes), codes="、".join(map(shown, codes[:_NAMED_MAX]))
            ),
            _("请加 --standard 每平方米金额，或先在房屋清册里补上"),
        )


def _refuse_running(tx: Tx, estate: Estate, rows: Sequence[Owed]) -> None:
    """Refuse a home that is on the list of a campaign that still runs: its money counts once."""
    due = schema.campaign_due
    for known in campaigns_of(tx, [estate.code]):
        if known.state not in RUNNING:
            continue
        listed = {
            (own.book.book_id, sub_id)
            for own in known.books
            for sub_id in tx.conn.execute(
                select(due.c.sub_id).where(
                    due.c.book_id == own.book.book_id, due.c.campaign_id == own.campaign_id
                )
            ).scalars()
        }
        both = [row.house.code for row in rows if (row.house.book_id, row.house.sub_id) in listed]
        if both:
            raise Refused(
                "campaign_running",
                _("{count} 户已在续筹方案 {code} 里，例如 {household}").format(
                    count=len(both), code=known.code, household=both[0]
                ),
                _("请先用 wxzj fund replenish stop {code} 停止那个方案").format(code=known.code),
            )


# ---- facts ----


def read_houses(tx: Tx, scope: Scope, on: date) -> list[House]:
    """Read the homes of a scope as they stood at the end of a day, by code."""
    standards = table_rule(tx, scope.estate.custodian_id, "deposit.standard", on)
    base = text_rule(tx, scope.estate.custodian_id, "replenish.trigger_base", on)
    parts = [Part.PRINCIPAL] if base == "principal" else list(Part)
    selection = replenish.choose(tx, estate=scope.estate.code)
    low = {row.household: _RULES[row.rule] for row in replenish.due(tx, selection, on, day=on)}
    return [
        House(
            row.book_id,
            row.sub_id,
            row.code,
            row.area,
            row.due_fen,
            int(row.fen) - int(row.moved or 0),
            row.standard_fen,
            low.get(row.code),
            _current_fen(standards, row.kind, row.lift),
        )
        for row in tx.conn.execute(_held(scope, parts, on))
        if _is_inside(scope, row.code)
    ]


def _held(scope: Scope, parts: Sequence[Part], on: date) -> Select[Any]:
    """Ask for the homes of an estate, what each holds now, and what moved after a day."""
    household, sub, balance = schema.household, schema.sub_account, schema.sub_balance
    book_ids = [book.book_id for book in scope.books]
    later = _later(scope, parts, on)
    held = (
        select(balance.c.book_id, balance.c.sub_id, func.sum(balance.c.amount_fen).label("fen"))
        .where(balance.c.book_id.in_(book_ids), balance.c.part.in_(parts))
        .group_by(balance.c.book_id, balance.c.sub_id)
        .subquery()
    )
    return (
        select(
            household.c.book_id,
            household.c.sub_id,
            sub.c.code,
            household.c.area,
            household.c.due_fen,
            held.c.fen,
            later.c.moved,
            household.c.standard_fen,
            household.c.kind,
            is_high(household).label("lift"),
        )
        .select_from(household)
        .join(sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id))
        .join(
            held, and_(held.c.book_id == household.c.book_id, held.c.sub_id == household.c.sub_id)
        )
        .outerjoin(
            later,
            and_(later.c.book_id == household.c.book_id, later.c.sub_id == household.c.sub_id),
        )
        .where(
            household.c.book_id.in_(book_ids),
            household.c.estate_id == scope.estate.estate_id,
            is_open(household),
        )
        .order_by(sub.c.code)
    )


def _later(scope: Scope, parts: Sequence[Part], on: date) -> Subquery:
    share, voucher = schema.share, schema.voucher
    return (
        select(share.c.book_id, share.c.sub_id, func.sum(share.c.amount_fen).label("moved"))
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(
            voucher.c.book_id.in_([book.book_id for book in scope.books]),
            voucher.c.estate_id == scope.estate.estate_id,
            voucher.c.dated_on > on,
            share.c.part.in_(parts),
        )
        .group_by(share.c.book_id, share.c.sub_id)
        .subquery()
    )


def _current_fen(standards: Mapping[str, int], kind: str, lift: int | None) -> int | None:
    """Return the place's standard for a kind of home, with a lift or without."""
    of_lift = {None: "any", 0: "no_lift", 1: "lift"}[lift]
    return standards.get(f"{kind}/{of_lift}", standards.get(f"{kind}/any"))


def _is_inside(scope: Scope, code: str) -> bool:
    door = tuple(code.split("-")[1:])
    return not scope.places or any(
        door[: len(place.parts)] == place.parts for place in scope.places
    )


def frozen_rows(tx: Tx, campaign: Campaign) -> list[Owed]:
    """Return the list of a campaign as it was frozen, by code."""
    due, sub = schema.campaign_due, schema.sub_account
    rows = [
        Owed(
            House(
                row.book_id,
                row.sub_id,
                row.code,
                row.area,
                row.initial_fen,
                row.balance_fen,
                None,
                Rule(row.rule),
            ),
            Rule(row.rule),
            row.due_fen,
        )
        for own in campaign.books
        for row in tx.conn.execute(
            select(due, sub.c.code)
            .join(sub, and_(sub.c.book_id == due.c.book_id, sub.c.sub_id == due.c.sub_id))
            .where(due.c.book_id == own.book.book_id, due.c.campaign_id == own.campaign_id)
        )
    ]
    return sorted(rows, key=lambda row: row.house.code)
