"""The window for the money of renovation projects (改造资金): sources in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.renovation_match_sheet import match_sheet
from ledger.desk.renovation_projects import unchanged
from ledger.desk.trying import tried
from ledger.registry.networks import read_network
from ledger.renovation.funding.cash import Use, read_cash, uses
from ledger.renovation.funding.kinds import find_kind
from ledger.renovation.funding.matching import Match, fill, match, read_matches
from ledger.renovation.funding.sources import (
    Grant,
    NewSource,
    Source,
    add_source,
    change_grant,
    read_sources,
)
from ledger.renovation.planning.projects import Project, find_project
from ledger.renovation.planning.works import class_word
from ledger.store.database import Tx
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class SourcesDesk:
    """Keep the sources of a project's money."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def add(  # noqa: PLR0913 # one for each thing that a person says
        self,
        code: str,
        kind: str,
        amount_fen: int,
        *,
        evidence: str,
        payer: str | None = None,
        borrower: str | None = None,
        rank: int | None = None,
        classes: Sequence[str] = (),
        network: str | None = None,
        cap_fen: int | None = None,
        cap_permille: int | None = None,
        from_on: date | None = None,
        until_on: date | None = None,
        of_no: int | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write a source down; the same kind, payer and paper is one source.

        Args:
            code: the project.
            kind: a word of `funding.kinds`.
            amount_fen: what it gives.
            evidence: the paper that says so.
            payer, borrower: who gives it, where the kind does not say; who borrows it.
            rank: its place in the waterfall; that of its kind when left out.
            classes: the classes of works that its paper allows.
            network: the plant that an operator pays for.
            cap_fen, cap_permille: at most so much, and at most such a part of what it may pay for.
            from_on, until_on: when it may be spent.
            of_no: the source that holds it already.
            on: the day of the paper; today when left out.
        """
        counter = self._counter
        wish = NewSource(
            find_kind(kind),
            amount_fen,
            evidence,
            payer,
            borrower,
            rank,
            tuple(classes),
            None if network is None else read_network(network),
            cap_fen,
            cap_permille,
            on,
            from_on,
            until_on,
            of_no,
        )
        with counter.act("source.add", f"{code} {kind}", dry_run=dry_run) as tx:
            project, _source, is_new = add_source(
                tx, code, wish, who=counter.who, clock=counter.clock
            )
            sheet = sources_sheet(tx, project, notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def change(
        self,
        code: str,
        source: int,
        amount_fen: int,
        *,
        evidence: str,
        until_on: date | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Let a source give more, or less, by another paper.

        Args:
            code: the project.
            source: the number of the source.
            amount_fen: how much more; negative for less.
            evidence: the paper that says so.
            until_on: its new last day.
            on: the day of the paper; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        grant = Grant(0, amount_fen, on or counter.clock.today, until_on, evidence, counter.who)
        with counter.act("source.change", f"{code} {source}", dry_run=dry_run) as tx:
            project, _source, is_new = change_grant(tx, code, source, grant, clock=counter.clock)
            sheet = sources_sheet(tx, project, notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def match(
        self,
        code: str,
        *,
        source: int | None = None,
        item: int | None = None,
        amount_fen: int | None = None,
        reason: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Match money to cost lines: as said, or all that is open as the waterfall proposes.

        Args:
            code: the project.
            source, item, amount_fen: what a source is to pay of a line in all; none of them fills
                what is open in the order of the waterfall.
            reason: why, where something is taken off.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.

        Raises:
            InputError: `match_words`.
            Refused: what `matching.match` refuses.
        """
        counter = self._counter
        with counter.act("source.match", code, dry_run=dry_run) as tx:
            if source is None and item is None and amount_fen is None:
                table, done = fill(tx, code, on=on, who=counter.who, clock=counter.clock)
            elif source is None or item is None or amount_fen is None:
                raise InputError(
                    "match_words",
                    _("来源、改造内容、金额要写就都写"),
                    _("都不写就按资金使用顺序自动匹配"),
                )
            else:
                table, done = match(
                    tx,
                    code,
                    Match(source, item, amount_fen),
                    reason=reason,
                    on=on,
                    who=counter.who,
                    clock=counter.clock,
                )
            sheet = match_sheet(find_project(tx, code), table, unchanged(is_new=bool(done)))
        return tried(sheet, dry_run=dry_run)

    def list(self, code: str) -> Sheet:
        """List the sources of a project with what each gives and what of it is bound."""
        with self._counter.look() as tx:
            return sources_sheet(tx, find_project(tx, code))


def sources_sheet(tx: Tx, project: Project, *, notes: Sequence[str] = ()) -> Sheet:
    """List the sources of a project in the order of the waterfall; memos stand below, uncounted."""
    sources = read_sources(tx, [project])[project.project_id]
    sources = tuple(sorted(sources, key=lambda each: each.memo))
    counted = [each for each in sources if not each.memo]
    used = uses(sources, read_matches(tx, project), read_cash(tx, project))
    sheet = Sheet(
        kind="renovation_sources",
        title=_("{code} {name} 资金来源").format(code=project.code, name=project.name),
        columns=(
            Column("source", _("序号"), "int"),
            Column("kind", _("资金渠道")),
            Column("payer", _("出资方")),
            Column("classes", _("限用类别")),
            Column("until", _("使用期限"), "date"),
            Column("granted_fen", _("下达或承诺（元）"), "fen"),
            Column("matched_fen", _("已匹配（元）"), "fen"),
            Column("free_fen", _("未匹配（元）"), "fen"),
            Column("came_fen", _("到账（元）"), "fen"),
            Column("spent_fen", _("已使用（元）"), "fen"),
            Column("back_fen", _("应退（元）"), "fen"),
            Column("idle_fen", _("闲置（元）"), "fen"),
            Column("idle_since", _("闲置自"), "date"),
            Column("memo", _("备查，不计入合计"), "flag"),
            Column("evidence", _("依据")),
        ),
        rows=[_row(each, used[each.source_no]) for each in sources],
        fields={
            "project": project.code,
            "granted_fen": sum(each.granted_fen for each in counted),
            "matched_fen": sum(each.matched_fen for each in counted),
            "free_fen": sum(each.free_fen for each in counted),
            "came_fen": sum(used[each.source_no].came_fen for each in counted),
            "spent_fen": sum(used[each.source_no].spent_fen for each in counted),
            "back_fen": sum(used[each.source_no].back_fen for each in counted),
            "idle_fen": sum(used[each.source_no].idle_fen for each in counted),
            "memo_fen": sum(each.granted_fen for each in sources if each.memo),
        },
        labels=(
            Column("granted_fen", _("下达或承诺合计（元）"), "fen"),
            Column("matched_fen", _("已匹配合计（元）"), "fen"),
            Column("free_fen", _("未匹配合计（元）"), "fen"),
        ),
        notes=notes,
    )
    told = [
        (
            each.source_no,
            each.kind.name,
            None if each.payer == each.kind.zh else each.payer,
            "、".join(class_word(name) for name in each.classes or each.kind.classes),
            *_row(each, used[each.source_no])[4:],
        )
        for each in sources
    ]
    return replace(sheet, paper=replace(sheet, rows=told))


def _row(source: Source, use: Use) -> tuple[object, ...]:
    return (
        source.source_no,
        source.kind.key,
        source.payer,
        ",".join(source.classes or source.kind.classes),
        source.until_on,
        source.granted_fen,
        source.matched_fen,
        source.free_fen,
        *use,
        source.memo,
        source.evidence,
    )
