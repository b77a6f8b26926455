"""How assets and operators look: to scripts by stable words, to people as they speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ledger.registry.asset_costs import Cost
from ledger.registry.asset_papers import AssetPaper
from ledger.registry.assets import Asset
from ledger.registry.holdings import Holding, Role
from ledger.registry.networks import network_title, titles
from ledger.registry.operators import Operator
from ledger.values.i18n import _
from ledger.values.quantity import format_quantity
from ledger.values.sheet import Column, Sheet


def operators_sheet(operators: Iterable[Operator]) -> Sheet:
    """List operators and what they run."""
    known = list(operators)
    sheet = Sheet(
        kind="operators",
        title=_("专业经营单位"),
        columns=(
            Column("code", _("编号")),
            Column("name", _("名称")),
            Column("networks", _("经营类别")),
        ),
        rows=[(each.code, each.name, ",".join(each.networks)) for each in known],
    )
    told = [(each.code, each.name, titles(each.networks)) for each in known]
    return replace(sheet, paper=replace(sheet, rows=told))


def assets_sheet(assets: Sequence[Asset], on: date) -> Sheet:
    """List assets with who owns and keeps each on a day."""
    sheet = Sheet(
        kind="assets",
        title=_("资产清册（{on}）").format(on=on),
        columns=(
            Column("asset", _("资产编号")),
            Column("estate", _("小区")),
            Column("network", _("类别")),
            Column("name", _("名称")),
            Column("location", _("位置")),
            Column("quantity", _("数量")),
            Column("unit", _("单位")),
            Column("owner", _("产权")),
            Column("keeper", _("维护单位")),
            Column("since", _("自"), "date"),
        ),
        rows=[_row(each, on) for each in assets],
    )
    told = [
        (*row[:2], network_title(str(row[2])), *row[3:7], *_told(each, on), row[9])
        for row, each in ((_row(each, on), each) for each in assets)
    ]
    return replace(sheet, paper=replace(sheet, rows=told))


def _row(asset: Asset, on: date) -> tuple[object, ...]:
    return (
        asset.code,
        asset.estate.code,
        asset.network,
        asset.name,
        asset.location,
        format_quantity(asset.quantity_milli),
        asset.unit,
        holder_word(asset.owner_on(on)),
        holder_word(asset.keeper_on(on)),
        asset.keeper_on(on).since,
    )


def _told(asset: Asset, on: date) -> tuple[str, str]:
    return asset.owner_on(on).title, asset.keeper_on(on).title


def holder_word(turn: Holding) -> str:
    """Return a holder for scripts: `owners`, `government`, or the operator's code."""
    return turn.holder.value.lower() if turn.operator is None else turn.operator.code


def asset_sheet(asset: Asset, on: date) -> Sheet:
    """Show one asset and all its turns."""
    fields = {
        "asset": asset.code,
        "estate": asset.estate.code,
        "network": asset.network,
        "name": asset.name,
        "location": asset.location,
        "boundary": asset.boundary,
        "quantity": format_quantity(asset.quantity_milli),
        "unit": asset.unit,
        "maker": asset.maker,
        "in_service_on": asset.in_service_on,
        "warranty_until": asset.warranty_until,
        "owner": holder_word(asset.owner_on(on)),
        "keeper": holder_word(asset.keeper_on(on)),
        "since": asset.keeper_on(on).since,
    }
    owner, keeper = _told(asset, on)
    told = fields | {"network": network_title(asset.network), "owner": owner, "keeper": keeper}
    sheet = Sheet(
        kind="asset",
        title=_("资产 {title}").format(title=asset.title),
        columns=(
            Column("role", _("事项")),
            Column("holder", _("单位")),
            Column("since", _("自"), "date"),
            Column("until", _("至"), "date"),
            Column("reason", _("依据")),
        ),
        rows=[(_role(each)[0], holder_word(each), *_days(asset, each)) for each in asset.held],
        fields=fields,
        labels=_labels(),
    )
    return replace(
        sheet,
        paper=replace(
            sheet,
            rows=[(_role(each)[1], each.title, *_days(asset, each)) for each in asset.held],
            fields=told,
            labels=[each for each in _labels() if told[each.key] is not None],
        ),
    )


