"""What a case repairs, and whether an operator keeps it: then the fund does not pay (guard 3).

165号令 art. 25 (2): what an operator maintains is none of the fund's costs. From the day on which
an operator becomes the keeper of an asset no case may be drafted or approved for it, and none be
paid, except for work that was finished and accepted before that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from ledger.fund.using.cases import Case
from ledger.registry.assets import Asset, find_asset, read_assets
from ledger.registry.estates import Estate
from ledger.registry.networks import network_title, networks, read_network
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

SOURCE: Final = "165号令 第二十五条（二）"


def read_named(
    tx: Tx, estate: Estate, assets: Iterable[str], words: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the assets and the networks that a case names, by code, each once and in order.

    Raises:
        InputError: `network_unknown`.
        Refused: `asset_unknown`, `asset_elsewhere`, `out_of_reach`.
    """
    codes = tuple(sorted(set(assets)))
    for code in codes:
        asset = find_asset(tx, code)
        if asset.estate.estate_id != estate.estate_id:
            raise Refused(
                "asset_elsewhere",
                _("资产 {asset} 在小区 {where}，不在 {estate}").format(
                    asset=shown(asset.title), where=asset.estate.code, estate=estate.code
                ),
                _("请核对资产编号；运行 wxzj renovation asset list --estate {estate} 查看").format(
                    estate=estate.code
                ),
            )
    return codes, tuple(sorted({read_network(word) for word in words}))


def concerned(tx: Tx, case: Case) -> list[Asset]:
    """Return the assets that a case repairs: those it names, and all of the networks it names."""
    return [
        asset
        for asset in _of_estate(tx, case.estate)
        if asset.code in case.assets or asset.network in case.networks
    ]


def refuse_operated(tx: Tx, case: Case, on: date) -> None:
    """Refuse a case for what an operator keeps on a day.

    A case that names nothing is refused where its kind of work may concern such plant.

    Raises:
        Refused: `asset_operated`, `asset_missing`.
    """
    named = concerned(tx, case)
    refuse_found(operated(named, on), on)
    if named or case.networks:
        return
    implied = {code for code, each in networks().items() if case.grounds.work in each.works}
    if not implied:
        return
    plant = [each for each in _of_estate(tx, case.estate) if each.network in implied]
    found = operated(plant, on)
    if found:
        raise Refused(
            "asset_missing",
            _("{estate} 的{network}设施有的已由专业经营单位负责（{asset}），须写明修哪一项").format(
                estate=case.estate.code,
                network=network_title(found[0].network),
                asset=shown(found[0].title),
            ),
            _("请加 --asset 编号；运行 wxzj renovation asset list --estate {estate} 查看").format(
                estate=case.estate.code
            ),
        )


def refuse_warranty(tx: Tx, case: Case, on: date) -> None:
    """Refuse a case for an asset that the builder still has to mend.

    Raises:
        Refused: `in_warranty`.
    """
    for asset in concerned(tx, case):
        if asset.warranty_until is not None and on <= asset.warranty_until:
            raise Refused(
                "in_warranty",
                _("资产 {asset} 在保修期内，到 {until} 为止由建设单位负责").format(
                    asset=shown(asset.title), until=asset.warranty_until
                ),
                _("请先由建设单位保修；保修期满后再使用维修资金"),
            )


def operated(assets: Iterable[Asset], on: date) -> list[Asset]:
    """Return those of some assets that an operator keeps on a day."""
    return [asset for asset in assets if asset.keeper_on(on).operator is not None]


def refuse_found(found: Sequence[Asset], on: date) -> None:
    """Refuse what an operator keeps on a day, naming the first of it, the operator and since when.

    Raises:
        Refused: `asset_operated`.
    """
    if not found:
        return
    keeper = found[0].keeper_on(on)
    raise Refused(
        "asset_operated",
        _("{source}：资产 {asset} 自 {since} 起由{operator}负责维护，维修资金不得列支").format(
            source=SOURCE,
            asset=shown(found[0].title),
            since=keeper.since,
            operator=shown(keeper.title),
        ),
        _("请通知{operator}维修；此前已完工验收的，请登记验收附件后拨付").format(
            operator=shown(keeper.title)
        ),
    )


def _of_estate(tx: Tx, estate: Estate) -> list[Asset]:
    table = schema.asset
    return read_assets(tx, select(table.c.asset_id).where(table.c.estate_id == estate.estate_id))
