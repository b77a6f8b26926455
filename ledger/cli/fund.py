"""`wxzj fund`: money coming in, being used, running low and earning."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.fund_advance import advance
from ledger.cli.fund_earnings import earnings, income
from ledger.cli.fund_lost import lost
from ledger.cli.fund_move import floor, move
from ledger.cli.fund_plan import arrears, plan
from ledger.cli.fund_planning import usage
from ledger.cli.fund_receipt import receipt
from ledger.cli.fund_replenish import replenish
from ledger.cli.fund_suspense import suspense
from ledger.cli.options import (
    TableFile,
    acts,
    bank_account,
    dry_run,
    reading_a_file,
    request_key,
    select,
)
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("fund", cls=Group, help=_("维修资金：归集、使用、续筹、收益"))
def fund() -> None:
    """Gather what happens to the money."""


@fund.command("collect", help=_("导入交存流水并入账；同一笔不会入账两次"))
@reading_a_file
@dry_run
@acts()
def collect(context: Context, dry_run: bool, **file: Unpack[TableFile]) -> Sheet:
    """Take deposits in from a file."""
    return context.desk().fund.collect(dry_run=dry_run, progress=context.progress, **file)


class RefundFacts(TypedDict):
    """What is said of a refund: the words of `refund`."""

    amount_fen: int
    deposit_on: date | None
    voucher: str | None
    reason: str
    payee: str
    bank_account: str | None
    bank_ref: str | None
    on: date | None
    request_key: str | None
    dry_run: bool


@fund.command(
    "refund", help=_("退款：把一笔交存退给交款人；本年交存冲减收入，以前年度的列返还支出")
)
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("退款金额（元）"))
@click.option("--deposit-on", type=types.DATE, help=_("交存日期"))
@click.option("--voucher", type=types.REFERENCE, help=_("交存的凭证号，同日有几笔交存时给出"))
@click.option("--reason", type=types.TEXT, required=True, help=_("退款原因"))
@click.option("--payee", type=types.NAME, required=True, help=_("收款人"))
@bank_account
@click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
@select("on")
@request_key
@dry_run
@acts()
def refund(context: Context, household: str, **facts: Unpack[RefundFacts]) -> Sheet:
    """Give a deposit back to who paid it."""
    return context.desk().refund.refund(household, **facts)


for command in (
    move,
    floor,
    receipt,
    advance,
    arrears,
    plan,
    suspense,
    lost,
    usage,
    replenish,
    earnings,
    income,
):
    fund.add_command(command)
