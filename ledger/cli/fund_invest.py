"""`wxzj fund invest`: term deposits and treasury bonds (定期存款和国债)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, bank_ref, dry_run, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("invest", cls=Group, help=_("定期存款和国债：存入、购买、收回、到期清单"))
def invest() -> None:
    """Gather the commands about term deposits and bonds."""


@invest.command("buy", help=_("存入一笔定期，或购买国债（须持有到期）；同一张存单不会入账两次"))
@click.option(
    "--kind",
    type=click.Choice(["term", "bond"]),
    default="term",
    show_default=True,
    help=_("定期存款，或国债"),
)
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("实付金额（元）"))
@click.option("--ref", type=types.REFERENCE, required=True, help=_("存单号，或国债凭证号"))
@click.option("--due", "due_on", type=types.DATE, required=True, help=_("到期日"))
@click.option(
    "--rate-ppm",
    type=click.IntRange(0, 1_000_000),
    required=True,
    help=_("年利率，百万分数（27500 是 2.75 %）"),
)
@click.option("--name", type=types.NAME, help=_("国债名称；国债必须写明"))
@click.option("--consent", type=types.NAME, help=_("同意购买国债的决定和日期；国债必须写明"))
@bank_account
@bank_ref
@select("on")
@dry_run
@acts()
def buy(
    context: Context,
    *,
    kind: Literal["term", "bond"],
    amount_fen: int,
    ref: str,
    due_on: date,
    rate_ppm: int,
    name: str | None,
    consent: str | None,
    bank_account: str | None,
    bank_ref: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Buy a term deposit or a bond."""
    return context.desk().invest.buy(
        kind=kind,
        amount_fen=amount_fen,
        ref=ref,
        due_on=due_on,
        rate_ppm=rate_ppm,
        details={
            "name": name,
            "bank_account": bank_account,
            "consent": consent,
            "bank_ref": bank_ref,
        },
        on=on,
        dry_run=dry_run,
    )


@invest.command("redeem", help=_("收回定期存款（可以提前、可以部分）或到期的国债，登记实收利息"))
@click.argument("investment", metavar="REF", type=types.TEXT)
@click.option(
    "--interest",
    "interest_fen",
    type=types.MONEY_OR_NONE,
    required=True,
    help=_("实收利息（元），可以是 0"),
)
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("支取的本金（元）；不给就是全部"))
@bank_ref
@select("on")
@dry_run
@acts()
def redeem(
    context: Context,
    *,
    investment: str,
    interest_fen: int,
    amount_fen: int | None,
    bank_ref: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Take a term deposit or a bond back."""
    return context.desk().invest.redeem(
        investment,
        interest_fen=interest_fen,
        amount_fen=amount_fen,
        bank_ref=bank_ref,
        on=on,
        dry_run=dry_run,
    )


@invest.command("list", help=_("按到期日列出定期存款和国债、尚存本金和剩余天数"))
@click.option("--all", "everything", is_flag=True, help=_("也列出已收回、已注销的"))
@select("book", "custodian", "on")
@reads()
def list_held(
    context: Context,
    *,
    everything: bool,
    book: str | None,
    custodian: str | None,
    on: date | None,
) -> Sheet:
    """List what is held."""
    return context.desk().invest.list(book=book, custodian=custodian, on=on, everything=everything)
