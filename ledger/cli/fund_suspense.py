"""`wxzj fund suspense`: money that came in and that nobody has claimed yet (待认领)."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("suspense", cls=Group, help=_("待认领：到账而不知是哪一户的款"))
def suspense() -> None:
    """Gather the commands about unclaimed money."""


@suspense.command("record", help=_("登记一笔待认领款，即时入账；同一流水号不会入账两次"))
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）"))
@bank_account
@click.option("--bank-ref", type=types.REFERENCE, required=True, help=_("银行流水号"))
@click.option("--payer", type=types.NAME, help=_("银行回单上的付款方"))
@select("on")
@dry_run
@acts()
def record(
    context: Context,
    *,
    amount_fen: int,
    bank_account: str | None,
    bank_ref: str,
    payer: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Book a receipt of an unknown household."""
    return context.desk().suspense.record(
        amount_fen=amount_fen,
        bank_account=bank_account,
        bank_ref=bank_ref,
        payer=payer,
        on=on,
        dry_run=dry_run,
    )


@suspense.command("list", help=_("列出未认领的款和已等待的天数"))
@select("book", "custodian", "on")
@reads()
def list_items(context: Context, book: str | None, custodian: str | None, on: date | None) -> Sheet:
    """List what nobody has claimed."""
    return context.desk().suspense.list(book=book, custodian=custodian, on=on)


@suspense.command("assign", help=_("把待认领款记到一户；跨年认领不再计收入"))
@click.argument("item", metavar="REF", type=types.TEXT)
@click.option("--household", type=types.REFERENCE, required=True, help=_("房屋编号"))
@click.option(
    "--amount", "amount_fen", type=types.MONEY, help=_("只认领一部分的金额（元）；不给就是全部")
)
@click.option(
    "--purpose",
    type=click.Choice(["首期", "续交", "补建", "补足"]),
    help=_("交存事项；不给时第一次交存为首期，其余为补足"),
)
@click.option(
    "--payer-class",
    "payer",
    type=click.Choice(["业主", "售房单位", "开发单位"]),
    default="业主",
    show_default=True,
    help=_("交款方"),
)
@select("on")
@dry_run
@acts()
def assign(
    context: Context,
    *,
    item: str,
    household: str,
    amount_fen: int | None,
    purpose: str | None,
    payer: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Give a receipt to a household."""
    return context.desk().suspense.assign(
        item,
        household=household,
        amount_fen=amount_fen,
        purpose=purpose,
        payer=payer,
        on=on,
        dry_run=dry_run,
    )


@suspense.command("foreign", help=_("登记误入款：不属于维修资金的到账，单独挂账，不参加收益分配"))
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）"))
@bank_account
@click.option("--bank-ref", type=types.REFERENCE, required=True, help=_("银行流水号"))
@click.option("--payer", type=types.NAME, help=_("银行回单上的付款方"))
@select("on")
@dry_run
@acts()
def foreign(
    context: Context,
    *,
    amount_fen: int,
    bank_account: str | None,
    bank_ref: str,
    payer: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Book money that is not the fund's."""
    return context.desk().foreign.record(
        amount_fen=amount_fen,
        bank_account=bank_account,
        bank_ref=bank_ref,
        payer=payer,
        on=on,
        dry_run=dry_run,
    )


@suspense.command("return", help=_("退回误入款：当年红字冲减，跨年列支出"))
@click.argument("ref", metavar="REF", type=types.REFERENCE)
@click.option("--payee", type=types.NAME, required=True, help=_("收款人"))
@click.option(
    "--amount", "amount_fen", type=types.MONEY, help=_("只退一部分的金额（元）；不给就是全部")
)
@bank_account
@select("on")
@dry_run
@acts()
def give_back(
    context: Context,
    ref: str,
    *,
    payee: str,
    amount_fen: int | None,
    bank_account: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Give money that is not the fund's back."""
    return context.desk().foreign.give_back(
        ref,
        payee=payee,
        amount_fen=amount_fen,
        bank_account=bank_account,
        on=on,
        dry_run=dry_run,
    )


@suspense.command("foreign-list", help=_("列出未退的误入款和已挂账的天数"))
@select("book", "custodian")
@reads()
def list_foreign(context: Context, book: str | None, custodian: str | None) -> Sheet:
    """List what is not the fund's."""
    return context.desk().foreign.list(book=book, custodian=custodian)
