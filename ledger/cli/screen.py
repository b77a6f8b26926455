"""`wxzj tui`: the full-screen skin, joined by the front door; this skin does not know it."""

from __future__ import annotations

import click

from ledger.cli.commands import Command
from ledger.cli.context import current
from ledger.values.i18n import _


@click.command("tui", cls=Command, help=_("打开全屏界面"))
def tui() -> None:
    """Open the full-screen skin."""
    context = current()
    context.doors.open_screen(context.desk())
