"""Taking a list of assets (资产清册) in: all of it or nothing, each asset once."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import NamedTuple

from ledger.intake.reader import Intake
from ledger.intake.spec import Row
from ledger.registry.asset_entry import NewAsset, enter
from ledger.registry.assets import Asset, record_assets
from ledger.registry.files import record_import, refuse_bad_rows, taken_before, unchanged_note
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import BadRow, InputError, Refused
from ledger.values.i18n import _


class ImportedAssets(NamedTuple):
    """What became of a file of assets.

    Attributes:
        fresh: the new ones.
        known_count: those that were registered already, with the same content.
    """

    fresh: list[Asset]
    known_count: int
    notes: list[str]


def import_assets(tx: Tx, intake: Intake, *, who: str, clock: Clock) -> ImportedAssets:
    """Register the assets of a file; each keeper's fund books get one leaf.

    Raises:
        BadRows: every row that cannot be read, or that `asset_entry.enter` refuses.
    """
    taken = taken_before(tx, intake)
    if taken is not None:
        return ImportedAssets([], intake.count, [unchanged_note(taken)])
    fresh: list[Asset] = []
    bad: list[BadRow] = []
    known_count = 0
    for row in intake.rows:
        try:
            asset, is_new = enter(tx, _new(row), who=who, clock=clock)
        except (InputError, Refused) as error:
            bad.append(_bad(row, error))
            continue
        if is_new:
            fresh.append(asset)
        else:
            known_count += 1
    refuse_bad_rows(intake, bad)
    keepers = sorted(fresh, key=lambda each: (each.estate.custodian_id, each.code))
    for _keeper, own in groupby(keepers, key=lambda each: each.estate.custodian_id):
        assets = list(own)
        record_assets(tx, assets, f"导入资产 {len(assets)} 项", who=who, clock=clock)
    record_import(tx, intake, who, clock)
    notes = [*intake.notices]
    if known_count:
        notes.append(_("{count} 项早已登记，没有改变").format(count=known_count))
    return ImportedAssets(fresh, known_count, notes)


def _new(row: Row) -> NewAsset:
    values = row.values
    return NewAsset(
        estate=str(values["estate"]),
        network=str(values["network"]),
        name=str(values["name"]),
        location=str(values["location"]),
        quantity_milli=int(str(values["quantity"])),
        unit=str(values["unit"]),
        boundary=_text(values["boundary"]),
        maker=_text(values["maker"]),
        in_service_on=_day(values["in_service_on"]),
        warranty_until=_day(values["warranty_until"]),
        code=_text(values["code"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: object) -> date | None:
    assert value is None or isinstance(value, date)
    return value


def _bad(row: Row, error: InputError | Refused) -> BadRow:
    return BadRow(
        row.number,
        "",
        str(row.values["name"]),
        error.code,
        error.message,
        error.hint,
        refused=isinstance(error, Refused),
    )
