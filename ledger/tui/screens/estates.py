"""The estates with what their households hold: where everybody begins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from ledger.desk import Desk
from ledger.desk.browse import Cut, EstateRow, Page
from ledger.tui import keys
from ledger.tui.messages import Searched
from ledger.tui.screens.base import BrowseScreen
from ledger.tui.screens.households import HouseholdsScreen
from ledger.tui.widgets.columns import Column
from ledger.tui.widgets.page_table import PageTable
from ledger.tui.widgets.search_bar import SearchBar
from ledger.tui.words import money
from ledger.values.i18n import _

COLUMNS = (
    Column(_("编号"), lambda row: row.code),
    Column(_("户数"), lambda row: f"{row.household_count:,}", number=True),
    Column(_("分户余额"), lambda row: money(row.balance_fen), number=True),
    Column(_("本金"), lambda row: money(row.principal_fen), number=True, rank=2),
    Column(_("收益"), lambda row: money(row.earnings_fen), number=True, rank=2),
    Column(
        _("待续交"),
        lambda row: f"{row.low_count:,}",
        number=True,
        rank=1,
        warns=lambda row: row.low_count > 0,
    ),
    Column(_("未归集"), lambda row: f"{row.unpaid_count:,}", number=True, rank=1),
    Column(_("名称"), lambda row: row.name, least=8),
)


class EstatesScreen(BrowseScreen):
    """All estates."""

    PLACE = keys.ESTATES
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.ESTATES)]
    CSS_PATH = "estates.tcss"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.looked_for = ""

    def body(self) -> list[Widget]:
        """Return the table of estates."""
        return [SearchBar(), PageTable(COLUMNS, id="estates")]

    def path(self) -> str:
        """Say where we are."""
        if self.looked_for:
            return _("小区　查找：{text}").format(text=self.looked_for)
        return _("小区")

    def command(self) -> tuple[str, ...]:
        """Return the words of the command that gives the same answer."""
        return ("registry", "estates")

    def empty(self, table: str) -> str:
        """Say what to type where there is nothing yet."""
        del table
        if self.looked_for:
            return _("没有找到。按 / 换个条件，空着回车显示全部")
        return _(
            "账里还没有小区。\n下一步，在命令行导入房屋清册：\nwxzj registry import 房屋清册文件"
        )

    def reader(self, table: str) -> Callable[[Cut], Page[Any]]:
        """Return how to read a page of estates."""
        del table
        return partial(self.desk.browse.estates, text=self.looked_for)

    def open_row(self, row: EstateRow) -> None:
        """Open the households of an estate."""
        self.app.push_screen(HouseholdsScreen(self.desk, row))

    def action_search(self) -> None:
        """Ask what to look for."""
        self.query_one(SearchBar).open(self.looked_for)

    def action_back(self) -> None:
        """Leave the field without looking; there is no screen below."""
        self.query_one(SearchBar).close()
        self.table().focus()

    @on(Searched)
    def _searched(self, event: Searched) -> None:
        event.stop()
        self.looked_for = event.text.strip()
        self.action_reload()
        self.table().focus()
