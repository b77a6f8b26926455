"""How a case of using the fund looks: to scripts by stable words, to people as they speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ledger.desk.plant_notes import keeper_notes
from ledger.fund.using.affordable import Means
from ledger.fund.using.ballot import needed
from ledger.fund.using.cases import Case, Path, voucher_codes
from ledger.fund.using.consent import Ballot, Ruleset
from ledger.fund.using.sharing import Payer, Portion
from ledger.fund.using.usage import Shared, state_word
from ledger.fund.using.weighing import Basis, Weighing
from ledger.fund.using.works import kind_name
from ledger.registry.networks import titles
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown

_SHOWN: Final = 5  # doors that a note names


def case_sheet(
    tx: Tx, shared: Shared, *, notes: Sequence[str], portions: Sequence[Portion] = ()
) -> Sheet:
    """Lay a case out whole."""
    case, vouchers = shared.case, voucher_codes(tx, shared.case)
    notes = [*notes, *keeper_notes(tx, case)]
    title = _("使用项目 {code}").format(code=case.code)
    fields = _case_fields(case, vouchers) | _sums(shared.portions)
    told = fields | {
        "work": kind_name(case.grounds.work),
        "state": state_word(case.state),
        "scope": "、".join(case.scope) or _("全小区"),
        "assets": "、".join(case.assets),
        "networks": titles(case.networks),
        "basis": basis_word(Basis(case.basis)),
        "path": _("应急使用") if case.path is Path.EMERGENCY else _("业主表决"),
        "vouchers": "、".join(vouchers),
    }
    return Sheet(
        kind="usage_case",
        title=title,
        columns=_share_columns() if portions else (),
        rows=[_share_row(portion) for portion in portions],
        fields=fields,
        notes=notes,
        paper=Sheet(
            kind="usage_case",
            title=title,
            columns=_paper_columns() if portions else (),
            rows=[_paper_row(portion) for portion in portions],
            fields=told,
            labels=[label for label in _case_labels() if told[label.key] not in {None, ""}],
            notes=notes,
        ),
    )


def _case_fields(case: Case, vouchers: Sequence[str]) -> dict[str, object]:
    return {
        "case": case.code,
        "estate": case.estate.code,
        "title": case.title,
        "work": case.grounds.work,
        "path": case.path.value,
        "basis": case.basis,
        "state": case.state.value,
        "total_fen": case.total_fen,
        "scope": list(case.scope),
        "assets": list(case.assets),
        "networks": list(case.networks),
        "payee": case.payee,
        "emergency": case.grounds.emergency,
        "vote": None if case.grounds.vote is None else dict(case.grounds.vote),
        "drafted_on": case.drafted_on,
        "drafted_by": case.drafted_by,
        "approved_on": case.approved_on,
        "approved_by": case.approved_by,
        "vouchers": list(vouchers),
    }


def _case_labels() -> tuple[Column, ...]:
    return (
        Column("case", _("项目编号")),
        Column("state", _("进度")),
        Column("estate", _("小区")),
        Column("title", _("项目名称")),
        Column("work", _("维修类别")),
        Column("path", _("程序")),
        Column("total_fen", _("预算金额"), "fen"),
        Column("scope", _("分摊范围")),
        Column("basis", _("分摊依据")),
        Column("assets", _("维修的资产")),
        Column("networks", _("维修的类别")),
        Column("payee", _("收款单位")),
        Column("emergency", _("应急事由")),
        Column("drafted_by", _("立项人")),
        Column("drafted_on", _("立项日期"), "date"),
        Column("approved_by", _("核准人")),
        Column("approved_on", _("核准日期"), "date"),
        Column("vouchers", _("凭证")),
        Column("from_subaccount_fen", _("分户账承担"), "fen"),
        Column("to_collect_fen", _("各方直接支付"), "fen"),
    )


def share_sheet(shared: Shared, means: Means | None = None) -> Sheet:
    """Lay out who bears what of a case, and before its approval what the poorest can bear."""
    case = shared.case
    title = _("{code} {title} 分摊").format(code=case.code, title=case.title)
    fields = {
        "case": case.code,
        "state": case.state.value,
        "frozen": shared.frozen,
        "total_fen": case.total_fen,
        "basis": shared.weighing.basis.value,
        "affordable_fen": None if means is None else means.total_fen,
        **_sums(shared.portions),
    }
    notes = [
        _("已核准：分摊已固定，分户账承担的金额已冻结")
        if shared.frozen
        else _("试算：按现在的房屋和余额，核准时才固定"),
        *weighing_notes(shared.weighing),
        *ratio_note(shared),
        *untouchable_note(shared),
        *direct_notes(shared.portions),
    ]
    if means is not None and means.total_fen < case.total_fen:
        notes.append(means_note(means))
    return Sheet(
        kind="usage_share",
        title=title,
        columns=_share_columns(),
        rows=[_share_row(portion) for portion in shared.portions],
        fields=fields,
        notes=notes,
        paper=Sheet(
            kind="usage_share",
            title=title,
            columns=_paper_columns(),
            rows=[_paper_row(portion) for portion in shared.portions],
            fields=fields,
            labels=(
                Column("total_fen", _("分摊总额"), "fen"),
                Column("from_subaccount_fen", _("分户账承担"), "fen"),
                Column("to_collect_fen", _("各方直接支付"), "fen"),
            ),
            notes=notes,
        ),
    )


def _sums(portions: Iterable[Portion]) -> dict[str, int]:
    own = list(portions)
    return {
        "from_subaccount_fen": sum(portion.from_fund_fen for portion in own),
        "to_collect_fen": sum(portion.to_collect_fen for portion in own),
    }


def _share_columns() -> tuple[Column, ...]:
    return (
        Column("household", _("房屋编号")),
        Column("payer", _("承担方")),
        Column("sub_account", _("分户账")),
        *_amount_columns(),
    )


def _paper_columns() -> tuple[Column, ...]:
    return (Column("bearer", _("承担方")), *_amount_columns())


def _amount_columns() -> tuple[Column, ...]:
    return (
        Column("area", _("面积（㎡）"), "area"),
        Column("share_fen", _("应分摊（元）"), "fen"),
        Column("from_subaccount_fen", _("分户账承担（元）"), "fen"),
        Column("principal_fen", _("其中本金（元）"), "fen"),
        Column("earnings_fen", _("其中收益（元）"), "fen"),
        Column("to_collect_fen", _("直接支付（元）"), "fen"),
    )


_WITHOUT_AREA = (Payer.SELLING_UNIT, Payer.COMMON_INCOME)


def _amounts(portion: Portion) -> tuple[object, ...]:
    return (
        None if portion.payer in _WITHOUT_AREA else portion.area,
        portion.share_fen,
        portion.from_fund_fen,
        portion.principal_fen,
        portion.earnings_fen,
        portion.to_collect_fen,
    )


def _share_row(portion: Portion) -> tuple[object, ...]:
    is_household = portion.payer is Payer.HOUSEHOLD
    return (
        portion.code if is_household else None,
        None if is_household else portion.payer.value,
        portion.code,
        *_amounts(portion),
    )


def _paper_row(portion: Portion) -> tuple[object, ...]:
    if portion.payer is Payer.HOUSEHOLD:
        return (portion.code, *_amounts(portion))
    return (f"{_payer_word(portion.payer)} {portion.code or ''}".strip(), *_amounts(portion))


def _payer_word(payer: Payer) -> str:
    return {
        Payer.HOUSEHOLD: _("业主"),
        Payer.SELLING_UNIT: _("售房单位"),
        Payer.DEVELOPER: _("开发建设单位"),
        Payer.OWNER_UNIT: _("公有住房产权单位"),
        Payer.COMMON_INCOME: _("共有收益"),
    }[payer]


def direct_notes(portions: Iterable[Portion]) -> list[str]:
    """Say who pays what past the fund."""
    sums: dict[Payer, list[int]] = {}
    for portion in portions:
        if portion.to_collect_fen:
            sums.setdefault(portion.payer, []).append(portion.to_collect_fen)
    return [
        _("不由维修资金支付：{payer}直接支付 {amount} 元（{count} 户/家）").format(
            payer=_payer_word(payer), amount=format_fen(sum(parts)), count=len(parts)
        )
        for payer, parts in sums.items()
    ]


def basis_word(basis: Basis) -> str:
    """Return what people call a basis."""
    return {
        Basis.AREA: _("按面积"),
        Basis.EQUAL: _("按户均摊"),
        Basis.COEFFICIENT: _("按面积乘系数"),
        Basis.AGREED: _("按约定比例"),
    }[basis]


def weighing_notes(weighing: Weighing) -> list[str]:
    """Say by what a case is divided where that is not plainly the area, and who has no part."""
    notes = []
    if weighing.basis is not Basis.AREA:
        notes.append(_("分摊依据：{basis}").format(basis=basis_word(weighing.basis)))
    reasons = Counter(weight.excluded for weight in weighing.weights.values() if weight.excluded)
    notes += [
        _("不在分摊范围：{count} 户，{reason}").format(count=count, reason=shown(reason))
        for reason, count in sorted(reasons.items())
    ]
    return notes


def means_note(means: Means) -> str:
    """Say what the poorest can bear."""
    if means.poorest is None:
        return _("各户的分户账都够，无须自筹")
    return _("各户都不自筹的最大金额是 {amount} 元，先不够的是 {poorest}").format(
        amount=format_fen(means.total_fen), poorest=means.poorest
    )


def untouchable_note(shared: Shared) -> list[str]:
    """Say whose sub-accounts are frozen."""
    if not shared.untouchable:
        return []
    return [
        _("分户账已冻结的 {count} 户不动用分户账，其份额另行收取：{codes}").format(
            count=len(shared.untouchable), codes="、".join(shared.untouchable[:_SHOWN])
        )
    ]


def ratio_note(shared: Shared) -> list[str]:
    """Say that no deposit of the selling unit gives a ratio."""
    if not shared.ratio_missing:
        return []
    return [
        _(
            "售房单位没有交存记录，无法按第165号令第二十条（二）的比例分担，已售公房部分全部由业主承担"
        )
    ]


def vote_sheet(case: Case, counted: Ballot) -> Sheet:
    """Lay out a vote that passed."""
    rows = [
        (_("范围内全体业主"), counted.total),
        (_("参与表决"), counted.present),
        (_("同意"), counted.agreed),
        (_("持异议"), counted.objected),
    ]
    vote = case.grounds.vote or {}
    return Sheet(
        kind="usage_vote",
        title=_("{code} 业主表决").format(code=case.code),
        columns=(
            Column("what", _("项目")),
            Column("area", _("面积（㎡）"), "area"),
            Column("heads", _("人数"), "int"),
        ),
        rows=[(what, measured.area, measured.heads) for what, measured in rows],
        fields={"case": case.code, "state": case.state.value, "passed": True, "vote": dict(vote)},
        notes=[_("表决通过"), needed(Ruleset(str(vote["ruleset"])))],
    )
