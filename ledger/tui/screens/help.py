"""The help screen: every key of the screen below it, from the one table of keys."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from ledger.tui import keys
from ledger.values.i18n import _
from ledger.values.text import cell_width, pad


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
            yield Static(text_of(self.place))

    def action_close(self) -> None:
        """Go back to the screen below."""
        self.dismiss()


def text_of(place: str) -> Text:
    """Return the page of help for a place."""
    rows = keys.help_rows(place)
    width = max(cell_width(shown) for shown, _told in rows)
    text = Text()
    text.append(_("{place}：按键").format(place=keys.PLACES[place]) + "\n\n", style="bold")
    for shown, told in rows:
        text.append(pad(shown, width) + "  ", style="bold")
        text.append(told + "\n")
    text.append("\n" + _("这里只能查看，不能改账。改账用命令行，运行 wxzj --help 看有哪些命令。"))
    text.append("\n" + _("每屏底部写着给出同样结果的命令。按 Esc 返回。"))
    return text
