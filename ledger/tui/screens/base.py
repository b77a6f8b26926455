"""What all screens share: the frame, and the way a question goes to the desk and comes back.

A question runs in a thread of its own and touches no widget; its answer comes as a message, and
only the handlers of messages change what is seen. A newer question of the same group replaces
the older one.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Header
from textual.worker import Worker, WorkerState

from ledger.desk import Desk
from ledger.desk.browse import Cut, Page
from ledger.tui.messages import (
    Broken,
    CursorMoved,
    PageRead,
    PageWanted,
    ReadFailed,
    RowOpened,
)
from ledger.tui.widgets.page_table import PageTable
from ledger.tui.widgets.text_line import Notice, TextLine
from ledger.values.errors import LedgerError
from ledger.values.i18n import _


class BrowseScreen(Screen[None]):
    """A screen that looks at the books and changes nothing."""

    PLACE: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._hinted = False
        self._failed: set[str] = set()  # the questions whose last answer was an error

    # ---- the frame ----

    def compose(self) -> ComposeResult:
        """Lay out the frame."""
        yield Header(icon="≡")
        yield TextLine(id="path")
        yield from self.body()
        yield TextLine(id="position")
        yield Notice(id="notice", lines_max=3)
        yield TextLine(id="command", lines_max=2)
        yield Footer(show_command_palette=False)

    def body(self) -> list[Widget]:
        """Return what stands in the middle."""
        raise NotImplementedError

    def reader(self, table: str) -> Callable[[Cut], Page[Any]]:
        """Return how to read a page of a table. What it returns runs in a thread."""
        raise NotImplementedError

    def path(self) -> str:
        """Say where we are."""
        raise NotImplementedError

    def command(self) -> tuple[str, ...]:
        """Return the words of the command that gives the same answer."""
        raise NotImplementedError

    def empty(self, table: str) -> str:
        """Say what a table without a row means."""
        del table
        return _("（无）")

    def table(self, name: str = "") -> PageTable:
        """Return the table called `name`, or the one that the keys act on."""
        if name:
            return self.query_one(f"#{name}", PageTable)
        tables = list(self.query(PageTable))
        return next((each for each in tables if each.has_focus), tables[0])

    def on_mount(self) -> None:
        """Ask the first questions."""
        self.action_reload()
        self.table().focus()

    def action_reload(self) -> None:
        """Read everything anew."""
        self.tell_path()
        for table in self.query(PageTable):
            table.begin(self.known_total(table.id or ""))

    def known_total(self, table: str) -> int | None:
        """Return how many rows a table has, where that is known without counting."""
        del table
        return None

    def tell_path(self) -> None:
        """Write the lines that do not depend on any answer."""
        self.query_one("#path", TextLine).say(self.path())
        words = shlex.join(("wxzj", *self._where(), *self.command()))
        self.query_one("#command", TextLine).say(_("命令行：{command}").format(command=words))

    def _where(self) -> tuple[str, ...]:
        """Return how the command finds this database. An address may hold a password: left out."""
        where = self.desk.counter.where
        return () if "://" in where or where == "wxzj.db" else ("--db", where)

    def hint(self, words: str) -> None:
        """Say something until the person goes on."""
        self.query_one(Notice).say(words)
        self._hinted = True

    def action_back(self) -> None:
        """Go back to the screen below, which is as it was left."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()

    def action_open(self) -> None:
        """Open the chosen row."""
        row = self.table().row
        if row is not None:
            self.open_row(row)

    def open_row(self, row: Any) -> None:
        """Open a row."""

    # ---- questions and answers ----

    def ask(self, group: str, question: Callable[[], Message]) -> None:
        """Put a question to the desk; its answer comes as the message that it makes."""
        self.run_worker(
            partial(self._answer, group, question),
            group=group,
            thread=True,
            exclusive=True,
            exit_on_error=False,
        )

    def _answer(self, group: str, question: Callable[[], Message]) -> None:
        try:
            answer = question()
        except LedgerError as error:
            answer = ReadFailed(group, error)
        self.post_message(answer)

    @on(PageWanted)
    def _page_wanted(self, event: PageWanted) -> None:
        event.stop()
        read = self.reader(event.table)

        def question() -> Message:
            return PageRead(event.table, event.serial, event.cut, read(event.cut))

        self.ask(event.table, question)

    def answered(self, group: str) -> None:
        """Take the notice away when every question that had failed is answered."""
        if group in self._failed:
            self._failed.remove(group)
            if not self._failed:
                self.query_one(Notice).say("")

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        event.stop()
        self.answered(event.table)
        table = self.table(event.table)
        table.take(event.page, event.cut, event.serial, self.empty(event.table))

    @on(ReadFailed)
    def _read_failed(self, event: ReadFailed) -> None:
        event.stop()
        error = event.error
        told = _("错误[{code}]：{message}").format(code=error.code, message=error.message)
        self.query_one(Notice).say(f"{told} — {error.hint}" if error.hint else told)
        self._failed.add(event.group)
        for table in self.query(PageTable):
            if table.id == event.group:
                table.fail(_("没有读到。按 F5 再试"))

    @on(CursorMoved)
    def _cursor_moved(self, event: CursorMoved) -> None:
        event.stop()
        if self._hinted and event.by_hand:
            self._hinted = False
            self.query_one(Notice).say("")
        table = self.table()
        if event.table == table.id:
            self.query_one("#position", TextLine).say(position(table))

    @on(RowOpened)
    def _row_opened(self, event: RowOpened) -> None:
        event.stop()
        self.action_open()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let our own mistakes end the program: nobody should go on reading half a screen."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Broken(event.worker.error))


def position(table: PageTable) -> str:
    """Say which row is chosen and how many there are, as far as that is known."""
    window = table.window
    if not window.rows:
        return ""
    number = window.number_of(table.cursor)
    if number is None and not window.at_bottom:
        return _("列表中间")
    if number is None:
        return _("从末尾数第 {number} 条").format(number=len(window.rows) - table.cursor)
    if window.total is None:
        return _("第 {number} 条").format(number=f"{number:,}")
    return _("第 {number} 条，共 {total} 条").format(
        number=f"{number:,}", total=f"{window.total:,}"
    )
