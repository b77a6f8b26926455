"""Matching sources to cost lines (资金匹配): by hand, or as the waterfall proposes."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.fund.using.usage import refuse_future
from ledger.registry.rulebook import rules_of
from ledger.renovation.funding.eligibility import (
    CENTRAL,
    Late,
    Line,
    Table,
    Terms,
    propose,
    refuse_match,
)
from ledger.renovation.funding.sources import Source, find_source, read_sources
from ledger.renovation.planning.projects import (
    Project,
    State,
    find_item,
    hold_project,
    read_items,
    state_word,
)
from ledger.renovation.planning.writing import next_no, record_project
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

_GONE: Final = frozenset({State.CLOSED, State.WITHDRAWN})
_RULES: Final = (
    "renovation.target_built_until",
    "renovation.central.classes",
    "renovation.central.basic_first",
    "renovation.central.late_built_until",
    "renovation.central.late_permille",
    "renovation.cap_permille",
)


class Match(NamedTuple):
    """How much more a source pays of a line, or less where it is negative."""

    source_no: int
    item_no: int
    amount_fen: int


def read_table(tx: Tx, project: Project, on: date) -> Table:
    """Return the sources and lines of a project with what is matched, by the rules of a day."""
    return Table(
        sources=read_sources(tx, [project])[project.project_id],
        lines=_lines(tx, project),
        terms=read_terms(tx, project.custodian_id, on),
        on=on,
        late=Late(0, 0),
        matched=read_matches(tx, project),
    )


def read_matches(tx: Tx, project: Project) -> dict[tuple[int, int], int]:
    """Return what each source pays of each line in fen, by source and line; nothing is left out."""
    table = schema.project_match
    query = (
        select(table.c.source_no, table.c.item_no, func.sum(table.c.amount_fen).label("fen"))
        .where(table.c.project_id == project.project_id)
        .group_by(table.c.source_no, table.c.item_no)
    )
    return {(row.source_no, row.item_no): int(row.fen) for row in tx.conn.execute(query) if row.fen}


def read_terms(tx: Tx, custodian_id: int, on: date) -> Terms:
    """Return what the place of a custodian settles on a day."""
    rules = {key: rule.value for key, rule in rules_of(tx, custodian_id, _RULES, on).items()}
    built, classes, first, late_until, late_permille, caps = (rules[key] for key in _RULES)
    assert isinstance(built, int)
    assert isinstance(classes, tuple)
    assert isinstance(first, bool)
    assert late_until is None or isinstance(late_until, int)
    assert isinstance(late_permille, int)
    assert isinstance(caps, tuple)
    return Terms(
        built,
        tuple(str(each) for each in classes),
        first,
        late_until,
        late_permille,
        dict(each for each in caps if isinstance(each, tuple)),
    )


def match(  # what a person says of a match
    tx: Tx,
    code: str,
    wish: Match,
    *,
    reason: str | None,
    on: date | None,
    who: str,
    clock: Clock,
) -> tuple[Table, tuple[Match, ...]]:
    """Let a source pay a sum of a line in all; less than before takes the rest off again.

    Returns:
        The table as it is then, and what was written; nothing where it was so before.

    Raises:
        Refused: `project_unknown`, `source_unknown`, `project_item_unknown`, `project_frozen`,
            `date_in_future`, `reason_missing`, and what `refuse_match` raises.
    """
    project = _held(tx, code)
    source = find_source(tx, project, wish.source_no)
    item = find_item(tx, project, wish.item_no)
    table, day = _table(tx, project, on, clock)
    key = (source.source_no, item.item_no)
    more_fen = wish.amount_fen - table.matched.get(key, 0)
    if more_fen == 0:
        return table, ()
    _refuse_gone(project)
    if more_fen < 0 and reason is None:
        raise Refused("reason_missing", _("退回已匹配的资金要写原因"), _("请加 --reason"))
    if more_fen > 0:
        line = next(each for each in table.lines if each.item_no == item.item_no)
        refuse_match(table, source, line, more_fen)
    done = (Match(*key, more_fen),)
    _write(tx, project, done, reason=reason, on=day, who=who, clock=clock)
    return read_table(tx, project, day), done


def fill(
    tx: Tx, code: str, *, on: date | None, who: str, clock: Clock
) -> tuple[Table, tuple[Match, ...]]:
    """Fill what is open from what is free, in the order of the waterfall; again changes nothing.

    Raises:
        Refused: `project_unknown`, `project_frozen`, `date_in_future`.
    """
    project = _held(tx, code)
    table, day = _table(tx, project, on, clock)
    done: list[Match] = []

    def take(source: Source, line: Line, fen: int) -> None:
        done.append(Match(source.source_no, line.item_no, fen))

    propose(table, take)
    if done:
        _refuse_gone(project)
        _write(tx, project, tuple(done), reason=None, on=day, who=who, clock=clock)
    return table, tuple(done)


def _held(tx: Tx, code: str) -> Project:
    """Return a project, held, and nobody else matching the custodian's central money meanwhile."""
    project = hold_project(tx, code)
    keeper = schema.custodian
    tx.conn.execute(
        select(keeper.c.custodian_id)
        .where(keeper.c.custodian_id == project.custodian_id)
        .with_for_update(key_share=True)
    ).all()
    return hold_project(tx, code)


