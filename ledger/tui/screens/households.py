"""The households of an estate: any number of them, in any order, all of them or some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from ledger.desk import Desk
from ledger.desk.browse import Choice, Cut, EstateRow, HouseholdRow, Order, Page, State
from ledger.tui import keys
from ledger.tui.messages import Found, Searched
from ledger.tui.screens.base import BrowseScreen
from ledger.tui.screens.history import HistoryScreen
from ledger.tui.widgets.columns import Column
from ledger.tui.widgets.page_table import PageTable
from ledger.tui.widgets.search_bar import SearchBar
from ledger.tui.widgets.text_line import TextLine
from ledger.tui.words import ORDERS, STATES, money, owners
from ledger.values.area import format_area
from ledger.values.i18n import _

COLUMNS = (
    Column(_("户号"), lambda row: row.code),
    Column(_("余额"), lambda row: money(row.balance_fen), number=True),
    Column(_("本金"), lambda row: money(row.principal_fen), number=True, rank=2),
    Column(_("收益"), lambda row: money(row.earnings_fen), number=True, rank=2),
    Column(_("应交"), lambda row: money(row.due_fen), number=True, rank=1),
    Column(_("面积㎡"), lambda row: format_area(row.area), number=True, rank=3),
    Column(
        _("状态"),
        lambda row: STATES[row.state],
        warns=lambda row: row.state is not State.NORMAL,
    ),
    Column(_("业主"), lambda row: owners(row.owner, row.owner_count), least=8),
)
_STATES: Final = (None, State.LOW, State.UNPAID, State.NORMAL)
_ORDERS: Final = tuple(Order)


class HouseholdsScreen(BrowseScreen):
    """The households of one estate."""

    PLACE = keys.HOUSEHOLDS
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.HOUSEHOLDS)]
    CSS_PATH = "households.tcss"

    def __init__(self, desk: Desk, estate: EstateRow) -> None:
        super().__init__(desk)
        self.estate = estate
        self.choice = Choice()
        self.looked_for = ""

    def body(self) -> list[Widget]:
        """Return the table of households."""
        return [TextLine(id="conditions"), SearchBar(), PageTable(COLUMNS, id="households")]

    def path(self) -> str:
        """Say where we are."""
        return f"{self.estate.code} {self.estate.name}"

    def command(self) -> tuple[str, ...]:
        """Return the words of the command that gives the same answer."""
        return ("registry", "households", "--estate", self.estate.code)

    def known_total(self, table: str) -> int | None:
        """Return how many households there are, where all of them are shown."""
        del table
        whole = replace(self.choice, order=Order.DOOR) == Choice()
        return self.estate.household_count if whole else None

    def empty(self, table: str) -> str:
        """Say what an empty list means."""
        del table
        if replace(self.choice, order=Order.DOOR) != Choice():
            return _("没有找到。按 / 换个条件，按 F7 换个状态")
        return _("这个小区还没有房屋。\n下一步：wxzj registry import 房屋清册文件")

    def reader(self, table: str) -> Callable[[Cut], Page[Any]]:
        """Return how to read a page of the households chosen now."""
        del table
        return partial(self.desk.browse.households, self.estate.estate_id, choice=self.choice)

    def open_row(self, row: HouseholdRow) -> None:
        """Open the history of a household."""
        self.app.push_screen(HistoryScreen(self.desk, row.book_id, row.sub_id, row.code))

    def tell_path(self) -> None:
        """Write which households are shown."""
        super().tell_path()
        state = self.choice.state
        told = [
            _("排序：{order}").format(order=ORDERS[self.choice.order]),
            _("状态：{state}").format(state=_("全部") if state is None else STATES[state]),
        ]
        if self.choice.door:
            told.append(_("房号开头：{text}").format(text=self.choice.door))
        if self.choice.owner:
            told.append(_("业主开头：{text}").format(text=self.choice.owner))
        self.query_one("#conditions", TextLine).say("  ".join(told))

    # ---- choosing ----

    def action_search(self) -> None:
        """Ask what to look for."""
        self.query_one(SearchBar).open(self.looked_for)

    def action_back(self) -> None:
        """Leave the field without looking, or go back to the estates."""
        bar = self.query_one(SearchBar)
        if bar.is_open:
            bar.close()
            self.table().focus()
        else:
            super().action_back()

    def action_sort(self) -> None:
        """Take the next order."""
        after = (_ORDERS.index(self.choice.order) + 1) % len(_ORDERS)
        self._choose(replace(self.choice, order=_ORDERS[after]))

    def action_state(self) -> None:
        """Take the next state."""
        after = (_STATES.index(self.choice.state) + 1) % len(_STATES)
        self._choose(replace(self.choice, state=_STATES[after]))

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.action_reload()

    @on(Searched)
    def _searched(self, event: Searched) -> None:
        event.stop()
        self.table().focus()

        def question() -> Message:
            return Found(event.text, self.desk.browse.choice_for(self.estate, event.text))

        self.ask("search", question)

    @on(Found)
    def _found(self, event: Found) -> None:
        event.stop()
        self.answered("search")
        self.looked_for = event.text
        self._choose(replace(self.choice, door=event.choice.door, owner=event.choice.owner))
