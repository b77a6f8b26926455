"""The ministry's form 商品房维修资金信息采集表, as far as the ledger knows it, and a year ago.

Balances are those at the end of a month, movement is that of the year up to it; how large homes are
and what was due at first is told as the roster has it now. What no ledger can know is listed as
such and never as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import func, select

from ledger.fund.refilling.replenish import read_terms
from ledger.fund.using.cases import Path
from ledger.reports import indicator_deposits as deposits
from ledger.reports import indicator_homes as homes
from ledger.reports import indicator_rows as moves
from ledger.reports.indicator_homes import Asked, Rows
from ledger.reports.indicator_words import group_title, title_of, unit_word
from ledger.reports.scope import Scope, scope_fields, scope_notes, title_fields, title_labels
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.area import format_area
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import last_day, year_of
from ledger.values.sheet import Column, Kind, Sheet
from ledger.values.text import shown

_VALUES: Final[Mapping[str, tuple[str, Kind]]] = {
    "fen": ("amount_fen", "fen"),
    "area": ("area", "area"),
    "count": ("count", "int"),
    "days": ("days", "int"),
}
Values = Mapping[str, int | None]
_YEAR: Final = 100  # in whole months yyyymm


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the form that is counted, added up or averaged over rows.

    Attributes:
        unit: `count`, `fen`, `area` or `days`.
        how: `count`, `sum` or `mean` of the rows.
        row_unit: of the values of the rows.
    """

    code: str
    unit: str
    how: str
    rows: Rows
    row_unit: str = "fen"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure that follows from others: `part` of `whole`, in units of 1/`scale`."""

    code: str
    unit: str
    part: str
    whole: str
    scale: int = 1000


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the form asks for and no ledger knows."""

    code: str


Entry = Figure | Ratio | Unknown

FORM: Final[tuple[Entry, ...]] = (
    Figure("1.1", "count", "count", homes.estates_paid, "count"),
    Figure("1.2", "count", "count", homes.homes_paid),
    Figure("1.3", "count", "count", homes.buildings, "count"),
    Figure("1.4", "area", "sum", homes.areas, "area"),
    Figure("1.5", "fen", "sum", homes.initials),
    Figure("1.6", "fen", "sum", moves.collected),
    Figure("1.7", "fen", "sum", homes.ever_received),
    Figure("1.8", "fen", "sum", homes.developers),
    Unknown("1.9"),
    Unknown("1.10"),
    Figure("2.1", "fen", "sum", homes.balances),
    Figure("2.2", "fen", "sum", homes.suspense),
    Unknown("3.1"),
    Unknown("4.1"),
    Figure("5.1", "count", "count", moves.cases),
    Figure("5.2", "fen", "sum", moves.cases),
    Figure("5.3", "fen", "sum", moves.cases_of("lift")),
    Ratio("5.3.1", "permille", "5.3", "5.2"),
    Figure("5.4", "fen", "sum", moves.cases_of("fire")),
    Ratio("5.4.1", "permille", "5.4", "5.2"),
    Figure("5.5", "fen", "sum", moves.cases_of("roof", "facade")),
    Ratio("5.5.1", "permille", "5.5", "5.2"),
    Figure("5.6", "fen", "sum", moves.cases_but("lift", "fire", "roof", "facade")),
    Ratio("5.6.1", "permille", "5.6", "5.2"),
    Figure("5.7", "days", "mean", moves.days_of(Path.NORMAL), "days"),
    Figure("5.8", "days", "mean", moves.days_of(Path.EMERGENCY), "days"),
    Figure("5.9", "count", "count", moves.emergencies),
    Figure("5.10", "fen", "sum", moves.emergencies),
    Figure("6.1", "count", "count", moves.bank_accounts, "count"),
    Figure("6.2", "fen", "sum", moves.earned),
    Figure("6.3", "fen", "sum", moves.distributed),
    Figure("6.4", "fen", "sum", moves.undistributed),
    Ratio("6.5", "basis_point", "6.2", "2.1", 10_000),
    Figure("6.5.1", "fen", "sum", deposits.earned_in_three_years),
    Ratio("6.5.2", "basis_point", "6.5.1", "2.1", 10_000),
    Figure("6.6", "fen", "sum", deposits.at_banks),
    Figure("6.6.1", "fen", "sum", deposits.on_demand),
    Ratio("6.6.1.1", "permille", "6.6.1", "6.6"),
    Figure("6.6.2", "fen", "sum", deposits.short_terms),
    Ratio("6.6.2.1", "permille", "6.6.2", "6.6"),
    Figure("6.6.3", "fen", "sum", deposits.long_terms),
    Ratio("6.6.3.1", "permille", "6.6.3", "6.6"),
    Unknown("6.7"),
    Figure("7.1", "count", "count", homes.estates_low),
    Figure("7.2", "count", "count", homes.homes_low),
    Figure("7.3", "count", "count", moves.refilling_estates),
    Figure("7.4", "count", "count", moves.refilling_homes),
    Figure("7.5", "fen", "sum", moves.refilling_homes),
    Figure("7.6", "count", "count", moves.campaigns),
    Figure("7.7", "fen", "sum", moves.campaigns),
    Figure("8.1", "count", "count", homes.estates_without, "count"),
    Figure("8.2", "count", "count", homes.homes_without),
    Figure("8.3", "count", "count", moves.building_homes),
    Figure("8.4", "fen", "sum", moves.building_homes),
    Unknown("9.1"),
    Unknown("10.1"),
)


