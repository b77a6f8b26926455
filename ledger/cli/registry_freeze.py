"""`wxzj registry freeze`, `unfreeze`, `frozen`: sub-accounts that a court or a dispute freezes."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Command
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

_code = click.argument("code", metavar="CODE", type=types.REFERENCE)
_on = click.option("--on", type=types.DATE, required=True, help=_("从哪一天起"))
_reason = click.option("--reason", type=types.TEXT, required=True, help=_("原因，如法院文书号"))


@click.command("freeze", cls=Command, help=_("冻结一户的分户账（司法协助、争议）：只进不出"))
@_code
@_on
@_reason
@dry_run
@acts()
def freeze(context: Context, code: str, on: date, reason: str, dry_run: bool) -> Sheet:
    """Freeze a household."""
    return context.desk().freezes.freeze(code, on=on, reason=reason, dry_run=dry_run)


@click.command("unfreeze", cls=Command, help=_("解冻一户的分户账"))
@_code
@_on
@_reason
@dry_run
@acts()
def unfreeze(context: Context, code: str, on: date, reason: str, dry_run: bool) -> Sheet:
    """End the freeze of a household."""
    return context.desk().freezes.unfreeze(code, on=on, reason=reason, dry_run=dry_run)


@click.command("frozen", cls=Command, help=_("列出一个小区的冻结和解冻"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@reads()
def frozen(context: Context, estate: str) -> Sheet:
    """List freezes."""
    return context.desk().freezes.frozen(estate=estate)
