"""In which unit each amount column is: 元, or 万元 where both the head and the person say so.

An amount that is ten thousand times too large or too small looks like any other, so nothing is
assumed where a file says two things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger.intake.head_words import Unit
from ledger.intake.spec import Column
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import shown


def settle_units(
    columns: Sequence[Column], units: Sequence[Unit], banner: Unit, *, unit_wan: bool
) -> tuple[list[Column], list[str]] | InputError:
    """Return the columns with `is_wan` set, and notices; or why the units do not fit.

    Args:
        columns: the columns of the file.
        units: what each one's head says.
        banner: what a line above the head says of all amounts.
        unit_wan: the person has said that amounts are in 万元.
    """
    told = list(zip(columns, units, strict=True))
    amounts = [(column, unit) for column, unit in told if column.field.parse_wan is not None]
    unsaid = [column for column, unit in amounts if unit is Unit.UNSAID]
    wan = [column for column, unit in amounts if unit is Unit.WAN]
    if banner is Unit.WRONG and unsaid:
        return InputError("head_unit", _("表头上方写的金额单位不能用"), _("金额换算成元后再导入"))
    if banner is Unit.WAN:
        wan += unsaid
    if not unit_wan:
        return _refusal_of_wan(wan) if wan else (list(columns), [])
    fault = None
    if banner is Unit.UNSAID:
        if wan and unsaid:
            fault = _unclear(unsaid)
        elif not wan:
            wan = unsaid
    if fault is None and not wan and amounts:
        fault = InputError(
            "head_unit", _("指定了单位万元，表头却写明是元"), _("去掉 --unit，或改正表头的单位")
        )
    if fault is not None:
        return fault
    indexes = {column.index for column in wan}
    settled = [replace(column, is_wan=column.index in indexes) for column in columns]
    notice = _("按万元读入的列：{columns}").format(columns=_names(wan))
    return settled, [notice] if wan else []


def _names(columns: Sequence[Column]) -> str:
    return "、".join(shown(column.text) for column in columns)


def _refusal_of_wan(columns: Sequence[Column]) -> InputError:
    return InputError(
        "head_wan",
        _("金额以万元为单位：{columns}").format(columns=_names(columns)),
        _("确认无误就加 --unit 万元，否则换算成元后再导入"),
    )


def _unclear(columns: Sequence[Column]) -> InputError:
    return InputError(
        "head_unit",
        _("有的列写明万元，这些列没有写单位：{columns}").format(columns=_names(columns)),
        _("在每个金额列的表头写明单位，如“金额（元）”"),
    )
