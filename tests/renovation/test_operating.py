"""An operator's plant: entries by case, the tax, three figures, relief; and the commands."""

from __future__ import annotations

from collections import Counter as Count
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.desk.counter import Counter
from ledger.desk.operating import OperatingDesk
from ledger.journal.voucher import Line, Side
from ledger.registry.custodians import add_custodian
from ledger.renovation.operating import entries
from ledger.renovation.operating.checks import Plan, make_receipt, plan_changes
from ledger.renovation.operating.entries import Case, Receipt, Standing
from ledger.renovation.operating.figures import monthly, yearly
from ledger.renovation.operating.life import Act, Change, read_life
from ledger.renovation.operating.relief import care_relief, judge_fees
from ledger.renovation.operating.straight_line import index
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.errors import Refused

PIPE = 1_200_000_00
USED = date(2026, 9, 18)
TEN_YEARS = 120
CLOCK = Clock(date(2026, 9, 30), "2026-09-30T00:00:00Z")


def sums(lines: tuple[Line, ...]) -> dict[str, int]:
    """Return what each account gains on the debit side, which is nothing in all."""
    assert all(line.amount_fen for line in lines)
    total: Count[str] = Count()
    for line in lines:
        total[line.account] += line.debit_fen
    assert sum(total.values()) == 0
    return {account: fen for account, fen in total.items() if fen}


def got(case: Case, cost: int = PIPE, **words: Any) -> dict[str, int]:
    return sums(entries.received(make_receipt(case, cost, tax_permille=250, **words)))


def test_both_sides_of_plant_that_a_government_unit_built_and_gave() -> None:
    unit = entries.unit_built_for_others(PIPE)
    assert [(line.account, line.side, line.detail) for line in unit] == [
        ("1613", Side.DEBIT, "基建转出投资"),
        ("1613", Side.CREDIT, "建筑安装工程投资"),
        ("3401", Side.DEBIT, None),
        ("1613", Side.CREDIT, "基建转出投资"),
    ]
    assert sums(unit) == {"3401": PIPE, "1613": -PIPE}
    assert got(Case.B) == {"1601": PIPE, "2401": -PIPE}
    receipt = Receipt(Case.B, PIPE)
    changes = [Change(USED, Act.RECEIVED, PIPE, 60_000_00, 240)]
    months = monthly(receipt, changes, TEN_YEARS)
    assert months[0].first == 202610
    assert {each.written_fen for each in months} == {4_750_00}
    assert {each.released_fen for each in months} == {5_000_00}
    assert {(each.deductible_fen, each.regulated_fen) for each in months} == {(0, 0)}
    assert (receipt.taxed_fen, receipt.basis_fen) == (0, 0)
    assert sums(entries.month_passed(receipt, 4_750_00, 5_000_00, 0)) == {
        "6401": 4_750_00,
        "1602": -4_750_00,
        "2401": 5_000_00,
        "6117": -5_000_00,
    }
    assert sums(entries.unit_month_passed(5_000_00)) == {"5001": 5_000_00, "1802": -5_000_00}
    assert sums(entries.unit_kept(PIPE)) == {"1801": PIPE, "1613": -PIPE}


@pytest.mark.parametrize(
    ("case", "words", "expected"),
    [
        (Case.A, {}, {"1601": 100, "4002": -100}),
        (
            Case.A,
            {"vat_fen": 13, "capital_fen": 60},
            {"1601": 100, "2221": 13, "4001": -60, "4002": -53},
        ),
        (Case.B, {"is_nominal": True}, {"1601": 100, "6117": -100}),
        (Case.C, {}, {"1601": 100, "2401": -100, "1811": 25, "6801": -25}),
        (Case.C, {"at_once": True}, {"1601": 100, "6301": -100}),
        (
            Case.C1,
            {"vat_fen": 12},
            {"1601": 100, "2221": 12, "2401": -112, "1811": 28, "6801": -28},
        ),
        (Case.C2, {}, {"1601": 100, "4002": -100}),
        (Case.D, {"vat_fen": 9}, {"1601": 100, "2221": 9, "1002": -109}),
        (Case.E, {"payable_fen": 40}, {"1601": 100, "1002": -60, "2202": -40}),
        (Case.E, {"payable_fen": 100}, {"1601": 100, "2202": -100}),
    ],
)
def test_entries_by_case(case: Case, words: dict[str, Any], expected: dict[str, int]) -> None:
    assert got(case, 100, **words) == expected


