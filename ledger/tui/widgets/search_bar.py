"""The line in which a person types what to look for."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from ledger.tui.messages import Searched
from ledger.values.i18n import _


class SearchBar(Horizontal):
    """Hidden until asked for. Whatever a Chinese keyboard types is taken; the desk folds it."""

    DEFAULT_CSS = """
    SearchBar { display: none; height: 1; padding: 0 1; }
    SearchBar.-open { display: block; }
    SearchBar > Label { width: auto; padding: 0 1 0 0; text-style: bold; }
    SearchBar > Input { width: 1fr; }
    """
    LENGTH_MAX: ClassVar[int] = 200

    def compose(self) -> ComposeResult:
        """Lay out the label and the field."""
        yield Label(_("查找"), markup=False)
        yield Input(compact=True, max_length=self.LENGTH_MAX, select_on_focus=True)

    @property
    def is_open(self) -> bool:
        """Whether it waits for words."""
        return self.has_class("-open")

    def open(self, text: str) -> None:
        """Show the field with what is looked for now."""
        field = self.query_one(Input)
        field.value = text
        self.add_class("-open")
        field.focus()

    def close(self) -> None:
        """Hide the field."""
        self.remove_class("-open")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.close()
        self.post_message(Searched(event.value))
