"""The entries (借、贷) of plant at an operator's and at a government unit's. Pure.

They are suggestions (建议分录) for the operator's own books (企业会计准则第4号, 第16号,
第18号) and for a unit (政府会计制度). An amount of nothing makes no line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ledger.journal.voucher import Line, Side

BANK: Final = "1002"
PLANT: Final = "1601"
WRITTEN: Final = "1602"
LOST: Final = "1603"
BUILDING: Final = "1604"
LEAVING: Final = "1606"
TAX_ASSET: Final = "1811"
PAYABLE: Final = "2202"
TAXES: Final = "2221"
INPUT_VAT: Final = "进项税额"
DEFERRED: Final = "2401"
CAPITAL: Final = "4001"
RESERVE: Final = "4002"
OTHER_BUSINESS: Final = "6051"
DISPOSAL: Final = "6115"
OTHER_INCOME: Final = "6117"
WINDFALL: Final = "6301"
COST: Final = "6401"
IMPAIRMENT: Final = "6701"
WINDFALL_LOSS: Final = "6711"
INCOME_TAX: Final = "6801"

UNIT_PLANT: Final = "1801"
UNIT_WRITTEN: Final = "1802"
UNIT_BUILDING: Final = "1613"
UNIT_GIVEN: Final = "3401"
UNIT_COST: Final = "5001"
BUILT: Final = "建筑安装工程投资"
MOVED_OUT: Final = "基建转出投资"

_D, _C = Side.DEBIT, Side.CREDIT
_THOUSAND: Final = 1000


class Case(StrEnum):
    """How plant came to an operator.

    A the state as equity, B from government for a named purpose and not taxed, C from government
    otherwise, C1 from owners or a developer, C2 from the parent or another state enterprise, D
    built with own money, E bought.
    """

    A = "A"
    B = "B"
    C = "C"
    C1 = "C1"
    C2 = "C2"
    D = "D"
    E = "E"


KIND_OF_CASE: Final = {
    Case.A: "股东投入",
    Case.B: "政府补助",
    Case.C: "政府补助",
    Case.C1: "用户、业主移交",
    Case.C2: "股东投入",
    Case.D: "自筹",
    Case.E: "自筹",
}
FREE: Final = frozenset({Case.B, Case.C, Case.C1, Case.C2})  # given for nothing
DEFERRING: Final = frozenset({Case.B, Case.C, Case.C1})  # income that is spread over the life
INVOICED: Final = frozenset({Case.A, Case.C1, Case.D, Case.E})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an operator receives, in fen.

    Attributes:
        cost_fen: without the input VAT.
        vat_fen: that an invoice lets it deduct; only where there can be an invoice.
        capital_fen: of case A, what is registered capital; the rest is reserve.
        payable_fen: of case E, what is not paid yet.
        at_once: of cases C and C1, that it is income of this year rather than deferred.
        is_nominal: that no value can be told, so that it stands at 1.00 and is income at once.
        tax_permille: the rate of the income tax.
    """

    case: Case
    cost_fen: int
    vat_fen: int = 0
    capital_fen: int = 0
    payable_fen: int = 0
    at_once: bool = False
    is_nominal: bool = False
    tax_permille: int = 250

    def __post_init__(self) -> None:
        assert self.cost_fen > 0
        assert self.vat_fen == 0 or self.case in INVOICED
        assert self.capital_fen == 0 or self.case is Case.A
        assert self.payable_fen == 0 or self.case is Case.E
        assert max(self.capital_fen, self.payable_fen) <= self.whole_fen
        assert not self.at_once or self.case in {Case.C, Case.C1}

    @property
    def whole_fen(self) -> int:
        """Cost and input VAT."""
        return self.cost_fen + self.vat_fen

    @property
    def deferred_fen(self) -> int:
        """What is deferred income at the receipt."""
        spread = self.case in DEFERRING and not (self.at_once or self.is_nominal)
        return self.whole_fen if spread else 0

    @property
    def taxed_fen(self) -> int:
        """What the tax counts as income at once (企业所得税法 art. 6, 29号公告)."""
        return self.whole_fen if self.case in {Case.C, Case.C1} else 0

    @property
    def basis_fen(self) -> int:
        """The tax basis (计税基础) that may be written off; case B has none (实施条例 art. 28)."""
        return 0 if self.case is Case.B else self.cost_fen

    def deferred_tax(self, open_fen: int) -> int:
        """Return the deferred tax asset while so much deferred income is open."""
        is_taxed = self.case in {Case.C, Case.C1}
        return open_fen * self.tax_permille // _THOUSAND if is_taxed else 0


