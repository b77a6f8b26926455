"""`wxzj fund replenish plan` and what follows: a campaign from its list to its last notice."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import TableFile, acts, dry_run, reading_a_file, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

campaign = click.argument("plan", metavar="PLAN", type=types.REFERENCE)
household = click.argument("household", metavar="HOUSEHOLD", type=types.REFERENCE)
households = click.option(
    "--household",
    "households",
    type=types.REFERENCE,
    multiple=True,
    help=_("房屋编号，可给多个；不给就是名单上的全部"),
)


@click.command("plan", help=_("拟定续筹方案：固定名单和各户应交金额"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option(
    "--target",
    type=click.Choice(["initial", "current_standard", "ratio", "decided"]),
    help=_("续筹至：首期应交、现行标准、首期的一定比例、业主决定；不给就按本地规则"),
)
@click.option("--ratio", "permille", type=types.COUNT, help=_("首期应交金额的千分之几"))
@click.option(
    "--standard",
    "standard_fen",
    type=types.MONEY,
    help=_("每平方米金额（元）；没有首期应交金额的房屋也按它补建"),
)
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("业主决定的总额，按面积分摊"))
@click.option(
    "--scope",
    "scopes",
    type=types.REFERENCE,
    multiple=True,
    help=_("范围：幢、幢-单元或房屋编号，可给多个；不给就是全小区"),
)
@click.option("--everyone", is_flag=True, help=_("范围内全体都交，不只是余额不足的"))
@click.option(
    "--mode",
    type=click.Choice(["lump", "instalments"]),
    default="lump",
    show_default=True,
    help=_("一次交清，或分期"),
)
@click.option("--times", type=types.COUNT, help=_("分几期，分期时给出"))
@click.option(
    "--every",
    "every_months",
    type=types.COUNT,
    default=12,
    show_default=True,
    help=_("每两期相隔几个月"),
)
@select("on")
@dry_run
@acts()
def plan(context: Context, mode: str, times: int | None, **words: Any) -> Sheet:
    """Freeze who pays how much."""
    if (mode == "lump") != (times is None):
        raise click.UsageError(_("--mode instalments 和 --times 要一起给"))
    return context.desk().campaign.plan(times=1 if times is None else times, **words)


@click.command("opinions", help=_("业主意见表：供业主签名，含本次应交金额"))
@campaign
@reads()
def opinions(context: Context, plan: str) -> Sheet:
    """Print the list on which owners sign."""
    return context.desk().campaign.opinions(plan)


@click.command("electorate", help=_("固定表决权人：范围内全体业主，不交钱的也有表决权"))
@campaign
@select("on")
@dry_run
@acts()
def electorate(context: Context, plan: str, on: date | None, dry_run: bool) -> Sheet:
    """Freeze who may vote."""
    return context.desk().campaign_voting.electorate(plan, on=on, dry_run=dry_run)


@click.command(
    "ballot", help=_("登记表决票（CSV、XLSX、XLS）：房屋编号、表决意见；每户以最后一张为准")
)
@campaign
@reading_a_file
@select("on")
@dry_run
@acts()
def ballot(
    context: Context, plan: str, on: date | None, dry_run: bool, **file: Unpack[TableFile]
) -> Sheet:
    """Take ballots in from a file."""
    return context.desk().campaign_voting.ballot(plan, on=on, dry_run=dry_run, **file)


@click.command("ballots", help=_("列出表决票，含改过的"))
@campaign
@reads()
def ballots(context: Context, plan: str) -> Sheet:
    """List every ballot of a campaign."""
    return context.desk().campaign_voting.ballots(plan)


@click.command("vote", help=_("登记业主对续筹方案的表决，按四分之三判断；不写总数就由表决票计算"))
@campaign
@click.option("--present-area", type=types.AREA, help=_("参与表决的面积（㎡）"))
@click.option("--present-heads", type=types.COUNT, help=_("参与表决的人数"))
@click.option("--agreed-area", type=types.AREA, help=_("同意的面积（㎡）"))
@click.option("--agreed-heads", type=types.COUNT, help=_("同意的人数"))
@click.option("--objected-area", type=types.AREA, default=0, help=_("持异议的面积（㎡）"))
@click.option("--objected-heads", type=types.COUNT, default=0, help=_("持异议的人数"))
@click.option(
    "--ruleset",
    type=click.Choice(["civil_code_2021", "old_2007", "objection_1_3"]),
    help=_("表决规则：民法典、2021年前的旧规则、异议表决；不给就按表决日期"),
)
@click.option(
    "--due",
    "due_on",
    type=types.DATE,
    help=_("首期缴款的最后一天；不给就从表决日起加缴款天数"),
)
@select("on")
@dry_run
@acts()
def vote(context: Context, plan: str, **words: Any) -> Sheet:
    """Record how the owners voted."""
    return context.desk().campaign.vote(plan, **words)


@click.command("fallback", help=_("业主逾期不作决定，按本地规则续交"))
@campaign
@select("on")
@dry_run
@acts()
def fallback(context: Context, plan: str, on: date | None, dry_run: bool) -> Sheet:
    """Put the rule of the place in the place of a campaign."""
    return context.desk().campaign.fall_back(plan, on=on, dry_run=dry_run)


@click.command("notice", help=_("写通知：首次征缴、逾期催交、期满公告；重做不会重复通知"))
@campaign
@households
@select("on")
@dry_run
@acts()
def notice(
    context: Context, plan: str, households: tuple[str, ...], on: date | None, dry_run: bool
) -> Sheet:
    """Write the notices that are due."""
    return context.desk().campaign.notice(plan, households=households, on=on, dry_run=dry_run)


@click.command("notices", help=_("通知登记簿和正文，可写成 CSV、XLSX 打印"))
@campaign
@select("on")
@reads()
def notices(context: Context, plan: str, on: date | None) -> Sheet:
    """Show the register of notices."""
    return context.desk().campaign.notices(plan, on=on)


@click.command("delivered", help=_("登记通知送达，缴款期从送达日算起"))
@campaign
@click.option(
    "--manner",
    type=click.Choice(["in_person", "mail", "sms", "electronic", "posted", "public"]),
    required=True,
    help=_("送达方式：直接、邮寄、短信、电子、张贴、公告"),
)
@households
@select("on")
@dry_run
@acts()
def delivered(context: Context, plan: str, **words: Any) -> Sheet:
    """Record that notices arrived."""
    return context.desk().campaign.delivered(plan, **words)


@click.command("waive", help=_("减免一户，须写原因；设了用户后由另一人批准才算"))
@campaign
@household
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("金额（元）；不给就是未交的全部"))
@click.option("--reason", type=types.TEXT, required=True, help=_("减免原因"))
@dry_run
@acts()
def waive(context: Context, plan: str, household: str, **words: Any) -> Sheet:
    """Ask that a household need not pay."""
    return context.desk().campaign.waive(plan, household, **words)


@click.command("approve-waiver", help=_("批准一户的减免"))
@campaign
@household
@dry_run
@acts()
def approve_waiver(context: Context, plan: str, household: str, dry_run: bool) -> Sheet:
    """Grant what was asked for a household."""
    return context.desk().campaign.grant_waiver(plan, household, dry_run=dry_run)


@click.command("stop", help=_("停止续筹，不再通知和催交"))
@campaign
@click.option("--reason", type=types.TEXT, required=True, help=_("停止原因"))
@select("on")
@dry_run
@acts()
def stop(context: Context, plan: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Stop a campaign."""
    return context.desk().campaign.stop(plan, reason=reason, on=on, dry_run=dry_run)


@click.command("status", help=_("收缴情况：按单元或按户，收缴率、未收、逾期"))
@campaign
@click.option(
    "--by",
    type=click.Choice(["stair", "household"]),
    default="stair",
    show_default=True,
    help=_("按单元或按户列示"),
)
@click.option("--late", is_flag=True, help=_("只列逾期未交的房屋"))
@select("on")
@reads()
def status(context: Context, plan: str, by: str, late: bool, on: date | None) -> Sheet:
    """Show how a campaign stands."""
    return context.desk().campaign.status(plan, by=by, late=late, on=on)


COMMANDS = (
    plan,
    opinions,
    electorate,
    ballot,
    ballots,
    vote,
    fallback,
    notice,
    notices,
    delivered,
    waive,
    approve_waiver,
    stop,
    status,
)
