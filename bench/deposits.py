"""P3: one CSV of many deposits, more than a tenth of them on one day, in one run.

Ours reads the file, checks everything, posts and seals; bare writes the very same rows into the
same tables without triggers and moves the balances with one UPDATE, from rows already in memory.
"""

from __future__ import annotations

import csv
import random
import resource
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bench.measure import measured, row
from ledger.desk import open_desk
from ledger.values.clock import Clock

CLOCK = Clock(date(2026, 11, 1), "2026-11-01T00:00:00Z")
HOUSEHOLDS_AN_ESTATE = 800
TABLES = ("deposit", "line", "share", "voucher")


def deposits(rows: int) -> list[dict[str, object]]:
    """Measure `fund collect` on SQLite against the bare inserts of the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        roster, slips = where / "roster.csv", where / "deposits.csv"
        codes = write_roster(roster, rows)
        write_deposits(slips, codes)
        book = where / "book.db"
        with open_desk(str(book), clock=CLOCK) as desk:
            desk.book.init(custodian="测量")
            desk.registry.import_households(str(roster))
        empty = where / "empty.db"
        with sqlite3.connect(book) as source, sqlite3.connect(empty) as target:
            source.backup(target)
        with open_desk(str(book), clock=CLOCK) as desk, measured() as ours:
            desk.fund.collect(str(slips))
        bare_seconds = _write_bare(book, empty)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return [
            row(
                "P3",
                f"{rows:,} deposits, {rows // 8:,} on one day (peak {peak} MB)",
                ours.seconds,
                bare_seconds,
            )
        ]


def write_roster(path: Path, households: int) -> list[str]:
    """Write a roster and return the codes of its households."""
    codes = []
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["小区编号", "幢", "单元", "房号", "建筑面积", "房屋性质", "交存标准"])
        for number in range(households):
            estate = f"E{number // HOUSEHOLDS_AN_ESTATE:04d}"
            building, rest = divmod(number % HOUSEHOLDS_AN_ESTATE, 100)
            unit, room = divmod(rest, 50)
            out.writerow([estate, building + 1, unit + 1, 101 + room, "88.53", "商品住宅", "100"])
            codes.append(f"{estate}-{building + 1}-{unit + 1}-{101 + room}")
    return codes


def write_deposits(path: Path, codes: Sequence[str]) -> None:
    """Write a deposit of each household, an eighth of them on one day."""
    rng = random.Random(7)  # noqa: S311 # data, not secrets
    busy, begin = date(2026, 3, 18), date(2026, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["到账日期", "房屋编号", "金额", "银行账号", "银行流水号"])
        for number, code in enumerate(codes):
            on = busy if number % 8 == 0 else begin + timedelta(days=rng.randrange(180))
            out.writerow([on, code, f"{rng.randrange(1, 10**6) / 100:.2f}", "6222001", number])


def _write_bare(full: Path, empty: Path) -> float:
    """Write what `full` gained over `empty` into `empty`, nothing checked; return the seconds."""
    with sqlite3.connect(full) as source:
        held = {
            table: source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 # our tables
            for table in (*TABLES, "month", "number", "turnover")
        }
    target = sqlite3.connect(empty, isolation_level=None)
    names = [
        name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
    ]
    for name in names:
        target.execute(f"DROP TRIGGER {name}")
    target.execute("PRAGMA synchronous=FULL")
    with measured() as watch:
        target.execute("BEGIN IMMEDIATE")
        for table, rows in held.items():
            if rows:
                marks = ",".join("?" * len(rows[0]))
                target.executemany(f"INSERT INTO {table} VALUES({marks})", rows)
        target.execute(
            "UPDATE sub_balance SET amount_fen=sub_balance.amount_fen+s.fen,"
            " moment=sub_balance.moment+s.moment"
            " FROM (SELECT s.book_id,s.sub_id,s.part,sum(s.amount_fen) fen,"
            "  sum(s.amount_fen*(unixepoch(v.value_on)/86400)) moment FROM share s"
            "  JOIN voucher v USING(book_id,voucher_id) GROUP BY 1,2,3) s"
            " WHERE sub_balance.book_id=s.book_id AND sub_balance.sub_id=s.sub_id"
            " AND sub_balance.part=s.part"
        )
        target.execute("COMMIT")
    target.close()
    return watch.seconds
