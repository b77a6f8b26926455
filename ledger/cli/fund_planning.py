"""`wxzj fund usage`: the lists of a case that go to the owners."""

from __future__ import annotations

from ledger.cli.context import Context
from ledger.cli.fund_usage import case, usage
from ledger.cli.options import reads
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@usage.command("list", help=_("支取分摊清册：各户的分摊、支取和余额"))
@case
@reads()
def listed(context: Context, case: str) -> Sheet:
    """List what each household bears and can spend."""
    return context.desk().planning.listed(case)


@usage.command("opinions", help=_("业主意见表：供业主签名，含预计分摊金额"))
@case
@reads()
def opinions(context: Context, case: str) -> Sheet:
    """Print the list on which each owner signs."""
    return context.desk().planning.opinions(case)


__all__ = ["usage"]
