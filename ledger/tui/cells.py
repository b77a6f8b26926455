"""Text as it is drawn: harmless, measured in terminal cells, amounts whole or not at all.

A cut amount reads as another amount. So a number that does not fit its place is drawn as `#####`,
as in a spreadsheet; only words are ever cut, and then they say so by two dots at their end.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.cells import cell_len

from ledger.values.text import Align, cell_width, pad, safe

CUT: Final = ".."  # the one character that says this is one cell wide here and two cells there
_OVERFLOW: Final = "#"


def drawable(text: str) -> str:
    """Return `text` harmless, and of one width for us, for the library and for a terminal.

    Characters whose width is a matter of opinion (joined marks, pictures) would move what stands
    to their right, so each is drawn as a question mark.
    """
    shown = safe(text)
    if shown.isascii() or (cell_len(shown) == cell_width(shown) and all(map(_agreed, shown))):
        return shown
    return "".join(char if _agreed(char) else "?" for char in shown)


@lru_cache(maxsize=8192)
def _agreed(char: str) -> bool:
    return cell_width(char) == cell_len(char) > 0


def fit(text: str, width: int, align: Align = "left") -> str:
    """Return `text` in exactly `width` cells: filled up, or cut and marked as cut."""
    shown = drawable(text)
    if cell_width(shown) > width:
        shown = _head(shown, width - len(CUT)) + CUT if width > len(CUT) else CUT[:width]
    return pad(shown, width, align)


def fit_number(text: str, width: int) -> str:
    """Return a number right-aligned in `width` cells, whole or as `#####`."""
    return text.rjust(width) if cell_width(text) <= width else _OVERFLOW * width


def fold(text: str, width: int, lines_max: int) -> list[str]:
    """Break `text` into lines of at most `width` cells; what is beyond `lines_max` is cut."""
    rest = drawable(text)
    lines: list[str] = []
    while cell_width(rest) > width > 0 and len(lines) + 1 < lines_max:
        head = _unbroken(_head(rest, width) or rest[:1], rest)
        lines.append(head)
        rest = rest[len(head) :]
    lines.append(fit(rest, width).rstrip(" "))
    return lines


def _unbroken(head: str, text: str) -> str:
    """Return `head`, the beginning of `text`, up to its last space where it ends inside a word."""
    inside = text[len(head) - 1 : len(head) + 1].isascii() and not text[len(head)].isspace()
    space = head.rfind(" ") + 1
    return head[:space] if inside and space > len(head) // 2 else head


def _head(text: str, width: int) -> str:
    """Return as much of the beginning of `text` as `width` cells hold."""
    taken = 0
    for place, char in enumerate(text):
        taken += cell_width(char)
        if taken > width:
            return text[:place]
    return text
