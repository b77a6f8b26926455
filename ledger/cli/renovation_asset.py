"""`wxzj renovation asset` and `operator`: what stands in an estate, and who keeps it."""

from __future__ import annotations

from datetime import date
from typing import Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import TableFile, acts, dry_run, reading_a_file, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

code = click.argument("code", metavar="ASSET", type=types.REFERENCE)
in_service = click.option("--in-service", "in_service_on", type=types.DATE, help=_("投入使用日期"))
warranty_until = click.option("--warranty-until", type=types.DATE, help=_("保修期最后一天"))


@click.group("operator", cls=Group, help=_("专业经营单位：供水、供电、供热等公司"))
def operator() -> None:
    """Gather the commands about operators."""


@operator.command("add", help=_("登记专业经营单位"))
@click.argument("code", metavar="CODE", type=types.CODE)
@click.argument("name", metavar="NAME", type=types.NAME)
@click.option(
    "--network",
    "networks",
    type=types.TEXT,
    multiple=True,
    required=True,
    help=_("经营的类别：供水、排水、供电、供气、供热、通信等，可写多次"),
)
@dry_run
@acts()
def add_operator(
    context: Context, code: str, name: str, networks: tuple[str, ...], dry_run: bool
) -> Sheet:
    """Register an operator."""
    return context.desk().asset.add_operator(code, name, networks=networks, dry_run=dry_run)


@operator.command("list", help=_("列出专业经营单位"))
@reads()
def list_operators(context: Context) -> Sheet:
    """List the operators."""
    return context.desk().asset.operators()


@click.group("asset", cls=Group, help=_("资产登记：是什么、在哪里、谁的、谁维护"))
def asset() -> None:
    """Gather the commands about assets."""


