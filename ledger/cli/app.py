"""The root of the command line: the options before the group, and the table of groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

import ledger
from ledger.cli.commands import Entry, LazyGroup
from ledger.cli.doors import Doors
from ledger.values.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "wxzj"
DEFAULT_DB = "wxzj.db"
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")

ENTRIES = {
    "book": Entry("ledger.cli.book", "book", _("账套：建库、升级、核验、备份")),
    "registry": Entry("ledger.cli.registry", "registry", _("登记：小区、房屋、专户、代管机构")),
    "voucher": Entry("ledger.cli.voucher", "voucher", _("凭证：制单、审核、过账、冲销")),
    "fund": Entry("ledger.cli.fund", "fund", _("维修资金：归集、使用、续筹、收益")),
    "renovation": Entry(
        "ledger.cli.renovation", "renovation", _("老旧小区改造：项目、资金、出资、移交")
    ),
    "period": Entry("ledger.cli.period", "period", _("会计期间：检查、结转、结账")),
    "report": Entry("ledger.cli.report", "report", _("报表：试算平衡、会住维各表、分户账")),
    "user": Entry("ledger.cli.user", "user", _("用户：制单和审核由不同的人办理")),
    "export": Entry("ledger.cli.export", "export", _("导出：beancount、hledger")),
    "tui": Entry("ledger.cli.screen", "tui", _("打开全屏界面")),
    "demo": Entry("ledger.cli.demo", "demo", _("用示例小区演示一遍")),
}


@click.group(
    cls=LazyGroup,
    entries=ENTRIES,
    help=_("住宅专项维修资金复式记账。数据写到标准输出，提示和进度写到标准错误。"),
)
@click.option(
    "--db",
    envvar="WXZJ_DB",
    default=DEFAULT_DB,
    show_default=True,
    metavar="URL",
    help=_("数据库地址；只写路径就是 SQLite 文件（环境变量 WXZJ_DB）"),
)
@click.option(
    "--as", "user", envvar="WXZJ_USER", metavar="USER", help=_("操作人（环境变量 WXZJ_USER）")
)
@click.option(
    "--lang",
    envvar="WXZJ_LANG",
    type=click.Choice(["zh", "en"]),
    default="zh",
    expose_value=False,
    help=_("语言（环境变量 WXZJ_LANG）"),
)
@click.option("--quiet", is_flag=True, help=_("只输出数据和错误，不输出提示和进度"))
@click.version_option(
    ledger.__version__, prog_name=PROGRAM, message="%(prog)s %(version)s", help=_("显示版本")
)
@click.help_option("--help", help=_("显示本帮助"))
@click.pass_context
def root(ctx: click.Context, db: str, user: str | None, *, quiet: bool) -> None:
    """Remember the options that every command shares."""
    from ledger.cli.context import Context  # noqa: PLC0415 - a help page does without

    doors = ctx.obj if isinstance(ctx.obj, Doors) else Doors()
    ctx.obj = context = Context(db=db, user=user, quiet=quiet, doors=doors)
    ctx.call_on_close(context.close)
    if ctx.get_parameter_source("db") is ParameterSource.COMMANDLINE and _PASSWORD.search(db):
        context.notice(
            _("提示：写在命令行里的密码，同机的人用 ps 就能看到；请改放 WXZJ_DB 或 ~/.pgpass")
        )


def run(words: Sequence[str], doors: Doors) -> int:
    """Do what `words` say; give the exit code, whatever happens."""
    try:
        with root.make_context(PROGRAM, list(words), obj=doors) as ctx:
            code = root.invoke(ctx)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last catch: all ends in a line and a code
        from ledger.cli import diagnostics  # noqa: PLC0415 - a help page does without

        return diagnostics.explain(error, as_json=diagnostics.wants_json(words))
    return code if isinstance(code, int) else 0
