"""`wxzj registry split`, `merge` and `history`: houses that become other houses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads
from ledger.values.area import parse_area
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.money import parse_fen
from ledger.values.sheet import Sheet
from ledger.values.text import clean_code, shown

if TYPE_CHECKING:
    from ledger.values.ratio import Ratio

_PIECES = (2, 3)  # room and area; the amount due may follow


def _part(text: str) -> tuple[str, int, int | None]:
    pieces = text.replace("：", ":").split(":")
    if len(pieces) not in _PIECES:
        raise InputError(
            "part_unreadable",
            _("“{text}”不是 房号:面积 或 房号:面积:应交金额").format(text=shown(text)),
            _("例如 501A:60.00 或 501A:60.00:7200.00"),
        )
    due = parse_fen(pieces[2], allow_zero=True) if len(pieces) == max(_PIECES) else None
    return clean_code(pieces[0], _("房号")), parse_area(pieces[1]), due


PART = types.Typed("ROOM:AREA[:DUE]", _part)
_on = click.option("--on", type=types.DATE, required=True, help=_("变更的日期"))
_reason = click.option("--reason", type=types.TEXT, required=True, help=_("变更原因"))
_area_reason = click.option(
    "--area-reason", type=types.TEXT, help=_("面积合计与原来不符时，写明原因，如重新测绘")
)


@click.command(
    "split",
    help=_("房屋分割：一套变为几套；余额、应交、累计交存和积数都按面积分"),
)
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@click.option(
    "--part", "parts", type=PART, multiple=True, help=_("分割后的一套，可写多次，如 501A:60.00")
)
@click.option(
    "--into",
    "path",
    metavar="FILE",
    type=click.Path(),
    help=_("分割后各套的文件：房号、建筑面积，可加应交金额、单元、产权人"),
)
@_on
@_reason
@_area_reason
@dry_run
@acts()
def split(
    context: Context,
    *,
    code: str,
    parts: tuple[tuple[str, int, int | None], ...],
    path: str | None,
    on: date,
    reason: str,
    area_reason: str | None,
    dry_run: bool,
) -> Sheet:
    """Split a house."""
    return context.desk().houses.split(
        code,
        parts=parts,
        path=path,
        on=on,
        reason=reason,
        area_reason=area_reason,
        dry_run=dry_run,
    )


@click.command("merge", help=_("房屋合并：几套变为一套；合并回原来的房号即撤销分割"))
@click.argument("codes", metavar="CODE...", type=types.REFERENCE, nargs=-1, required=True)
@click.option(
    "--into",
    metavar="ROOM",
    type=types.CODE,
    required=True,
    help=_("合并后的房号，与第一套同幢同单元"),
)
@_on
@_reason
@click.option("--area", type=types.AREA, help=_("合并后的建筑面积；不写就是合计"))
@_area_reason
@click.option(
    "--owner",
    "owners",
    type=types.OWNER,
    multiple=True,
    help=_("合并后的产权人，可写多次，份额写成 张三=1/3；各套产权人相同时不必写"),
)
@dry_run
@acts()
def merge(
    context: Context,
    *,
    codes: tuple[str, ...],
    into: str,
    on: date,
    reason: str,
    area: int | None,
    area_reason: str | None,
    owners: tuple[tuple[str, Ratio | None], ...],
    dry_run: bool,
) -> Sheet:
    """Merge houses into one."""
    return context.desk().houses.merge(
        codes,
        into=into,
        on=on,
        reason=reason,
        area=area,
        area_reason=area_reason,
        owners=owners,
        dry_run=dry_run,
    )


@click.command("recut", help=_("小区调整：小区拆分、合并或改编号，房屋连同余额转到另一小区"))
@click.argument("source", metavar="ESTATE", type=types.CODE)
@click.option("--into", metavar="ESTATE", type=types.CODE, required=True, help=_("调入的小区编号"))
@click.option("--name", type=types.NAME, help=_("调入的小区是新的时，写明名称"))
@click.option(
    "--building",
    "buildings",
    type=types.CODE,
    multiple=True,
    help=_("只调整这些幢，可写多次；不写就是全小区"),
)
@_on
@_reason
@dry_run
@acts()
def recut(
    context: Context,
    *,
    source: str,
    into: str,
    name: str | None,
    buildings: tuple[str, ...],
    on: date,
    reason: str,
    dry_run: bool,
) -> Sheet:
    """Move houses to another estate."""
    return context.desk().houses.recut(
        source,
        into=into,
        name=name,
        buildings=buildings,
        on=on,
        reason=reason,
        dry_run=dry_run,
    )


@click.command("history", help=_("房屋沿革：历任产权人，分割、合并等变更，何时由谁登记"))
@click.argument("code", metavar="CODE", type=types.REFERENCE)
@reads()
def history(context: Context, code: str) -> Sheet:
    """Tell what became of a house."""
    return context.desk().houses.history(code)
