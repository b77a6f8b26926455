"""The window of calculators about an operator's plant; nothing here is booked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypedDict, Unpack

from ledger.desk.counter import Counter
from ledger.journal.voucher import Line, Side
from ledger.registry.custodians import find_custodian
from ledger.registry.rule_values import find_spec
from ledger.registry.rulebook import int_rule, list_rule, rule_on, table_rule
from ledger.renovation.operating import entries
from ledger.renovation.operating.checks import Plan, make_receipt, plan_changes
from ledger.renovation.operating.entries import Case, Receipt
from ledger.renovation.operating.figures import Figures, monthly, yearly
from ledger.renovation.operating.life import Regime
from ledger.renovation.operating.relief import CareRelief, JudgedFee, care_relief, judge_fees
from ledger.renovation.operating.straight_line import Method
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _, in_chinese
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown

_YEAR: Final = 12
_PPM_OF_PERMILLE: Final = 1000
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


class AssetWords(TypedDict):
    """What is asked about the life of an asset.

    `months` None: the least that the tax allows for `asset_class`. `rebuild`: from, until, what it
    costs in fen, and the months of the new life. `residual_permille` is of the cost.
    """

    on: date
    months: int | None
    asset_class: str
    residual_permille: int
    regime: str
    method: str
    rebuild: tuple[date, date, int, int] | None
    disposed_on: date | None


class ReceiptWords(TypedDict):
    """What is said of a receipt; see `entries.Receipt`."""

    vat_fen: int
    capital_fen: int
    payable_fen: int
    at_once: bool
    is_nominal: bool


class OperatingDesk:
    """Reckon write-off, entries, tax and relief of plant that operators hold."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def schedule(
        self,
        cost_fen: int,
        *,
        case: str = "D",
        by_month: bool = False,
        custodian: str | None = None,
        **words: Unpack[AssetWords],
    ) -> Sheet:
        """Show the write-off of an asset: the books, the tax and the regulated price.

        Args:
            cost_fen: without input VAT.
            case: how the operator came by it, a word of `entries.Case`.
            by_month: a row a month instead of a year.
            custodian: whose rules; those of the custodian of `book init` when left out.
            words: the asset and what happens to it.

        Raises:
            Refused: `custodian_unknown`, `unit_residual`, `operating_order`.
        """
        on = words["on"]
        with self._counter.look(anywhere=True) as tx:
            keeper = find_custodian(tx, custodian).custodian_id
            years = table_rule(tx, keeper, "tax.least_years", on)[words["asset_class"]]
            tax_permille = int_rule(tx, keeper, "tax.income_permille", on)
        receipt = Receipt(Case(case), cost_fen, tax_permille=tax_permille)
        plan = _plan(words, years * _YEAR)
        changes = plan_changes(cost_fen, plan)
        months = monthly(receipt, changes, years * _YEAR, plan.regime, plan.method)
        return _schedule_sheet(months if by_month else yearly(months), plan, years * _YEAR)

    def entries(
        self,
        case: str,
        cost_fen: int,
        *,
        on: date | None = None,
        custodian: str | None = None,
        **words: Unpack[ReceiptWords],
    ) -> Sheet:
        """Show the entries that a receipt suggests, on both sides, and what the tax says of it.

        Args:
            case: a word of `entries.Case`.
            cost_fen: without input VAT.
            on: the day whose rules hold; today when left out.
            custodian: whose rules; those of the custodian of `book init` when left out.
            words: what is said of the receipt.

        Raises:
            Refused: `custodian_unknown`, `receipt_case`, `receipt_over`.
        """
        day = on or self._counter.clock.today
        with self._counter.look(anywhere=True) as tx:
            keeper = find_custodian(tx, custodian).custodian_id
            tax_permille = int_rule(tx, keeper, "tax.income_permille", day)
        receipt = make_receipt(Case(case), cost_fen, **words, tax_permille=tax_permille)
        return _entries_sheet(receipt)

    def care(
        self,
        *,
        income_fen: int,
        on: date | None = None,
        payer: str = "small",
        dues: Sequence[tuple[str, int]] = (),
        custodian: str | None = None,
    ) -> Sheet:
        """Show what the relief of community care is worth on a day; nothing is booked.

        Args:
            income_fen: what the services brought in, as it was taken.
            on: the day; today when left out.
            payer: `general` or `small` taxpayer.
            dues: taxes and fees by name that would be due on houses, land and works.
            custodian: whose rules; those of the custodian of `book init` when left out.

        Raises:
            Refused: `custodian_unknown`, `relief_unknown`.
        """
        day = on or self._counter.clock.today
        with self._counter.look(anywhere=True) as tx:
            keeper = find_custodian(tx, custodian).custodian_id
            return _care_sheet(tx, keeper, day, income_fen, payer, dues)

    def fees(
        self,
        fees: Sequence[tuple[str, int]],
        *,
        on: date | None = None,
        custodian: str | None = None,
    ) -> Sheet:
        """Judge the fees that an operator is asked for in a renovation, by the rules of a day.

        Raises:
            Refused: `custodian_unknown`.
        """
        day = on or self._counter.clock.today
        with self._counter.look(anywhere=True) as tx:
            keeper = find_custodian(tx, custodian).custodian_id
            judged = judge_fees(
                fees,
                {
                    code: words[0]
                    for key in ("fee.operator_refused", "fee.operator_allowed")
                    for code, words in find_spec(key).values.items()
                },
                list_rule(tx, keeper, "fee.operator_refused", day),
                list_rule(tx, keeper, "fee.operator_allowed", day),
            )
            sources = {
                verdict: rule_on(tx, keeper, f"fee.operator_{verdict}", day).source
                for verdict in ("refused", "allowed")
            }
        return _fees_sheet(judged, sources, day)