def _role(turn: Holding) -> tuple[str, str]:
    return {Role.OWNER: ("owner", _("产权")), Role.KEEPER: ("keeper", _("维护"))}[turn.role]


def _days(asset: Asset, turn: Holding) -> tuple[date, date | None, str]:
    """Return the first and the last day of a turn, and its ground."""
    later = [
        each.since
        for each in asset.held
        if each.role is turn.role and each.turn_no == turn.turn_no + 1
    ]
    return turn.since, later[0] - timedelta(days=1) if later else None, turn.reason


def _labels() -> Sequence[Column]:
    return (
        Column("estate", _("小区")),
        Column("network", _("类别")),
        Column("location", _("位置")),
        Column("boundary", _("分界点")),
        Column("quantity", _("数量")),
        Column("unit", _("单位")),
        Column("maker", _("生产厂家")),
        Column("in_service_on", _("投入使用"), "date"),
        Column("warranty_until", _("保修期至"), "date"),
        Column("owner", _("产权")),
        Column("keeper", _("维护单位")),
        Column("since", _("自"), "date"),
    )


def papers_sheet(asset: Asset, papers: Sequence[AssetPaper], *, is_new: bool) -> Sheet:
    """List papers of an asset."""
    return Sheet(
        kind="asset_papers",
        title=_("资产 {title} 的资料").format(title=asset.title),
        columns=(
            Column("paper_no", _("序号"), "int"),
            Column("paper_kind", _("类别")),
            Column("name", _("文件名")),
            Column("on", _("日期"), "date"),
            Column("sha256", _("摘要（SHA-256）")),
        ),
        rows=[
            (each.paper_no, each.kind, each.name, each.dated_on, each.sha256.hex())
            for each in papers
        ],
        fields={"asset": asset.code, "changed": is_new},
        notes=[] if is_new else [_("这个文件早已登记，没有改变")],
    )


def cost_sheet(costs: Sequence[tuple[Asset, Cost]]) -> Sheet:
    """Show the table of sources × assets: a row a cell, the margins beside it."""
    by_source: dict[str, int] = {}
    for _asset, cost in costs:
        for source, fen in cost.by_source.items():
            by_source[source] = by_source.get(source, 0) + fen
    total_fen = sum(cost.total_fen for _asset, cost in costs)
    assert sum(by_source.values()) == total_fen  # both margins of one table
    sheet = Sheet(
        kind="asset_costs",
        title=_("资金来源与资产造价"),
        columns=(
            Column("asset", _("资产编号")),
            Column("source", _("资金来源")),
            Column("amount_fen", _("金额（元）"), "fen"),
            Column("evidence", _("依据")),
        ),
        rows=[
            (asset.code, source, fen, cost.evidence)
            for asset, cost in costs
            for source, fen in cost.by_source.items()
        ],
        fields={
            "total_fen": total_fen,
            "assets": [{"asset": asset.code, "cost_fen": cost.total_fen} for asset, cost in costs],
            "sources": [
                {"source": source, "amount_fen": fen} for source, fen in sorted(by_source.items())
            ],
        },
        labels=(Column("total_fen", _("造价合计（元）"), "fen"),),
    )
    sources = sorted(by_source)
    return replace(
        sheet,
        paper=Sheet(
            kind=sheet.kind,
            title=sheet.title,
            columns=(
                Column("asset", _("资产编号")),
                *(Column(f"source{no}_fen", name, "fen") for no, name in enumerate(sources)),
                Column("cost_fen", _("合计"), "fen"),
            ),
            rows=[
                *(
                    (
                        asset.title,
                        *(cost.by_source.get(name) for name in sources),
                        cost.total_fen,
                    )
                    for asset, cost in costs
                ),
                (_("合计"), *(by_source[name] for name in sources), total_fen),
            ],
            fields=sheet.fields,
            labels=sheet.labels,
        ),
    )
