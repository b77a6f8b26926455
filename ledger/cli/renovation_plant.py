"""`wxzj renovation handover` and `accept`: plant goes to its operator, step by step."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

code = click.argument("code", metavar="HANDOVER", type=types.REFERENCE)
paper = click.option("--paper", type=click.Path(), metavar="FILE", help=_("附件"))
needs_paper = click.option(
    "--paper", type=click.Path(), metavar="FILE", required=True, help=_("附件")
)


@click.command("accept", help=_("联合验收：合格，或因缺陷不合格"))
@code
@click.option(
    "--party",
    "parties",
    type=types.NAME,
    multiple=True,
    required=True,
    help=_("参加单位，可写多次"),
)
@click.option("--rejected", is_flag=True, help=_("验收不合格；先登记缺陷"))
@click.option("--invited-on", type=types.DATE, help=_("邀请接收单位的日期，它没有来时必写"))
@paper
@select("on")
@dry_run
@acts()
def accept(
    context: Context,
    *,
    code: str,
    parties: tuple[str, ...],
    rejected: bool,
    invited_on: date | None,
    paper: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record a joint acceptance."""
    return context.desk().plant.accept(
        code,
        parties=parties,
        rejected=rejected,
        invited_on=invited_on,
        on=on,
        paper=paper,
        dry_run=dry_run,
    )


@click.group("handover", cls=Group, help=_("设施移交：表决、协议、清册、缺陷、责任切换"))
def handover() -> None:
    """Gather the steps of a hand-over of plant."""


