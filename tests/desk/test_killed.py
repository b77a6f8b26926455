"""A program that is killed in the middle leaves all of its work or none of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.desk import open_desk
from ledger.store import schema
from ledger.store.database import open_database
from tests.worlds import CLOCK

HOUSEHOLDS = 2000
KILLS = 6


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of 2,000 households, and beside it a file of their deposits."""
    roster, slips = tmp_path / "roster.csv", tmp_path / "deposits.csv"
    codes = [f"{floor}{room:02d}" for floor in range(1, 41) for room in range(1, 51)]
    roster.write_text(
        "小区编号,幢,房号,建筑面积,房屋性质,交存标准\n"
        + "".join(f"A01,1,{code},88.53,商品住宅,100\n" for code in codes),
        encoding="utf-8",
    )
    slips.write_text(
        "到账日期,房屋编号,金额,银行账号\n"
        + "".join(
            f"2026-01-{5 + n % 20:02d},A01-1-0-{c},100.00,6222\n" for n, c in enumerate(codes)
        ),
        encoding="utf-8",
    )
    path = tmp_path / "book.db"
    with open_desk(str(path), clock=CLOCK) as desk:
        desk.book.init(custodian="中心")
        desk.registry.import_households(path=str(roster))
    return path


def collecting(book: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "ledger",
            "--db",
            str(book),
            "fund",
            "collect",
            str(book.with_name("deposits.csv")),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if not name.startswith("WXZJ_")},
    )


def taken_in(book: Path) -> int:
    database = open_database(str(book))
    try:
        with database.read() as tx:
            found: int = tx.conn.execute(
                select(func.count()).select_from(schema.deposit)
            ).scalar_one()
        return found
    finally:
        database.close()


def test_an_import_killed_half_way_leaves_nothing(book: Path) -> None:
    begun = time.monotonic()
    twin = book.with_name("twin.db")
    with open_desk(str(book), clock=CLOCK) as desk:
        desk.book.backup(str(twin))
    assert collecting(twin).wait() == 0
    whole = time.monotonic() - begun
    assert taken_in(twin) == HOUSEHOLDS
    killed = 0
    for number in range(KILLS):
        running = collecting(book)
        time.sleep(whole * (number + 1) / (KILLS + 1))
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        assert taken_in(book) in {0, HOUSEHOLDS}
    assert killed  # else the test has shown nothing
    assert collecting(book).wait() == 0
    assert taken_in(book) == HOUSEHOLDS
    with open_desk(str(book), clock=CLOCK) as desk:
        assert desk.book.verify().fields["ok"] is True