@asset.command("add", help=_("登记一项资产"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option("--network", type=types.TEXT, required=True, help=_("类别：供水、供电、供热、电梯等"))
@click.option("--name", type=types.NAME, required=True, help=_("资产名称"))
@click.option("--location", type=types.TEXT, required=True, help=_("位置"))
@click.option(
    "--quantity", "quantity_milli", type=types.QUANTITY, required=True, help=_("数量，最多三位小数")
)
@click.option("--unit", type=types.TEXT, required=True, help=_("计量单位，如 台、米"))
@click.option("--boundary", type=types.TEXT, help=_("分界点，如 表前阀门、入户水表"))
@click.option("--maker", type=types.NAME, help=_("生产厂家"))
@in_service
@warranty_until
@click.option("--code", type=types.REFERENCE, help=_("资产编号；不给就按小区顺编"))
@click.option(
    "--since", type=types.DATE, help=_("从哪天起由现在的单位负责；不给就是投入使用日期或今天")
)
@click.option(
    "--owner",
    type=types.REFERENCE,
    default="owners",
    show_default=True,
    help=_("产权：owners 业主共有、government 政府单位，或专业经营单位编号"),
)
@click.option("--keeper", type=types.REFERENCE, help=_("维护单位，写法同上；不给就同产权"))
@click.option("--ground", type=types.TEXT, help=_("专业经营单位负责的依据，如法规条文"))
@dry_run
@acts()
def add(
    context: Context,
    *,
    estate: str,
    network: str,
    name: str,
    location: str,
    quantity_milli: int,
    unit: str,
    boundary: str | None,
    maker: str | None,
    in_service_on: date | None,
    warranty_until: date | None,
    code: str | None,
    since: date | None,
    owner: str,
    keeper: str | None,
    ground: str | None,
    dry_run: bool,
) -> Sheet:
    """Register an asset."""
    return context.desk().asset.add(
        estate=estate,
        network=network,
        name=name,
        location=location,
        quantity_milli=quantity_milli,
        unit=unit,
        boundary=boundary,
        maker=maker,
        in_service_on=in_service_on,
        warranty_until=warranty_until,
        code=code,
        since=since,
        owner=owner,
        keeper=keeper,
        ground=ground,
        dry_run=dry_run,
    )


@asset.command("import", help=_("导入资产清册（CSV、XLSX、XLS）；同一文件再导入不改变任何东西"))
@reading_a_file
@dry_run
@acts()
def import_assets(context: Context, dry_run: bool, **file: Unpack[TableFile]) -> Sheet:
    """Take a list of assets in."""
    return context.desk().asset.import_file(dry_run=dry_run, **file)


@asset.command("fill", help=_("补登投入使用日期、保修期"))
@code
@in_service
@warranty_until
@dry_run
@acts()
def fill(
    context: Context,
    code: str,
    in_service_on: date | None,
    warranty_until: date | None,
    dry_run: bool,
) -> Sheet:
    """Fill in what was not known yet."""
    return context.desk().asset.fill(
        code, in_service_on=in_service_on, warranty_until=warranty_until, dry_run=dry_run
    )


evidence = click.option(
    "--evidence",
    type=click.Choice(["final", "provisional", "valuation", "nominal"]),
    default="final",
    show_default=True,
    help=_("造价依据：竣工决算、暂估、评估、名义金额"),
)
sources = click.option(
    "--from",
    "by_source",
    type=types.NAMED_MONEY,
    multiple=True,
    required=True,
    help=_("资金来源=金额（元），可写多次"),
)


@asset.command("attach", help=_("登记竣工图、决算、评估、保修文件"))
@code
@click.argument("path", metavar="FILE", type=click.Path())
@click.option(
    "--kind",
    type=click.Choice(["drawing", "settlement", "valuation", "warranty", "photo", "other"]),
    default="drawing",
    show_default=True,
    help=_("资料类别：竣工图、决算、评估、保修文件、照片、其他"),
)
@select("on")
@dry_run
@acts()
def attach(
    context: Context, *, code: str, path: str, kind: str, on: date | None, dry_run: bool
) -> Sheet:
    """Keep a paper of an asset."""
    return context.desk().asset.attach(code, path=path, kind=kind, on=on, dry_run=dry_run)


@asset.command("cost", help=_("登记一项资产的造价，按资金来源"))
@code
@sources
@evidence
@click.option("--paper", type=click.Path(), metavar="FILE", help=_("造价的依据文件"))
@select("on")
@dry_run
@acts()
def cost(
    context: Context,
    *,
    code: str,
    by_source: tuple[tuple[str, int], ...],
    evidence: str,
    paper: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Write down what an asset cost."""
    return context.desk().asset.cost(
        code, by_source=by_source, evidence=evidence, paper=paper, on=on, dry_run=dry_run
    )


@asset.command("spread", help=_("把各项资金分到各项资产，两边合计都精确到分"))
@sources
@click.option(
    "--asset",
    "by_asset",
    type=types.NAMED_MONEY,
    multiple=True,
    required=True,
    help=_("资产编号=造价（元），可写多次"),
)
@click.option("--in-order", is_flag=True, help=_("按来源次序依次填满；不写就按比例"))
@evidence
@select("on")
@dry_run
@acts()
def spread(
    context: Context,
    *,
    by_source: tuple[tuple[str, int], ...],
    by_asset: tuple[tuple[str, int], ...],
    in_order: bool,
    evidence: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Spend sources on assets."""
    return context.desk().asset.spread(
        by_source=by_source,
        by_asset=by_asset,
        evidence=evidence,
        in_order=in_order,
        on=on,
        dry_run=dry_run,
    )


@asset.command("costs", help=_("资金来源×资产造价表"))
@select("estate")
@click.option("--network", type=types.TEXT, help=_("只列一个类别"))
@reads()
def costs(context: Context, estate: str | None, network: str | None) -> Sheet:
    """Show the table of sources and assets."""
    return context.desk().asset.costs(estate=estate, network=network)


@asset.command("list", help=_("列出资产，和某日各由谁维护"))
@select("estate")
@click.option("--network", type=types.TEXT, help=_("只列一个类别"))
@click.option("--operator", type=types.REFERENCE, help=_("只列某专业经营单位维护的"))
@select("on")
@reads()
def list_assets(
    context: Context,
    estate: str | None,
    network: str | None,
    operator: str | None,
    on: date | None,
) -> Sheet:
    """List assets."""
    return context.desk().asset.list(estate=estate, network=network, operator=operator, on=on)


@asset.command("show", help=_("显示一项资产：产权和维护单位的来历"))
@code
@select("on")
@reads()
def show(context: Context, code: str, on: date | None) -> Sheet:
    """Show one asset."""
    return context.desk().asset.show(code, on=on)
