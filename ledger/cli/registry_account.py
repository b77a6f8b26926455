"""`wxzj registry close-account`: sub-accounts that hold nothing are closed (销户)."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.command("close-account", help=_("销户：余额为零的分户账不再记账；--reopen 恢复"))
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@click.option("--reopen", is_flag=True, help=_("恢复误销的分户账"))
@select("on")
@dry_run
@acts()
def close_account(
    context: Context, code: str, *, reason: str, reopen: bool, on: date | None, dry_run: bool
) -> Sheet:
    """Close a sub-account at nothing."""
    return context.desk().leaving.close_account(
        code, reason=reason, reopen=reopen, on=on, dry_run=dry_run
    )
