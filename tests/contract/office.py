"""The office that the tests of the contract share: two custodians, three estates, one closed month.

All of it is typed at the command line. January 2025 is closed in every book, February is open in
F1-C. By hand, in yuan, at the end of January:

| account | F1-C | F1-P | both |
| --- | --- | --- | --- |
| 1001 银行存款 | 24,503.65 | 3,695.55 | 28,199.20 |
| 3001 商品住宅 | 24,393.64 | | 24,393.64 |
| 3002 已售公有住房 | | 3,697.05 | 3,697.05 |
| 3101 待分配 | 110.01 | −1.50 | 108.51 |

F2-C, the other custodian, holds one deposit of 100.00.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.shell import DEPOSITS, OPENING, ROSTER

if TYPE_CHECKING:
    from tests.contract.shell import Shell

DOORS = (
    "A01,春熙苑,1,1,101,100.00,商品住宅,张三,100,",
    "A01,春熙苑,1,1,102,50.00,商品住宅,=1+1,100,",
    "A01,春熙苑,1,1,103,33.33,商品住宅,[red]王五[/red],100,",
    "A01,春熙苑,1,1,104,66.67,未售商品房,示例开发公司,100,",
    "A01,春熙苑,2,,0101,60.00,售后公房,赵六,24,示例厂",
    "A01,春熙苑,2,,0102,40.00,已售公有住房,孙七,24,示例厂",
    "A02,秋实里,1,1,101,80.00,商品住宅,钱八,100,",
)
BALANCES = (
    'A01-1-1-101,"10,000.00",12.34,6222-1,10000',
    "A01-1-1-102,100,0,6222-1,5000",
    "A01-2-0-0101,1440,1.00,6222-2,1440",
    "A02-1-1-101,8000,0.01,6222-3,8000",
)
PAID_IN = (
    "2025-01-10,A01-2-0-0101,300,6222-2,s1,售房单位,",
    "2025-01-10,A01-2-0-0102,200,6222-2,s2,售房单位,",
    "2025-01-11,A01-2-SU,2000,6222-2,s3,售房单位,",
    "2025-01-12,A01-1-1-104,6667,6222-1,s4,开发单位,",
)
CASE = "WX-A01-001"
REPAIR = (
    *("fund", "usage", "draft", "--estate", "A01", "--title", "屋面", "--amount", "1000.01"),
    *("--scope", "1", "--scope", "2", "--payee", "甲公司", "--on", "2025-01-15"),
)
VOTE = (
    *("fund", "usage", "vote", CASE, "--present-area", "350", "--present-heads", "6"),
    *("--agreed-area", "340", "--agreed-heads", "5", "--on", "2025-01-16"),
)
APPROVE = ("fund", "usage", "approve", CASE, "--on", "2025-01-16")
PAY = (
    *("fund", "usage", "pay", CASE, "--on", "2025-01-17"),
    *("--bank-account", "6222-1", "--bank-account", "6222-2"),
)
INTEREST = (
    *("fund", "earnings", "record", "--kind", "interest", "--amount", "10.01"),
    *("--bank-account", "6222-1", "--on", "2025-01-21"),
)
CHARGE = (
    *("fund", "earnings", "record", "--kind", "charge", "--amount", "1。5"),
    *("--bank-account", "6222-2", "--on", "2025-01-21"),
)
INCOME = (
    *("fund", "income", "--estate", "A01", "--amount", "100"),
    *("--bank-account", "6222-1", "--on", "2025-01-25"),
)


def furnish(shell: Shell) -> Shell:
    """Type the whole life of the office so far."""
    shell.done("book", "init", "--custodian", "甲中心")
    shell.done("registry", "import", shell.file("roster.csv", ROSTER, *DOORS))
    opening = shell.file("opening.csv", OPENING, *BALANCES)
    shell.done("registry", "opening", opening, "--on", "2025-01-01")
    shell.done("fund", "collect", shell.file("january.csv", DEPOSITS, *PAID_IN))
    for words in (REPAIR, VOTE, APPROVE, PAY, INTEREST, CHARGE, INCOME):
        shell.done(*words)
    shell.done("period", "close", "2025-01", "--all")
    later = shell.file("february.csv", DEPOSITS, "2025-02-10,A01-1-1-103,100,6222-1,f1,业主,首期")
    shell.done("fund", "collect", later)
    _furnish_neighbour(shell)
    return shell


def _furnish_neighbour(shell: Shell) -> None:
    shell.done("registry", "custodian", "add", "乙业委会", "--code", "F2")
    doors = [f"B01,1,{room},50,commodity" for room in (101, 102)]
    roster = shell.file("neighbour.csv", "estate,building,room,area,kind", *doors)
    shell.done("registry", "import", roster, "--custodian", "乙业委会")
    paid = shell.file("neighbour-paid.csv", DEPOSITS, "2025-01-20,B01-1-0-101,100,7333 0001,n1,,")
    shell.done("fund", "collect", paid)
    shell.done("period", "close", "2025-01", "--custodian", "F2")
