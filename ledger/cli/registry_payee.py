"""`wxzj registry payee`: who is paid, and into which account."""

from __future__ import annotations

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("payee", cls=Group, help=_("收款单位的账户：一人登记，另一人复核后才能付款"))
def payee() -> None:
    """Gather the commands about payees."""


@payee.command("add", help=_("登记或更换收款账户"))
@click.argument("name", metavar="NAME", type=types.NAME)
@click.option("--bank", type=types.NAME, required=True, help=_("开户银行"))
@click.option("--account", type=types.ACCOUNT_NUMBER, required=True, help=_("账号"))
@dry_run
@acts()
def add(context: Context, name: str, bank: str, account: str, dry_run: bool) -> Sheet:
    """Write a payee's bank details down."""
    return context.desk().payee.add(name, bank=bank, account=account, dry_run=dry_run)


@payee.command("confirm", help=_("复核收款账户，由登记人以外的用户办理"))
@click.argument("number", metavar="N", type=types.COUNT)
@dry_run
@acts()
def confirm(context: Context, number: int, dry_run: bool) -> Sheet:
    """Confirm bank details."""
    return context.desk().payee.confirm(number, dry_run=dry_run)


@payee.command("list", help=_("列出收款账户，包括已更换的"))
@click.option("--name", type=types.NAME, help=_("只列一个收款单位"))
@reads()
def list_payees(context: Context, name: str | None) -> Sheet:
    """List bank details."""
    return context.desk().payee.list(name=name)
