"""A project is settled (竣工决算): its works go to whoever has them, its sources are used up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from ledger.fund.using.usage import refuse_future
from ledger.journal.voucher import Draft, Kind, Line
from ledger.renovation.building import entries
from ledger.renovation.building.booking import (
    Recorded,
    book_draft,
    estate_of,
    hold_book,
    voucher_of,
)
from ledger.renovation.building.margins import OWED
from ledger.renovation.building.stand import Stand, read_stand
from ledger.renovation.funding.matching import read_matches
from ledger.renovation.funding.sources import Source, read_sources
from ledger.renovation.planning.projects import Item, Project, find_item, hold_project
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name

Table = Mapping[tuple[int, int], int]


def cost_table(tx: Tx, project: Project, stand: Stand) -> dict[tuple[int, int], int]:
    """Return the cost by source and cost line, as money was matched, then in its order."""
    sources = read_sources(tx, [project])[project.project_id]
    return stand.cost_table([each.source_no for each in sources], read_matches(tx, project))


def complete(
    tx: Tx,
    code: str,
    takers: Mapping[int, str],
    *,
    paper: str,
    on: date,
    who: str,
    clock: Clock,
) -> tuple[Recorded, Table]:
    """Settle a project, once: 161301-04 to 161306 to 3790 by taker, and the sources against it.

    Args:
        tx: a transaction.
        code: the project.
        takers: a word of `entries.TAKERS` for each cost line; the owners where none is named.
        paper: the number of the final account (竣工决算).
        on: its day.
        who: the person.
        clock: the moment.

    Raises:
        InputError: a paper that cannot be kept, `taker_unknown`.
        Refused: `project_unknown`, `date_in_future`, `project_item_unknown`, `nothing_to_settle`,
            `project_advances_open`, `project_unfunded`, or what posting
            refuses.
    """
    refuse_future(on, clock)
    paper = clean_name(paper, _("凭据"))
    project = hold_project(tx, code)
    for no, taker in takers.items():
        find_item(tx, project, no)
        if taker not in entries.TAKERS:
            raise InputError(
                "taker_unknown",
                _("不认识的接收方 {taker}").format(taker=taker),
                _("请写 {takers} 之一").format(takers="、".join(entries.TAKERS)),
            )
    book = hold_book(tx, project, on)
    key = f"project:complete:{paper}"
    stand = read_stand(tx, book.book_id, before=voucher_of(tx, book.book_id, key))
    table = cost_table(tx, project, stand)
    refuse_unready(stand, table)
    items = {no: find_item(tx, project, no) for no in stand.cost_of_works()}
    sources = {each.source_no: each for each in read_sources(tx, [project])[project.project_id]}
    draft = Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=f"{project.code} 竣工决算 {paper}",  # records are in Chinese
        lines=completed_lines(stand, table, items, sources, takers),
        request_key=key,
        maker=who,
        estate_id=estate_of(project),
        attachment_count=1,
    )
    return book_draft(tx, project, book, draft, clock=clock), table


def completed_lines(
    stand: Stand,
    table: Table,
    items: Mapping[int, Item],
    sources: Mapping[int, Source],
    takers: Mapping[int, str],
) -> tuple[Line, ...]:
    """Return the lines of a settlement. Pure."""
    works = {
        (account, f"{no} {items[no].title}"): fen for (account, no), fen in stand.works().items()
    }

    def taken(no: int) -> tuple[str, str]:
        return entries.TAKERS[takers.get(no, "owners")], f"{no} {items[no].title}"

    used: dict[tuple[str, str], int] = defaultdict(int)
    given: dict[tuple[str, str], int] = defaultdict(int)
    for (source_no, item_no), fen in table.items():
        account = sources[source_no].kind.account
        if account is not None and account != entries.LOANS:
            used[account, f"{source_no} {sources[source_no].payer}"] += fen
            given[taken(item_no)] += fen
    whole = {taken(no): fen for no, fen in stand.cost_of_works().items()}
    return entries.completed(works, whole, used, given)


def refuse_unready(stand: Stand, table: Table) -> None:
    """Refuse to settle a project whose works are not paid for. Pure.

    Raises:
        Refused: `nothing_to_settle`, `project_advances_open`, `project_unfunded`.
    """
    if not stand.works():
        raise Refused(
            "nothing_to_settle",
            _("没有在建工程可以结转"),
            _("请先用 wxzj renovation record 登记工程结算单；已决算的不再决算"),
        )
    if stand.on(entries.ADVANCES) or stand.on(entries.CLAIMS):
        raise Refused(
            "project_advances_open",
            _("还有预付账款或应收退回没有结清"),
            _("请先登记工程结算单或收回多付款"),
        )
    owed_fen = sum(fen for (source, _item), fen in table.items() if source == OWED)
    if owed_fen:
        raise Refused(
            "project_unfunded",
            _("还有 {amount} 元工程成本没有资金来源").format(amount=format_fen(owed_fen)),
            _("请先登记到位的资金"),
        )