def _table(tx: Tx, project: Project, on: date | None, clock: Clock) -> tuple[Table, date]:
    day = on or clock.today
    refuse_future(day, clock)
    table = read_table(tx, project, day)
    table.late = _late(tx, project.custodian_id, table.terms)
    return table, day


def _refuse_gone(project: Project) -> None:
    if project.state in _GONE:
        raise Refused(
            "project_frozen",
            _("项目 {code} {state}，不能再匹配资金").format(
                code=shown(project.code), state=state_word(project.state)
            ),
            _("请核对项目编号"),
        )


def _lines(tx: Tx, project: Project) -> tuple[Line, ...]:
    years = {each.estate_id: each.built_year for each in project.estates}
    return tuple(
        Line(
            item.item_no,
            item.title,
            item.work_class,
            item.network,
            project.built_year if item.estate_id is None else years[item.estate_id],
            item.budget_fen,
        )
        for item in read_items(tx, [project])[project.project_id]
    )


def _late(tx: Tx, custodian_id: int, terms: Terms) -> Late:
    """Add up the central money of a custodian, and what of it late estates have."""
    project, source, grant = schema.project, schema.project_source, schema.project_grant
    table, item, estate = schema.project_match, schema.project_item, schema.project_estate
    central = (project.c.custodian_id == custodian_id) & (source.c.kind == CENTRAL)
    of_source = project.c.project_id == source.c.project_id
    granted = (
        select(func.coalesce(func.sum(grant.c.amount_fen), 0))
        .select_from(project)
        .join(source, of_source)
        .join(
            grant,
            (grant.c.project_id == source.c.project_id) & (grant.c.source_no == source.c.source_no),
        )
        .where(central)
    )
    newest = (
        select(func.max(estate.c.built_year))
        .where(
            estate.c.project_id == item.c.project_id,
            (estate.c.estate_id == item.c.estate_id) | item.c.estate_id.is_(None),
        )
        .scalar_subquery()
    )
    matched = (
        select(func.coalesce(func.sum(table.c.amount_fen), 0))
        .select_from(project)
        .join(source, of_source)
        .join(
            table,
            (table.c.project_id == source.c.project_id) & (table.c.source_no == source.c.source_no),
        )
        .join(item, (item.c.project_id == table.c.project_id) & (item.c.item_no == table.c.item_no))
        .where(central, newest > terms.built_until)
    )
    return Late(
        int(tx.conn.execute(granted).scalar_one()), int(tx.conn.execute(matched).scalar_one())
    )


def _write(  # what a row of the register is made of
    tx: Tx,
    project: Project,
    done: tuple[Match, ...],
    *,
    reason: str | None,
    on: date,
    who: str,
    clock: Clock,
) -> None:
    table = schema.project_match
    first = next_no(tx, table.c.match_no, table.c.project_id == project.project_id)
    said = None if reason is None else clean_name(reason, _("原因"))
    for match_no, each in enumerate(done, start=first):
        tx.conn.execute(
            table.insert().values(
                project_id=project.project_id,
                match_no=match_no,
                source_no=each.source_no,
                item_no=each.item_no,
                amount_fen=each.amount_fen,
                dated_on=on,
                reason=said,
                who=who,
                at=clock.at,
            )
        )
    words = [number for each in done for number in each]
    record_project(
        tx,
        project.custodian_id,
        project.code,
        "match",
        (on, said, *words),
        who=who,
        clock=clock,
        rows=len(done),
    )
