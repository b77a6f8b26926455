"""`wxzj fund`: money coming in, being used, running low and earning."""

from __future__ import annotations

from typing import Unpack

import click

from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.fund_advance import advance
from ledger.cli.fund_custody import custody
from ledger.cli.fund_earnings import earnings, income
from ledger.cli.fund_imprest import imprest
from ledger.cli.fund_invest import invest
from ledger.cli.fund_lost import lost
from ledger.cli.fund_move import deposits, floor, move
from ledger.cli.fund_plan import arrears, plan
from ledger.cli.fund_receipt import receipt
from ledger.cli.fund_refund import refund
from ledger.cli.fund_replenish import replenish
from ledger.cli.fund_suspense import suspense
from ledger.cli.fund_usage_money import usage
from ledger.cli.options import (
    TableFile,
    acts,
    dry_run,
    reading_a_file,
)
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("fund", cls=Group, help=_("维修资金：归集、使用、续筹、收益"))
def fund() -> None:
    """Gather what happens to the money."""


@fund.command("collect", help=_("导入交存流水并入账；同一笔不会入账两次"))
@reading_a_file
@dry_run
@acts()
def collect(context: Context, dry_run: bool, **file: Unpack[TableFile]) -> Sheet:
    """Take deposits in from a file."""
    return context.desk().fund.collect(dry_run=dry_run, progress=context.progress, **file)


for command in (
    deposits,
    refund,
    move,
    floor,
    receipt,
    advance,
    arrears,
    plan,
    suspense,
    lost,
    custody,
    usage,
    imprest,
    replenish,
    earnings,
    income,
    invest,
):
    fund.add_command(command)
