"""The only writer of stderr, and the only place that turns what went wrong into an exit code.

Every error is one line, `错误[stable_word]: message — what to do next`; the bad rows of a file
follow it.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
from typing import TYPE_CHECKING

import click

from ledger.cli import output
from ledger.cli.crashlog import write_crash
from ledger.values.errors import BadRows, InputError, LedgerError
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet
from ledger.values.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.values.errors import BadRow

INTERRUPTED = 130
BUG = 1
ROWS_SHOWN_MAX = 50
VALUE_SHOWN_MAX = 60


def notice(words: str) -> None:
    """Say something to the person."""
    _say(safe(words))


def explain(error: BaseException, *, as_json: bool = False) -> int:
    """Tell the person, and the script if it asked for JSON, what went wrong; give the exit code."""
    match error:
        case BrokenPipeError():  # the reader of a help page has gone away
            output.hush()
            return 0
        case click.exceptions.NoArgsIsHelpError():
            _say(error.format_message())
            return error.exit_code
        case click.ClickException():
            known, code = _usage(error), error.exit_code
        case KeyboardInterrupt() | click.Abort():
            known = LedgerError("interrupted", _("已中断"), _("没有办完的事没有入账，可以重做"))
            code = INTERRUPTED
        case LedgerError():
            known, code = error, error.exit_code
        case _:
            known, code = _unexpected(error), BUG
    _say(_line(known))
    if isinstance(known, BadRows):
        _list_rows(known)
    if as_json:
        with contextlib.suppress(LedgerError):  # stdout itself may be what failed
            output.print_sheet(_sheet(known), "json")
    return code


def wants_json(words: Sequence[str]) -> bool:
    """Tell whether a command line asks for JSON, even one that click cannot read."""
    return "--format=json" in words or ("--format", "json") in itertools.pairwise(words)


def _usage(error: click.ClickException) -> LedgerError:
    """Give what click could not read as one of ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "wxzj"
    return InputError(
        "usage",
        " ".join(error.format_message().split()).rstrip("。."),
        _("用法见 {command} --help").format(command=command),
    )


def _unexpected(error: BaseException) -> LedgerError:
    """Give our own mistake as a line; the traceback goes to the log file."""
    message = _("程序自身出错（{kind}）").format(kind=type(error).__name__)
    try:
        hint = _("详情在 {log}，请连同它报告").format(log=write_crash(error))
    except OSError as reason:
        hint = _(
            "日志写不进 {folder}（{reason}），请把 WXZJ_LOG_DIR 设为自己的文件夹后重做"
        ).format(folder=reason.filename, reason=reason.strerror)
    return LedgerError("unexpected", message, hint)


def _line(error: LedgerError) -> str:
    head = _("错误") + f"[{error.code}]: {safe(error.message)}"
    return f"{head} — {safe(error.hint)}" if error.hint else head


def _list_rows(error: BadRows) -> None:
    file = safe(error.file)
    for row in error.rows[:ROWS_SHOWN_MAX]:
        _say("  " + _row_line(file, row))
    left = len(error.rows) - ROWS_SHOWN_MAX
    if left > 0:
        _say("  " + _("还有 {count:,} 行没有列出，加 --format json 可得全部").format(count=left))


def _row_line(file: str, row: BadRow) -> str:
    place = _("{file} 第 {row} 行").format(file=file, row=row.row) if row.row else file
    if row.column:
        value = (
            row.value if len(row.value) <= VALUE_SHOWN_MAX else row.value[:VALUE_SHOWN_MAX] + "…"
        )
        place += _(" {column}“{value}”").format(column=safe(row.column), value=safe(value))
    line = f"{place} [{row.code}]: {safe(row.message)}"
    return f"{line} — {safe(row.hint)}" if row.hint else line


def _sheet(error: LedgerError) -> Sheet:
    """Give `error` as scripts read it: a file's bad rows all of them."""
    fields = {"code": error.code, "message": error.message, "hint": error.hint}
    if not isinstance(error, BadRows):
        return Sheet("error", "", fields=fields)
    return Sheet(
        "error",
        "",
        columns=[
            Column("row", "", "int"),
            *(Column(key, "") for key in ("column", "value", "code", "message", "hint")),
            Column("refused", "", "flag"),
        ],
        rows=[
            (row.row, row.column, row.value, row.code, row.message, row.hint, row.refused)
            for row in error.rows
        ],
        fields={**fields, "file": error.file},
    )


def _say(line: str) -> None:
    """Write `line`; with stderr closed there is nobody to tell."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
