"""A voucher: who made it, its lines, and the shares of the sub-accounts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from ledger.desk import Desk
from ledger.desk.browse import Cut, Head, LineRow, Page, ShareRow, Side
from ledger.tui import keys
from ledger.tui.messages import HeadRead, SubAccountOpened
from ledger.tui.screens.base import BrowseScreen
from ledger.tui.widgets.columns import Column
from ledger.tui.widgets.facts import Fact, Facts
from ledger.tui.widgets.page_table import PageTable
from ledger.tui.words import PARTS, PAYER_CLASSES, VOUCHER_KINDS, money
from ledger.values.i18n import _


def _on(side: Side) -> Callable[[LineRow], str]:
    return lambda row: money(row.amount_fen) if row.side is side else ""


def _red(row: LineRow | ShareRow) -> bool:
    return row.amount_fen < 0


LINES = (
    Column(_("行"), lambda row: str(row.line_no), number=True),
    Column(_("科目"), lambda row: f"{row.account} {row.name}"),
    Column(_("借方"), _on(Side.DEBIT), number=True, warns=_red),
    Column(_("贷方"), _on(Side.CREDIT), number=True, warns=_red),
    Column(_("小区"), lambda row: row.estate or "", rank=1),
    Column(_("专户"), lambda row: row.bank_account or "", rank=2),
    Column(_("明细"), lambda row: row.detail or "", least=4, rank=3),
)
SHARES = (
    Column(_("分户明细"), lambda row: row.code or str(row.sub_id)),
    Column(_("部分"), lambda row: PARTS[row.part]),
    Column(_("增减"), lambda row: money(row.amount_fen), number=True, warns=_red),
    Column(_("分录行"), lambda row: str(row.line_no), number=True, rank=2),
    Column(
        _("交款方"),
        lambda row: "" if row.payer_class is None else PAYER_CLASSES[row.payer_class],
        rank=1,
    ),
)


class VoucherScreen(BrowseScreen):
    """One voucher."""

    PLACE = keys.VOUCHER
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.VOUCHER)]
    CSS_PATH = "voucher.tcss"

    def __init__(self, desk: Desk, book_id: int, voucher_id: int, number: str) -> None:
        super().__init__(desk)
        self.book_id = book_id
        self.voucher_id = voucher_id
        self.number = number

    def body(self) -> list[Widget]:
        """Return the card and the tables of lines and shares."""
        return [
            Facts(id="head"),
            PageTable(LINES, id="lines"),
            PageTable(SHARES, id="shares"),
        ]

    def path(self) -> str:
        """Say where we are."""
        return _("凭证 {number}").format(number=self.number)

    def command(self) -> tuple[str, ...]:
        """Return the words of the command that gives the same answer."""
        return ("voucher", "show", self.number)

    def empty(self, table: str) -> str:
        """Say what a voucher without shares means."""
        return _("这张凭证不涉及分户账") if table == "shares" else super().empty(table)

    def reader(self, table: str) -> Callable[[Cut], Page[Any]]:
        """Return how to read a page of the lines or of the shares."""
        browse = self.desk.browse
        read = browse.lines if table == "lines" else browse.shares
        return partial(read, self.book_id, self.voucher_id)

    def action_reload(self) -> None:
        """Read the voucher anew."""
        super().action_reload()

        def question() -> Message:
            return HeadRead(self.desk.browse.voucher(self.book_id, self.voucher_id))

        self.ask("head", question)

    def open_row(self, row: LineRow | ShareRow) -> None:
        """Open the sub-account of a share; a line has nothing behind it."""
        if isinstance(row, ShareRow):
            self.post_message(SubAccountOpened(row.book_id, row.sub_id, row.code))

    @on(HeadRead)
    def _head_read(self, event: HeadRead) -> None:
        event.stop()
        self.answered("head")
        self.query_one(Facts).tell(facts_of(event.head))
        self.table("lines").know_total(event.head.line_count)
        self.table("shares").know_total(event.head.share_count)


def facts_of(head: Head) -> list[Fact]:
    """Return what stands at the head of a voucher. Pure."""
    alone = head.checker is None and head.poster is None
    facts = [
        Fact(_("日期"), head.dated_on.isoformat()),
        Fact(_("借方合计"), money(head.debit_fen), number=True),
        Fact(_("类别"), VOUCHER_KINDS[head.kind]),
        Fact(_("分录"), str(head.line_count), number=True),
        Fact(_("分户明细"), f"{head.share_count:,}", number=True),
        Fact(_("附件"), str(head.attachment_count), number=True),
    ]
    if head.value_on != head.dated_on:
        facts.append(Fact(_("起息日"), head.value_on.isoformat()))
    facts += [
        Fact(label, number)
        for label, number in (
            (_("注销"), head.reverses),
            (_("已被注销"), head.reversed_by),
            (_("订正"), head.corrects),
        )
        if number is not None
    ]
    facts.append(Fact(_("制单"), head.maker))
    if alone:
        facts.append(Fact(_("审核、记账"), _("单人模式")))
    else:
        facts.append(Fact(_("审核"), head.checker or ""))
        facts.append(Fact(_("记账"), head.poster or ""))
    if head.estate is not None:
        facts.append(Fact(_("小区"), f"{head.estate} {head.estate_name}"))
    facts.append(Fact(_("摘要"), head.summary))
    return facts
