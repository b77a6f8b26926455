"""A card: labelled facts that flow over as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from ledger.tui.cells import drawable, fit, fit_number
from ledger.values.text import cell_width

_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value; a number is drawn whole or not at all."""

    label: str
    value: str
    number: bool = False
    warns: bool = False

    def drawn(self, room: int) -> str:
        """Return the value for a line of `room` cells."""
        left = room - cell_width(self.label) - 1
        value = drawable(self.value)
        if cell_width(value) <= left:
            return value
        return fit_number(value, max(1, left)) if self.number else fit(value, max(1, left))


def flow(facts: Sequence[Fact], room: int) -> list[list[Fact]]:
    """Part `facts` into lines of at most `room` cells, in order. Pure."""
    lines: list[list[Fact]] = []
    taken = room
    for fact in facts:
        cells = cell_width(fact.label) + 1 + cell_width(fact.drawn(room))
        if lines and taken + _GAP + cells <= room:
            lines[-1].append(fact)
            taken += _GAP + cells
        else:
            lines.append([fact])
            taken = cells
    return lines


class Facts(Widget):
    """A card of facts."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"facts--label", "facts--warning"}
    DEFAULT_CSS = """
    Facts { height: auto; width: 100%; padding: 0 1; }
    Facts > .facts--label { color: $text-muted; }
    Facts > .facts--warning { color: $text-warning; text-style: bold; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._facts: Sequence[Fact] = ()

    def tell(self, facts: Sequence[Fact]) -> None:
        """Show `facts`."""
        self._facts = facts
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the facts take."""
        del container, viewport
        return max(1, len(flow(self._facts, width)))

    def render(self) -> Text:
        """Draw the facts."""
        room = self.content_size.width
        label = self.get_component_rich_style("facts--label")
        warning = self.get_component_rich_style("facts--warning")
        text = Text(no_wrap=True, end="")
        for place, line in enumerate(flow(self._facts, room)):
            text.append("\n" if place else "")
            for column, fact in enumerate(line):
                text.append(" " * _GAP if column else "")
                text.append(f"{fact.label} ", style=label)
                text.append(fact.drawn(room), style=warning if fact.warns else "bold")
        return text