def received(receipt: Receipt) -> tuple[Line, ...]:
    """Return the entries of a receipt, by its case."""
    kind = KIND_OF_CASE[receipt.case]
    cost, whole = receipt.cost_fen, receipt.whole_fen
    plant = Line(PLANT, _D, cost, detail=kind)
    vat = Line(TAXES, _D, receipt.vat_fen, detail=INPUT_VAT)
    if receipt.case is Case.D:
        return _drop_empty(
            Line(BUILDING, _D, cost),
            vat,
            Line(BANK, _C, whole),
            plant,
            Line(BUILDING, _C, cost),
        )
    against: list[Line]
    if receipt.case is Case.A:
        capital = receipt.capital_fen
        against = [Line(CAPITAL, _C, capital), Line(RESERVE, _C, whole - capital)]
    elif receipt.case is Case.C2:
        against = [Line(RESERVE, _C, whole)]
    elif receipt.case is Case.E:
        owed = receipt.payable_fen
        against = [Line(BANK, _C, whole - owed), Line(PAYABLE, _C, owed)]
    else:
        against = [Line(_credited(receipt), _C, whole, detail=kind)]
    tax = receipt.deferred_tax(receipt.deferred_fen)
    return _drop_empty(
        plant, vat, *against, Line(TAX_ASSET, _D, tax), Line(INCOME_TAX, _C, tax, detail="递延")
    )


def _credited(receipt: Receipt) -> str:
    if receipt.deferred_fen:
        return DEFERRED
    return OTHER_INCOME if receipt.is_nominal else WINDFALL


def month_passed(
    receipt: Receipt, written_fen: int, released_fen: int, tax_fen: int
) -> tuple[Line, ...]:
    """借 主营业务成本 / 贷 累计折旧, and of deferred income what is released.

    Args:
        receipt: how the plant came.
        written_fen: written off in the month.
        released_fen: of the deferred income.
        tax_fen: by how much the deferred tax asset falls.
    """
    return _drop_empty(
        Line(COST, _D, written_fen, detail="折旧"),
        Line(WRITTEN, _C, written_fen),
        *_released(receipt, released_fen, tax_fen),
    )


def _released(receipt: Receipt, fen: int, tax_fen: int) -> Iterable[Line]:
    income = OTHER_BUSINESS if receipt.case is Case.C1 else OTHER_INCOME
    kind = KIND_OF_CASE[receipt.case]
    return (
        Line(DEFERRED, _D, fen, detail=kind),
        Line(income, _C, fen, detail=kind),
        Line(INCOME_TAX, _D, tax_fen, detail="递延"),
        Line(TAX_ASSET, _C, tax_fen),
    )


def rebuild_begun(case: Case, cost_fen: int, written_fen: int, lost_fen: int) -> tuple[Line, ...]:
    """借 在建工程、累计折旧、减值准备 / 贷 固定资产: it is taken out of use to be rebuilt."""
    return _drop_empty(
        Line(BUILDING, _D, cost_fen - written_fen - lost_fen),
        Line(WRITTEN, _D, written_fen),
        Line(LOST, _D, lost_fen),
        Line(PLANT, _C, cost_fen, detail=KIND_OF_CASE[case]),
    )


def rebuilt(case: Case, carrying_fen: int, spent_fen: int, vat_fen: int = 0) -> tuple[Line, ...]:
    """借 在建工程 / 贷 银行存款; 借 固定资产 / 贷 在建工程: it is in use again."""
    return _drop_empty(
        Line(BUILDING, _D, spent_fen),
        Line(TAXES, _D, vat_fen, detail=INPUT_VAT),
        Line(BANK, _C, spent_fen + vat_fen),
        Line(PLANT, _D, carrying_fen + spent_fen, detail=KIND_OF_CASE[case]),
        Line(BUILDING, _C, carrying_fen + spent_fen),
    )


