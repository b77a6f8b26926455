"""What an asset cost, by source of the money (来源), on which evidence; the newest cost holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.registry.assets import find_asset, record_assets
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

EVIDENCE: Final = ("final", "provisional", "valuation", "nominal")
"""竣工决算, 暂估, 评估, 名义金额 (1.00)."""


class Cost(NamedTuple):
    """What an asset cost.

    Attributes:
        cost_no: in the order in which costs were written down, from 1.
        by_source: fen by source, more than nothing each.
        evidence: a word of `EVIDENCE`.
        sha256: of the paper that shows it, None where it lies elsewhere.
    """

    cost_no: int
    by_source: Mapping[str, int]
    evidence: str
    sha256: bytes | None
    dated_on: date

    @property
    def total_fen(self) -> int:
        """All sources together."""
        return sum(self.by_source.values())


def set_cost(
    tx: Tx,
    code: str,
    by_source: Iterable[tuple[str, int]],
    evidence: str,
    *,
    on: date,
    sha256: bytes | None,
    who: str,
    clock: Clock,
) -> tuple[Cost, bool]:
    """Write down what an asset cost; the same cost again changes nothing.

    Args:
        by_source: sources and fen; a source is a code of the project's, or a name.
        evidence: a word of `EVIDENCE`.
        sha256: of the paper that shows it.

    Raises:
        InputError: `cost_source_twice`, `cost_missing`, or what `clean_name` raises.
        Refused: `asset_unknown`, `date_in_future`.
    """
    asset = find_asset(tx, code)
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    sums = _read_sources(by_source)
    known = read_costs(tx, [asset.asset_id]).get(asset.asset_id)
    fresh = Cost((known.cost_no if known else 0) + 1, sums, evidence, sha256, on)
    if known is not None and known[1:] == fresh[1:]:
        return known, False
    for source, amount_fen in sorted(sums.items()):
        tx.conn.execute(
            schema.asset_cost.insert().values(
                asset_id=asset.asset_id,
                cost_no=fresh.cost_no,
                source=source,
                amount_fen=amount_fen,
                evidence=evidence,
                sha256=sha256,
                dated_on=on,
                who=who,
                at=clock.at,
            )
        )
    more = "".join(netstring(source, amount_fen) for source, amount_fen in sorted(sums.items()))
    record_assets(
        tx,
        [asset],
        f"资产造价 {asset.title}",
        who=who,
        clock=clock,
        more=netstring(evidence, on, sha256) + more,
    )
    return fresh, True


def _read_sources(by_source: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for source, amount_fen in by_source:
        name = clean_name(source, _("资金来源"))
        if name in sums:
            raise InputError(
                "cost_source_twice",
                _("资金来源“{name}”写了两次").format(name=shown(name)),
                _("每项来源只写一次"),
            )
        sums[name] = amount_fen
    if not sums:
        raise InputError("cost_missing", _("没有写明造价"), _("请写 --from 来源=金额，可写多次"))
    return sums


def read_costs(tx: Tx, asset_ids: Iterable[int]) -> dict[int, Cost]:
    """Return the newest cost of some assets, by asset; none of those that have none."""
    table = schema.asset_cost
    newest = (
        select(table.c.asset_id, func.max(table.c.cost_no).label("cost_no"))
        .group_by(table.c.asset_id)
        .subquery()
    )
    wanted = set(asset_ids)
    found: dict[int, Cost] = {}
    for row in tx.conn.execute(
        select(table)
        .join(
            newest,
            (newest.c.asset_id == table.c.asset_id) & (newest.c.cost_no == table.c.cost_no),
        )
        .order_by(table.c.asset_id, table.c.source)
    ):
        if row.asset_id not in wanted:
            continue
        known = found.get(row.asset_id)
        sums = dict(known.by_source) if known else {}
        sums[row.source] = row.amount_fen
        found[row.asset_id] = Cost(
            row.cost_no,
            sums,
            row.evidence,
            None if row.sha256 is None else bytes(row.sha256),
            row.dated_on,
        )
    return found
