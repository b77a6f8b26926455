"""Putting projects into the store (入库), and what is said of them later: budgets, wishes, works.

Everything is written once. Another budget or another survey is a row of its own with its reason,
so that what was planned on a day can be told years later. Each change is a leaf in the log of
each book of the custodian.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select

from ledger.fund.using.usage import refuse_future
from ledger.registry.custodians import find_custodian
from ledger.registry.estates import add_estates, find_estate, find_estates
from ledger.renovation.planning.projects import (
    Item,
    Project,
    State,
    find_item,
    hold_project,
    look_up,
    read_items,
    state_word,
)
from ledger.renovation.planning.writing import (
    NewEstate,
    NewItem,
    next_no,
    record_project,
    write_budget,
    write_estates,
    write_item,
    write_survey,
)
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

_CODE: Final = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*", re.ASCII)
CODE_LENGTH_MAX: Final = 40
OPEN: Final = frozenset({State.STORED, State.PLANNED, State.STARTED})
"""States in which works and budgets may still change."""


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project as a person puts it into the store."""

    code: str
    name: str
    estates: Sequence[NewEstate]
    items: Sequence[NewItem]
    unit: str | None = None
    veteran: bool = False
    wish_permille: int | None = None
    wish_evidence: str | None = None
    on: date | None = None


def add_project(
    tx: Tx, wish: NewProject, *, custodian: str | None = None, who: str, clock: Clock
) -> tuple[Project, bool]:
    """Put a project into the store; return it, and whether it is new. The code is its key.

    Raises:
        InputError: `project_code`, what `clean_name` raises.
        Refused: `project_differs`, `project_empty`, `project_estate_elsewhere`,
            `project_figures_missing`, `amount_not_positive`, `date_in_future`, `estate_unknown`,
            `out_of_reach`, `survey_evidence`.
    """
    wish = _checked(wish, clock)
    known = look_up(tx, wish.code)
    if known is not None:
        return _same(tx, known, wish), False
    keeper_id = _hold_keeper(tx, wish, custodian)
    estates = _estates(tx, wish.estates, keeper_id)
    project_id = next_no(tx, schema.project.c.project_id)
    on = wish.on or clock.today
    tx.conn.execute(
        schema.project.insert().values(
            project_id=project_id,
            code=wish.code,
            custodian_id=keeper_id,
            name=wish.name,
            unit=wish.unit,
            veteran=int(wish.veteran),
            stored_on=on,
            who=who,
            at=clock.at,
        )
    )
    write_estates(tx, project_id, wish.estates, estates)
    first = {"project_id": project_id, "step_no": 1, "state": State.STORED.value}
    tx.conn.execute(
        schema.project_step.insert().values({**first, "dated_on": on, "who": who, "at": clock.at})
    )
    for item_no, item in enumerate(wish.items, start=1):
        write_item(tx, project_id, item_no, item, estates, on=on, who=who, at=clock.at)
    if wish.wish_permille is not None:
        write_survey(
            tx,
            project_id,
            1,
            (wish.wish_permille, wish.wish_evidence or ""),
            on=on,
            who=who,
            at=clock.at,
        )
    record_project(
        tx, keeper_id, wish.code, "add", _words(wish), who=who, clock=clock, rows=len(wish.items)
    )
    project = look_up(tx, wish.code)
    assert project is not None
    return project, True


def add_item(
    tx: Tx, code: str, item: NewItem, *, on: date | None, who: str, clock: Clock
) -> tuple[Item, bool]:
    """Add a cost line to a project; the same work of the same estate and title is added once.

    Raises:
        Refused: `project_unknown`, `project_frozen`, `amount_not_positive`, `date_in_future`,
            `project_item_differs`, `project_estate_elsewhere`.
    """
    project = hold_project(tx, code)
    title = item.work.zh if item.title is None else clean_name(item.title, _("改造内容"))
    items = read_items(tx, [project])[project.project_id]
    for known in items:
        if (known.work, known.estate, known.title) == (item.work.key, item.estate, title):
            if known.budget_fen == item.budget_fen:
                return known, False
            raise Refused(
                "project_item_differs",
                _("项目 {code} 已有第 {no} 项“{title}”，预算不同").format(
                    code=shown(code), no=known.item_no, title=shown(title)
                ),
                _("请用 wxzj renovation project budget 调整预算，或另写名称（--title）"),
            )
    _refuse_frozen(project)
    _refuse_fen(item.budget_fen)
    day = on or clock.today
    refuse_future(day, clock)
    estates = {each.code: each.estate_id for each in project.estates}
    item_no = len(items) + 1
    own = NewItem(item.work, item.budget_fen, item.estate, title)
    write_item(tx, project.project_id, item_no, own, estates, on=day, who=who, at=clock.at)
    words = (item_no, item.work.key, item.estate, title, item.budget_fen)
    record_project(tx, project.custodian_id, code, "item", words, who=who, clock=clock)
    return find_item(tx, project, item_no), True