def impaired(lost_fen: int) -> tuple[Line, ...]:
    """借 资产减值损失 / 贷 固定资产减值准备; it is never taken back (企业会计准则第8号)."""
    return (Line(IMPAIRMENT, _D, lost_fen), Line(LOST, _C, lost_fen))


def final_cost(receipt: Receipt, difference_fen: int) -> tuple[Line, ...]:
    """借 固定资产 / 贷 what the plant came against, in red where the final cost is lower."""
    kind = KIND_OF_CASE[receipt.case]
    against = {Case.A: RESERVE, Case.C2: RESERVE, Case.D: PAYABLE, Case.E: PAYABLE}
    account = against.get(receipt.case) or _credited(receipt)
    tax = receipt.deferred_tax(receipt.deferred_fen + difference_fen)
    tax -= receipt.deferred_tax(receipt.deferred_fen)
    if not receipt.deferred_fen:
        tax = 0
    return _drop_empty(
        Line(PLANT, _D, difference_fen, detail=kind),
        Line(account, _C, difference_fen),
        Line(TAX_ASSET, _D, tax),
        Line(INCOME_TAX, _C, tax, detail="递延"),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the books on the day of a disposal, in fen."""

    cost_fen: int
    written_fen: int
    lost_fen: int = 0
    open_fen: int = 0

    @property
    def carrying_fen(self) -> int:
        """What is left of the cost."""
        return self.cost_fen - self.written_fen - self.lost_fen


def disposed(
    receipt: Receipt, standing: Standing, got_fen: int = 0, *, is_scrapped: bool = False
) -> tuple[Line, ...]:
    """借 固定资产清理… / 贷 固定资产, its result, and all deferred income that is open.

    Args:
        receipt: how the plant came.
        standing: what stands in the books.
        got_fen: what is paid for it, or for its scrap.
        is_scrapped: that it is worn out or lost, so that a loss stands outside of operations.
    """
    gain = got_fen - standing.carrying_fen
    result = WINDFALL_LOSS if is_scrapped and gain < 0 else DISPOSAL
    return _drop_empty(
        Line(LEAVING, _D, standing.carrying_fen),
        Line(WRITTEN, _D, standing.written_fen),
        Line(LOST, _D, standing.lost_fen),
        Line(PLANT, _C, standing.cost_fen, detail=KIND_OF_CASE[receipt.case]),
        Line(BANK, _D, got_fen),
        Line(LEAVING, _C, got_fen),
        Line(LEAVING, _D, max(gain, 0)),
        Line(result, _C, max(gain, 0)),
        Line(result, _D, max(-gain, 0)),
        Line(LEAVING, _C, max(-gain, 0)),
        *_released(receipt, standing.open_fen, receipt.deferred_tax(standing.open_fen)),
    )


# ---- a government unit (政府会计制度) ----


def unit_built_for_others(cost_fen: int) -> tuple[Line, ...]:
    """借 无偿调拨净资产 / 贷 在建工程: what was built goes to its owner."""
    return (
        Line(UNIT_BUILDING, _D, cost_fen, detail=MOVED_OUT),
        Line(UNIT_BUILDING, _C, cost_fen, detail=BUILT),
        Line(UNIT_GIVEN, _D, cost_fen),
        Line(UNIT_BUILDING, _C, cost_fen, detail=MOVED_OUT),
    )


def unit_kept(cost_fen: int) -> tuple[Line, ...]:
    """借 公共基础设施 / 贷 在建工程: what was built stays with the unit."""
    return (
        Line(UNIT_PLANT, _D, cost_fen),
        Line(UNIT_BUILDING, _C, cost_fen, detail=BUILT),
    )


def unit_month_passed(written_fen: int) -> tuple[Line, ...]:
    """借 业务活动费用 / 贷 公共基础设施累计折旧."""
    return _drop_empty(
        Line(UNIT_COST, _D, written_fen, detail="折旧"), Line(UNIT_WRITTEN, _C, written_fen)
    )


def _drop_empty(*lines: Line) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.amount_fen)
