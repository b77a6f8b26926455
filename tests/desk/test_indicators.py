"""The ministry's form: its figures, the rows behind them, and what no ledger can know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.reports.indicators import FORM, Figure, Ratio, Unknown
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.offices import Office, open_office

CLOCK = Clock(today=date(2026, 9, 30), at="2026-09-30T01:00:00Z")
ROSTER = (
    "A01,1,1,101,商品住宅,100.00,100.00,张三,",
    "A01,1,1,102,商品住宅,100.00,100.00,李四,",
    "A01,2,1,101,商品住宅,100.00,100.00,王五,",
    "B02,1,1,101,商品住宅,50.00,100.00,赵六,",
    "C03,1,1,101,商品住宅,10.00,100.00,钱七,",
)
DEPOSITS = (
    "2025-01-05,A01-1-1-101,10000.00,62220001,R1,首期,",
    "2025-01-05,A01-1-1-102,10000.00,62220001,R2,首期,",
    "2025-01-05,B02-1-1-101,1499.99,62220001,R3,首期,",
    "2026-02-05,B02-1-1-101,0.01,62220001,R4,续交,",
    "2026-02-06,A01-2-1-101,700.00,62220001,R5,补建,",
)
JANUARY = date(2026, 1, 10)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*ROSTER)
    office.deposits(*DEPOSITS, clock=CLOCK)
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        use(opened, "lift", "电梯大修", 3000_00, JANUARY, date(2026, 1, 20))
        use(opened, "pump", "水泵", 1000_00, JANUARY, date(2026, 1, 13))
        opened.earnings.record(
            kind="interest", amount_fen=200_00, bank_account="62220001", on=date(2026, 1, 21)
        )
        yield opened


def use(desk: Desk, work: str, title: str, fen: int, on: date, paid: date) -> None:
    told = desk.usage.draft(
        estate="A01",
        title=title,
        amount_fen=fen,
        work=work,
        payee="甲公司",
        emergency="停运",
        on=on,
        scopes=("1",),
    )
    code = str(told.fields["case"])
    desk.usage.approve(code, on=on)
    desk.usage.pay(code, on=paid)


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def values(desk: Desk, **words: Any) -> dict[str, int | None]:
    told = read(desk.report.indicators(**{"period": 202602, **words}))
    assert told["kind"] == "indicators"
    return {row["code"]: row["value"] for row in told["rows"]}


def test_the_form_tells_what_the_ledger_knows(desk: Desk) -> None:
    told = values(desk)
    expected = {
        "1.1": 2,  # estates
        "1.2": 4,
        "1.3": 3,
        "1.4": 35_000,
        "1.5": 36_000_00,
        "1.6": 700_01,
        "1.7": 22_200_00,
        "2.1": 18_200_00,
        "5.1": 2,
        "5.2": 4_000_00,
        "5.3": 3_000_00,
        "5.3.1": 750,
        "5.4": 0,
        "5.6": 1_000_00,
        "5.7": None,
        "5.8": 7,  # 10 and 3 days, half up
        "5.9": 2,
        "6.1": 1,
        "6.2": 200_00,
        "6.4": 200_00,
        "6.5": 109,
        "7.2": 1,
        "7.3": 1,
        "7.4": 1,
        "7.5": 1,
        "8.1": 1,
        "8.2": 1,
        "8.3": 1,
        "8.4": 700_00,
    }
    assert {code: told[code] for code in expected} == expected


def test_an_estate_is_low_below_three_tenths_and_not_at_them(desk: Desk) -> None:
    assert values(desk, period=202601)["7.1"] == 1
    assert values(desk, period=202602)["7.1"] == 0  # a fen more: exactly 1,500.00 of 5,000.00


def test_what_the_ledger_cannot_know_is_said_so_and_is_no_nought(desk: Desk) -> None:
    told = read(desk.report.indicators(period=202602))
    unknown = {row["code"] for row in told["rows"] if not row["known"]}
    assert unknown == {entry.code for entry in FORM if isinstance(entry, Unknown)}
    assert all(row["value"] is None for row in told["rows"] if not row["known"])
    assert "账上没有" in "".join(draw(desk.report.indicators(period=202602), "text"))


def test_a_year_ago_stands_beside_it_where_the_books_had_begun(desk: Desk) -> None:
    told = read(desk.report.indicators(period=202602))
    row = next(row for row in told["rows"] if row["code"] == "1.7")
    assert (row["value"], row["year_ago"]) == (22_200_00, 21_499_99)
    first = read(desk.report.indicators(period=202512))
    assert all(row["year_ago"] is None for row in first["rows"])


def test_the_selectors_narrow_the_form(desk: Desk) -> None:
    told = values(desk, estate="B02")
    assert (told["1.1"], told["1.2"], told["1.7"], told["5.1"]) == (1, 1, 1_500_00, 0)
    whole = values(desk)
    parts = [values(desk, estate=estate) for estate in ("A01", "B02", "C03")]
    for code in ("1.2", "1.4", "1.5", "1.6", "1.7", "2.1", "5.2", "7.4", "7.5", "8.2", "8.4"):
        assert sum(part[code] or 0 for part in parts) == whole[code], code


def test_the_rows_behind_a_figure_are_the_figure(desk: Desk) -> None:
    whole = values(desk)
    for entry in FORM:
        if not isinstance(entry, Figure):
            continue
        told = read(desk.report.indicators(period=202602, code=entry.code))
        assert (told["kind"], told["code"]) == ("indicator", entry.code)
        numbers = [list(row.values())[2] for row in told["rows"]]
        shown = {
            "count": len(numbers),
            "sum": sum(numbers),
            "mean": (2 * sum(numbers) + len(numbers)) // (2 * len(numbers)) if numbers else None,
        }[entry.how]
        assert shown == told["value"] == whole[entry.code], entry.code


def test_a_drill_down_names_the_rows(desk: Desk) -> None:
    low = read(desk.report.indicators(period=202601, code="7.2"))["rows"]
    assert low == [{"item": "B02-1-1-101", "name": "B02", "amount_fen": 1_499_99}]
    lift = read(desk.report.indicators(period=202602, code="5.3"))["rows"]
    assert lift == [{"item": "WX-A01-001", "name": "电梯大修", "amount_fen": 3_000_00}]


def test_a_figure_without_rows_is_refused_by_name(desk: Desk) -> None:
    cases = {
        entry.code: "indicator_without_rows" for entry in FORM if not isinstance(entry, Figure)
    }
    for code, word in {"99": "indicator_unknown", **cases}.items():
        with pytest.raises(Refused) as told:
            desk.report.indicators(period=202602, code=code)
        assert (told.value.code, bool(told.value.hint)) == (word, True)


def test_left_to_itself_it_tells_of_the_newest_closed_month(desk: Desk) -> None:
    for period in range(202501, 202513):
        assert read(desk.period.close(period))["ok"]
    assert read(desk.period.close(202601))["ok"]
    told = read(desk.report.indicators())
    assert (told["period"], told["final"]) == ("2026-01", True)
    assert values(desk, period=202601) == {row["code"]: row["value"] for row in told["rows"]}


def test_a_reversed_payment_and_its_reversal_are_nothing_together(desk: Desk) -> None:
    desk.voucher.reverse("F1-C:2026-01:付-1", reason="退汇", on=date(2026, 1, 28))
    told = values(desk)
    assert (told["5.1"], told["5.3"]) == (1, 0)


def test_how_the_money_lies_at_the_banks_is_told_by_its_terms(desk: Desk) -> None:
    """18,200.00 of the homes and 200.00 of interest: a year on one certificate, two on another."""
    whole = values(desk)["6.6"]
    assert whole == values(desk)["6.6.1"] == 18_400_00
    bought: dict[str, Any] = {"kind": "term", "rate_ppm": 15_000, "details": {}}
    a_year: dict[str, Any] = {"amount_fen": 2_000_00, "ref": "C1", "due_on": date(2027, 2, 10)}
    longer: dict[str, Any] = {"amount_fen": 1_000_00, "ref": "C2", "due_on": date(2028, 2, 10)}
    for each in (a_year, longer):
        desk.invest.buy(**bought, **each, on=date(2026, 2, 10))
    told = values(desk)
    assert (told["6.6"], told["6.6.1"]) == (whole, whole - 3_000_00)
    assert (told["6.6.2"], told["6.6.3"], told["6.6.3.1"]) == (2_000_00, 1_000_00, 54)
    assert (told["6.5.1"], told["6.5.2"]) == (told["6.2"], told["6.5"])
    rows = read(desk.report.indicators(period=202602, code="6.6.2"))["rows"]
    assert [(row["item"], row["amount_fen"]) for row in rows] == [("C1", 2_000_00)]
    desk.invest.redeem("C1", interest_fen=10, amount_fen=500_00, on=date(2026, 2, 20))
    assert values(desk)["6.6.2"] == 1_500_00
    assert values(desk, period=202601)["6.6.2"] == 0


def test_campaigns_count_while_they_are_in_force(desk: Desk) -> None:
    plan = read(desk.campaign.plan(estate="B02", on=date(2026, 1, 5)))
    desk.campaign.vote(
        str(plan["plan"]),
        present_area=5_000,
        present_heads=1,
        agreed_area=5_000,
        agreed_heads=1,
        on=date(2026, 2, 1),
    )
    assert (values(desk, period=202601)["7.6"], values(desk)["7.6"]) == (0, 1)
    assert values(desk)["7.7"] == 3_500_01
    desk.campaign.stop(str(plan["plan"]), reason="交清", on=date(2026, 3, 1))
    assert (values(desk)["7.6"], values(desk, period=202603)["7.6"]) == (1, 0)


def test_each_part_of_a_ratio_is_a_figure_of_the_form() -> None:
    known = {entry.code for entry in FORM}
    assert len(known) == len(FORM)
    for entry in FORM:
        if isinstance(entry, Ratio):
            assert {entry.part, entry.whole} <= known
