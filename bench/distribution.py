"""P1: earnings given out flat over one book, with the largest remainder, a voucher an estate.

Ours reckons every integral, shares, writes and seals; bare writes the very same shares, lines and
vouchers into the same tables without triggers, from rows already in memory, and moves the
balances with one UPDATE. The books hold a year of movements, one deposit a household.
"""

from __future__ import annotations

import resource
import sqlite3
import tempfile
from datetime import date
from pathlib import Path

from bench.deposits import write_deposits, write_roster
from bench.measure import measured, row
from ledger.desk import open_desk
from ledger.values.clock import Clock

CLOCK = Clock(date(2026, 11, 1), "2026-11-01T00:00:00Z")
TABLES = ("line", "share", "voucher")
LAST = date(2026, 6, 30)


def distribution(rows: int) -> list[dict[str, object]]:
    """Measure `fund earnings distribute` on SQLite against the bare inserts of the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        roster, slips = where / "roster.csv", where / "deposits.csv"
        write_deposits(slips, write_roster(roster, rows))
        book = where / "book.db"
        with open_desk(str(book), clock=CLOCK) as desk:
            desk.book.init(custodian="测量")
            desk.registry.import_households(str(roster))
            desk.fund.collect(str(slips))
            desk.earnings.record(kind="interest", amount_fen=123_456_789, on=date(2026, 6, 21))
            desk.period.carry(202606, on=LAST)
        empty = where / "empty.db"
        with sqlite3.connect(book) as source, sqlite3.connect(empty) as target:
            source.backup(target)
        with open_desk(str(book), clock=CLOCK) as desk:
            window = desk.earnings  # what start-up costs is P9
            with measured() as ours:
                window.distribute(on=LAST)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return [
            row(
                "P1",
                f"{rows:,} sub-accounts, exact distribution (peak {peak} MB)",
                ours.seconds,
                _write_bare(book, empty),
            )
        ]


def _write_bare(full: Path, empty: Path) -> float:
    """Write the distribution that `full` has and `empty` has not; return the seconds."""
    with sqlite3.connect(full) as source, sqlite3.connect(empty) as before:
        (last,) = before.execute("SELECT log_size FROM book_head").fetchone()
        held = {
            table: source.execute(
                f"SELECT * FROM {table} WHERE voucher_id>?",  # noqa: S608 # our tables
                (last,),
            ).fetchall()
            for table in TABLES
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
            marks = ",".join("?" * len(rows[0]))
            target.executemany(f"INSERT INTO {table} VALUES({marks})", rows)
        target.execute(
            "UPDATE sub_balance SET amount_fen=sub_balance.amount_fen+s.amount_fen,"
            " moment=sub_balance.moment+s.amount_fen*(unixepoch(v.value_on)/86400)"
            " FROM share s JOIN voucher v USING(book_id,voucher_id) WHERE s.voucher_id>?"
            " AND sub_balance.book_id=s.book_id AND sub_balance.sub_id=s.sub_id"
            " AND sub_balance.part=s.part",
            (last,),
        )
        target.execute("COMMIT")
    target.close()
    return watch.seconds