@pytest.mark.parametrize(
    ("case", "words", "code"),
    [
        (Case.B, {"vat_fen": 1}, "receipt_case"),
        (Case.B, {"at_once": True}, "receipt_case"),
        (Case.D, {"capital_fen": 1}, "receipt_case"),
        (Case.A, {"payable_fen": 1}, "receipt_case"),
        (Case.D, {"is_nominal": True}, "receipt_case"),
        (Case.A, {"capital_fen": 101}, "receipt_over"),
        (Case.E, {"payable_fen": 101}, "receipt_over"),
    ],
)
def test_what_does_not_fit_a_case_is_refused(case: Case, words: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        make_receipt(case, 100, tax_permille=250, **words)


@given(
    st.sampled_from(Case),
    st.integers(100, 10**9),
    st.integers(1, 200),
    st.integers(0, 400),
    st.integers(-50, 50),
    st.integers(0, 10**9),
)
def test_a_whole_life_leaves_nothing_in_any_account_of_the_plant(
    case: Case, cost: int, life_months: int, days: int, more: int, price: int
) -> None:
    receipt = Receipt(case, cost)
    changes = [Change(USED, Act.RECEIVED, cost, 0, life_months)]
    changes += [Change(date(2026, 9, 20), Act.RECOST, more)]
    gone_on = date.fromordinal(date(2026, 9, 20).toordinal() + days)
    changes += [Change(gone_on, Act.DISPOSED)]
    months = monthly(receipt, changes, 1)
    open_fen = receipt.deferred_fen + (more if receipt.deferred_fen else 0)
    tax = receipt.deferred_tax(open_fen)
    posted = [entries.received(receipt), entries.final_cost(receipt, more)]
    until = max(index(gone_on.year * 100 + gone_on.month) - index(202610) + 1, 0)
    written = 0
    for each in months[:until]:
        posted.append(
            entries.month_passed(
                receipt, each.written_fen, each.released_fen, tax - each.tax_asset_fen
            )
        )
        written += each.written_fen
        open_fen, tax = each.open_fen, each.tax_asset_fen
    standing = Standing(cost + more, written, 0, open_fen)
    posted.append(entries.disposed(receipt, standing, price))
    left: Count[str] = Count()
    for lines in posted:
        left.update(sums(lines))
    own = {"1601", "1602", "1603", "1604", "1606", "1811", "2401"}
    assert {account: left[account] for account in own if left[account]} == {}


def test_a_rebuilt_and_an_impaired_plant_balance() -> None:
    begun = entries.rebuild_begun(Case.D, 100, 30, 10)
    assert sums(begun) == {"1604": 60, "1602": 30, "1603": 10, "1601": -100}
    assert sums(entries.rebuilt(Case.D, 60, 40, 5)) == {
        "1601": 100,
        "1604": -60,
        "2221": 5,
        "1002": -45,
    }
    assert sums(entries.impaired(7)) == {"6701": 7, "1603": -7}
    scrapped = entries.disposed(Receipt(Case.D, 100), Standing(100, 30, 10), 5, is_scrapped=True)
    assert sums(scrapped) == {"1602": 30, "1603": 10, "1601": -100, "1002": 5, "6711": 55}


def test_the_tax_allows_no_shorter_life_and_the_price_shows_gifts_apart() -> None:
    changes = [Change(date(2026, 1, 5), Act.RECEIVED, 1200_00, 0, 12)]
    own = monthly(Receipt(Case.D, 1200_00), changes, 24)
    assert len(own) == 24
    assert [own[0].written_fen, own[0].deductible_fen, own[0].regulated_fen] == [
        100_00,
        50_00,
        100_00,
    ]
    assert sum(each.deductible_fen for each in own) == 1200_00
    given_free = monthly(Receipt(Case.C1, 1200_00), changes, 12)
    assert [given_free[0].regulated_fen, given_free[0].apart_fen] == [0, 100_00]
    assert given_free[0].tax_asset_fen == 275_00
    assert given_free[-1].tax_asset_fen == 0
    years = yearly(own)
    assert [(each.first, each.last, each.written_fen) for each in years] == [
        (202602, 202612, 1100_00),
        (202701, 202712, 100_00),
        (202801, 202801, 0),
    ]


def test_a_plan_with_rebuilding_keeps_the_residual_rate() -> None:
    rebuild = (date(2026, 4, 20), date(2026, 7, 1), 600_00, 24)
    plan = Plan(date(2026, 1, 5), 12, 50_000, rebuild=rebuild)
    changes = plan_changes(1200_00, plan)
    life = read_life(changes)
    assert life.cost_fen == 915_00 + 600_00
    assert life.keep_fen == 75_75
    with pytest.raises(Refused, match="operating_order"):
        plan_changes(1200_00, Plan(date(2026, 5, 5), 12, 0, rebuild=rebuild))


def test_relief_is_rounded_half_up() -> None:
    worth = care_relief(
        10_000_01, is_vat_free=True, vat_permille=10, counted_permille=900, tax_permille=250
    )
    assert worth == (9_901, 900_001, 100_000, 25_000)
    assert judge_fees([("进场费", 5), ("别的", 6)], {"entry": "进场费"}, ["entry"], []) == [
        ("进场费", "entry", 5, "refused"),
        ("别的", None, 6, "unknown"),
    ]


@pytest.fixture
def desk(db: Database) -> OperatingDesk:
    with db.write() as tx:
        add_custodian(tx, "资金中心", "F1")
    counter = Counter("", None, CLOCK)
    counter.__dict__["db"] = db
    return OperatingDesk(counter)


def test_relief_ends_with_its_dates(desk: OperatingDesk) -> None:
    def rows(on: date) -> dict[str, tuple[object, object]]:
        sheet = desk.care(income_fen=101_000_00, on=on, dues=[("契税", 500_00), ("house", 1_00)])
        return {str(row[0]): (row[1], row[2]) for row in sheet.rows}

    for day in (date(2019, 6, 1), date(2025, 12, 31), date(2026, 1, 1), date(2027, 12, 31)):
        seen = rows(day)
        assert seen["增值税"][0] is True
        assert seen["企业所得税"] == (True, 2_525_00)
        assert seen["契税"] == (True, 500_00)
        assert seen["城市基础设施配套费"] == (True, None)
    for day in (date(2019, 5, 31), date(2028, 1, 1)):
        seen = rows(day)
        assert seen["增值税"] == (False, 0)
        assert seen["企业所得税"] == (False, 0)
        assert seen["契税"] == (False, 0)
    with pytest.raises(Refused, match="relief_unknown"):
        desk.care(income_fen=1, dues=[("过路费", 1)])


def test_fees_and_schedules_at_the_desk(desk: OperatingDesk) -> None:
    sheet = desk.fees([("进场费", 2000_00), ("施工水电费", 30_00), ("茶水费", 1_00)])
    assert sheet.fields["ok"] is False
    assert sheet.fields["refused_fen"] == 2000_00
    assert [row[2] for row in sheet.rows] == ["refused", "allowed", "unknown"]
    assert desk.fees([("施工水电费", 30_00)]).fields["ok"] is True
    words: dict[str, Any] = {
        "on": USED,
        "months": 240,
        "asset_class": "structure",
        "residual_permille": 50,
        "regime": "enterprise",
        "method": "exact",
        "rebuild": None,
        "disposed_on": None,
    }
    assert desk.schedule(PIPE, **words).fields["written_fen"] == 1_140_000_00
    with pytest.raises(Refused, match="unit_residual"):
        desk.schedule(PIPE, **words | {"regime": "unit"})
    unit = desk.schedule(PIPE, **words | {"regime": "unit", "residual_permille": 0})
    assert next(iter(unit.rows)) == (202609, 202612, 20_000_00, 1_180_000_00)
    plain: dict[str, Any] = {
        "vat_fen": 0,
        "capital_fen": 0,
        "payable_fen": 0,
        "at_once": False,
        "is_nominal": False,
    }
    both = desk.entries("B", PIPE, **plain)
    assert [row[1] for row in both.rows] == ["1613", "1613", "3401", "1613", "1601", "2401"]
    for case in Case:
        assert list(desk.entries(case.value, PIPE, **plain).rows)
