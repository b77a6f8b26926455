"""`wxzj renovation`: projects, their money and works, and what is handed over in the end."""

from __future__ import annotations

import click

from ledger.cli.commands import Group
from ledger.cli.renovation_asset import asset, operator
from ledger.cli.renovation_book import book, pay, record, settle
from ledger.cli.renovation_common import common
from ledger.cli.renovation_contribute import contribute
from ledger.cli.renovation_operating import entries, relief, schedule
from ledger.cli.renovation_plan import plan
from ledger.cli.renovation_plant import accept, handover
from ledger.cli.renovation_project import project
from ledger.cli.renovation_report import report
from ledger.cli.renovation_source import source
from ledger.values.i18n import _


@click.group("renovation", cls=Group, help=_("老旧小区改造：项目、资金、出资、移交"))
def renovation() -> None:
    """Gather what belongs to renovation."""


for command in (
    project,
    plan,
    source,
    contribute,
    operator,
    asset,
    record,
    pay,
    settle,
    book,
    common,
    schedule,
    entries,
    relief,
    accept,
    handover,
    report,
):
    renovation.add_command(command)
