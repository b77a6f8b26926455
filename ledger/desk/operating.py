"""The window of calculators about an operator's plant; nothing here is booked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypedDict, Unpack

from ledger.desk.counter import Counter
from ledger.desk.operating_sheets import entries_sheet, fees_sheet, schedule_sheet
from ledger.registry.custodians import find_custodian
from ledger.registry.rule_values import find_spec
from ledger.registry.rulebook import int_rule, list_rule, rule_on, table_rule
from ledger.renovation.operating.checks import Plan, make_receipt, plan_changes
from ledger.renovation.operating.entries import Case, Receipt
from ledger.renovation.operating.figures import monthly, yearly
from ledger.renovation.operating.life import Regime
from ledger.renovation.operating.relief import CareRelief, care_relief, judge_fees
from ledger.renovation.operating.straight_line import Method
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _, in_chinese
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown

_YEAR: Final = 12
_PPM_OF_PERMILLE: Final = 1000


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
        return schedule_sheet(months if by_month else yearly(months), plan, years * _YEAR)

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
        return entries_sheet(receipt)

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
        return fees_sheet(judged, sources, day)


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
