"""Sources of a project's money (资金来源): what each gives, by which paper, until when.

A source is written once; what it gives, gives more, takes back or puts off is a row of its own.
Which cost lines it pays for stands in `matching`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund.using.usage import refuse_future
from ledger.renovation.funding.kinds import SourceKind, is_government, kinds
from ledger.renovation.planning.projects import Project, hold_project
from ledger.renovation.planning.writing import record_project
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a project's money.

    Attributes:
        rank: its place in the waterfall; the lowest is used first.
        classes: the classes of works that its paper allows; empty for all that its kind allows.
        network: the plant that it pays for, where it pays for its own alone.
        cap_fen, cap_permille: at most so much, and at most such a part of what it may pay for.
        from_on, until_on: the days on which it may be spent, both included; None for no end.
        of_no: the source that holds it already, where it is a memo of a part.
        granted_fen: what it gives by all its papers; of a memo what it is worth.
        matched_fen: what of it is bound to cost lines.
    """

    source_no: int
    kind: SourceKind
    payer: str
    borrower: str | None
    rank: int
    classes: tuple[str, ...]
    network: str | None
    cap_fen: int | None
    cap_permille: int | None
    from_on: date
    until_on: date | None
    memo: bool
    of_no: int | None
    evidence: str
    granted_fen: int
    matched_fen: int
    granted_on: date

    @property
    def free_fen(self) -> int:
        """What of it is bound to no cost line yet."""
        return 0 if self.memo else self.granted_fen - self.matched_fen


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source as a person writes it down."""

    kind: SourceKind
    amount_fen: int
    evidence: str
    payer: str | None = None
    borrower: str | None = None
    rank: int | None = None
    classes: tuple[str, ...] = ()
    network: str | None = None
    cap_fen: int | None = None
    cap_permille: int | None = None
    on: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    of_no: int | None = None


class Grant(NamedTuple):
    """What a source gave, took back or put off on a day."""

    grant_no: int
    amount_fen: int
    dated_on: date
    until_on: date | None
    evidence: str
    who: str


def read_sources(tx: Tx, projects: Sequence[Project]) -> dict[int, tuple[Source, ...]]:
    """Return the sources of projects by `project_id`, in the order of the waterfall."""
    table = schema.project_source
    ids = [each.project_id for each in projects]
    one = ids[0] if len(ids) == 1 else None
    granted, matched = _granted(tx, one), _matched(tx, one)
    query = select(table).order_by(table.c.project_id, table.c.rank, table.c.source_no)
    if one is not None:
        query = query.where(table.c.project_id == one)
    found: dict[int, list[Source]] = defaultdict(list)
    for row in tx.conn.execute(query):
        key = (row.project_id, row.source_no)
        grants = granted[key]
        ends = [each.until_on for each in grants if each.until_on is not None]
        found[row.project_id].append(
            Source(
                source_no=row.source_no,
                kind=kinds()[row.kind],
                payer=row.payer,
                borrower=row.borrower,
                rank=row.rank,
                classes=tuple(row.classes.split(",")) if row.classes else (),
                network=row.network,
                cap_fen=row.cap_fen,
                cap_permille=row.cap_permille,
                from_on=row.from_on,
                until_on=ends[-1] if ends else row.until_on,
                memo=bool(row.memo),
                of_no=row.of_no,
                evidence=row.evidence,
                granted_fen=sum(each.amount_fen for each in grants),
                matched_fen=matched.get(key, 0),
                granted_on=grants[0].dated_on,
            )
        )
    return {project_id: tuple(found[project_id]) for project_id in ids}


def find_source(tx: Tx, project: Project, source_no: int) -> Source:
    """Return a source of a project.

    Raises:
        Refused: `source_unknown`.
    """
    for source in read_sources(tx, [project])[project.project_id]:
        if source.source_no == source_no:
            return source
    raise Refused(
        "source_unknown",
        _("项目 {code} 没有第 {no} 项资金来源").format(code=shown(project.code), no=source_no),
        _("请运行 wxzj renovation source list {code} 查看").format(code=shown(project.code)),
    )


def add_source(
    tx: Tx, code: str, wish: NewSource, *, who: str, clock: Clock
) -> tuple[Project, Source, bool]:
    """Write a source down; the same kind, payer and paper is one source.

    Raises:
        Refused: `project_unknown`, `amount_not_positive`, `date_in_future`, `source_payer_missing`,
            `source_borrower_missing`, `borrower_government`, `source_network_missing`,
            `source_class`, `source_days`, `source_of`, `source_differs`.
        InputError: what `clean_name` raises.
    """
    project = hold_project(tx, code)
    evidence = clean_name(wish.evidence, _("依据"))
    payer = wish.kind.zh if wish.payer is None else clean_name(wish.payer, _("出资方"))
    sources = read_sources(tx, [project])[project.project_id]
    for known in sources:
        if (known.kind.key, known.payer, known.evidence) == (wish.kind.key, payer, evidence):
            _refuse_other_amount(known, wish)
            return project, known, False
    on = wish.on or clock.today
    refuse_future(on, clock)
    _refuse_wish(wish, sources)
    source_no = len(sources) + 1
    tx.conn.execute(
        schema.project_source.insert().values(
            project_id=project.project_id,
            source_no=source_no,
            kind=wish.kind.key,
            payer=payer,
            borrower=None if wish.borrower is None else clean_name(wish.borrower, _("借款人")),
            rank=wish.kind.rank if wish.rank is None else wish.rank,
            classes=",".join(wish.classes) or None,
            network=wish.network,
            cap_fen=wish.cap_fen,
            cap_permille=wish.cap_permille,
            from_on=wish.from_on or on,
            until_on=wish.until_on,
            memo=int(wish.kind.memo),
            of_no=wish.of_no,
            evidence=evidence,
            who=who,
            at=clock.at,
        )
    )
    grant = Grant(1, wish.amount_fen, on, None, evidence, who)
    _write_grant(tx, project, source_no, grant, clock)
    words = (source_no, wish.kind.key, payer, wish.borrower, wish.amount_fen, evidence)
    record_project(tx, project.custodian_id, code, "source", words, who=who, clock=clock)
    return project, find_source(tx, project, source_no), True


def change_grant(
    tx: Tx, code: str, source_no: int, grant: Grant, *, clock: Clock
) -> tuple[Project, Source, bool]:
    """Let a source give more, or less, or longer, by another paper; once by the same paper.

    Raises:
        Refused: `project_unknown`, `source_unknown`, `amount_zero`, `date_in_future`,
            `source_matched`, `source_days`.
    """
    project = hold_project(tx, code)
    source = find_source(tx, project, source_no)
    evidence = clean_name(grant.evidence, _("依据"))
    grants = _granted(tx, project.project_id)[project.project_id, source_no]
    for known in grants:
        if (known.amount_fen, known.evidence) == (grant.amount_fen, evidence):
            return project, source, False
    refuse_future(grant.dated_on, clock)
    if grant.amount_fen == 0:
        raise Refused("amount_zero", _("增减的金额不能是零"), _("请核对金额，单位是元"))
    if source.granted_fen + grant.amount_fen < source.matched_fen:
        raise Refused(
            "source_matched",
            _("第 {no} 项来源已匹配 {matched} 元，不能减到 {left} 元").format(
                no=source_no,
                matched=format_fen(source.matched_fen),
                left=format_fen(source.granted_fen + grant.amount_fen),
            ),
            _("请先用 wxzj renovation source match 把匹配改小"),
        )
    if grant.until_on is not None and grant.until_on < source.from_on:
        raise _days()
    own = grant._replace(grant_no=len(grants) + 1, evidence=evidence)
    _write_grant(tx, project, source_no, own, clock)
    words = (source_no, own.amount_fen, own.dated_on, own.until_on, evidence)
    record_project(tx, project.custodian_id, code, "grant", words, who=grant.who, clock=clock)
    return project, find_source(tx, project, source_no), True


def _refuse_wish(wish: NewSource, sources: Sequence[Source]) -> None:
    """Refuse a source that lacks what its kind asks for."""
    kind = wish.kind
    if wish.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额，单位是元"))
    if kind.payer and wish.payer is None:
        raise Refused(
            "source_payer_missing",
            _("{kind}要写明出资方").format(kind=kind.name),
            _("请加 --payer"),
        )
    if kind.borrower != (wish.borrower is not None):
        raise Refused(
            "source_borrower_missing",
            _("借款人只在贷款和债券时写，也必须写"),
            _("请加 --borrower，或去掉它"),
        )
    if wish.borrower is not None and is_government(wish.borrower):
        raise Refused(
            "borrower_government",
            _("{name}是政府机关，不能借款：会形成地方政府隐性债务").format(
                name=shown(wish.borrower)
            ),
            _("借款人须是按市场化方式实施的企业：国办发〔2020〕23号 四（三）"),
        )
    if kind.network != (wish.network is not None):
        raise Refused(
            "source_network_missing",
            _("专业经营单位只出资改造自己的管线设施，要写哪一种；其他来源不写"),
            _("请加 --network，例如 供水，或去掉它"),
        )
    if kind.classes and not set(wish.classes) <= set(kind.classes):
        raise Refused(
            "source_class",
            _("{kind}不能用于这一类改造内容").format(kind=kind.name),
            _("依据：{source}").format(source=kind.source),
        )
    if wish.until_on is not None and wish.from_on is not None and wish.until_on < wish.from_on:
        raise _days()
    of = [each for each in sources if each.source_no == wish.of_no]
    if wish.of_no is not None and (not of or of[0].kind.key != kind.of):
        raise Refused(
            "source_of",
            _("第 {no} 项来源不含{kind}").format(no=wish.of_no, kind=kind.name),
            _("“其中”只用于补建、续筹（属维修资金）和公积金（属居民出资）"),
        )


def _days() -> Refused:
    return Refused("source_days", _("资金使用期限的终止日早于起始日"), _("请核对日期"))


def _refuse_other_amount(known: Source, wish: NewSource) -> None:
    """Refuse to write a source down again with another amount.

    Raises:
        Refused: `source_differs`.
    """
    if known.granted_fen != wish.amount_fen:
        raise Refused(
            "source_differs",
            _("第 {no} 项来源已按同一依据登记，金额是 {amount} 元").format(
                no=known.source_no, amount=format_fen(known.granted_fen)
            ),
            _("追加或核减用 wxzj renovation source change；另一笔请写它自己的文件号"),
        )


def _write_grant(tx: Tx, project: Project, source_no: int, grant: Grant, clock: Clock) -> None:
    tx.conn.execute(
        schema.project_grant.insert().values(
            project_id=project.project_id,
            source_no=source_no,
            grant_no=grant.grant_no,
            amount_fen=grant.amount_fen,
            dated_on=grant.dated_on,
            until_on=grant.until_on,
            evidence=grant.evidence,
            who=grant.who,
            at=clock.at,
        )
    )


def _granted(tx: Tx, one: int | None) -> dict[tuple[int, int], list[Grant]]:
    table = schema.project_grant
    query = select(table).order_by(table.c.project_id, table.c.source_no, table.c.grant_no)
    if one is not None:
        query = query.where(table.c.project_id == one)
    found: dict[tuple[int, int], list[Grant]] = defaultdict(list)
    for row in tx.conn.execute(query):
        found[row.project_id, row.source_no].append(
            Grant(row.grant_no, row.amount_fen, row.dated_on, row.until_on, row.evidence, row.who)
        )
    return found


def _matched(tx: Tx, one: int | None) -> dict[tuple[int, int], int]:
    table = schema.project_match
    query = select(
        table.c.project_id, table.c.source_no, func.sum(table.c.amount_fen).label("fen")
    ).group_by(table.c.project_id, table.c.source_no)
    if one is not None:
        query = query.where(table.c.project_id == one)
    return {(row.project_id, row.source_no): int(row.fen) for row in tx.conn.execute(query)}