def set_budget(  # what a person says of a budget
    tx: Tx,
    code: str,
    item_no: int,
    budget_fen: int,
    *,
    reason: str,
    on: date | None,
    who: str,
    clock: Clock,
) -> tuple[Item, bool]:
    """Give a cost line another budget; return it, and whether that is new.

    Raises:
        Refused: `project_unknown`, `project_item_unknown`, `project_frozen`, `date_in_future`,
            `budget_below_matched`.
    """
    project = hold_project(tx, code)
    item = find_item(tx, project, item_no)
    if item.budget_fen == budget_fen:
        return item, False
    _refuse_frozen(project)
    day = on or clock.today
    refuse_future(day, clock)
    match = schema.project_match
    matched = tx.conn.execute(
        select(func.coalesce(func.sum(match.c.amount_fen), 0)).where(
            match.c.project_id == project.project_id, match.c.item_no == item_no
        )
    ).scalar_one()
    if budget_fen < int(matched):
        raise Refused(
            "budget_below_matched",
            _("第 {no} 项已经匹配了更多的资金").format(no=item_no),
            _("请先用 wxzj renovation source match 把匹配改小"),
        )
    table = schema.project_budget
    of_item = (table.c.project_id == project.project_id, table.c.item_no == item_no)
    write_budget(
        tx,
        (project.project_id, item_no, next_no(tx, table.c.budget_no, *of_item)),
        budget_fen,
        on=day,
        reason=clean_name(reason, _("原因")),
        who=who,
        at=clock.at,
    )
    words = (item_no, budget_fen, day, reason)
    record_project(tx, project.custodian_id, code, "budget", words, who=who, clock=clock)
    return find_item(tx, project, item_no), True


def add_survey(  # what a person says of a survey
    tx: Tx,
    code: str,
    wish_permille: int,
    *,
    evidence: str,
    on: date | None,
    who: str,
    clock: Clock,
) -> tuple[Project, bool]:
    """Write down how many of the residents wish for a project; return it, and whether it is new.

    Raises:
        Refused: `project_unknown`, `date_in_future`, `date_order`.
    """
    project = hold_project(tx, code)
    evidence = clean_name(evidence, _("依据"))
    day = on or clock.today
    refuse_future(day, clock)
    last = project.survey
    if last is not None and (last.wish_permille, last.evidence) == (wish_permille, evidence):
        return project, False
    table = schema.project_survey
    no = next_no(tx, table.c.survey_no, table.c.project_id == project.project_id)
    said = (wish_permille, evidence)
    write_survey(tx, project.project_id, no, said, on=day, who=who, at=clock.at)
    words = (wish_permille, evidence, day)
    record_project(tx, project.custodian_id, code, "survey", words, who=who, clock=clock)
    return hold_project(tx, code), True


# ---- checking ----


