"""`wxzj fund receipt`: receipts for deposits (专用票据)."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("receipt", cls=Group, help=_("票据：领用、开具、作废、核对断号"))
def receipt() -> None:
    """Gather the commands about receipts."""


@receipt.command("receive", help=_("登记领用一批票据；办理人即保管人"))
@click.argument("first", metavar="FROM", type=types.REFERENCE)
@click.argument("last", metavar="TO", type=types.REFERENCE)
@click.option("--kind", type=types.NAME, required=True, help=_("票据种类"))
@select("book", "on")
@dry_run
@acts()
def receive(
    context: Context,
    first: str,
    last: str,
    *,
    kind: str,
    book: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Note that a lot of receipts was received."""
    return context.desk().receipts.receive(
        first, last, kind=kind, book=book, on=on, dry_run=dry_run
    )


@receipt.command("issue", help=_("给已入账而没有票据的交存补登票据号"))
@click.argument("number", metavar="NO", type=types.REFERENCE)
@click.option("--household", type=types.REFERENCE, required=True, help=_("房屋编号"))
@click.option("--deposit-on", type=types.DATE, help=_("交存日期"))
@click.option("--voucher", type=types.REFERENCE, help=_("交存的凭证号，同日有几笔交存时给出"))
@dry_run
@acts()
def issue(
    context: Context,
    number: str,
    *,
    household: str,
    deposit_on: date | None,
    voucher: str | None,
    dry_run: bool,
) -> Sheet:
    """Give a deposit its receipt."""
    return context.desk().receipts.issue(
        number, household=household, deposit_on=deposit_on, voucher=voucher, dry_run=dry_run
    )


@receipt.command("void", help=_("作废一张票据：未开的，或交存已注销、已全部退款的"))
@click.argument("number", metavar="NO", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("作废原因"))
@select("book", "on")
@dry_run
@acts()
def void(
    context: Context,
    number: str,
    *,
    reason: str,
    book: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Make a receipt void."""
    return context.desk().receipts.void(number, reason=reason, book=book, on=on, dry_run=dry_run)


@receipt.command("list", help=_("列出各批票据的已开、作废、结存和断号；--detail 逐张列出"))
@select("book", "custodian")
@click.option("--detail", is_flag=True, help=_("逐张列出已开和作废的票据"))
@reads()
def list_receipts(
    context: Context, book: str | None, custodian: str | None, *, detail: bool
) -> Sheet:
    """List lots, or receipts."""
    return context.desk().receipts.list(book=book, custodian=custodian, detail=detail)
