"""`wxzj fund lost`: houses that are lost (灭失), and what is owed for them."""

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


@click.group("lost", cls=Group, help=_("房屋灭失：认定、返还业主和售房单位的余额"))
def lost() -> None:
    """Gather the commands about lost houses."""


@lost.command(
    "declare",
    help=_(
        "认定房屋灭失：结清收益，余额转为应付灭失返还，分户账销户；业主的归业主，售房单位的归售房单位"
    ),
)
@click.argument("households", metavar="CODE", nargs=-1, type=types.REFERENCE)
@click.option("--building", type=types.CODE, help=_("整幢灭失时的幢号，与 --estate 同用"))
@click.option("--treasury", type=types.NAME, help=_("售房单位已不存在时，收缴其余额的同级国库"))
@click.option(
    "--settle/--no-settle",
    default=True,
    show_default=True,
    help=_("先按积数结清这些房屋应得的未分配利息"),
)
@click.option("--reason", type=types.TEXT, required=True, help=_("灭失原因，如拆除、火灾"))
@click.option(
    "--paper",
    type=click.Path(),
    metavar="FILE",
    help=_("证明灭失的文件，如拆除公告；留存一份，摘要记入凭证"),
)
@click.option("--on", type=types.DATE, required=True, help=_("灭失日期"))
@select("estate")
@dry_run
@acts()
def declare(
    context: Context,
    households: tuple[str, ...],
    *,
    estate: str | None,
    building: str | None,
    treasury: str | None,
    settle: bool,
    reason: str,
    paper: str | None,
    on: date,
    dry_run: bool,
) -> Sheet:
    """Declare houses lost."""
    return context.desk().lost.declare(
        households,
        estate=estate,
        building=building,
        treasury=treasury,
        settle=settle,
        reason=reason,
        paper=paper,
        on=on,
        dry_run=dry_run,
    )


class Movement(TypedDict):
    """What is said of money that goes out, or comes back: the words of `_movement`."""

    household: str | None
    amount_fen: int | None
    bank_accounts: tuple[str, ...]
    bank_ref: str | None
    on: date | None
    dry_run: bool


def _movement(function: Callable[..., Any]) -> Callable[..., Any]:
    code = click.argument("code", metavar="CODE", type=types.REFERENCE)
    household = click.option(
        "--household", type=types.REFERENCE, help=_("只办这一户（或售房单位分户账）的一笔")
    )
    amount = click.option(
        "--amount", "amount_fen", type=types.MONEY, help=_("部分金额（元）；不给就是全部")
    )
    banks = click.option(
        "--bank-account",
        "bank_accounts",
        type=types.ACCOUNT_NUMBER,
        multiple=True,
        help=_("专户账号；每种资金一个，可以给几次"),
    )
    ref = click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
    return code(household(amount(banks(ref(select("on")(dry_run(function)))))))


@lost.command("pay", help=_("支付灭失返还款，可以分次；同一笔不会重复支付"))
@_movement
@acts()
def pay(context: Context, code: str, **facts: Unpack[Movement]) -> Sheet:
    """Pay what is owed."""
    return context.desk().lost.pay(code, **facts)


@lost.command("returned", help=_("银行退回的灭失返还款：红字冲回，重新列为应付"))
@_movement
@acts()
def returned(context: Context, code: str, **facts: Unpack[Movement]) -> Sheet:
    """Book what the bank sent back."""
    return context.desk().lost.returned(code, **facts)


@lost.command("undo", help=_("冲销灭失认定，恢复分户账；已支付的要先退回"))
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("冲销原因"))
@select("on")
@dry_run
@acts()
def undo(context: Context, code: str, *, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Take a loss back."""
    return context.desk().lost.undo(code, reason=reason, on=on, dry_run=dry_run)


@lost.command("list", help=_("灭失返还登记簿：应付谁、已付多少；未付合计等于 2001 余额"))
@select("book", "estate", "custodian")
@reads()
def list_owed(
    context: Context, book: str | None, estate: str | None, custodian: str | None
) -> Sheet:
    """List what is owed for lost houses."""
    return context.desk().lost.list(book=book, estate=estate, custodian=custodian)
