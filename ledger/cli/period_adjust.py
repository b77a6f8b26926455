"""`wxzj period adjust`: errors of former years put right (以前年度调整)."""

from __future__ import annotations

from datetime import date
from typing import Unpack

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import TableFile, acts, dry_run, reading_a_file
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.command(
    "adjust",
    help=_("以前年度调整：上年末已存在的差错，直接调净资产并重述年初余额；凭证写在文件里"),
)
@reading_a_file
@click.option("--error-on", type=types.DATE, required=True, help=_("差错发生的日期，在以前年度"))
@click.option("--reason", type=types.TEXT, required=True, help=_("调整原因"))
@click.option("--second", type=types.NAME, help=_("同意调整的第二人；设了用户的由审核人承担"))
@click.option(
    "--moved-on", type=types.DATE, help=_("涉及银行存款时：银行在以前年度收付这笔款的日期")
)
@dry_run
@acts()
def adjust(
    context: Context,
    *,
    error_on: date,
    reason: str,
    second: str | None,
    moved_on: date | None,
    dry_run: bool,
    **file: Unpack[TableFile],
) -> Sheet:
    """Put errors of former years right."""
    return context.desk().adjust.adjust(
        error_on=error_on,
        reason=reason,
        second=second,
        moved_on=moved_on,
        dry_run=dry_run,
        **file,
    )