def _plan(words: AssetWords, least_months: int) -> Plan:
    return Plan(
        words["on"],
        words["months"] or least_months,
        words["residual_permille"] * _PPM_OF_PERMILLE,
        Regime(words["regime"]),
        Method(words["method"]),
        words["rebuild"],
        words["disposed_on"],
    )


def _schedule_sheet(rows: Sequence[Figures], plan: Plan, least_months: int) -> Sheet:
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


def _entries_sheet(receipt: Receipt) -> Sheet:
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


def _care_sheet(
    tx: Tx, keeper: int, day: date, income_fen: int, payer: str, dues: Iterable[tuple[str, int]]
) -> Sheet:
    free = rule_on(tx, keeper, "relief.care_vat_free", day)
    counted = rule_on(tx, keeper, "relief.care_counted_permille", day)
    exempt = rule_on(tx, keeper, "relief.care_exempt", day)
    listed = set(list_rule(tx, keeper, "relief.care_exempt", day))
    relief = care_relief(
        income_fen,
        is_vat_free=free.value is True,
        vat_permille=table_rule(tx, keeper, "tax.vat_permille", day)[payer],
        counted_permille=int_rule(tx, keeper, "relief.care_counted_permille", day),
        tax_permille=int_rule(tx, keeper, "tax.income_permille", day),
    )
    words = find_spec("relief.care_exempt").values
    given = _dues_by_code(dues, words)
    rows: list[tuple[object, ...]] = [
        (_("增值税"), free.value is True, relief.vat_fen, free.source, free.confidence),
        (
            _("企业所得税"),
            bool(relief.not_counted_fen),
            relief.income_tax_fen,
            counted.source,
            counted.confidence,
        ),
    ]
    for code, (zh, en) in words.items():
        due = given.get(code)
        saved = (due if code in listed else 0) if due is not None else None
        name = zh if in_chinese() else en
        rows.append((name, code in listed, saved, exempt.source, exempt.confidence))
    return Sheet(
        kind="care_relief",
        title=_("社区养老、托育、家政税费减免测算"),
        columns=(
            Column("due", _("税费")),
            Column("relieved", _("减免"), "flag"),
            Column("saved_fen", _("减免金额（元）"), "fen"),
            Column("source", _("依据")),
            Column("confidence", _("可靠程度")),
        ),
        rows=rows,
        fields=_care_fields(income_fen, relief, day, sum(_saved(rows))),
        notes=(_("测算，不入账；是否符合条件以主管税务机关认定为准"),),
        labels=(
            Column("on", _("日期"), "date"),
            Column("income_fen", _("服务收入"), "fen"),
            Column("counted_fen", _("计入应纳税所得额的收入"), "fen"),
            Column("total_fen", _("减免合计"), "fen"),
        ),
    )


def _care_fields(
    income_fen: int, relief: CareRelief, day: date, total_fen: int
) -> dict[str, object]:
    return {
        "on": day,
        "income_fen": income_fen,
        "counted_fen": relief.counted_fen,
        "total_fen": total_fen,
    }


def _saved(rows: Iterable[tuple[object, ...]]) -> list[int]:
    return [row[2] for row in rows if isinstance(row[2], int)]


def _dues_by_code(
    dues: Iterable[tuple[str, int]], spec: Mapping[str, tuple[str, str]]
) -> dict[str, int]:
    codes = {word: code for code, both in spec.items() for word in (code, *both)}
    given: dict[str, int] = {}
    for name, fen in dues:
        if name not in codes:
            raise Refused(
                "relief_unknown",
                _("没有税费“{name}”").format(name=shown(name)),
                _("可以是：{names}").format(names="、".join(zh for zh, _en in spec.values())),
            )
        given[codes[name]] = given.get(codes[name], 0) + fen
    return given


def _fees_sheet(judged: Sequence[JudgedFee], sources: dict[str, str], day: date) -> Sheet:
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
