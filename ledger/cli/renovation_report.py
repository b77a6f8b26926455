"""`wxzj renovation report`: projects in figures."""

from __future__ import annotations

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import reads, select
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.command("report", help=_("项目报表：资金来源与改造内容、财政资金使用、绩效"))
@click.argument("code", metavar="[PROJECT]", type=types.REFERENCE, required=False)
@click.option("--all", "every", is_flag=True, help=_("全部项目并列"))
@select("custodian")
@reads()
def report(context: Context, code: str | None, every: bool, custodian: str | None) -> Sheet:
    """Show a project, or all of them."""
    desk = context.desk().renovation_report
    if every and code is None:
        return desk.all(custodian=custodian)
    if code is None or every:
        raise InputError(
            "report_of_what", _("写一个项目编号，或写 --all"), _("例如 report GZ-2026-001")
        )
    return desk.project(code)
