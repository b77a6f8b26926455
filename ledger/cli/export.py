"""`wxzj export`: the books in the formats of other programs."""

from __future__ import annotations

from typing import Unpack

import click

from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import Scope, acts, scope
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

folder = click.argument("folder", metavar="DIR", type=click.Path())


@click.group("export", cls=Group, help=_("导出：beancount、hledger"))
def export() -> None:
    """Gather the exports."""


@export.command("beancount", help=_("每个账套写一个 beancount 文件；--period 写到该月底为止"))
@folder
@scope
@acts()
def beancount(context: Context, folder: str, **scope: Unpack[Scope]) -> Sheet:
    """Write a beancount file a book."""
    return context.desk().export.beancount(folder, progress=context.progress, **scope)


@export.command("hledger", help=_("每个账套写一个 hledger 文件；--period 写到该月底为止"))
@folder
@scope
@acts()
def hledger(context: Context, folder: str, **scope: Unpack[Scope]) -> Sheet:
    """Write an hledger file a book."""
    return context.desk().export.hledger(folder, progress=context.progress, **scope)
