"""Drawings and other papers of an asset (竣工图, 决算, 评估, 保修文件), by the digest of a file."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.registry.assets import Asset, find_asset
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name

KINDS: Final = ("drawing", "settlement", "valuation", "warranty", "photo", "other")


class AssetPaper(NamedTuple):
    """A paper of an asset.

    Attributes:
        paper_no: in the order in which they came, from 1.
        kind: a word of `KINDS`.
    """

    paper_no: int
    kind: str
    name: str
    sha256: bytes
    size: int
    dated_on: date


def attach_paper(
    tx: Tx, code: str, paper: AssetPaper, *, who: str, clock: Clock
) -> tuple[Asset, AssetPaper, bool]:
    """Enter a paper of an asset; the same file as the same kind again changes nothing.

    Raises:
        InputError: what `clean_name` raises.
        Refused: `asset_unknown`, `date_in_future`.
    """
    asset = find_asset(tx, code)
    if paper.dated_on > clock.today:
        raise Refused(
            "date_in_future", _("日期 {on} 在今天之后").format(on=paper.dated_on), _("请核对日期")
        )
    known = read_papers(tx, asset)
    for each in known:
        if (each.kind, each.sha256) == (paper.kind, paper.sha256):
            return asset, each, False
    name = clean_name(paper.name, _("文件名"))
    entered = paper._replace(paper_no=len(known) + 1, name=name)
    tx.conn.execute(
        schema.asset_paper.insert().values(
            asset_id=asset.asset_id, **entered._asdict(), who=who, at=clock.at
        )
    )
    return asset, entered, True


def read_papers(tx: Tx, asset: Asset) -> list[AssetPaper]:
    """Return the papers of an asset in the order in which they came."""
    table = schema.asset_paper
    return [
        AssetPaper(row.paper_no, row.kind, row.name, bytes(row.sha256), row.size, row.dated_on)
        for row in tx.conn.execute(
            select(table).where(table.c.asset_id == asset.asset_id).order_by(table.c.paper_no)
        )
    ]
