"""`wxzj fund usage`: the lists of a case that go to the owners, and how they vote."""

from __future__ import annotations

from datetime import date
from typing import Unpack

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.fund_usage import case, usage
from ledger.cli.options import CORRUPT, TableFile, acts, dry_run, reading_a_file, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@usage.command("list", help=_("支取分摊清册：各户的分摊、支取和余额"))
@case
@reads()
def listed(context: Context, case: str) -> Sheet:
    """List what each household bears and can spend."""
    return context.desk().planning.listed(case)


@usage.command("opinions", help=_("业主意见表：供业主签名，含预计分摊金额"))
@case
@reads()
def opinions(context: Context, case: str) -> Sheet:
    """Print the list on which each owner signs."""
    return context.desk().planning.opinions(case)


@usage.command("electorate", help=_("固定表决权人：按某日的产权，一人几套、一套几人各算一人"))
@case
@select("on")
@dry_run
@acts()
def electorate(context: Context, case: str, on: date | None, dry_run: bool) -> Sheet:
    """Freeze who may vote."""
    return context.desk().voting.electorate(case, on=on, dry_run=dry_run)


@usage.command(
    "ballot", help=_("登记表决票（CSV、XLSX、XLS）：房屋编号、表决意见；每户以最后一张为准")
)
@case
@reading_a_file
@select("on")
@dry_run
@acts()
def ballot(
    context: Context, case: str, on: date | None, dry_run: bool, **file: Unpack[TableFile]
) -> Sheet:
    """Take ballots in from a file."""
    return context.desk().voting.ballot(case, on=on, dry_run=dry_run, **file)


@usage.command("ballots", help=_("列出表决票，含改过的"))
@case
@reads()
def ballots(context: Context, case: str) -> Sheet:
    """List every ballot of a case."""
    return context.desk().voting.ballots(case)


@usage.command("attach", help=_("登记附件：合同、会议记录、发票等，文件按摘要存放在数据库旁"))
@case
@click.argument("path", metavar="FILE", type=click.Path())
@click.option("--kind", type=types.TEXT, required=True, help=_("附件类别，如 合同、公示、验收"))
@select("on")
@dry_run
@acts()
def attach(
    context: Context, case: str, path: str, kind: str, on: date | None, dry_run: bool
) -> Sheet:
    """Keep a paper of a case."""
    return context.desk().papers.attach(case, path=path, kind=kind, on=on, dry_run=dry_run)


@usage.command("papers", help=_("列出附件，并核对文件是否还在、有没有被改过；不写项目就核对全部"))
@click.argument("case", metavar="[CASE]", type=types.REFERENCE, required=False)
@reads(not_ok=CORRUPT)
def papers(context: Context, case: str | None) -> Sheet:
    """List papers and look for their files."""
    return context.desk().papers.papers(case)


@usage.command("step", help=_("登记程序的一步：使用方案、公示、申请列支、业委会审核、备案等"))
@case
@click.argument("step", metavar="STEP", type=types.TEXT)
@click.option("--on", type=types.DATE, required=True, help=_("日期；公示写第一天"))
@click.option("--until", type=types.DATE, help=_("公示的最后一天"))
@click.option("--paper", "paper_no", type=types.COUNT, help=_("附件的序号"))
@click.option("--note", type=types.TEXT, help=_("备注"))
@dry_run
@acts()
def step(
    context: Context,
    *,
    case: str,
    step: str,
    on: date,
    until: date | None,
    paper_no: int | None,
    note: str | None,
    dry_run: bool,
) -> Sheet:
    """Write a step down."""
    return context.desk().steps.step(
        case, step, on=on, until=until, paper_no=paper_no, note=note, dry_run=dry_run
    )


@usage.command("dispute", help=_("登记一户对分摊的争议，或用 --resolved 登记处理结果；其他户照常"))
@case
@click.argument("household", metavar="HOUSEHOLD", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@click.option("--on", type=types.DATE, required=True, help=_("日期"))
@click.option(
    "--resolved",
    type=click.Choice(["confirmed", "changed"]),
    help=_("处理结果：confirmed 维持分摊；changed 须先另行更正"),
)
@click.option("--paper", "paper_no", type=types.COUNT, help=_("附件的序号"))
@dry_run
@acts()
def dispute(
    context: Context,
    *,
    case: str,
    household: str,
    reason: str,
    on: date,
    resolved: str | None,
    paper_no: int | None,
    dry_run: bool,
) -> Sheet:
    """Write a dispute or its end down."""
    return context.desk().holds.dispute(
        case,
        household,
        reason=reason,
        on=on,
        resolved=resolved,
        paper_no=paper_no,
        dry_run=dry_run,
    )


@usage.command("steps", help=_("显示程序：各步的日期，核准前还缺什么，应急审核的期限"))
@case
@reads()
def steps(context: Context, case: str) -> Sheet:
    """Show the steps of a case."""
    return context.desk().steps.steps(case)


__all__ = ["usage"]
