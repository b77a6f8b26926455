"""`wxzj renovation record`, `pay`, `settle`, `book`: the memo book of a project."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli import types
from ledger.cli.commands import Command
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, request_key, select
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

code = click.argument("code", metavar="PROJECT", type=types.REFERENCE)
amount = click.argument("amount_fen", metavar="AMOUNT", type=types.MONEY)
paper = click.option(
    "--paper", type=types.TEXT, required=True, help=_("凭据编号，同一凭据只记一次")
)
EVENTS = [
    "receive",
    "direct",
    "gift",
    "advance",
    "certify",
    "pay",
    "pay-retention",
    "forfeit",
    "reduce",
    "recover",
    "give-back",
    "pay-back",
]
PARTS = ["building", "equipment", "shared", "other"]
TAKERS = ["owners", "government", "operator", "written_off"]


@click.command(
    "record",
    cls=Command,
    help=_(
        "登记项目备查账：receive 收到资金、direct 出资方直接支付、gift 实物捐赠、advance 预付、"
        "certify 工程结算单、pay 付款、pay-retention 付质保金、forfeit 扣没质保金、reduce 审减、"
        "recover 收回、give-back 结余应退、pay-back 退回"
    ),
)
@code
@click.argument("event", metavar="EVENT", type=click.Choice(EVENTS))
@amount
@paper
@click.option("--source", type=types.COUNT, help=_("资金来源序号"))
@click.option("--item", type=types.COUNT, help=_("改造内容序号"))
@click.option(
    "--part",
    type=click.Choice(PARTS),
    default="building",
    show_default=True,
    help=_("在建工程：建筑安装、设备、待摊、其他"),
)
@click.option("--retention", "retained_fen", type=types.MONEY, help=_("质保金（元）；不给就按上限"))
@select("on")
@dry_run
@acts()
def record(context: Context, code: str, event: str, amount_fen: int, **words: Any) -> Sheet:
    """Record an event of a project."""
    return context.desk().project_book.record(code, event, amount_fen, **words)


@click.command("pay", cls=Command, help=_("维修资金支付改造工程：两本账一起记，或都不记"))
@code
@click.argument("case", metavar="CASE", type=types.REFERENCE)
@amount
@click.option("--source", type=types.COUNT, required=True, help=_("维修资金是第几项来源"))
@click.option(
    "--bank-account", "bank_accounts", type=types.REFERENCE, multiple=True, help=_("付款专户")
)
@click.option("--payee", type=types.NAME, help=_("收款单位"))
@click.option("--invoice", type=types.REFERENCE, help=_("发票号码"))
@request_key
@select("on")
@dry_run
@acts()
def pay(context: Context, code: str, case: str, amount_fen: int, **words: Any) -> Sheet:
    """Let the fund pay into a project."""
    return context.desk().project_book.pay(code, case, amount_fen, **words)


@click.command("settle", cls=Command, help=_("竣工决算：在建工程转出，写明价值归谁、由谁出资"))
@code
@paper
@click.option(
    "--to",
    "takers",
    metavar="ITEM=TAKER",
    multiple=True,
    help=_("改造内容归谁：owners 业主共有、government、operator、written_off；不写归业主共有"),
)
@select("on")
@dry_run
@acts()
def settle(context: Context, code: str, takers: tuple[str, ...], **words: Any) -> Sheet:
    """Settle a project."""
    return context.desk().project_book.settle(code, [_taker(each) for each in takers], **words)


@click.command("book", cls=Command, help=_("项目表：各来源出资、各项改造内容的成本"))
@code
@reads()
def book(context: Context, code: str) -> Sheet:
    """Show a project's cost by source and work."""
    return context.desk().project_book.show(code)


def _taker(text: str) -> tuple[int, str]:
    number, _mark, taker = text.partition("=")
    if not number.isdecimal() or taker not in TAKERS:
        raise InputError(
            "taker_unknown",
            _("看不懂 --to {text}").format(text=text),
            _("请写成 1=operator 这样，接收方是 {takers}").format(takers="、".join(TAKERS)),
        )
    return int(number), taker
