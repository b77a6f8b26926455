"""The register of assets (资产): what stands in an estate, and who owns and keeps it.

An asset is registered once and stays as it was written; its day of coming into use and the end of
its warranty may follow (`asset_entry`). Each entry is a leaf in the log of every fund book of the
estate's keeper, because from it follows what the fund pays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select

from ledger.registry.books import list_books
from ledger.registry.estates import Estate, find_estate
from ledger.registry.holdings import Holding, Role, holding_on, read_holdings
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.reach import refuse_estate
from ledger.values.text import shown

KIND: Final = "assets"  # of the leaves in the log
PLAIN: Final = (
    "network",
    "name",
    "location",
    "boundary",
    "quantity_milli",
    "unit",
    "maker",
    "in_service_on",
    "warranty_until",
)
"""What is written of an asset beside its code, its estate and who holds it."""


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset of the register.

    Attributes:
        quantity_milli: in thousandths of `unit`.
        held: all turns of owning and keeping it.
    """

    asset_id: int
    code: str
    estate: Estate
    network: str
    name: str
    location: str
    boundary: str | None
    quantity_milli: int
    unit: str
    maker: str | None
    in_service_on: date | None
    warranty_until: date | None
    held: tuple[Holding, ...] = ()

    @property
    def title(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"

    def keeper_on(self, on: date) -> Holding:
        """Return who keeps it on a day; before the register began, the first who did."""
        return holding_on(self.held, Role.KEEPER, on) or self._first(Role.KEEPER)

    def owner_on(self, on: date) -> Holding:
        """Return whose it is on a day; before the register began, the first whose it was."""
        return holding_on(self.held, Role.OWNER, on) or self._first(Role.OWNER)

    def _first(self, role: Role) -> Holding:
        return next(each for each in self.held if each.role is role)


def record_assets(
    tx: Tx, assets: Sequence[Asset], summary: str, *, who: str, clock: Clock, more: str = ""
) -> None:
    """Write what became of some assets of one custodian into the log of each of its fund books.

    Args:
        more: what else the leaf covers.
    """
    text = more + "".join(
        netstring(
            asset.code,
            asset.estate.code,
            *(getattr(asset, name) for name in PLAIN),
            *(
                netstring(
                    turn.role.value,
                    turn.turn_no,
                    turn.holder.value,
                    None if turn.operator is None else turn.operator.code,
                    turn.since,
                    turn.reason,
                )
                for turn in asset.held
            ),
        )
        for asset in assets
    )
    for book in list_books(tx, [assets[0].estate.custodian_id]):
        record_master_change(
            tx,
            book.book_id,
            kind=KIND,
            summary=summary,
            row_count=len(assets),
            content=hashlib.sha256(text.encode()).digest(),
            who=who,
            clock=clock,
        )


def find_asset(tx: Tx, code: str) -> Asset:
    """Return the asset called `code`.

    Raises:
        Refused: `asset_unknown`, `out_of_reach`.
    """
    table = schema.asset
    found = read_assets(tx, select(table.c.asset_id).where(table.c.code == code))
    if not found:
        raise Refused(
            "asset_unknown",
            _("没有资产“{code}”").format(code=shown(code)),
            _("请运行 wxzj renovation asset list 查看"),
        )
    asset = found[0]
    refuse_estate(tx.reach, asset.estate.estate_id, asset.estate.custodian_id, asset.code)
    return asset


def list_assets(tx: Tx, estate: str | None = None, network: str | None = None) -> list[Asset]:
    """Return the assets within reach by code, of one estate and one network where named.

    Args:
        network: a code.
    """
    table = schema.asset
    query = select(table.c.asset_id)
    if estate is not None:
        query = query.where(table.c.estate_id == find_estate(tx, estate).estate_id)
    if network is not None:
        query = query.where(table.c.network == network)
    return [
        asset
        for asset in read_assets(tx, query)
        if tx.reach.holds_estate(asset.estate.estate_id, asset.estate.custodian_id)
    ]


def read_assets(tx: Tx, asset_ids: Select[tuple[int]]) -> list[Asset]:
    """Return the assets that a query names, by code, whatever their estate."""
    table, estate = schema.asset, schema.estate
    held = read_holdings(tx, asset_ids)
    rows: Iterable[Any] = tx.conn.execute(
        select(
            table,
            estate.c.code.label("estate_code"),
            estate.c.name.label("estate_name"),
            estate.c.custodian_id,
        )
        .join(estate, estate.c.estate_id == table.c.estate_id)
        .where(table.c.asset_id.in_(asset_ids))
        .order_by(table.c.code)
    )
    return [
        Asset(
            row.asset_id,
            row.code,
            Estate(row.estate_id, row.estate_code, row.estate_name, row.custodian_id),
            **{name: getattr(row, name) for name in PLAIN},
            held=tuple(held[row.asset_id]),
        )
        for row in rows
    ]
