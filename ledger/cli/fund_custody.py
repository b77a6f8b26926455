"""`wxzj fund custody`: an estate is handed over to another keeper (划转), and back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


@click.group("custody", cls=Group, help=_("划转：小区的资金转给业主大会或别的代管机构，也可转回"))
def custody() -> None:
    """Gather the commands about hand-overs."""


class Money(TypedDict):
    """What is said of the money: the words of `_money`."""

    on: date
    amount_fen: int | None
    earnings_fen: int | None
    earnings_public_fen: int | None
    bank_accounts: tuple[str, ...]
    to_accounts: tuple[str, ...]
    dry_run: bool


def _money(function: Callable[..., Any]) -> Callable[..., Any]:
    on = click.option("--on", type=types.DATE, required=True, help=_("划转日期"))
    amount = click.option(
        "--amount", "amount_fen", type=types.MONEY, help=_("分次划转的本次金额（元）；不给就是全部")
    )
    earnings = click.option(
        "--earnings",
        "earnings_fen",
        type=types.MONEY,
        help=_("本小区应得的未分配利息（元），商品住宅；不给时按积数算"),
    )
    public = click.option(
        "--earnings-public",
        "earnings_public_fen",
        type=types.MONEY,
        help=_("同上，已售公有住房"),
    )
    banks = click.option(
        "--bank-account",
        "bank_accounts",
        type=types.ACCOUNT_NUMBER,
        multiple=True,
        help=_("原代管机构的专户；每种资金一个，可以给几次"),
    )
    to_banks = click.option(
        "--to-account",
        "to_accounts",
        type=types.ACCOUNT_NUMBER,
        multiple=True,
        help=_("新代管机构的专户；每种资金一个，可以给几次"),
    )
    return on(amount(earnings(public(banks(to_banks(dry_run(function)))))))


@custody.command(
    "order", help=_("划转一个小区：分户账、待分配收益转入新账套，售房单位的钱和 2001 留下")
)
@click.argument("estate", metavar="ESTATE", type=types.CODE)
@click.option("--to", type=types.NAME, required=True, help=_("新代管机构的名称或编号"))
@click.option("--notice-on", type=types.DATE, required=True, help=_("业委会通知的日期"))
@click.option("--resolution", type=types.TEXT, required=True, help=_("业主大会决议的文号或名称"))
@click.option(
    "--evidence", metavar="FILE", type=click.Path(), required=True, help=_("决议的扫描件")
)
@_money
@acts()
def order(
    context: Context,
    estate: str,
    *,
    to: str,
    notice_on: date,
    resolution: str,
    evidence: str,
    **money: Unpack[Money],
) -> Sheet:
    """Hand an estate over."""
    return context.desk().custody.order(
        estate, to=to, notice_on=notice_on, resolution=resolution, evidence=evidence, **money
    )


@custody.command("more", help=_("划转余款：定期存款到期后分次划完"))
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@select("book")
@_money
@acts()
def more(context: Context, code: str, *, book: str | None, **money: Unpack[Money]) -> Sheet:
    """Hand over the rest."""
    return context.desk().custody.more(code, book=book, **money)


@custody.command("undo", help=_("冲销划转：两边账套一起红字冲回"))
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("冲销原因"))
@select("on")
@dry_run
@acts()
def undo(context: Context, code: str, *, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Take a hand-over back."""
    return context.desk().custody.undo(code, reason=reason, on=on, dry_run=dry_run)


@custody.command("list", help=_("划转登记簿：谁划给谁、依据、还有多少没有划"))
@select("estate")
@reads()
def list_custodies(context: Context, estate: str | None) -> Sheet:
    """List the hand-overs."""
    return context.desk().custody.list(estate=estate)
