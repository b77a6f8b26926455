"""`wxzj voucher`: drafting, checking, posting, reversing and looking at vouchers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import Asking, TableFile, acts, dry_run, reading_a_file, reads, select
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
    type=click.Choice(["draft", "checked", "waiting", "posted", "all"]),
    default="all",
    show_default=True,
    help=_("待审核、待过账、两者、已过账或全部"),
)
@click.option("--maker", type=types.NAME, help=_("只要这个人制的单"))
@click.option("--mine", is_flag=True, help=_("只要自己制的单"))
@click.option("--event", type=types.REFERENCE, help=_("只要这个业务事项的，写开头即可"))
@reads()
def list_vouchers(context: Context, **words: Any) -> Sheet:
    """List vouchers and drafts."""
    return context.desk().voucher.list(**words)


def many(function: Asking) -> Asking:
    """Add the options that name many drafts at once."""
    for option in (
        click.option("--maker", type=types.NAME, help=_("只要这个人制的单")),
        select("book", "period"),
        click.option("--file", "path", type=click.Path(), help=_("这个交存文件制成的全部单据")),
        click.option("--all", "everything", is_flag=True, help=_("等待的全部单据")),
        click.argument("drafts", metavar="[DRAFT…]", nargs=-1, type=types.REFERENCE),
    ):
        function = option(function)
    return function


def _refuse_mixed(drafts: tuple[str, ...], everything: bool, choice: Mapping[str, object]) -> None:
    """Refuse a list of drafts together with words that choose them, or neither."""
    chosen = everything or choice["path"] is not None
    narrowed = any(value is not None for value in choice.values())
    if bool(drafts) == chosen or (narrowed and not chosen):
        raise click.UsageError(_("写单据编号，或者 --all、--file；--book 等只和后两者一起用"))


@voucher.command("check", help=_("审核（审核人与制单人不能是同一人）"))
@many
@dry_run
@acts()
def check(
    context: Context, drafts: tuple[str, ...], everything: bool, dry_run: bool, **choice: Any
) -> Sheet:
    """Check drafts as the second person."""
    _refuse_mixed(drafts, everything, choice)
    if not drafts:
        return context.desk().voucher.check_many(dry_run=dry_run, **choice)
    return context.desk().voucher.check(drafts, dry_run=dry_run)


@voucher.command("post", help=_("过账"))
@many
@dry_run
@acts()
def post(
    context: Context, drafts: tuple[str, ...], everything: bool, dry_run: bool, **choice: Any
) -> Sheet:
    """Post checked drafts."""
    _refuse_mixed(drafts, everything, choice)
    if not drafts:
        return context.desk().voucher.post_many(
            dry_run=dry_run, progress=context.progress, **choice
        )
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
