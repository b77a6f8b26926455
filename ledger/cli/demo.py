"""`wxzj demo`: the example estate, from nothing to closed months, through the public commands."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from ledger.cli.commands import Command
from ledger.cli.context import current
from ledger.cli.script import announce, type_command
from ledger.values.i18n import _

DEMO_DB = "wxzj-demo.db"  # never the database of WXZJ_DB: the example has no place among real books

INIT = (("book", "init", "--custodian", "示例市维修资金管理中心"),)
STEPS = (
    ("book", "example"),  # safe to repeat, so a demonstration that was interrupted goes on
    ("book", "status"),
    ("period", "status"),
    ("report", "trial-balance"),
    ("report", "balance-sheet"),
    ("report", "income"),
    ("report", "net-assets"),
    ("fund", "replenish", "due"),
    ("book", "verify"),
)


@click.command("demo", cls=Command, help=_("用示例小区演示一遍：建库、全部月份入账并结账、出报表"))
@click.option("--screen/--no-screen", default=None, help=_("之后打开全屏界面；默认只在终端上打开"))
@click.pass_context
def demo(ctx: click.Context, *, screen: bool | None) -> int:
    """Run the demonstration; each step is a command that a person could type."""
    context = current()
    root = ctx.find_root()
    if root.get_parameter_source("db") is not ParameterSource.COMMANDLINE:
        context.db = DEMO_DB
    there = "://" not in context.db and Path(context.db).exists()
    for words in (*(() if there else INIT), *STEPS):
        context.notice("")
        announce(context, ("--db", context.db, *words))
        code = type_command(context, root.command, words)
        if code:
            return code
    if sys.stdout.isatty() and sys.stdin.isatty() if screen is None else screen:
        context.doors.open_screen(context.desk())
    return 0
