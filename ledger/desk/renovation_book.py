"""The window for the memo book of a renovation project (项目资金备查账)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.using.paying import Instalment
from ledger.fund.waiting import waiting_note
from ledger.journal.voucher import Side
from ledger.registry.books import PROJECT, find_book, kind_notes, memo_book_code
from ledger.renovation.building.booking import Happening, Recorded, record
from ledger.renovation.building.completing import complete, cost_table
from ledger.renovation.building.fund_money import pay_from_fund
from ledger.renovation.building.margins import OWED
from ledger.renovation.building.stand import Stand, read_stand
from ledger.renovation.funding.sources import read_sources
from ledger.renovation.planning.projects import Project, find_project, read_items
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class ProjectBookDesk:
    """Record what happens to a project's money and works."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def record(  # noqa: PLR0913 # one for each thing that a person says
        self,
        code: str,
        event: str,
        amount_fen: int,
        *,
        paper: str,
        source: int | None = None,
        item: int | None = None,
        part: str = "building",
        retained_fen: int | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record an event of a project; the same paper again changes nothing.

        Args:
            code: the project.
            event: a word of `building.booking.EVENTS`.
            amount_fen: how much.
            paper: the number of the paper that shows it.
            source, item: the numbers of the source and the cost line, where the event has one.
            part: building, equipment, shared or other construction in progress.
            retained_fen: what a certificate keeps back; the most of the place when left out.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        day = on or counter.clock.today
        wish = Happening(event, amount_fen, paper, day, source, item, part, retained_fen)
        with counter.act("project.record", f"{code} {event} {paper}", dry_run=dry_run) as tx:
            done = record(tx, code, wish, who=counter.who, clock=counter.clock)
        return tried(_recorded(done), dry_run=dry_run)

    def pay(  # noqa: PLR0913 # one for each thing that a person says
        self,
        code: str,
        case: str,
        amount_fen: int,
        *,
        source: int,
        bank_accounts: Sequence[str] = (),
        payee: str | None = None,
        invoice: str | None = None,
        request_key: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Let the maintenance fund pay a part of a case into a project, in both books at once.

        Args:
            code: the project.
            case: the case of the fund's use procedure.
            amount_fen: of the case's whole cost.
            source: the number of the project's source that is the fund.
            bank_accounts: one for each fund concerned; none where each fund has one only.
            payee: who is paid; the case's payee when left out.
            invoice: its number.
            request_key: the same key is one payment.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        asked = Instalment(
            amount_fen,
            bank_accounts=bank_accounts,
            payee=payee,
            invoice=invoice,
            on=on,
            request_key=request_key,
        )
        with counter.act("project.pay", f"{code} {case}", dry_run=dry_run) as tx:
            paid, done = pay_from_fund(
                tx, code, source, case, asked, who=counter.who, clock=counter.clock
            )
        rows = [(each.book.code, each.code, each.fund_fen) for each in paid.booked]
        return tried(_recorded(done, beside=rows), dry_run=dry_run)

    def settle(
        self,
        code: str,
        takers: Sequence[tuple[int, str]] = (),
        *,
        paper: str,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Settle a project (竣工决算): where the value of its works went, and who paid for it.

        Args:
            code: the project.
            takers: who has what a cost line made; the owners in common where none is named.
            paper: the number of the final account.
            on: its day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("project.settle", f"{code} {paper}", dry_run=dry_run) as tx:
            done, _table = complete(
                tx,
                code,
                dict(takers),
                paper=paper,
                on=on or counter.clock.today,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(_recorded(done), dry_run=dry_run)

    def show(self, code: str) -> Sheet:
        """Show what a project's works cost by source and cost line, exact both ways."""
        with self._counter.look() as tx:
            project = find_project(tx, code)
            book = find_book(tx, memo_book_code(PROJECT, project.code), [PROJECT])
            stand = read_stand(tx, book.book_id)
            return _cost_sheet(tx, project, stand)


def _recorded(done: Recorded, beside: Sequence[tuple[str, str, int]] = ()) -> Sheet:
    notes = [*kind_notes(PROJECT)]
    if done.replayed:
        notes.append(_("这笔已经登记过，没有重复记账"))
    if done.is_draft:
        notes.append(waiting_note())
    lines = [
        (
            done.code,
            line.account,
            line.detail,
            line.amount_fen if line.side is Side.DEBIT else None,
            None if line.side is Side.DEBIT else line.amount_fen,
        )
        for line in done.draft.lines
    ]
    paper = Sheet(
        kind="project_entry",
        title=_("建议分录 {code}").format(code=done.project.code),
        columns=(
            Column("voucher", _("凭证")),
            Column("account", _("科目")),
            Column("detail", _("明细")),
            Column("debit_fen", _("借方（元）"), "fen"),
            Column("credit_fen", _("贷方（元）"), "fen"),
        ),
        rows=[*((code, book, None, None, fen) for book, code, fen in beside), *lines],
        notes=notes,
    )
    return Sheet(
        kind="project_entry",
        title=_("建议分录 {code}").format(code=done.project.code),
        paper=paper,
        columns=(
            Column("book", _("账套")),
            Column("voucher", _("凭证")),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=[*beside, (done.book.code, done.code, done.draft.debit_fen)],
        fields={
            "project": done.project.code,
            "lines": [
                {
                    "account": line.account,
                    "side": line.side.value,
                    "amount_fen": line.amount_fen,
                    "detail": line.detail,
                }
                for line in done.draft.lines
            ],
            "draft": done.is_draft,
            "replayed": done.replayed,
        },
        notes=notes,
    )


def _cost_sheet(tx: Tx, project: Project, stand: Stand) -> Sheet:
    names = {
        each.source_no: f"{each.source_no} {each.payer}"
        for each in read_sources(tx, [project])[project.project_id]
    }
    names[OWED] = _("尚无资金来源")
    items = {each.item_no: each.title for each in read_items(tx, [project])[project.project_id]}
    table = cost_table(tx, project, stand)
    rows = [
        (names[source], item, items[item], fen) for (source, item), fen in sorted(table.items())
    ]
    works_fen = sum(stand.works().values())
    return Sheet(
        kind="project_book",
        title=_("项目资金备查账 {code}：资金来源和改造内容").format(code=project.code),
        columns=(
            Column("source", _("资金来源")),
            Column("item", _("改造内容序号"), "int"),
            Column("title", _("改造内容")),
            Column("cost_fen", _("成本（元）"), "fen"),
        ),
        rows=rows,
        fields={
            "project": project.code,
            "works_fen": works_fen,
            "received_fen": sum(stand.sources().values()),
            "cash_fen": stand.on("1002"),
            "advances_fen": stand.on("1214"),
            "payable_fen": stand.on("2302"),
            "retention_fen": stand.on("230701"),
        },
        labels=(
            Column("works_fen", _("在建工程（元）"), "fen"),
            Column("received_fen", _("资金来源合计（元）"), "fen"),
            Column("cash_fen", _("项目专户余额（元）"), "fen"),
            Column("advances_fen", _("预付账款（元）"), "fen"),
            Column("payable_fen", _("应付工程款（元）"), "fen"),
            Column("retention_fen", _("质保金（元）"), "fen"),
        ),
        notes=kind_notes(PROJECT),
    )
