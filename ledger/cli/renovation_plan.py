"""`wxzj renovation plan`: which projects a year's money reaches."""

from __future__ import annotations

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.command("plan", help=_("年度计划建议：按规则排序，列到给定的财政资金用完"))
@click.argument("year", metavar="YEAR", type=types.YEAR)
@click.option(
    "--budget", "budget_fen", type=types.MONEY, required=True, help=_("年度财政资金（元）")
)
@select("custodian")
@reads()
def plan(context: Context, year: int, budget_fen: int, custodian: str | None) -> Sheet:
    """Propose a yearly plan."""
    return context.desk().plans.propose(year, budget_fen=budget_fen, custodian=custodian)
