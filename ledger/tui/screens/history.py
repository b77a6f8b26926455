"""A sub-account: what is known of it, and every movement with the balance after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from ledger.desk import Desk
from ledger.desk.browse import Card, Cut, Movement, Page, State, kind_title
from ledger.tui import keys
from ledger.tui.messages import CardRead
from ledger.tui.screens.base import BrowseScreen
from ledger.tui.screens.voucher import VoucherScreen
from ledger.tui.widgets.columns import Column
from ledger.tui.widgets.facts import Fact, Facts
from ledger.tui.widgets.page_table import PageTable
from ledger.tui.words import PARTS, STATES, SUB_ACCOUNT_KINDS, money, owners
from ledger.values.area import format_area
from ledger.values.i18n import _

COLUMNS = (
    Column(_("日期"), lambda row: row.dated_on.isoformat()),
    Column(_("部分"), lambda row: PARTS[row.part]),
    Column(
        _("增减"),
        lambda row: money(row.amount_fen),
        number=True,
        warns=lambda row: row.amount_fen < 0,
    ),
    Column(_("余额"), lambda row: money(row.balance_fen), number=True),
    Column(_("凭证"), lambda row: row.number, rank=1),
    Column(_("摘要"), lambda row: row.summary, least=8),
)


class HistoryScreen(BrowseScreen):
    """One sub-account."""

    PLACE = keys.HISTORY
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.HISTORY)]
    CSS_PATH = "history.tcss"

    def __init__(self, desk: Desk, book_id: int, sub_id: int, code: str) -> None:
        super().__init__(desk)
        self.book_id = book_id
        self.sub_id = sub_id
        self.code = code

    def body(self) -> list[Widget]:
        """Return the card and the table of movements."""
        return [Facts(id="card"), PageTable(COLUMNS, id="movements")]

    def path(self) -> str:
        """Say where we are."""
        return _("分户账 {code}").format(code=self.code)

    def command(self) -> tuple[str, ...]:
        """Return the words of the command that gives the same answer."""
        return ("report", "household", self.code)

    def empty(self, table: str) -> str:
        """Say what an empty history means."""
        del table
        return _("还没有一笔收支。\n下一步，在命令行归集：wxzj fund collect 到账清单文件")

    def reader(self, table: str) -> Callable[[Cut], Page[Any]]:
        """Return how to read a page of the history."""
        del table
        return partial(self.desk.browse.history, self.book_id, self.sub_id)

    def action_reload(self) -> None:
        """Read the card and the movements anew."""
        super().action_reload()

        def question() -> Message:
            return CardRead(self.desk.browse.card(self.book_id, self.sub_id))

        self.ask("card", question)

    def open_row(self, row: Movement) -> None:
        """Open the voucher of a movement."""
        self.app.push_screen(VoucherScreen(self.desk, row.book_id, row.voucher_id, row.number))

    @on(CardRead)
    def _card_read(self, event: CardRead) -> None:
        event.stop()
        self.answered("card")
        self.query_one(Facts).tell(facts_of(event.card))


def facts_of(card: Card) -> list[Fact]:
    """Return what is known of a sub-account, money first. Pure."""
    facts = [
        Fact(_("余额"), money(card.balance_fen), number=True),
        Fact(_("本金"), money(card.principal_fen), number=True),
        Fact(_("收益"), money(card.earnings_fen), number=True),
    ]
    if card.earmark_fen:
        facts.append(Fact(_("已占用"), money(card.earmark_fen), number=True))
    if card.due_fen is not None:
        facts.append(Fact(_("应交"), money(card.due_fen), number=True))
    facts.append(Fact(_("累计交存"), money(card.received_fen), number=True))
    if card.state is not None:
        facts.append(Fact(_("状态"), STATES[card.state], warns=card.state is not State.NORMAL))
    if card.household_kind is None:
        facts.append(Fact(_("类别"), SUB_ACCOUNT_KINDS[card.kind]))
    else:
        facts.append(Fact(_("性质"), kind_title(card.household_kind)))
    if card.area is not None:
        facts.append(Fact(_("面积㎡"), format_area(card.area), number=True))
        facts.append(Fact(_("业主"), owners(card.owner, card.owner_count)))
    if card.estate is not None:
        facts.append(Fact(_("小区"), f"{card.estate} {card.estate_name}"))
    facts.append(Fact(_("账套"), card.book))
    return facts
