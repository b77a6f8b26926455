"""The full-screen skin: it shows what the desk reads and changes nothing."""

from __future__ import annotations

import sys
from typing import Final

from textual import on
from textual.app import App
from textual.content import Content

from ledger.desk import Desk
from ledger.tui.cells import drawable
from ledger.tui.messages import Broken, SubAccountOpened
from ledger.tui.screens.base import BrowseScreen
from ledger.tui.screens.estates import EstatesScreen
from ledger.tui.screens.help import HelpScreen
from ledger.tui.screens.history import HistoryScreen
from ledger.tui.screens.households import HouseholdsScreen
from ledger.values.errors import InputError
from ledger.values.i18n import _

DARK: Final = "textual-dark"
LIGHT: Final = "textual-light"
_BROWSING: Final = "browsing"


class LedgerApp(App[None]):
    """The skin over one desk."""

    TITLE = _("住宅专项维修资金账")
    ENABLE_COMMAND_PALETTE = False  # its words are English only

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.broken: BaseException | None = None

    def on_mount(self) -> None:
        """Open the first screen."""
        self.theme = DARK
        database = self.desk.counter.db
        book = database.name if database.path is None else database.path.name
        self.sub_title = drawable(_("{book}　只读").format(book=book))
        self.add_mode(_BROWSING, lambda: EstatesScreen(self.desk))
        self.switch_mode(_BROWSING)

    def format_title(self, title: str, sub_title: str) -> Content:
        """Part the titles by a mark that is one cell wide in every terminal."""
        return Content(f"{title} - {sub_title}" if sub_title else title)

    # ---- going places ----

    def action_help(self) -> None:
        """Show the keys of the screen in front."""
        if isinstance(self.screen, BrowseScreen):
            self.push_screen(HelpScreen(self.screen.PLACE))

    def action_home(self) -> None:
        """Go back to the estates."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_households(self) -> None:
        """Go back to the households; from the estates, open those of the chosen one."""
        if not any(isinstance(each, HouseholdsScreen) for each in self.screen_stack):
            if isinstance(self.screen, EstatesScreen):
                self.screen.action_open()
            return
        while not isinstance(self.screen, HouseholdsScreen):
            self.pop_screen()

    @on(SubAccountOpened)
    def _sub_account_opened(self, event: SubAccountOpened) -> None:
        self.push_screen(HistoryScreen(self.desk, event.book_id, event.sub_id, event.code))

    def action_shade(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_help_quit(self) -> None:
        """Say how to leave to whoever pressed Ctrl+C."""
        if isinstance(self.screen, BrowseScreen):
            self.screen.hint(_("按 F10 退出"))

    # ---- our own mistakes ----

    @on(Broken)
    def _screen_broke(self, event: Broken) -> None:
        self.broken = event.error
        self.exit(return_code=1)

    def _fatal_error(self) -> None:
        """Leave without printing what went wrong: it would show people's names; `run` raises it."""
        self._close_messages_no_wait()


def run(desk: Desk) -> None:
    """Show the books at `desk` until the person leaves.

    Raises:
        InputError: `no_terminal`.
        BookError: where the database cannot be used.
    """
    if not (
        sys.__stdin__ and sys.__stdin__.isatty() and sys.__stderr__ and sys.__stderr__.isatty()
    ):
        raise InputError(
            "no_terminal",
            _("全屏界面要在终端里打开"),
            _("请直接在终端运行，不要重定向；要数据请用 wxzj report 等命令"),
        )
    desk.counter.db.name.strip()  # a database that cannot be used is told before the screen opens
    app = LedgerApp(desk)
    app.run()
    broken = app.broken or app._exception  # noqa: SLF001 - Textual would only print it
    if broken is not None:
        raise broken
