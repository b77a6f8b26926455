"""`wxzj fund move`: a deposit booked to the wrong household (改记)."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, dry_run, reads, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class MoveFacts(TypedDict):
    """What is said of a move: the words of `move`."""

    reason: str
    amount_fen: int | None
    deposit_on: date | None
    voucher: str | None
    bank_account: str | None
    to_bank_account: str | None
    unwind: bool
    on: date | None
    request_key: str | None
    dry_run: bool


@click.command(
    "move", help=_("改记：把记错房屋的交存改到正确的房屋；当年红蓝字冲转收入，跨年只调维修资金")
)
@click.argument("household", metavar="FROM", type=types.REFERENCE)
@click.argument("to", metavar="TO", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("改记原因"))
@click.option(
    "--amount", "amount_fen", type=types.MONEY, help=_("只改记一部分的金额（元）；不给就是全部")
)
@click.option("--deposit-on", type=types.DATE, help=_("交存日期"))
@click.option("--voucher", type=types.REFERENCE, help=_("交存的凭证号，同日有几笔交存时给出"))
@bank_account
@click.option(
    "--to-bank-account", type=types.ACCOUNT_NUMBER, help=_("改到另一种资金时，转入的专户账号")
)
@click.option(
    "--unwind", is_flag=True, help=_("这笔钱已用于维修时，连同维修一并订正（先新后旧注销，再重记）")
)
@select("on")
@request_key
@dry_run
@acts()
def move(context: Context, household: str, to: str, **facts: Unpack[MoveFacts]) -> Sheet:
    """Move a deposit to its right household."""
    return context.desk().moving.move(household, to, **facts)


@click.command("floor", help=_("允许透支：更正记错的款时，经第二人批准，让一户的本金可以暂时为负"))
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@click.option("--overdraft", "overdraft_fen", type=types.MONEY, help=_("透支限额（元）"))
@click.option("--end", is_flag=True, help=_("收回透支，限额恢复为零"))
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@click.option("--approver", type=types.NAME, required=True, help=_("批准人，不能是经办人"))
@dry_run
@acts()
def floor(
    context: Context,
    household: str,
    *,
    overdraft_fen: int | None,
    end: bool,
    reason: str,
    approver: str,
    dry_run: bool,
) -> Sheet:
    """Let a household stand below nothing for a while."""
    if (overdraft_fen is None) != end:
        raise click.UsageError(_("--overdraft 和 --end 给出一个"))
    return context.desk().moving.floor(
        household,
        overdraft_fen=overdraft_fen or 0,
        reason=reason,
        approver=approver,
        dry_run=dry_run,
    )


@click.command("deposits", help=_("列出一户的各笔交存：凭证、日期、金额，退款和改记后还剩多少"))
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@reads()
def deposits(context: Context, household: str) -> Sheet:
    """List the deposits of a household."""
    return context.desk().refund.deposits(household)
