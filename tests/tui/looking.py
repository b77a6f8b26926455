"""How tests look at a screen: what stands on it as text, and when nothing more is to come."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from ledger.desk import Desk
from ledger.tui.app import LedgerApp
from ledger.tui.widgets.page_table import PageTable
from ledger.tui.widgets.text_line import Notice, TextLine

SMALL, LARGE = (80, 24), (120, 40)
CELL, LINE = 12.2, 24.4  # how wide and how high the picture draws a cell
_DRAWN = re.compile(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')


def svg_text(svg: str) -> str:
    """Return the text of a picture of a screen, each character in its cell."""
    lines: dict[int, str] = {}
    _title, _clip, body = svg.partition('-clip-terminal)">')
    for x, y, drawn in sorted(
        ((float(x), float(y), html.unescape(text)) for x, y, text in _DRAWN.findall(body)),
        key=lambda piece: (piece[1], piece[0]),
    ):
        before = lines.setdefault(round(y / LINE), "")
        gap = " " * (round(x / CELL) - cell_len(before))
        lines[round(y / LINE)] = before + gap + drawn.replace("\xa0", " ")
    return "\n".join(lines.get(n, "").rstrip() for n in range(1, max(lines) + 1)) + "\n"


@dataclass
class Look:
    """A person before the screen."""

    app: LedgerApp
    pilot: Pilot[None]

    async def settle(self) -> None:
        """Wait until every question is answered and drawn."""
        waits = True
        while waits:
            await self.pilot.pause()
            workers = [worker.wait() for worker in self.app.workers]
            await asyncio.gather(*workers, return_exceptions=True)
            await self.pilot.pause()
            tables = [each for screen in self.app.screen_stack for each in screen.query(PageTable)]
            waits = any(table._waiting is not None for table in tables)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and look up after each."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def search(self, text: str) -> None:
        """Look for `text`, as a paste or an input method delivers it."""
        await self.press("slash")
        self.app.screen.query_one(Input).value = text
        await self.press("enter")

    def desk_is_at(self, where: str) -> None:
        """Pretend that the database was named so."""
        self.app.desk.counter.where = where

    @property
    def screen(self) -> str:
        """What is seen."""
        return svg_text(self.app.export_screenshot())

    @property
    def place(self) -> str:
        """Which screen is in front."""
        return type(self.app.screen).__name__

    def table(self, name: str) -> PageTable:
        """Return a table of the screen in front."""
        return self.app.screen.query_one(f"#{name}", PageTable)

    def line(self, name: str) -> str:
        """Return the words of a line of the screen in front."""
        return self.app.screen.query_one(f"#{name}", TextLine).words

    @property
    def notice(self) -> str:
        """What went wrong, as the screen in front tells it."""
        return self.app.screen.query_one(Notice).words


def look(
    desk: Desk, walk: Callable[[Look], Awaitable[None]], size: tuple[int, int] = SMALL
) -> LedgerApp:
    """Open the skin at `desk` and walk about in it."""
    app = LedgerApp(desk)

    async def walking() -> None:
        async with app.run_test(size=size) as pilot:
            person = Look(app, pilot)
            await person.settle()
            await walk(person)

    asyncio.run(walking())
    return app
