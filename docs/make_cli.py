"""Write `docs/cli.md` from the commands themselves: `make docs`. A test holds that it is fresh."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ledger.values.i18n import choose_language

HEAD = """\
# 命令行

每条命令的帮助，与 `wxzj … --help` 显示的相同。由 `make docs` 写出，不要手改。

数据写到标准输出，提示、进度和错误写到标准错误。
退出码：0 办成；1 程序自身出错；2 输入或文件读不懂；3 读得懂而规则不许；
4 数据库不能用；5 账自相矛盾；130 被中断。
错误词见 [errors.md](errors.md)，用语见 [glossary.md](glossary.md)。
"""


def commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    """Walk a command and all below it, each as the context that its help page needs."""
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                inner = type(context)(below, info_name=name, parent=context)
                yield from commands(below, inner)


def every_command() -> Iterator[click.Context]:
    """Walk all commands of the program in the order of its help."""
    choose_language("zh")  # before the skin is imported
    from ledger.cli.app import PROGRAM, root

    return commands(root, root.context_class(root, info_name=PROGRAM))


def page() -> str:
    """Return the whole page."""
    os.environ["COLUMNS"] = "100"  # whatever the terminal of whoever writes it
    parts = [HEAD]
    for context in every_command():
        depth = "#" * (1 + len(context.command_path.split()))
        parts.append(f"{depth} {context.command_path}\n")
        parts.append(f"```text\n{context.get_help()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (Path(__file__).parent / "cli.md").write_text(page(), encoding="utf-8")
    sys.stdout.write("docs/cli.md\n")
