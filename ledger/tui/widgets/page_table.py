"""A table of any length that holds a few pages of rows and draws the few that are seen.

The table asks for pages by posting `PageWanted` when the cursor comes near an end of what it
holds, and is given them by `take`. It never counts, never loads a whole list, and has no scroll
bar, which could only guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ledger.desk.browse import Cut, Page
from ledger.tui.cells import fit, fold
from ledger.tui.messages import CursorMoved, PageWanted, RowOpened
from ledger.tui.widgets.columns import GAP, Column, lay_out
from ledger.tui.widgets.window import Window
from ledger.values.i18n import _
from ledger.values.text import cell_width

MARK: Final = "> "  # the chosen row is seen without any colour too
MARK_AWAY: Final = "- "  # chosen, while the keys act elsewhere
_NO_MARK: Final = "  "
_HEAD_ROWS: Final = 1


class PageTable(ScrollView, can_focus=True):
    """A table fed by pages."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--head",
        "table--odd",
        "table--cursor",
        "table--cursor-away",
        "table--warning",
    }
    DEFAULT_CSS = """
    PageTable {
        height: 1fr;
        overflow: hidden hidden;
        scrollbar-size: 0 0;
        background: $surface;
        color: $foreground;
    }
    PageTable > .table--head { background: $panel; text-style: bold; }
    PageTable > .table--odd { background: $foreground 4%; }
    PageTable > .table--cursor {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: bold;
    }
    PageTable > .table--cursor-away { background: $foreground 12%; text-style: bold; }
    PageTable > .table--warning { color: $text-warning; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
        Binding("home", "top", show=False),
        Binding("end", "bottom", show=False),
    ]

    def __init__(self, columns: Sequence[Column], *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.window = Window()
        self.cursor = 0
        self.serial = 0
        self.words = ""  # what stands in the place of rows
        self._waiting: Cut | None = None
        self._needed = [cell_width(column.title) for column in self.columns]

    # ---- rows in ----

    def begin(self, total: int | None = None) -> None:
        """Forget all rows and ask for the first page of another list.

        Args:
            total: how many rows the list has, where somebody knows.
        """
        self.serial += 1
        self.window = Window(total)
        self.cursor = 0
        self.words = _("正在读取…")
        self._needed = [cell_width(column.title) for column in self.columns]
        self._waiting = None
        self._settle()
        self._want(Cut())

    def take(self, page: Page[Any], cut: Cut, serial: int, empty: str) -> None:
        """Take the answer to a `PageWanted` in.

        Args:
            page: the answer.
            cut: the question.
            serial: of the question.
            empty: what to say where there is no row at all.
        """
        if serial != self.serial:
            return  # the list has changed meanwhile
        self._waiting = None
        shift = self.window.take(page, cut)
        if cut.beside is None:
            self.cursor = max(0, len(page.rows) - 1) if cut.backward else 0
        elif shift is not None:
            self.cursor = max(0, self.cursor + shift)
            self._scroll(self.top + shift)
        self.words = empty
        for row in page.rows:
            for place, column in enumerate(self.columns):
                self._needed[place] = max(self._needed[place], column.needed(row))
        self._settle()

    def know_total(self, total: int) -> None:
        """Learn how many rows the list has from somebody who knows."""
        self.window.know(total)
        self.post_message(CursorMoved(self.id or ""))

    def fail(self, words: str) -> None:
        """Stop waiting: the desk could not answer."""
        self._waiting = None
        self.words = words
        self.refresh()

    @property
    def row(self) -> Any:
        """The chosen row, None where there is none."""
        rows = self.window.rows
        return rows[self.cursor] if self.cursor < len(rows) else None

    @property
    def top(self) -> int:
        """The place of the first row that is seen."""
        return self.scroll_offset.y

    @property
    def _rows_seen(self) -> int:
        return max(1, self.size.height - _HEAD_ROWS)

    # ---- moving ----

    def action_move(self, rows: int) -> None:
        """Choose a row above or below."""
        self._choose(self.cursor + rows)

    def action_move_page(self, pages: int) -> None:
        """Choose a row a screenful above or below."""
        step = max(1, self._rows_seen - 1)
        self._scroll(self.top + pages * step)
        self._choose(self.cursor + pages * step)

    def action_top(self) -> None:
        """Choose the first row of the whole list."""
        if self.window.at_top or not self.window.rows:
            self._choose(0)
        else:
            self._want(Cut())

    def action_bottom(self) -> None:
        """Choose the last row of the whole list."""
        if self.window.at_bottom or not self.window.rows:
            self._choose(len(self.window.rows) - 1)
        else:
            self._want(Cut(backward=True))

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse; twice opens it."""
        place = self.top + event.y - _HEAD_ROWS
        if event.y < _HEAD_ROWS or place >= len(self.window.rows):
            return
        self._choose(place)
        if event.chain > 1:
            self.post_message(RowOpened(self.id or ""))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down with the wheel."""
        event.stop()
        event.prevent_default()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up with the wheel."""
        event.stop()
        event.prevent_default()
        self.action_move(-3)

    def on_resize(self) -> None:
        """Keep the chosen row in sight."""
        self._settle()

    def on_focus(self) -> None:
        """Show that the keys act here."""
        self._settle()

    def on_blur(self) -> None:
        """Show that the keys act elsewhere."""
        self.refresh()

    def _choose(self, place: int) -> None:
        self.cursor = min(max(0, place), max(0, len(self.window.rows) - 1))
        self._settle(by_hand=True)

    def _settle(self, *, by_hand: bool = False) -> None:
        """Bring the chosen row into sight, and ask for more rows where it nears an end."""
        rows, seen = len(self.window.rows), self._rows_seen
        self.virtual_size = Size(self.size.width, rows + _HEAD_ROWS)
        top = min(self.top, self.cursor, max(0, rows - seen))
        self._scroll(max(top, self.cursor - seen + 1))
        if self.cursor + 2 * seen >= rows:
            self._want(self.window.below())
        if self.cursor - 2 * seen < 0:
            self._want(self.window.above())
        self.post_message(CursorMoved(self.id or "", by_hand))
        self.refresh()

    def _scroll(self, top: int) -> None:
        # Forced, because a view without scroll bars counts as one that does not scroll.
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    def _want(self, cut: Cut | None) -> None:
        """Ask for a page, one at a time; an end of the list goes before what was asked."""
        if cut is None or (self._waiting is not None and cut.beside is not None):
            return
        self._waiting = cut
        self.post_message(PageWanted(self.id or "", self.serial, cut))

    # ---- drawing ----

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen: the head, or a row."""
        placed = lay_out(self.columns, self._needed, self.size.width - len(MARK) - 1)
        if y < _HEAD_ROWS:
            cells = [column.head(width) for column, width in placed]
            return self._line(_NO_MARK, cells, self._style("table--head"))
        place = self.top + y - _HEAD_ROWS
        if place < len(self.window.rows):
            return self._row(self.window.rows[place], place, placed)
        lines = [] if self.window.rows else self._told()
        told = lines[y - 2] if 0 <= y - 2 < len(lines) else ""
        return self._line(_NO_MARK, [told], self.rich_style)

    def _told(self) -> list[str]:
        width = max(1, self.size.width - 2 * len(MARK))
        return [line for part in self.words.split("\n") for line in fold(part, width, 3)]

    def _row(self, row: Any, place: int, placed: Sequence[tuple[Column, int]]) -> Strip:
        chosen = place == self.cursor
        mark, style = _NO_MARK, self._style("table--odd") if place % 2 else self.rich_style
        if chosen and self.has_focus:
            mark, style = MARK, self._style("table--cursor")
        elif chosen:
            mark, style = MARK_AWAY, self._style("table--cursor-away")
        warning = style + Style(color=self._style("table--warning").color, bold=True)
        segments = [Segment(mark, style)]
        for column, width in placed:
            warns = not chosen and column.warns is not None and column.warns(row)
            segments.append(Segment(column.cell(row, width), warning if warns else style))
            segments.append(Segment(" " * GAP, style))
        return self._padded(segments, style)

    def _line(self, mark: str, cells: Sequence[str], style: Style) -> Strip:
        text = mark + (" " * GAP).join(cells)
        return self._padded(
            [Segment(fit(text, min(self.size.width, cell_width(text))), style)], style
        )

    def _padded(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)
