"""Outside witnesses: programs that read our exports and add them up by themselves."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from ledger.values.period import first_day, next_period

Balances = dict[str, int]  # fen by account

HLEDGER = shutil.which("hledger")


def run(*command: str | Path) -> str:
    """Run a program that must be content, and return what it says."""
    done = subprocess.run(
        [str(each) for each in command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "default"},
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[:3000]
    return done.stdout


def bean_check(path: Path) -> None:
    """Let beancount check every assertion and every transaction."""
    run(_beside_python("bean-check"), "--no-cache", path)


def bean_query(path: Path, periods: Sequence[int]) -> dict[int, Balances]:
    """Return the balances of all accounts at the end of each month, as beancount adds up."""
    query = "SELECT year, month, account, sum(number) AS total GROUP BY year, month, account"
    rows = csv.DictReader(io.StringIO(run(_beside_python("bean-query"), "-f", "csv", path, query)))
    moved = [
        (int(row["year"]) * 100 + int(row["month"]), row["account"].strip(), _fen(row["total"]))
        for row in rows
    ]
    return {
        period: _added_up((account, fen) for month, account, fen in moved if month <= period)
        for period in periods
    }


def hledger_check(path: Path) -> None:
    """Let hledger check every assertion, and that no account or commodity is undeclared."""
    assert HLEDGER is not None
    run(HLEDGER, "-f", path, "check", "--strict")


def hledger_balances(path: Path, periods: Sequence[int]) -> dict[int, Balances]:
    """Return the balances of all accounts at the end of each month, as hledger adds up."""
    assert HLEDGER is not None
    balances = {}
    for period in periods:
        before = first_day(next_period(period)).isoformat()
        told = run(
            *(HLEDGER, "-f", path, "balance", "--flat", "-e", before, "-O", "csv"),
            *("--no-total", "--layout", "bare"),
        )
        rows = csv.DictReader(io.StringIO(told))
        balances[period] = _added_up((row["account"], _fen(row["balance"])) for row in rows)
    return balances


def _fen(number: str) -> int:
    fen = Decimal(number.strip()) * 100
    assert fen == int(fen)
    return int(fen)


def _added_up(moved: Iterable[tuple[str, int]]) -> Balances:
    balances: Balances = {}
    for account, fen in moved:
        balances[account] = balances.get(account, 0) + fen
    return {account: fen for account, fen in balances.items() if fen}


def _beside_python(name: str) -> Path:
    return Path(sys.executable).with_name(name)
