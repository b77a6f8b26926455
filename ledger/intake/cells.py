"""A sheet's cell as text: what its type, its format and its column allow, else refused.

Text passes as it is; the field's own grammar reads it. A number, a day or a truth value becomes
the text that a person would have typed, and only where nothing can have been lost on the way.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from ledger.intake.number_format import DIGITS_MAX, number_text
from ledger.intake.spec import Cell, Kind, Mark
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.period import from_serial

_NUMBERS: Final = frozenset({Kind.AMOUNT, Kind.RATE, Kind.AREA, Kind.COUNT})
_EXACT_MAX: Final = 10**DIGITS_MAX
_DAYS_1904: Final = 1462
_SHORTEST_DAY: Final = 19_000_101  # 20250105 typed as a number
_LONGEST_DAY: Final = 29_991_231
_LOST: Final = int(Mark.ERROR | Mark.FORMULA)


def cell_text(
    cell: Cell, kind: Kind, mark: int = 0, *, is_1904: bool = False, use_cached: bool = False
) -> str:
    """Return what stands in `cell`, in a column that holds `kind`, as text; "" where nothing does.

    >>> cell_text(1234.5, Kind.AMOUNT), cell_text(501.0, Kind.CODE), cell_text(45662, Kind.DATE)
    ('1234.5', '501', '2025-01-05')

    Raises:
        InputError: `cell_…`, or `date_…` of a day number.
    """
    if mark and mark & _LOST:
        _check_origin(cell, mark, use_cached=use_cached)
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        if kind is Kind.WORD:
            return "true" if cell else "false"
        raise InputError(
            "cell_boolean",
            _("单元格是逻辑值 {value}").format(value=str(cell).upper()),
            _("填写文字或数字"),
        )
    if isinstance(cell, date | time | timedelta):
        return _day_text(cell, kind, mark)
    if kind is Kind.DATE:
        return _serial_text(cell, is_1904=is_1904)
    if mark and kind in _NUMBERS:
        _check_shown(mark)
    elif kind is Kind.CODE or kind is Kind.ACCOUNT:
        _check_name(cell, mark)
    if abs(cell) >= _EXACT_MAX:
        raise _digits_lost(cell)
    return number_text(cell)


def _check_origin(cell: Cell, mark: int, *, use_cached: bool) -> None:
    if mark & Mark.ERROR:
        raise InputError(
            "cell_error", _("单元格是公式错误（#N/A、#DIV/0! 之类）"), _("改正公式，或填入数值")
        )
    if not use_cached:
        raise InputError(
            "cell_formula",
            _("单元格是公式"),
            _("选择性粘贴为数值后再导入，或加 --use-cached 采用文件里存的结果"),
        )
    if mark & Mark.UNCACHED and cell == "":
        raise InputError(
            "cell_formula_uncached",
            _("单元格是公式，文件里没有存它的结果"),
            _("用表格软件打开后保存一次，或粘贴为数值"),
        )


def _day_text(cell: date | time | timedelta, kind: Kind, mark: int) -> str:
    if kind is not Kind.DATE:
        raise InputError(
            "cell_date",
            _("表格软件把这个单元格当成了日期"),
            _("把这一列设为文本格式后重新填写"),
        )
    if mark and mark & Mark.NO_DAY:
        raise InputError(
            "date_serial",
            _("单元格是 1900-02-29，这一天不存在"),
            _("按 2025-01-05 的样子写年、月、日"),
        )
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise InputError("date_time", _("单元格的日期带有钟点"), _("只写日期"))
        cell = cell.date()
    elif isinstance(cell, time | timedelta):
        raise InputError("date_time", _("单元格是钟点，不是日期"), _("只写日期"))
    return cell.isoformat()


def _serial_text(cell: float, *, is_1904: bool) -> str:
    """Return a day that stands in the sheet as a number: 45662, or 20250105 typed as it is."""
    if cell != int(cell):
        raise InputError(
            "date_serial",
            _("“{value}”不是整天的日期").format(value=number_text(cell)),
            _("只写日期，不带钟点"),
        )
    whole = int(cell)
    if _SHORTEST_DAY <= whole <= _LONGEST_DAY:
        return str(whole)
    return from_serial(whole + (_DAYS_1904 if is_1904 else 0)).isoformat()


def _check_shown(mark: int) -> None:
    if mark & Mark.SCALED:
        raise InputError(
            "cell_scaled",
            _("单元格的显示格式把数放大或缩小了（如按万元显示）"),
            _("改成普通数字格式，核对数值后再导入"),
        )
    if mark & Mark.FOREIGN:
        raise InputError(
            "cell_currency", _("单元格按外币格式显示"), _("改成普通数字格式，填写人民币金额")
        )
    if mark & Mark.ROUNDED:
        raise InputError(
            "cell_rounded",
            _("单元格存的数比显示出来的小数多"),
            _("把数值改成显示的样子（不要只改格式），核对合计后再导入"),
        )


def _check_name(cell: float, mark: int) -> None:
    if mark and mark & Mark.DRESSED:
        raise InputError(
            "cell_dressed",
            _("单元格显示的前导零或字样只是格式，实际存的是数字"),
            _("把这一列设为文本格式后重新填写"),
        )
    if cell != int(cell) or cell < 0:
        raise InputError(
            "cell_not_whole",
            _("编号列里的单元格是小数或负数"),
            _("把这一列设为文本格式后重新填写"),
        )


def _digits_lost(cell: float) -> InputError:
    return InputError(
        "cell_digits_lost",
        _("单元格是超过 {digits} 位的数字“{value}”，末几位已经丢失").format(
            digits=DIGITS_MAX, value=number_text(cell)
        ),
        _("把这一列设为文本格式，从原始资料重新填写完整号码"),
    )
