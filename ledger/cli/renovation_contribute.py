"""`wxzj renovation contribute`: what households bear, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

code = click.argument("code", metavar="PROJECT", type=types.REFERENCE)
item = click.argument("item", metavar="ITEM", type=types.COUNT)
household = click.argument("household", metavar="HOUSEHOLD", type=types.REFERENCE)


@click.group("contribute", cls=Group, help=_("居民出资：谁受益、谁出资"))
def contribute() -> None:
    """Gather the commands about contributions."""


@contribute.command("plan", help=_("定出资方案：按面积、户数、楼层系数或约定分到每户"))
@code
@item
@click.option("--estate", type=types.CODE, help=_("小区编号；项目只有一个小区时不用写"))
@click.option(
    "--scope",
    "scopes",
    type=types.REFERENCE,
    multiple=True,
    help=_("受益范围：幢、幢-单元或房屋编号，可给多个；不给就是全小区"),
)
@click.option(
    "--by",
    type=click.Choice(["area", "equal", "coefficient", "agreed"]),
    help=_("分摊依据：面积、按户均摊、面积乘系数、约定比例；不给就按面积"),
)
@click.option(
    "--weights",
    metavar="FILE",
    type=click.Path(),
    help=_("各户或各层的系数、分摊面积、不分摊原因（CSV、XLSX、XLS）"),
)
@click.option(
    "--amount",
    "amount_fen",
    type=types.MONEY,
    help=_("居民出资合计（元）；不给就是这一项匹配到的居民出资和维修资金"),
)
@select("on")
@dry_run
@acts()
def plan(context: Context, code: str, item: int, **words: Any) -> Sheet:
    """Write a plan of contributions."""
    return context.desk().contributions.plan(code, item, **words)


@contribute.command("list", help=_("列出各户应出资、已交、减免、维修资金支付和未交，并重算核对"))
@code
@item
@reads()
def list_contributions(context: Context, code: str, item: int) -> Sheet:
    """List the contributions of a line."""
    return context.desk().contributions.list(code, item)


@contribute.command("sign", help=_("打印居民出资签名表"))
@code
@item
@reads()
def sign(context: Context, code: str, item: int) -> Sheet:
    """Print the list on which households sign."""
    return context.desk().contributions.signatures(code, item)


@contribute.command("paid", help=_("登记一户已交款"))
@code
@item
@household
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("金额（元）；不给就是全部待出资"))
@click.option("--evidence", type=types.TEXT, required=True, help=_("收据或银行流水号"))
@select("on")
@dry_run
@acts()
def paid(context: Context, code: str, item: int, household: str, **words: Any) -> Sheet:
    """Write down that a household paid."""
    return context.desk().contributions.paid(code, item, household, **words)


@contribute.command("waive", help=_("提出减免一户的出资；有用户以后由另一人批准"))
@code
@item
@household
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("金额（元）；不给就是全部待出资"))
@click.option("--reason", type=types.TEXT, required=True, help=_("减免原因"))
@dry_run
@acts()
def waive(context: Context, code: str, item: int, household: str, **words: Any) -> Sheet:
    """Ask that a household need not pay."""
    return context.desk().contributions.waive(code, item, household, **words)


@contribute.command("grant", help=_("批准减免，由提出人以外的人办理"))
@code
@item
@household
@dry_run
@acts()
def grant(context: Context, code: str, item: int, household: str, dry_run: bool) -> Sheet:
    """Grant a waiver."""
    return context.desk().contributions.grant(code, item, household, dry_run=dry_run)


@contribute.command("fund", help=_("由各户自己的维修资金支付：立使用项目，再表决、核准、拨付"))
@code
@item
@click.option(
    "--household",
    "households",
    type=types.REFERENCE,
    multiple=True,
    help=_("哪些户，可给多个；不给就是全部待出资的户"),
)
@click.option("--payee", type=types.NAME, help=_("收款单位"))
@click.option(
    "--kind", "work", type=types.TEXT, metavar="KIND", help=_("维修类别：电梯、消防、屋面、外墙等")
)
@select("on")
@dry_run
@acts()
def fund(  # one for each thing that a person says
    context: Context,
    *,
    code: str,
    item: int,
    households: tuple[str, ...],
    payee: str | None,
    work: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Draft a case of the fund."""
    return context.desk().contributions.fund(
        code, item, households=households, payee=payee, work=work, on=on, dry_run=dry_run
    )
