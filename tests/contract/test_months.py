"""Months: which open by themselves, which are refused, in what order they close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.shell import DEPOSITS, ROSTER, Answer, Shell, keys

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    """Lend a book with two households, one in each fund, and no voucher."""
    return registered(Shell(database_url, tmp_path))


def registered(shell: Shell) -> Shell:
    shell.done("book", "init", "--code", "X1")
    doors = ["A01,,1,1,101,80,商品住宅,甲,100,", "A01,,2,1,101,80,已售公有住房,乙,24,厂"]
    shell.done("registry", "import", shell.file("roster.csv", ROSTER, *doors))
    return shell


def pay(shell: Shell, on: str, door: str = "A01-1-1-101", bank: str = "6222-1") -> Answer:
    return shell(
        "fund", "collect", shell.file(f"{on}-{bank}.csv", DEPOSITS, f"{on},{door},1,{bank},{on},,")
    )


def public(shell: Shell, on: str) -> Answer:
    return pay(shell, on, "A01-2-1-101", "6222-2")


def months(shell: Shell, book: str) -> dict[str, str]:
    rows = shell.read("period", "status", "--book", book)["rows"]
    return {row["period"]: row["state"] for row in rows}


def closed(shell: Shell, month: str, *words: str) -> tuple[int, dict[str, str]]:
    answer = shell("period", "close", month, *words, "--format", "json")
    assert answer.data["kind"] == "close"
    assert keys(answer.rows, "book state message root")
    return answer.code, {row["book"]: row["state"] for row in answer.rows}


def test_months_open_by_themselves_and_close_in_order(shell: Shell) -> None:
    assert pay(shell, "2025-03-31").code == 0
    assert months(shell, "X1-C") == {"2025-03": "open"}
    assert pay(shell, "2025-02-28").code == 3  # before the first month
    assert pay(shell, "2025-06-01").code == 0
    assert list(months(shell, "X1-C")) == ["2025-03", "2025-04", "2025-05", "2025-06"]
    assert pay(shell, "2025-04-30").code == 0  # several may be open at once
    assert closed(shell, "2025-04", "--book", "X1-C") == (3, {"X1-C": "failed"})
    checked = shell("period", "check", "2025-04", "--book", "X1-C", "--format", "json")
    assert checked.code == 3
    stopped = [row["check"] for row in checked.rows if row["severity"] == "stop" and not row["ok"]]
    assert stopped == ["earlier_month_open"]
    assert closed(shell, "2025-03", "--book", "X1-C") == (0, {"X1-C": "closed"})
    assert closed(shell, "2025-04", "--book", "X1-C") == (0, {"X1-C": "closed"})
    refused = pay(shell, "2025-04-29")
    assert (refused.code, "month_closed" in refused.err) == (3, True)


def test_closing_again_changes_nothing_and_says_so(shell: Shell) -> None:
    pay(shell, "2025-03-31")
    assert closed(shell, "2025-03") == (0, {"X1-C": "closed", "X1-P": "skipped"})
    before = shell.everything()
    assert closed(shell, "2025-03") == (0, {"X1-C": "already_closed", "X1-P": "skipped"})
    assert shell.everything() == before


def test_a_book_that_fails_does_not_stop_the_others(shell: Shell) -> None:
    pay(shell, "2025-01-31")
    public(shell, "2025-02-28")
    # X1-C has January open still; X1-P began in February only
    assert closed(shell, "2025-02", "--all") == (3, {"X1-C": "failed", "X1-P": "closed"})
    assert closed(shell, "2025-01", "--all") == (0, {"X1-C": "closed", "X1-P": "skipped"})
    assert closed(shell, "2025-02", "--all") == (0, {"X1-C": "closed", "X1-P": "already_closed"})
    # a month without movement closes too
    assert closed(shell, "2025-03", "--all") == (0, {"X1-C": "closed", "X1-P": "closed"})
    assert shell.read("report", "trial-balance")["period"] == "2025-03"


def test_a_check_lists_every_book_and_severity_and_ends_with_0_where_only_warned(
    shell: Shell,
) -> None:
    pay(shell, "2025-01-31")
    told = shell.read("period", "check", "2025-01")
    assert (told["kind"], told["period"]) == ("checklist", "2025-01")
    assert keys(told["rows"], "book check severity ok message")
    assert {row["severity"] for row in told["rows"]} == {"stop", "warn"}
    stops = {row["check"] for row in told["rows"] if row["severity"] == "stop"}
    assert {
        "trial_balance",
        "sub_accounts",
        "number_gap",
        "drafts",
        "earlier_month_open",
        "negative_balance",
        "event_in_part",
    } <= stops
    assert any(not row["ok"] for row in told["rows"] if row["severity"] == "warn")


def test_nothing_is_dated_after_today(shell: Shell) -> None:
    refused = pay(shell, "2099-12-31")
    assert (refused.code, "date_in_future" in refused.err) == (3, True)


def test_earnings_may_be_carried_in_the_middle_of_the_month(shell: Shell) -> None:
    pay(shell, "2025-01-02")
    earned = ("fund", "earnings", "record", "--bank-account", "6222-1", "--on", "2025-01-21")
    shell.done(*earned, "--amount", "5")
    shell.done("period", "carry", "2025-01", "--on", "2025-01-22")
    statement = shell.read("report", "trial-balance", "--period", "2025-01")["rows"]
    balances = {row["account"]: row["closing_fen"] for row in statement}
    assert (balances["4101"], balances["3101"]) == (0, 5_00)
    assert closed(shell, "2025-01", "--book", "X1-C")[0] == 0
    income = {row["line"]: row for row in shell.read("report", "income")["rows"]}
    assert income["存款利息收入"]["month_fen"] == 5_00
    refused = shell(*earned, "--amount", "6", "--format", "json")
    assert (refused.code, refused.data["code"]) == (3, "month_closed")


def test_a_part_of_an_event_undone_stops_the_close(shell: Shell) -> None:
    pay(shell, "2025-01-02")
    public(shell, "2025-01-02")
    path = shell.file(
        "more.csv",
        DEPOSITS,
        "2025-01-03,A01-1-1-101,1000,6222-1,m1,,",
        "2025-01-03,A01-2-1-101,1000,6222-2,m2,,",
    )
    shell.done("fund", "collect", path)
    order = ("fund", "usage", "draft", "--estate", "A01", "--title", "管道", "--amount", "100")
    shell.done(*order, "--emergency", "爆裂", "--payee", "乙公司", "--on", "2025-01-04")
    shell.done("fund", "usage", "approve", "WX-A01-001", "--on", "2025-01-04")
    paid = shell.read("fund", "usage", "pay", "WX-A01-001", "--on", "2025-01-05")["rows"]
    assert [row["book"] for row in paid] == ["X1-C", "X1-P"]
    for row in paid:
        red = ("voucher", "reverse", row["voucher"], "--reason", "误付", "--on", "2025-01-06")
        shell.done(*red)
        checked = shell("period", "check", "2025-01")
        assert checked.code == (3 if row["book"] == "X1-C" else 0)
    assert shell.read("report", "household", "A01-1-1-101")["balance_fen"] == 1_001_00
