"""The plan of contributions (出资方案) of a cost line: each household's part, exact, written once.

国办发〔2020〕23号 四（一）. They bear by what a repair is divided by (`fund.using.weighing`): area,
equally, coefficients by floor, agreed numbers. The parts of all households add up to the
residents' part of the line, to the fen. A plan never changes; another
one replaces it until money has moved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.scope import make_scope
from ledger.fund.using.sharing import Door
from ledger.fund.using.usage import refuse_future, weighed_by
from ledger.fund.using.weighing import key_of
from ledger.fund.using.weights import weighed_bearers
from ledger.intake.reader import Intake
from ledger.registry.books import Book, every_book
from ledger.registry.estates import Estate, find_estate
from ledger.renovation.funding.matching import read_matches
from ledger.renovation.funding.sources import read_sources
from ledger.renovation.planning.projects import Item, Project, find_item, hold_project
from ledger.renovation.planning.writing import next_no, record_project
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.apportion import apportion
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

RESIDENTS: Final = frozenset({"residents", "fund"})
"""The kinds of money that come from households one by one."""


class OwnPlan(NamedTuple):
    """What a plan is in one book."""

    book: Book
    plan_id: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of contributions of a cost line.

    Attributes:
        scope: buildings, stairs or doors; none for the whole estate.
        basis: a word of `weighing.Basis`.
        resident_fen: what all households bear.
        digest: SHA-256 over the worksheet; the same facts give the same.
    """

    project: Project
    item: Item
    estate: Estate
    plan_no: int
    scope: tuple[str, ...]
    basis: str
    resident_fen: int
    digest: str
    planned_on: date
    who: str
    books: tuple[OwnPlan, ...]


class Due(NamedTuple):
    """What a household bears.

    Attributes:
        weight: the whole number that it bears by.
    """

    book_id: int
    sub_id: int
    code: str
    area: int
    weight: int
    due_fen: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan as a person asks for it.

    Attributes:
        estate: its code; may be left out where the line or the project has one only.
        amount_fen: the residents' part; what residents and the fund are matched with if left out.
    """

    item_no: int
    estate: str | None = None
    scope: Sequence[str] = ()
    by: str | None = None
    weights: Intake | None = None
    amount_fen: int | None = None
    on: date | None = None


def share_among(doors: Iterable[Door], resident_fen: int) -> list[Due]:
    """Share the residents' part among doors by what each bears by, in the order of their codes."""
    ordered = sorted(doors, key=lambda door: door.code)
    parts = apportion(resident_fen, [door.weight for door in ordered])
    return [
        Due(*key_of(door), door.code, door.area, door.weight, part)
        for door, part in zip(ordered, parts, strict=True)
    ]


def digest_of(project: str, item_no: int, basis: str, resident_fen: int, dues: list[Due]) -> str:
    """Return the digest over a worksheet."""
    text = netstring(project, item_no, basis, resident_fen) + "".join(
        netstring(due.code, due.area, due.weight, due.due_fen) for due in dues
    )
    return hashlib.sha256(text.encode()).hexdigest()


def make_plan(tx: Tx, code: str, wish: Wish, *, who: str, clock: Clock) -> tuple[Plan, bool]:
    """Write a plan of contributions; the same again changes nothing.

    Raises:
        Refused: `project_unknown`, `project_item_unknown`, `estate_needed`,
            `project_estate_foreign`, `resident_part_missing`, `resident_part_over`,
            `date_in_future`, `contributions_moved`, and what `weighed_bearers` raises.
        BadRows: what the file of weights has wrong.
    """
    project = hold_project(tx, code)
    item = find_item(tx, project, wish.item_no)
    estate = _estate(tx, project, item, wish.estate)
    resident_fen = _resident_fen(tx, project, item, wish.amount_fen)
    on = wish.on or clock.today
    refuse_future(on, clock)
    scope = make_scope(tx, estate, wish.scope)
    for book in sorted(scope.books):
        lock_head(tx, book.book_id)
    weighing = weighed_by(tx, scope, wish.by, wish.weights)
    dues = share_among(weighed_bearers(tx, scope, weighing).doors, resident_fen)
    basis = weighing.basis.value
    digest = digest_of(code, item.item_no, basis, resident_fen, dues)
    known = read_plan(tx, project, item)
    if known is not None and known.digest == digest:
        return known, False
    if known is not None:
        _refuse_moved(tx, known)
    plan = Plan(
        project,
        item,
        estate,
        1 if known is None else known.plan_no + 1,
        tuple(place.word for place in scope.places),
        basis,
        resident_fen,
        digest,
        on,
        who,
        (),
    )
    for book in sorted(scope.books):
        own = [due for due in dues if due.book_id == book.book_id]
        if own:
            _write(tx, plan, book, own, clock)
    words = (item.item_no, plan.plan_no, digest)
    record_project(
        tx, project.custodian_id, code, "contributions", words, who=who, clock=clock, rows=len(dues)
    )
    made = read_plan(tx, project, item)
    assert made is not None
    return made, True


def read_plan(tx: Tx, project: Project, item: Item) -> Plan | None:
    """Return the plan of a cost line that is in force, None where there is none."""
    table = schema.benefit_plan
    rows = tx.conn.execute(
        select(table)
        .where(table.c.project_id == project.project_id, table.c.item_no == item.item_no)
        .order_by(table.c.plan_no, table.c.book_id)
    ).all()
    if not rows:
        return None
    last = [row for row in rows if row.plan_no == rows[-1].plan_no]
    books = every_book(tx)
    estate = next(each for each in project.estates if each.estate_id == last[0].estate_id)
    return Plan(
        project,
        item,
        find_estate(tx, estate.code),
        last[0].plan_no,
        tuple(json.loads(last[0].scope)),
        last[0].basis,
        last[0].resident_fen,
        last[0].digest,
        last[0].planned_on,
        last[0].who,
        tuple(OwnPlan(books[row.book_id], row.plan_id) for row in last),
    )


