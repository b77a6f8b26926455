"""`wxzj renovation project`: the store of projects and how far each is."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import TableFile, acts, dry_run, reading_a_file, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

code = click.argument("code", metavar="PROJECT", type=types.REFERENCE)
STATES = ["stored", "planned", "started", "completed", "handed_over", "closed", "withdrawn"]


@click.group("project", cls=Group, help=_("项目储备库：入库、改造内容、意愿、进度"))
def project() -> None:
    """Gather the commands about projects."""


@project.command("add", help=_("项目入库"))
@code
@click.option("--name", type=types.NAME, required=True, help=_("项目名称"))
@click.option(
    "--estate",
    "estates",
    type=types.NAMED_CODE,
    multiple=True,
    required=True,
    help=_("小区编号，可给多个；还没有登记的写成 编号=名称"),
)
@click.option("--built-year", type=types.YEAR, required=True, help=_("建成年份"))
@click.option(
    "--item",
    "items",
    type=types.WORK_AMOUNT,
    multiple=True,
    required=True,
    help=_("改造内容和预算（元），可给多个，例如 供水=1200000"),
)
@click.option("--buildings", type=types.COUNT, help=_("幢数；不给就按房屋清册"))
@click.option("--households", type=types.COUNT, help=_("户数；不给就按房屋清册"))
@click.option("--area", type=types.AREA, help=_("建筑面积（㎡）；不给就按房屋清册"))
@click.option("--unit", type=types.NAME, help=_("实施主体"))
@click.option("--veteran", is_flag=True, help=_("移交政府安置的军队离退休干部住宅小区"))
@click.option("--wish", type=types.PERCENT, help=_("同意改造的居民比例（%）"))
@click.option("--wish-evidence", type=types.TEXT, help=_("征求意见的依据"))
@select("on")
@dry_run
@acts()
def add(context: Context, code: str, **words: Any) -> Sheet:
    """Put a project into the store."""
    return context.desk().projects.add(code, **words)


@project.command("import", help=_("从文件入库，每项改造内容一行；全部成功或全部不改"))
@reading_a_file
@select("custodian")
@dry_run
@acts()
def bring(
    context: Context, custodian: str | None, dry_run: bool, **file: Unpack[TableFile]
) -> Sheet:
    """Put the projects of a file into the store."""
    return context.desk().projects.bring(custodian=custodian, dry_run=dry_run, **file)


@project.command("list", help=_("列出项目和补助四因素：小区数、幢数、户数、面积"))
@select("custodian")
@click.option("--state", type=click.Choice(STATES), help=_("只列这个状态的"))
@reads()
def list_projects(context: Context, custodian: str | None, state: str | None) -> Sheet:
    """List the projects."""
    return context.desk().projects.list(custodian=custodian, state=state)


@project.command("show", help=_("显示一个项目：小区、改造内容、进度"))
@code
@reads()
def show(context: Context, code: str) -> Sheet:
    """Show a project."""
    return context.desk().projects.show(code)


@project.command("item", help=_("增加一项改造内容"))
@code
@click.argument("work", metavar="WORK", type=types.TEXT)
@click.argument("amount_fen", metavar="AMOUNT", type=types.MONEY)
@click.option("--estate", type=types.CODE, help=_("只属于这个小区；不给就是整个项目的"))
@click.option("--title", type=types.TEXT, help=_("分项名称"))
@select("on")
@dry_run
@acts()
def item(  # one for each thing that a person says
    context: Context, code: str, work: str, amount_fen: int, **words: Any
) -> Sheet:
    """Add a cost line."""
    return context.desk().projects.item(code, work, amount_fen, **words)


@project.command("budget", help=_("调整一项改造内容的预算"))
@code
@click.argument("item", metavar="ITEM", type=types.COUNT)
@click.argument("amount_fen", metavar="AMOUNT", type=types.MONEY_OR_NONE)
@click.option("--reason", type=types.TEXT, required=True, help=_("调整的原因和依据"))
@select("on")
@dry_run
@acts()
def budget(  # one for each thing that a person says
    context: Context,
    *,
    code: str,
    item: int,
    amount_fen: int,
    reason: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Give a cost line another budget."""
    return context.desk().projects.budget(
        code, item, amount_fen, reason=reason, on=on, dry_run=dry_run
    )


@project.command("wish", help=_("登记居民改造意愿"))
@code
@click.argument("permille", metavar="PERCENT", type=types.PERCENT)
@click.option("--evidence", type=types.TEXT, required=True, help=_("征求意见的依据"))
@select("on")
@dry_run
@acts()
def wish(
    context: Context, code: str, permille: int, evidence: str, on: date | None, dry_run: bool
) -> Sheet:
    """Write down how many residents wish for it."""
    return context.desk().projects.wish(code, permille, evidence=evidence, on=on, dry_run=dry_run)


@project.command(
    "step",
    help=_(
        "登记进度：planned 列入计划、started 开工、completed 竣工、"
        "handed_over 移交、closed 结案、withdrawn 出库、stored 调出计划"
    ),
)
@code
@click.argument("state", metavar="STATE", type=click.Choice(STATES))
@click.option("--evidence", type=types.TEXT, required=True, help=_("依据文件"))
@click.option("--year", type=types.YEAR, help=_("计划年度，列入计划时写"))
@click.option("--from", "from_on", type=types.DATE, help=_("计划开工日期"))
@click.option("--until", "until_on", type=types.DATE, help=_("计划竣工日期"))
@select("on")
@dry_run
@acts()
def step(context: Context, code: str, state: str, **words: Any) -> Sheet:
    """Take a step."""
    return context.desk().projects.step(code, state, **words)
