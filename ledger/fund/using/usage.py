"""The steps of a case of using the fund (使用): drafted, voted, approved, cancelled.

The shortest lawful way to a payment: owners vote by area and by number (or an emergency stands in
for the vote), somebody else approves, and approving freezes who bears what and sets that money
aside. What is set aside is out of every other case's reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from ledger.fund.using.case_steps import Step, move
from ledger.fund.using.cases import (
    Case,
    Grounds,
    Path,
    State,
    add_case,
    cases_of,
    find_case,
    read_shares,
)
from ledger.fund.using.common_claims import plan, refuse_common
from ledger.fund.using.disputes import disputed_homes
from ledger.fund.using.earmarks import release
from ledger.fund.using.plant import read_named, refuse_operated
from ledger.fund.using.scope import Bearers, Scope, make_scope
from ledger.fund.using.sharing import DrawOrder, Portion, share_out
from ledger.fund.using.weighing import Weighing, key_of
from ledger.fund.using.weights import (
    read_basis,
    read_weighing,
    resolve,
    weighed_bearers,
    write_weights,
)
from ledger.fund.using.work_rules import read_work
from ledger.intake.reader import Intake
from ledger.registry.books import Book, list_books
from ledger.registry.estates import find_estate
from ledger.registry.freezes import frozen_homes
from ledger.registry.rulebook import text_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name

_BEFORE_PAYMENT = frozenset({State.DRAFTED, State.VOTED, State.APPROVED})


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for when a case is drafted.

    Attributes:
        scope: buildings, stairs or doors; none for the whole estate.
        emergency: why it cannot wait for a vote (165号令 art. 24).
        work: the kind of work.
        warranty_until: the last day of the builder's warranty.
        by: by what the cost is divided, a word of `weighing.Basis`; by area when left out.
        weights: a file of what was agreed of single doors.
        common: what common income pays of it, in fen, or `all` that it can.
        assets: codes of what is repaired.
        networks: networks that are repaired whole, by code or in Chinese.
        weighing: what was agreed of single doors where it is no file, instead of `by`, `weights`.
    """

    estate: str
    title: str
    total_fen: int
    scope: Sequence[str] = ()
    payee: str | None = None
    emergency: str | None = None
    work: str | None = None
    on: date | None = None
    request_key: str | None = None
    by: str | None = None
    weights: Intake | None = None
    warranty_until: date | None = None
    common: int | str | None = None
    assets: Sequence[str] = ()
    networks: Sequence[str] = ()
    weighing: Weighing | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A case and who bears what of it.

    Attributes:
        weighing: by what it is divided.
        untouchable: doors whose sub-account is frozen: their share is collected otherwise.
        frozen: whether the portions are those of the approval, or what they would be now.
        ratio_missing: sold public homes bear a part and no selling unit ever deposited.
        bearers: by what it would be divided now; None once it is frozen.
    """

    case: Case
    portions: tuple[Portion, ...]
    frozen: bool
    ratio_missing: bool = False
    weighing: Weighing = field(default_factory=Weighing)
    untouchable: tuple[str, ...] = ()
    bearers: Bearers | None = None


def draft(tx: Tx, order: Order, *, who: str, clock: Clock) -> tuple[Shared, bool]:
    """Draft a case; return it, and whether it is new. The same order on the same day is one case.

    Raises:
        Refused: `estate_unknown`, `amount_not_positive`, `date_in_future`, `forbidden_cost`,
            `not_common_part`, `emergency_kind`, `asset_unknown`, `asset_elsewhere`,
            `asset_operated`, `asset_missing`, `scope_unknown`, `scope_empty`, `area_zero`,
            `weight_missing`, `request_key_reused`, `common_income_forbidden`,
            `common_income_over`.
        InputError: what reading words and files raises.
    """
    case = _read_order(tx, order, who, clock)
    refuse_common(tx, case, case.drafted_on)
    scope = make_scope(tx, case.estate, case.scope)
    weighing = order.weighing or weighed_by(tx, scope, order.by, order.weights)
    case = replace(case, basis=weighing.basis.value, weights=weighing.digest())
    _lock(tx, scope.books)
    known = _drafted_before(tx, case)
    if known is not None:
        return preview(tx, known), False
    refuse_operated(tx, case, case.drafted_on)
    shared = share_now(tx, case, scope, weighing)
    case = add_case(tx, case, amounts_of(shared, scope.books))
    write_weights(tx, case, weighing)
    return replace(shared, case=case), True


def weighed_by(tx: Tx, scope: Scope, by: str | None, weights: Intake | None) -> Weighing:
    """Return by what a person wants a cost to be divided.

    Raises:
        InputError: `weights_missing`, or the bad rows of the file.
    """
    basis = read_basis(by, weights)
    return Weighing(basis) if weights is None else resolve(tx, scope, basis, weights)


def _read_order(tx: Tx, order: Order, who: str, clock: Clock) -> Case:
    estate = find_estate(tx, order.estate)
    if order.total_fen <= 0:
        raise Refused("amount_not_positive", _("预算金额必须大于零"), _("请核对金额，单位是元"))
    on = order.on or clock.today
    refuse_future(on, clock)
    emergency, warranty = order.emergency, order.warranty_until
    assets, networks = read_named(tx, estate, order.assets, order.networks)
    return Case(
        code="",
        estate=estate,
        title=clean_name(order.title, _("项目名称")),
        path=Path.NORMAL if emergency is None else Path.EMERGENCY,
        state=State.DRAFTED,
        total_fen=order.total_fen,
        scope=() if estate.code in order.scope else tuple(sorted(set(order.scope))),
        payee="" if order.payee is None else clean_name(order.payee, _("收款单位")),
        grounds=Grounds(
            work=read_work(tx, estate.custodian_id, order.work, on, urgent=emergency is not None),
            emergency=None if emergency is None else clean_name(emergency, _("应急事由")),
            request_key=order.request_key,
            warranty_until=None if warranty is None else warranty.isoformat(),
            common=order.common,
        ),
        drafted_on=on,
        drafted_by=who,
        assets=assets,
        networks=networks,
    )


def refuse_future(on: date, clock: Clock) -> None:
    """Refuse a day after today.

    Raises:
        Refused: `date_in_future`.
    """
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))


def _drafted_before(tx: Tx, case: Case) -> Case | None:
    """Return the case that the same order made, by its request key, else by all its words."""
    key = case.grounds.request_key
    for known in cases_of(tx, [case.estate.code]):
        same = _words(known) == _words(case)
        if key is not None and known.grounds.request_key == key:
            if same:
                return known
            raise Refused(
                "request_key_reused",
                _("请求键 {key} 已用于项目 {code}，而内容不同").format(key=key, code=known.code),
                _("请核对；确要另立一项请换请求键"),
            )
        if key is None and same and known.state is not State.CANCELLED:
            return known
    return None


def _words(case: Case) -> tuple[object, ...]:
    return (
        case.title,
        case.path,
        case.total_fen,
        case.scope,
        case.payee,
        case.grounds.work,
        case.grounds.emergency,
        case.grounds.request_key,
        case.grounds.warranty_until,
        case.grounds.common,
        case.basis,
        case.weights,
        case.drafted_on,
        case.assets,
        case.networks,
    )


def preview(tx: Tx, case: Case) -> Shared:
    """Return who bears what: as frozen, or before the approval as it would be now."""
    weighing = read_weighing(tx, case)
    if case.approved_on is not None:
        return Shared(case, tuple(read_shares(tx, case)), frozen=True, weighing=weighing)
    return share_now(tx, case, make_scope(tx, case.estate, case.scope), weighing)


def share_now(tx: Tx, case: Case, scope: Scope, weighing: Weighing) -> Shared:
    """Return who would bear what if the case were approved now.

    Raises:
        Refused: as `weights.weighed_bearers`.
    """
    frozen = frozen_homes(tx, (book.book_id for book in scope.books))
    untouched = frozen | disputed_homes(tx, case)
    bearers = weighed_bearers(tx, scope, weighing, frozen=untouched)
    common = plan(tx, case.grounds.common, case.total_fen, scope, bearers)
    left_fen = case.total_fen - sum(each.share_fen for each in common)
    portions = share_out(left_fen, bearers.doors, bearers.selling_units, draw_order(tx, case))
    return Shared(
        case,
        (*portions, *common),
        frozen=False,
        ratio_missing=any(door.kind == "sold_public" for door in bearers.doors)
        and not any(unit.deposited_here_fen for unit in bearers.selling_units),
        weighing=weighing,
        untouchable=tuple(door.code for door in bearers.doors if key_of(door) in frozen),
        bearers=bearers,
    )


def draw_order(tx: Tx, case: Case) -> DrawOrder:
    """Return which part of a sub-account a case spends first: by the rule of its first day."""
    return DrawOrder(text_rule(tx, case.estate.custodian_id, "use.draw_order", case.drafted_on))


def amounts_of(shared: Shared, books: Iterable[Book]) -> dict[Book, int]:
    """Return what the payers of each book bear together.

    A book without a payer has no part, unless something was agreed of its doors.
    """
    sums = dict.fromkeys((book_id for book_id, _sub_id in shared.weighing.weights), 0)
    for portion in shared.portions:
        sums[portion.book_id] = sums.get(portion.book_id, 0) + portion.share_fen
    return {book: sums[book.book_id] for book in books if book.book_id in sums}


def logins(tx: Tx) -> frozenset[str]:
    """Return the users; there are none in 单人模式."""
    return frozenset(tx.conn.execute(select(schema.login.c.name)).scalars())


def refuse_state(case: Case, allowed: frozenset[State] | set[State]) -> None:
    """Refuse a step that does not follow upon where the case is.

    Raises:
        Refused: `usage_state`.
    """
    if case.state not in allowed:
        raise Refused(
            "usage_state",
            _("项目 {code} {state}，不能这样处理").format(
                code=case.code, state=state_word(case.state)
            ),
            _("请运行 wxzj fund usage show {code} 查看进度").format(code=case.code),
        )


def state_word(state: State) -> str:
    """Return what people call a state."""
    return {
        State.DRAFTED: _("已立项"),
        State.VOTED: _("表决通过"),
        State.APPROVED: _("已核准"),
        State.PAYING: _("部分拨付"),
        State.PAID: _("已拨付"),
        State.RETAINED: _("已结算，留有质保金"),
        State.SUSPENDED: _("已中止"),
        State.REOPENED: _("因缺陷重新打开"),
        State.CANCELLED: _("已撤销"),
        State.RECOVERING: _("已撤销，追回中"),
        State.RECOVERED: _("已撤销，已追回"),
        State.WRITTEN_OFF: _("已撤销，已核销"),
    }[state]


def cancel(
    tx: Tx, code: str, *, reason: str, who: str, clock: Clock, on: date | None = None
) -> tuple[Case, int]:
    """Cancel a case before its payment; return it, and what was released.

    Its vote stays on record. Cancelling again changes nothing.

    Raises:
        Refused: `case_unknown`, `usage_state`.
    """
    case = hold_case(tx, code)
    if case.state is State.CANCELLED:
        return case, 0
    refuse_state(case, _BEFORE_PAYMENT)
    released = sum(release(tx, own) for own in case.books)
    step = Step("cancel", on or clock.today, who, reason)
    return move(tx, case, State.CANCELLED, step, clock=clock), released


def hold_case(tx: Tx, code: str) -> Case:
    """Return the case called `code`, with the books of its custodian held for this transaction.

    Raises:
        Refused: `case_unknown`.
    """
    _lock(tx, list_books(tx, [find_case(tx, code).estate.custodian_id]))
    return find_case(tx, code)  # again: whoever held the books before may have taken a step


def _lock(tx: Tx, books: Iterable[Book]) -> None:
    """Take the heads of books, in the order in which postings take them."""
    for book in sorted(books):
        lock_head(tx, book.book_id)
