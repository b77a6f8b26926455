"""A line or two of plain text: what stands above and below the tables."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from ledger.tui.cells import fold


class TextLine(Widget):
    """Plain text, folded by terminal cells; nothing in it is markup."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TextLine { height: auto; width: 100%; padding: 0 1; }
    """

    def __init__(self, *, id: str, lines_max: int = 1) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._words = ""
        self._lines_max = lines_max

    @property
    def words(self) -> str:
        """What is shown."""
        return self._words

    def say(self, words: str) -> None:
        """Show `words`."""
        if words != self._words:
            self._words = words
            self.refresh(layout=self._lines_max > 1)

    def _lines(self, width: int) -> list[str]:
        return fold(self._words, width, self._lines_max)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Text:
        """Draw the text."""
        lines = self._lines(self.content_size.width)
        return Text("\n".join(lines), no_wrap=True, end="")


class Notice(TextLine):
    """What went wrong, in words and with what to do; not there while all is well."""

    DEFAULT_CSS = """
    Notice {
        display: none;
        background: $error-muted;
        color: $text-error;
        text-style: bold;
    }
    Notice.-told { display: block; }
    """

    def say(self, words: str) -> None:
        """Show `words`, or go away where there are none."""
        self.set_class(bool(words), "-told")
        super().say(words)
