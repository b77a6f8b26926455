"""Statements and lists: the keys, lines and numbers that scripts rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.office import CASE
from tests.contract.shell import keys

if TYPE_CHECKING:
    from tests.contract.shell import Shell

JANUARY = ("--period", "2025-01")
BALANCE_SHEET = (
    "银行存款 国债投资 备用金 资产总计 应付房屋灭失返还资金 负债合计 维修资金 商品住宅维修资金 "
    "已售公有住房维修资金 待分配累计收益 净资产合计 负债和净资产总计"
)
INCOME = (
    "本期收入 交存收入 存款利息收入 国债利息收入 经营收入 共用设施处置收入 其他收入 "
    "本期支出 维修支出 返还支出 其他支出 本期收支差额"
)
NET_ASSETS = (
    "上年年末余额 以前年度调整 本年年初余额 本年收支差额 本年分配累计收益 本年划转 本年年末余额"
)


def by(key: str, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in rows}


def test_the_trial_balance_shows_a_closed_month_after_its_closing_voucher(both: Shell) -> None:
    told = both.read("report", "trial-balance", *JANUARY, "--custodian", "甲中心")
    rows = by("account", told["rows"])
    assert (told["kind"], told["period"]) == ("trial_balance", "2025-01")
    assert keys(told["rows"], "account name opening_fen debit_fen credit_fen closing_fen side")
    assert rows["1001"] == {
        "account": "1001",
        "name": "银行存款",
        "opening_fen": 19_553_35,
        "debit_fen": 9_277_01,
        "credit_fen": 631_16,
        "closing_fen": 28_199_20,
        "side": "借",
    }
    assert {account: row["closing_fen"] for account, row in rows.items()} == {
        "1001": 28_199_20,
        "3001": 24_393_64,
        "3002": 3_697_05,
        "3101": 108_51,
        "4001": 0,
        "4101": 0,
        "4201": 0,
        "5001": 0,
        "5901": 0,
    }
    assert told["debit_fen"] == told["credit_fen"] == sum(row["debit_fen"] for row in told["rows"])


def test_before_closing_leaves_the_closing_voucher_out(both: Shell) -> None:
    told = both.read("report", "trial-balance", *JANUARY, "--book", "F1-C", "--before-closing")
    rows = by("account", told["rows"])
    assert rows["4001"]["closing_fen"] == 6_667_00
    assert rows["5001"]["closing_fen"] == 385_71
    assert rows["3001"]["closing_fen"] == 18_112_35


def test_the_balance_sheet_has_its_lines_and_balances(both: Shell) -> None:
    told = both.read("report", "balance-sheet", *JANUARY, "--custodian", "F1")
    rows = by("line", told["rows"])
    assert told["kind"] == "balance_sheet"
    assert [row["line"] for row in told["rows"]] == BALANCE_SHEET.split()
    assert keys(told["rows"], "opening_year_fen closing_fen")
    assert rows["资产总计"]["closing_fen"] == rows["负债和净资产总计"]["closing_fen"] == 28_199_20
    assert rows["商品住宅维修资金"]["closing_fen"] == 24_393_64
    assert rows["已售公有住房维修资金"]["closing_fen"] == 3_697_05
    assert rows["待分配累计收益"]["closing_fen"] == 108_51


def test_the_income_statement_has_its_lines_and_adds_up(both: Shell) -> None:
    told = both.read("report", "income", *JANUARY, "--custodian", "F1")
    month = {row["line"]: row["month_fen"] for row in told["rows"]}
    assert [row["line"] for row in told["rows"]] == INCOME.split()
    assert keys(told["rows"], "month_fen year_fen")
    assert month["本期收入"] == 9_277_01
    assert month["维修支出"] == 629_66
    assert month["其他支出"] == 1_50
    assert month["本期收支差额"] == month["本期收入"] - month["本期支出"] == 8_645_85


def test_the_net_assets_go_from_the_opening_to_the_end_of_the_year(both: Shell) -> None:
    told = both.read("report", "net-assets", *JANUARY, "--custodian", "F1")
    rows = by("line", told["rows"])
    assert [row["line"] for row in told["rows"]] == NET_ASSETS.split()
    assert keys(told["rows"], "commodity_fen sold_public_fen undistributed_fen total_fen")
    assert rows["本年年初余额"]["total_fen"] == 19_553_35
    assert rows["本年收支差额"] == {
        "line": "本年收支差额",
        "commodity_fen": 6_281_29,
        "sold_public_fen": 2_256_05,
        "undistributed_fen": 108_51,
        "total_fen": 8_645_85,
    }
    assert rows["本年年末余额"]["total_fen"] == 28_199_20


def test_an_estates_sheet_sets_its_claim_against_its_own_lines(both: Shell) -> None:
    told = both.read("report", "balance-sheet", *JANUARY, "--estate", "A01")
    rows = by("line", told["rows"])
    # 11,553.34 brought in + 9,167.00 paid in − 629.66 repaired + 100.00 earned by the estate
    assert rows["银行存款"]["closing_fen"] == 20_190_68
    assert rows["负债和净资产总计"]["closing_fen"] == 20_190_68
    trial = both.read("report", "trial-balance", *JANUARY, "--estate", "A01")
    accounts = by("account", trial["rows"])
    assert accounts["1001"]["closing_fen"] == 20_190_68
    assert trial["debit_fen"] == trial["credit_fen"]


def test_another_custodian_has_its_own_statements(both: Shell) -> None:
    told = both.read("report", "balance-sheet", "--custodian", "乙业委会", *JANUARY)
    assert by("line", told["rows"])["资产总计"]["closing_fen"] == 100_00
    assert both("report", "trial-balance", "--book", "F1-C", "--custodian", "F2").code == 2


def test_statements_are_of_the_latest_closed_month_and_a_household_is_of_now(both: Shell) -> None:
    assert both.read("report", "trial-balance", "--book", "F1-C")["period"] == "2025-01"
    assert both.read("report", "income")["period"] == "2025-01"
    household = both.read("report", "household", "A01-1-1-103")
    assert household["balance_fen"] == 100_00
    ledger = both.read("report", "ledger", "4001", "--book", "F1-C")
    assert any(row["on"] == "2025-02-10" for row in ledger["rows"])


def test_a_household_tells_its_balance_parts_and_every_movement(both: Shell) -> None:
    told = both.read("report", "household", "A01-1-1-101")
    assert {name: told[name] for name in ("kind", "code", "initial_fen")} == {
        "kind": "household",
        "code": "A01-1-1-101",
        "initial_fen": 10_000_00,
    }
    assert told["balance_fen"] == told["principal_fen"] + told["earnings_fen"] == 9_726_63
    assert keys(told["rows"], "on summary voucher part amount_fen balance_fen")
    assert told["rows"][-1]["amount_fen"] == -285_71
    assert told["rows"][-1]["voucher"] == "F1-C:2025-01:付-1"
    assert told["rows"][-1]["balance_fen"] == told["balance_fen"]
    assert {row["part"] for row in told["rows"]} == {"principal", "earnings"}


def test_the_selling_unit_has_a_sub_account_of_its_own_for_each_building(both: Shell) -> None:
    told = both.read("report", "household", "A01-2-SU")
    assert told["balance_fen"] == 2_500_00 - 181_29
    assert both.read("report", "household", "A01-2-0-0102")["balance_fen"] == 0


def test_a_repair_is_shared_to_the_fen_with_the_payers_at_the_end(both: Shell) -> None:
    told = both.read("fund", "usage", "share", CASE)
    households = [row for row in told["rows"] if row["household"]]
    payers = {row["payer"] for row in told["rows"] if not row["household"]}
    assert keys(households, "household area share_fen from_subaccount_fen to_collect_fen")
    assert payers == {"developer", "selling_unit"}
    assert told["total_fen"] == sum(row["share_fen"] for row in told["rows"]) == 1_000_01
    poor = by("household", households)["A01-1-1-102"]
    assert (poor["share_fen"], poor["from_subaccount_fen"], poor["to_collect_fen"]) == (
        142_86,
        100_00,
        42_86,
    )


def test_who_must_replenish_is_below_thirty_percent_or_never_paid(both: Shell) -> None:
    rows = by("household", both.read("fund", "replenish", "due", "--estate", "A01")["rows"])
    assert keys(list(rows.values()), "household initial_fen balance_fen due_fen rule")
    assert {code: row["rule"] for code, row in rows.items()} == {
        "A01-1-1-102": "续交",  # spent to the last fen, but it once paid
        "A01-1-1-103": "续交",
        "A01-2-0-0102": "补建",
    }
    assert rows["A01-1-1-103"]["due_fen"] == 3_333_00 - 100_00
    never = by("household", both.read("fund", "replenish", "due", "--estate", "B01")["rows"])
    assert never["B01-1-0-102"]["rule"] == "补建"  # the initial amount is 0


def test_lists_are_in_the_order_of_code_points(both: Shell) -> None:
    codes = [row["household"] for row in both.read("registry", "households")["rows"]]
    assert codes == sorted(codes)
    assert "A01-2-0-0101" in codes  # leading zeros stay, an empty unit is 0
    areas = by("household", both.read("registry", "households", "--estate", "A01")["rows"])
    assert areas["A01-1-1-103"]["area"] == 33_33
    assert areas["A01-1-1-104"]["kind"] == "unsold_commodity"
    estates = both.read("registry", "estates")["rows"]
    assert [row["estate"] for row in estates] == ["A01", "A02", "B01"]


def test_a_verified_book_says_how_much_it_verified(both: Shell) -> None:
    told = both.read("book", "verify")
    assert (told["kind"], told["ok"], told["findings"]) == ("verify", True, [])
    assert told["vouchers"] > 10


def test_a_household_is_found_by_its_whole_code_only(both: Shell) -> None:
    for wrong in ("A01-2-0101", "A01-1-SU", "Z99-1-1-101", "=1+1", "A01-1-1-１０１"):
        assert both("report", "household", wrong).code in {2, 3}


@pytest.mark.parametrize(
    ("words", "code", "word"),
    [
        (("--period", "2025-13"), 2, "period_unreadable"),
        (("--book", "F9-C"), 3, "book_unknown"),
        (("--estate", "Z99"), 3, "estate_unknown"),
        (("--custodian", "丙"), 3, "custodian_unknown"),
    ],
)
def test_a_statement_of_what_does_not_exist_is_refused(
    office: Shell, words: tuple[str, str], code: int, word: str
) -> None:
    answer = office("report", "trial-balance", *words, "--format", "json")
    assert (answer.code, answer.data["kind"], answer.data["code"]) == (code, "error", word)
    if words[0] != "--custodian":
        listed = office("voucher", "list", *words, "--format", "json")
        assert (listed.code, listed.data["code"]) == (code, word)
