"""Each command asks the desk for exactly one thing, with exactly the words that were typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import pytest

from ledger.cli.app import PROGRAM, root
from ledger.cli.commands import HelpContext, wrap_cells
from ledger.values.text import cell_width
from tests.cli.asked import ASKED
from tests.cli.fakes import FakeDesk, Typing


@pytest.mark.parametrize(("typed", "asked", "args", "words"), ASKED)
def test_a_command_asks_the_desk_what_was_typed(
    wxzj: Typing,
    desk: FakeDesk,
    typed: str,
    asked: str,
    args: tuple[Any, ...],
    words: dict[str, Any],
) -> None:
    told = wxzj("--quiet", *typed.split(), "--format", "json")
    assert (told.code, told.err) == (0, "")
    ((name, given, named),) = desk.calls
    named.pop("progress", None)
    assert (name, given, named) == (asked, args, words)
    assert desk.opened == [("wxzj.db", None)]
    assert desk.closed == 1


def commands(group: click.Command, context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, name
            yield from commands(command, HelpContext(command, info_name=name, parent=context))


def every_command() -> list[click.Context]:
    return list(commands(root, HelpContext(root, info_name=PROGRAM)))


# They open the screens, or type other commands.
UNTYPED = {("tui",), ("demo",), ("book", "example")}


def test_every_command_stands_in_the_table() -> None:
    tried = {tuple(typed.split()) for typed, *_rest in ASKED}
    for context in every_command():
        path = tuple(context.command_path.split()[1:])
        if isinstance(context.command, click.Group) or path in UNTYPED:
            continue
        assert any(words[: len(path)] == path for words in tried), path


@pytest.mark.parametrize("context", every_command(), ids=lambda context: context.command_path)
def test_every_help_page_fits_eighty_cells_and_explains_each_option(
    context: click.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = context.get_help()
    assert all(cell_width(line) <= 80 for line in page.splitlines())
    assert context.command.help
    for param in context.command.params:
        assert isinstance(param, click.Argument) or param.help, param


def test_what_acts_can_be_tried_dry_and_what_reads_goes_into_a_file() -> None:
    """A dry run is for what posts or changes cases or the registry; the rest makes or copies."""
    makes = {"init", "upgrade", "backup", "restore", "example", "beancount", "hledger"}
    for context in every_command():
        options = {option for param in context.command.params for option in param.opts}
        if "--format" in options:
            acting = {"--dry-run"} if context.info_name not in makes else set()
            assert options & {"--dry-run", "--output"} in (acting, {"--output"}), (
                context.command_path
            )


def test_the_help_of_the_root_lists_the_groups_in_the_order_of_the_work(wxzj: Typing) -> None:
    page = wxzj("--help").out
    names = [line.split()[0] for line in page.partition("命令：")[2].splitlines() if line.strip()]
    assert names == list(root.entries)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("结账前先看 period check", 12, ["结账前先看", "period check"]),
        ("甲乙丙，丁", 6, ["甲乙", "丙，丁"]),  # a comma never begins a line
        ("甲乙（丙）", 6, ["甲乙", "（丙）"]),  # nor does an open bracket end one
        ("一\n\n二", 20, ["一", "", "二"]),
        ("unbreakable", 5, ["unbreakable"]),
        ("", 10, []),
    ],
)
def test_text_is_broken_by_cells(text: str, width: int, lines: list[str]) -> None:
    assert wrap_cells(text, width) == lines
