"""What changes something: a dry run changes nothing, the second time changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract import office as o
from tests.contract.shell import DEPOSITS, OPENING, ROSTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.shell import Shell

    Act = Callable[[Shell], tuple[str, ...]]

VOUCHERS = "凭证序号,日期,摘要,科目,借方,贷方,银行账号,账套"
FEBRUARY = "2025-02-11"


def roster(shell: Shell) -> tuple[str, ...]:
    rows = ["A03,新苑,1,1,101,80,商品住宅,周九,100,", "A03,新苑,2,1,101,80,已售公有住房,吴十,24,厂"]
    return ("registry", "import", shell.file("new-roster.csv", ROSTER, *rows))


def opening(shell: Shell) -> tuple[str, ...]:
    path = shell.file("new-opening.csv", OPENING, "A01-1-1-103,5,0.05,6222-1,5")
    return ("registry", "opening", path, "--on", FEBRUARY)


def deposits(shell: Shell) -> tuple[str, ...]:
    rows = [
        "2025-02-12,A01-1-1-101,5,6222-8,r1,,",
        "2025-02-12,A01-1-1-101,5,6222-8,,,",
        "2025-02-12,A01-1-1-101,5,6222-8,,,",
        "2025-04-12,A01-2-0-0101,5,6222-2,r2,,",
    ]
    return ("fund", "collect", shell.file("new-deposits.csv", DEPOSITS, *rows))


def drafts(shell: Shell) -> tuple[str, ...]:
    rows = [
        f"1,{FEBRUARY},手工利息,1001,5.00,,6222-1,F1-C",
        f"1,{FEBRUARY},手工利息,4101,,5.00,,F1-C",
        f"2,{FEBRUARY},手工利息,1001,5.00,,6222-1,F1-C",
        f"2,{FEBRUARY},手工利息,4101,,5.00,,F1-C",
    ]
    return ("voucher", "draft", shell.file("drafts.csv", VOUCHERS, *rows))


def custodian(_shell: Shell) -> tuple[str, ...]:
    return ("registry", "custodian", "add", "丙单位", "--code", "F3")


def bank_account(_shell: Shell) -> tuple[str, ...]:
    return ("registry", "bank-account", "add", "8888 0000", "--custodian", "F2")


def interest(_shell: Shell) -> tuple[str, ...]:
    return (*o.INTEREST[:-1], FEBRUARY, "--bank-ref", "i-1")


def income(_shell: Shell) -> tuple[str, ...]:
    return (*o.INCOME[:-1], FEBRUARY, "--key", "k-1")


def usage(_shell: Shell) -> tuple[str, ...]:
    return (*o.REPAIR[:-1], FEBRUARY, "--emergency", "水管爆裂", "--key", "k-2")


def approve(shell: Shell) -> tuple[str, ...]:
    shell.done(*usage(shell))
    return ("fund", "usage", "approve", "WX-A01-002", "--on", FEBRUARY)


def pay(shell: Shell) -> tuple[str, ...]:
    shell.done(*approve(shell))
    return ("fund", "usage", "pay", "WX-A01-002", "--on", FEBRUARY, *o.PAY[6:])


def reversal(shell: Shell) -> tuple[str, ...]:
    shell.done(*interest(shell))
    vouchers = shell.read("voucher", "list", "--book", "F1-C", "--period", "2025-02")["rows"]
    code = next(row["voucher"] for row in vouchers if "i-1" in row["summary"])
    return ("voucher", "reverse", code, "--reason", "误记", "--on", FEBRUARY)


def posting(shell: Shell) -> tuple[str, ...]:
    shell.done(*drafts(shell))
    return ("voucher", "post", "F1-C:D-1", "F1-C:D-2")


def carry(_shell: Shell) -> tuple[str, ...]:
    return ("period", "carry", "2025-02", "--on", "2025-02-20")


def close(shell: Shell) -> tuple[str, ...]:
    shell.done(*posting(shell))
    return ("period", "close", "2025-02", "--all")


IN_TURN = (
    roster,
    custodian,
    bank_account,
    deposits,
    opening,
    usage,
    approve,
    pay,
    interest,
    income,
    carry,
    drafts,
    posting,
    reversal,
    close,
)


# One after the other upon one database: each finds what the former ones left.
@pytest.mark.parametrize("act", IN_TURN, ids=lambda act: str(act.__name__))
def test_a_dry_run_changes_nothing_and_the_second_time_neither(both: Shell, act: Act) -> None:
    words = act(both)
    before = both.everything()
    tried = both.done(*words, "--dry-run")
    assert both.everything() == before
    assert "试算" in tried.out + tried.err, tried
    both.done(*words)
    after = both.everything()
    assert after != before
    again = both.done(*words)
    assert both.everything() == after
    assert again.code == 0


def test_a_voucher_says_that_nobody_else_checked_it_and_speaks_stable_words(both: Shell) -> None:
    shown = both.done("voucher", "show", "F1-C:2025-01:付-1")
    assert "单人模式" in shown.out
    for language in ("zh", "en"):
        words = ("--lang", language, "voucher")
        told = both.read(*words, "show", "F1-C:2025-01:付-1")
        assert (told["kind"], told["state"]) == ("voucher", "posted")
        assert {row["part"] for row in told["rows"]} == {None, "principal"}
        states = {row["state"] for row in both.read(*words, "list")["rows"]}
        assert states <= {"draft", "checked", "returned", "posted", "reversed", "red"}