@handover.command("start", help=_("开始移交：把哪些资产移交给谁"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option("--operator", type=types.REFERENCE, required=True, help=_("接收的专业经营单位编号"))
@click.option(
    "--asset",
    "assets",
    type=types.REFERENCE,
    multiple=True,
    required=True,
    help=_("资产编号，可写多次"),
)
@click.option(
    "--stage",
    type=click.Choice(["surveyed", "built"]),
    default="surveyed",
    show_default=True,
    help=_("从查勘开始；已有设施从建成开始"),
)
@select("on")
@dry_run
@acts()
def start(
    context: Context,
    *,
    estate: str,
    operator: str,
    assets: tuple[str, ...],
    stage: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Begin a hand-over."""
    return context.desk().plant.start(
        estate=estate, operator=operator, assets=assets, stage=stage, on=on, dry_run=dry_run
    )


@handover.command("stage", help=_("登记设计会签、建成，或接收方已入账"))
@code
@click.argument("stage", type=click.Choice(["design_agreed", "built", "booked_by_operator"]))
@click.option("--note", type=types.TEXT, help=_("备注，如接收方的凭证号"))
@paper
@select("on")
@dry_run
@acts()
def stage(
    context: Context,
    *,
    code: str,
    stage: str,
    note: str | None,
    paper: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record a stage."""
    return context.desk().plant.stage(code, stage, on=on, paper=paper, note=note, dry_run=dry_run)


@handover.command("vote", help=_("登记业主共同决定移交的结果，按面积和人数判断"))
@code
@click.option("--present-area", type=types.AREA, required=True, help=_("参与表决的面积（㎡）"))
@click.option("--present-heads", type=types.COUNT, required=True, help=_("参与表决的人数"))
@click.option("--agreed-area", type=types.AREA, required=True, help=_("同意的面积（㎡）"))
@click.option("--agreed-heads", type=types.COUNT, required=True, help=_("同意的人数"))
@needs_paper
@select("on")
@dry_run
@acts()
def vote(
    context: Context,
    *,
    code: str,
    present_area: int,
    present_heads: int,
    agreed_area: int,
    agreed_heads: int,
    paper: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record the owners' vote."""
    return context.desk().plant.vote(
        code,
        present_area=present_area,
        present_heads=present_heads,
        agreed_area=agreed_area,
        agreed_heads=agreed_heads,
        paper=paper,
        on=on,
        dry_run=dry_run,
    )


@handover.command("agree", help=_("登记移交协议"))
@code
@click.option("--number", type=types.TEXT, required=True, help=_("协议编号"))
@click.option(
    "--case",
    type=click.Choice(["A", "B", "C", "D", "E"]),
    required=True,
    help=_("取得方式：A 政府投资入股、B 无偿专项用途、C 其他无偿、D 自建、E 有偿"),
)
@click.option("--duty-only", is_flag=True, help=_("只移交维护责任，产权不变"))
@needs_paper
@select("on")
@dry_run
@acts()
def agree(
    context: Context,
    *,
    code: str,
    number: str,
    case: str,
    duty_only: bool,
    paper: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record the agreement."""
    return context.desk().plant.agree(
        code, number=number, case=case, duty_only=duty_only, paper=paper, on=on, dry_run=dry_run
    )


@handover.command("inventory", help=_("登记按清册交接：图纸、钥匙一并移交"))
@code
@click.option("--keys", type=types.COUNT, default=0, show_default=True, help=_("移交的钥匙数"))
@click.option("--without-drawings", type=types.TEXT, metavar="REASON", help=_("没有竣工图的原因"))
@needs_paper
@select("on")
@dry_run
@acts()
def inventory(
    context: Context,
    *,
    code: str,
    keys: int,
    without_drawings: str | None,
    paper: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record the hand-over by inventory."""
    return context.desk().plant.inventory(
        code, paper=paper, keys=keys, without_drawings=without_drawings, on=on, dry_run=dry_run
    )


@handover.command("defect", help=_("登记缺陷，或登记已整改（--mended）"))
@code
@click.option("--asset", type=types.REFERENCE, help=_("资产编号"))
@click.option("--what", type=types.TEXT, help=_("什么缺陷"))
@click.option("--days", type=types.COUNT, default=30, show_default=True, help=_("整改期限（天）"))
@click.option("--mended", type=types.COUNT, help=_("已整改的缺陷序号"))
@select("on")
@dry_run
@acts()
def defect(
    context: Context,
    *,
    code: str,
    asset: str | None,
    what: str | None,
    days: int,
    mended: int | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Write a defect down, or that it was mended."""
    return context.desk().plant.defect(
        code, asset=asset, what=what, days=days, mended=mended, on=on, dry_run=dry_run
    )


@handover.command("refuse", help=_("登记不移交及原因；以后仍可再验收"))
@code
@click.option("--reason", type=types.TEXT, required=True, help=_("谁拒绝，为什么"))
@paper
@select("on")
@dry_run
@acts()
def refuse(
    context: Context, *, code: str, reason: str, paper: str | None, on: date | None, dry_run: bool
) -> Sheet:
    """Record a refusal."""
    return context.desk().plant.refuse(code, reason=reason, on=on, paper=paper, dry_run=dry_run)


@handover.command("switch", help=_("切换维护责任：自该日起由专业经营单位负责；登记协议的人不能办"))
@code
@paper
@select("on")
@dry_run
@acts()
def switch(
    context: Context, *, code: str, paper: str | None, on: date | None, dry_run: bool
) -> Sheet:
    """Switch the duty."""
    return context.desk().plant.switch(code, on=on, paper=paper, dry_run=dry_run)


@handover.command("list", help=_("列出设施移交"))
@select("estate")
@reads()
def list_handovers(context: Context, estate: str | None) -> Sheet:
    """List hand-overs."""
    return context.desk().plant.list(estate=estate)


@handover.command("show", help=_("显示一次设施移交：资产、步骤、缺陷"))
@code
@reads()
def show(context: Context, code: str) -> Sheet:
    """Show one hand-over."""
    return context.desk().plant.show(code)


@handover.command("print", help=_("打印移交资产清册、移交协议或验收单，供签字"))
@code
@click.argument("form", type=click.Choice(["inventory", "agreement", "acceptance"]))
@reads()
def print_form(context: Context, code: str, form: str) -> Sheet:
    """Lay a form out."""
    return context.desk().plant.print(code, form)
