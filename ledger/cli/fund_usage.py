"""`wxzj fund usage`: cases of using the fund."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

case = click.argument("case", metavar="CASE", type=types.REFERENCE)

by = click.option(
    "--by",
    type=click.Choice(["area", "equal", "coefficient", "agreed"]),
    help=_("分摊依据：面积、按户均摊、面积乘系数、约定比例；不给就按面积"),
)
weights = click.option(
    "--weights",
    metavar="FILE",
    type=click.Path(),
    help=_("各户或各层的系数、分摊面积、不分摊原因（CSV、XLSX、XLS）"),
)
within_means = click.option(
    "--within-means", is_flag=True, help=_("排除自筹：缩小到余额最少的户也够的金额")
)


@click.group("usage", cls=Group, help=_("使用：立项、分摊、表决、核准、拨付"))
def usage() -> None:
    """Gather the steps of a case of using the money."""


@usage.command("draft", help=_("立项"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option("--title", type=types.TEXT, required=True, help=_("项目名称"))
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("预算金额（元）"))
@click.option(
    "--scope",
    "scopes",
    type=types.REFERENCE,
    multiple=True,
    help=_("分摊范围：幢、幢-单元或房屋编号，可给多个；不给就是全小区"),
)
@click.option("--payee", type=types.NAME, help=_("收款单位"))
@click.option(
    "--kind", "work", type=types.TEXT, metavar="KIND", help=_("维修类别：电梯、消防、屋面、外墙等")
)
@click.option("--emergency", type=types.TEXT, metavar="REASON", help=_("应急使用的事由，免表决"))
@click.option("--warranty-until", type=types.DATE, help=_("保修期最后一天；期内不能核准"))
@click.option(
    "--common-income",
    "common",
    type=types.MONEY_OR_ALL,
    metavar="AMOUNT|all",
    help=_("先由本小区共有收益支付的金额（元），或 all：能付多少付多少"),
)
@click.option(
    "--asset",
    "assets",
    type=types.REFERENCE,
    multiple=True,
    help=_("修的是哪项资产（编号），可给多个；专业经营单位负责的不能立项"),
)
@click.option(
    "--network", "networks", type=types.TEXT, multiple=True, help=_("修的是整个类别，如 供水")
)
@by
@weights
@within_means
@select("on")
@request_key
@dry_run
@acts()
def draft(
    context: Context,
    *,
    estate: str,
    title: str,
    amount_fen: int,
    scopes: tuple[str, ...],
    payee: str | None,
    work: str | None,
    emergency: str | None,
    warranty_until: date | None,
    common: int | str | None,
    assets: tuple[str, ...],
    networks: tuple[str, ...],
    by: str | None,
    weights: str | None,
    within_means: bool,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Open a case."""
    return context.desk().usage.draft(
        estate=estate,
        title=title,
        amount_fen=amount_fen,
        scopes=scopes,
        payee=payee,
        work=work,
        emergency=emergency,
        warranty_until=warranty_until,
        common=common,
        assets=assets,
        networks=networks,
        by=by,
        weights=weights,
        within_means=within_means,
        on=on,
        request_key=request_key,
        dry_run=dry_run,
    )


@usage.command("share", help=_("分摊表：各户应分摊、分户账承担和直接支付的金额；核准前为试算"))
@case
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("试算另一个金额（元）"))
@by
@weights
@within_means
@reads()
def share(
    context: Context,
    *,
    case: str,
    amount_fen: int | None,
    by: str | None,
    weights: str | None,
    within_means: bool,
) -> Sheet:
    """Show who bears what of a case."""
    return context.desk().usage.share(
        case, amount_fen=amount_fen, by=by, weights=weights, within_means=within_means
    )


@usage.command("vote", help=_("登记业主表决结果，按面积和人数两条线判断；不写总数就由表决票计算"))
@case
@click.option("--present-area", type=types.AREA, help=_("参与表决的面积（㎡）"))
@click.option("--present-heads", type=types.COUNT, help=_("参与表决的人数"))
@click.option("--agreed-area", type=types.AREA, help=_("同意的面积（㎡）"))
@click.option("--agreed-heads", type=types.COUNT, help=_("同意的人数"))
@click.option("--objected-area", type=types.AREA, default=0, help=_("持异议的面积（㎡）"))
@click.option("--objected-heads", type=types.COUNT, default=0, help=_("持异议的人数"))
@click.option(
    "--ruleset",
    type=click.Choice(["civil_code_2021", "old_2007", "objection_1_3"]),
    help=_("表决规则：民法典、2021年前的旧规则、异议表决；不给就按表决日期当地的规则"),
)
@select("on")
@dry_run
@acts()
def vote(
    context: Context,
    *,
    case: str,
    present_area: int | None,
    present_heads: int | None,
    agreed_area: int | None,
    agreed_heads: int | None,
    objected_area: int,
    objected_heads: int,
    ruleset: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record how the owners voted."""
    return context.desk().usage.vote(
        case,
        present_area=present_area,
        present_heads=present_heads,
        agreed_area=agreed_area,
        agreed_heads=agreed_heads,
        objected_area=objected_area,
        objected_heads=objected_heads,
        ruleset=ruleset,
        on=on,
        dry_run=dry_run,
    )


@usage.command("approve", help=_("核准：固定分摊范围，冻结分户账承担的金额"))
@case
@select("on")
@dry_run
@acts()
def approve(context: Context, case: str, on: date | None, dry_run: bool) -> Sheet:
    """Approve a case."""
    return context.desk().usage.approve(case, on=on, dry_run=dry_run)


@usage.command("show", help=_("显示一个使用项目：进度、分摊、凭证"))
@case
@reads()
def show(context: Context, case: str) -> Sheet:
    """Show one case whole."""
    return context.desk().usage.show(case)
