"""Words and what they mean, in two columns, folded by terminal cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from ledger.tui.cells import drawable, fold
from ledger.values.text import cell_width, pad

_GAP: Final = 2
_LINES_MAX: Final = 5


class WordList(Widget):
    """A list of words, each with its meaning beside it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    WordList { height: auto; width: 100%; padding: 0 1; }
    """

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._rows = rows

    def _lines(self, width: int) -> list[tuple[str, str]]:
        left = max(cell_width(word) for word, _told in self._rows) + _GAP
        return [
            (pad(drawable(word) if place == 0 else "", left), line)
            for word, told in self._rows
            for place, line in enumerate(fold(told, width - left, _LINES_MAX))
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the list takes."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Text:
        """Draw the list."""
        text = Text(no_wrap=True, end="")
        for place, (word, line) in enumerate(self._lines(self.content_size.width)):
            text.append("\n" if place else "")
            text.append(word, style="bold")
            text.append(line)
        return text