def indicators(tx: Tx, scope: Scope) -> Sheet:
    """Fill the form for a month, with the same figures a year ago beside it."""
    values = _values(tx, _asked(tx, scope))
    before = scope.period - _YEAR
    former: Values = {}
    if _has_begun(tx, scope, before):
        former = _values(tx, _asked(tx, replace(scope, period=before)))
    fields = title_fields(scope)
    columns = (
        Column("code", _("编号")),
        Column("name", _("指标")),
        Column("value", _("数值"), "int"),
        Column("unit", _("单位")),
        Column("year_ago", _("上年同期"), "int"),
        Column("known", _("账上可知"), "flag"),
    )
    notes = (
        *scope_notes(tx, scope),
        _("时点数为月末数，发生数为本年累计数；面积、首期应交按现在的房屋清册"),
        _("账上不记的项目写明“账上没有”，不作零"),
    )
    title = _("商品房维修资金信息采集表")
    return Sheet(
        kind="indicators",
        title=title,
        columns=columns,
        rows=[
            (
                entry.code,
                title_of(entry.code),
                values.get(entry.code),
                "unknown" if isinstance(entry, Unknown) else entry.unit,
                former.get(entry.code),
                not isinstance(entry, Unknown),
            )
            for entry in FORM
        ],
        fields=scope_fields(scope),
        notes=notes,
        paper=Sheet(
            kind="indicators",
            title=title,
            columns=(
                Column("code", _("编号")),
                Column("name", _("指标")),
                Column("value", _("本年")),
                Column("year_ago", _("上年同期")),
                Column("change", _("增减")),
            ),
            rows=_printed(values, former),
            fields=fields,
            labels=title_labels(fields, of_day=True),
            notes=notes,
        ),
    )


def _printed(values: Values, former: Values) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    group = ""
    for entry in FORM:
        number = entry.code.partition(".")[0]
        if number != group:
            rows.append((number, group_title(number), None, None, None))
            group = number
        if isinstance(entry, Unknown):
            rows.append((entry.code, title_of(entry.code), _("账上没有"), None, None))
            continue
        value, before = values.get(entry.code), former.get(entry.code)
        change = None if value is None or before is None else value - before
        rows.append(
            (
                entry.code,
                title_of(entry.code),
                _said(value, entry.unit) or "—",
                _said(before, entry.unit),
                _said(change, entry.unit),
            )
        )
    return rows


