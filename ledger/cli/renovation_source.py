"""`wxzj renovation source`: where the money of a project comes from and what it pays for."""

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
evidence = click.option("--evidence", type=types.TEXT, required=True, help=_("依据文件"))
CLASSES = ["basic", "improve", "upgrade"]


@click.group("source", cls=Group, help=_("资金来源：登记、增减、匹配、结余"))
def source() -> None:
    """Gather the commands about money."""


@source.command("add", help=_("登记资金来源：各级补助、专项债、居民、维修资金、专业经营单位等"))
@code
@click.argument("kind", metavar="KIND", type=types.TEXT)
@click.argument("amount_fen", metavar="AMOUNT", type=types.MONEY)
@evidence
@click.option("--payer", type=types.NAME, help=_("出资方"))
@click.option("--borrower", type=types.NAME, help=_("借款人，贷款和债券必写，不得是政府机关"))
@click.option("--rank", type=types.COUNT, help=_("使用顺序，小的在先；不给就按资金渠道"))
@click.option(
    "--class", "classes", type=click.Choice(CLASSES), multiple=True, help=_("限用的改造类别")
)
@click.option("--network", type=types.TEXT, help=_("出资单位的管线设施：供水、供电、供热等"))
@click.option("--cap", "cap_fen", type=types.MONEY, help=_("最多可用金额（元）"))
@click.option("--cap-percent", "cap_permille", type=types.PERCENT, help=_("最多占可用内容预算的%"))
@click.option("--from", "from_on", type=types.DATE, help=_("可用的第一天"))
@click.option("--until", "until_on", type=types.DATE, help=_("可用的最后一天"))
@click.option("--of", "of_no", type=types.COUNT, help=_("已含在第几项来源里，只作备查"))
@select("on")
@dry_run
@acts()
def add(context: Context, code: str, kind: str, amount_fen: int, **words: Any) -> Sheet:
    """Write a source down."""
    return context.desk().sources.add(code, kind, amount_fen, **words)


@source.command("change", help=_("追加、核减（负数）或延长一项来源"))
@code
@click.argument("number", metavar="SOURCE", type=types.COUNT)
@click.option(
    "--amount",
    "amount_fen",
    type=types.MONEY_SIGNED,
    required=True,
    help=_("增减的金额（元），核减写负数"),
)
@evidence
@click.option("--until", "until_on", type=types.DATE, help=_("新的最后一天"))
@select("on")
@dry_run
@acts()
def change(  # one for each thing that a person says
    context: Context,
    *,
    code: str,
    number: int,
    amount_fen: int,
    evidence: str,
    until_on: date | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Let a source give more or less."""
    return context.desk().sources.change(
        code, number, amount_fen, evidence=evidence, until_on=until_on, on=on, dry_run=dry_run
    )


@source.command("match", help=_("匹配资金：按使用顺序自动匹配，或写明来源、内容、金额"))
@code
@click.option("--source", "number", type=types.COUNT, help=_("第几项来源"))
@click.option("--item", type=types.COUNT, help=_("第几项改造内容"))
@click.option(
    "--amount", "amount_fen", type=types.MONEY_OR_NONE, help=_("这项来源共付这项内容多少（元）")
)
@click.option("--reason", type=types.TEXT, help=_("改小时的原因"))
@select("on")
@dry_run
@acts()
def match(context: Context, code: str, number: int | None, **words: Any) -> Sheet:
    """Match money to cost lines."""
    return context.desk().sources.match(code, source=number, **words)


@source.command("list", help=_("列出资金来源：下达、匹配、结余"))
@code
@reads()
def list_sources(context: Context, code: str) -> Sheet:
    """List the sources."""
    return context.desk().sources.list(code)
