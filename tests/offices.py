"""An office to try things in: a fresh database with its charts, a custodian, and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ledger.fund.collecting.collection import Collected, collect
from ledger.intake import files
from ledger.intake.reader import read_rows
from ledger.journal.chart import install_charts
from ledger.registry.custodians import Custodian, add_custodian
from ledger.registry.roster import Roster, import_roster
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.clock import Clock

CLOCK = Clock(today=date(2026, 3, 31), at="2026-03-31T01:00:00Z")
ROSTER = "小区编号,幢,单元,房号,房屋性质,建筑面积,交存标准,产权人,售房单位"
DEPOSITS = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要,交款方"


def table(head: str, rows: Sequence[str]) -> str:
    """Write a file of `rows` below `head`."""
    return "\n".join([head, *rows, ""])


@dataclass
class Office:
    """A database that files are brought to.

    Attributes:
        folder: where the files lie.
    """

    db: Database
    folder: Path
    number: int = 0

    def file(self, text: str) -> Path:
        self.number += 1
        path = self.folder / f"file{self.number}.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def roster(self, *rows: str, head: str = ROSTER, custodian: Custodian | None = None) -> Roster:
        """Bring a roster of households."""
        return self.bring_roster(self.file(table(head, rows)), custodian)

    def bring_roster(self, path: Path, custodian: Custodian | None = None) -> Roster:
        """Bring the file of a roster."""
        intake = read_rows(path, files.households())
        with self.db.write() as tx:
            return import_roster(tx, intake, custodian, who="张三", clock=CLOCK)

    def deposits(self, *rows: str, head: str = DEPOSITS, clock: Clock = CLOCK) -> Collected:
        """Bring a list of deposits."""
        return self.bring_deposits(self.file(table(head, rows)), clock)

    def bring_deposits(self, path: Path, clock: Clock = CLOCK) -> Collected:
        """Bring the file of a list of deposits."""
        intake = read_rows(path, files.deposits())
        with self.db.write() as tx:
            return collect(tx, intake, who="张三", clock=clock)

    def all(self, query: Any) -> list[tuple[Any, ...]]:
        """Read rows as plain tuples."""
        with self.db.read() as tx:
            return [tuple(row) for row in tx.conn.execute(query)]

    def one(self, query: Any) -> Any:
        """Read one value."""
        with self.db.read() as tx:
            return tx.conn.execute(query).scalar_one()

    def count(self, name: str) -> int:
        """Count the rows of a table."""
        return int(self.one(sa.select(sa.func.count()).select_from(getattr(schema, name))))

    def counts(self) -> dict[str, int]:
        """Count what an import might have changed."""
        names = (
            "estate",
            "book",
            "bank_account",
            "sub_account",
            "household",
            "title",
            "master_change",
            "import_file",
            "voucher",
            "deposit",
            "month",
        )
        return {name: self.count(name) for name in names}


def open_office(db: Database, folder: Path) -> Office:
    """Furnish a fresh database with charts and the custodian of `book init`."""
    with db.write() as tx:
        install_charts(tx)
        add_custodian(tx, "市维修资金中心")
    return Office(db, folder)
