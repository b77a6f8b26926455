"""How hand-overs of plant look: lists, one whole, the forms that are signed, the status report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ledger.registry.asset_costs import Cost
from ledger.registry.asset_papers import AssetPaper
from ledger.registry.assets import Asset
from ledger.registry.holdings import Role
from ledger.registry.networks import network_title
from ledger.registry.operators import Operator
from ledger.renovation.plant.handovers import Handover
from ledger.renovation.plant.states import SWITCHED, State, state_word
from ledger.values.chinese_amount import daxie
from ledger.values.i18n import _
from ledger.values.quantity import format_quantity
from ledger.values.sheet import Column, Sheet


def handovers_sheet(handovers: Sequence[Handover]) -> Sheet:
    """List hand-overs and how far each is."""
    sheet = Sheet(
        kind="handovers",
        title=_("设施移交"),
        columns=(
            Column("handover", _("移交编号")),
            Column("estate", _("小区")),
            Column("operator", _("接收单位")),
            Column("assets", _("资产")),
            Column("state", _("进度")),
            Column("on", _("日期"), "date"),
            Column("open_defects", _("未整改缺陷"), "int"),
        ),
        rows=[(*_head(each), each.state.value, *_tail(each)) for each in handovers],
    )
    told = [(*_head(each), state_word(each.state), *_tail(each)) for each in handovers]
    return replace(sheet, paper=replace(sheet, rows=told))


def _head(each: Handover) -> tuple[str, ...]:
    assets = "、".join(asset.code for asset in each.assets)
    return each.code, each.estate.code, each.operator.code, assets


def _tail(each: Handover) -> tuple[object, ...]:
    return each.steps[-1].on, len(each.open_defects)


def handover_sheet(handover: Handover) -> Sheet:
    """Show one hand-over: its steps, its defects, and who keeps the assets meanwhile."""
    last = handover.steps[-1]
    fields = {
        "handover": handover.code,
        "estate": handover.estate.code,
        "operator": handover.operator.code,
        "assets": [each.code for each in handover.assets],
        "state": handover.state.value,
        "on": last.on,
        "open_defects": len(handover.open_defects),
    }
    told = fields | {
        "operator": handover.operator.title,
        "assets": "、".join(each.title for each in handover.assets),
        "state": state_word(handover.state),
    }
    sheet = Sheet(
        kind="handover",
        title=_("设施移交 {code}").format(code=handover.code),
        columns=(
            Column("step", _("步骤")),
            Column("on", _("日期"), "date"),
            Column("paper", _("附件")),
            Column("sha256", _("摘要（SHA-256）")),
            Column("who", _("登记人")),
        ),
        rows=[
            (
                each.state.value,
                each.on,
                None if each.paper is None else each.paper.name,
                None if each.paper is None else each.paper.sha256.hex(),
                each.who,
            )
            for each in handover.steps
        ],
        fields=fields,
        notes=_notes(handover),
        labels=(
            Column("estate", _("小区")),
            Column("operator", _("接收单位")),
            Column("assets", _("资产")),
            Column("state", _("进度")),
            Column("on", _("日期"), "date"),
        ),
    )
    rows = [(state_word(State(str(row[0]))), *row[1:]) for row in sheet.rows]
    return replace(sheet, paper=replace(sheet, rows=rows, fields=told))


def _notes(handover: Handover) -> list[str]:
    notes = [
        _("缺陷 {no}：{asset} {what}，{state}").format(
            no=each.defect_no,
            asset=each.asset,
            what=each.what,
            state=_("最迟 {on} 整改").format(on=each.due_on)
            if each.mended_on is None
            else _("{on} 已整改").format(on=each.mended_on),
        )
        for each in handover.defects
    ]
    on = handover.steps[-1].on
    refused = handover.last(State.NOT_TRANSFERRED)
    if handover.state is State.NOT_TRANSFERRED and refused is not None:
        notes.append(_("未移交的原因：{reason}").format(reason=refused.body["reason"]))
    if handover.state not in SWITCHED:
        notes += [
            _("{asset} 仍由{keeper}负责维护").format(
                asset=each.title, keeper=each.keeper_on(on).title
            )
            for each in handover.assets
        ]
    return notes


def paper_sheet(
    handover: Handover,
    form: str,
    costs: Mapping[int, Cost],
    papers: Mapping[str, Sequence[AssetPaper]],
) -> Sheet:
    """Lay a form out that is printed and signed, with the sum in words."""
    total_fen = sum(cost.total_fen for cost in costs.values())
    titles = {
        "inventory": _("移交资产清册"),
        "agreement": _("专营设施设备移交协议"),
        "acceptance": _("专营设施设备联合验收单"),
    }
    agreed = handover.last(State.AGREEMENT_SIGNED)
    fields = {
        "handover": handover.code,
        "form": form,
        "estate": handover.estate.title,
        "operator": handover.operator.title,
        "number": None if agreed is None else agreed.body["number"],
        "case": None if agreed is None else agreed.body["case"],
        "total_fen": total_fen,
        "total_words": daxie(total_fen),
    }
    labels = (
        Column("handover", _("移交编号")),
        Column("estate", _("小区")),
        Column("operator", _("接收单位")),
        Column("number", _("协议编号")),
        Column("case", _("取得方式")),
        Column("total_fen", _("造价合计（元）"), "fen"),
        Column("total_words", _("大写")),
    )
    return Sheet(
        kind="handover_paper",
        title=titles[form],
        columns=(
            Column("asset", _("资产编号")),
            Column("network", _("类别")),
            Column("name", _("名称")),
            Column("location", _("位置")),
            Column("boundary", _("分界点")),
            Column("quantity", _("数量")),
            Column("unit", _("单位")),
            Column("in_service_on", _("投入使用"), "date"),
            Column("warranty_until", _("保修期至"), "date"),
            Column("cost_fen", _("造价（元）"), "fen"),
            Column("evidence", _("造价依据")),
            Column("drawings", _("竣工图（份）"), "int"),
        ),
        rows=[
            _paper_row(each, costs.get(each.asset_id), papers[each.code])
            for each in handover.assets
        ],
        fields=fields,
        labels=[each for each in labels if fields[each.key] is not None],
        notes=[*_paper_notes(handover, form), *_signatures(form)],
    )


def _paper_row(asset: Asset, cost: Cost | None, papers: Sequence[AssetPaper]) -> tuple[object, ...]:
    return (
        asset.code,
        network_title(asset.network),
        asset.name,
        asset.location,
        asset.boundary,
        format_quantity(asset.quantity_milli),
        asset.unit,
        asset.in_service_on,
        asset.warranty_until,
        None if cost is None else cost.total_fen,
        None if cost is None else evidence_word(cost.evidence),
        sum(each.kind == "drawing" for each in papers),
    )


def evidence_word(evidence: str) -> str:
    """Return what people call the evidence of a cost."""
    return {
        "final": _("竣工决算"),
        "provisional": _("暂估"),
        "valuation": _("评估"),
        "nominal": _("名义金额"),
    }[evidence]


def _paper_notes(handover: Handover, form: str) -> list[str]:
    if form == "acceptance":
        return _notes(handover) or [_("验收没有发现缺陷")]
    if form == "agreement":
        return [
            _("甲方将上列设施设备移交乙方，乙方自维护责任切换之日起负责维护、抢修和更新"),
            _("切换之日起，维修资金不再列支上列设施设备的维修费用（165号令 第二十五条（二））"),
        ]
    return [_("随同移交：竣工图、保修文件、决算或估价资料、钥匙")]


def _signatures(form: str) -> list[str]:
    parties = [_("移交方（盖章）"), _("接收方（盖章）"), _("见证方（盖章）")]
    if form == "acceptance":
        parties = [_("建设单位"), _("施工单位"), _("接收方"), _("业主委员会或社区")]
    return [_("{party}：__________  日期：____年__月__日").format(party=each) for each in parties]


def status_sheet(
    assets: Sequence[Asset],
    handovers: Sequence[Handover],
    costs: Mapping[int, Cost],
    firm: Operator | None,
    on: date,
) -> Sheet:
    """Report how far each asset's hand-over is; below, a bar for each network, operator and state.

    Args:
        firm: only what goes to this operator, or is kept by it.
        on: the day whose keeper counts.
    """
    newest = {asset.code: each for each in handovers for asset in each.assets}
    rows, told, bars, total_fen = [], [], Counter[tuple[str, str, str]](), 0
    for asset in assets:
        handover, keeper = newest.get(asset.code), asset.keeper_on(on)
        operator = handover.operator if handover is not None else keeper.operator
        if firm is not None and operator != firm:
            continue
        state = "NONE" if handover is None else handover.state.value
        word = _("未办理移交") if handover is None else state_word(handover.state)
        cost = costs.get(asset.asset_id)
        switched = [
            each.since
            for each in asset.held
            if each.role is Role.KEEPER and each.handover_id is not None
        ]
        total_fen += 0 if cost is None else cost.total_fen
        tail = (None if cost is None else cost.total_fen, switched[-1] if switched else None)
        rows.append(
            (asset.code, asset.network, None if operator is None else operator.code, state, *tail)
        )
        name = "" if operator is None else operator.name
        told.append((asset.title, network_title(asset.network), name, word, *tail))
        bars[network_title(asset.network), name or _("业主"), word] += 1
    sheet = Sheet(
        kind="handover",
        title=_("设施移交情况（{on}）").format(on=on),
        columns=(
            Column("asset", _("资产")),
            Column("network", _("类别")),
            Column("operator", _("专业经营单位")),
            Column("state", _("进度")),
            Column("cost_fen", _("造价（元）"), "fen"),
            Column("switched_on", _("责任切换"), "date"),
        ),
        rows=rows,
        fields={"total_fen": total_fen},
    )
    notes = [
        _("{network} {operator} {state}：{bar} {count}").format(
            network=network, operator=operator, state=state, bar="█" * min(count, 40), count=count
        )
        for (network, operator, state), count in sorted(bars.items())
    ]
    return replace(sheet, paper=replace(sheet, rows=told, notes=notes))
