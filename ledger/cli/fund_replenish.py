"""`wxzj fund replenish`: money that runs low."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.fund_campaign import COMMANDS
from ledger.cli.options import reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("replenish", cls=Group, help=_("续筹：余额不足的续交，从未交存的补建"))
def replenish() -> None:
    """Gather the commands about replenishment."""


@replenish.command("due", help=_("列出应当续交或补建的房屋"))
@select("book", "estate", "custodian", "on")
@reads()
def due(
    context: Context,
    book: str | None,
    estate: str | None,
    custodian: str | None,
    on: date | None,
) -> Sheet:
    """List the households whose balance has fallen under the line."""
    return context.desk().replenish.due(book=book, estate=estate, custodian=custodian, on=on)


for command in COMMANDS:
    replenish.add_command(command)
