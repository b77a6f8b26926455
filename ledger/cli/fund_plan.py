"""What is due at first: `wxzj registry dues`, `wxzj fund arrears`, `wxzj fund plan`."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.command(
    "dues", help=_("首期应交：清册没有写的按规则核定一次，列出每户应交、已交、未交和依据")
)
@select("estate", "custodian", "on")
@dry_run
@acts()
def dues(
    context: Context,
    *,
    estate: str | None,
    custodian: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Fix and list what is due at first."""
    return context.desk().dues.dues(estate=estate, custodian=custodian, on=on, dry_run=dry_run)


@click.command("arrears", help=_("欠交清单：首期应交减已交，到期多少天；分期、缓交的按期计算"))
@select("estate", "custodian", "on")
@reads()
def arrears(context: Context, estate: str | None, custodian: str | None, on: date | None) -> Sheet:
    """List who owes."""
    return context.desk().dues.arrears(estate=estate, custodian=custodian, on=on)


@click.group("plan", cls=Group, help=_("分期、缓交：只登记到期日，钱到了才入账"))
def plan() -> None:
    """Gather the commands about plans."""


@plan.command("add", help=_("登记一户的分期或缓交；新的代替原来的"))
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@click.option("--times", type=int, help=_("分几期，每期金额相同"))
@click.option("--first-on", type=types.DATE, help=_("第一期的到期日；不给就是今天"))
@click.option("--every-months", type=int, default=1, show_default=True, help=_("每期相隔几个月"))
@click.option("--defer-until", type=types.DATE, help=_("缓交到哪一天，一次交清"))
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@dry_run
@acts()
def add(
    context: Context,
    household: str,
    *,
    times: int | None,
    first_on: date | None,
    every_months: int,
    defer_until: date | None,
    reason: str,
    dry_run: bool,
) -> Sheet:
    """Let a household pay in parts, or later."""
    if (times is None) == (defer_until is None):
        raise click.UsageError(_("--times 和 --defer-until 给出一个"))
    return context.desk().dues.add_plan(
        household,
        reason=reason,
        times=times,
        first_on=defer_until or first_on,
        every_months=every_months,
        dry_run=dry_run,
    )


@plan.command("end", help=_("终止一户的分期或缓交，欠交的即为到期"))
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@dry_run
@acts()
def end(context: Context, household: str, *, reason: str, dry_run: bool) -> Sheet:
    """End a plan."""
    return context.desk().dues.add_plan(household, reason=reason, ended=True, dry_run=dry_run)


@plan.command("list", help=_("列出分期、缓交的每一期：到期日、已交、未交"))
@select("estate", "custodian")
@reads()
def list_plans(context: Context, estate: str | None, custodian: str | None) -> Sheet:
    """List the parts of plans."""
    return context.desk().dues.list_plans(estate=estate, custodian=custodian)
