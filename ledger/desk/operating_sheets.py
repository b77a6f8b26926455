"""The sheets of the calculators about an operator's plant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from ledger.journal.voucher import Line, Side
from ledger.renovation.operating import entries
from ledger.renovation.operating.checks import Plan
from ledger.renovation.operating.entries import Case, Receipt
from ledger.renovation.operating.figures import Figures
from ledger.renovation.operating.life import Regime
from ledger.renovation.operating.relief import JudgedFee
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet

_NAMES: Final = {
    entries.BANK: "银行存款",
    entries.PLANT: "固定资产",
    entries.WRITTEN: "累计折旧",
    entries.BUILDING: "在建工程",
    entries.TAX_ASSET: "递延所得税资产",
    entries.PAYABLE: "应付账款",
    entries.TAXES: "应交税费",
    entries.DEFERRED: "递延收益",
    entries.CAPITAL: "实收资本",
    entries.RESERVE: "资本公积",
    entries.OTHER_BUSINESS: "其他业务收入",
    entries.OTHER_INCOME: "其他收益",
    entries.WINDFALL: "营业外收入",
    entries.COST: "主营业务成本",
    entries.INCOME_TAX: "所得税费用",
}
_UNIT_NAMES: Final = {
    entries.UNIT_PLANT: "公共基础设施",
    entries.UNIT_WRITTEN: "公共基础设施累计折旧",
    entries.UNIT_BUILDING: "在建工程",
    entries.UNIT_GIVEN: "无偿调拨净资产",
    entries.UNIT_COST: "业务活动费用",
}


def schedule_sheet(rows: Sequence[Figures], plan: Plan, least_months: int) -> Sheet:
    """Lay out the write-off of an asset, by year or by month."""
    notes = [_("测算和建议，不入账；以单位自己的会计账为准")]
    enterprise = plan.regime is Regime.ENTERPRISE
    columns = [
        Column("first_period", _("自"), "period"),
        Column("last_period", _("至"), "period"),
        Column("written_fen", _("账面折旧（元）"), "fen"),
        Column("carrying_fen", _("账面净值（元）"), "fen"),
    ]
    values = [(each.first, each.last, each.written_fen, each.carrying_fen) for each in rows]
    if not enterprise:
        return Sheet(
            kind="plant_schedule",
            title=_("政府单位折旧测算"),
            columns=columns,
            rows=values,
            fields={"written_fen": sum(each.written_fen for each in rows)},
            notes=(*notes, _("当月增加当月计提，当月减少当月不提，不留净残值")),
            labels=(Column("written_fen", _("折旧合计"), "fen"),),
        )
    more = [
        Column("released_fen", _("递延收益转销（元）"), "fen"),
        Column("tax_asset_fen", _("递延所得税资产（元）"), "fen"),
        Column("deductible_fen", _("税前可扣除（元）"), "fen"),
        Column("regulated_fen", _("计入定价成本（元）"), "fen"),
        Column("apart_fen", _("无偿形成，单列（元）"), "fen"),
    ]
    return Sheet(
        kind="plant_schedule",
        title=_("折旧测算：账面、税前、定价成本"),
        columns=(*columns, *more),
        rows=[
            (
                *value,
                each.released_fen,
                each.tax_asset_fen,
                each.deductible_fen,
                each.regulated_fen,
                each.apart_fen,
            )
            for value, each in zip(values, rows, strict=True)
        ],
        fields={
            "written_fen": sum(each.written_fen for each in rows),
            "deductible_fen": sum(each.deductible_fen for each in rows),
            "regulated_fen": sum(each.regulated_fen for each in rows),
            "least_months": least_months,
        },
        notes=(*notes, _("投入使用的次月起提，停用的次月起不提（企业所得税法实施条例第五十九条）")),
        labels=(
            Column("written_fen", _("账面折旧合计"), "fen"),
            Column("deductible_fen", _("税前可扣除合计"), "fen"),
            Column("regulated_fen", _("计入定价成本合计"), "fen"),
            Column("least_months", _("税前最低折旧月数"), "int"),
        ),
    )


def entries_sheet(receipt: Receipt) -> Sheet:
    """Lay out the entries of a receipt, both sides where government built."""
    rows = [(_("专业经营单位"), *_entry(line, _NAMES)) for line in entries.received(receipt)]
    notes = [_("建议分录，不入账；以单位自己的会计账为准")]
    if receipt.case in {Case.B, Case.C}:
        unit = entries.unit_built_for_others(receipt.cost_fen)
        rows[:0] = [(_("政府建设单位"), *_entry(line, _UNIT_NAMES)) for line in unit]
        notes.append(_("政府建设单位只列财务会计分录，预算会计分录由该单位自行编制"))
    notes.append(_tax_words(receipt.case))
    return Sheet(
        kind="plant_entries",
        title=_("接收资产的建议分录（情形 {case}）").format(case=receipt.case.value),
        columns=(
            Column("side_of", _("单位")),
            Column("account", _("科目")),
            Column("name", _("科目名称")),
            Column("detail", _("明细")),
            Column("debit_fen", _("借方（元）"), "fen"),
            Column("credit_fen", _("贷方（元）"), "fen"),
        ),
        rows=rows,
        fields={
            "case": receipt.case.value,
            "taxed_fen": receipt.taxed_fen,
            "basis_fen": receipt.basis_fen,
            "deferred_fen": receipt.deferred_fen,
        },
        notes=notes,
        labels=(
            Column("taxed_fen", _("当年应税收入"), "fen"),
            Column("basis_fen", _("计税基础"), "fen"),
            Column("deferred_fen", _("递延收益"), "fen"),
        ),
    )


def _tax_words(case: Case) -> str:
    return {
        Case.A: _("政府投入：不计收入，按政府确定的价值计提折旧扣除（29号公告一（一））"),
        Case.B: _("专项用途不征税收入：折旧不得税前扣除（实施条例第二十八条）"),
        Case.C: _("其他无偿取得：按接收价值计入当年应税收入，折旧可以扣除（29号公告一（三））"),
        Case.C1: _("业主、开发单位无偿移交：按公允价值计入当年应税收入，折旧可以扣除"),
        Case.C2: _("母公司、国有企业划入：作资本金的不计收入，按公允价值计提折旧（29号公告二）"),
        Case.D: _("自己出资：支出是计税基础，折旧可以扣除，以后的维护费当期扣除（23号文四（五））"),
        Case.E: _("购入：以价款和相关税费为计税基础（实施条例第五十八条（一））"),
    }[case]


def _entry(line: Line, names: dict[str, str]) -> tuple[object, ...]:
    debit = line.amount_fen if line.side is Side.DEBIT else None
    credit = line.amount_fen if line.side is Side.CREDIT else None
    return (line.account, names[line.account], line.detail, debit, credit)


def fees_sheet(judged: Sequence[JudgedFee], sources: dict[str, str], day: date) -> Sheet:
    """Lay out what holds of each fee."""
    says = {
        "refused": _("不得收取"),
        "allowed": _("可按成本收取"),
        "unknown": _("名目不在规则里，请核实依据"),
    }
    return Sheet(
        kind="operator_fees",
        title=_("向专业经营单位收费的核查"),
        columns=(
            Column("fee", _("费用")),
            Column("amount_fen", _("金额（元）"), "fen"),
            Column("verdict", _("结论代码")),
            Column("says", _("结论")),
            Column("source", _("依据")),
        ),
        rows=[
            (
                each.name,
                each.amount_fen,
                each.verdict,
                says[each.verdict],
                sources.get(each.verdict),
            )
            for each in judged
        ],
        fields={
            "ok": all(each.verdict == "allowed" for each in judged),
            "on": day,
            "refused_fen": sum(each.amount_fen for each in judged if each.verdict == "refused"),
        },
        labels=(
            Column("on", _("日期"), "date"),
            Column("refused_fen", _("不得收取的合计"), "fen"),
        ),
    )
