"""`wxzj voucher`: drafting, checking, posting, reversing and looking at vouchers."""

from __future__ import annotations

from datetime import date
from typing import Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import TableFile, acts, dry_run, reading_a_file, reads, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

drafts = click.argument("drafts", metavar="DRAFT…", nargs=-1, required=True, type=types.REFERENCE)


@click.group("voucher", cls=Group, help=_("凭证：制单、审核、过账、冲销"))
def voucher() -> None:
    """Gather the commands about vouchers."""


@voucher.command("draft", help=_("从文件制单"))
@reading_a_file
@dry_run
@acts()
def draft(context: Context, dry_run: bool, **file: Unpack[TableFile]) -> Sheet:
    """Take drafts from a file."""
    return context.desk().voucher.draft(
        dry_run=dry_run,
        progress=context.progress,
        **file,
    )


@voucher.command("list", help=_("列出凭证和待过账的单据"))
@select("book", "estate", "period")
@click.option(
    "--state",
    type=click.Choice(["draft", "checked", "posted", "all"]),
    default="all",
    show_default=True,
    help=_("待审核、待过账、已过账或全部"),
)
@reads()
def list_vouchers(
    context: Context, book: str | None, estate: str | None, period: int | None, state: str
) -> Sheet:
    """List vouchers and drafts."""
    return context.desk().voucher.list(book=book, estate=estate, period=period, state=state)


@voucher.command("check", help=_("审核（审核人与制单人不能是同一人）"))
@drafts
@dry_run
@acts()
def check(context: Context, drafts: tuple[str, ...], dry_run: bool) -> Sheet:
    """Check drafts as the second person."""
    return context.desk().voucher.check(drafts, dry_run=dry_run)


@voucher.command("post", help=_("过账"))
@drafts
@dry_run
@acts()
def post(context: Context, drafts: tuple[str, ...], dry_run: bool) -> Sheet:
    """Post checked drafts."""
    return context.desk().voucher.post(drafts, dry_run=dry_run, progress=context.progress)


@voucher.command("return", help=_("退回制单人"))
@drafts
@click.option("--reason", type=types.TEXT, required=True, help=_("退回原因"))
@dry_run
@acts()
def send_back(context: Context, drafts: tuple[str, ...], reason: str, dry_run: bool) -> Sheet:
    """Send drafts back to their makers."""
    return context.desk().voucher.send_back(drafts, reason=reason, dry_run=dry_run)


@voucher.command("reverse", help=_("红字冲销一张已过账凭证"))
@click.argument("no", metavar="NO", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("冲销原因"))
@select("on")
@dry_run
@acts()
def reverse(context: Context, no: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Reverse a posted voucher by its red equal."""
    return context.desk().voucher.reverse(no, reason=reason, on=on, dry_run=dry_run)


@voucher.command("show", help=_("显示一张凭证：分录、分户明细、经手人"))
@click.argument("no", metavar="NO", type=types.REFERENCE)
@reads()
def show(context: Context, no: str) -> Sheet:
    """Show one voucher whole."""
    return context.desk().voucher.show(no)
