"""What can be typed as the value of an option, read strictly; the error names the option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.context import Context
from ledger.values import area, money, period, quantity, ratio
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import clean_account_number, clean_code, clean_name, fold_width, shown

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE_LENGTH_MAX = 80
PERMILLE = 1000
_PERCENT = re.compile(r"(100|[0-9]{1,2})(?:\.([0-9]))?(?: ?%)?", re.ASCII)
_YEAR = re.compile(r"(?:18|19|20)[0-9]{2}", re.ASCII)
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


class Typed(click.ParamType[Any]):
    """A word that `parse` reads; what it refuses keeps its stable word.

    Args:
        name: what the help page shows for the value.
        parse: raises InputError for what it cannot read.
        echo: for words that the keyboard may abbreviate: gives back what was understood.
    """

    def __init__(
        self, name: str, parse: Callable[[str], Any], echo: Callable[[Any], str] | None = None
    ) -> None:
        self.name = name
        self.parse = parse
        self.echo = echo

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read `value`, unless it has been read already."""
        if not isinstance(value, str):
            return value
        option = param.opts[0] if isinstance(param, click.Option) else self.name
        try:
            read = self.parse(value)
        except InputError as error:
            message = _("{option}：{message}").format(option=option, message=error.message)
            raise InputError(error.code, message, error.hint) from error
        context = ctx.find_object(Context) if ctx is not None else None
        if self.echo is not None and context is not None:
            context.notice(f"{option} {self.echo(read)}")
        return read

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Show options by the kind of their value, arguments by their own name."""
        return self.name if isinstance(param, click.Option) else super().get_metavar(param, ctx)


def _reference(text: str) -> str:
    return clean_name(text, _("编号"), REFERENCE_LENGTH_MAX)


def _count(text: str) -> int:
    plain = fold_width(text)
    if not _COUNT.fullmatch(plain):
        raise InputError(
            "count_unreadable", _("“{text}”不是个数").format(text=shown(text)), _("写 0 或正整数")
        )
    return int(plain)


def _owner(text: str) -> tuple[str, ratio.Ratio | None]:
    name, mark, share = text.replace("＝", "=").partition("=")
    return clean_name(name, _("产权人")), ratio.parse_ratio(share) if mark else None


def _named_money(text: str) -> tuple[str, int]:
    name, _mark, amount = text.replace("＝", "=").rpartition("=")
    return clean_name(name, _("名称")), money.parse_fen(amount, keyboard=True)


def _percent(text: str) -> int:
    found = _PERCENT.fullmatch(fold_width(text).strip())
    permille = -1 if found is None else int(found[1]) * 10 + int(found[2] or 0)
    if not 0 <= permille <= PERMILLE:
        raise InputError(
            "percent_unreadable",
            _("“{text}”不是 0 至 100 的百分数").format(text=shown(text)),
            _("写 92.5 或 92.5%"),
        )
    return permille


def _year(text: str) -> int:
    plain = fold_width(text)
    if not _YEAR.fullmatch(plain):
        raise InputError(
            "year_unreadable",
            _("“{text}”不是年份").format(text=shown(text)),
            _("写四位数字，例如 1998"),
        )
    return int(plain)


def _work_amount(text: str) -> tuple[str, int]:
    work, mark, amount = text.replace("＝", "=").partition("=")
    if not mark:
        raise InputError(
            "work_amount_unreadable",
            _("“{text}”不是 改造内容=金额").format(text=shown(text)),
            _("例如 供水=1200000"),
        )
    return clean_name(work, _("改造内容")), money.parse_fen(amount, keyboard=True)


def _named_code(text: str) -> tuple[str, str | None]:
    code, mark, name = text.replace("＝", "=").partition("=")
    return clean_code(code, _("编号")), clean_name(name, _("名称")) if mark else None


PERIOD = Typed("YYYY-MM", period.parse_period)
DATE = Typed("YYYY-MM-DD", period.parse_date)
MONEY = Typed(
    "AMOUNT",
    lambda text: money.parse_fen(text, keyboard=True),
    echo=lambda fen: _("{amount} 元").format(amount=money.format_fen(fen)),
)
MONEY_OR_ALL = Typed(
    "AMOUNT",
    lambda text: text if text == "all" else money.parse_fen(text, keyboard=True),
    echo=lambda fen: (
        "all" if fen == "all" else _("{amount} 元").format(amount=money.format_fen(fen))
    ),
)
MONEY_OR_NONE = Typed(
    "AMOUNT",
    lambda text: money.parse_fen(text, keyboard=True, allow_zero=True),
    echo=lambda fen: _("{amount} 元").format(amount=money.format_fen(fen)),
)
MONEY_SIGNED = Typed(
    "AMOUNT",
    lambda text: money.parse_fen(text, keyboard=True, allow_zero=True, allow_negative=True),
    echo=lambda fen: _("{amount} 元").format(amount=money.format_fen(fen)),
)
AREA = Typed("AREA", area.parse_area)
COUNT = Typed("NUMBER", _count)
QUANTITY = Typed("QUANTITY", quantity.parse_quantity)
CODE = Typed("CODE", lambda text: clean_code(text, _("编号")))
REFERENCE = Typed("CODE", _reference)  # codes of several parts: books, households, vouchers, cases
ACCOUNT_NUMBER = Typed("NUMBER", lambda text: clean_account_number(text, _("银行账号")))
NAME = Typed("NAME", lambda text: clean_name(text, _("名称")))
PERCENT = Typed("PERCENT", _percent)
YEAR = Typed("YYYY", _year)
WORK_AMOUNT = Typed("WORK=AMOUNT", _work_amount)
NAMED_CODE = Typed("CODE[=NAME]", _named_code)
NAMED_MONEY = Typed("NAME=MONEY", _named_money)
OWNER = Typed("NAME[=NUM/DEN]", _owner)
TEXT = Typed("TEXT", lambda text: clean_name(text, _("文字")))
