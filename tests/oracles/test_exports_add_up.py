"""beancount and hledger read our exports and come, account by account, to our balances."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.journal.balances import read_figures, sub_balances
from ledger.reports.journal_files import BEANCOUNT, HLEDGER, Format, choose, write_files
from ledger.reports.journal_names import EARNINGS_BELOW, component
from ledger.store import schema
from ledger.store.database import Database, Tx
from tests.oracles import witnesses
from tests.oracles.witnesses import Balances
from tests.varied import CLOSED, OPEN, build_varied
from tests.worlds import COMMODITY, ESTATE

PERIODS = (*CLOSED, *OPEN)
Totals = Callable[[Path, Sequence[int]], dict[int, Balances]]


WITNESSES = [
    pytest.param(BEANCOUNT, witnesses.bean_check, witnesses.bean_query, id="beancount"),
    pytest.param(
        HLEDGER,
        witnesses.hledger_check,
        witnesses.hledger_balances,
        id="hledger",
        marks=pytest.mark.skipif(
            shutil.which("hledger") is None, reason="hledger is not installed on this machine"
        ),
    ),
]


def ledger_accounts(tx: Tx, book_id: int, period: int) -> Balances:
    """Return our balances of the accounts of the chart, from what the seal keeps."""
    moved = schema.turnover
    rows = tx.conn.execute(
        select(moved.c.account, func.sum(moved.c.debit_fen - moved.c.credit_fen))
        .where(moved.c.book_id == book_id, moved.c.period <= period)
        .group_by(moved.c.account)
    )
    return {row[0]: int(row[1]) for row in rows if row[1]}


def bank_accounts(tx: Tx, book_id: int, period: int) -> Balances:
    moved, bank = schema.turnover, schema.bank_account
    rows = tx.conn.execute(
        select(bank.c.number, func.sum(moved.c.debit_fen - moved.c.credit_fen))
        .join(bank, bank.c.bank_account_id == moved.c.bank_account_id)
        .where(moved.c.book_id == book_id, moved.c.period <= period)
        .group_by(bank.c.number)
    )
    return {component(row[0]): int(row[1]) for row in rows if row[1]}


def sub_accounts(tx: Tx, book_id: int, period: int) -> Balances:
    """Return what each part of each sub-account holds, under its name in an export."""
    held, sub = sub_balances(tx, book_id, period), schema.sub_account
    rows = tx.conn.execute(
        select(sub.c.code, held.c.part, held.c.amount_fen)
        .join(sub, sub.c.sub_id == held.c.sub_id)
        .where(sub.c.book_id == book_id)
    )
    return {
        component(code) + (EARNINGS_BELOW if part else ""): int(fen)
        for code, part, fen in rows
        if fen
    }


def gathered(balances: Balances, key: Callable[[str], str | None]) -> Balances:
    """Add up balances under what `key` makes of their accounts."""
    sums: Balances = {}
    for account, fen in balances.items():
        name = key(account)
        if name is not None:
            sums[name] = sums.get(name, 0) + fen
    return {name: fen for name, fen in sums.items() if fen}


def code_of_chart(account: str) -> str:
    return account.split(":")[1].split("-", maxsplit=1)[0]


def below_chart(account: str) -> str | None:
    """Return what follows the account of the chart, None for the pooled money."""
    parts = account.split(":", 2)
    return parts[2] if len(parts) > 2 and not parts[1].startswith("1001-") else None


def bank_of(account: str) -> str | None:
    parts = account.split(":", 2)
    return parts[2] if parts[1].startswith("1001-") else None


@pytest.mark.parametrize(("form", "check", "totals"), WITNESSES)
def test_every_account_of_every_month_has_the_same_balance(
    db: Database,
    tmp_path: Path,
    form: Format,
    check: Callable[[Path], None],
    totals: Totals,
) -> None:
    with db.write() as tx:
        build_varied(tx, seed=len(db.dialect))
    with db.read() as tx:
        written = write_files(tx, choose(tx), form, tmp_path / "out")
        assert [each.book for each in written] == ["F1-C", "F1-P", "F2-C"]
        for book_id, each in enumerate(written, start=1):
            check(each.path)
            seen_at = totals(each.path, PERIODS)
            for period, seen in seen_at.items():
                held = sub_accounts(tx, book_id, period)
                assert gathered(seen, code_of_chart) == ledger_accounts(tx, book_id, period)
                assert gathered(seen, bank_of) == bank_accounts(tx, book_id, period)
                told = gathered(seen, below_chart)
                assert {name: -told.get(name, 0) for name in held} == held
                # What is left are estates, where closing vouchers moved what households hold.
                assert not {name for name in told if "-" in name} - set(held)


@pytest.mark.parametrize(("form", "check", "totals"), WITNESSES)
def test_an_estates_part_adds_up_to_its_claim(
    db: Database,
    tmp_path: Path,
    form: Format,
    check: Callable[[Path], None],
    totals: Totals,
) -> None:
    with db.write() as tx:
        build_varied(tx, seed=7)
    with db.read() as tx:
        (first, _sold) = write_files(tx, choose(tx, estate="A01"), form, tmp_path)
        assert first.path.name == f"F1-C-A01{form.ending}"
        check(first.path)
        for period, seen in totals(first.path, PERIODS).items():
            figures = read_figures(tx, COMMODITY, period, ESTATE)
            claim_fen = figures.year_opening.get("1001", 0) + sum(
                moved.net_fen for moved in figures.movements if moved.account == "1001"
            )
            assert gathered(seen, bank_of) == {"A01-应有份额": claim_fen}


@pytest.mark.parametrize(("form", "check", "totals"), WITNESSES)
def test_an_export_up_to_a_month_ends_with_it(
    db: Database,
    tmp_path: Path,
    form: Format,
    check: Callable[[Path], None],
    totals: Totals,
) -> None:
    with db.write() as tx:
        build_varied(tx, seed=3)
    with db.read() as tx:
        (until,) = write_files(tx, choose(tx, book="F1-C", period=202602), form, tmp_path / "2")
        (whole,) = write_files(tx, choose(tx, book="F1-C"), form, tmp_path / "5")
    check(until.path)
    assert totals(until.path, [202605])[202605] == totals(whole.path, [202602])[202602]


@pytest.mark.parametrize(("form", "check", "totals"), WITNESSES)
def test_the_witness_sees_a_fen_that_was_moved(
    db: Database, tmp_path: Path, form: Format, check: Callable[[Path], None], totals: Totals
) -> None:
    with db.write() as tx:
        build_varied(tx, seed=5)
    with db.read() as tx:
        (each,) = write_files(tx, choose(tx, book="F1-P"), form, tmp_path)
    check(each.path)
    assert totals(each.path, PERIODS[:1])
    text = each.path.read_text(encoding="utf-8")
    moved = text.replace("-700.01 CNY", "-700.00 CNY", 1).replace("-699.99 CNY", "-700.00 CNY", 1)
    each.path.write_text(moved, encoding="utf-8")
    with pytest.raises(AssertionError):
        check(each.path)
