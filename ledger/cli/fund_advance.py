"""`wxzj fund advance`: what a developer pays in advance for homes that are not sold (单位预交)."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("advance", cls=Group, help=_("单位预交：开发单位预交的首期，售出后转入各户"))
def advance() -> None:
    """Gather the commands about advances."""


@advance.command("record", help=_("登记开发单位预交的款，即时入账；同一流水号不会入账两次"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）"))
@click.option("--payer", type=types.NAME, required=True, help=_("开发单位"))
@bank_account
@click.option("--bank-ref", type=types.REFERENCE, required=True, help=_("银行流水号"))
@select("on")
@dry_run
@acts()
def record(
    context: Context,
    *,
    estate: str,
    amount_fen: int,
    payer: str,
    bank_account: str | None,
    bank_ref: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Book an advance."""
    return context.desk().advance.record(
        estate=estate,
        amount_fen=amount_fen,
        payer=payer,
        bank_account=bank_account,
        bank_ref=bank_ref,
        on=on,
        dry_run=dry_run,
    )


@advance.command("transfer", help=_("把单位预交转入各户：按清单、按一户，或转给全部已售欠交的房屋"))
@click.argument("path", metavar="[FILE]", type=click.Path(), required=False)
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option("--household", type=types.REFERENCE, help=_("只转一户的房屋编号"))
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("转入这一户的金额（元）"))
@click.option("--all-sold", is_flag=True, help=_("全部已售房屋，各转其欠交的首期"))
@select("on")
@dry_run
@acts()
def transfer(
    context: Context,
    path: str | None,
    *,
    estate: str,
    household: str | None,
    amount_fen: int | None,
    all_sold: bool,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Give an advance to households."""
    ways = (path is not None) + (household is not None) + all_sold
    if ways != 1 or (household is None) != (amount_fen is None):
        raise click.UsageError(_("给出清单文件、--household 和 --amount、或 --all-sold 之一"))
    return context.desk().advance.transfer(
        estate,
        path=path,
        household=household,
        amount_fen=amount_fen,
        all_sold=all_sold,
        on=on,
        dry_run=dry_run,
    )


@advance.command("list", help=_("列出各小区单位预交的结余"))
@select("estate", "custodian")
@reads()
def list_advances(context: Context, estate: str | None, custodian: str | None) -> Sheet:
    """List what is left of advances."""
    return context.desk().advance.list(estate=estate, custodian=custodian)
