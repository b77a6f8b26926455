"""The options that commands share, and their two kinds: those that read and those that act.

A command is one function: it gets the context and its own words, asks the desk, and returns the
sheet to show. Where the sheet says `ok: false`, the command ends with the exit code of its kind.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from ledger.cli import output, types
from ledger.cli.context import current
from ledger.values.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.values.sheet import Sheet

REFUSED = 3
UNUSABLE = 4
CORRUPT = 5

Asking = TypeVar("Asking", bound="Callable[..., Any]")


class Scope(TypedDict):
    """Which part of the books, of which month: the options of `scope`."""

    period: int | None
    book: str | None
    estate: str | None
    custodian: str | None


class TableFile(TypedDict):
    """A table file and how to read it: the words of `reading_a_file`."""

    path: str
    unit_wan: bool
    use_cached: bool


SELECTORS = {
    "book": click.option("--book", type=types.REFERENCE, help=_("账套编号，如 F1-C")),
    "estate": click.option("--estate", type=types.CODE, help=_("小区编号")),
    "custodian": click.option("--custodian", type=types.NAME, help=_("代管机构的名称或编号")),
    "period": click.option("--period", type=types.PERIOD, help=_("会计月份")),
    "on": click.option("--on", type=types.DATE, help=_("日期")),
}


def select(*names: str) -> Callable[[Asking], Asking]:
    """Add the selectors called `names`, in this order."""

    def add(function: Asking) -> Asking:
        for name in reversed(names):
            function = SELECTORS[name](function)
        return function

    return add


scope = select("period", "book", "estate", "custodian")


fund_type = click.option(
    "--fund-type",
    type=click.Choice(["commodity", "sold_public"]),
    default="commodity",
    show_default=True,
    help=_("商品住宅，或已售公有住房"),
)
bank_account = click.option("--bank-account", type=types.ACCOUNT_NUMBER, help=_("专户账号"))
bank_ref = click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
request_key = click.option(
    "--key", "request_key", type=types.REFERENCE, help=_("请求键：同一个键重做不会重复入账")
)


def dry_run(function: Asking) -> Asking:
    """Add `--dry-run`, which shows what would be done and does nothing."""
    return click.option("--dry-run", is_flag=True, help=_("只显示将要做什么，不改动任何东西"))(
        function
    )


def reading_a_file(function: Asking) -> Asking:
    """Add a table file and the options of how to read it."""
    path = click.argument("path", metavar="FILE", type=click.Path())
    unit = click.option(
        "--unit",
        "unit_wan",
        type=click.Choice(["元", "万元"]),
        default="元",
        callback=lambda _ctx, _param, unit: unit == "万元",
        help=_("文件中金额的单位；表头写着万元时必须给出"),
    )
    use_cached = click.option(
        "--use-cached", is_flag=True, help=_("有公式的单元格取文件里存着的结果，不重新计算")
    )
    return path(unit(use_cached(function)))


def reads(*, not_ok: int = 0) -> Callable[[Callable[..., Sheet]], Callable[..., int]]:
    """Make a function into a command that reads: any format, to stdout or a file."""

    def decorate(function: Callable[..., Sheet]) -> Callable[..., int]:
        @functools.wraps(function)
        def run(
            *, fmt: output.AnyFormat | None, output_path: str | None, force: bool, **words: Any
        ) -> int:
            place = output.place_for(fmt, output_path, force=force)
            return _show(function, words, place, not_ok)

        return _format("text", "csv", "json", "xlsx")(
            click.option(
                "--output", "output_path", metavar="FILE", help=_("写进文件，而不是标准输出")
            )(click.option("--force", is_flag=True, help=_("文件已存在时覆盖"))(run))
        )

    return decorate


def acts(*, not_ok: int = 0) -> Callable[[Callable[..., Sheet]], Callable[..., int]]:
    """Make a function into a command that changes something and shows what it did."""

    def decorate(function: Callable[..., Sheet]) -> Callable[..., int]:
        @functools.wraps(function)
        def run(*, fmt: output.AnyFormat | None, **words: Any) -> int:
            return _show(function, words, output.place_for(fmt, None), not_ok)

        return _format("text", "csv", "json")(run)

    return decorate


def _format(*formats: str) -> Callable[[Asking], Asking]:
    return click.option(
        "--format", "fmt", type=click.Choice(formats), help=_("输出格式，默认 text")
    )


def _show(
    function: Callable[..., Sheet], words: dict[str, Any], place: output.Place, not_ok: int
) -> int:
    context = current()
    sheet = function(context, **words)
    context.progress.finish()
    output.show(sheet, place, context.doors.write_xlsx)
    if place.fmt != "text":  # a text shows them itself
        for note in sheet.notes:
            context.notice(note)
    if place.path is not None:
        context.notice(_("已写入 {name}").format(name=place.path))
    return not_ok if sheet.fields.get("ok") is False else 0
