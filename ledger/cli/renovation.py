"""`wxzj renovation`: old-neighbourhood renovation and the plant that it hands over."""

from __future__ import annotations

import click

from ledger.cli.commands import Group
from ledger.cli.renovation_asset import asset, operator
from ledger.values.i18n import _


@click.group("renovation", cls=Group, help=_("改造：项目、资金、资产登记和移交"))
def renovation() -> None:
    """Gather what happens in a renovation."""


for command in (
    operator,
    asset,
):
    renovation.add_command(command)