def find_plan(tx: Tx, project: Project, item: Item) -> Plan:
    """Return the plan of a cost line that is in force.

    Raises:
        Refused: `contributions_missing`.
    """
    plan = read_plan(tx, project, item)
    if plan is None:
        raise Refused(
            "contributions_missing",
            _("项目 {code} 第 {no} 项还没有出资方案").format(
                code=shown(project.code), no=item.item_no
            ),
            _("请先运行 wxzj renovation contribute plan"),
        )
    return plan


def read_dues(tx: Tx, plan: Plan) -> list[Due]:
    """Return what each household bears, in the order of codes."""
    table, sub = schema.benefit_due, schema.sub_account
    found = [
        Due(row.book_id, row.sub_id, row.code, row.area, row.weight, row.due_fen)
        for own in plan.books
        for row in tx.conn.execute(
            select(table, sub.c.code)
            .join(sub, (sub.c.book_id == table.c.book_id) & (sub.c.sub_id == table.c.sub_id))
            .where(table.c.book_id == own.book.book_id, table.c.plan_id == own.plan_id)
        )
    ]
    return sorted(found, key=lambda due: due.code)


def recomputed(plan: Plan, dues: Sequence[Due]) -> str:
    """Return the digest that a worksheet gives when it is worked out again from its weights."""
    parts = apportion(plan.resident_fen, [due.weight for due in dues])
    again = [due._replace(due_fen=part) for due, part in zip(dues, parts, strict=True)]
    return digest_of(plan.project.code, plan.item.item_no, plan.basis, plan.resident_fen, again)


def _estate(tx: Tx, project: Project, item: Item, word: str | None) -> Estate:
    own = word or item.estate
    if own is None and len(project.estates) == 1:
        own = project.estates[0].code
    if own is None:
        raise Refused(
            "estate_needed",
            _("这一项属于整个项目，要写明哪个小区出资"),
            _("请加 --estate"),
        )
    if own not in {each.code for each in project.estates}:
        raise Refused(
            "project_estate_foreign",
            _("小区 {estate} 不在这个项目里").format(estate=shown(own)),
            _("请核对小区编号"),
        )
    return find_estate(tx, own)


def _resident_fen(tx: Tx, project: Project, item: Item, said: int | None) -> int:
    """Return the residents' part of a line: as said, or what residents and the fund pay of it."""
    fen = said
    if fen is None:
        own = {
            source.source_no
            for source in read_sources(tx, [project])[project.project_id]
            if source.kind.key in RESIDENTS
        }
        matched = read_matches(tx, project)
        fen = sum(
            amount
            for (source_no, item_no), amount in matched.items()
            if item_no == item.item_no and source_no in own
        )
    if fen <= 0:
        raise Refused(
            "resident_part_missing",
            _("第 {no} 项没有居民出资的部分").format(no=item.item_no),
            _("请加 --amount，或先把居民出资、维修资金匹配到这一项"),
        )
    if fen > item.budget_fen:
        raise Refused(
            "resident_part_over",
            _("居民出资 {fen} 元超过第 {no} 项的预算 {budget} 元").format(
                fen=format_fen(fen), no=item.item_no, budget=format_fen(item.budget_fen)
            ),
            _("请核对金额"),
        )
    return fen


def _refuse_moved(tx: Tx, plan: Plan) -> None:
    """Refuse to replace a plan on which somebody has paid already.

    Raises:
        Refused: `contributions_moved`.
    """
    table = schema.benefit_move
    for own in plan.books:
        row = tx.conn.execute(
            select(table.c.move_id)
            .where(table.c.book_id == own.book.book_id, table.c.plan_id == own.plan_id)
            .limit(1)
        ).first()
        if row is not None:
            raise Refused(
                "contributions_moved",
                _("第 {no} 项的出资方案已有交款、减免或使用维修资金，不能另定").format(
                    no=plan.item.item_no
                ),
                _("请核对；预算变了的，另列一项改造内容"),
            )


def _write(tx: Tx, plan: Plan, book: Book, dues: Sequence[Due], clock: Clock) -> None:
    table = schema.benefit_plan
    plan_id = next_no(tx, table.c.plan_id, table.c.book_id == book.book_id)
    insert_rows(
        tx,
        schema.benefit_due,
        ("book_id", "plan_id", "sub_id", "area", "weight", "due_fen"),
        ((book.book_id, plan_id, due.sub_id, due.area, due.weight, due.due_fen) for due in dues),
    )
    tx.conn.execute(
        table.insert().values(
            book_id=book.book_id,
            plan_id=plan_id,
            project_id=plan.project.project_id,
            item_no=plan.item.item_no,
            plan_no=plan.plan_no,
            estate_id=plan.estate.estate_id,
            scope=json.dumps(plan.scope, ensure_ascii=False),
            basis=plan.basis,
            resident_fen=plan.resident_fen,
            book_fen=sum(due.due_fen for due in dues),
            household_count=len(dues),
            digest=plan.digest,
            planned_on=plan.planned_on,
            who=plan.who,
            at=clock.at,
        )
    )
