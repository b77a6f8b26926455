"""What households do about their contributions: pay, have it waived, let the fund pay it.

A waiver is asked for by one person and granted by another. The fund pays through its own procedure:
a case of use whose weights are what the households owe, so that it divides to the fen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.cases import Case, cases_of
from ledger.fund.using.usage import Order, draft, refuse_future
from ledger.fund.using.weighing import Basis, Weighing, Weight
from ledger.registry.users import has_users
from ledger.renovation.benefit.plans import Plan, find_plan
from ledger.renovation.benefit.standing import Standing, find_standing, read_standings
from ledger.renovation.planning.projects import find_item, hold_project
from ledger.renovation.planning.writing import next_no, record_project
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.coefficient import Coefficient
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown

NOT_FROM_FUND: Final = "不由维修资金承担"  # why a home has no part in a case, as it is kept


class Said(NamedTuple):
    """What a person says of a household's contribution."""

    household: str
    amount_fen: int | None
    evidence: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of it.

    Attributes:
        standing: where the household stands afterwards.
        granted: False while a waiver waits for a second person.
        is_new: False where it was written before.
    """

    plan: Plan
    standing: Standing
    granted: bool
    is_new: bool


def hold_plan(tx: Tx, code: str, item_no: int) -> Plan:
    """Return the plan of a cost line, its books held for this transaction.

    Raises:
        Refused: `project_unknown`, `project_item_unknown`, `contributions_missing`.
    """
    project = hold_project(tx, code)
    plan = find_plan(tx, project, find_item(tx, project, item_no))
    for own in sorted(plan.books):
        lock_head(tx, own.book.book_id)
    return plan


def pay(tx: Tx, code: str, item_no: int, said: Said, *, who: str, clock: Clock) -> Moved:
    """Write down that a household paid; the same slip counts once.

    Raises:
        Refused: `contribution_household`, `contribution_excessive`, `amount_not_positive`,
            `date_in_future`, and what `hold_plan` raises.
    """
    plan = hold_plan(tx, code, item_no)
    standing = find_standing(tx, plan, said.household)
    evidence = clean_name(said.evidence, _("凭据"))
    fen = standing.open_fen if said.amount_fen is None else said.amount_fen
    if _known(tx, plan, standing, "PAID", evidence) is not None:
        return Moved(plan, standing, granted=True, is_new=False)
    on = said.on or clock.today
    refuse_future(on, clock)
    _refuse_fen(standing, fen)
    _write(tx, plan, standing, ("PAID", fen, None), evidence=evidence, on=on, who=who, clock=clock)
    return Moved(plan, find_standing(tx, plan, said.household), granted=True, is_new=True)


def ask(tx: Tx, code: str, item_no: int, said: Said, *, who: str, clock: Clock) -> Moved:
    """Ask that a household need not pay; counts at once while there are no users.

    Raises:
        Refused: `contribution_household`, `contribution_excessive`, `amount_not_positive`, and what
            `hold_plan` raises.
    """
    plan = hold_plan(tx, code, item_no)
    standing = find_standing(tx, plan, said.household)
    reason = clean_name(said.evidence, _("减免原因"))
    known = _known(tx, plan, standing, "ASKED", reason)
    if known is not None:
        return Moved(plan, standing, granted=standing.asked_fen == 0, is_new=False)
    fen = standing.open_fen - standing.asked_fen if said.amount_fen is None else said.amount_fen
    _refuse_fen(standing, fen)
    on = clock.today
    asked = _write(
        tx, plan, standing, ("ASKED", fen, None), evidence=reason, on=on, who=who, clock=clock
    )
    alone = not has_users(tx)
    if alone:
        move = ("GRANTED", fen, asked)
        _write(tx, plan, standing, move, evidence=reason, on=on, who=who, clock=clock)
    return Moved(plan, find_standing(tx, plan, said.household), granted=alone, is_new=True)


def grant(tx: Tx, code: str, item_no: int, household: str, *, who: str, clock: Clock) -> Moved:
    """Grant what was asked for a household, as somebody else; granting again changes nothing.

    Raises:
        Refused: `contribution_household`, `waiver_missing`, `waiver_self`,
            `contribution_excessive`, and what `hold_plan` raises.
    """
    plan = hold_plan(tx, code, item_no)
    standing = find_standing(tx, plan, household)
    table = schema.benefit_move
    granted = table.alias("granted")
    waiting = tx.conn.execute(
        select(table)
        .outerjoin(
            granted, (granted.c.book_id == table.c.book_id) & (granted.c.asks == table.c.move_id)
        )
        .where(
            table.c.book_id == standing.due.book_id,
            table.c.plan_id == _plan_id(plan, standing),
            table.c.sub_id == standing.due.sub_id,
            table.c.act == "ASKED",
            granted.c.move_id.is_(None),
        )
        .order_by(table.c.move_id)
    ).first()
    if waiting is None:
        if standing.waived_fen:
            return Moved(plan, standing, granted=True, is_new=False)
        raise Refused(
            "waiver_missing",
            _("{household} 没有待批准的减免").format(household=shown(household)),
            _("请先由经办人运行 wxzj renovation contribute waive"),
        )
    if waiting.who == who and has_users(tx):
        raise Refused(
            "waiver_self",
            _("{household} 的减免由 {who} 提出，不能自己批准").format(
                household=shown(household), who=who
            ),
            _("请由另一人批准"),
        )
    _refuse_fen(standing, waiting.amount_fen)
    move = ("GRANTED", waiting.amount_fen, waiting.move_id)
    _write(
        tx, plan, standing, move, evidence=waiting.evidence, on=clock.today, who=who, clock=clock
    )
    return Moved(plan, find_standing(tx, plan, household), granted=True, is_new=True)


def use_fund(  # noqa: PLR0913 # what a person says of a case
    tx: Tx,
    code: str,
    item_no: int,
    households: Sequence[str],
    *,
    payee: str | None,
    work: str | None,
    on: date | None,
    who: str,
    clock: Clock,
) -> tuple[Plan, Case, bool]:
    """Draft a case of the fund for what households still owe; it goes the fund's own way then.

    Args:
        households: codes; all that owe something when left out.

    Raises:
        Refused: `contribution_household`, `contribution_settled`, what `usage.draft` raises, and
            what `hold_plan` raises.
    """
    plan = hold_plan(tx, code, item_no)
    standings = read_standings(tx, plan)
    unknown = set(households) - {each.due.code for each in standings}
    if unknown:
        find_standing(tx, plan, min(unknown))
    chosen = [
        each
        for each in standings
        if each.open_fen > 0 and (not households or each.due.code in households)
    ]
    if not chosen:
        known = _last_case(tx, plan, [each for each in standings if each.due.code in households])
        if known is not None:
            return plan, known, False
        raise Refused(
            "contribution_settled",
            _("这些住户没有待出资的金额"),
            _("名单见 wxzj renovation contribute list"),
        )
    owed = {(each.due.book_id, each.due.sub_id): each.open_fen for each in chosen}
    order = replace(_order(plan, standings, owed), payee=payee, work=work, on=on)
    shared, is_new = draft(tx, order, who=who, clock=clock)
    case_ids = {own.book.book_id: own.case_id for own in shared.case.books}
    for own in plan.books:
        _write_many(
            tx,
            plan,
            [each for each in chosen if each.due.book_id == own.book.book_id],
            owed,
            case_id=case_ids.get(own.book.book_id),
            evidence=shared.case.code,
            on=on or clock.today,
            who=who,
            clock=clock,
        )
    words = (item_no, shared.case.code, sum(owed.values()))
    record_project(tx, plan.project.custodian_id, code, "fund", words, who=who, clock=clock)
    return plan, shared.case, is_new


def _order(plan: Plan, standings: Sequence[Standing], owed: Mapping[tuple[int, int], int]) -> Order:
    """Return the order of a case that divides into what each household owes, to the fen."""
    weights = {}
    for each in standings:
        key = (each.due.book_id, each.due.sub_id)
        fen = owed.get(key)
        weights[key] = (
            Weight(excluded=NOT_FROM_FUND) if fen is None else Weight(Coefficient(fen, 1))
        )
    return Order(
        estate=plan.estate.code,
        title=f"{plan.project.name} {plan.item.title}",
        total_fen=sum(owed.values()),
        scope=plan.scope,
        weighing=Weighing(Basis.AGREED, weights),
    )


def _last_case(tx: Tx, plan: Plan, standings: Sequence[Standing]) -> Case | None:
    """Return the case that is to pay, or paid, for any of some households; of all for none."""
    table = schema.benefit_move
    doors = {(each.due.book_id, each.due.sub_id) for each in standings}
    for own in plan.books:
        rows = tx.conn.execute(
            select(table)
            .where(
                table.c.book_id == own.book.book_id,
                table.c.plan_id == own.plan_id,
                table.c.act == "FUND",
            )
            .order_by(table.c.move_id.desc())
        ).all()
        for row in rows:
            if not doors or (row.book_id, row.sub_id) in doors:
                cases = cases_of(tx, [plan.estate.code])
                return next(case for case in cases if case.code == row.evidence)
    return None


def _refuse_fen(standing: Standing, fen: int) -> None:
    """Refuse to pay or waive nothing, or more than is open.

    Raises:
        Refused: `amount_not_positive`, `contribution_excessive`.
    """
    if fen <= 0:
        raise Refused(
            "amount_not_positive",
            _("{household} 没有待出资的金额").format(household=standing.due.code),
            _("请核对金额，单位是元"),
        )
    if fen > standing.open_fen:
        raise Refused(
            "contribution_excessive",
            _("{household} 只差 {open} 元，不能登记 {fen} 元").format(
                household=standing.due.code,
                open=format_fen(standing.open_fen),
                fen=format_fen(fen),
            ),
            _("请核对金额；拟由维修资金支付的部分要先撤销那个使用项目"),
        )


def _known(tx: Tx, plan: Plan, standing: Standing, act: str, evidence: str) -> int | None:
    """Return the move that the same paper made before."""
    table = schema.benefit_move
    found: int | None = tx.conn.execute(
        select(table.c.move_id)
        .where(
            table.c.book_id == standing.due.book_id,
            table.c.plan_id == _plan_id(plan, standing),
            table.c.sub_id == standing.due.sub_id,
            table.c.act == act,
            table.c.evidence == evidence,
        )
        .limit(1)
    ).scalar_one_or_none()
    return found


def _plan_id(plan: Plan, standing: Standing) -> int:
    return next(own.plan_id for own in plan.books if own.book.book_id == standing.due.book_id)


def _write(  # what a row of the register is made of
    tx: Tx,
    plan: Plan,
    standing: Standing,
    move: tuple[str, int, int | None],
    *,
    evidence: str,
    on: date,
    who: str,
    clock: Clock,
) -> int:
    """Write an act, its amount and the move that it grants; return its number."""
    table = schema.benefit_move
    act, fen, asks = move
    move_id = next_no(tx, table.c.move_id, table.c.book_id == standing.due.book_id)
    tx.conn.execute(
        table.insert().values(
            book_id=standing.due.book_id,
            move_id=move_id,
            plan_id=_plan_id(plan, standing),
            sub_id=standing.due.sub_id,
            act=act,
            amount_fen=fen,
            asks=asks,
            dated_on=on,
            evidence=evidence,
            who=who,
            at=clock.at,
        )
    )
    words = (plan.item.item_no, standing.due.code, act, fen, on, evidence)
    record_project(
        tx,
        plan.project.custodian_id,
        plan.project.code,
        "contribution",
        words,
        who=who,
        clock=clock,
    )
    return move_id


def _write_many(  # noqa: PLR0913 # what rows of the register are made of
    tx: Tx,
    plan: Plan,
    chosen: Sequence[Standing],
    owed: Mapping[tuple[int, int], int],
    *,
    case_id: int | None,
    evidence: str,
    on: date,
    who: str,
    clock: Clock,
) -> None:
    """Write that a case of the fund is to pay for many households of a book."""
    if not chosen:
        return
    table = schema.benefit_move
    book_id = chosen[0].due.book_id
    first = next_no(tx, table.c.move_id, table.c.book_id == book_id)
    columns = ("book_id", "move_id", "plan_id", "sub_id", "act", "amount_fen", "case_id")
    more = ("dated_on", "evidence", "who", "at")
    insert_rows(
        tx,
        table,
        (*columns, *more),
        (
            (
                *(book_id, move_id, _plan_id(plan, each), each.due.sub_id, "FUND"),
                *(owed[book_id, each.due.sub_id], case_id, on, evidence, who, clock.at),
            )
            for move_id, each in enumerate(chosen, start=first)
        ),
    )