def _checked(wish: NewProject, clock: Clock) -> NewProject:
    if not _CODE.fullmatch(wish.code) or len(wish.code) > CODE_LENGTH_MAX:
        raise InputError(
            "project_code",
            _("项目编号“{code}”不对").format(code=shown(wish.code)),
            _("只用英文字母、数字和中间的连字符，不超过 40 个字符，例如 GZ-2026-001"),
        )
    if not wish.estates or not wish.items:
        raise Refused(
            "project_empty",
            _("项目 {code} 没有小区或没有改造内容").format(code=shown(wish.code)),
            _("请写小区（--estate）和改造内容（--item）"),
        )
    for item in wish.items:
        _refuse_fen(item.budget_fen)
    if wish.wish_permille is not None and wish.wish_evidence is None:
        raise Refused(
            "survey_evidence",
            _("写了居民意愿，没有写依据"),
            _("请写征求意见的日期和材料（--wish-evidence）"),
        )
    refuse_future(wish.on or clock.today, clock)
    return NewProject(
        wish.code,
        clean_name(wish.name, _("项目名称")),
        tuple(sorted(wish.estates)),
        tuple(
            item._replace(
                title=item.work.zh if item.title is None else clean_name(item.title, _("改造内容"))
            )
            for item in wish.items
        ),
        None if wish.unit is None else clean_name(wish.unit, _("实施主体")),
        wish.veteran,
        wish.wish_permille,
        None if wish.wish_evidence is None else clean_name(wish.wish_evidence, _("依据")),
        wish.on,
    )


def _refuse_fen(fen: int) -> None:
    if fen <= 0:
        raise Refused("amount_not_positive", _("预算金额必须大于零"), _("请核对金额，单位是元"))


def _refuse_frozen(project: Project) -> None:
    """Refuse to change what a project that is completed or gone was to be.

    Raises:
        Refused: `project_frozen`.
    """
    if project.state not in OPEN:
        raise Refused(
            "project_frozen",
            _("项目 {code} {state}，不能再改改造内容和预算").format(
                code=shown(project.code), state=state_word(project.state)
            ),
            _("请核对项目编号"),
        )


def _same(tx: Tx, known: Project, wish: NewProject) -> Project:
    """Return a project that is in the store already, where it is the same.

    Raises:
        Refused: `project_differs`, naming the field.
    """
    items = read_items(tx, [known])[known.project_id]
    estates = {each.code: each for each in known.estates}
    named = {each.code: each for each in wish.estates}
    told = {
        _("项目名称"): (known.name, wish.name),
        _("军休小区"): (known.veteran, wish.veteran),
        _("小区"): (sorted(estates), sorted(named)),
        _("建成年份"): (
            [each.built_year for each in known.estates],
            [named[each.code].built_year for each in known.estates if each.code in named],
        ),
        _("改造内容"): (
            [(each.work, each.estate, each.title) for each in items],
            [(each.work.key, each.estate, each.title) for each in wish.items],
        ),
    }
    for field, (old, new) in told.items():
        if old != new:
            raise Refused(
                "project_differs",
                _("项目 {code} 已经入库，{field}不同").format(code=shown(wish.code), field=field),
                _("请换一个编号；要改预算、意愿或增加内容，用 wxzj renovation project 的各个命令"),
            )
    return known


def _hold_keeper(tx: Tx, wish: NewProject, custodian: str | None) -> int:
    """Return whose project it is, and keep others from adding one meanwhile."""
    known = find_estates(tx, [each.code for each in wish.estates])
    keepers = {each.custodian_id for each in known.values()}
    if len(keepers) > 1:
        raise Refused(
            "project_estate_elsewhere",
            _("这些小区不在同一个代管机构"),
            _("一个项目的小区须由同一个代管机构登记；请分成几个项目"),
        )
    keeper_id = keepers.pop() if keepers else find_custodian(tx, custodian).custodian_id
    table = schema.custodian
    tx.conn.execute(
        select(table.c.custodian_id).order_by(table.c.custodian_id).with_for_update(key_share=True)
    ).all()
    return keeper_id


def _estates(tx: Tx, named: Sequence[NewEstate], keeper_id: int) -> dict[str, int]:
    """Return the ids of estates by code; one that is named and not registered is registered."""
    known = find_estates(tx, [each.code for each in named])
    fresh = [
        (each.code, clean_name(each.name, _("小区名称")))
        for each in named
        if each.code not in known and each.name is not None
    ]
    if fresh:
        add_estates(tx, fresh, keeper_id)
    return {each.code: find_estate(tx, each.code).estate_id for each in named}


def _words(wish: NewProject) -> list[str | int | date | None]:
    words: list[str | int | date | None] = [
        wish.name,
        wish.unit,
        int(wish.veteran),
        wish.wish_permille,
        wish.wish_evidence,
    ]
    for estate in wish.estates:
        words += estate
    for item in wish.items:
        words += (item.work.key, item.budget_fen, item.estate, item.title)
    return words
