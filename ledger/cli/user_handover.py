"""`wxzj user handover`: one user's work goes to another."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("handover", cls=Group, help=_("会计工作交接：造册、签字，签完后岗位才移交"))
def handover() -> None:
    """Gather the commands about handing work over."""


@handover.command("open", help=_("造交接清册，由第三人监交"))
@click.argument("giver", metavar="FROM", type=types.NAME)
@click.argument("taker", metavar="TO", type=types.NAME)
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@click.option("--absent", "is_absent", is_flag=True, help=_("移交人不能签字，由监交人负责"))
@select("on")
@dry_run
@acts()
def open_list(
    context: Context,
    *,
    giver: str,
    taker: str,
    reason: str,
    is_absent: bool,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Draw the list up."""
    return context.desk().handover.open(
        giver, taker, reason=reason, is_absent=is_absent, on=on, dry_run=dry_run
    )


@handover.command("sign", help=_("在交接清册上签字"))
@click.argument("number", metavar="N", type=types.COUNT)
@dry_run
@acts()
def sign(context: Context, number: int, dry_run: bool) -> Sheet:
    """Sign a list."""
    return context.desk().handover.sign(number, dry_run=dry_run)


@handover.command("list", help=_("列出交接"))
@reads()
def list_handovers(context: Context) -> Sheet:
    """List what was handed over."""
    return context.desk().handover.list()
