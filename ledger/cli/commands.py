"""Click's commands and groups in our house: lazy, in order, and wrapped by terminal cells.

Click measures by characters and breaks at spaces; a Chinese character takes two cells and Chinese
has no spaces. Only what click prints about itself lives here.
"""

from __future__ import annotations

import importlib
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ledger.values.i18n import _
from ledger.values.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WIDE = "\u2e80-\uffef"
_OPEN = r"\[（「『《“"  # never at the end of a line
_CLOSE = r"\]，。；：、）」』》！？”…"  # never at its beginning
_ATOM = re.compile(rf"\s+|[{_OPEN}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSE}]*")


def wrap_cells(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells, between words or Chinese characters.

    >>> wrap_cells("结账前先看 period check", 12)
    ['结账前先看', 'period check']
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for atom in _ATOM.findall(paragraph):
            if line and cell_width(line + atom.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += atom if line or atom.strip() else ""
        lines.append(line.rstrip())
    return lines


class HelpFormatter(click.HelpFormatter):
    """Lays out help pages by cells."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        super().__init__(indent_increment, width or _terminal_width(max_width), max_width)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        indent = f"{'':>{self.current_indent}}"
        self.write(indent + _("{heading}：").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write `text`, indented and broken."""
        for line in wrap_cells(text, self.width - self.current_indent):
            self.write(f"{'':>{self.current_indent}}{line}".rstrip() + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms on the left and what they mean on the right."""
        pairs = list(rows)
        first = min(max(cell_width(term) for term, _meaning in pairs), col_max) + col_spacing
        for term, meaning in pairs:
            lines = wrap_cells(meaning, max(self.width - self.current_indent - first, 10))
            head = f"{'':>{self.current_indent}}{term}"
            if lines and cell_width(term) <= first - col_spacing:
                head += " " * (first - cell_width(term)) + lines.pop(0)
            self.write(head + "\n")
            for line in lines:
                self.write(f"{'':>{self.current_indent + first}}{line}\n")


def _terminal_width(width_max: int | None) -> int:
    """Give the width for help pages; click's own way loads shutil, a tenth of our start-up."""
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
    except (OSError, ValueError):
        columns = 80
    return max(min(columns, width_max or 80) - 2, 50)


class HelpContext(click.Context):
    """A click context whose help pages are laid out by cells."""

    formatter_class = HelpFormatter


class Command(click.Command):
    """A command that speaks the chosen language in its usage line too."""

    context_class = HelpContext

    def __init__(self, *args: Any, **attrs: Any) -> None:
        attrs.setdefault("options_metavar", _("[选项]"))
        super().__init__(*args, **attrs)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give the first line of the help, whole: it is wrapped, never cut."""
        del limit
        return (self.help or "").partition("\n")[0]


class Group(click.Group):
    """A group that lists its commands in the order of the work, not of the alphabet."""

    context_class = HelpContext
    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **attrs: Any) -> None:
        attrs.setdefault("options_metavar", _("[选项]"))
        attrs.setdefault("subcommand_metavar", _("命令 [参数]…"))
        super().__init__(*args, **attrs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names as they were written down."""
        del ctx
        return list(self.commands)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give the first line of the help, whole."""
        del limit
        return (self.help or "").partition("\n")[0]


class Entry(NamedTuple):
    """Where a command lives, and its line in the list, which is shown without loading it."""

    module: str
    name: str
    help: str


class LazyGroup(Group):
    """A group that loads a command's module only when the command is used.

    `wxzj --help` then costs click and nothing else.
    """

    def __init__(self, *args: Any, entries: Mapping[str, Entry], **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names without loading anything."""
        del ctx
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command called `cmd_name`."""
        del ctx
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        command = getattr(importlib.import_module(entry.module), entry.name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table."""
        del ctx
        with formatter.section(_("命令")):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])