def _said(value: int | None, unit: str) -> str | None:
    """Write a figure with its unit."""
    if value is None:
        return None
    if unit == "fen":
        return format_fen(value)
    if unit == "area":
        return ("-" if value < 0 else "") + format_area(abs(value))
    if unit in {"permille", "basis_point"}:
        base = 10 if unit == "permille" else 100
        whole, part = divmod(abs(value), base)
        width = 1 if unit == "permille" else 2
        return f"{'-' if value < 0 else ''}{whole}.{part:0{width}d}%"
    return str(value)


def behind(tx: Tx, scope: Scope, code: str) -> Sheet:
    """Show the rows behind a figure of the form; together they are the figure.

    Raises:
        Refused: `indicator_unknown`, `indicator_without_rows`.
    """
    entry = next((each for each in FORM if each.code == code), None)
    if entry is None:
        raise Refused(
            "indicator_unknown",
            _("采集表没有 {code} 这一项").format(code=shown(code)),
            _("编号见 wxzj report indicators"),
        )
    if not isinstance(entry, Figure):
        hint = (
            _("请看 {part} 和 {whole}").format(part=entry.part, whole=entry.whole)
            if isinstance(entry, Ratio)
            else _("这一项账上没有")
        )
        raise Refused(
            "indicator_without_rows",
            _("{code} {name} 没有明细").format(code=code, name=title_of(code)),
            hint,
        )
    asked = _asked(tx, scope)
    found = tx.conn.execute(entry.rows(asked)).all()
    rows = sorted((row.item, row.name, int(row.value or 0)) for row in found)
    key, kind = _VALUES[entry.row_unit]
    value = _figure(tx, entry, asked)
    title = f"{code} {title_of(code)}"
    fields = {**scope_fields(scope), "code": code, "value": value, "unit": entry.unit}
    plain = Sheet(
        kind="indicator",
        title=title,
        columns=(
            Column("item", _("编号")),
            Column("name", _("名称")),
            Column(key, unit_word(entry.row_unit), kind),
        ),
        rows=rows,
        fields=fields,
        notes=[
            _("{count} 行，合成数值 {value}").format(
                count=len(rows), value=_said(value, entry.unit) or "—"
            )
        ],
    )
    labels = title_labels(title_fields(scope), of_day=True)
    return replace(plain, paper=replace(plain, fields=title_fields(scope), labels=labels))


def _asked(tx: Tx, scope: Scope) -> Asked:
    return Asked(
        tx.dialect,
        tuple(book.book_id for book in scope.books),
        None if scope.estate is None else scope.estate.estate_id,
        year_of(scope.period) * 100 + 1,
        scope.period,
        read_terms(tx, scope.custodian.custodian_id, last_day(scope.period)),
    )


def _has_begun(tx: Tx, scope: Scope, period: int) -> bool:
    voucher = schema.voucher
    return (
        tx.conn.execute(
            select(voucher.c.period)
            .where(
                voucher.c.book_id.in_([book.book_id for book in scope.books]),
                voucher.c.period <= period,
            )
            .limit(1)
        ).first()
        is not None
    )


def _values(tx: Tx, asked: Asked) -> Values:
    values: dict[str, int | None] = {
        entry.code: _figure(tx, entry, asked) for entry in FORM if isinstance(entry, Figure)
    }
    for entry in FORM:
        if isinstance(entry, Ratio):
            part, whole = values[entry.part], values[entry.whole]
            values[entry.code] = None
            if whole and part is not None:  # cut off towards nothing, whatever the sign
                value = abs(part) * entry.scale // abs(whole)
                values[entry.code] = value if (part < 0) == (whole < 0) else -value
    return values


def _figure(tx: Tx, entry: Figure, asked: Asked) -> int | None:
    """Count, add up or average the rows behind a figure; there is no mean of nothing."""
    rows = entry.rows(asked).subquery()
    count, total = tx.conn.execute(
        select(func.count(), func.coalesce(func.sum(rows.c.value), 0)).select_from(rows)
    ).one()
    return _HOW[entry.how](int(count), int(total))


_HOW: Final[Mapping[str, Callable[[int, int], int | None]]] = {
    "count": lambda count, _total: count,
    "sum": lambda _count, total: total,
    "mean": lambda count, total: (2 * total + count) // (2 * count) if count else None,
}
