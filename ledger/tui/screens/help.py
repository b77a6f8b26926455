"""The help screen: every key of the screen below it, from the one table of keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from ledger.tui import keys
from ledger.tui.widgets.text_line import TextLine
from ledger.tui.widgets.word_list import WordList
from ledger.values.i18n import _


class HelpScreen(ModalScreen[None]):
    """The keys of one place."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "close", show=False),
        Binding("f10", "app.quit", show=False),
    ]

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="page"):
            yield TextLine(id="title")
            yield WordList(keys.help_rows(self.place))
            yield TextLine(id="more", lines_max=4)

    def on_mount(self) -> None:
        """Write what does not come from the table of keys."""
        title = _("{place}：按键（按 Esc 返回）").format(place=keys.PLACES[self.place])
        self.query_one("#title", TextLine).say(title)
        more = _("这里只看不改；改账用命令行，运行 wxzj --help 看有哪些命令。")
        self.query_one("#more", TextLine).say(more)

    def action_close(self) -> None:
        """Go back to the screen below."""
        self.dismiss()
