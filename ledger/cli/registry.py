"""`wxzj registry`: estates, households, custodians and bank accounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Unpack

import click

from ledger.cli import registry_houses, types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.fund_plan import dues
from ledger.cli.options import (
    TableFile,
    acts,
    dry_run,
    fund_type,
    reading_a_file,
    reads,
    select,
)
from ledger.cli.registry_account import close_account
from ledger.cli.registry_freeze import freeze, frozen, unfreeze
from ledger.cli.registry_payee import payee
from ledger.cli.registry_rules import rules
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

if TYPE_CHECKING:
    from ledger.values.ratio import Ratio


@click.group("registry", cls=Group, help=_("登记：小区、房屋、专户、代管机构"))
def registry() -> None:
    """Gather the commands about who and what is registered."""


registry.add_command(rules)
registry.add_command(payee)
registry.add_command(close_account)


@registry.command("import", help=_("导入房屋清册（CSV、XLSX、XLS）；同一文件再导入不改变任何东西"))
@reading_a_file
@select("custodian")
@dry_run
@acts()
def import_households(
    context: Context, custodian: str | None, dry_run: bool, **file: Unpack[TableFile]
) -> Sheet:
    """Take a roster of households in."""
    return context.desk().registry.import_households(
        custodian=custodian,
        dry_run=dry_run,
        progress=context.progress,
        **file,
    )


@registry.command("opening", help=_("导入期初余额（CSV、XLSX、XLS）"))
@reading_a_file
@select("on")
@dry_run
@acts()
def opening(context: Context, on: date | None, dry_run: bool, **file: Unpack[TableFile]) -> Sheet:
    """Take the balances of the former keeper in."""
    return context.desk().registry.opening(
        on=on,
        dry_run=dry_run,
        progress=context.progress,
        **file,
    )


@registry.group("custodian", help=_("代管机构"))
def custodian() -> None:
    """Gather the commands about custodians."""


@custodian.command("add", help=_("登记代管机构"))
@click.argument("name", metavar="NAME", type=types.NAME)
@click.option("--code", type=types.CODE, required=True, help=_("编号，字母和数字"))
@dry_run
@acts()
def add_custodian(context: Context, name: str, code: str, dry_run: bool) -> Sheet:
    """Register a custodian."""
    return context.desk().registry.add_custodian(name, code=code, dry_run=dry_run)


@registry.group("bank-account", help=_("专户"))
def bank_account() -> None:
    """Gather the commands about bank accounts."""


@bank_account.command("add", help=_("登记专户"))
@click.argument("number", metavar="NUMBER", type=types.ACCOUNT_NUMBER)
@select("custodian")
@fund_type
@dry_run
@acts()
def add_bank_account(
    context: Context, number: str, custodian: str | None, fund_type: str, dry_run: bool
) -> Sheet:
    """Register a bank account of a custodian and a fund type."""
    return context.desk().registry.add_bank_account(
        number, custodian=custodian, fund_type=fund_type, dry_run=dry_run
    )


@registry.command("estates", help=_("列出小区"))
@select("custodian")
@reads()
def estates(context: Context, custodian: str | None) -> Sheet:
    """List the estates."""
    return context.desk().registry.estates(custodian=custodian)


@registry.command("households", help=_("列出房屋"))
@click.option("--lost", "with_lost", is_flag=True, help=_("也列出已灭失的房屋"))
@select("estate", "on")
@reads()
def households(context: Context, estate: str | None, on: date | None, *, with_lost: bool) -> Sheet:
    """List the households as of a day."""
    return context.desk().registry.households(estate=estate, on=on, with_lost=with_lost)


@registry.command("set-owner", help=_("产权变更（过户）：登记新的产权人；分户账余额随房屋转移"))
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@click.option(
    "--owner",
    "owners",
    type=types.OWNER,
    multiple=True,
    required=True,
    help=_("新的产权人，可写多次；共有份额写成 张三=1/3，都不写份额为等额"),
)
@click.option(
    "--id-no",
    "id_nos",
    type=types.TEXT,
    multiple=True,
    help=_("证件号，按产权人的次序每人一个，不知道的写 -"),
)
@click.option(
    "--phone",
    "phones",
    type=types.TEXT,
    multiple=True,
    help=_("联系电话，按产权人的次序每人一个，不知道的写 -"),
)
@click.option("--on", type=types.DATE, required=True, help=_("新产权人拥有的第一天"))
@click.option("--reason", type=types.TEXT, required=True, help=_("变更原因，如买卖、继承、更正"))
@click.option(
    "--unsold",
    "stays_unsold",
    is_flag=True,
    help=_("未售的房屋仍未售，只登记权属；不写就随产权变更改为已售"),
)
@dry_run
@acts()
def set_owner(
    context: Context,
    *,
    code: str,
    owners: tuple[tuple[str, Ratio | None], ...],
    id_nos: tuple[str, ...],
    phones: tuple[str, ...],
    on: date,
    reason: str,
    stays_unsold: bool,
    dry_run: bool,
) -> Sheet:
    """Register who owns a household from a day on."""
    return context.desk().ownership.set_owner(
        code,
        owners=owners,
        id_nos=id_nos,
        phones=phones,
        on=on,
        reason=reason,
        stays_unsold=stays_unsold,
        dry_run=dry_run,
    )


@registry.command(
    "owners", help=_("列出一户的全部产权登记，或一个小区某日的产权人；证件号只显示首尾")
)
@click.argument("code", metavar="[CODE]", type=types.REFERENCE, required=False)
@select("estate", "on")
@reads()
def owners(context: Context, code: str | None, estate: str | None, on: date | None) -> Sheet:
    """List titles."""
    return context.desk().ownership.owners(code, estate=estate, on=on)


for command in (freeze, unfreeze, frozen):
    registry.add_command(command)
registry.add_command(dues)
registry.add_command(registry_houses.split)
registry.add_command(registry_houses.merge)
registry.add_command(registry_houses.recut)
registry.add_command(registry_houses.history)
