"""`wxzj period`: months, their checklists and their closes."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import REFUSED, acts, dry_run, reads, select
from ledger.cli.period_adjust import adjust
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

month = click.argument("period", metavar="MONTH", type=types.PERIOD)
whose = select("book", "custodian")


@click.group("period", cls=Group, help=_("会计期间：检查、结转、结账"))
def period() -> None:
    """Gather the commands about months."""


@period.command("status", help=_("列出各账套各月份的状态"))
@whose
@reads()
def status(context: Context, book: str | None, custodian: str | None) -> Sheet:
    """Show which months are open, closed and locked."""
    return context.desk().period.status(book=book, custodian=custodian)


@period.command("check", help=_("结账前检查；有拦截项时退出码为 3"))
@month
@whose
@reads(not_ok=REFUSED)
def check(context: Context, period: int, book: str | None, custodian: str | None) -> Sheet:
    """Run the checklist of a close and change nothing."""
    return context.desk().period.check(
        period, book=book, custodian=custodian, progress=context.progress
    )


@period.command("carry", help=_("中期结转：月中把收益结转到待分配累计收益"))
@month
@whose
@select("on")
@dry_run
@acts(not_ok=REFUSED)
def carry(
    context: Context,
    period: int,
    book: str | None,
    custodian: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Carry the earnings accounts before the end of the month."""
    return context.desk().period.carry(
        period,
        book=book,
        custodian=custodian,
        on=on,
        dry_run=dry_run,
        progress=context.progress,
    )


@period.command("close", help=_("结账；已结的月份再结不改变任何东西，有账套没结成时退出码为 3"))
@month
@whose
@click.option("--all", "all_books", is_flag=True, help=_("所有账套"))
@dry_run
@acts(not_ok=REFUSED)
def close(
    context: Context,
    period: int,
    book: str | None,
    custodian: str | None,
    all_books: bool,
    dry_run: bool,
) -> Sheet:
    """Close a month of one book, of a custodian's books, or of all."""
    if sum((book is not None, custodian is not None, all_books)) > 1:
        raise click.UsageError(_("--book、--custodian、--all 只能给一个"))
    return context.desk().period.close(
        period,
        book=book,
        custodian=custodian,
        all_books=all_books,
        dry_run=dry_run,
        progress=context.progress,
    )


period.add_command(adjust)
