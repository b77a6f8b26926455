"""`wxzj book`: the database and its books as a whole."""

from __future__ import annotations

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import CORRUPT, REFUSED, UNUSABLE, acts, reads
from ledger.cli.script import read_plan, type_quietly
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


@click.group("book", cls=Group, help=_("账套：建库、升级、核验、备份"))
def book() -> None:
    """Gather the commands about the database and its books."""


@book.command("init", help=_("建立新数据库和第一个代管机构"))
@click.option("--custodian", type=types.NAME, help=_("代管机构名称"))
@click.option(
    "--code", type=types.CODE, default="F1", show_default=True, help=_("代管机构编号，字母和数字")
)
@acts()
def init(context: Context, custodian: str | None, code: str) -> Sheet:
    """Make a new database with its first custodian."""
    return context.desk().book.init(custodian=custodian, code=code)


@book.command("upgrade", help=_("把旧版本的数据库升级到当前版本"))
@acts()
def upgrade(context: Context) -> Sheet:
    """Bring the database to the present schema."""
    return context.desk().book.upgrade(progress=context.progress)


@book.command("status", help=_("列出各账套：最近结账月份、凭证数、未过账数"))
@reads()
def status(context: Context) -> Sheet:
    """Show where each book stands."""
    return context.desk().book.status()


@book.command("verify", help=_("从分录重算一切并与账上核对；不符时退出码为 5"))
@reads(not_ok=CORRUPT)
def verify(context: Context) -> Sheet:
    """Recompute everything and compare."""
    return context.desk().book.verify(progress=context.progress)


@book.command("backup", help=_("备份到文件（直接复制使用中的数据库文件并不可靠）"))
@click.argument("path", metavar="FILE", type=click.Path())
@acts()
def backup(context: Context, path: str) -> Sheet:
    """Copy the database as of one moment."""
    return context.desk().book.backup(path, progress=context.progress)


@book.command("restore", help=_("从备份文件恢复到一个还不存在的数据库"))
@click.argument("path", metavar="FILE", type=click.Path())
@acts()
def restore(context: Context, path: str) -> Sheet:
    """Make the database anew from a backup."""
    return context.desk().book.restore(path, progress=context.progress)


@book.command("doctor", help=_("检查安装、文件系统和数据库能否正常使用"))
@reads(not_ok=UNUSABLE)
def doctor(context: Context) -> Sheet:
    """Look at the machine and the file, not at the accounts."""
    return context.desk().book.doctor()


@book.command("example", help=_("载入示例小区：全部月份过账并结账"))
@acts(not_ok=REFUSED)
def example(context: Context) -> Sheet:
    """Type the commands of the example's plan: every month posted and closed."""
    commands = read_plan(context.desk().book.example_plan())
    root = click.get_current_context().find_root().command
    refused = ""
    for done, words in enumerate(commands):
        context.progress(done, len(commands), " ".join(words[:2]))
        if type_quietly(context, root, words):
            refused = " ".join(words)
            break
    return Sheet(
        kind="book_example",
        title=_("示例小区"),
        fields={"ok": not refused, "commands": len(commands), "refused": refused},
        labels=(
            Column("commands", _("命令"), "int"),
            *([Column("refused", _("未成功的命令"))] if refused else []),
        ),
        notes=(_("接着看：wxzj report balance-sheet，或 wxzj tui"),),
    )
