"""`wxzj fund imprest`: money in the hands of a holder (备用金)."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, dry_run, reads, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

_holder = click.option("--holder", type=types.NAME, required=True, help=_("领用人"))
_amount = click.option(
    "--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）")
)


@click.group("imprest", cls=Group, help=_("备用金：领用、报销、退回，年末结清"))
def imprest() -> None:
    """Gather the commands about imprest."""


@imprest.command("draw", help=_("领用备用金"))
@_holder
@_amount
@bank_account
@select("on")
@request_key
@dry_run
@acts()
def draw(
    context: Context,
    *,
    holder: str,
    amount_fen: int,
    bank_account: str | None,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Pay imprest to a holder."""
    return context.desk().imprest.draw(
        holder=holder,
        amount_fen=amount_fen,
        bank_account=bank_account,
        on=on,
        request_key=request_key,
        dry_run=dry_run,
    )


@imprest.command("settle", help=_("报销：备用金付的维修费记到已核准的项目，各户分摊"))
@click.argument("case", metavar="CASE", type=types.REFERENCE)
@_holder
@_amount
@click.option("--payee", type=types.NAME, help=_("收款单位；不给就是核准的收款单位"))
@click.option("--invoice", type=types.REFERENCE, help=_("发票号码；一张发票只付一次"))
@select("on")
@request_key
@dry_run
@acts()
def settle(
    context: Context,
    *,
    case: str,
    holder: str,
    amount_fen: int,
    payee: str | None,
    invoice: str | None,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Charge what a holder spent to a case."""
    return context.desk().imprest.settle(
        case,
        holder=holder,
        amount_fen=amount_fen,
        payee=payee,
        invoice=invoice,
        on=on,
        request_key=request_key,
        dry_run=dry_run,
    )


@imprest.command("return", help=_("退回没有用完的备用金"))
@_holder
@_amount
@bank_account
@select("on")
@request_key
@dry_run
@acts()
def give_back(
    context: Context,
    *,
    holder: str,
    amount_fen: int,
    bank_account: str | None,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Take back what a holder did not use."""
    return context.desk().imprest.give_back(
        holder=holder,
        amount_fen=amount_fen,
        bank_account=bank_account,
        on=on,
        request_key=request_key,
        dry_run=dry_run,
    )


@imprest.command("list", help=_("备用金一览，按领用人"))
@reads()
def list_holders(context: Context) -> Sheet:
    """List what holders have."""
    return context.desk().imprest.list()
