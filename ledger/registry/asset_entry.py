"""Entering assets into the register, and filling in what was not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Final

from sqlalchemy import func, select, update

from ledger.registry.assets import PLAIN, Asset, find_asset, read_assets, record_assets
from ledger.registry.estates import Estate, find_estate
from ledger.registry.holdings import Holder, Holding, Role, add_holding
from ledger.registry.networks import read_network
from ledger.registry.operators import Operator, find_operator, refuse_other_network
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

_OWNED: Final = {"owners": Holder.OWNERS, "government": Holder.GOVERNMENT}


@dataclass(frozen=True, slots=True)
class NewAsset:
    """An asset as somebody wants it registered.

    Attributes:
        estate: the estate's code.
        network: by code or in Chinese.
        boundary: where the operator's part ends: a valve, a meter.
        quantity_milli: in thousandths of `unit`.
        code: given by the office; made from the estate's code where left out.
        since: the first day of its first owner and keeper; the day it came into use, else today.
        owner, keeper: `owners`, `government`, or an operator's code.
        ground: why an operator keeps it without a hand-over (by law), or the prior owner's name.
    """

    estate: str
    network: str
    name: str
    location: str
    quantity_milli: int
    unit: str
    boundary: str | None = None
    maker: str | None = None
    in_service_on: date | None = None
    warranty_until: date | None = None
    code: str | None = None
    since: date | None = None
    owner: str = "owners"
    keeper: str | None = None
    ground: str | None = None


def add_asset(tx: Tx, new: NewAsset, *, who: str, clock: Clock) -> tuple[Asset, bool]:
    """Register an asset, with its leaf in the log; return it, and whether it is new.

    Raises:
        InputError: as `enter`.
        Refused: as `enter`.
    """
    asset, is_new = enter(tx, new, who=who, clock=clock)
    if is_new:
        record_assets(tx, [asset], f"登记资产 {asset.title}", who=who, clock=clock)
    return asset, is_new


def enter(tx: Tx, new: NewAsset, *, who: str, clock: Clock) -> tuple[Asset, bool]:
    """Write an asset with its first owner and keeper; return it, and whether it is new.

    The caller writes the leaf. The same asset again changes nothing: the same code, or without one
    the same network, name and place in the estate.

    Raises:
        InputError: `network_unknown`, or what `clean_name` raises.
        Refused: `estate_unknown`, `out_of_reach`, `date_in_future`, `operator_unknown`,
            `operator_network`, `keeper_ground`, `asset_differs`.
    """
    estate = find_estate(tx, new.estate)
    new = _cleaned(new)
    since = new.since or new.in_service_on or clock.today
    _refuse_future((since, new.in_service_on), clock)
    turns = _first_turns(tx, new, since)
    known = _known(tx, estate, new)
    if known is not None:
        _refuse_differing(known, new, turns)
        return known, False
    table = schema.asset
    newest = tx.conn.execute(select(func.max(table.c.asset_id))).scalar_one()
    asset = Asset(
        (newest or 0) + 1,
        new.code or _free_code(tx, estate),
        estate,
        new.network,
        new.name,
        new.location,
        new.boundary,
        new.quantity_milli,
        new.unit,
        new.maker,
        new.in_service_on,
        new.warranty_until,
        turns,
    )
    for turn in turns:  # before the asset: it cannot be without
        add_holding(tx, asset.asset_id, turn, who=who, clock=clock)
    tx.conn.execute(
        table.insert().values(
            asset_id=asset.asset_id,
            code=asset.code,
            estate_id=estate.estate_id,
            **{name: getattr(asset, name) for name in PLAIN},
            registered_on=clock.today,
            who=who,
            at=clock.at,
        )
    )
    return asset, True


def _refuse_future(days: Sequence[date | None], clock: Clock) -> None:
    for on in days:
        if on is not None and on > clock.today:
            raise Refused(
                "date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期")
            )


def _cleaned(new: NewAsset) -> NewAsset:
    return replace(
        new,
        network=read_network(new.network),
        name=clean_name(new.name, _("资产名称")),
        location=clean_name(new.location, _("位置")),
        unit=clean_name(new.unit, _("计量单位")),
        boundary=None if new.boundary is None else clean_name(new.boundary, _("分界点")),
        maker=None if new.maker is None else clean_name(new.maker, _("生产厂家")),
        ground=None if new.ground is None else clean_name(new.ground, _("依据")),
    )


def _first_turns(tx: Tx, new: NewAsset, since: date) -> tuple[Holding, ...]:
    turns = []
    for role, word in ((Role.OWNER, new.owner), (Role.KEEPER, new.keeper or new.owner)):
        holder = _OWNED.get(word, Holder.OPERATOR)
        operator: Operator | None = None
        if holder is Holder.OPERATOR:
            operator = find_operator(tx, word)
            refuse_other_network(operator, new.network, new.name)
            if new.ground is None:
                raise Refused(
                    "keeper_ground",
                    _("{name} 由专业经营单位负责，没有写明依据").format(name=shown(new.name)),
                    _("请写 --ground 依据，例如“物业管理条例 第五十一条”；要移交请登记后办理移交"),
                )
        turns.append(Holding(role, 1, holder, operator, since, None, new.ground or "登记"))
    return tuple(turns)


def _known(tx: Tx, estate: Estate, new: NewAsset) -> Asset | None:
    table = schema.asset
    query = select(table.c.asset_id)
    if new.code is not None:
        query = query.where(table.c.code == new.code)
    else:
        query = query.where(
            table.c.estate_id == estate.estate_id,
            table.c.network == new.network,
            table.c.name == new.name,
            table.c.location == new.location,
        )
    found = read_assets(tx, query)
    return found[0] if found else None


def _refuse_differing(known: Asset, new: NewAsset, turns: Sequence[Holding]) -> None:
    """Refuse an asset that is registered with other words, naming the first of them.

    Raises:
        Refused: `asset_differs`.
    """
    titles = {
        "network": _("类别"),
        "name": _("名称"),
        "location": _("位置"),
        "boundary": _("分界点"),
        "quantity_milli": _("数量"),
        "unit": _("计量单位"),
        "maker": _("生产厂家"),
        "in_service_on": _("投入使用日期"),
        "warranty_until": _("保修期"),
    }
    differs = [
        titles[name]
        for name in PLAIN
        if getattr(new, name) is not None and getattr(new, name) != getattr(known, name)
    ]
    if known.estate.code != new.estate:
        differs.insert(0, _("小区"))
    first = [(each.role, each.holder, each.operator) for each in known.held if each.turn_no == 1]
    if {(each.role, each.holder, each.operator) for each in turns} != set(first):
        differs.append(_("产权或维护单位"))
    if differs:
        raise Refused(
            "asset_differs",
            _("资产 {title} 已登记，{what}不同").format(
                title=shown(known.title), what="、".join(differs)
            ),
            _("请核对；确是另一项资产请换编号（--code）"),
        )


def _free_code(tx: Tx, estate: Estate) -> str:
    known = set(
        tx.conn.execute(
            select(schema.asset.c.code).where(schema.asset.c.estate_id == estate.estate_id)
        ).scalars()
    )
    names = (f"ZC-{estate.code}-{no:03d}" for no in count(len(known) + 1))
    return next(name for name in names if name not in known)


def fill_asset(
    tx: Tx,
    code: str,
    *,
    in_service_on: date | None,
    warranty_until: date | None,
    who: str,
    clock: Clock,
) -> tuple[Asset, bool]:
    """Write down what was not known yet of an asset; return it, and whether something changed.

    Raises:
        Refused: `asset_unknown`, `date_in_future`, `asset_differs` where it was known otherwise.
    """
    asset = find_asset(tx, code)
    _refuse_future((in_service_on,), clock)
    asked = {"in_service_on": in_service_on, "warranty_until": warranty_until}
    given = {name: on for name, on in asked.items() if on is not None}
    fresh = {name: on for name, on in given.items() if getattr(asset, name) is None}
    if any(getattr(asset, name) not in {None, on} for name, on in given.items()):
        raise Refused(
            "asset_differs",
            _("资产 {title} 的日期已登记，不能改").format(title=shown(asset.title)),
            _("请运行 wxzj renovation asset show 查看"),
        )
    if not fresh:
        return asset, False
    tx.conn.execute(
        update(schema.asset).where(schema.asset.c.asset_id == asset.asset_id).values(**fresh)
    )
    asset = find_asset(tx, code)
    record_assets(tx, [asset], f"补登资产 {asset.title}", who=who, clock=clock)
    return asset, True
