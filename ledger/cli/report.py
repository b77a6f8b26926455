"""`wxzj report`: statements and ledgers."""

from __future__ import annotations

from datetime import date
from typing import Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import Scope, reads, scope, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("report", cls=Group, help=_("报表：试算平衡、会住维各表、分户账"))
def report() -> None:
    """Gather the statements."""


@report.command("trial-balance", help=_("试算平衡表"))
@scope
@click.option("--before-closing", is_flag=True, help=_("已结账的月份也按结账之前的样子列示"))
@reads()
def trial_balance(context: Context, before_closing: bool, **scope: Unpack[Scope]) -> Sheet:
    """Show the trial balance."""
    return context.desk().report.trial_balance(before_closing=before_closing, **scope)


@report.command("balance-sheet", help=_("资产负债表（会住维01表）"))
@scope
@reads()
def balance_sheet(context: Context, **scope: Unpack[Scope]) -> Sheet:
    """Show form 01."""
    return context.desk().report.balance_sheet(**scope)


@report.command("income", help=_("收支表（会住维02表）"))
@scope
@reads()
def income(context: Context, **scope: Unpack[Scope]) -> Sheet:
    """Show form 02."""
    return context.desk().report.income(**scope)


@report.command("net-assets", help=_("净资产变动表（会住维03表）"))
@scope
@reads()
def net_assets(context: Context, **scope: Unpack[Scope]) -> Sheet:
    """Show form 03."""
    return context.desk().report.net_assets(**scope)


@report.command("household", help=_("分户账：一户的余额和每一笔变动"))
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@select("period", "book")
@click.option(
    "--detail",
    is_flag=True,
    help=_("每笔变动下写明依据：交款人和票据、使用项目、表决结果、分摊算式"),
)
@reads()
def household(
    context: Context, household: str, *, period: int | None, book: str | None, detail: bool
) -> Sheet:
    """Show one household's balance and all that made it."""
    return context.desk().report.household(household, period=period, book=book, detail=detail)


@report.command("indicators", help=_("维修资金信息采集表（部里的指标），可查每个数后面的明细"))
@scope
@click.option("--code", type=types.REFERENCE, help=_("只看一个指标后面的明细，例如 7.1"))
@reads()
def indicators(context: Context, code: str | None, **scope: Unpack[Scope]) -> Sheet:
    """Show the ministry's form."""
    return context.desk().report.indicators(code=code, **scope)


@report.command("handover", help=_("设施移交情况：各资产到哪一步，按类别和专业经营单位"))
@select("estate")
@click.option("--network", type=types.TEXT, help=_("只列一个类别"))
@click.option("--operator", type=types.REFERENCE, help=_("只列某专业经营单位的"))
@select("on")
@reads()
def handover(
    context: Context,
    estate: str | None,
    network: str | None,
    operator: str | None,
    on: date | None,
) -> Sheet:
    """Show how far the hand-overs are."""
    return context.desk().plant.status(estate=estate, network=network, operator=operator, on=on)


@report.command("ledger", help=_("明细账：一个科目的每一笔分录"))
@click.argument("account", metavar="ACCOUNT", type=types.CODE)
@scope
@reads()
def ledger(context: Context, account: str, **scope: Unpack[Scope]) -> Sheet:
    """Show the lines of one account."""
    return context.desk().report.ledger(account, **scope)
