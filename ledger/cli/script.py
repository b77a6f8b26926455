"""Commands typed one after the other, as a person would: the demonstration and the example."""

from __future__ import annotations

import contextlib
import io
import shlex
from typing import TYPE_CHECKING

from ledger.cli.crashlog import redact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import click

    from ledger.cli.context import Context


def type_command(
    context: Context, root: click.Command, words: Sequence[str], *, quiet: bool = False
) -> int:
    """Type one command and run it on the database of `context`; return its exit code."""
    line = ["--db", context.db, *(["--as", context.user] if context.user else []), *words]
    hushed = ["--quiet"] if quiet or context.quiet else []
    with root.make_context("wxzj", [*hushed, *line], obj=context.doors) as ctx:
        code = root.invoke(ctx)
    return code if isinstance(code, int) else 0


def announce(context: Context, words: Sequence[str]) -> None:
    """Tell the person what is typed next."""
    context.notice(redact(f"$ wxzj {shlex.join(words)}"))


def read_plan(plan: Path) -> list[list[str]]:
    """Read a plan: one command a line, files named as they lie beside it.

    Lines that begin with `#` are for people.
    """
    commands = []
    for line in plan.read_text(encoding="utf-8").splitlines():
        words = [] if line.startswith("#") else shlex.split(line)
        if words:
            beside = [plan.parent / word for word in words]
            commands.append(
                [
                    str(path) if path.is_file() else word
                    for word, path in zip(words, beside, strict=True)
                ]
            )
    return commands


def type_quietly(context: Context, root: click.Command, words: Sequence[str]) -> int:
    """As `type_command`, with nothing said and its data thrown away: only its outcome counts."""
    with contextlib.redirect_stdout(io.StringIO()):
        return type_command(context, root, words, quiet=True)
