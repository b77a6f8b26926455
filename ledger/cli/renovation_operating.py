"""`wxzj renovation schedule`, `entries` and `relief`: calculators that book nothing."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import REFUSED, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

CASES = ["A", "B", "C", "C1", "C2", "D", "E"]
_CASE_HELP = _(
    "取得情形：A 政府投资入股；B 政府无偿、专项不征税；C 政府无偿、其他；C1 业主或开发单位移交；"
    "C2 母公司或国企划入；D 自己出资；E 购入"
)
cost = click.argument("cost_fen", metavar="COST", type=types.MONEY)


@click.command("schedule", help=_("折旧测算：账面、税前可扣除、定价成本三个数并列"))
@cost
@click.option("--in-use", "on", type=types.DATE, required=True, help=_("投入使用日期"))
@click.option("--months", type=types.COUNT, help=_("折旧月数；不给就按资产类别的税前最低年限"))
@click.option(
    "--class",
    "asset_class",
    type=click.Choice(["structure", "plant", "tools", "vehicle", "electronic"]),
    default="plant",
    show_default=True,
    help=_("资产类别：构筑物、生产设备、器具、运输工具、电子设备"),
)
@click.option("--residual", type=types.PERCENT, default="0", help=_("预计净残值率（%）"))
@click.option("--case", type=click.Choice(CASES), default="D", show_default=True, help=_CASE_HELP)
@click.option(
    "--regime",
    type=click.Choice(["enterprise", "unit"]),
    default="enterprise",
    show_default=True,
    help=_("企业次月起提；政府单位当月起提、不留残值"),
)
@click.option(
    "--method",
    type=click.Choice(["exact", "level"]),
    default="exact",
    show_default=True,
    help=_("逐月累计取整，或每月等额、末月取余"),
)
@click.option(
    "--rebuild",
    type=(types.DATE, types.DATE, types.MONEY, types.COUNT),
    metavar="FROM UNTIL COST MONTHS",
    help=_("改造：停用日、重新使用日、改造支出（元）、之后的折旧月数"),
)
@click.option("--disposed", "disposed_on", type=types.DATE, help=_("处置日期"))
@click.option("--by-month", is_flag=True, help=_("逐月列出，不按年合计"))
@select("custodian")
@reads()
def schedule(
    context: Context,
    *,
    case: str,
    residual: int,
    by_month: bool,
    custodian: str | None,
    cost_fen: int,
    on: date,
    months: int | None,
    asset_class: str,
    regime: str,
    method: str,
    rebuild: tuple[date, date, int, int] | None,
    disposed_on: date | None,
) -> Sheet:
    """Show the write-off of an asset over its life."""
    return context.desk().operating.schedule(
        cost_fen,
        on=on,
        months=months,
        asset_class=asset_class,
        residual_permille=residual,
        regime=regime,
        method=method,
        rebuild=rebuild,
        disposed_on=disposed_on,
        case=case,
        by_month=by_month,
        custodian=custodian,
    )


@click.command("entries", help=_("接收资产的建议分录和税务影响；不入账"))
@click.argument("case", metavar="CASE", type=click.Choice(CASES))
@cost
@click.option("--vat", "vat_fen", type=types.MONEY, default=None, help=_("可抵扣的进项税额（元）"))
@click.option(
    "--capital", "capital_fen", type=types.MONEY, default=None, help=_("情形 A：计入实收资本的金额")
)
@click.option(
    "--payable", "payable_fen", type=types.MONEY, default=None, help=_("情形 E：尚未支付的金额")
)
@click.option("--at-once", is_flag=True, help=_("情形 C、C1：一次计入营业外收入，不递延"))
@click.option("--nominal", "is_nominal", is_flag=True, help=_("公允价值不能可靠取得，按名义金额"))
@select("on", "custodian")
@reads()
def entries(
    context: Context,
    *,
    case: str,
    cost_fen: int,
    vat_fen: int | None,
    capital_fen: int | None,
    payable_fen: int | None,
    at_once: bool,
    is_nominal: bool,
    on: date | None,
    custodian: str | None,
) -> Sheet:
    """Show the entries that a receipt suggests."""
    return context.desk().operating.entries(
        case,
        cost_fen,
        on=on,
        vat_fen=vat_fen or 0,
        capital_fen=capital_fen or 0,
        payable_fen=payable_fen or 0,
        at_once=at_once,
        is_nominal=is_nominal,
        custodian=custodian,
    )


@click.group("relief", cls=Group, help=_("社区服务的税费减免和不合理收费的核查"))
def relief() -> None:
    """Gather what is relieved around a renovation."""


@relief.command("care", help=_("社区养老、托育、家政服务的税费减免测算；不入账"))
@click.option(
    "--income", "income_fen", type=types.MONEY, required=True, help=_("服务收入（元），含税价")
)
@click.option(
    "--payer",
    type=click.Choice(["general", "small"]),
    default="small",
    show_default=True,
    help=_("一般纳税人，或小规模纳税人"),
)
@click.option(
    "--due",
    "dues",
    type=types.WORK_AMOUNT,
    multiple=True,
    help=_("房产、土地、建设项目本应缴的税费，可给多个，例如 契税=12000"),
)
@select("on", "custodian")
@reads()
def care(
    context: Context,
    *,
    income_fen: int,
    payer: str,
    dues: tuple[tuple[str, int], ...],
    on: date | None,
    custodian: str | None,
) -> Sheet:
    """Show what the relief of community care is worth."""
    return context.desk().operating.care(
        income_fen=income_fen, on=on, payer=payer, dues=dues, custodian=custodian
    )


@relief.command("fees", help=_("核查改造中向专业经营单位收取的费用；有不得收取的，退出码为 3"))
@click.option(
    "--fee",
    "fees",
    type=types.WORK_AMOUNT,
    multiple=True,
    required=True,
    help=_("费用和金额（元），可给多个，例如 进场费=2000"),
)
@select("on", "custodian")
@reads(not_ok=REFUSED)
def fees(
    context: Context,
    fees: tuple[tuple[str, int], ...],
    on: date | None,
    custodian: str | None,
) -> Sheet:
    """Judge the fees that an operator is asked for."""
    return context.desk().operating.fees(fees, on=on, custodian=custodian)
